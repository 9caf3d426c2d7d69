//! The bytes of the answers of model 1.1 stay what they are, on every set of vector instructions.

use crate::common::{bank, file, model};
use evenkeel_forecast::answer::Extent;
use evenkeel_forecast::{Answer, Case, LoglikCheck, Path, Plan, Posterior};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// One part of an answer as it is written.
fn json(part: &impl Serialize) -> String {
    serde_json::to_string(part).unwrap()
}

/// What is computed without random paths.
fn closed_form(answer: &Answer) -> String {
    [
        json(&answer.ess),
        json(&answer.rounds),
        json(&answer.unstable),
        json(&answer.benefit_now),
        json(&answer.benefit_parts),
        json(&answer.p_well_now),
        json(&answer.p_response_by_session),
        json(&answer.p_remission_by_session),
        json(&answer.score_forecast),
        json(&answer.sessions_to_response),
        json(&answer.tradeoff),
        json(&answer.loglik_check),
    ]
    .concat()
}

/// The closed-form answers of one frozen case with the bands of its chart, what its simulated courses answer, and the
/// whole answer, as they are written.
fn written(row: &Value) -> [String; 3] {
    let mut case: Case = serde_json::from_value(row["case"].clone()).unwrap();
    let z = serde_json::from_value(row["gold"]["loglik_check"]["z"].clone()).unwrap();
    case.loglik_check = Some(LoglikCheck { z });
    let checked = case.checked(model()).unwrap();
    let posterior = Posterior::new(model(), bank(), &checked);
    let ahead: Vec<f64> = (0..=84).step_by(7).map(f64::from).collect();
    let past: Vec<f64> = case.scores.iter().map(|score| score.day).collect();
    let unknown = checked.population();
    let population = Posterior::new(model(), bank(), &unknown).answers(checked.plan(), Extent::Quick);
    let next = posterior.predict_score(&case.primary, case.today + 7.0, checked.plan(), None).unwrap();
    let answer = posterior.answers(checked.plan(), Extent::Whole);
    let mut text = closed_form(&answer);
    for fan in [
        posterior.fan(&case.primary, &ahead, checked.plan()),
        posterior.fan(&case.primary, &ahead, &Plan::none()),
        posterior.corridor(&case.primary, &past),
    ] {
        text.push_str(&json(&fan));
    }
    text.push_str(&json(&population.p_response_by_session));
    text.push_str(&json(&population.score_forecast));
    write!(text, "{next:?}").unwrap();
    [text, json(&answer.paths), json(&answer)]
}

fn all_written() -> Vec<[String; 3]> {
    let gold: Value = serde_json::from_str(&file("reference/gold_public.json")).unwrap();
    let rows = gold["cases"].as_array().unwrap();
    assert_eq!(rows.len(), 20);
    rows.iter().map(written).collect()
}

fn digest<'a>(parts: impl Iterator<Item = &'a String>) -> String {
    let text: String = parts.map(String::as_str).collect();
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

/// Taken before the kernels were written for vector registers; a change of one bit of one number changes it.
#[test]
fn the_bytes_of_model_1_1_are_those_it_was_released_with() {
    let all = all_written();
    let closed_form = digest(all.iter().map(|[closed_form, ..]| closed_form));
    assert_eq!(closed_form, "f888f4e5b11ef5bc9fc74e2e19decb97f3b7d3b0fd06eabb8029dc5baa77564c");
    let courses = digest(all.iter().map(|[_, courses, _]| courses));
    assert_eq!(courses, "cdec99247d22b7a40c520d7d53a497a6f1b6769f91a022729e8e2bcd219acfad");
}

#[test]
fn every_set_of_vector_instructions_gives_the_same_bytes() {
    let plain = Path::Plain.force(all_written).unwrap();
    for path in [Path::Avx2, Path::Avx512] {
        match path.force(all_written) {
            Some(texts) => {
                for (text, plain) in texts.iter().zip(&plain) {
                    assert_eq!(text, plain, "{path:?}");
                }
                println!("{path:?}: the same bytes");
            }
            None => println!("{path:?}: not on this machine"),
        }
    }
}
