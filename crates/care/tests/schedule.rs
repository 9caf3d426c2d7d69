//! The schedule on the shipped protocol, case by case.

mod schedule_common;

use evenkeel_care::closed_list::Word;
use evenkeel_care::protocol::{PhaseName, PlanCases, SpacingBreach};
use evenkeel_care::schedule::{
    Pause, PlanRefusal, PlanRequest, PlannedSession, Weekdays, check_start, dates, end_of_induction,
    phase_of, plan, window,
};
use jiff::civil::{Date, date};
use schedule_common::{clinic_ladder, days, iv_mood_6, legal};

#[expect(clippy::unwrap_used, reason = "a broken fixture should stop the test here")]
fn weekdays(text: &str) -> Weekdays {
    text.parse().unwrap()
}

fn check_gaps(plan: &[PlannedSession], expected: &[i64]) {
    let dates = dates(plan);
    let gaps: Vec<i64> = dates.iter().zip(dates.iter().skip(1)).map(|(&a, &b)| days(a, b)).collect();
    assert_eq!(gaps, expected);
}

#[test]
fn the_shipped_cases_give_their_dates() {
    let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
    let cases: PlanCases =
        toml::from_str(include_str!("../../../clinical/protocols/iv-mood-6.cases.toml")).unwrap();
    for case in cases.cases {
        let request = PlanRequest {
            ladder: case.ladder.as_ref().map(|_| &ladder),
            weekdays: case.weekdays.as_deref().map(weekdays),
            closed: case.closed.iter().copied().collect(),
            done: case.done,
            not_before: case.today,
            days: case.days.unwrap_or(365),
            ..PlanRequest::new(&protocol, case.start)
        };
        match (plan(&request), case.refused) {
            (Ok(sessions), None) => assert_eq!(dates(&sessions), case.dates, "{}", case.name),
            (Err(refusal), Some(words)) => {
                assert!(refusal.to_string().contains(&words), "{}: {refusal}", case.name);
            }
            (given, refused) => panic!("{}: {given:?}, refused: {refused:?}", case.name),
        }
    }
}

#[test]
fn the_ladder_widens_at_182_and_365_days_after_induction() {
    let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
    let request =
        PlanRequest { ladder: Some(&ladder), days: 800, ..PlanRequest::new(&protocol, date(2026, 1, 5)) };
    let sessions = plan(&request).unwrap();
    check_gaps(&sessions[5..], &[21, 21, 21, 21, 21, 21, 21, 21, 21, 42, 42, 42, 42, 42, 126, 126, 126]);
    assert_eq!(end_of_induction(&sessions, 6), Some(date(2026, 1, 22)));
    assert!(sessions[..6].iter().all(|s| s.phase == PhaseName::Induction));
    assert!(sessions[6..].iter().all(|s| s.phase == PhaseName::Maintenance));
}

#[test]
fn a_maintenance_window_is_its_rungs() {
    let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
    let request = PlanRequest { ladder: Some(&ladder), ..PlanRequest::new(&protocol, date(2026, 1, 5)) };
    let sessions = plan(&request).unwrap();
    let seventh = window(&sessions, 7).unwrap();
    assert_eq!((seventh.earliest, seventh.latest), (date(2026, 2, 5), date(2026, 2, 19)));
    assert!(seventh.contains(sessions[6].date) && !seventh.contains(date(2026, 2, 20)));
    assert_eq!(window(&sessions, 99), None);
}

#[test]
fn an_induction_window_leaves_its_neighbours_legal() {
    let protocol = iv_mood_6();
    let request =
        PlanRequest { weekdays: Some(weekdays("mon,thu")), ..PlanRequest::new(&protocol, date(2026, 1, 5)) };
    let sessions = plan(&request).unwrap();
    let limits = |n| window(&sessions, n).map(|w| (w.earliest, w.latest)).unwrap();
    assert_eq!(limits(1), (date(2026, 1, 5), date(2026, 1, 6)));
    assert_eq!(limits(2), (date(2026, 1, 7), date(2026, 1, 10)));
    assert_eq!(limits(6), (date(2026, 1, 21), date(2026, 1, 25)));
}

