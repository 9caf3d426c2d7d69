//! The calculator of doses exactly at its limits: what stands on a limit, what lies beyond it, and what is
//! kept as known where something is missing.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop where its own set-up is wrong"
)]

use std::sync::LazyLock;

use evenkeel_care::condition::{Condition, Route};
use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::dosing::units::{MgPerMl, Minutes};
use evenkeel_care::dosing::{
    DoseCheck, DoseLevel, DoseOrder, DoseSheet, DoseVerdict, LastDose, Weighed, check_dose, work_out,
};
use evenkeel_care::finding::FindingState;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::protocol::{DoseUnit, PhaseName, Protocol};
use evenkeel_care::record::{BloodPressure, CourseRecord, Session, SessionStatus};
use evenkeel_care::review::review;
use evenkeel_catalog::Catalog;
use jiff::civil::{Date, date};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().unwrap());
const DAY: Date = date(2026, 1, 12);

fn knowledge() -> &'static Knowledge {
    CATALOG.knowledge()
}

/// The mood protocol with another dose rule and route.
fn protocol(route: Route, unit: DoseUnit, confirm_above: f64, stop_above: f64) -> Protocol {
    let mut protocol = knowledge().protocols["iv-mood-6"].clone();
    protocol.route = route;
    for phase in &mut protocol.phases {
        phase.dose.unit = unit;
        (phase.dose.confirm_above, phase.dose.stop_above) = (confirm_above, stop_above);
    }
    protocol
}

fn order(protocol: &Protocol, dose: Dose) -> DoseOrder<'_> {
    let weight = Some(Weighed { kg: WeightKg(70.0), on: DAY });
    DoseOrder { weight, ..DoseOrder::new(protocol, DAY, dose) }
}

fn mood(dose: Dose) -> DoseOrder<'static> {
    order(&knowledge().protocols["iv-mood-6"], dose)
}

fn sheet(order: &DoseOrder<'_>) -> DoseSheet {
    work_out(knowledge(), order).unwrap()
}

fn said(sheet: &DoseSheet) -> String {
    sheet.steps.iter().map(|step| CATALOG.say(step)).collect::<Vec<_>>().join("\n")
}

fn after(dose: Dose, kg: f64) -> LastDose {
    LastDose {
        date: date(2026, 1, 5),
        dose,
        weight: Some(WeightKg(kg)),
        highest_pressure: None,
        moaas_last: None,
        observed_minutes: None,
    }
}

fn verdict(protocol: &Protocol, dose: Dose, weight: Option<f64>) -> DoseVerdict {
    let (phase, route, weight) = (PhaseName::Induction, protocol.route, weight.map(WeightKg));
    check_dose(knowledge(), &DoseCheck { protocol, phase, route, dose, weight, date: DAY })
}

fn because(verdict: &DoseVerdict) -> String {
    verdict.finding.because.iter().map(|reason| CATALOG.say(reason)).collect()
}

#[test]
fn nothing_is_divided_by_a_weight_of_zero() {
    assert_eq!(Dose::mg(35.0).per_kg(Some(WeightKg(0.0))), None);
    let told = said(&sheet(&DoseOrder {
        last: Some(after(Dose::mg_per_kg(0.5), 0.0)),
        ..mood(Dose::mg_per_kg(0.5))
    }));
    assert!(!told.contains("away from"), "{told}");
}

/// Milligrams bound by the protocol, and the refusal of the route by weight: without a weight only one of
/// the two can be asked.
#[test]
fn a_missing_weight_asks_for_a_second_person_unless_what_is_known_asks_for_more() {
    let fixed = protocol(Route::Im, DoseUnit::Mg, 50.0, 80.0);
    let (ok, confirm, stop) = (Dose::mg(40.0), Dose::mg(60.0), Dose::mg(90.0));
    for dose in [ok, confirm] {
        let verdict = verdict(&fixed, dose, None);
        assert_eq!((verdict.level, verdict.finding.missing.len()), (DoseLevel::Confirm, 1), "{dose:?}");
    }
    let stopped = verdict(&fixed, stop, None);
    assert_eq!((stopped.level, stopped.finding.missing.len()), (DoseLevel::Stop, 0));
    assert_eq!(verdict(&fixed, ok, Some(70.0)).level, DoseLevel::Ok);
}

