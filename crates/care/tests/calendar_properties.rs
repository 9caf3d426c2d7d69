//! What must hold for every placement, whatever the house and whoever is booked already.

#[expect(dead_code, reason = "the ladder is for the tests of the schedule")]
mod schedule_common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use evenkeel_care::calendar::{
    Hours, House, Lengths, NotPlaced, Outcome, Own, Placed, STEP, Series, Stay, Wanted, WhyNot, Wish, place,
};
use evenkeel_care::protocol::{PhaseName, Protocol};
use evenkeel_care::schedule::{PlanRequest, plan};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use schedule_common::{iv_mood_6, legal};

const MONDAY: Date = date(2026, 1, 5);
const OWN: Own = Own { preparation: 20, giving: 10, recovery_at_least: 0 };

static PROTOCOL: LazyLock<Protocol> = LazyLock::new(iv_mood_6);
static WANTED: LazyLock<Vec<Wanted>> = LazyLock::new(planned);

fn lengths() -> Lengths {
    Lengths::of(&PROTOCOL, PhaseName::Induction, OWN)
}

fn day(n: i64) -> Date {
    MONDAY.saturating_add(n.days())
}

/// The six sessions of a course from Monday, as the schedule plans them.
#[expect(clippy::unwrap_used, reason = "a broken fixture should stop the test here")]
fn planned() -> Vec<Wanted> {
    let sessions = plan(&PlanRequest::new(&PROTOCOL, MONDAY)).unwrap();
    let of = |s: &evenkeel_care::schedule::PlannedSession| Wanted {
        n: s.n,
        date: s.date,
        earliest: s.earliest,
        latest: s.latest,
        lengths: lengths(),
    };
    sessions.iter().map(of).collect()
}

fn wanted() -> Vec<Wanted> {
    WANTED.clone()
}

fn open() -> House {
    House {
        week: [Some(Hours { from: 540, to: 1020 }); 7],
        closed: BTreeSet::new(),
        chairs: vec!["Door".to_owned(), "Window".to_owned()],
        left_after_dose: BTreeSet::new(),
        nurses: [1; 7],
        one_nurse_watches: 2,
    }
}

fn series<'a>(house: &'a House, wanted: &'a [Wanted], taken: &'a BTreeMap<Date, Vec<Stay>>) -> Series<'a> {
    Series {
        house,
        spacing: PROTOCOL.spacing,
        kept: &[],
        wanted,
        taken,
        wish: Wish::default(),
        not_before: (MONDAY, 0),
    }
}

fn placed(outcomes: &[Outcome]) -> Vec<Placed> {
    let of = |outcome: &Outcome| match outcome {
        Outcome::Placed(placed) => Some(placed.clone()),
        Outcome::NotPlaced(_) => None,
    };
    outcomes.iter().filter_map(of).collect()
}

#[test]
fn the_protocol_says_how_long_the_parts_are_and_the_clinic_the_rest() {
    assert_eq!(lengths(), Lengths { preparation: 20, dose: 40, recovery: 60 });
    let longer = Own { recovery_at_least: 90, ..OWN };
    assert_eq!(Lengths::of(&PROTOCOL, PhaseName::Induction, longer).recovery, 90);
    let shorter = Own { recovery_at_least: 5, ..OWN };
    assert_eq!(Lengths::of(&PROTOCOL, PhaseName::Induction, shorter).recovery, 60);
    let mut counted_from_the_start = iv_mood_6();
    counted_from_the_start.monitoring.observe_from_start_minutes = Some(120);
    counted_from_the_start.phases[0].dose.infusion_minutes = None;
    let spray = Lengths::of(&counted_from_the_start, PhaseName::Induction, OWN);
    assert_eq!((spray.dose, spray.recovery), (10, 110));
}

#[test]
fn an_empty_house_takes_the_plan_as_it_is() {
    let (house, wanted, taken) = (open(), wanted(), BTreeMap::new());
    let outcomes = placed(&place(&series(&house, &wanted, &taken)));
    let days: Vec<_> = outcomes.iter().map(|p| (p.n, p.at.date, p.at.stay.start)).collect();
    let planned: Vec<_> = wanted.iter().map(|w| (w.n, w.date, 540)).collect();
    assert_eq!(days, planned);
}

