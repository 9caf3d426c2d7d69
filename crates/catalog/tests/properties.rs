//! What must hold for every record, whatever is in it.
#![expect(clippy::unwrap_used, reason = "a test may stop where its own set-up is wrong")]

use std::sync::LazyLock;

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::{Condition, Route};
use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::finding::{Caveat, Finding, FindingKind, FindingState};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::message::Message;
use evenkeel_care::record::{
    BloodPressure, CourseRecord, Measurement, Screen, ScreenAnswers, Session, SessionStatus, Sign, SignKind,
};
use evenkeel_care::review::review;
use evenkeel_care::rules::sentence;
use evenkeel_catalog::Catalog;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().unwrap());

fn day(n: i64) -> Date {
    date(2026, 1, 5) + n.days()
}

prop_compose! {
    fn session()(
        route in prop_oneof![4 => Just(Route::Iv), 1 => Just(Route::Im), 1 => Just(Route::Sc), 1 => Just(Route::NasalEsketamine)],
        dose in option::of(0.0..5.0f64),
        planned in prop::bool::weighted(0.2),
        bp in option::of((100u16..200, 60u16..99)),
        observed in option::of(0u32..180),
        end in option::of(0u32..60),
        moaas in option::of(0u8..=5),
        by in option::of(Just("prescriber".to_owned())),
    ) -> Session {
        Session { dose: dose.map(Dose::mg_per_kg), weight_kg: Some(WeightKg(70.0)), blood_pressures: bp.iter().map(|(s, d)| BloodPressure { minute: -5, systolic: *s, diastolic: *d }).collect(), moaas_last: moaas, observed_minutes: observed, infusion_end_minute: end, supervised_by: by, ..Session::new(day(0), if planned { SessionStatus::Planned } else { SessionStatus::Done }, route) }
    }
}

prop_compose! {
    fn measurement()(
        at in -20i64..80,
        which in prop_oneof![
            Just((InstrumentId::Phq9, 27)), Just((InstrumentId::Qids16, 27)), Just((InstrumentId::Madrs, 60)),
            Just((InstrumentId::Mood, 10)), Just((InstrumentId::Pcl5, 80)),
        ],
        points in 0u8..=80,
        after in any::<bool>(),
        item_nine in option::of(0u8..=3),
    ) -> Measurement {
        let points = points.min(which.1);
        let items = item_nine.filter(|_| which.0 == InstrumentId::Phq9).and_then(|nine| phq9_items(points, nine));
        let score = f64::from(points);
        Measurement { date: day(at), instrument: which.0, score, items, after, recall_days: None, form: None }
    }
}

/// Nine answers that add up to `points`, the last of them `nine`; `None` where that cannot be.
fn phq9_items(points: u8, nine: u8) -> Option<Vec<Option<u8>>> {
    let mut rest = points.checked_sub(nine)?;
    let mut items: Vec<Option<u8>> = Vec::new();
    for _ in 0..8 {
        let answer = rest.min(3);
        rest -= answer;
        items.push(Some(answer));
    }
    items.push(Some(nine));
    (rest == 0).then_some(items)
}

prop_compose! {
    fn screen()(at in -20i64..80, a in proptest::array::uniform7(option::of(prop::bool::weighted(0.3)))) -> Screen {
        let [q1, q2, q3, q4, q5, q6_lifetime, q6_3_months] = a;
        Screen {
            date: day(at),
            instrument: InstrumentId::Cssrs,
            answers: ScreenAnswers { q1, q2, q3, q4, q5, q6_lifetime, q6_3_months },
        }
    }
}

fn sign() -> impl Strategy<Value = Sign> {
    (-5i64..80, proptest::sample::select(SignKind::ALL)).prop_map(|(at, sign)| Sign { date: day(at), sign })
}

prop_compose! {
    fn course()(
        sessions in btree_map(0i64..80, session(), 0..12),
        measurements in vec(measurement(), 0..14),
        screens in vec(screen(), 0..4),
        signs in vec(sign(), 0..6),
        primary in prop_oneof![Just(InstrumentId::Phq9), Just(InstrumentId::Qids16), Just(InstrumentId::Mood)],
        condition in prop_oneof![Just(Condition::Depression), Just(Condition::Ptsd), Just(Condition::ChronicPain)],
    ) -> CourseRecord {
        CourseRecord { sessions: sessions.into_iter().map(|(at, s)| Session { date: day(at), ..s }).collect(), measurements, signs, screens, ..CourseRecord::new(condition, "iv-mood-6", primary, day(80)) }
    }
}

/// A record and the same record entered in another order.
fn shuffled() -> impl Strategy<Value = (CourseRecord, CourseRecord)> {
    course().prop_flat_map(|c| {
        let lists = (
            Just(c.sessions.clone()).prop_shuffle(),
            Just(c.measurements.clone()).prop_shuffle(),
            Just(c.screens.clone()).prop_shuffle(),
            Just(c.signs.clone()).prop_shuffle(),
        );
        lists.prop_map(move |(sessions, measurements, screens, signs)| {
            (c.clone(), CourseRecord { sessions, measurements, screens, signs, ..c.clone() })
        })
    })
}

