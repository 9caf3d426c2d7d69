//! A simulated maintenance follows the dates of the real plan, and steps move it as decisions would.

mod schedule_common;

use std::collections::BTreeSet;

use evenkeel_care::schedule::{PlanRequest, Rhythm, dates, plan};
use jiff::civil::{Date, date};
use schedule_common::{clinic_ladder, days, iv_mood_6, legal};

/// Days of the maintenance sessions by the plan, and by going from one to the next.
fn both(closed: BTreeSet<Date>) -> Option<(Vec<Date>, Vec<Date>)> {
    let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
    let request =
        PlanRequest { ladder: Some(&ladder), closed, ..PlanRequest::new(&protocol, date(2026, 1, 5)) };
    let planned = dates(&plan(&request).ok()?);
    let (induction, maintenance) = planned.split_at(6);
    let rhythm = Rhythm::new(request.clone(), *induction.last()?).ok()?;
    let mut lived: Vec<Date> = Vec::new();
    while lived.len() < maintenance.len() {
        lived.push(rhythm.next(&lived, 0)?);
    }
    Some((maintenance.to_vec(), lived))
}

#[test]
fn lived_day_by_day_it_is_the_plan() {
    let (planned, lived) = both(BTreeSet::new()).unwrap();
    assert!(planned.len() > 8);
    assert_eq!(planned, lived);
    assert!(legal(&lived));
}

#[test]
fn closed_days_move_both_alike() {
    let (planned, _) = both(BTreeSet::new()).unwrap();
    let closed: BTreeSet<Date> = planned.iter().take(4).copied().collect();
    let (moved, lived) = both(closed.clone()).unwrap();
    assert!(moved.iter().all(|day| !closed.contains(day)));
    assert_eq!(moved, lived);
}

#[test]
fn the_last_two_sessions_are_enough() {
    let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
    let request = PlanRequest { ladder: Some(&ladder), ..PlanRequest::new(&protocol, date(2026, 1, 5)) };
    let rhythm = Rhythm::new(request, date(2026, 1, 16)).unwrap();
    let (planned, _) = both(BTreeSet::new()).unwrap();
    for upto in 2..planned.len() {
        let (all, two) = (&planned[..upto], &planned[upto - 2..upto]);
        assert_eq!(rhythm.next(all, 0), rhythm.next(two, 0), "{upto}");
    }
}

#[test]
fn a_step_back_is_shorter_and_a_step_on_is_longer() {
    let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
    let request = PlanRequest { ladder: Some(&ladder), ..PlanRequest::new(&protocol, date(2026, 1, 5)) };
    let rhythm = Rhythm::new(request, date(2026, 1, 16)).unwrap();
    let gap = |steps| days(date(2026, 2, 6), rhythm.next(&[date(2026, 2, 6)], steps).unwrap());
    assert!(gap(-1) < gap(0) && gap(0) < gap(1), "{} {} {}", gap(-1), gap(0), gap(1));
}
