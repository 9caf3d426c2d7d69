//! Decisions on a course's rhythm: longer, shorter, a longer series.

mod schedule_common;
mod schedule_records;

use std::collections::BTreeSet;

use evenkeel_care::record::{CourseRecord, DecisionNote};
use evenkeel_care::schedule::{
    IntervalSteps, current_interval_days, dates, induction_sessions, interval_steps, next_due, plan_course,
};
use jiff::civil::{Date, date};
use schedule_common::{clinic_ladder, iv_mood_6, legal};
use schedule_records::{course, series};

fn decided(day: Date, rule: &str, choice: &str) -> DecisionNote {
    DecisionNote { date: day, rule: rule.into(), choice: choice.into(), reason: None, by: None }
}

/// Six sessions up to 22 January, then every three weeks; reviewed on `today`.
fn in_maintenance(today: Date, decisions: Vec<DecisionNote>) -> CourseRecord {
    let given = [date(2026, 2, 12), date(2026, 3, 5)];
    CourseRecord { decisions, ..course(today, &series(&given)) }
}

fn every(steps: &IntervalSteps) -> [Option<u32>; 3] {
    [steps.shorter, steps.now, steps.longer].map(|rung| rung.map(|rung| rung.every_days))
}

#[test]
fn a_finding_can_say_from_which_interval_to_which() {
    let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
    let record = in_maintenance(date(2026, 3, 10), vec![]);
    let steps = interval_steps(&record, &protocol, &ladder).unwrap();
    assert_eq!(every(&steps), [Some(14), Some(21), Some(42)]);
    assert!(!steps.longer_ends);
    assert_eq!(current_interval_days(&record, &protocol, &ladder), Some(21));
    let begun = CourseRecord { sessions: record.sessions[..4].to_vec(), ..record };
    assert_eq!(interval_steps(&begun, &protocol, &ladder), None);
}

#[test]
fn before_the_first_rung_there_is_a_step_only_where_the_rung_leaves_room() {
    let (protocol, mut ladder) = (iv_mood_6(), clinic_ladder());
    let record = in_maintenance(date(2026, 3, 10), vec![]);
    ladder.before_first = None;
    ladder.rungs[0].earliest_days = 20;
    let shorter = interval_steps(&record, &protocol, &ladder).unwrap().shorter.unwrap();
    let held = (shorter.until_day, shorter.every_days, shorter.earliest_days, shorter.latest_days);
    assert_eq!(held, (None, 20, 20, 21));
    ladder.rungs[0].earliest_days = 21;
    assert_eq!(interval_steps(&record, &protocol, &ladder).unwrap().shorter, None);
}

#[test]
fn each_decision_moves_the_interval_by_one_step_and_no_further_than_the_ladder() {
    let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
    let now = |choices: &[&str]| {
        let decisions = (6_i8..).zip(choices).map(|(day, choice)| decided(date(2026, 3, day), "D13", choice));
        let record = in_maintenance(date(2026, 3, 20), decisions.collect());
        current_interval_days(&record, &protocol, &ladder).unwrap()
    };
    let (longer, shorter) = ("lengthen_interval", "shorten_interval");
    assert_eq!(now(&[]), 21);
    assert_eq!(now(&[longer]), 42);
    assert_eq!(now(&[longer, longer]), 126);
    assert_eq!(now(&[longer, longer, longer]), 126);
    assert_eq!(now(&[longer, longer, longer, shorter]), 42, "a step beyond the end is not kept in store");
    assert_eq!(now(&[shorter]), 14, "the shortest that the first rung allows");
    assert_eq!(now(&[shorter, shorter, longer]), 21);
    assert_eq!(now(&["continue"]), 21);
}

#[test]
fn a_longer_interval_moves_the_next_session_and_says_why() {
    let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
    let plan = |decisions: Vec<DecisionNote>| {
        let record = in_maintenance(date(2026, 3, 10), decisions);
        plan_course(&record, &protocol, Some(&ladder), None, &BTreeSet::new()).unwrap()
    };
    let next = |decisions: Vec<DecisionNote>| {
        let next = next_due(&plan(decisions)).unwrap().clone();
        (next.date, next.earliest, next.latest, next.why.into_iter().map(|m| m.key).collect::<Vec<_>>())
    };
    let says = |keys: &[String], key: &str| keys.iter().any(|k| k == key);
    let (day, earliest, latest, _) = next(vec![]);
    assert_eq!(
        (day, earliest, latest),
        (date(2026, 3, 26), date(2026, 3, 19), date(2026, 4, 2)),
        "every 21, 14 to 28"
    );
    let (day, earliest, latest, why) = next(vec![decided(date(2026, 3, 9), "D13", "lengthen_interval")]);
    assert_eq!((day, earliest, latest), (date(2026, 4, 16), date(2026, 4, 2), date(2026, 4, 30)));
    assert!(says(&why, "schedule.lengthened"));
    let (day, earliest, latest, why) = next(vec![decided(date(2026, 3, 9), "D14", "shorten_interval")]);
    assert_eq!((day, earliest, latest), (date(2026, 3, 19), date(2026, 3, 19), date(2026, 3, 26)));
    assert!(says(&why, "schedule.shortened"));
    // Two opposite decisions of one day cancel, whichever was entered first; one of tomorrow is not known.
    let both = [("D13", "lengthen_interval"), ("D14", "shorten_interval")];
    let both = both.map(|(rule, choice)| decided(date(2026, 3, 9), rule, choice));
    let mut turned = both.to_vec();
    turned.reverse();
    assert_eq!(dates(&plan(both.to_vec())), dates(&plan(vec![])));
    assert_eq!(plan(both.to_vec()), plan(turned));
    assert_eq!(plan(vec![decided(date(2026, 3, 11), "D13", "lengthen_interval")]), plan(vec![]));
}

