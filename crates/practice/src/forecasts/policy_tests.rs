//! What the policies decide, visit by visit.

use evenkeel_care::schedule::{PlanRequest, dates, plan};
use evenkeel_catalog::Catalog;
use jiff::civil::date;

use super::super::compute::model;
use super::*;

const GOOD: f64 = 0.2;
const BAD: f64 = 0.7;
const BASELINE: f64 = 0.75;

fn catalog() -> Catalog {
    Catalog::embedded().unwrap()
}

/// The days from the start on which a course by the calendar is seen when its visits look like `severities` (the last
/// one goes on), and the days of the real plan.
fn lived(severities: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (catalog, start) = (catalog(), date(2026, 1, 5));
    let model = model(&catalog).unwrap();
    let knowledge = catalog.knowledge();
    let protocol = &knowledge.protocols["iv-mood-6"];
    let request = PlanRequest {
        ladder: Some(&knowledge.ladders["clinic-ladder"]),
        ..PlanRequest::new(protocol, start)
    };
    let planned = dates(&plan(&request).unwrap());
    let day = |date: &Date| f64::from(date.since(start).unwrap().get_days());
    let course = Course {
        today: start,
        planned: planned.iter().map(day).collect(),
        given: 0,
        induction: 6,
        rule: model.rule(),
        well_share: 0.5,
        relapse_share: 0.6,
    };
    let rhythm = Rhythm::new(request.clone(), planned[5]).unwrap();
    let policy = Scheduled::new(course, Some(rhythm), None);
    let (mut next, mut on) = policy.first();
    let mut seen = Vec::new();
    while let Some(day) = next.filter(|day| *day <= 365.0) {
        let severity = *severities.get(seen.len()).or(severities.last()).unwrap();
        let visit = Visit { day, severity, baseline: BASELINE, given: seen.len() };
        let decided = policy.visit(&mut on, &visit);
        if !decided.session {
            break;
        }
        seen.push(day);
        next = decided.visit;
    }
    (seen, planned.iter().map(day).collect())
}

#[test]
fn a_course_that_goes_well_is_simulated_on_the_days_of_its_plan() {
    let (seen, planned) = lived(&[GOOD]);
    assert!(seen.len() > 12, "{seen:?}");
    assert_eq!(seen, planned);
}

#[test]
fn a_relapse_shortens_the_interval_and_good_visits_bring_it_back() {
    let mut severities = vec![GOOD; 8];
    severities.extend([BAD, GOOD, GOOD, GOOD, GOOD]);
    let (seen, planned) = lived(&severities);
    let gaps: Vec<f64> = seen.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let usual = planned[8] - planned[7];
    assert_eq!(seen[..9], planned[..9]);
    assert!(gaps[8] < usual, "after the relapse: {gaps:?}");
    assert!(gaps[10] > gaps[8], "after two good visits: {gaps:?}");
}

#[test]
fn a_course_that_hardly_helped_ends_at_the_first_look_after_the_induction() {
    let (seen, planned) = lived(&[BAD]);
    assert_eq!(seen, planned[..6]);
}

/// Days of the sessions by signs after an induction of six, with a check-in every week.
fn by_signs(severities: &[f64]) -> Vec<f64> {
    let model = model(&catalog()).unwrap();
    let policy = SymptomLed {
        course: Course {
            today: date(2026, 1, 16),
            planned: Vec::new(),
            given: 6,
            induction: 6,
            rule: model.rule(),
            well_share: 0.5,
            relapse_share: 0.6,
        },
        check_in_days: 7.0,
        pair_days: (5.0, 15.0),
        fades: Fades::AboveBest(5.0 / 27.0),
        best: Some(GOOD),
    };
    let (mut next, mut on) = policy.first();
    let (mut given, mut sessions) = (6, Vec::new());
    for severity in severities {
        let Some(day) = next else { break };
        let visit = Visit { day, severity: *severity, baseline: BASELINE, given };
        let decided = policy.visit(&mut on, &visit);
        if decided.session {
            given += 1;
            sessions.push(day);
        }
        next = decided.visit;
    }
    sessions
}

#[test]
fn by_signs_a_session_follows_two_check_ins_in_a_row_at_which_the_effect_fades() {
    let faded = GOOD + 0.2;
    assert_eq!(by_signs(&[GOOD, GOOD, GOOD]), Vec::<f64>::new());
    assert_eq!(by_signs(&[GOOD, faded, faded, GOOD]), [21.0]);
    assert_eq!(by_signs(&[faded, GOOD, faded, GOOD]), Vec::<f64>::new());
    // The pair is used up: the next session needs two more.
    assert_eq!(by_signs(&[faded, faded, faded, faded]), [14.0, 28.0]);
}

#[test]
fn four_points_above_the_best_do_not_count_and_five_do() {
    let points = |points: f64| GOOD + points / 27.0;
    assert_eq!(by_signs(&[points(4.0), points(4.0)]), Vec::<f64>::new());
    assert_eq!(by_signs(&[points(5.0), points(5.0)]), [14.0]);
}
