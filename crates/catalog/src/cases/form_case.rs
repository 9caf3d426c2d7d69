//! Cases of the REMS form: a session, and what of the form it answers.

use std::collections::BTreeMap;

use evenkeel_care::condition::{Condition, Route};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::record::{CourseRecord, Event, Session};
use evenkeel_care::rems::{self, FieldValue, FormDraft};
use jiff::civil::Date;
use serde::Deserialize;

use super::differ;
use super::rule_case::{CasePatient, CaseSession};
use super::rule_record::{infusion, patient, session};

/// All cases of one version of the form.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormCases {
    pub(super) cases: Vec<FormCase>,
}

/// One case: an esketamine session given, and what its form must say.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormCase {
    /// What the case shows.
    pub(super) name: String,
    /// The session.
    session: CaseSession,
    /// Days of esketamine sessions given before it.
    #[serde(default)]
    earlier: Vec<Date>,
    /// The patient.
    #[serde(default)]
    patient: CasePatient,
    /// Events of the course.
    #[serde(default)]
    events: Vec<Event>,
    /// What a person wrote, by field; yes and no as true and false.
    #[serde(default)]
    told: BTreeMap<String, ToldValue>,
    /// What must come out.
    #[serde(default)]
    expect: Expect,
}

/// A value as it is written in a case.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
enum ToldValue {
    YesNo(bool),
    Number(f64),
    Text(String),
}

/// What must come out of a case. Only what is said is compared.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    /// Answers by field, as the form reads.
    #[serde(default)]
    values: BTreeMap<String, String>,
    /// All that is missing.
    #[serde(default)]
    missing: Option<Vec<String>>,
    /// Fields that must be missing, whatever else is.
    #[serde(default)]
    lacks: Vec<String>,
    /// Fields that must not be asked at all.
    #[serde(default)]
    not_asked: Vec<String>,
    /// The last day on which the form is in time.
    #[serde(default)]
    due_on: Option<Date>,
    /// The days of the reminders.
    #[serde(default)]
    reminders: Option<Vec<Date>>,
}

/// How the outcome differs from what the case expects.
pub(super) fn differs(knowledge: &Knowledge, stem: &str, case: &FormCase) -> Option<String> {
    let Some(form) = knowledge.forms.get(stem) else { return Some(format!("there is no form {stem}")) };
    let session = match session(&case.session) {
        Ok(session) => Session { route: Route::NasalEsketamine, ..session },
        Err(wrong) => return Some(wrong),
    };
    let told = case.told.iter().map(|(id, value)| (id.clone(), value.value())).collect();
    let draft = rems::fill(knowledge, form, &course(case, &session), &session, &told);
    case.expect.differs(&draft)
}

impl ToldValue {
    fn value(&self) -> FieldValue {
        match self {
            Self::YesNo(yes) => FieldValue::YesNo(*yes),
            Self::Number(number) => FieldValue::Number(*number),
            Self::Text(text) => FieldValue::Text(text.clone()),
        }
    }
}

fn course(case: &FormCase, session: &Session) -> CourseRecord {
    let nasal = |date: &Date| Session { route: Route::NasalEsketamine, ..infusion(*date) };
    CourseRecord {
        patient: patient(&case.patient),
        sessions: case.earlier.iter().map(nasal).chain([session.clone()]).collect(),
        events: case.events.clone(),
        ..CourseRecord::new(Condition::Depression, "spravato-trd", InstrumentId::Madrs, session.date)
    }
}

impl Expect {
    fn differs(&self, draft: &FormDraft) -> Option<String> {
        let answer = |id: &String| {
            let field = draft.fields.iter().find(|field| field.id == *id);
            field.and_then(|field| field.value.as_ref()).map(ToString::to_string)
        };
        let asked = |id: &&String| draft.fields.iter().any(|field| field.id == **id);
        let values = self.values.iter().find_map(|(id, value)| differ(id, &Some(value.clone()), &answer(id)));
        values
            .or_else(|| self.missing.as_ref().and_then(|all| differ("missing", all, &draft.missing)))
            .or_else(|| {
                let lacks = self.lacks.iter().find(|id| !draft.missing.contains(id));
                lacks.map(|id| format!("{id} is not missing; missing are {:?}", draft.missing))
            })
            .or_else(|| self.not_asked.iter().find(asked).map(|id| format!("{id} is asked")))
            .or_else(|| self.due_on.and_then(|day| differ("the last day", &day, &draft.due_on)))
            .or_else(|| {
                self.reminders.as_ref().and_then(|days| differ("the reminders", days, &draft.reminders))
            })
    }
}
