//! The calculator of doses on the shipped rules: what is drawn up, every rounding, what is refused.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop where its own set-up is wrong"
)]

use std::sync::LazyLock;

use evenkeel_care::condition::Route;
use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::dosing::units::{Hours, MgPerKg, MgPerMl, Milligrams, Millilitres, Minutes, MlPerHour};
use evenkeel_care::dosing::{DoseLevel, DoseOrder, DoseSheet, LastDose, Weighed, work_out};
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::protocol::{DoseUnit, Protocol};
use evenkeel_care::record::BloodPressure;
use evenkeel_catalog::Catalog;
use jiff::civil::{Date, date};
use proptest::prelude::*;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().unwrap());
const DAY: Date = date(2026, 1, 12);

fn knowledge() -> &'static Knowledge {
    CATALOG.knowledge()
}

fn mood() -> &'static Protocol {
    &knowledge().protocols["iv-mood-6"]
}

/// The mood protocol with another dose rule and route, for forms that it does not have.
fn protocol(route: Route, unit: DoseUnit, limits: (f64, f64), hours: Option<f64>) -> Protocol {
    let mut protocol = mood().clone();
    protocol.route = route;
    for phase in &mut protocol.phases {
        phase.dose.unit = unit;
        (phase.dose.confirm_above, phase.dose.stop_above) = limits;
        phase.dose.hours = hours;
    }
    protocol
}

fn weighing(kg: f64, on: Date) -> Weighed {
    Weighed { kg: WeightKg(kg), on }
}

fn order(protocol: &Protocol, dose: Dose, kg: f64) -> DoseOrder<'_> {
    DoseOrder { weight: Some(weighing(kg, DAY)), ..DoseOrder::new(protocol, DAY, dose) }
}

fn sheet(order: &DoseOrder<'_>) -> DoseSheet {
    work_out(knowledge(), order).unwrap()
}

fn said(sheet: &DoseSheet) -> String {
    sheet.steps.iter().map(|step| CATALOG.say(step)).collect::<Vec<_>>().join("\n")
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
}

#[test]
fn half_a_milligram_per_kilogram_over_forty_minutes() {
    let asked = DoseOrder {
        concentration: Some(MgPerMl(10.0)),
        time: Some(Minutes(40.0)),
        ..order(mood(), Dose::mg_per_kg(0.5), 70.0)
    };
    let sheet = sheet(&asked);
    near(sheet.measured.unwrap().0, 35.0);
    near(sheet.volume.unwrap().0, 3.5);
    near(sheet.pump.unwrap().0, 5.3);
    assert_eq!((sheet.verdict.level, sheet.second_check), (DoseLevel::Ok, false));
    let said = said(&sheet);
    for words in [
        "0.5 mg/kg × 70 kg = 35 mg.",
        "35 mg ÷ 10 mg/mL = 3.5 mL.",
        "3.5 mL in 40 min = 5.25 mL/h.",
        "Rounded up (pump): 5.25 mL/h → 5.3 mL/h.",
        "At 5.3 mL/h the 3.5 mL run in 39.62 min.",
        "No dose before this one is on record.",
    ] {
        assert!(said.contains(words), "{said}\nlacks {words:?}");
    }
    assert!(!said.contains('{'), "{said}");
}