#[test]
fn of_equal_limits_the_protocols_first_one_is_named() {
    let pain = &knowledge().protocols["crps-10day"];
    let verdict = verdict(pain, Dose::MgPerKgPerHour { rate: 0.35, hours: 4.0 }, None);
    assert!(because(&verdict).contains("0.35 mg/kg/h"), "{}", because(&verdict));
}

#[test]
fn the_refusal_of_a_route_brings_no_other_limit_of_the_route_with_it() {
    let own = protocol(Route::Im, DoseUnit::MgPerKg, 2.2, 3.0);
    assert_eq!(verdict(&own, Dose::mg_per_kg(1.9), None).level, DoseLevel::Ok);
    assert_eq!(verdict(&own, Dose::mg_per_kg(2.5), None).level, DoseLevel::Confirm);
    assert_eq!(verdict(&own, Dose::mg_per_kg(4.0), None).level, DoseLevel::Refuse);
}

fn refusals(order: &DoseOrder<'_>) -> String {
    work_out(knowledge(), order).err().into_iter().flatten().map(|p| p.to_string()).collect()
}

#[test]
fn what_stands_on_a_bound_can_still_be_meant() {
    let refused = |order: &DoseOrder<'_>| !refusals(order).is_empty();
    let (most, beyond) = (Dose::mg_per_kg(20.0), Dose::mg_per_kg(20.01));
    assert!(!refused(&mood(most)) && refused(&mood(beyond)));
    let split = |injections| DoseOrder { injections, route: Route::Im, ..mood(Dose::mg_per_kg(0.5)) };
    assert!(!refused(&split(10)) && refused(&split(11)));
    let weighing = |kg: f64| DoseOrder {
        weight: Some(Weighed { kg: WeightKg(kg), on: DAY }),
        ..mood(Dose::mg_per_kg(0.5))
    };
    assert!(!refused(&weighing(20.0)) && refused(&weighing(19.9)));
    assert!(!refused(&weighing(400.0)) && refused(&weighing(400.1)));
    let vial = |mg: f64| DoseOrder { concentration: Some(MgPerMl(mg)), ..mood(Dose::mg_per_kg(0.5)) };
    assert!(!refused(&vial(0.1)) && refused(&vial(0.09)));
    assert!(!refused(&vial(100.0)) && refused(&vial(100.1)));
    let lasting = |hours: f64| DoseOrder { time: Some(Minutes(hours * 60.0)), ..mood(Dose::mg_per_kg(0.5)) };
    assert!(!refused(&lasting(96.0)) && refused(&lasting(96.1)));
}

#[test]
fn less_than_one_device_leaves_one_choice() {
    let spray = protocol(Route::NasalEsketamine, DoseUnit::Devices, 3.0, 3.0);
    let told = refusals(&DoseOrder::new(&spray, DAY, Dose::mg(20.0)));
    assert!(told.contains("Choose 28 mg"), "{told}");
}

#[test]
fn a_pump_that_would_stand_still_is_given_no_running_time() {
    let slow = DoseOrder {
        concentration: Some(MgPerMl(100.0)),
        time: Some(Minutes(96.0 * 60.0)),
        ..mood(Dose::mg_per_kg(0.5))
    };
    let sheet = sheet(&slow);
    assert_eq!(sheet.pump.map(|pump| pump.0), Some(0.0));
    assert!(!said(&sheet).contains("run in"), "{}", said(&sheet));
}

#[test]
fn the_last_dose_is_compared_by_weight_and_a_placebo_with_nothing() {
    let told = |last: Dose, kg: f64, dose: f64| {
        said(&sheet(&DoseOrder { last: Some(after(last, kg)), ..mood(Dose::mg_per_kg(dose)) }))
    };
    let half = Dose::mg_per_kg(0.5);
    assert!(told(half, 70.0, 0.4).contains("20 % less"), "{}", told(half, 70.0, 0.4));
    assert!(told(half, 70.0, 0.75).contains("50 % more"));
    for words in ["% less", "% more"] {
        assert!(!told(half, 70.0, 0.5).contains(words));
        assert!(!told(Dose::mg_per_kg(0.0), 70.0, 0.5).contains(words));
    }
    // 7 kg of 70 are 10 %, which is not yet worth a word.
    let weighing = |kg: f64| {
        let weight = Some(Weighed { kg: WeightKg(kg), on: DAY });
        said(&sheet(&DoseOrder { weight, last: Some(after(half, 70.0)), ..mood(half) }))
    };
    assert!(!weighing(77.0).contains("away from") && weighing(77.1).contains("away from"));
}

