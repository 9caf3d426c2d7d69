//! What the rules found, as it was shown.

use evenkeel_care::finding::{Finding, FindingKind, FindingState};
use evenkeel_care::instrument::InstrumentId;
use jiff::civil::Date;
use uuid::Uuid;

use crate::audit::Subject;
use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId, FindingId};
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{JsonText, Recorded};

/// A finding to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NewFinding<'a> {
    /// The course.
    pub course_id: CourseId,
    /// The finding with its trace; kept whole, as JSON.
    pub finding: &'a Finding,
    /// Digest of the clinic's overlay in force, if any.
    pub overlay_digest: Option<String>,
    /// Version of the engine that found it.
    pub engine_version: String,
    /// The row that caused it: a session, a measurement, a decision.
    pub cause: Option<Subject>,
}

record! {
    /// A finding as kept.
    pub struct StoredFinding {
        /// Id.
        pub id: FindingId,
        /// Clinic.
        pub clinic_id: ClinicId,
        /// The course.
        pub course_id: CourseId,
        /// Id of the rule.
        pub rule: String,
        /// Its revision.
        pub revision: String,
        /// Digest of the overlay in force.
        pub overlay_digest: Option<String>,
        /// Version of the engine that found it.
        pub engine_version: String,
        /// What kind of question it answers.
        pub kind: FindingKind,
        /// The answer.
        pub state: FindingState,
        /// The day it is about.
        pub date: Date,
        /// The instrument it rests on.
        pub instrument: Option<InstrumentId>,
        /// The whole finding, as JSON; see [`StoredFinding::finding`].
        pub body: JsonText,
        /// Kind of the row that caused it.
        pub cause_kind: Option<String>,
        /// Id of the row that caused it.
        pub cause_id: Option<Uuid>,
        /// Who did what led to it, and when.
        pub recorded: Recorded,
    }
}

impl StoredFinding {
    /// The finding with its reasons, options, caveats, sources and trace.
    pub fn finding(&self) -> Result<Finding, StoreError> {
        self.body.parse()
    }
}

/// Keeps a finding.
pub async fn add(tx: &mut Tx, new: &NewFinding<'_>) -> Result<FindingId, StoreError> {
    let id = FindingId(tx.new_id());
    let finding = new.finding;
    let query = sql("INSERT INTO finding (id, clinic_id, course_id, rule, revision, overlay_digest, engine_version, kind, \
         state, date, instrument, body, cause_kind, cause_id, recorded_at, recorded_by, recorded_by_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)")
    .bind(id)
    .bind(tx.clinic())
    .bind(new.course_id)
    .bind(&finding.rule)
    .bind(&finding.revision)
    .bind(&new.overlay_digest)
    .bind(&new.engine_version)
    .bind(finding.kind)
    .bind(finding.state)
    .bind(finding.date)
    .bind(finding.instrument)
    .bind(JsonText::of(finding)?)
    .bind(new.cause.as_ref().map(|cause| cause.kind.as_str()))
    .bind(new.cause.as_ref().and_then(|cause| cause.id))
    .recorded(tx);
    tx.insert(query, "finding").await?;
    Ok(id)
}

/// One finding.
pub async fn get(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    finding: FindingId,
) -> Result<Option<StoredFinding>, StoreError> {
    from.into()
        .optional(sql("SELECT * FROM finding WHERE clinic_id = $1 AND id = $2").bind(clinic).bind(finding))
        .await
}

/// The findings of a course, in the order in which they were made.
pub async fn list(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Vec<StoredFinding>, StoreError> {
    // Sorted here: told to sort by id, SQLite walks through the findings of the whole clinic.
    let query = sql("SELECT * FROM finding WHERE clinic_id = $1 AND course_id = $2");
    let mut found: Vec<StoredFinding> = from.into().all(query.bind(clinic).bind(course)).await?;
    found.sort_by_key(|f| f.id);
    Ok(found)
}
