//! Screens for suicidal thoughts and behaviour. What was answered is sealed under the patient's key.

use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::ScreenAnswers;
use jiff::civil::Date;

use crate::data_key::seal_for_course;
use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId, ScreenId};
use crate::row::{Field, Record};
use crate::sealed::{Note, read_sealed};
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{JsonText, Recorded};

/// A screen to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewScreen {
    /// The course.
    pub course_id: CourseId,
    /// The day it was asked.
    pub date: Date,
    /// The instrument whose levels it follows.
    pub instrument: InstrumentId,
    /// Which wording was on the page, for example `headings` or the name of the clinic's own questions.
    pub wording: String,
    /// The answers; `None` is unknown, never "no".
    pub answers: ScreenAnswers,
    /// Answers to the clinic's own questions, one by one in their order, where those were asked.
    pub own_answers: Option<Vec<Option<bool>>>,
    /// What the asking person notes; sealed.
    pub note: Option<String>,
}

/// Answers as they were given, or what is left once the patient's key is destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptAnswers {
    /// As given.
    Given(ScreenAnswers),
    /// The patient has been erased.
    Erased,
}

record! {
    /// A screen as recorded.
    pub struct Screen {
        /// Id.
        pub id: ScreenId,
        /// Clinic.
        pub clinic_id: ClinicId,
        /// The course.
        pub course_id: CourseId,
        /// The day it was asked.
        pub date: Date,
        /// The instrument whose levels it follows.
        pub instrument: InstrumentId,
        /// Which wording was on the page.
        pub wording: String,
        /// The answers.
        pub answers: KeptAnswers,
        /// Answers to the clinic's own questions, where those were asked; see [`Screen::own`].
        own_answers: Option<Note>,
        /// What the asking person noted.
        pub note: Option<Note>,
        /// Who asked, and when it was entered.
        pub recorded: Recorded,
    }
}

impl Field for KeptAnswers {
    fn field(record: &Record<'_>, column: &str) -> Result<Self, StoreError> {
        match read_sealed(record, "id", column)? {
            Some(Note::Text(text)) => JsonText::from_text(text)?.parse().map(Self::Given),
            Some(Note::Erased) => Ok(Self::Erased),
            None => Err(record.unreadable(column, &"it is empty")),
        }
    }
}

impl Screen {
    /// Answers to the clinic's own questions, in their order; `None`: the headings were asked, or the patient
    /// has been erased.
    pub fn own(&self) -> Result<Option<Vec<Option<bool>>>, StoreError> {
        let text = self.own_answers.as_ref().and_then(Note::text);
        text.map(|text| JsonText::from_text(text.to_owned())?.parse()).transpose()
    }
}

/// Records a screen.
pub async fn add(tx: &mut Tx, new: &NewScreen) -> Result<ScreenId, StoreError> {
    let id = ScreenId(tx.new_id());
    let answers = JsonText::of(&new.answers)?;
    let own = new.own_answers.as_ref().map(JsonText::of).transpose()?;
    let texts = [
        ("answers", Some(answers.as_str())),
        ("note", new.note.as_deref()),
        ("own_answers", own.as_ref().map(JsonText::as_str)),
    ];
    let [answers, note, own] = seal_for_course(tx, new.course_id, id.0, texts).await?;
    let query = sql("INSERT INTO screen (id, clinic_id, course_id, date, instrument, wording, answers, note, own_answers, \
         recorded_at, recorded_by, recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
    .bind(id)
    .bind(tx.clinic())
    .bind(new.course_id)
    .bind(new.date)
    .bind(new.instrument)
    .bind(&new.wording)
    .bind(answers)
    .bind(note)
    .bind(own)
    .recorded(tx);
    tx.insert(query, "screen").await?;
    Ok(id)
}

/// The screens of a course, by date, then as they were entered.
pub async fn list(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Vec<Screen>, StoreError> {
    let query = sql("SELECT s.*, k.patient_id AS key_patient, k.wrapped AS key_wrapped FROM screen s \
         JOIN course c ON c.clinic_id = s.clinic_id AND c.id = s.course_id \
         JOIN data_key k ON k.clinic_id = c.clinic_id AND k.patient_id = c.patient_id \
         WHERE s.clinic_id = $1 AND s.course_id = $2 ORDER BY s.date, s.id");
    from.into().all(query.bind(clinic).bind(course)).await
}