#[test]
fn a_wish_is_kept_as_nearly_as_there_is_room() {
    let (house, wanted) = (open(), wanted());
    let there = Stay { chair: "Window".to_owned(), start: 600, lengths: lengths() };
    let taken = BTreeMap::from([(MONDAY, vec![there])]);
    let wish = Wish { start: Some(600), chair: Some("Window".to_owned()) };
    let outcomes = placed(&place(&Series { wish, ..series(&house, &wanted, &taken) }));
    let told: Vec<_> = outcomes.iter().map(|p| (p.at.stay.chair.as_str(), p.at.stay.start)).collect();
    assert_eq!(told[0], ("Door", 600), "the time comes before the chair");
    assert!(told[1..].iter().all(|at| *at == ("Window", 600)));
}

#[test]
fn a_holiday_moves_one_session_within_its_window_and_says_why() {
    let house = House { closed: BTreeSet::from([day(3)]), ..open() };
    let (wanted, taken) = (wanted(), BTreeMap::new());
    let outcomes = placed(&place(&series(&house, &wanted, &taken)));
    assert_eq!(outcomes[1].planned, day(3));
    assert_eq!(outcomes[1].at.date, day(2));
    assert_eq!(outcomes[1].why_moved, Some(WhyNot::Closed));
    assert_eq!(outcomes.iter().filter(|p| p.why_moved.is_some()).count(), 1);
}

#[test]
fn what_cannot_be_placed_says_why() {
    let check = |house: &House, why: WhyNot| {
        let (wanted, taken) = (wanted(), BTreeMap::new());
        let outcomes = place(&series(house, &wanted, &taken));
        for (outcome, session) in outcomes.iter().zip(&wanted) {
            let expected = NotPlaced { n: session.n, planned: session.date, why };
            assert_eq!(*outcome, Outcome::NotPlaced(expected));
        }
    };
    check(&House { week: [None; 7], ..open() }, WhyNot::Closed);
    check(&House { week: [Some(Hours { from: 540, to: 600 }); 7], ..open() }, WhyNot::TooLong);
    check(&House { nurses: [0; 7], ..open() }, WhyNot::StaffFull);
    check(&House { chairs: Vec::new(), ..open() }, WhyNot::ChairsTaken);
}

#[test]
fn what_is_left_of_today_counts() {
    let (house, wanted, taken) = (open(), wanted(), BTreeMap::new());
    let late = Series { not_before: (MONDAY, 800), ..series(&house, &wanted, &taken) };
    assert_eq!(placed(&place(&late))[0].at.stay.start, 810);
    let over = Series { not_before: (MONDAY, 1000), ..series(&house, &wanted, &taken) };
    assert_eq!(placed(&place(&over))[0].why_moved, Some(WhyNot::Past));
}

prop_compose! {
    fn house()(
        hours in prop::collection::vec(prop::option::weighted(0.8, (0_u32..8, 8_u32..20)), 7),
        closed in prop::collection::btree_set((0_i64..30).prop_map(day), 0..6),
        chairs in 1_usize..4,
        leave in any::<bool>(),
        nurses in prop::array::uniform7(0_u32..3),
        one_nurse_watches in 1_u32..3,
    ) -> House {
        let chairs: Vec<String> = (0..chairs).map(|n| format!("Chair {n}")).collect();
        let mut week = [None; 7];
        for (slot, open) in week.iter_mut().zip(hours) {
            *slot = open.map(|(from, long)| Hours { from: 420 + from * 20, to: 420 + from * 20 + long * 30 });
        }
        let left_after_dose = chairs.iter().take(usize::from(leave)).cloned().collect();
        House { week, closed, chairs, left_after_dose, nurses, one_nurse_watches }
    }
}

/// Bookings of other people that keep to the house, asked for in any order.
fn taken() -> impl Strategy<Value = Vec<(i64, usize, u32)>> {
    prop::collection::vec((0_i64..24, 0_usize..3, 28_u32..70), 0..60)
}

