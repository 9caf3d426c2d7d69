//! Every shipped instrument with the cases beside it, and what a careless edit would break.

use super::*;
use crate::field_problem::FieldProblem;
use crate::instrument::InstrumentId;
use crate::questionnaire::{Direction, InstrumentCases, LicenceClass, Translation};

macro_rules! shipped {
    ($($name:literal),+) => {
        [$((
            $name,
            include_str!(concat!("../../../../clinical/instruments/", $name, ".toml")),
            include_str!(concat!("../../../../clinical/instruments/", $name, ".cases.toml")),
        )),+]
    };
}

const SHIPPED: [(&str, &str, &str); 22] = shipped![
    "phq9", "gad7", "qids16", "madrs", "hamd17", "pcl5", "caps5", "pain", "peg", "mood", "cssrs", "auditc",
    "who5", "asq", "madrss", "wsas", "cadss", "cadss6", "bpisf", "promis", "eq5d5l", "obs4"
];

fn instrument(name: &str) -> Questionnaire {
    let (_, text, _) = SHIPPED.iter().find(|(known, ..)| *known == name).unwrap();
    toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn check_total(name: &str, total: f64, accepted: bool) {
    assert_eq!(instrument(name).check_total(total).is_ok(), accepted, "{name} {total}");
}

fn check_problem(name: &str, edit: impl FnOnce(&mut Questionnaire), field: &str) {
    let mut edited = instrument(name);
    edit(&mut edited);
    let fields: Vec<String> = edited.problems().into_iter().map(|problem| problem.field).collect();
    assert!(fields.iter().any(|found| found == field), "{name}: {field} not among {fields:?}");
}

#[test]
fn every_shipped_instrument_is_sound_and_gives_what_its_cases_say() {
    for (name, _, cases) in SHIPPED {
        let questionnaire = instrument(name);
        assert_eq!(questionnaire.problems(), Vec::<FieldProblem>::new(), "{name}");
        assert_eq!(questionnaire.id.as_str().to_lowercase(), name);
        let cases: InstrumentCases = toml::from_str(cases).unwrap_or_else(|error| panic!("{name}: {error}"));
        for case in cases.cases {
            match score(&questionnaire, &case.values()) {
                Ok(scored) => {
                    for (id, sum) in &case.clusters {
                        assert_eq!(scored.clusters.get(id), Some(sum), "{name}: {}: {id}", case.name);
                    }
                    for (id, met) in &case.cuts {
                        assert_eq!(scored.cuts.get(id), Some(met), "{name}: {}: {id}", case.name);
                    }
                    let expected = Scored {
                        total: case.total,
                        partial_total: case.partial_total,
                        band: case.band,
                        missing: case.missing,
                        ..scored.clone()
                    };
                    assert_eq!((scored, case.refused), (expected, None), "{name}: {}", case.name);
                }
                Err(error) => {
                    let words = case.refused.unwrap_or_else(|| panic!("{name}: {}: {error}", case.name));
                    assert!(error.to_string().contains(&words), "{name}: {}: {error}", case.name);
                }
            }
        }
    }
}

#[test]
fn every_instrument_of_the_list_has_its_file() {
    for id in InstrumentId::ALL {
        assert!(SHIPPED.iter().any(|(name, ..)| *name == id.as_str().to_lowercase()), "{id}");
    }
}

#[test]
fn the_wording_ships_only_where_it_may() {
    for (name, ..) in SHIPPED {
        let questionnaire = instrument(name);
        assert!(questionnaire.class == LicenceClass::A || !questionnaire.has_wording(), "{name}");
    }
    assert!(["phq9", "gad7", "pcl5", "auditc", "obs4"].iter().all(|name| instrument(name).has_wording()));
}

#[test]
fn the_zero_option_is_not_at_all() {
    for name in ["phq9", "gad7"] {
        assert_eq!(instrument(name).options.first().unwrap().text, "Not at all", "{name}");
    }
}

#[test]
fn only_mood_and_well_being_rise_with_health() {
    for (name, ..) in SHIPPED {
        let better = instrument(name).direction == Direction::HighIsBetter;
        assert_eq!(better, matches!(name, "mood" | "who5"), "{name}");
    }
}

#[test]
fn a_total_lies_in_the_range_and_on_a_step() {
    check_total("phq9", 0.0, true);
    check_total("phq9", 27.0, true);
    check_total("phq9", 28.0, false);
    check_total("phq9", -1.0, false);
    check_total("phq9", 12.5, false);
    check_total("phq9", f64::NAN, false);
    check_total("phq9", f64::INFINITY, false);
    check_total("gad7", 28.0, false);
    check_total("hamd17", 52.0, true);
    check_total("peg", 6.3, true);
    check_total("peg", 6.667, true);
    check_total("peg", 6.5, false);
    check_total("peg", 0.05, true);
    check_total("peg", 0.06, false);
    check_total("cssrs", 0.0, false);
}

#[test]
fn a_remission_cut_is_the_rows_own() {
    let cuts =
        ["phq9", "qids16", "madrs", "pcl5", "peg", "mood"].map(|name| instrument(name).remission_at_most);
    assert_eq!(cuts, [Some(4.0), Some(5.0), Some(10.0), None, None, None]);
}

#[test]
fn a_score_looks_back_as_far_as_it_says_or_its_form_says() {
    let pcl5 = instrument("pcl5");
    assert_eq!(pcl5.recall_days(None, None), 31);
    assert_eq!(pcl5.recall_days(Some("weekly"), None), 7);
    assert_eq!(pcl5.recall_days(Some("weekly"), Some(3)), 3);
    assert_eq!(pcl5.recall_days(Some("another"), None), 31);
}

#[test]
fn instrument_ids_are_read_as_people_write_them() {
    for (text, id) in [
        ("phq-9", InstrumentId::Phq9),
        ("PHQ9", InstrumentId::Phq9),
        ("C-SSRS", InstrumentId::Cssrs),
        ("audit-c", InstrumentId::AuditC),
        ("pcl 5", InstrumentId::Pcl5),
    ] {
        assert_eq!(read_instrument(text), Ok(id), "{text}");
    }
    let refused = read_instrument("PHQ-8").unwrap_err().to_string();
    assert!(refused.contains("\"PHQ-8\"") && refused.contains("PHQ9"), "{refused}");
}

#[test]
fn a_screen_of_any_yes_is_positive_negative_or_open() {
    let positive = |answers: [Option<u8>; 4]| score(&instrument("asq"), &answers).unwrap().positive;
    assert_eq!(positive([Some(0); 4]), Some(false));
    assert_eq!(positive([Some(0), None, Some(1), Some(0)]), Some(true));
    assert_eq!(positive([Some(0), None, Some(0), Some(0)]), None);
    assert_eq!(score(&instrument("phq9"), &[Some(0); 9]).unwrap().positive, None);
}

#[test]
fn the_weekly_form_asks_for_a_week() {
    let pcl5 = instrument("pcl5");
    assert!(pcl5.stem_of(Some("weekly")).unwrap().contains("past week"));
    assert!(pcl5.stem_of(None).unwrap().contains("past month"));
}

#[test]
fn a_translation_needs_its_official_source_and_every_item() {
    let of = instrument("gad7");
    let translation = Translation {
        instrument: InstrumentId::Gad7,
        language: "xx".to_owned(),
        revision: "1".to_owned(),
        effective: of.effective,
        translation_source: "an official translation".to_owned(),
        permission: None,
        stem: of.stem.clone(),
        form_stems: BTreeMap::default(),
        options: of.options.clone(),
        items: of.items.clone(),
        function_item: None,
    };
    let fields = |edit: &dyn Fn(&mut Translation), of: &Questionnaire| -> Vec<String> {
        let mut edited = translation.clone();
        edit(&mut edited);
        edited.problems(of).into_iter().map(|p| p.field).collect()
    };
    assert_eq!(fields(&|_| (), &of), Vec::<String>::new());
    assert_eq!(fields(&|t| t.translation_source = " ".to_owned(), &of), ["translation_source"]);
    assert_eq!(fields(&|t| t.items.truncate(6), &of), ["items"]);
    assert_eq!(fields(&|t| t.options.truncate(3), &of), ["options"]);
    let restricted = Questionnaire { class: LicenceClass::C, ..of.clone() };
    assert_eq!(fields(&|_| (), &restricted), ["items"]);
}

#[test]
fn careless_edits_are_told() {
    check_problem("phq9", |q| q.bands[1].lo = 6.0, "bands[1].lo");
    check_problem("phq9", |q| q.bands.truncate(4), "bands");
    check_problem("phq9", |q| q.item_max.truncate(8), "range");
    check_problem("phq9", |q| q.items.truncate(8), "items");
    check_problem("phq9", |q| q.items.swap(0, 1), "items[0]");
    check_problem("phq9", |q| q.options.truncate(3), "items[0].options");
    check_problem("phq9", |q| q.sources.clear(), "sources");
    check_problem("phq9", |q| q.remission_at_most = Some(40.0), "remission_at_most");
    check_problem("phq9", |q| q.safety_item = Some(10), "safety_item");
    check_problem("phq9", |q| q.class = LicenceClass::C, "items");
    check_problem("phq9", |q| q.range = None, "range");
    check_problem("qids16", |q| q.item_max.truncate(9), "item_max");
    check_problem("pcl5", |q| q.remission_at_most = Some(20.0), "remission_at_most");
    check_problem("pcl5", |q| q.clusters[3].items.push(21), "clusters[3]");
    check_problem("auditc", |q| q.cuts[0].at_least = Some(13.0), "cuts[0]");
    check_problem("pcl5", |q| q.recall.forms.clear(), "form_stems.weekly");
    check_problem("phq9", |q| q.any_yes_is_positive = true, "any_yes_is_positive");
    check_problem("who5", |q| q.range.as_mut().unwrap().hi = 80.0, "range");
    check_problem("cssrs", |q| q.answers.truncate(6), "answers");
    check_problem("cssrs", |q| q.answers[2].asked_after = Some("q9".into()), "answers[2].asked_after");
}

#[test]
fn an_unknown_field_is_refused_with_its_line() {
    let (_, text, _) = SHIPPED[0];
    let edited = text.replacen("safety_item", "safty_item", 1);
    let error = toml::from_str::<Questionnaire>(&edited).unwrap_err();
    assert!(error.span().is_some() && error.to_string().contains("safty_item"), "{error}");
}