#[test]
fn the_last_induction_session_keeps_the_first_rungs_distance() {
    let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
    let request = PlanRequest {
        ladder: Some(&ladder),
        weekdays: Some(weekdays("mon,wed,fri")),
        ..PlanRequest::new(&protocol, date(2026, 1, 5))
    };
    let sessions = plan(&request).unwrap();
    assert_eq!((sessions[5].date, sessions[6].date), (date(2026, 1, 16), date(2026, 2, 6)));
    assert_eq!(sessions[5].latest, date(2026, 1, 23));
}

#[test]
fn a_day_inside_the_window_goes_before_a_nearer_one_outside() {
    let (protocol, mut ladder) = (iv_mood_6(), clinic_ladder());
    ladder.rungs[0].latest_days = 22;
    let shut = Pause { from: date(2026, 2, 7), to: Some(date(2026, 2, 13)) };
    let request = PlanRequest {
        ladder: Some(&ladder),
        pauses: vec![shut],
        days: 60,
        ..PlanRequest::new(&protocol, date(2026, 1, 5))
    };
    // 12 February is meant; 16 February is nearer to it than 6 February, but past the window.
    assert_eq!(plan(&request).unwrap()[6].date, date(2026, 2, 6));
}

#[test]
fn a_rung_holds_until_the_day_before_its_end() {
    let ladder = clinic_ladder();
    let every = [0, 181, 182, 364, 365, 9999].map(|day| ladder.rung_on(day).map(|rung| rung.every_days));
    assert_eq!(every, [21, 21, 42, 42, 126, 126].map(Some));
}

#[test]
fn chosen_weekdays_bind_maintenance_too() {
    let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
    let request = PlanRequest {
        ladder: Some(&ladder),
        weekdays: Some(weekdays("tue,thu")),
        closed: [date(2026, 2, 12)].into(),
        ..PlanRequest::new(&protocol, date(2026, 1, 6))
    };
    let sessions = plan(&request).unwrap();
    assert_eq!(sessions[5].date, date(2026, 1, 22));
    // 12 February is closed; of the open Tuesdays and Thursdays the earlier of the two nearest is taken.
    assert_eq!(sessions[6].date, date(2026, 2, 10));
    assert!(dates(&sessions).into_iter().all(|day| weekdays("tue,thu").contains(day.weekday())));
    assert!(sessions[6].why.iter().any(|reason| reason.key == "schedule.closed"));
}

#[test]
fn a_long_closure_in_maintenance_is_passed_and_told() {
    let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
    let shut = Pause { from: date(2026, 2, 1), to: Some(date(2026, 3, 31)) };
    let request = PlanRequest {
        ladder: Some(&ladder),
        pauses: vec![shut],
        ..PlanRequest::new(&protocol, date(2026, 1, 5))
    };
    let seventh = &plan(&request).unwrap()[6];
    assert_eq!(seventh.date, date(2026, 4, 1));
    let keys: Vec<&str> = seventh.why.iter().map(|reason| reason.key.as_str()).collect();
    assert!(keys.contains(&"schedule.pause") && keys.contains(&"schedule.past_window"), "{keys:?}");
}

#[test]
fn a_late_restart_of_the_series_is_planned_and_told() {
    let protocol = iv_mood_6();
    let request = PlanRequest {
        done: vec![date(2026, 1, 5), date(2026, 1, 8), date(2026, 1, 12)],
        missed: vec![date(2026, 1, 15), date(2026, 1, 19)],
        not_before: Some(date(2026, 1, 28)),
        ..PlanRequest::new(&protocol, date(2026, 1, 5))
    };
    let sessions = plan(&request).unwrap();
    assert_eq!(sessions[3].date, date(2026, 1, 29));
    let keys: Vec<&str> = sessions[3].why.iter().map(|reason| reason.key.as_str()).collect();
    assert!(keys.contains(&"schedule.missed") && keys.contains(&"schedule.past_span"), "{keys:?}");
}

#[test]
fn a_shorter_series_goes_on_to_maintenance() {
    let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
    let request = PlanRequest {
        ladder: Some(&ladder),
        induction_sessions: Some(4),
        days: 60,
        ..PlanRequest::new(&protocol, date(2026, 1, 5))
    };
    check_gaps(&plan(&request).unwrap(), &[3, 4, 3, 21, 21]);
}

