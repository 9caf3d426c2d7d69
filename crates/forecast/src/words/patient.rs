//! The patient's text: short sentences, no percentages, nothing about what is due. Shown only once a clinician shares it.

use super::ahead::year_for_patient;
use super::phrases::{by_session, count, has, session_range, told_session, unlikely};
use crate::answer::{Answer, Caveat};
use crate::model::Model;

/// The answer for a patient. `population` is the answer of the same case without its scores.
pub fn patient(answer: &Answer, population: &Answer, model: &Model) -> String {
    let session = told_session(answer, model);
    let usual = by_session(&population.p_response_by_session.value, session);
    let own = by_session(&answer.p_response_by_session.value, session);
    let early = has(answer, Caveat::RecallWindow) || has(answer, Caveat::IntakeOnly);
    let better = format!("at least {} better", tenths(answer.response_at));
    let people = format!(
        "Of people like you, {} are {better} by visit {session}, counted from the first visit.",
        in_ten(usual)
    );
    let mut said = vec!["This is a careful guess from numbers. It is not a promise.".to_owned()];
    if has(answer, Caveat::Population) {
        said.push("There is not enough data yet: we have no scores from you. So this is what people like you experience.".into());
        said.push(people);
    } else if early {
        said.push("It is too early to tell.".into());
        said.push(people);
    } else if unlikely(answer, model) || own < 0.25 {
        said.push(format!("This rests on {} from you.", count(answer.rests_on.scores, "score")));
        said.push(
            "From these alone it is hard to say how much the visits are helping. Your team will talk with you about what could help."
                .into(),
        );
    } else {
        said.push(format!("This rests on {} from you.", count(answer.rests_on.scores, "score")));
        said.push(format!(
            "Of people with scores like yours, {} are {better} by visit {session}.",
            in_ten(own)
        ));
        let most = session_range(&answer.sessions_to_response, 0.1, 0.9);
        let visits = if most == "1" { "visit" } else { "visits" };
        said.push(format!("For most of them it took {most} {visits} in all. {people}"));
        said.extend(year_for_patient(answer, model));
    }
    said.push("Therapy and daily life are not in this calculation. They matter too.".into());
    said.push("Please talk with your team about what it means for you.".into());
    said.join(" ")
}

/// A chance in plain words, out of ten.
fn in_ten(p: f64) -> String {
    if p < 0.05 {
        return "fewer than 1 in 20".into();
    }
    if p > 0.95 {
        return "more than 19 in 20".into();
    }
    format!("about {:.0} in 10", (p * 10.0).clamp(1.0, 9.0))
}

/// A share in plain words.
fn tenths(share: f64) -> String {
    if (share - 0.5).abs() < 0.005 { "half".into() } else { format!("{:.0} tenths", share * 10.0) }
}