#[test]
fn every_rounding_is_told_and_none_passes_a_limit() {
    // 70.44 mg would be rounded up to 0.71 mL = 71 mg, over the 1.0 mg/kg from which one confirms.
    let asked =
        DoseOrder { concentration: Some(MgPerMl(100.0)), ..order(mood(), Dose::mg_per_kg(1.0), 70.6) };
    let held = sheet(&asked);
    near(held.volume.unwrap().0, 0.7);
    near(held.measured.unwrap().0, 70.0);
    assert_eq!(held.verdict.level, DoseLevel::Ok);
    assert!(
        said(&held).contains("Rounded down (dose): 0.706 mL → 0.7 mL; the nearer mark lies above a limit.")
    );
    // Below the limit the nearer mark is taken, in either direction.
    let up = DoseOrder { concentration: Some(MgPerMl(100.0)), ..order(mood(), Dose::mg_per_kg(0.5), 71.2) };
    assert!(said(&sheet(&up)).contains("Rounded up (dose): 0.356 mL → 0.36 mL."));
    let down = DoseOrder { concentration: Some(MgPerMl(100.0)), ..order(mood(), Dose::mg_per_kg(0.5), 70.8) };
    assert!(said(&sheet(&down)).contains("Rounded down (dose): 0.354 mL → 0.35 mL."));
    // Rounding down never hides what the order itself asks for.
    let above = sheet(&DoseOrder {
        concentration: Some(MgPerMl(100.0)),
        ..order(mood(), Dose::mg_per_kg(1.005), 70.0)
    });
    near(above.measured.unwrap().0, 70.0);
    assert_eq!(above.verdict.level, DoseLevel::Confirm);
    // Without a concentration milligrams are rounded, and what is missing is said.
    let plain = sheet(&order(mood(), Dose::mg_per_kg(0.5), 70.3));
    assert!(said(&plain).contains("Rounded up (dose): 35.15 mg → 35.2 mg."));
    assert_eq!(plain.missing.iter().map(|m| m.key.as_str()).collect::<Vec<_>>(), ["concentration"]);
}

#[test]
fn a_stale_or_missing_weight_is_told_and_nothing_is_reckoned_from_it() {
    let on = |days: i64| DAY.checked_sub(jiff::ToSpan::days(days)).unwrap();
    let with = |weight| sheet(&DoseOrder { weight, ..DoseOrder::new(mood(), DAY, Dose::mg_per_kg(0.5)) });
    assert!(with(Some(weighing(70.0, on(7)))).measured.is_some());
    for (weight, words) in
        [(Some(weighing(70.0, on(8))), "8 days old and counts for 7"), (None, "The weight is missing")]
    {
        let sheet = with(weight);
        assert_eq!((sheet.calculated, sheet.measured, sheet.volume), (None, None, None));
        assert!(sheet.missing.iter().any(|m| m.key == "weight_kg"));
        assert!(said(&sheet).contains(words), "{}", said(&sheet));
    }
    // A dose in mg can be measured without a weight, and not be set beside limits per kilogram.
    let mg = sheet(&DoseOrder::new(mood(), DAY, Dose::mg(35.0)));
    near(mg.measured.unwrap().0, 35.0);
    assert_eq!((mg.verdict.level, mg.second_check, mg.per_kg), (DoseLevel::Confirm, true, None));
}

#[test]
fn a_rate_is_bound_as_a_rate_and_as_a_whole() {
    let pain = protocol(Route::Iv, DoseUnit::MgPerKgPerHour, (0.5, 1.0), Some(4.0));
    let check = |rate, hours, level| {
        let asked = order(&pain, Dose::MgPerKgPerHour { rate, hours }, 70.0);
        assert_eq!(sheet(&asked).verdict.level, level, "{rate} mg/kg/h over {hours} h");
    };
    check(0.35, 4.0, DoseLevel::Ok);
    check(0.5, 4.0, DoseLevel::Ok);
    check(0.51, 1.0, DoseLevel::Confirm);
    check(0.45, 5.0, DoseLevel::Confirm);
    check(1.01, 1.0, DoseLevel::Stop);
    check(0.9, 5.0, DoseLevel::Stop);
    let asked = DoseOrder {
        concentration: Some(MgPerMl(1.0)),
        ..order(&pain, Dose::MgPerKgPerHour { rate: 0.35, hours: 4.0 }, 70.0)
    };
    let sheet = sheet(&asked);
    near(sheet.measured.unwrap().0, 98.0);
    near(sheet.pump.unwrap().0, 24.5);
    assert!(said(&sheet).contains("0.35 mg/kg/h × 4 h × 70 kg = 98 mg."));
    // A pump at the limit of the rate is rounded down, though the nearer mark lies above.
    let at_limit = DoseOrder {
        concentration: Some(MgPerMl(1.0)),
        ..order(&pain, Dose::MgPerKgPerHour { rate: 0.5, hours: 4.0 }, 70.14)
    };
    let held = self::sheet(&at_limit);
    near(held.pump.unwrap().0, 35.0);
    assert!(said(&held).contains("the nearer mark lies above a limit"), "{}", said(&held));
}

