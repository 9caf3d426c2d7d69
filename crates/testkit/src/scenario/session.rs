//! A session of a story: usual for its route, but for what the story says.

use evenkeel_care::condition::Route;
use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::record::{BloodPressure, Session, SessionStatus};
use jiff::civil::Date;

use super::{Unread, day, number, whole};

/// Reads the details of a session, separated by commas.
pub(super) fn read(date: Date, status: SessionStatus, details: &str) -> Result<Session, Unread> {
    let mut parts = details.split(',').map(str::trim).filter(|part| !part.is_empty()).peekable();
    let (route, dose) = match parts.next_if(|part| route(part).is_some()).and_then(route) {
        Some((route, rest)) => (route, rest),
        None => (Route::Iv, ""),
    };
    let mut session = usual(date, status, route);
    if !dose.is_empty() {
        session.dose = Some(read_dose(dose)?);
    }
    for part in parts {
        apply(&mut session, part)?;
    }
    Ok(session)
}

/// The route that opens a text, and the rest of it.
fn route(text: &str) -> Option<(Route, &str)> {
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    let route = match first {
        "iv" => Route::Iv,
        "im" => Route::Im,
        "sc" => Route::Sc,
        "nasal" => Route::NasalEsketamine,
        _ => return None,
    };
    Some((route, rest.trim()))
}

/// What a session of this route usually looks like; a planned, missed or cancelled one has no readings.
fn usual(date: Date, status: SessionStatus, route: Route) -> Session {
    let given = status == SessionStatus::Done;
    let nasal = route == Route::NasalEsketamine;
    let reading = |minute| BloodPressure { minute, systolic: 128, diastolic: 80 };
    let mut blood_pressures = if given { vec![reading(-5)] } else { Vec::new() };
    if given && nasal {
        blood_pressures.extend([reading(40), reading(115)]);
    }
    Session {
        dose: given.then(|| if nasal { Dose::mg(56.0) } else { Dose::mg_per_kg(0.5) }),
        weight_kg: given.then_some(WeightKg(70.0)),
        blood_pressures,
        moaas_last: given.then_some(5),
        observed_minutes: given.then_some(if nasal { 125 } else { 100 }),
        infusion_end_minute: (given && route == Route::Iv).then_some(40),
        supervised_by: given.then(|| "the prescriber".to_owned()),
        ..Session::new(date, status, route)
    }
}

/// `0.5 mg/kg`, `56 mg`, `0.35 mg/kg/h for 4 h`.
fn read_dose(text: &str) -> Result<Dose, Unread> {
    let (amount, unit) = number(text)?;
    match unit.split_once(" for ") {
        None if unit == "mg/kg" => Ok(Dose::mg_per_kg(amount)),
        None if unit == "mg" => Ok(Dose::mg(amount)),
        Some(("mg/kg/h", hours)) => Ok(Dose::MgPerKgPerHour { rate: amount, hours: number(hours)?.0 }),
        _ => Err(format!("{text:?} is not a dose, for example 0.5 mg/kg")),
    }
}

fn apply(session: &mut Session, part: &str) -> Result<(), Unread> {
    if let Some(reading) = part.strip_prefix("BP ") {
        return pressure(session, reading);
    }
    if let Some(score) = part.strip_prefix("MOAA/S ") {
        session.moaas_last = Some(whole(score)?);
    } else if let Some(minutes) = part.strip_prefix("observed ") {
        session.observed_minutes = Some(whole(minutes.trim_end_matches(" min"))?);
    } else if let Some(minute) = part.strip_prefix("ended at ") {
        session.infusion_end_minute = Some(whole(minute.trim_end_matches(" min"))?);
    } else if let Some(by) = part.strip_prefix("supervised by ") {
        session.supervised_by = Some(by.to_owned());
    } else if let Some(date) = part.strip_prefix("REMS form sent ") {
        session.rems_submitted_on = Some(day(date)?);
    } else if let Some(kg) = part.strip_suffix(" kg") {
        session.weight_kg = Some(WeightKg(number(kg)?.0));
    } else {
        match part {
            "unsupervised" => session.supervised_by = None,
            "no weight" => session.weight_kg = None,
            "no BP" => session.blood_pressures.clear(),
            "no MOAA/S" => session.moaas_last = None,
            other => return Err(format!("{other:?} is not something a session has")),
        }
    }
    Ok(())
}

/// `141/91` before dosing takes the usual reading's place; `150/95 at 40 min` is added.
fn pressure(session: &mut Session, text: &str) -> Result<(), Unread> {
    let (reading, at) = text.split_once(" at ").map_or((text, None), |(reading, at)| (reading, Some(at)));
    let (systolic, diastolic) =
        reading.split_once('/').ok_or_else(|| format!("{text:?} is not a blood pressure"))?;
    let minute = at.map_or(Ok(-5), |at| whole(at.trim_end_matches(" min")))?;
    session.blood_pressures.retain(|bp| bp.minute != minute);
    session.blood_pressures.push(BloodPressure {
        minute,
        systolic: whole(systolic)?,
        diastolic: whole(diastolic)?,
    });
    Ok(())
}
