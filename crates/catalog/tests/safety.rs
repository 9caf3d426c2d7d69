//! What the shipped safety rules require, and who is called.
#![expect(clippy::unwrap_used, reason = "a test may stop where its own set-up is wrong")]

use evenkeel_care::finding::FindingState;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::safety::{of_answers, required_actions, undocumented};
use evenkeel_catalog::Catalog;
use jiff::civil::date;

/// Keys of what the finding on these seven screener answers requires.
fn keys(catalog: &Catalog, answers: [u8; 7]) -> (FindingState, Vec<String>) {
    let answers = answers.map(Some);
    let found = of_answers(catalog.knowledge(), InstrumentId::Cssrs, &answers, date(2026, 1, 5));
    let finding = found.first().unwrap();
    let actions = required_actions(catalog.knowledge(), finding);
    (finding.state, actions.iter().map(|a| a.key.clone()).collect())
}

#[test]
fn each_level_has_its_actions_and_no_risk_has_none() {
    let catalog = Catalog::embedded().unwrap();
    let level = |answers| keys(&catalog, answers);
    assert_eq!(level([0; 7]), (FindingState::None, vec![]));
    assert_eq!(level([1, 0, 0, 0, 0, 0, 0]).0, FindingState::Low);
    assert_eq!(level([1, 0, 0, 0, 0, 0, 0]).1, ["note", "plan"]);
    assert_eq!(level([1, 1, 1, 0, 0, 0, 0]).1, ["contact", "safety_plan", "level_of_care"]);
    let high = ["in_sight", "emergency", "prescriber", "safety_plan", "means", "disposition"];
    assert_eq!(level([1, 1, 1, 1, 0, 0, 0]).1, high);
}

#[test]
fn a_high_level_cannot_be_closed_before_its_actions_are_documented() {
    let catalog = Catalog::embedded().unwrap();
    let actions = &catalog.knowledge().rules.d23.params.actions;
    let open = |documented: &[&str]| -> Vec<String> {
        undocumented(actions, documented).iter().map(|a| a.key.clone()).collect()
    };
    assert_eq!(open(&[]), ["in_sight", "prescriber", "safety_plan", "means", "disposition"]);
    assert_eq!(open(&["in_sight", "prescriber", "safety_plan", "means"]), ["disposition"]);
    assert!(open(&["in_sight", "prescriber", "safety_plan", "means", "disposition"]).is_empty());
}

#[test]
fn item_nine_requires_a_screen_in_the_same_contact() {
    let catalog = Catalog::embedded().unwrap();
    let answers = [0, 0, 1, 1, 0, 0, 0, 0, 1].map(Some);
    let found = of_answers(catalog.knowledge(), InstrumentId::Phq9, &answers, date(2026, 1, 5));
    let actions = required_actions(catalog.knowledge(), found.first().unwrap());
    assert_eq!(actions.iter().map(|a| a.key.as_str()).collect::<Vec<_>>(), ["screen"]);
}

#[test]
fn the_asq_says_whether_a_yes_or_a_missing_answer_asks_for_the_screener() {
    let catalog = Catalog::embedded().unwrap();
    let reason = |answers: [Option<u8>; 4]| {
        let found = of_answers(catalog.knowledge(), InstrumentId::Asq, &answers, date(2026, 1, 5));
        found.first().and_then(|f| f.because.first()).map(|message| message.key.clone())
    };
    let (yes, no) = (Some(1), Some(0));
    assert_eq!(reason([no; 4]), None);
    assert_eq!(reason([no, no, no, None]).as_deref(), Some("d20.asq_missing"));
    assert_eq!(reason([no, yes, no, None]).as_deref(), Some("d20.asq"));
}