#[test]
fn a_bolus_counts_into_the_whole_and_has_a_limit_of_its_own() {
    let asked = |bolus: f64, dose: f64| DoseOrder {
        bolus: Some(Dose::mg_per_kg(bolus)),
        concentration: Some(MgPerMl(10.0)),
        time: Some(Minutes(40.0)),
        ..order(mood(), Dose::mg_per_kg(dose), 70.0)
    };
    let usual = sheet(&asked(0.3, 0.5));
    near(usual.measured.unwrap().0, 56.0);
    near(usual.bolus.unwrap().mg.0, 21.0);
    near(usual.pump.unwrap().0, 5.3);
    near(usual.per_kg.unwrap().0, 0.8);
    assert_eq!(usual.verdict.level, DoseLevel::Ok);
    assert_eq!(sheet(&asked(0.35, 0.5)).verdict.level, DoseLevel::Ok);
    assert_eq!(sheet(&asked(0.36, 0.5)).verdict.level, DoseLevel::Confirm);
    assert_eq!(sheet(&asked(0.3, 0.8)).verdict.level, DoseLevel::Confirm);
    assert_eq!(sheet(&asked(0.3, 1.3)).verdict.level, DoseLevel::Stop);
}

#[test]
fn devices_are_whole_and_rest_five_minutes_apart() {
    let spray = protocol(Route::NasalEsketamine, DoseUnit::Devices, (3.0, 3.0), None);
    for (mg, minutes) in [(28.0, vec![0.0]), (56.0, vec![0.0, 5.0]), (84.0, vec![0.0, 5.0, 10.0])] {
        let sheet = sheet(&DoseOrder::new(&spray, DAY, Dose::mg(mg)));
        let found: Vec<f64> = sheet.parts.iter().map(|part| part.minute.unwrap().0).collect();
        assert_eq!((found, sheet.verdict.level), (minutes, DoseLevel::Ok), "{mg} mg");
        assert!(sheet.missing.is_empty() && sheet.parts.iter().all(|p| p.mg == Milligrams(28.0)));
    }
    assert_eq!(sheet(&DoseOrder::new(&spray, DAY, Dose::mg(112.0))).verdict.level, DoseLevel::Stop);
    refused(&DoseOrder::new(&spray, DAY, Dose::mg(60.0)), "dose", "Choose 56 or 84 mg");
    refused(&DoseOrder::new(&spray, DAY, Dose::mg_per_kg(0.5)), "dose", "not dosed by weight");
}

#[test]
fn shipped_protocols_bind_their_doses_in_their_own_form() {
    let check = |id: &str, dose, level| {
        let asked = order(&knowledge().protocols[id], dose, 70.0);
        assert_eq!(sheet(&asked).verdict.level, level, "{id}: {dose:?}");
    };
    check("spravato-trd", Dose::mg(84.0), DoseLevel::Ok);
    check("spravato-trd", Dose::mg(112.0), DoseLevel::Stop);
    check("sc-mood", Dose::mg_per_kg(1.0), DoseLevel::Ok);
    check("sc-mood", Dose::mg_per_kg(1.01), DoseLevel::Confirm);
    check("sc-mood", Dose::mg_per_kg(1.51), DoseLevel::Stop);
    check("im-mood", Dose::mg_per_kg(2.01), DoseLevel::Stop);
    check("im-mood", Dose::mg(280.0), DoseLevel::Refuse);
    check("crps-10day", Dose::MgPerKgPerHour { rate: 0.35, hours: 4.0 }, DoseLevel::Ok);
    check("crps-10day", Dose::MgPerKgPerHour { rate: 0.71, hours: 4.0 }, DoseLevel::Confirm);
    check("pain-2h-80mg", Dose::mg(200.0), DoseLevel::Ok);
    check("pain-2h-80mg", Dose::mg(201.0), DoseLevel::Confirm);
}

