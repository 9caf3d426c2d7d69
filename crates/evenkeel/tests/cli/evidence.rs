//! `evenkeel evidence`: what is published, from outside.

use crate::run::{json, refused, run};

#[test]
fn the_answer_is_words_and_figures_with_number_definition_source_and_grade() {
    let answer = json(
        &["evidence", "--condition", "depression", "--route", "iv", "--phase", "end_of_induction", "--json"],
        "",
    );
    assert_eq!(answer["schema"], "evenkeel-evidence-answer/1");
    assert_eq!(answer["asked"]["route"], "iv");
    let figures = answer["figures"].as_array().expect("figures");
    let shiroma = figures
        .iter()
        .find(|f| f["study"] == "shiroma2014" && f["quantity"] == "response_rate")
        .expect("Shiroma 2014");
    assert_eq!(shiroma["value"], 91.6);
    assert_eq!((&shiroma["count"], &shiroma["denominator"]), (&11.into(), &12.into()));
    assert_eq!((&shiroma["session"], &shiroma["grade"]), (&6.into(), &"very_low".into()));
    assert_eq!(shiroma["definition"], ">=50% fall from baseline");
    for figure in figures {
        assert_eq!(figure["phase"], "end_of_induction");
        assert!(
            figure["conditions"].as_array().expect("conditions").contains(&"depression".into()),
            "{figure}"
        );
    }
}

#[test]
fn in_words_the_control_stands_beside_the_figure() {
    let run = run(&["evidence", "--condition", "ptsd", "--phase", "end_of_induction"], "");
    assert_eq!(run.code, 0, "{}", run.stderr);
    for words in [
        "Response: 67 % (arm of 15)",
        "against 20 % (arm of 15) with midazolam",
        "30% fall in CAPS-5",
        "Grade moderate",
        "doi:10.1176/",
    ] {
        assert!(run.stdout.contains(words), "{} does not say {words:?}", run.stdout);
    }
}

#[test]
fn where_nothing_is_published_it_says_so_and_that_is_no_error() {
    let args = ["evidence", "--condition", "ptsd", "--route", "nasal_esketamine"];
    let run = run(&args, "");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("No study on file answers this"), "{}", run.stdout);
    let answer = json(&[&args[..], &["--json"]].concat(), "");
    assert_eq!(answer["figures"].as_array().map(Vec::len), Some(0));
}

#[test]
fn an_unknown_word_is_refused_with_the_list() {
    refused(&["evidence", "--condition", "ocd"], "", 2, &["--condition", "\"ocd\"", "bipolar_depression"]);
    refused(&["evidence", "--route", "oral"], "", 2, &["--route", "nasal_esketamine"]);
    refused(&["evidence", "--phase", "later"], "", 2, &["--phase", "end_of_induction, maintenance"]);
}
