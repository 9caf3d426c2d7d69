//! The planned sessions of a course, version by version.

use jiff::civil::Date;

use crate::db::{Query, sql};
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId, PlanId};
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{JsonText, Recorded};

/// A plan to be put in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPlan {
    /// The course.
    pub course_id: CourseId,
    /// The version this one was made from; 0 for the first.
    pub seen_version: i64,
    /// The planned sessions with their reasons.
    pub body: JsonText,
    /// The dates still to come, for lists.
    pub dates: Vec<Date>,
}

record! {
    /// One version of a plan.
    pub struct Plan {
        /// Id.
        pub id: PlanId,
        /// Clinic.
        pub clinic_id: ClinicId,
        /// The course.
        pub course_id: CourseId,
        /// From 1; the highest is in force.
        pub version: i64,
        /// The planned sessions with their reasons.
        pub body: JsonText,
        /// Who made it, and when.
        pub recorded: Recorded,
    }
}

/// Puts a plan in force. A newer one than `seen_version` is a [`StoreError::Conflict`].
pub async fn add(tx: &mut Tx, new: &NewPlan) -> Result<PlanId, StoreError> {
    let id = PlanId(tx.new_id());
    let query = sql("INSERT INTO plan (id, clinic_id, course_id, version, body, recorded_at, recorded_by, \
         recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
    .bind(id)
    .bind(tx.clinic())
    .bind(new.course_id)
    .bind(new.seen_version + 1)
    .bind(&new.body)
    .recorded(tx);
    tx.insert(query, "plan").await?;
    let dates: std::collections::BTreeSet<&Date> = new.dates.iter().collect();
    if !dates.is_empty() {
        let rows: Vec<String> = (0..dates.len()).map(|n| format!("($1, $2, ${})", n + 3)).collect();
        let text = format!("INSERT INTO plan_date (clinic_id, plan_id, date) VALUES {}", rows.join(", "));
        let query = dates.into_iter().fold(sql(text).bind(tx.clinic()).bind(id), Query::bind);
        tx.insert(query, "plan").await?;
    }
    Ok(id)
}

/// The plan in force.
pub async fn newest(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Option<Plan>, StoreError> {
    let query =
        sql("SELECT * FROM plan WHERE clinic_id = $1 AND course_id = $2 ORDER BY version DESC LIMIT 1");
    from.into().optional(query.bind(clinic).bind(course)).await
}

/// Every version, oldest first.
pub async fn history(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Vec<Plan>, StoreError> {
    let query = sql("SELECT * FROM plan WHERE clinic_id = $1 AND course_id = $2 ORDER BY version");
    from.into().all(query.bind(clinic).bind(course)).await
}
