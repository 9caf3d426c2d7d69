//! Every shipped protocol with every shipped ladder: no sequence of misses, moves, closed days and changes
//! of route gives an illegal spacing.
#![expect(clippy::unwrap_used, reason = "a test may stop where its own set-up is wrong")]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use evenkeel_care::condition::{Condition, Route};
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::ladder::Ladder;
use evenkeel_care::protocol::{FitQuestion, Protocol, fit};
use evenkeel_care::record::{Medication, Patient};
use evenkeel_care::schedule::{PlanRequest, PlannedSession, dates, notes, plan};
use evenkeel_catalog::Catalog;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().unwrap());

fn knowledge() -> &'static Knowledge {
    CATALOG.knowledge()
}

fn days(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// The file's own spacing, written here a second time in the plainest way.
fn legal(protocol: &Protocol, dates: &[Date]) -> bool {
    let s = protocol.spacing;
    dates.iter().enumerate().all(|(i, &a)| {
        let close = dates.iter().skip(i + 1).any(|&b| days(a, b).abs() < i64::from(s.min_gap_days));
        let in_window =
            dates.iter().filter(|&&b| (0..i64::from(s.window_days)).contains(&days(a, b))).count();
        !close && in_window <= s.max_sessions as usize
    })
}

/// Each session moved alone to the ends of its window stays legal.
fn windows_are_legal(protocol: &Protocol, sessions: &[PlannedSession]) -> bool {
    sessions.iter().enumerate().all(|(i, session)| {
        [session.earliest, session.latest].into_iter().all(|end| {
            let moved: Vec<Date> =
                (0..).zip(sessions).map(|(j, other)| if j == i { end } else { other.date }).collect();
            session.earliest <= session.date && session.date <= session.latest && legal(protocol, &moved)
        })
    })
}

fn pairs() -> Vec<(&'static Protocol, Option<&'static Ladder>)> {
    let ladders = || knowledge().ladders.values().map(Some).chain([None]);
    knowledge().protocols.values().flat_map(|p| ladders().map(move |l| (p, l))).collect()
}

#[test]
fn every_protocol_with_every_ladder_plans_two_years() {
    for (protocol, ladder) in pairs() {
        for offset in 0..7 {
            let start = date(2027, 12, 27).saturating_add(offset.days());
            let request = PlanRequest { ladder, days: 730, ..PlanRequest::new(protocol, start) };
            let sessions = plan(&request).unwrap();
            let id = format!("{} {:?} {start}", protocol.id, ladder.map(|l| &l.id));
            assert!(sessions.len() >= protocol.induction_sessions() as usize, "{id}");
            assert!(legal(protocol, &dates(&sessions)), "{id}");
            assert!(windows_are_legal(protocol, &sessions), "{id} {sessions:#?}");
            let span = days(sessions[0].date, sessions[protocol.induction_sessions() as usize - 1].date);
            assert!(span < i64::from(protocol.induction().unwrap().within_days), "{id}: {span}");
            for message in sessions.iter().flat_map(|s| s.why.clone()).chain(notes(&request, &sessions)) {
                let said = CATALOG.say(&message);
                assert!(said != message.key && !said.contains('{'), "{id}: {said}");
            }
        }
    }
}

#[test]
fn pairs_ends_and_ladders_without_dates_say_so() {
    let of = |protocol: &str, ladder: &str| {
        let request = PlanRequest {
            ladder: Some(&knowledge().ladders[ladder]),
            days: 500,
            ..PlanRequest::new(&knowledge().protocols[protocol], date(2026, 1, 5))
        };
        let sessions = plan(&request).unwrap();
        let n = request.protocol.induction_sessions() as usize;
        let gaps: Vec<i64> = dates(&sessions)[n - 1..].windows(2).map(|p| days(p[0], p[1])).collect();
        (gaps, notes(&request, &sessions).into_iter().map(|m| m.key).collect::<Vec<_>>())
    };
    let (gaps, said) = of("crps-10day", "crps-weaning");
    assert_eq!(gaps, [12, 2, 12, 2, 12, 14, 28, 28, 28, 84, 84, 84, 84]);
    assert!(said.is_empty());
    assert_eq!(of("iv-mood-6", "symptom-led"), (vec![], vec!["schedule.no_dates".to_owned()]));
    let (gaps, said) = of("iv-mood-6", "canadian-trial");
    assert_eq!(gaps, [7, 7, 7, 7, 14, 14, 14, 14, 28, 28, 28]);
    assert_eq!(said, ["schedule.ladder_ends"]);
    let (gaps, said) = of("iv-mood-6", "taper-to-stop");
    assert_eq!(gaps, [21, 21, 21, 42, 42, 84]);
    assert_eq!(said, ["schedule.ladder_ends"]);
    let (gaps, _) = of("spravato-trd", "label-esketamine");
    assert_eq!(gaps[..6], [7, 7, 7, 7, 14, 14]);
}

#[test]
fn what_fits_comes_first_with_reasons_and_the_rest_says_why_not() {
    let ask = |condition, route, patient: &Patient| {
        fit(knowledge(), &FitQuestion { condition, route, patient, today: date(2026, 11, 24) })
    };
    let nobody = Patient::default();
    let depression = ask(Condition::Depression, None, &nobody);
    assert_eq!(depression[0].protocol, "spravato-mdsi");
    assert_eq!(depression.len(), 12);
    for found in &depression {
        assert!(
            found.fits == found.against.is_empty() && !found.reasons.is_empty() && !found.sources.is_empty()
        );
        for message in [&found.reasons, &found.against, &found.cautions, &found.missing].into_iter().flatten()
        {
            let said = CATALOG.say(message);
            assert!(said != message.key && !said.contains('{'), "{said}");
        }
    }
    let old = Patient { birth_date: Some(date(1961, 11, 24)), medications: Some(vec![]), conditions: None };
    let found = |list: &[evenkeel_care::protocol::ProtocolFit], id: &str| {
        list.iter().find(|f| f.protocol == id).unwrap().clone()
    };
    let keys =
        |list: &[evenkeel_care::message::Message]| list.iter().map(|m| m.key.clone()).collect::<Vec<_>>();
    let list = ask(Condition::Depression, None, &old);
    let mdsi = found(&list, "spravato-mdsi");
    assert_eq!(keys(&mdsi.against), ["fit.medication_absent"]);
    assert!(keys(&found(&list, "spravato-trd").cautions).contains(&"fit.older".to_owned()), "65 today");
    let younger = Patient { birth_date: Some(date(1961, 11, 25)), ..old.clone() };
    let trd = found(&ask(Condition::Depression, None, &younger), "spravato-trd");
    assert!(!keys(&trd.cautions).contains(&"fit.older".to_owned()), "65 tomorrow");
    let minor = Patient { birth_date: Some(date(2008, 11, 25)), ..old.clone() };
    let trd = found(&ask(Condition::Depression, None, &minor), "spravato-trd");
    assert_eq!(keys(&trd.against), ["fit.too_young"]);
    let of_age = Patient { birth_date: Some(date(2008, 11, 24)), ..old.clone() };
    assert!(found(&ask(Condition::Depression, None, &of_age), "spravato-trd").fits, "18 today");
    let taking = Medication {
        name: "sertraline".into(),
        class: evenkeel_care::condition::MedicationClass::OralAntidepressant,
        diazepam_equivalent_mg_per_day: None,
        mg_per_day: None,
    };
    let taking = Patient { medications: Some(vec![taking]), ..younger };
    assert!(found(&ask(Condition::Depression, None, &taking), "spravato-mdsi").fits);
    let im = ask(Condition::Depression, Some(Route::Im), &nobody);
    assert!(im[0].protocol == "im-mood" && im[0].fits && !im[1].fits);
    assert!(keys(&im[1].against).contains(&"fit.other_route".to_owned()));
    let ptsd = ask(Condition::Ptsd, None, &nobody);
    assert!(ptsd[0].fits && keys(&ptsd[0].cautions).contains(&"fit.strength_mixed".to_owned()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A course lived in weeks: of each planned session some are given, some missed, some moved; days are
    /// closed; the protocol (and with it the route) may change on the way.
    #[test]
    fn no_sequence_of_misses_moves_holidays_and_route_changes_is_illegal(
        which in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
        start in 0_i64..800,
        closed in prop::collection::btree_set(0_i64..250, 0..40),
        fates in prop::collection::vec((0_u8..4, 0_i64..6), 1..20),
        changes_at in 0_usize..30,
    ) {
        let all = pairs();
        let start = date(2027, 1, 1).saturating_add(start.days());
        let closed: BTreeSet<Date> = closed.into_iter().map(|n| start.saturating_add(n.days())).collect();
        let ((first, ladder), (second, _)) = (which.get(&all), other.get(&all));
        let mut done: Vec<Date> = Vec::new();
        let (mut missed, mut fixed, mut today) = (Vec::new(), BTreeSet::new(), start);
        for (i, (fate, by)) in fates.iter().enumerate() {
            let protocol = if i < changes_at { first } else { second };
            let request = PlanRequest {
                ladder: *ladder,
                closed: closed.clone(),
                done: done.clone(),
                missed: missed.clone(),
                fixed: fixed.clone(),
                not_before: Some(today),
                days: 1500,
                ..PlanRequest::new(protocol, start)
            };
            let Ok(sessions) = plan(&request) else { return Ok(()) };
            let all = dates(&sessions);
            prop_assert_eq!(&all[..done.len()], &done[..], "given sessions stay");
            let planned: Vec<Date> = all[done.len()..].to_vec();
            prop_assert!(planned.iter().all(|day| *day >= today && !closed.contains(day)));
            // Every planned session keeps the protocol's one spacing to all others of the course.
            for day in &planned {
                let others: Vec<Date> = all.iter().copied().filter(|d| d != day).collect();
                prop_assert!(protocol.spacing.breach(&others, *day).is_none(), "{} {day} {all:?}", protocol.id);
            }
            prop_assert!(all.windows(2).all(|pair| pair[0] < pair[1]));
            // Planning again changes nothing, nor does the order of entry.
            let mut turned = request.clone();
            turned.done.reverse();
            prop_assert_eq!(plan(&turned), Ok(sessions.clone()));
            let Some(next) = planned.first() else { return Ok(()) };
            match fate {
                0 | 1 => { done.push(*next); today = next.saturating_add(1.days()); }
                2 => { missed.push(*next); today = next.saturating_add(1.days()); }
                _ => { fixed.insert(next.saturating_add((*by).days())); }
            }
        }
    }
}