#[test]
fn what_cannot_be_planned_is_refused_with_what_to_do() {
    let protocol = iv_mood_6();
    let base = PlanRequest::new(&protocol, date(2026, 1, 5));
    let refused = |request: PlanRequest<'_>| plan(&request).unwrap_err();
    let none = refused(PlanRequest { weekdays: Some(Weekdays::NONE), ..base.clone() });
    assert_eq!(none, PlanRefusal::NoWeekdays);
    assert!(matches!(refused(PlanRequest { days: 0, ..base.clone() }), PlanRefusal::Horizon { .. }));
    assert!(matches!(refused(PlanRequest { days: 99_999, ..base.clone() }), PlanRefusal::Horizon { .. }));
    assert!(matches!(
        refused(PlanRequest { start: Date::MAX, ..base.clone() }),
        PlanRefusal::StartOutOfRange { .. }
    ));
    let shut = Pause { from: date(2026, 1, 1), to: Some(date(2028, 1, 1)) };
    assert!(matches!(
        refused(PlanRequest { pauses: vec![shut], ..base.clone() }),
        PlanRefusal::NoOpenDay { .. }
    ));
    assert_eq!(check_start(date(2026, 1, 5), date(2026, 1, 5)), Ok(()));
    let past = check_start(date(2026, 1, 4), date(2026, 1, 5)).unwrap_err().to_string();
    assert!(past.contains("2026-01-04") && past.contains("Choose today"), "{past}");
}

#[test]
fn weekdays_are_read_as_people_write_them() {
    assert_eq!(weekdays("MON, wednesday,Fri").to_string(), "mon,wed,fri");
    assert!("mon,someday".parse::<Weekdays>().unwrap_err().to_string().contains("someday"));
    assert!("".parse::<Weekdays>().is_err());
}

#[test]
fn the_phase_of_a_session_follows_its_number() {
    assert_eq!([1, 6, 7].map(|n| phase_of(n, 6).as_str()), ["induction", "induction", "maintenance"]);
}

#[test]
fn a_breach_of_spacing_names_what_is_too_close() {
    let spacing = iv_mood_6().spacing;
    let given = [5, 7, 9].map(|day| date(2026, 1, day));
    let breach = |day| spacing.breach(&given, date(2026, 1, day));
    assert_eq!(breach(10), Some(SpacingBreach::TooClose { other: date(2026, 1, 9), days: 1 }));
    assert!(matches!(breach(11), Some(SpacingBreach::TooMany { dates }) if dates.len() == 4));
    assert_eq!(breach(12), None);
    assert_eq!(breach(7), Some(SpacingBreach::TooClose { other: date(2026, 1, 7), days: 0 }));
    assert!(legal(&given) && !legal(&[given[0], given[0]]));
}

#[test]
fn a_session_on_the_last_day_of_the_horizon_is_planned() {
    let protocol = iv_mood_6();
    let until = |days| plan(&PlanRequest { days, ..PlanRequest::new(&protocol, date(2026, 1, 5)) }).unwrap();
    assert_eq!(until(17).last().map(|session| session.date), Some(date(2026, 1, 22)));
    assert_eq!(until(16).len(), 5);
}

#[test]
fn only_a_miss_between_two_sessions_moved_the_second() {
    let protocol = iv_mood_6();
    let says_missed = |day: i8| {
        let (done, missed) = (vec![date(2026, 1, 5)], vec![date(2026, 1, day)]);
        let request = PlanRequest { done, missed, ..PlanRequest::new(&protocol, date(2026, 1, 5)) };
        let second = &plan(&request).unwrap()[1];
        assert_eq!(second.date, date(2026, 1, 8));
        second.why.iter().any(|reason| reason.key == "schedule.missed")
    };
    assert_eq!([5, 6, 7, 8].map(says_missed), [false, true, true, false]);
}

