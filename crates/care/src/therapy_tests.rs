use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const RULE: VisitWindow = VisitWindow { first_day: 1, last_day: 3 };

fn new_york() -> TimeZone {
    TimeZone::get("America/New_York").unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn day_only(date: Date) -> GivenOn {
    GivenOn { date, ended: None }
}

fn one(given: GivenOn, visits: &[Date], now: &str) -> Window {
    integration(&RULE, &[given], visits, &new_york(), at(now))[0]
}

#[test]
fn hours_are_counted_from_the_end_of_dosing() {
    let given = GivenOn { date: date(2026, 1, 5), ended: Some(at("2026-01-05T15:00:00Z")) };
    let check = |now: &str, state| assert_eq!(one(given, &[], now).state, state, "{now}");
    check("2026-01-06T14:59:59Z", WindowState::Upcoming);
    check("2026-01-06T15:00:00Z", WindowState::Open);
    check("2026-01-08T14:59:59Z", WindowState::Open);
    check("2026-01-08T15:00:00Z", WindowState::Missed);
}

#[test]
fn without_a_noted_end_the_window_is_whole_days_of_the_clinic() {
    let window = one(day_only(date(2026, 1, 5)), &[], "2026-01-07T12:00:00Z");
    assert_eq!(window.opens, at("2026-01-06T05:00:00Z"));
    assert_eq!(window.closes, at("2026-01-09T05:00:00Z"));
}

#[test]
fn the_night_clocks_change_takes_no_hour_and_no_day_away() {
    // Clocks go forward on 8 March 2026 in New York.
    let ended = at("2026-03-07T20:00:00Z");
    let window = one(GivenOn { date: date(2026, 3, 7), ended: Some(ended) }, &[], "2026-03-07T21:00:00Z");
    assert_eq!((window.opens, window.closes), (at("2026-03-08T20:00:00Z"), at("2026-03-10T20:00:00Z")));
    let by_day = one(day_only(date(2026, 3, 7)), &[], "2026-03-07T21:00:00Z");
    // Midnight before the change is at 5 in UTC, after it at 4.
    assert_eq!((by_day.opens, by_day.closes), (at("2026-03-08T05:00:00Z"), at("2026-03-11T04:00:00Z")));
}

#[test]
fn a_visit_keeps_the_window_it_can_have_been_held_in() {
    let given = GivenOn { date: date(2026, 1, 5), ended: Some(at("2026-01-05T15:00:00Z")) };
    let check = |visit: Date, state| assert_eq!(one(given, &[visit], "2026-01-20T12:00:00Z").state, state);
    check(date(2026, 1, 5), WindowState::Missed);
    check(date(2026, 1, 6), WindowState::Kept(date(2026, 1, 6)));
    // The window closes in the morning of the 8th: that day can have been in time.
    check(date(2026, 1, 8), WindowState::Kept(date(2026, 1, 8)));
    check(date(2026, 1, 9), WindowState::Missed);
}

#[test]
fn of_two_sessions_close_together_one_visit_keeps_what_it_lies_in() {
    let sessions = [day_only(date(2026, 1, 5)), day_only(date(2026, 1, 7))];
    let states = |visits: &[Date]| {
        let windows = integration(&RULE, &sessions, visits, &new_york(), at("2026-01-08T17:00:00Z"));
        windows.iter().map(|w| w.state).collect::<Vec<_>>()
    };
    let (tuesday, thursday) = (date(2026, 1, 6), date(2026, 1, 8));
    assert_eq!(states(&[]), [WindowState::Open, WindowState::Open]);
    assert_eq!(states(&[tuesday]), [WindowState::Kept(tuesday), WindowState::Open]);
    assert_eq!(states(&[thursday]), [WindowState::Kept(thursday); 2]);
}

#[test]
fn preparation_is_open_from_its_day_until_the_first_session() {
    let rule = BeforeSession { opens_days_before: 14, only_with: Vec::new() };
    let state = |visits: &[Date], now: &str| {
        preparation(&rule, date(2026, 1, 19), visits, &new_york(), at(now)).state
    };
    assert_eq!(state(&[], "2026-01-05T04:59:59Z"), WindowState::Upcoming);
    assert_eq!(state(&[], "2026-01-05T05:00:00Z"), WindowState::Open);
    assert_eq!(state(&[], "2026-01-20T05:00:00Z"), WindowState::Missed);
    // Long before counts as well: what was prepared is prepared.
    let early = date(2025, 12, 1);
    assert_eq!(state(&[early], "2026-01-10T12:00:00Z"), WindowState::Kept(early));
    assert_eq!(state(&[date(2026, 1, 20)], "2026-01-21T12:00:00Z"), WindowState::Missed);
}

#[test]
fn what_closes_first_stands_first() {
    let sessions = [date(2026, 1, 5), date(2026, 1, 7), date(2026, 1, 8), date(2025, 12, 1)].map(day_only);
    let mut windows = integration(&RULE, &sessions, &[], &new_york(), at("2026-01-08T17:00:00Z"));
    windows.sort_by_key(Window::rank);
    let order: Vec<Date> = windows.iter().map(|w| w.session).collect();
    assert_eq!(order, [date(2026, 1, 5), date(2026, 1, 7), date(2026, 1, 8), date(2025, 12, 1)]);
}

proptest! {
    #[test]
    fn the_order_of_entry_says_nothing_and_later_visits_change_nothing_earlier(
        days in proptest::collection::vec(0_i64..40, 1..6), visits in proptest::collection::vec(0_i64..60, 0..6), hour in 0_i64..1500,
    ) {
        let first = date(2026, 2, 20);
        let day = |n: &i64| first + jiff::ToSpan::days(*n);
        let (sessions, seen): (Vec<GivenOn>, Vec<Date>) =
            (days.iter().map(|n| day_only(day(n))).collect(), visits.iter().map(day).collect());
        let now = at("2026-02-20T12:00:00Z") + SignedDuration::from_hours(hour);
        let straight = integration(&RULE, &sessions, &seen, &new_york(), now);
        let back = |list: &[GivenOn]| list.iter().rev().copied().collect::<Vec<_>>();
        let turned: Vec<Date> = seen.iter().rev().copied().collect();
        prop_assert_eq!(&straight, &integration(&RULE, &back(&sessions), &turned, &new_york(), now));
        let later: Vec<Date> = seen.iter().copied().chain([date(2026, 12, 1)]).collect();
        prop_assert_eq!(straight, integration(&RULE, &sessions, &later, &new_york(), now));
    }
}
