//! What must hold for every plan, whatever the start, the weekdays and the closed days.

mod schedule_common;

use std::collections::BTreeSet;

use evenkeel_care::protocol::Protocol;
use evenkeel_care::schedule::{PlanRequest, PlannedSession, PlannedStatus, Weekdays, dates, plan};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use proptest::prelude::*;
use schedule_common::{clinic_ladder, days, iv_mood_6, legal};

/// Moves one session at a time to both ends of its window: the whole stays legal.
fn windows_are_legal(plan: &[PlannedSession]) -> bool {
    plan.iter().enumerate().filter(|(_, s)| s.status == PlannedStatus::Planned).all(|(i, session)| {
        session.earliest <= session.date
            && session.date <= session.latest
            && [session.earliest, session.latest].into_iter().all(|end| {
                let moved = |(j, s): (usize, &PlannedSession)| if i == j { end } else { s.date };
                legal(&plan.iter().enumerate().map(moved).collect::<Vec<Date>>())
            })
    })
}

fn start() -> impl Strategy<Value = Date> {
    // Ten years: two leap days, every weekday on every year's end.
    (0_i64..3653).prop_map(|n| date(2024, 1, 1).saturating_add(n.days()))
}

#[expect(clippy::unwrap_used, reason = "a broken fixture should stop the test here")]
fn set(bits: u8) -> Weekdays {
    (0..7)
        .filter(|i| bits & 1 << i != 0)
        .fold(Weekdays::NONE, |days, i| days.with(Weekday::from_monday_zero_offset(i).unwrap()))
}

fn chosen() -> impl Strategy<Value = Option<Weekdays>> {
    prop::option::of((1_u8..128).prop_map(set))
}

fn closed(start: Date) -> impl Strategy<Value = BTreeSet<Date>> {
    prop::collection::btree_set((0_i64..90).prop_map(move |n| start.saturating_add(n.days())), 0..12)
}

prop_compose! {
    fn setting()(start in start())(closed in closed(start), weekdays in chosen(), start in Just(start))
        -> (Date, Option<Weekdays>, BTreeSet<Date>) { (start, weekdays, closed) }
}

fn request(
    protocol: &Protocol,
    (start, weekdays, closed): (Date, Option<Weekdays>, BTreeSet<Date>),
) -> PlanRequest<'_> {
    PlanRequest { weekdays, closed, ..PlanRequest::new(protocol, start) }
}

/// Whether two of the days are not next to each other, so that the pattern can hold two sessions a week.
fn two_apart(bits: u8) -> bool {
    (0..7).any(|a| (2..=5).any(|gap| bits & 1 << a != 0 && bits & 1 << ((a + gap) % 7) != 0))
}

#[test]
fn six_fit_in_two_to_three_weeks_for_every_legal_weekday_choice_and_start() {
    let protocol = iv_mood_6();
    for bits in 1_u8..128 {
        for n in 0..7_i64 {
            let start = date(2026, 1, 5).saturating_add(n.days());
            let request = PlanRequest { weekdays: Some(set(bits)), ..PlanRequest::new(&protocol, start) };
            match plan(&request) {
                Ok(sessions) => {
                    assert!(two_apart(bits), "{} from {start} was planned", set(bits));
                    let span = days(sessions[0].date, sessions[5].date) + 1;
                    assert!(sessions.len() == 6 && (12..=21).contains(&span), "{} {start}", set(bits));
                }
                Err(refusal) => assert!(!two_apart(bits), "{} from {start}: {refusal}", set(bits)),
            }
        }
    }
}

#[test]
fn six_fit_in_two_to_three_weeks_from_every_start_without_chosen_weekdays() {
    let protocol = iv_mood_6();
    for n in 0..800_i64 {
        let start = date(2027, 11, 1).saturating_add(n.days());
        let sessions = plan(&PlanRequest::new(&protocol, start)).unwrap();
        let span = days(start, sessions[5].date) + 1;
        assert!(sessions[0].date == start && sessions.len() == 6 && (12..=21).contains(&span), "{start}");
    }
}

fn explained(session: &PlannedSession) -> bool {
    let given = session.why.first().map(|reason| reason.key == "schedule.given");
    given == Some(session.status == PlannedStatus::Done)
        && session.why.iter().all(|reason| reason.key.starts_with("schedule."))
}

