//! Signs that an effect fades or a mood turns, as they were asked for at a check-in.

use evenkeel_care::record::SignKind;
use jiff::civil::Date;
use uuid::Uuid;

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId};
use crate::source::Source;
use crate::tx::Tx;
use crate::values::Recorded;

/// An answer to be recorded. A question that was not asked leaves no row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSign {
    /// The course.
    pub course_id: CourseId,
    /// The day.
    pub date: Date,
    /// The sign.
    pub sign: SignKind,
    /// Yes; `false`: asked, and no.
    pub present: bool,
    /// Where it comes from: `staff`, `patient`.
    pub source: String,
}

record! {
    /// An answer as recorded.
    pub struct Sign {
        /// Id.
        pub id: Uuid,
        /// Clinic.
        pub clinic_id: ClinicId,
        /// The course.
        pub course_id: CourseId,
        /// The day.
        pub date: Date,
        /// The sign.
        pub sign: SignKind,
        /// Yes; `false`: asked, and no.
        pub present: bool,
        /// Where it comes from.
        pub source: String,
        /// Who entered it, and when.
        pub recorded: Recorded,
    }
}

/// Records an answer.
pub async fn add(tx: &mut Tx, new: &NewSign) -> Result<(), StoreError> {
    let query = sql(
        "INSERT INTO sign (id, clinic_id, course_id, date, sign, present, source, recorded_at, recorded_by, \
         recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(tx.new_id())
    .bind(tx.clinic())
    .bind(new.course_id)
    .bind(new.date)
    .bind(new.sign)
    .bind(new.present)
    .bind(&new.source)
    .recorded(tx);
    tx.insert(query, "sign").await
}

/// The answers of a course, by date, then as they were entered.
pub async fn list(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Vec<Sign>, StoreError> {
    let query = sql("SELECT * FROM sign WHERE clinic_id = $1 AND course_id = $2 ORDER BY date, id");
    from.into().all(query.bind(clinic).bind(course)).await
}
