//! Sessions while they go on: a sitting is one course on one day, and its notes say deed by deed what was done and seen.
//! A note is never changed: a correction is a new one that points at the old.

use evenkeel_care::sitting::Deed;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::data_key::seal_for_course;
use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId, SittingId, SittingNoteId};
use crate::sealed::Note;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{JsonText, Recorded};

/// A note to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NewNote {
    /// When it was done or seen.
    pub at: Timestamp,
    /// What. Free text is not part of it but of `words`.
    pub deed: Deed,
    /// What somebody wrote; sealed.
    pub words: Option<String>,
}

record! {
    /// A sitting.
    pub struct Sitting {
        /// Id.
        pub id: SittingId,
        /// The course.
        pub course_id: CourseId,
        /// The day.
        pub date: Date,
        /// Who began it, and when.
        pub recorded: Recorded,
    }
}

record! {
    /// A note that is in force.
    pub struct SittingNote {
        /// Id.
        pub id: SittingNoteId,
        /// The sitting.
        pub sitting_id: SittingId,
        /// When it was done or seen.
        pub at: Timestamp,
        /// What, as JSON; see [`SittingNote::deed`].
        deed: JsonText,
        /// What somebody wrote.
        pub words: Option<Note>,
        /// The note it corrects.
        pub corrects: Option<SittingNoteId>,
        /// Who noted it, and when.
        pub recorded: Recorded,
    }
}

impl SittingNote {
    /// What was done or seen.
    pub fn deed(&self) -> Result<Deed, StoreError> {
        let deed: Deed = self.deed.parse()?;
        Ok(match (deed, self.words.as_ref().and_then(Note::text)) {
            (Deed::Happened { what, .. }, words) => Deed::Happened { what, note: words.map(str::to_owned) },
            (deed, _) => deed,
        })
    }
}

/// Begins the sitting of a course on a day; the one that is there already, if it was begun before.
pub async fn begin(tx: &mut Tx, course: CourseId, date: Date) -> Result<SittingId, StoreError> {
    let query = sql(
        "INSERT INTO sitting (id, clinic_id, course_id, date, recorded_at, recorded_by, recorded_by_name) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (clinic_id, course_id, date) DO NOTHING",
    )
    .bind(SittingId(tx.new_id()))
    .bind(tx.clinic())
    .bind(course)
    .bind(date)
    .recorded(tx);
    tx.execute(query).await?;
    let query = sql("SELECT id FROM sitting WHERE clinic_id = $1 AND course_id = $2 AND date = $3");
    let query = query.bind(tx.clinic()).bind(course).bind(date);
    Source::from(&mut *tx).one(query, "sitting").await
}

const INSERT: &str = "INSERT INTO sitting_note (id, clinic_id, sitting_id, at, deed, words, corrects, withdrawn, recorded_at, \
     recorded_by, recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

/// Keeps a note.
pub async fn note(
    tx: &mut Tx,
    (course, sitting): (CourseId, SittingId),
    new: &NewNote,
) -> Result<SittingNoteId, StoreError> {
    write(tx, (course, sitting), new, None, false).await
}

/// Puts a note in the place of another one of the same sitting; the old one stays readable in the table. Two corrections
/// of one note are a [`StoreError::Conflict`].
pub async fn correct(
    tx: &mut Tx,
    (course, sitting): (CourseId, SittingId),
    old: SittingNoteId,
    new: &NewNote,
) -> Result<SittingNoteId, StoreError> {
    here(tx, sitting, old).await?;
    write(tx, (course, sitting), new, Some(old), false).await
}

/// Records that a note never was; `reason` says why.
pub async fn withdraw(
    tx: &mut Tx,
    (course, sitting): (CourseId, SittingId),
    old: SittingNoteId,
    reason: &str,
) -> Result<SittingNoteId, StoreError> {
    let old = here(tx, sitting, old).await?;
    let new = NewNote { at: old.at, deed: old.deed()?, words: Some(reason.to_owned()) };
    write(tx, (course, sitting), &new, Some(old.id), true).await
}

async fn here(tx: &mut Tx, sitting: SittingId, id: SittingNoteId) -> Result<SittingNote, StoreError> {
    let clinic = tx.clinic();
    let notes = notes(&mut *tx, clinic, &[sitting]).await?;
    notes.into_iter().find(|note| note.id == id).ok_or(StoreError::NotFound { what: "note" })
}

async fn write(
    tx: &mut Tx,
    (course, sitting): (CourseId, SittingId),
    new: &NewNote,
    corrects: Option<SittingNoteId>,
    withdrawn: bool,
) -> Result<SittingNoteId, StoreError> {
    let id = SittingNoteId(tx.new_id());
    let deed = match &new.deed {
        Deed::Happened { what, .. } => Deed::Happened { what: *what, note: None },
        deed => deed.clone(),
    };
    let [words] = seal_for_course(tx, course, id.0, [("words", new.words.as_deref())]).await?;
    let query = sql(INSERT).bind(id).bind(tx.clinic()).bind(sitting).bind(new.at).bind(JsonText::of(&deed)?);
    let query = query.bind(words).bind(corrects).bind(withdrawn).recorded(tx);
    tx.insert(query, "note").await?;
    Ok(id)
}

/// The sittings of a day.
pub async fn of_day(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    date: Date,
) -> Result<Vec<Sitting>, StoreError> {
    let query = sql("SELECT * FROM sitting WHERE clinic_id = $1 AND date = $2 ORDER BY id");
    from.into().all(query.bind(clinic).bind(date)).await
}

/// The sittings of a course, latest first.
pub async fn of_course(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Vec<Sitting>, StoreError> {
    let query =
        sql("SELECT * FROM sitting WHERE clinic_id = $1 AND course_id = $2 ORDER BY date DESC, id DESC");
    from.into().all(query.bind(clinic).bind(course)).await
}

/// The notes in force of some sittings, as they were entered.
pub async fn notes(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    sittings: &[SittingId],
) -> Result<Vec<SittingNote>, StoreError> {
    if sittings.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (2..sittings.len() + 2).map(|n| format!("${n}")).collect();
    let text = format!(
        "SELECT n.*, k.patient_id AS key_patient, k.wrapped AS key_wrapped FROM sitting_note n \
         JOIN sitting s ON s.clinic_id = n.clinic_id AND s.id = n.sitting_id \
         JOIN course c ON c.clinic_id = s.clinic_id AND c.id = s.course_id \
         JOIN data_key k ON k.clinic_id = c.clinic_id AND k.patient_id = c.patient_id \
         WHERE n.clinic_id = $1 AND n.sitting_id IN ({}) AND NOT n.withdrawn \
         AND NOT EXISTS (SELECT 1 FROM sitting_note w WHERE w.corrects = n.id) ORDER BY n.id",
        places.join(", ")
    );
    let query = sittings.iter().fold(sql(text).bind(clinic), |query, sitting| query.bind(*sitting));
    from.into().all(query).await
}
