//! The shipped evidence: what it answers, and what it must never say.
#![expect(clippy::unwrap_used, reason = "a test may stop where its own set-up is wrong")]

use std::collections::{BTreeMap, BTreeSet};

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::Condition;
use evenkeel_care::evidence::{
    AnsweredFigure, EvidenceAnswer, EvidenceGrade, EvidencePhase, Question, QuestionRoute,
};
use evenkeel_catalog::Catalog;

fn ask(condition: Option<&str>, route: Option<&str>, phase: Option<&str>) -> EvidenceAnswer {
    let catalog = Catalog::embedded().unwrap();
    let question = Question {
        condition: condition.map(|w| Condition::parse(w).unwrap()),
        route: route.map(|w| QuestionRoute::parse(w).unwrap()),
        phase: phase.map(|w| EvidencePhase::parse(w).unwrap()),
    };
    catalog.evidence().answer(question, &catalog.knowledge().rules.d1.params.response_percent)
}

fn figure<'a>(answer: &'a EvidenceAnswer, study: &str, quantity: &str) -> &'a AnsweredFigure {
    answer.figures.iter().find(|f| f.study == study && f.quantity == quantity).unwrap()
}

#[test]
fn all_studies_are_read() {
    let catalog = Catalog::embedded().unwrap();
    assert_eq!(catalog.evidence().studies.len(), 63);
}

#[test]
fn ptsd_at_the_end_of_the_induction_stands_beside_its_control() {
    let answer = ask(Some("ptsd"), Some("iv"), Some("end_of_induction"));
    let feder = figure(&answer, "feder2021", "response_rate");
    assert_eq!((feder.shown.as_str(), feder.people().as_str()), ("67 %", "arm of 15"));
    assert_eq!(feder.source.as_deref(), Some("doi:10.1176/appi.ajp.2020.20050596"));
    assert_eq!(feder.definition_words, "≥ 30% fall in CAPS-5; this clinic's too");
    let control = feder.control.as_ref().unwrap();
    assert_eq!((control.shown.as_str(), control.arm.as_str()), ("20 %", "midazolam"));
    // Blinded and randomised, but fifteen people.
    assert_eq!(feder.grade, EvidenceGrade::Moderate);
    assert!(feder.grade_why.contains(&"a small group"));
    assert!(feder.interval.is_none(), "the text read gives no denominator");
}

#[test]
fn another_definition_than_the_clinics_is_told() {
    let answer = ask(Some("anxiety"), Some("iv"), Some("acute"));
    let taylor = figure(&answer, "taylor2018", "response_rate");
    assert!(taylor.definition_words.contains("this clinic asks for 50 %"), "{}", taylor.definition_words);
}

#[test]
fn studies_that_share_patients_are_counted_once() {
    let answer = ask(Some("depression"), Some("iv"), Some("end_of_induction"));
    let zheng = figure(&answer, "zheng2018_all", "response_rate");
    assert!(zheng.shares_patients_with.contains(&"zheng2019_mdd".to_owned()));
    assert!(!zheng.shares_patients_words.is_empty());
    assert!(zheng.shares_patients_words.iter().all(|said| !said.contains('_')));
    assert!(answer.independent_groups < answer.studies);
    assert!(answer.words.iter().any(|w| w.contains("independent groups")), "{:?}", answer.words);
    let catalog = Catalog::embedded().unwrap();
    let ids =
        BTreeSet::from(["aanhetrot2010", "murrough2013_six", "dahan2011", "sigtermans2009", "transform3"]);
    assert_eq!(catalog.evidence().independent_groups(&ids), 3);
}

#[test]
fn what_was_not_verified_is_named_and_never_used() {
    let answer = ask(None, None, None);
    for study in ["zarate2006", "aanhetrot2010", "vandevoort2016"] {
        assert!(answer.figures.iter().all(|f| f.study != study));
        let named = answer.not_used.iter().find(|n| n.study == study).unwrap();
        assert_eq!(named.why, "not verified, not used");
    }
    assert!(answer.figures.iter().all(|f| f.study != "clinic_booster_claim"));
}

#[test]
fn an_unseen_doi_is_not_cited() {
    let answer = ask(Some("depression"), Some("iv"), Some("acute"));
    assert_eq!(figure(&answer, "mathew2010", "response_rate").source, None);
}

#[test]
fn a_question_nobody_studied_says_so() {
    let answer = ask(Some("ptsd"), Some("nasal_esketamine"), None);
    assert!(answer.figures.is_empty());
    assert!(answer.words.concat().contains("No study on file answers this"), "{:?}", answer.words);
}

#[test]
fn nothing_is_pooled_and_every_figure_is_one_of_the_file() {
    let catalog = Catalog::embedded().unwrap();
    let on_file: Vec<f64> = catalog
        .evidence()
        .studies
        .iter()
        .flat_map(|s| s.arm.iter().flat_map(|a| a.timepoint.iter().map(|t| t.value)))
        .collect();
    let answer = catalog.evidence().answer(Question::default(), &BTreeMap::new());
    assert!(answer.figures.len() > 100, "{}", answer.figures.len());
    for figure in &answer.figures {
        assert!(on_file.iter().any(|value| value.to_bits() == figure.value.to_bits()));
        assert!(!figure.grade_why.is_empty() && !figure.name.is_empty() && !figure.shown.is_empty());
        assert!(!figure.citation.contains("http"));
    }
}

#[test]
fn every_question_has_an_answer_in_words() {
    for condition in Condition::ALL {
        for route in QuestionRoute::ALL {
            for phase in EvidencePhase::ALL {
                let answer = ask(Some(condition.as_str()), Some(route.as_str()), Some(phase.as_str()));
                assert!(!answer.words.is_empty());
                let of_phase =
                    answer.figures.iter().all(|f| f.phase == *phase && f.conditions.contains(condition));
                assert!(of_phase);
            }
        }
    }
}
