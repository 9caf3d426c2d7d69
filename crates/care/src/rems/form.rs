//! One version of the form, as its file defines it (`clinical/rems/pmf-<version>.toml`).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::closed_list;
use crate::condition::MedicationClass;
use crate::finding::Grade;

closed_list!(
    /// How a field is answered.
    FieldKind, "kind of field", {
        /// Words or a number of the clinic's own.
        Text => "text",
        /// A calendar day.
        Date => "date",
        /// Yes or no.
        YesNo => "yes_no",
        /// One of the choices named.
        Choice => "choice",
        /// An amount in milligrams.
        Mg => "mg",
        /// Whole minutes.
        Minutes => "minutes",
        /// A blood pressure, mmHg.
        BloodPressure => "blood_pressure",
    }
);

closed_list!(
    /// Who says that a field must be filled in.
    Required, "requirement", {
        /// The form marks it (an asterisk that was read, or a rule of the label).
        Form => "form",
        /// Our default: the mark beside it could not be read, and an open field is worse than a full one.
        Default => "default",
        /// It may stay open.
        No => "no",
    }
);

closed_list!(
    /// What of the record answers a field. A field without it is told by a person.
    DrawnFrom, "source of a field", {
        /// The patient's date of birth.
        BirthDate => "birth_date",
        /// Whether this is the patient's first esketamine session: "no" from the second of a course on. The
        /// first of a course is not known to be the first at all.
        FirstTreatment => "first_treatment",
        /// Whether the enrolment is on record by the day of the session.
        Enrolled => "enrolled",
        /// Whether a medication of one of the field's classes is taken.
        Medication => "medication",
        /// The day of the session.
        SessionDate => "session_date",
        /// Which of the choices the dose is; `other` where it is none of them.
        Dose => "dose",
        /// The dose in mg.
        DoseMg => "dose_mg",
        /// Minutes from the first device to the end of monitoring.
        ObservedMinutes => "observed_minutes",
        /// The last blood pressure before the first device.
        PressureBefore => "pressure_before",
        /// The blood pressure nearest to a minute, within a tolerance.
        PressureAt => "pressure_at",
        /// The last blood pressure, taken later than the one at a minute.
        PressureLast => "pressure_last",
    }
);

/// The form in one version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonitoringForm {
    /// Its id, `pmf-<version>`.
    pub id: String,
    /// Its name on screen.
    pub name: String,
    /// Revision of this file.
    pub revision: String,
    /// The day from which this revision holds.
    pub effective: Date,
    /// The first day of sessions it is used for; absent: from the beginning. A newer form takes over on
    /// its day, and forms of older sessions keep their version.
    #[serde(default)]
    pub sessions_from: Option<Date>,
    /// What of the official form was read and what was not, in a sentence shown beside every draft.
    pub standing: String,
    /// Where the form was read; fields name one of these.
    pub sources: Vec<FormSource>,
    /// Its parts, in order.
    pub sections: Vec<Section>,
    /// Its fields, in order.
    pub fields: Vec<Field>,
}

/// Where a field was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormSource {
    /// The short name fields use.
    pub id: String,
    /// What is shown on screen.
    pub citation: String,
    /// How good it is.
    pub grade: Grade,
    /// The page where it was read; never shown on screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<String>,
}

/// A part of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The short name fields use.
    pub id: String,
    /// Its heading.
    pub title: String,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its id, for example `bp_40_minutes`.
    pub id: String,
    /// The section it stands in.
    pub section: String,
    /// What is asked, in our words.
    pub label: String,
    /// How it is answered.
    pub kind: FieldKind,
    /// Who says that it must be filled in.
    pub required: Required,
    /// The choices of a choice.
    #[serde(default)]
    pub choices: Vec<String>,
    /// What of the record answers it; absent: a person does.
    #[serde(default)]
    pub from: Option<DrawnFrom>,
    /// Classes of medication (with `from = "medication"`).
    #[serde(default)]
    pub classes: Vec<MedicationClass>,
    /// Minutes from the first device (with `from = "pressure_at"` or `"pressure_last"`).
    #[serde(default)]
    pub minute: Option<i32>,
    /// How far from that minute a reading may lie, in minutes.
    #[serde(default)]
    pub within_minutes: Option<u32>,
    /// Asked only after this answer.
    #[serde(default)]
    pub only_if: Option<OnlyIf>,
    /// Its text was not read in the official form: the clinic must confirm it.
    #[serde(default)]
    pub unverified: bool,
    /// Where it was read: the id of one of the form's sources, which gives its grade.
    pub source: String,
}

/// The answer after which a field is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnlyIf {
    /// The field's id; it stands before the one that is asked.
    pub field: String,
    /// The answer: `yes`, `no`, or one of the choices.
    pub is: String,
}

impl MonitoringForm {
    /// The grade of a field: that of the source it names.
    pub fn grade(&self, field: &Field) -> Option<Grade> {
        self.sources.iter().find(|source| source.id == field.source).map(|source| source.grade)
    }
}