#[test]
fn an_extended_series_adds_the_sessions_of_the_protocol() {
    let protocol = iv_mood_6();
    let record = CourseRecord {
        decisions: vec![
            decided(date(2026, 1, 23), "D12", "extend"),
            decided(date(2026, 1, 23), "D12", "extend"),
            decided(date(2026, 1, 24), "D11", "extend"),
        ],
        ..course(date(2026, 1, 24), &series(&[]))
    };
    assert_eq!(induction_sessions(&record, &protocol), 10);
    let sessions = plan_course(&record, &protocol, None, None, &BTreeSet::new()).unwrap();
    let more = [date(2026, 1, 26), date(2026, 1, 29), date(2026, 2, 2), date(2026, 2, 5)];
    assert_eq!(dates(&sessions)[6..], more);
    assert!(legal(&dates(&sessions)) && sessions[9].latest >= sessions[9].date);
}

#[test]
fn a_booster_comes_on_the_first_legal_day_and_only_once() {
    let protocol = iv_mood_6();
    let plan = |today, given: &[Date]| {
        let record = CourseRecord {
            decisions: vec![decided(date(2026, 3, 6), "D32", "booster")],
            ..course(today, &series(given))
        };
        dates(&plan_course(&record, &protocol, None, None, &BTreeSet::new()).unwrap())
    };
    // Decided on a Friday, the day after a session: Monday is the first legal working day.
    let given = [date(2026, 2, 12), date(2026, 3, 5)];
    assert_eq!(plan(date(2026, 3, 6), &given)[8..], [date(2026, 3, 9)]);
    assert_eq!(plan(date(2026, 3, 10), &[given[0], given[1], date(2026, 3, 9)]).len(), 9);
    assert_eq!(plan(date(2026, 3, 5), &given).len(), 8, "decided tomorrow: not known today");
}

#[test]
fn a_moved_session_stays_where_it_was_moved_to_if_that_is_legal() {
    use evenkeel_care::record::SessionStatus::{Done, Planned};
    let protocol = iv_mood_6();
    let plan = |moved: Date| {
        let record =
            course(date(2026, 1, 9), &[(date(2026, 1, 5), Done), (date(2026, 1, 8), Done), (moved, Planned)]);
        let weekdays = Some("mon,thu".parse().unwrap());
        dates(&plan_course(&record, &protocol, None, weekdays, &BTreeSet::new()).unwrap())
    };
    let days = |list: [i8; 6]| list.map(|day| date(2026, 1, day));
    assert_eq!(plan(date(2026, 1, 13)), days([5, 8, 13, 15, 19, 22]), "Monday to Tuesday");
    assert_eq!(plan(date(2026, 1, 9)), days([5, 8, 12, 15, 19, 22]), "the day after a session: not legal");
}

#[test]
fn a_booster_decided_on_the_day_of_a_session_was_that_session() {
    let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
    let booster = |day| {
        let record = in_maintenance(date(2026, 3, 10), vec![decided(date(2026, 3, day), "D32", "booster")]);
        let sessions = plan_course(&record, &protocol, Some(&ladder), None, &BTreeSet::new()).unwrap();
        let next = next_due(&sessions).unwrap();
        next.why.iter().any(|reason| reason.key == "schedule.booster")
    };
    assert!(!booster(5) && booster(6));
}

#[test]
fn a_step_is_taken_from_where_the_ladder_stood_at_the_session_before_it() {
    let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
    let decisions = vec![
        decided(date(2027, 3, 2), "D13", "lengthen_interval"),
        decided(date(2027, 3, 3), "D13", "shorten_interval"),
    ];
    // After a year the longest interval holds: one longer changes nothing, one shorter leads to 42 days.
    let record = CourseRecord { decisions, ..course(date(2027, 3, 10), &series(&[date(2027, 3, 1)])) };
    assert_eq!(current_interval_days(&record, &protocol, &ladder), Some(42));
}
