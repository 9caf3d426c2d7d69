//! Dose limits and spacing as the forms ask for them, on the shipped rules.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop where its own set-up is wrong"
)]

use std::sync::LazyLock;

use evenkeel_care::condition::Route;
use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::dosing::{DoseCheck, DoseLevel, check_dose};
use evenkeel_care::finding::{Caveat, FindingState};
use evenkeel_care::gate::spacing;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::protocol::PhaseName;
use evenkeel_care::safety;
use evenkeel_catalog::Catalog;
use jiff::civil::{Date, date};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().unwrap());

fn check(route: Route, dose: Dose, weight: Option<f64>, level: DoseLevel) {
    let knowledge = CATALOG.knowledge();
    let asked = DoseCheck {
        protocol: &knowledge.protocols["iv-mood-6"],
        phase: PhaseName::Induction,
        route,
        dose,
        weight: weight.map(WeightKg),
        date: date(2026, 1, 5),
    };
    let verdict = check_dose(knowledge, &asked);
    assert_eq!(verdict.level, level, "{:?}", verdict.finding.because);
    assert_eq!(verdict.finding.caveats.contains(&Caveat::NoOverride), level == DoseLevel::Refuse);
}

#[test]
fn infusions_follow_the_protocols_limits() {
    check(Route::Iv, Dose::mg_per_kg(0.5), None, DoseLevel::Ok);
    check(Route::Iv, Dose::mg_per_kg(1.0), None, DoseLevel::Ok);
    check(Route::Iv, Dose::mg_per_kg(1.01), None, DoseLevel::Confirm);
    check(Route::Iv, Dose::mg_per_kg(1.51), None, DoseLevel::Stop);
    check(Route::Iv, Dose::mg(35.0), Some(70.0), DoseLevel::Ok);
    check(Route::Iv, Dose::mg(35.0), None, DoseLevel::Confirm);
}

#[test]
fn injections_follow_the_limits_of_their_route() {
    check(Route::Im, Dose::mg_per_kg(1.0), None, DoseLevel::Ok);
    check(Route::Im, Dose::mg_per_kg(1.5), None, DoseLevel::Confirm);
    check(Route::Im, Dose::mg_per_kg(2.5), None, DoseLevel::Stop);
    check(Route::Im, Dose::mg_per_kg(4.0), None, DoseLevel::Refuse);
    check(Route::Im, Dose::mg(400.0), Some(70.0), DoseLevel::Refuse);
}

#[test]
fn a_route_without_limits_is_confirmed() {
    check(Route::Sc, Dose::mg_per_kg(0.5), None, DoseLevel::Confirm);
}

fn spaced(existing: &[Date], candidate: Date, state: FindingState) {
    let knowledge = CATALOG.knowledge();
    let finding = spacing(knowledge, &knowledge.protocols["iv-mood-6"], 6, existing, candidate);
    assert_eq!(finding.state, state, "{:?}", finding.because);
}

#[test]
fn a_session_may_be_put_between_two_others_only_where_both_gaps_hold() {
    let existing = [date(2026, 1, 5), date(2026, 1, 9)];
    spaced(&existing, date(2026, 1, 7), FindingState::Clear);
    spaced(&existing, date(2026, 1, 8), FindingState::Stop);
    spaced(&existing, date(2026, 1, 6), FindingState::Stop);
    spaced(&[], date(2026, 1, 6), FindingState::Clear);
}

fn answered(instrument: InstrumentId, answers: &[Option<u8>], rules: &[&str]) {
    let found = safety::after_answers(CATALOG.knowledge(), instrument, answers, date(2026, 1, 5));
    assert_eq!(found.iter().map(|f| f.rule.as_str()).collect::<Vec<_>>(), rules);
}

#[test]
fn any_cause_brings_the_crisis_wording_onto_the_same_response() {
    let nine = |last| [Some(0), Some(1), Some(1), Some(1), Some(0), Some(0), Some(0), Some(0), last];
    answered(InstrumentId::Phq9, &nine(Some(0)), &[]);
    answered(InstrumentId::Phq9, &nine(Some(1)), &["D20", "D25"]);
    answered(InstrumentId::Phq9, &nine(None), &["D20", "D25"]);
    answered(InstrumentId::Gad7, &[Some(3); 7], &[]);
    answered(InstrumentId::Cssrs, &[Some(0); 7], &["D21"]);
    let with = |i: usize| {
        let mut answers = [Some(0); 7];
        answers[i] = Some(1);
        answers
    };
    answered(InstrumentId::Cssrs, &with(0), &["D21", "D25"]);
    answered(InstrumentId::Cssrs, &with(2), &["D22", "D25"]);
    answered(InstrumentId::Cssrs, &with(3), &["D23", "D25"]);
    answered(InstrumentId::Cssrs, &[None; 7], &["D20", "D25"]);
}