#[test]
fn the_next_step_of_a_titration_is_offered_once_its_session_has_come() {
    let sc = &knowledge().protocols["sc-mood"];
    let after = |given_before, last: f64, dose: f64| {
        let last = LastDose {
            date: date(2026, 1, 8),
            dose: Dose::mg_per_kg(last),
            weight: None,
            highest_pressure: None,
            moaas_last: None,
            observed_minutes: None,
        };
        sheet(&DoseOrder { given_before, last: Some(last), ..order(sc, Dose::mg_per_kg(dose), 70.0) })
    };
    assert_eq!(after(1, 0.5, 0.5).next_step, Some(Dose::mg_per_kg(0.75)));
    assert_eq!(after(1, 0.75, 0.75).next_step, None);
    assert_eq!(after(2, 0.75, 0.75).next_step, Some(Dose::mg_per_kg(1.0)));
    assert_eq!(after(3, 1.0, 1.0).next_step, None);
    assert!(
        said(&after(2, 0.5, 0.6))
            .contains("0.6 mg/kg is not a step of the protocol at session 3: 0.5, 0.75, 1.")
    );
    assert!(said(&after(1, 0.5, 0.5)).contains("0.75 mg/kg. It is an option, not an order."));
}

#[test]
fn an_injection_may_be_split_and_four_milligrams_per_kilogram_are_never_given() {
    let asked = |amount: f64, injections| DoseOrder {
        route: Route::Im,
        injections,
        concentration: Some(MgPerMl(50.0)),
        ..order(mood(), Dose::mg_per_kg(amount), 70.0)
    };
    let split = sheet(&asked(0.5, 3));
    let drawn: Vec<f64> = split.parts.iter().map(|part| part.ml.unwrap().0).collect();
    assert_eq!(drawn, [0.23, 0.23, 0.24]);
    assert!(said(&split).contains("Injection 3 of 3: 0.24 mL (12 mg)."), "{}", said(&split));
    let refused = sheet(&asked(4.0, 1));
    assert_eq!(refused.verdict.level, DoseLevel::Refuse);
    assert!(!refused.verdict.finding.caveats.is_empty());
    assert_eq!(sheet(&asked(3.99, 1)).verdict.level, DoseLevel::Stop);
}

#[test]
fn the_last_dose_and_how_it_was_borne_stand_beside_it() {
    let last = LastDose {
        date: date(2026, 1, 5),
        dose: Dose::mg_per_kg(0.5),
        weight: Some(WeightKg(80.0)),
        highest_pressure: Some(BloodPressure { minute: 40, systolic: 152, diastolic: 91 }),
        moaas_last: Some(5),
        observed_minutes: Some(110),
    };
    let said = said(&sheet(&DoseOrder { last: Some(last), ..order(mood(), Dose::mg_per_kg(0.75), 70.0) }));
    for words in [
        "Last dose, 2026-01-05: 0.5 mg/kg.",
        "This is 50 % more than the last dose.",
        "highest blood pressure 152/91 in minute 40",
        "last MOAA/S before discharge 5",
        "observed for 110 min",
        "12.5 % away from the 80 kg of 2026-01-05",
    ] {
        assert!(said.contains(words), "{said}\nlacks {words:?}");
    }
}

fn refused(order: &DoseOrder<'_>, field: &str, words: &str) {
    let problems = work_out(knowledge(), order).unwrap_err();
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(problems.iter().any(|p| p.field == field), "{field}: {told:?}");
    assert!(told.iter().any(|text| text.contains(words)), "{words}: {told:?}");
}