#[test]
fn two_sessions_as_far_apart_as_the_rung_are_no_pair() {
    let (protocol, mut ladder) = (iv_mood_6(), clinic_ladder());
    ladder.rungs[0].pair_days = Some(2);
    let series = [5, 8, 12, 15, 19, 22].map(|day| date(2026, 1, day));
    let next = |given: &[Date], closed: std::ops::Range<i8>| {
        let request = PlanRequest {
            ladder: Some(&ladder),
            done: series.iter().chain(given).copied().collect(),
            closed: closed.map(|day| date(2026, 2, day)).collect(),
            ..PlanRequest::new(&protocol, date(2026, 1, 5))
        };
        let next = plan(&request).unwrap().swap_remove(6 + given.len());
        (next.date, next.why.iter().any(|reason| reason.key == "schedule.pair"))
    };
    let (first, earliest) = (date(2026, 2, 12), date(2026, 2, 26));
    // 13 days after the first the second may still be its pair; after 14, the rung's earliest, it is the next.
    assert_eq!(next(&[first], 13..25), (date(2026, 2, 25), true));
    assert!(!next(&[first], 13..26).1);
    assert_eq!(next(&[first, date(2026, 2, 25)], 1..1), (date(2026, 3, 4), false));
    assert_eq!(next(&[first, earliest], 1..1), (date(2026, 3, 2), true));
}

#[test]
fn on_the_last_day_of_its_window_a_session_is_not_late() {
    let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
    let seventh = |until: i8| {
        let shut = Pause { from: date(2026, 1, 23), to: Some(date(2026, 2, until)) };
        let request = PlanRequest {
            ladder: Some(&ladder),
            pauses: vec![shut],
            ..PlanRequest::new(&protocol, date(2026, 1, 5))
        };
        let seventh = plan(&request).unwrap().swap_remove(6);
        (seventh.date, seventh.why.iter().any(|reason| reason.key == "schedule.past_window"))
    };
    assert_eq!(seventh(18), (date(2026, 2, 19), false));
    assert_eq!(seventh(19), (date(2026, 2, 20), true));
}

#[test]
fn the_bounds_of_a_request_are_still_in_it() {
    let protocol = iv_mood_6();
    let asked = |days| plan(&PlanRequest { days, ..PlanRequest::new(&protocol, date(2026, 1, 5)) });
    let most = match asked(u32::MAX) {
        Err(PlanRefusal::Horizon { most, .. }) => most,
        other => panic!("{other:?}"),
    };
    assert!(asked(most).is_ok() && asked(most + 1).is_err());
    let mut none = iv_mood_6();
    none.phases[0].sessions = 0;
    let refused = plan(&PlanRequest::new(&none, date(2026, 1, 5)));
    assert!(matches!(refused, Err(PlanRefusal::NoInduction { .. })), "{refused:?}");
    // Six on Mondays and Thursdays take eighteen days, the first and the last counted.
    let within = |within_days| {
        let mut protocol = iv_mood_6();
        protocol.phases[0].within_days = within_days;
        let weekdays = Some(weekdays("mon,thu"));
        plan(&PlanRequest { weekdays, ..PlanRequest::new(&protocol, date(2026, 1, 5)) }).is_ok()
    };
    assert!(within(18) && !within(17));
}

#[test]
fn a_day_fixed_where_the_next_session_may_be_is_the_next_one() {
    let protocol = iv_mood_6();
    let fixed = [date(2026, 1, 7)].into();
    let sessions = plan(&PlanRequest { fixed, ..PlanRequest::new(&protocol, date(2026, 1, 5)) }).unwrap();
    assert_eq!(dates(&sessions)[..2], [date(2026, 1, 5), date(2026, 1, 7)]);
}

/// Three a week from a Tuesday: the rhythm of another weekday spares the weekend, and takes fourteen days, the
/// first and the last counted. Where the series has to end a day sooner, the weekend is taken.
#[test]
fn a_shifted_rhythm_has_to_hold_the_series() {
    let gaps = |within_days| {
        let mut protocol = iv_mood_6();
        protocol.phases[0].rhythms_days = vec![vec![2, 2, 3]];
        protocol.phases[0].within_days = within_days;
        let sessions = plan(&PlanRequest::new(&protocol, date(2026, 1, 6))).unwrap();
        let dates = dates(&sessions);
        dates.iter().zip(dates.iter().skip(1)).map(|(&a, &b)| days(a, b)).collect::<Vec<i64>>()
    };
    assert_eq!(gaps(14), [3, 3, 2, 2, 3]);
    assert_eq!(gaps(13), [2, 2, 3, 2, 2]);
}
