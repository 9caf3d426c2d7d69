//! A dose as a second person worked it out and confirmed it, before the session is recorded.

use evenkeel_care::condition::Route;
use evenkeel_care::dose::{Dose, WeightKg};
use jiff::civil::Date;
use uuid::Uuid;

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId};
use crate::session::dose_columns;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::Recorded;

/// A check to be recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct NewDoseCheck {
    /// The course.
    pub course_id: CourseId,
    /// The day of the session.
    pub date: Date,
    /// By which route.
    pub route: Route,
    /// The dose, as it is written.
    pub dose: Dose,
    /// The weight of the day.
    pub weight_kg: Option<WeightKg>,
}

record! {
    /// A check as recorded.
    pub struct DoseCheck {
        /// Id.
        pub id: Uuid,
        /// Clinic.
        pub clinic_id: ClinicId,
        /// The course.
        pub course_id: CourseId,
        /// The day of the session.
        pub date: Date,
        /// By which route.
        pub route: Route,
        /// The dose, as it is written.
        pub dose: Option<Dose>,
        /// The weight of the day.
        pub weight_kg: Option<WeightKg>,
        /// The second person, and when.
        pub recorded: Recorded,
    }
}

/// Records a check; answers its id.
pub async fn add(tx: &mut Tx, new: &NewDoseCheck) -> Result<Uuid, StoreError> {
    let id = tx.new_id();
    let (unit, amount, hours) = dose_columns(Some(new.dose));
    let query = sql(
        "INSERT INTO dose_check (id, clinic_id, course_id, date, route, dose_unit, dose_amount, dose_hours, \
         weight_kg, recorded_at, recorded_by, recorded_by_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(id)
    .bind(tx.clinic())
    .bind(new.course_id)
    .bind(new.date)
    .bind(new.route)
    .bind(unit)
    .bind(amount)
    .bind(hours)
    .bind(new.weight_kg)
    .recorded(tx);
    tx.insert(query, "second person's check of a dose").await?;
    Ok(id)
}

/// The checks of a course for one day, as they were entered.
pub async fn of_day(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
    date: Date,
) -> Result<Vec<DoseCheck>, StoreError> {
    let query =
        sql("SELECT * FROM dose_check WHERE clinic_id = $1 AND course_id = $2 AND date = $3 ORDER BY id");
    from.into().all(query.bind(clinic).bind(course).bind(date)).await
}
