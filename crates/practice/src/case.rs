//! From a course to a forecast case: calendar dates become days, doses become mg/kg.

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::Route;
use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::record::{CourseRecord, Measurement, Session, SessionStatus};
use evenkeel_forecast as forecast;
use jiff::civil::Date;

/// A course's forecast case, with the day that is its day 0.
#[derive(Debug, Clone, PartialEq)]
pub struct CourseCase {
    /// What the forecast takes.
    pub case: forecast::Case,
    /// The calendar day of the case's day 0.
    pub origin: Date,
    /// A dose was written in mg and no weight was known: the model's default weight was taken.
    pub weight_assumed: bool,
}

/// A session to come: the day and what will be given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Intended {
    /// The day, today or later.
    pub date: Date,
    /// The route.
    pub route: Route,
    /// The dose.
    pub dose: Dose,
}

/// Days from `origin` to `date`.
pub fn day(origin: Date, date: Date) -> f64 {
    f64::from(date.since(origin).map_or(0, |span| span.get_days()))
}

/// The case of `record` as of its `today`, with `plan` to come. `default_weight_kg` stands in for a
/// weight nobody took, and the answer says so.
pub fn of_course(record: &CourseRecord, plan: &[Intended], default_weight_kg: f64) -> CourseCase {
    let origin = origin(record, plan);
    let mut weight_assumed = false;
    let mut last_weight = None;
    let mut strength = |route: Route, dose: Dose, weight: Option<WeightKg>| {
        last_weight = weight.or(last_weight);
        in_model_units(route, dose, last_weight).unwrap_or_else(|| {
            weight_assumed = true;
            in_model_units(route, dose, Some(WeightKg(default_weight_kg))).unwrap_or_default()
        })
    };
    let sessions = given(record)
        .into_iter()
        .filter_map(|s| Some((s, s.dose?)))
        .map(|(s, dose)| to_session(day(origin, s.date), s.route, strength(s.route, dose, s.weight_kg)))
        .collect();
    let plan = plan
        .iter()
        .map(|p| to_session(day(origin, p.date), p.route, strength(p.route, p.dose, None)))
        .collect();
    let case = forecast::Case {
        id: record.id.clone(),
        condition: record.condition.to_string(),
        primary: record.primary.to_string(),
        sessions,
        scores: scores(record).into_iter().map(|m| to_score(origin, m)).collect(),
        today: day(origin, record.today),
        plan,
        ..forecast::Case::default()
    };
    CourseCase { case, origin, weight_assumed }
}

/// A plan as the forecast takes it, with days from `origin`.
pub fn sessions(origin: Date, plan: &[Intended], default_weight_kg: f64) -> Vec<forecast::Session> {
    let weight = Some(WeightKg(default_weight_kg));
    let one = |p: &Intended| {
        to_session(day(origin, p.date), p.route, in_model_units(p.route, p.dose, weight).unwrap_or_default())
    };
    plan.iter().map(one).collect()
}

/// Sessions given up to today, by day.
pub(crate) fn given(record: &CourseRecord) -> Vec<&Session> {
    let mut done: Vec<_> = record
        .sessions
        .iter()
        .filter(|s| s.status == SessionStatus::Done && s.date <= record.today)
        .collect();
    done.sort_by_key(|s| s.date);
    done
}

/// Scores up to today, by day and, within a day, before the session first.
fn scores(record: &CourseRecord) -> Vec<&Measurement> {
    let mut taken: Vec<_> = record.measurements.iter().filter(|m| m.date <= record.today).collect();
    taken.sort_by_key(|m| (m.date, m.after, m.instrument));
    taken
}

fn origin(record: &CourseRecord, plan: &[Intended]) -> Date {
    let sessions = given(record).into_iter().map(|s| s.date);
    let scores = scores(record).into_iter().map(|m| m.date);
    let first_session = sessions.clone().min().or_else(|| plan.first().map(|p| p.date));
    sessions.chain(scores).chain(first_session).chain([record.today]).min().unwrap_or(record.today)
}

/// A dose in the unit the model has for its route; `None` where that takes a weight and there is none.
pub(crate) fn in_model_units(route: Route, dose: Dose, weight: Option<WeightKg>) -> Option<f64> {
    if route == Route::NasalEsketamine { dose.total_mg(weight) } else { dose.per_kg(weight) }
}

fn to_session(day: f64, route: Route, dose: f64) -> forecast::Session {
    forecast::Session { day, route: route.as_str().to_owned(), dose }
}

fn to_score(origin: Date, m: &Measurement) -> forecast::Score {
    forecast::Score {
        day: day(origin, m.date),
        instrument: m.instrument.to_string(),
        score: m.score,
        after: m.after,
        recall_days: m.recall_days.map(f64::from),
    }
}

#[cfg(test)]
mod tests {
    use evenkeel_care::condition::Condition;
    use evenkeel_care::instrument::InstrumentId;
    use jiff::civil::date;

    use super::*;

    fn record() -> CourseRecord {
        CourseRecord {
            sessions: vec![session(8, Dose::mg_per_kg(0.5)), session(5, Dose::mg(35.0))],
            ..CourseRecord::new(Condition::Depression, "iv-mood-6", InstrumentId::Phq9, date(2026, 1, 16))
        }
    }

    fn session(day: i8, dose: Dose) -> Session {
        Session { dose: Some(dose), ..Session::new(date(2026, 1, day), SessionStatus::Done, Route::Iv) }
    }

    #[test]
    fn days_count_from_the_first_event_and_sessions_are_in_order() {
        let built = of_course(&record(), &[], 75.0);
        assert_eq!(built.origin, date(2026, 1, 5));
        assert_eq!(built.case.sessions.iter().map(|s| s.day).collect::<Vec<_>>(), vec![0.0, 3.0]);
        assert!((built.case.today - 11.0).abs() < 1e-12);
    }

    #[test]
    fn a_dose_in_milligrams_without_a_weight_says_that_one_was_assumed() {
        let built = of_course(&record(), &[], 70.0);
        assert!(built.weight_assumed);
        assert!((built.case.sessions[0].dose - 0.5).abs() < 1e-12);
    }
}
