//! The REMS monitoring forms of a course, as a screen shows them.

use jiff::civil::Date;
use uuid::Uuid;

use super::people::PatientHead;

/// Every draft of a course.
#[derive(Debug, Clone)]
pub struct RemsPage {
    /// The course.
    pub course: Uuid,
    /// The patient.
    pub patient: PatientHead,
    /// Today in the clinic.
    pub today: Date,
    /// A draft for each esketamine session, the latest first.
    pub drafts: Vec<RemsDraftView>,
}

/// The form of one session, as far as the record fills it.
#[derive(Debug, Clone, PartialEq)]
pub struct RemsDraftView {
    /// The day of the session.
    pub session: Date,
    /// Name and revision of the form.
    pub form: String,
    /// What of the official form was read and what was not.
    pub standing: String,
    /// The last day on which it is in time.
    pub due_on: Date,
    /// Sent, in time or late, in a sentence.
    pub due: String,
    /// Days to come on which somebody is reminded.
    pub reminders: Vec<String>,
    /// The day it was sent.
    pub sent_on: Option<Date>,
    /// Number of fields that must be filled in and are open.
    pub missing: usize,
    /// The fields, by section.
    pub sections: Vec<RemsSectionView>,
    /// Sources with their grade.
    pub sources: Vec<String>,
}

/// A section of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemsSectionView {
    /// Its heading.
    pub title: String,
    /// Its fields.
    pub fields: Vec<RemsFieldView>,
}

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemsFieldView {
    /// What is asked.
    pub label: String,
    /// The answer; `None` while it is open.
    pub value: Option<String>,
    /// Whether it must be filled in.
    pub must: bool,
    /// Whether that is our default, because the mark beside it could not be read.
    pub must_by_default: bool,
    /// Whether its text was not read in the official form.
    pub unverified: bool,
}