#[test]
fn what_cannot_be_meant_is_refused_with_what_why_and_what_to_do() {
    let usual = || order(mood(), Dose::mg_per_kg(0.5), 70.0);
    let rate = Dose::MgPerKgPerHour { rate: 0.35, hours: 4.0 };
    refused(&order(mood(), Dose::mg_per_kg(0.5), 700.0), "weight", "not pounds");
    refused(&order(mood(), Dose::mg_per_kg(0.5), f64::NAN), "weight", "NaN");
    refused(&order(mood(), Dose::mg_per_kg(0.0), 70.0), "dose", "nothing to draw up");
    refused(&order(mood(), Dose::mg_per_kg(-1.0), 70.0), "dose", "not a dose above 0");
    refused(&order(mood(), Dose::mg_per_kg(f64::INFINITY), 70.0), "dose", "not a dose above 0");
    refused(&order(mood(), Dose::mg_per_kg(35.0), 70.0), "dose", "35 mg at 70 kg is 0.5 mg/kg");
    refused(
        &DoseOrder { weight: Some(weighing(70.0, date(2026, 1, 13))), ..usual() },
        "weighed_on",
        "after the session",
    );
    refused(&DoseOrder { concentration: Some(MgPerMl(0.0)), ..usual() }, "concentration", "from the vial");
    refused(
        &DoseOrder { concentration: Some(MgPerMl(500.0)), ..usual() },
        "concentration",
        "ten times the dose",
    );
    refused(&DoseOrder { time: Some(Minutes(0.0)), ..usual() }, "minutes", "not a time above 0");
    refused(&DoseOrder { time: Some(Minutes(40.0)), dose: rate, ..usual() }, "minutes", "can disagree");
    refused(&DoseOrder { injections: 2, ..usual() }, "injections", "only injections are split");
    refused(&DoseOrder { injections: 0, route: Route::Im, ..usual() }, "injections", "between 1 and 10");
    refused(&DoseOrder { route: Route::Im, dose: rate, ..usual() }, "dose", "has no rate");
    refused(
        &DoseOrder { route: Route::Im, bolus: Some(Dose::mg(5.0)), ..usual() },
        "bolus",
        "does not exist",
    );
    refused(&DoseOrder { bolus: Some(rate), ..usual() }, "bolus", "has no rate");
    refused(
        &DoseOrder { dose: Dose::MgPerKgPerHour { rate: 0.3, hours: 0.0 }, ..usual() },
        "hours",
        "time above 0",
    );
}

proptest! {
    /// mg/kg → mg → mL → mL/h and back is the same dose.
    #[test]
    fn units_go_there_and_back(dose in 0.05..5.0_f64, kg in 25.0..250.0_f64, per_ml in 0.5..100.0_f64, minutes in 2.0..600.0_f64) {
        let (weight, per_ml, hours) = (WeightKg(kg), MgPerMl(per_ml), Hours::from(Minutes(minutes)));
        let mg: Milligrams = MgPerKg(dose) * weight;
        let ml: Millilitres = mg / per_ml;
        let pump: MlPerHour = ml / hours;
        let back: MgPerKg = per_ml * (pump * hours) / weight;
        prop_assert!((back.0 - dose).abs() < 1e-9 * dose.max(1.0));
        prop_assert!((Minutes::from(hours).0 - minutes).abs() < 1e-9 * minutes);
    }

    /// What is measured differs from what was calculated by a mark at most, parts add up to it, and its
    /// level is never above the level of the order.
    #[test]
    fn rounding_stays_within_a_mark_and_under_the_limits(
        dose in 0.05..4.5_f64, kg in 25.0..250.0_f64, per_ml in 1.0..100.0_f64, injections in 1..10_u32,
    ) {
        let asked = DoseOrder {
            route: Route::Im,
            injections,
            concentration: Some(MgPerMl(per_ml)),
            ..order(mood(), Dose::mg_per_kg(dose), kg)
        };
        let sheet = sheet(&asked);
        let (calculated, measured) = (sheet.calculated.unwrap().0, sheet.measured.unwrap().0);
        prop_assert!((calculated - dose * kg).abs() < 1e-6);
        prop_assert!((measured - calculated).abs() <= 0.01 * per_ml + 1e-6);
        let sum: f64 = sheet.parts.iter().map(|part| part.mg.0).sum();
        prop_assert!((sum - measured).abs() < 1e-6, "{sum} is not {measured}");
        prop_assert!(sheet.parts.iter().all(|part| part.ml.unwrap().0 >= 0.0));
        let after = self::sheet(&DoseOrder { dose: Dose::mg(measured.max(1e-6)), ..asked.clone() });
        prop_assert!(after.verdict.level <= sheet.verdict.level);
    }
}