/// A message is a known sentence with all of its values, and is said in words.
fn said(message: &Message) -> Result<(), TestCaseError> {
    let Some(known) = sentence(&message.key) else {
        return Err(TestCaseError::fail(format!("{} is not a known sentence", message.key)));
    };
    let values: Vec<&str> = message.values.keys().map(String::as_str).collect();
    let mut takes = known.takes.to_vec();
    takes.sort_unstable();
    prop_assert_eq!(values, takes, "{}", &message.key);
    let text = CATALOG.say(message);
    prop_assert!(!text.contains('{') && text != message.key, "{}", text);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_order_of_entry_does_not_matter((one, other) in shuffled()) {
        prop_assert_eq!(review(&one, CATALOG.knowledge()).unwrap(), review(&other, CATALOG.knowledge()).unwrap());
    }

    #[test]
    fn signs_that_the_effect_fades_never_change_what_safety_says(course in course()) {
        let safety = |c: &CourseRecord| -> Vec<_> {
            let found = review(c, CATALOG.knowledge()).unwrap().findings;
            found.into_iter().filter(|f| f.kind == FindingKind::Safety).collect()
        };
        let without = CourseRecord { signs: vec![], ..course.clone() };
        prop_assert_eq!(safety(&course), safety(&without));
    }

    #[test]
    fn while_a_safety_concern_is_open_no_booster_and_no_longer_interval_is_offered(course in course()) {
        let found = review(&course, CATALOG.knowledge()).unwrap().findings;
        let open = found.iter().any(|f| f.kind == FindingKind::Safety && f.state != FindingState::None);
        for f in found.iter().filter(|f| open && f.kind == FindingKind::Booster) {
            let first = f.caveats.contains(&Caveat::SafetyFirst) || f.state == FindingState::None;
            prop_assert!(f.options.is_empty() && first, "{} {}", f.rule, f.state);
        }
        prop_assert!(!open || found.iter().all(|f| f.state != FindingState::Lengthen));
    }

    #[test]
    fn what_is_dated_later_never_changes_how_a_check_in_was_read(course in course(), cut in 0i64..80) {
        let until = day(cut);
        let sessions = course.sessions.iter().filter(|s| s.date <= until).cloned().collect();
        let measurements = course.measurements.iter().filter(|m| m.date <= until).cloned().collect();
        let signs = course.signs.iter().filter(|s| s.date <= until).cloned().collect();
        let screens = course.screens.iter().filter(|s| s.date <= until).cloned().collect();
        let then = CourseRecord { sessions, measurements, signs, screens, today: until, ..course.clone() };
        let effect = |c: &CourseRecord| -> Vec<_> {
            let found = review(c, CATALOG.knowledge()).unwrap().findings;
            let kinds = [FindingKind::Relapse, FindingKind::Booster];
            let loud = |f: &Finding| kinds.contains(&f.kind) && f.instrument.is_some() && f.date <= until;
            found.into_iter().filter(loud).map(|f| (f.rule, f.instrument, f.date, f.trace.into_iter().rev().skip(1).collect::<Vec<_>>())).collect()
        };
        let (early, late) = (effect(&then), effect(&course));
        for finding in &late {
            prop_assert!(early.contains(finding), "{finding:?} not in {early:?}");
        }
    }

    #[test]
    fn every_finding_says_why_on_what_and_how_it_came_to_it(course in course()) {
        for f in review(&course, CATALOG.knowledge()).unwrap().findings {
            prop_assert!(!f.because.is_empty(), "{} has no reason", f.rule);
            prop_assert!(!f.sources.is_empty(), "{} has no source", f.rule);
            prop_assert!(!f.revision.is_empty() && !f.trace.is_empty(), "{}", f.rule);
            for message in f.because.iter().chain(&f.missing).chain(&f.trace) {
                said(message)?;
            }
        }
    }

    #[test]
    fn one_progress_finding_for_the_primary_and_all_four_checkpoints(course in course()) {
        let found = review(&course, CATALOG.knowledge()).unwrap().findings;
        let progress = found.iter().filter(|f| f.kind == FindingKind::Progress && f.instrument == Some(course.primary));
        prop_assert_eq!(progress.count(), 1);
        let checks: Vec<&str> = found.iter().filter(|f| f.kind == FindingKind::Checkpoint).map(|f| f.rule.as_str()).collect();
        prop_assert_eq!(checks, vec!["D10", "D11", "D12", "D13"]);
        let quiet = found.iter().filter(|f| f.kind == FindingKind::Safety && f.state == FindingState::None).count();
        let loud = found.iter().filter(|f| f.kind == FindingKind::Safety && f.state != FindingState::None).count();
        prop_assert!(quiet + loud >= 1 && quiet <= 1 && (quiet == 0 || loud == 0));
    }

    #[test]
    fn options_are_only_offered_where_there_is_something_to_decide(course in course()) {
        for f in review(&course, CATALOG.knowledge()).unwrap().findings {
            let decides = match f.kind {
                FindingKind::Checkpoint => f.state != FindingState::NotDue,
                FindingKind::Booster => f.state == FindingState::Review,
                FindingKind::Relapse => f.state == FindingState::Relapsed,
                FindingKind::Restart => f.state == FindingState::Offer,
                FindingKind::Schedule => f.rule == "D13" || f.state != FindingState::Keep,
                FindingKind::Due => f.rule == "X5" || f.rule == "D35",
                _ => false,
            };
            prop_assert!(f.options.is_empty() || decides, "{} {}", f.rule, f.state);
        }
    }
}
