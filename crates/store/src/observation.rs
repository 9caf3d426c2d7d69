//! What was seen around a session: blood pressures, observation, discharge, tolerance, the REMS form.
//! Kept version by version, because the last of it is known hours after the session was recorded.

use evenkeel_care::record::{BloodPressure, Discharge};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId, SessionId};
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{JsonText, Recorded};

evenkeel_care::closed_list!(
    /// How a session was tolerated, in the words of who was there.
    Tolerance, "tolerance", {
        /// Well.
        Well => "well",
        /// With side effects that passed.
        SideEffects => "side_effects",
        /// Badly: the dose or the setting should be looked at.
        Badly => "badly",
    }
);

word_cells!(Tolerance);

/// One of several administrations of a session (a split injection, a second device).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Administration {
    /// Minutes from the start.
    pub minute: i32,
    /// Milligrams given then.
    pub mg: f64,
}

/// What was seen, as it is known now.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen {
    /// Blood pressures by minute.
    pub blood_pressures: Vec<BloodPressure>,
    /// The single administrations, where the dose was split.
    pub administrations: Vec<Administration>,
    /// Last MOAA/S before discharge, 0 to 5.
    pub moaas_last: Option<u8>,
    /// Minutes observed from the start.
    pub observed_minutes: Option<u32>,
    /// Minute at which the infusion ended.
    pub infusion_end_minute: Option<u32>,
    /// How it was tolerated.
    pub tolerance: Option<Tolerance>,
    /// The day the REMS monitoring form was sent.
    pub rems_submitted_on: Option<Date>,
    /// The list gone through before the patient left; a line that is not in it was not looked at.
    pub discharge: Discharge,
}

record! {
    /// One version of what was seen around a session.
    pub struct Observation {
        /// Id of the row.
        pub id: Uuid,
        /// The course.
        pub course_id: CourseId,
        /// The session.
        pub session_id: SessionId,
        /// From 1; the highest is in force.
        pub version: i64,
        /// Blood pressures, a JSON list.
        blood_pressures: JsonText,
        /// Administrations, a JSON list.
        administrations: JsonText,
        /// Last MOAA/S before discharge.
        moaas_last: Option<u16>,
        /// Minutes observed from the start.
        observed_minutes: Option<u32>,
        /// Minute at which the infusion ended.
        infusion_end_minute: Option<u32>,
        /// How it was tolerated.
        tolerance: Option<Tolerance>,
        /// The day the REMS monitoring form was sent.
        rems_submitted_on: Option<Date>,
        /// The list at discharge, a JSON object; absent where nobody opened it.
        discharge: Option<JsonText>,
        /// Who entered it, and when.
        pub recorded: Recorded,
    }
}

impl Observation {
    /// What was seen.
    pub fn seen(&self) -> Result<Seen, StoreError> {
        Ok(Seen {
            blood_pressures: self.blood_pressures.parse()?,
            administrations: self.administrations.parse()?,
            moaas_last: self.moaas_last.map(|score| u8::try_from(score).unwrap_or(u8::MAX)),
            observed_minutes: self.observed_minutes,
            infusion_end_minute: self.infusion_end_minute,
            tolerance: self.tolerance,
            rems_submitted_on: self.rems_submitted_on,
            discharge: self.discharge.as_ref().map(JsonText::parse).transpose()?.unwrap_or_default(),
        })
    }
}

/// Keeps what was seen; `seen_version` is the version it was written from, 0 for the first. A newer
/// one is a [`StoreError::Conflict`]. Answers the new version.
pub async fn add(
    tx: &mut Tx,
    course: CourseId,
    session: SessionId,
    seen_version: i64,
    seen: &Seen,
) -> Result<i64, StoreError> {
    let version = seen_version + 1;
    let query = sql("INSERT INTO session_observation (id, clinic_id, course_id, session_id, version, blood_pressures, \
         administrations, moaas_last, observed_minutes, infusion_end_minute, tolerance, rems_submitted_on, discharge, \
         recorded_at, recorded_by, recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, \
         $15, $16)")
    .bind(tx.new_id())
    .bind(tx.clinic())
    .bind(course)
    .bind(session)
    .bind(version)
    .bind(JsonText::of(&seen.blood_pressures)?)
    .bind(JsonText::of(&seen.administrations)?)
    .bind(seen.moaas_last.map(u16::from))
    .bind(seen.observed_minutes)
    .bind(seen.infusion_end_minute)
    .bind(seen.tolerance)
    .bind(seen.rems_submitted_on)
    .bind((!seen.discharge.is_empty()).then(|| JsonText::of(&seen.discharge)).transpose()?)
    .recorded(tx);
    tx.insert(query, "observation").await?;
    Ok(version)
}

/// The newest of each session of a course.
pub async fn newest(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Vec<Observation>, StoreError> {
    let query = sql(
        "SELECT o.* FROM session_observation o WHERE o.clinic_id = $1 AND o.course_id = $2 AND o.version = \
         (SELECT MAX(v.version) FROM session_observation v WHERE v.session_id = o.session_id) ORDER BY o.id",
    );
    from.into().all(query.bind(clinic).bind(course)).await
}

/// Hands what was seen on to the row that corrects a session.
pub(crate) async fn carry(tx: &mut Tx, old: SessionId, new: SessionId) -> Result<(), StoreError> {
    let query = sql("INSERT INTO session_observation (id, clinic_id, course_id, session_id, version, blood_pressures, \
         administrations, moaas_last, observed_minutes, infusion_end_minute, tolerance, rems_submitted_on, discharge, \
         recorded_at, recorded_by, recorded_by_name) SELECT $1, o.clinic_id, o.course_id, $2, 1, o.blood_pressures, o.administrations, \
         o.moaas_last, o.observed_minutes, o.infusion_end_minute, o.tolerance, o.rems_submitted_on, o.discharge, o.recorded_at, \
         o.recorded_by, o.recorded_by_name FROM session_observation o WHERE o.clinic_id = $3 AND o.session_id = $4 \
         AND o.version = (SELECT MAX(v.version) FROM session_observation v WHERE v.session_id = o.session_id)")
    .bind(tx.new_id())
    .bind(new)
    .bind(tx.clinic())
    .bind(old);
    tx.insert(query, "observation").await
}
