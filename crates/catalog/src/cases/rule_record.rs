//! From a case's fragment to a whole course record.

use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::record::{
    BloodPressure, CourseRecord, Measurement, Medication, Patient, PreviousCourse, Screen, Session,
    SessionStatus,
};
use evenkeel_care::scoring;
use jiff::civil::Date;

use super::rule_case::{
    CaseMedication, CasePatient, CasePreviousCourse, CaseScore, CaseSession, RuleCase, answers,
};
use evenkeel_care::condition::Route;

/// The record of a case; what cannot be filled in is told in words.
pub(super) fn record(case: &RuleCase, knowledge: &Knowledge) -> Result<CourseRecord, String> {
    let usual = case.done.iter().map(|date| Ok(infusion(*date)));
    let sessions = usual.chain(case.sessions.iter().map(session)).collect::<Result<_, String>>()?;
    let measurements =
        case.scores.iter().map(|score| measurement(case, score, knowledge)).collect::<Result<_, String>>()?;
    Ok(CourseRecord {
        id: "case".to_owned(),
        condition: case.condition,
        protocol: case.protocol.clone(),
        primary: case.primary,
        today: case.today,
        patient: patient(&case.patient),
        status: case.status,
        stopped_on: case.stopped_on,
        sessions,
        measurements,
        signs: case.signs.clone(),
        screens: case
            .screens
            .iter()
            .map(|s| Screen { date: s.date, instrument: InstrumentId::Cssrs, answers: answers(s) })
            .collect(),
        decisions: case.decisions.clone(),
        events: case.events.clone(),
        previous_course: case.previous_course.as_ref().map(previous_course),
    })
}

pub(super) fn patient(case: &CasePatient) -> Patient {
    let medication = |m: &CaseMedication| Medication {
        name: m.name.clone(),
        class: m.class,
        diazepam_equivalent_mg_per_day: m.diazepam_equivalent_mg_per_day,
        mg_per_day: m.mg_per_day,
    };
    Patient {
        birth_date: case.birth_date,
        conditions: case.conditions.clone(),
        medications: case.medications.as_ref().map(|list| list.iter().map(medication).collect()),
    }
}

fn previous_course(case: &CasePreviousCourse) -> PreviousCourse {
    PreviousCourse {
        id: case.id.clone(),
        ended_on: case.ended_on,
        best_interval_days: case.best_interval_days,
    }
}

/// The usual infusion: 0.5 mg/kg over 40 minutes, observed for an hour after it, supervised.
pub(super) fn infusion(date: Date) -> Session {
    Session {
        dose: Some(Dose::mg_per_kg(0.5)),
        weight_kg: Some(WeightKg(70.0)),
        blood_pressures: vec![BloodPressure { minute: -5, systolic: 128, diastolic: 80 }],
        moaas_last: Some(5),
        observed_minutes: Some(100),
        infusion_end_minute: Some(40),
        supervised_by: Some("prescriber".to_owned()),
        ..Session::new(date, SessionStatus::Done, Route::Iv)
    }
}

/// A session as the case says it; nothing is filled in.
pub(super) fn session(case: &CaseSession) -> Result<Session, String> {
    let dose = match (case.dose_mg_per_kg, case.dose_mg, case.dose_mg_per_kg_per_h.zip(case.hours)) {
        (Some(amount), None, None) => Some(Dose::mg_per_kg(amount)),
        (None, Some(amount), None) => Some(Dose::mg(amount)),
        (None, None, Some((rate, hours))) => Some(Dose::MgPerKgPerHour { rate, hours }),
        (None, None, None) => None,
        _ => return Err(format!("the session of {} has two doses", case.date)),
    };
    let before = case.bp_before.map(|[systolic, diastolic]| [-5, systolic.into(), diastolic.into()]);
    let pressures = before.into_iter().chain(case.bp.iter().copied()).map(pressure).collect::<Option<_>>();
    Ok(Session {
        date: case.date,
        status: case.status,
        route: case.route,
        dose,
        weight_kg: case.weight_kg.map(WeightKg),
        blood_pressures: pressures
            .ok_or_else(|| format!("the session of {} has a pressure below 0 mmHg", case.date))?,
        moaas_last: case.moaas_last,
        observed_minutes: case.observed_minutes,
        infusion_end_minute: case.infusion_end_minute,
        supervised_by: case.supervised_by.clone(),
        rems_submitted_on: case.rems_submitted_on,
        discharge: case.discharge.clone(),
    })
}

/// A reading, `[minute, systolic, diastolic]`; `None` where a pressure is no pressure.
fn pressure([minute, systolic, diastolic]: [i32; 3]) -> Option<BloodPressure> {
    Some(BloodPressure {
        minute,
        systolic: u16::try_from(systolic).ok()?,
        diastolic: u16::try_from(diastolic).ok()?,
    })
}

/// A score; where only the answers are given, their total.
fn measurement(case: &RuleCase, score: &CaseScore, knowledge: &Knowledge) -> Result<Measurement, String> {
    let instrument = score.instrument.unwrap_or(case.primary);
    let items: Option<Vec<Option<u8>>> =
        score.items.as_ref().map(|items| items.iter().map(|item| u8::try_from(*item).ok()).collect());
    let total = match (score.score, &items) {
        (Some(total), _) => total,
        (None, Some(items)) => {
            let questionnaire =
                knowledge.instruments.get(&instrument).ok_or_else(|| format!("there is no {instrument}"))?;
            let scored = scoring::score(questionnaire, items).map_err(|wrong| wrong.to_string())?;
            scored.total.ok_or_else(|| format!("the score of {} needs a total", score.date))?
        }
        (None, None) => return Err(format!("the score of {} has neither a total nor answers", score.date)),
    };
    Ok(Measurement {
        date: score.date,
        instrument,
        score: total,
        items,
        after: score.after,
        recall_days: score.recall_days,
        form: score.form.clone(),
    })
}