#[test]
fn the_next_step_lies_above_the_dose_given_last_not_above_the_one_ordered() {
    let sc = &knowledge().protocols["sc-mood"];
    let next = |last: Dose, kg: f64| {
        sheet(&DoseOrder { given_before: 2, last: Some(after(last, kg)), ..order(sc, Dose::mg_per_kg(0.75)) })
            .next_step
    };
    assert_eq!(next(Dose::mg_per_kg(0.5), 70.0), Some(Dose::mg_per_kg(0.75)));
    // 35 mg were 0.5 mg/kg at 70 kg then, and 0.75 mg/kg at 46.7 kg.
    assert_eq!(next(Dose::mg(35.0), 70.0), Some(Dose::mg_per_kg(0.75)));
    assert_eq!(next(Dose::mg(37.5), 50.0), Some(Dose::mg_per_kg(1.0)));
}

fn session(date: Date, status: SessionStatus, mg_per_kg: f64) -> Session {
    Session {
        dose: Some(Dose::mg_per_kg(mg_per_kg)),
        weight_kg: Some(WeightKg(70.0)),
        blood_pressures: vec![
            BloodPressure { minute: -5, systolic: 139, diastolic: 80 },
            BloodPressure { minute: 0, systolic: 138, diastolic: 80 },
            BloodPressure { minute: 10, systolic: 128, diastolic: 80 },
        ],
        ..Session::new(date, status, Route::Iv)
    }
}

fn course(sessions: Vec<Session>) -> CourseRecord {
    CourseRecord {
        sessions,
        ..CourseRecord::new(Condition::Depression, "iv-mood-6", InstrumentId::Phq9, DAY)
    }
}

#[test]
fn the_dose_before_is_of_a_day_before_and_its_pressure_of_after_the_start() {
    let done = |day| session(day, SessionStatus::Done, 0.5);
    let record = course(vec![done(date(2026, 1, 9)), done(DAY)]);
    let known = mood(Dose::mg_per_kg(0.5)).knowing(&record);
    let last = known.last.unwrap();
    assert_eq!((known.given_before, last.date), (1, date(2026, 1, 9)));
    assert_eq!(last.highest_pressure.map(|bp| bp.minute), Some(10));
}

#[test]
fn a_dose_of_today_that_stops_is_told_once_and_one_of_tomorrow_ahead_of_its_day() {
    let stops = |day: Date| {
        let course = course(vec![session(day, SessionStatus::Planned, 1.6)]);
        let found = review(&course, knowledge()).unwrap().findings;
        found.iter().filter(|f| f.rule == "X2").map(|f| f.date).collect::<Vec<_>>()
    };
    let tomorrow = date(2026, 1, 13);
    assert_eq!((stops(DAY), stops(tomorrow)), (vec![DAY], vec![tomorrow]));
}

#[test]
fn a_dose_has_the_limits_of_the_part_of_the_course_its_session_belongs_to() {
    let mut knowledge = knowledge().clone();
    let phases = &mut knowledge.protocols.get_mut("iv-mood-6").unwrap().phases;
    let mut later = phases[0].clone();
    (later.name, later.dose.confirm_above) = (PhaseName::Maintenance, 0.4);
    phases.push(later);
    let days =
        ["2025-12-22", "2025-12-24", "2025-12-26", "2025-12-29", "2025-12-31", "2026-01-02", "2026-01-12"];
    let state = |given: usize| {
        let done = days[..given].iter().map(|day| session(day.parse().unwrap(), SessionStatus::Done, 0.5));
        let found = review(&course(done.collect()), &knowledge).unwrap().findings;
        found.iter().find(|f| f.rule == "X2").map(|f| f.state)
    };
    assert_eq!(state(6), Some(FindingState::Clear));
    assert_eq!(state(7), Some(FindingState::Warn));
}
