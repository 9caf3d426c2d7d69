//! What of the record answers a field.

use jiff::civil::Date;

use super::draft::FieldValue;
use super::form::{DrawnFrom, Field};
use crate::condition::Route;
use crate::record::{BloodPressure, CourseRecord, EventKind, Session, SessionStatus};

/// The choice of a dose that is none of the others.
const OTHER: &str = "other";

/// The answer of `field`; `None` where the record does not give it.
pub(super) fn draw(field: &Field, course: &CourseRecord, session: &Session) -> Option<FieldValue> {
    match field.from? {
        DrawnFrom::BirthDate => course.patient.birth_date.map(FieldValue::Day),
        DrawnFrom::FirstTreatment => given_before(course, session.date).then_some(FieldValue::YesNo(false)),
        DrawnFrom::Enrolled => enrolled_by(course, session.date).then_some(FieldValue::YesNo(true)),
        DrawnFrom::Medication => {
            let taken = course.patient.medications.as_ref()?;
            Some(FieldValue::YesNo(taken.iter().any(|m| field.classes.contains(&m.class))))
        }
        DrawnFrom::SessionDate => Some(FieldValue::Day(session.date)),
        DrawnFrom::Dose => dose_mg(session).map(|mg| FieldValue::Text(choice(field, mg))),
        DrawnFrom::DoseMg => dose_mg(session).map(FieldValue::Number),
        DrawnFrom::ObservedMinutes => session.observed_minutes.map(|m| FieldValue::Number(m.into())),
        DrawnFrom::PressureBefore => before(&session.blood_pressures).map(pressure),
        DrawnFrom::PressureAt => {
            let (minute, within) = (field.minute?, field.within_minutes?);
            near(&session.blood_pressures, minute, within).map(pressure)
        }
        DrawnFrom::PressureLast => after(&session.blood_pressures, field).map(pressure),
    }
}

fn pressure(bp: BloodPressure) -> FieldValue {
    FieldValue::Pressure { minute: bp.minute, systolic: bp.systolic, diastolic: bp.diastolic }
}

/// Whether esketamine was given in this course before that day.
fn given_before(course: &CourseRecord, day: Date) -> bool {
    let nasal = |s: &&Session| s.status == SessionStatus::Done && s.route == Route::NasalEsketamine;
    course.sessions.iter().filter(nasal).any(|s| s.date < day)
}

fn enrolled_by(course: &CourseRecord, day: Date) -> bool {
    course.events.iter().any(|e| e.kind == EventKind::RemsEnrolled && e.date <= day)
}

fn dose_mg(session: &Session) -> Option<f64> {
    session.dose.and_then(|dose| dose.total_mg(session.weight_kg))
}

/// The choice that names this many milligrams.
fn choice(field: &Field, mg: f64) -> String {
    let named = |choice: &&String| choice.parse::<f64>().is_ok_and(|amount| (amount - mg).abs() < 1e-9);
    field.choices.iter().find(named).cloned().unwrap_or_else(|| OTHER.to_owned())
}

/// The last reading up to the start.
fn before(readings: &[BloodPressure]) -> Option<BloodPressure> {
    readings
        .iter()
        .filter(|bp| bp.minute <= 0)
        .max_by_key(|bp| (bp.minute, bp.systolic, bp.diastolic))
        .copied()
}

/// The reading nearest to `minute` and not further than `within` minutes from it, taken after the start; of
/// two as near the later one.
pub(crate) fn near(readings: &[BloodPressure], minute: i32, within: u32) -> Option<BloodPressure> {
    let away = |bp: &BloodPressure| bp.minute.abs_diff(minute);
    readings
        .iter()
        .filter(|bp| bp.minute > 0 && away(bp) <= within)
        .min_by_key(|bp| (away(bp), std::cmp::Reverse((bp.minute, bp.systolic, bp.diastolic))))
        .copied()
}

/// The last reading, where it is later than the one the form asks for in the middle.
fn after(readings: &[BloodPressure], field: &Field) -> Option<BloodPressure> {
    let (minute, within) = (field.minute?, field.within_minutes?);
    let middle = near(readings, minute, within).map_or(minute, |bp| bp.minute);
    let later = readings.iter().filter(|bp| bp.minute > middle);
    later.max_by_key(|bp| (bp.minute, bp.systolic, bp.diastolic)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reading_of_the_start_is_none_of_those_after_it() {
        let at = |minute| BloodPressure { minute, systolic: 120, diastolic: 80 };
        assert_eq!(near(&[at(0)], 5, 10), None);
        assert_eq!(near(&[at(0), at(1)], 5, 10), Some(at(1)));
    }
}
