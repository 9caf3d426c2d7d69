//! Refusals of sessions, events and notes that cannot be true.

use jiff::civil::Date;

use super::refusal::{ReviewRefusal, not_after_today};
use crate::dose::Dose;
use crate::instrument::InstrumentId;
use crate::record::{CourseRecord, Screen, Session, SessionStatus};

/// Checks everything in the record except its scores.
pub(crate) fn check(course: &CourseRecord) -> Result<(), ReviewRefusal> {
    let today = course.today;
    for (i, session) in course.sessions.iter().enumerate() {
        let checked = check_day(session, today)
            .and_then(|()| check_session(session, course))
            .and_then(|()| check_duplicate(i, session, &course.sessions));
        checked.map_err(|refusal| refusal.within("sessions", i))?;
    }
    for (i, screen) in course.screens.iter().enumerate() {
        let checked = not_after_today("date", screen.date, today).and_then(|()| check_screen(screen));
        checked.map_err(|refusal| refusal.within("screens", i))?;
    }
    for (list, dates) in [
        ("signs", course.signs.iter().map(|s| s.date).collect::<Vec<_>>()),
        ("decisions", course.decisions.iter().map(|d| d.date).collect()),
        ("events", course.events.iter().map(|e| e.date).collect()),
    ] {
        for (i, date) in dates.into_iter().enumerate() {
            not_after_today("date", date, today).map_err(|refusal| refusal.within(list, i))?;
        }
    }
    let previous_end = course.previous_course.as_ref().and_then(|previous| previous.ended_on);
    for (path, date) in [
        ("stopped_on", course.stopped_on),
        ("patient.birth_date", course.patient.birth_date),
        ("previous_course.ended_on", previous_end),
    ] {
        if let Some(date) = date {
            not_after_today(path, date, today)?;
        }
    }
    Ok(())
}

/// A session given or missed lies behind.
fn check_day(session: &Session, today: Date) -> Result<(), ReviewRefusal> {
    if matches!(session.status, SessionStatus::Done | SessionStatus::Missed) {
        not_after_today("date", session.date, today)?;
    }
    Ok(())
}

/// Only the screener is read question by question.
fn check_screen(screen: &Screen) -> Result<(), ReviewRefusal> {
    if screen.instrument == InstrumentId::Cssrs {
        return Ok(());
    }
    Err(ReviewRefusal::new(
        "instrument",
        format!("{} is not a screen", screen.instrument),
        "only the C-SSRS screener is read question by question",
        "use CSSRS, or enter the score under measurements",
    ))
}

/// Two sessions of one day by one route are one session entered twice.
fn check_duplicate(i: usize, session: &Session, all: &[Session]) -> Result<(), ReviewRefusal> {
    let same = |other: &Session| {
        other.date == session.date
            && other.route == session.route
            && other.status != SessionStatus::Cancelled
            && session.status != SessionStatus::Cancelled
    };
    match all.iter().take(i).position(same) {
        None => Ok(()),
        Some(first) => Err(ReviewRefusal::new(
            "",
            format!("a second {} session on {}, the same as sessions[{first}]", session.route, session.date),
            "one day and route is one session, so this is probably one session entered twice",
            "remove one of the two, or mark one as cancelled",
        )),
    }
}

/// Amounts and readings that no body can have.
fn check_session(session: &Session, course: &CourseRecord) -> Result<(), ReviewRefusal> {
    if let Some((field, amount)) =
        session.dose.map(amounts).and_then(|all| all.into_iter().flatten().find(bad))
    {
        return Err(ReviewRefusal::new(
            field,
            format!("{amount} is not an amount that can be given"),
            "a dose is zero (placebo) or more",
            "correct the number",
        ));
    }
    if let Some(weight) = session.weight_kg.filter(|w| !(w.0 > 0.0 && w.0 <= 700.0)) {
        return Err(ReviewRefusal::new(
            "weight_kg",
            format!("{} kg is not a body weight", weight.0),
            "doses per kilogram rest on it",
            "enter the weight in kilograms, or leave it out",
        ));
    }
    if let Some(score) = session.moaas_last.filter(|score| *score > 5) {
        return Err(ReviewRefusal::new(
            "moaas_last",
            format!("{score} is not a MOAA/S score"),
            "the scale runs from 0 to 5",
            "correct the score, or leave it out",
        ));
    }
    if let Some(j) = session.blood_pressures.iter().position(|bp| bp.systolic <= bp.diastolic) {
        return Err(ReviewRefusal::new(
            format!("bp[{j}]"),
            "the systolic pressure is not above the diastolic",
            "the two were probably exchanged",
            "correct the reading",
        ));
    }
    match session.rems_submitted_on {
        Some(date) => not_after_today("rems_submitted_on", date, course.today),
        None => Ok(()),
    }
}

/// The amounts of a dose under the names they have in a record.
fn amounts(dose: Dose) -> [Option<(&'static str, f64)>; 2] {
    match dose {
        Dose::MgPerKg { amount } => [Some(("dose_mg_per_kg", amount)), None],
        Dose::Mg { amount } => [Some(("dose_mg", amount)), None],
        Dose::MgPerKgPerHour { rate, hours } => {
            [Some(("dose_mg_per_kg_per_h", rate)), Some(("hours", hours))]
        }
    }
}

/// Whether an amount cannot be one.
fn bad((_, amount): &(&'static str, f64)) -> bool {
    !(amount.is_finite() && *amount >= 0.0)
}