proptest! {
    #[test]
    fn a_plan_is_legal_open_on_its_weekdays_and_explained(setting in setting()) {
        let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
        let request = PlanRequest { ladder: Some(&ladder), ..request(&protocol, setting) };
        let Ok(sessions) = plan(&request) else { return Ok(()) };
        let dates = dates(&sessions);
        prop_assert!(legal(&dates), "{dates:?}");
        prop_assert!(windows_are_legal(&sessions), "{sessions:?}");
        prop_assert!(dates.iter().all(|day| !request.closed.contains(day) && *day >= request.start));
        if let Some(weekdays) = request.weekdays {
            prop_assert!(dates.iter().all(|day| weekdays.contains(day.weekday())));
        }
        prop_assert!(sessions.iter().all(explained));
        prop_assert!(sessions.iter().zip(1..).all(|(session, n)| session.n == n));
        let first_open = (0..400).map(|n: i64| request.start.saturating_add(n.days())).find(|day| {
            !request.closed.contains(day) && request.weekdays.is_none_or(|w| w.contains(day.weekday()))
        });
        prop_assert_eq!(dates.first().copied(), first_open);
    }

    #[test]
    fn a_plan_with_its_own_first_sessions_given_yields_the_rest_unchanged(
        setting in setting(),
        k in 0_usize..16,
    ) {
        let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
        let request = PlanRequest { ladder: Some(&ladder), ..request(&protocol, setting) };
        let Ok(sessions) = plan(&request) else { return Ok(()) };
        let k = k.min(sessions.len());
        let again = plan(&PlanRequest { done: dates(&sessions)[..k].to_vec(), ..request }).unwrap();
        prop_assert_eq!(dates(&again), dates(&sessions));
        prop_assert_eq!(&again[k..], &sessions[k..]);
    }

    #[test]
    fn re_flow_keeps_given_sessions_and_stays_legal_after_them(
        setting in setting(),
        kept in prop::collection::vec(any::<bool>(), 6),
        late in 0_i64..20,
    ) {
        let protocol = iv_mood_6();
        let request = request(&protocol, setting);
        let Ok(first) = plan(&request) else { return Ok(()) };
        let (done, missed): (Vec<_>, Vec<_>) = first.iter().zip(&kept).partition(|(_, kept)| **kept);
        let of = |list: Vec<(&PlannedSession, &bool)>| -> Vec<Date> {
            list.into_iter().map(|(session, _)| session.date).collect()
        };
        let (done, missed) = (of(done), of(missed));
        let today = first.last().map(|last| last.date.saturating_add(late.days()));
        let reflowed = PlanRequest { done: done.clone(), missed, not_before: today, ..request };
        let sessions = plan(&reflowed).unwrap();
        prop_assert_eq!(sessions.len(), 6);
        prop_assert_eq!(&dates(&sessions)[..done.len()], &done[..]);
        prop_assert!(legal(&dates(&sessions)));
        prop_assert!(sessions[done.len()..].iter().all(|session| Some(session.date) >= today));
        prop_assert!(windows_are_legal(&sessions) && sessions.iter().all(explained));
    }

    #[test]
    fn the_order_of_entry_does_not_matter(setting in setting(), k in 1_usize..6) {
        let protocol = iv_mood_6();
        let request = request(&protocol, setting);
        let Ok(sessions) = plan(&request) else { return Ok(()) };
        let done = dates(&sessions)[..k].to_vec();
        let reversed = done.iter().rev().copied().collect();
        let forward = plan(&PlanRequest { done, ..request.clone() });
        prop_assert_eq!(forward, plan(&PlanRequest { done: reversed, ..request }));
    }

    #[test]
    fn maintenance_stays_in_its_window_unless_it_says_why(setting in setting()) {
        let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
        let request = PlanRequest { ladder: Some(&ladder), days: 900, ..request(&protocol, setting) };
        let Ok(sessions) = plan(&request) else { return Ok(()) };
        let end = sessions[5].date;
        for pair in sessions[5..].windows(2) {
            let [before, after] = pair else { unreachable!() };
            let rung = ladder.rung_on(days(end, before.date)).unwrap();
            let gap = days(before.date, after.date);
            let inside = gap >= i64::from(rung.earliest_days) && gap <= i64::from(rung.latest_days);
            let told = after.why.iter().any(|reason| reason.key == "schedule.past_window");
            prop_assert!(inside != told, "{before:?} {after:?}");
        }
    }
}