fn booked(house: &House, asked: &[(i64, usize, u32)]) -> BTreeMap<Date, Vec<Stay>> {
    let mut taken: BTreeMap<Date, Vec<Stay>> = BTreeMap::new();
    for (n, chair, quarter) in asked {
        let there = taken.entry(day(*n)).or_default();
        let stay = Stay { chair: format!("Chair {chair}"), start: quarter * STEP, lengths: lengths() };
        if house.check(day(*n), there, &stay).is_ok() {
            there.push(stay);
        }
    }
    taken
}

/// Everything there on each day once the series is booked.
fn after(taken: &BTreeMap<Date, Vec<Stay>>, outcomes: &[Outcome]) -> BTreeMap<Date, Vec<Stay>> {
    let mut all = taken.clone();
    for placed in placed(outcomes) {
        all.entry(placed.at.date).or_default().push(placed.at.stay);
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn never_two_in_one_chair(house in house(), asked in taken()) {
        let (taken, wanted) = (booked(&house, &asked), wanted());
        let all = after(&taken, &place(&series(&house, &wanted, &taken)));
        for stays in all.values() {
            for minute in (0..1440).step_by(5) {
                for chair in &house.chairs {
                    let at = |s: &&Stay| &s.chair == chair && s.start <= minute && minute < house.free_from(s);
                    prop_assert!(stays.iter().filter(at).count() <= 1);
                }
            }
        }
    }

    #[test]
    fn never_outside_the_hours_nor_over_the_staff(house in house(), asked in taken()) {
        let (taken, wanted) = (booked(&house, &asked), wanted());
        let outcomes = place(&series(&house, &wanted, &taken));
        for placed in placed(&outcomes) {
            let hours = house.hours(placed.at.date).expect("an open day");
            prop_assert!(placed.at.stay.start >= hours.from && placed.at.stay.end() <= hours.to);
            prop_assert_eq!(placed.at.stay.start % STEP, 0);
        }
        for (date, stays) in after(&taken, &outcomes) {
            for minute in (0..1440).step_by(5) {
                let there = stays.iter().filter(|s| s.start <= minute && minute < s.end()).count();
                prop_assert!(there <= usize::try_from(house.most(date)).unwrap_or(0));
            }
        }
    }

    #[test]
    fn the_spacing_holds_and_each_stays_in_its_window(house in house(), asked in taken()) {
        let (taken, wanted) = (booked(&house, &asked), wanted());
        let outcomes = place(&series(&house, &wanted, &taken));
        // Who has no place stays where the plan has them.
        let days: Vec<Date> = outcomes.iter().map(|outcome| match outcome {
            Outcome::Placed(placed) => placed.at.date,
            Outcome::NotPlaced(left) => left.planned,
        }).collect();
        prop_assert!(legal(&days) && days.is_sorted());
        for placed in placed(&outcomes) {
            let window = wanted.iter().find(|w| w.n == placed.n).expect("one of the wanted");
            prop_assert!(placed.at.date >= window.earliest && placed.at.date <= window.latest);
            prop_assert_eq!(placed.why_moved.is_some(), placed.at.date != placed.planned);
        }
    }

    #[test]
    fn the_order_of_entry_means_nothing(house in house(), asked in taken(), turn in 0_usize..60) {
        let (taken, wanted) = (booked(&house, &asked), wanted());
        let (mut turned, mut other) = (taken.clone(), wanted.clone());
        for stays in turned.values_mut() {
            let by = turn % stays.len().max(1);
            stays.rotate_left(by);
            stays.reverse();
        }
        other.reverse();
        other.rotate_left(turn % 6);
        let first = place(&series(&house, &wanted, &taken));
        prop_assert_eq!(first, place(&series(&house, &other, &turned)));
    }

    #[test]
    fn what_is_refused_has_a_reason_that_is_true(house in house(), asked in taken()) {
        let (taken, wanted) = (booked(&house, &asked), wanted());
        let outcomes = place(&series(&house, &wanted, &taken));
        for outcome in &outcomes {
            let Outcome::NotPlaced(left) = outcome else { continue };
            let empty = Vec::new();
            let there = taken.get(&left.planned).unwrap_or(&empty);
            let fits = house.chairs.iter().any(|c| !house.free_starts(left.planned, there, c, lengths()).is_empty());
            prop_assert!(!fits || left.why == WhyNot::TooClose);
            prop_assert_eq!(left.why == WhyNot::Closed, house.hours(left.planned).is_none());
        }
    }
}
