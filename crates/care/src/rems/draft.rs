//! A form filled as far as the record goes.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::Serialize;

use super::draw::draw;
use super::form::{Field, FieldKind, MonitoringForm, Required};
use crate::due::{form_due_on, form_reminders};
use crate::finding::Grade;
use crate::knowledge::Knowledge;
use crate::record::{CourseRecord, Session};

/// What a person or another part of the product says, by the id of the field. It fills only what the
/// record leaves open: a fact of the session is corrected in the session, not on the form.
pub type Told = BTreeMap<String, FieldValue>;

/// The answer of a field.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum FieldValue {
    /// Yes or no.
    YesNo(bool),
    /// A calendar day.
    Day(Date),
    /// Minutes or milligrams.
    Number(f64),
    /// A blood pressure, mmHg, with its minute from the first device.
    Pressure {
        /// Minutes from the first device; negative before it.
        minute: i32,
        /// Systolic, mmHg.
        systolic: u16,
        /// Diastolic, mmHg.
        diastolic: u16,
    },
    /// A choice or words.
    Text(String),
}

impl fmt::Display for FieldValue {
    /// As the form asks for it: days as MM/DD/YYYY.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::YesNo(true) => f.write_str("yes"),
            Self::YesNo(false) => f.write_str("no"),
            Self::Day(day) => write!(f, "{:02}/{:02}/{:04}", day.month(), day.day(), day.year()),
            Self::Number(number) => write!(f, "{number}"),
            Self::Pressure { systolic, diastolic, .. } => write!(f, "{systolic}/{diastolic} mmHg"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl FieldValue {
    /// Whether a field of this kind may hold the value.
    fn fits(&self, field: &Field) -> bool {
        match (self, field.kind) {
            (Self::YesNo(_), FieldKind::YesNo)
            | (Self::Day(_), FieldKind::Date)
            | (Self::Pressure { .. }, FieldKind::BloodPressure) => true,
            (Self::Number(number), FieldKind::Mg | FieldKind::Minutes) => {
                number.is_finite() && *number >= 0.0
            }
            (Self::Text(text), FieldKind::Choice) => field.choices.contains(text),
            (Self::Text(text), FieldKind::Text) => !text.trim().is_empty(),
            _ => false,
        }
    }
}

/// One field of a draft.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DraftField {
    /// Its id.
    pub id: String,
    /// Id of its section.
    pub section: String,
    /// What is asked.
    pub label: String,
    /// How it is answered.
    pub kind: FieldKind,
    /// Who says that it must be filled in.
    pub required: Required,
    /// The answer; `None` while it is open.
    pub value: Option<FieldValue>,
    /// Whether its text was not read in the official form.
    pub unverified: bool,
    /// How good the source of the field is.
    pub grade: Option<Grade>,
}

/// The form of one session, filled as far as the record goes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FormDraft {
    /// Id of the form, with its version.
    pub form: String,
    /// Revision of the form's file.
    pub revision: String,
    /// The day of the session.
    pub session: Date,
    /// The last day on which the form is in time.
    pub due_on: Date,
    /// The days on which somebody is reminded while it has not been sent.
    pub reminders: Vec<Date>,
    /// The day it was sent.
    pub submitted_on: Option<Date>,
    /// The fields that are asked, in the form's order.
    pub fields: Vec<DraftField>,
    /// Ids of the fields that must be filled in and are open.
    pub missing: Vec<String>,
    /// Ids of the fields whose text was not read: the clinic compares them with the official form.
    pub unverified: Vec<String>,
}

/// Fills `form` for `session`, one of the sessions of `course`, from the record and from what is `told`.
/// The medication is the one that stands in the record, whatever the day of the session.
pub fn fill(
    knowledge: &Knowledge,
    form: &MonitoringForm,
    course: &CourseRecord,
    session: &Session,
    told: &Told,
) -> FormDraft {
    let mut fields: Vec<DraftField> = Vec::new();
    for field in &form.fields {
        if !asked(field, &fields) {
            continue;
        }
        let said = told.get(&field.id).filter(|value| value.fits(field)).cloned();
        fields.push(DraftField {
            id: field.id.clone(),
            section: field.section.clone(),
            label: field.label.clone(),
            kind: field.kind,
            required: field.required,
            value: draw(field, course, session).or(said),
            unverified: field.unverified,
            grade: form.grade(field),
        });
    }
    let ids = |keep: &dyn Fn(&DraftField) -> bool| -> Vec<String> {
        fields.iter().filter(|field| keep(field)).map(|field| field.id.clone()).collect()
    };
    FormDraft {
        form: form.id.clone(),
        revision: form.revision.clone(),
        session: session.date,
        due_on: form_due_on(knowledge, session.date),
        reminders: form_reminders(knowledge, session.date),
        submitted_on: session.rems_submitted_on,
        missing: ids(&|field| field.required != Required::No && field.value.is_none()),
        unverified: ids(&|field| field.unverified),
        fields,
    }
}

/// Whether a field is asked after the answers so far. While the answer it hangs on is open it is not.
fn asked(field: &Field, so_far: &[DraftField]) -> bool {
    let Some(only_if) = &field.only_if else { return true };
    so_far
        .iter()
        .find(|other| other.id == only_if.field)
        .and_then(|other| other.value.as_ref())
        .is_some_and(|value| value.to_string() == only_if.is)
}
