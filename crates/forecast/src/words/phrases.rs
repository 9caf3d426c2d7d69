//! Phrases that both texts use, and the questions about an answer that decide what may be said.

use crate::answer::{Answer, Caveat, SessionsToResponse};
use crate::model::Model;
use crate::what_if;

/// A chance: a whole percentage, or "fewer than 1 in 20" / "more than 19 in 20" outside 5-95 %.
pub(super) fn chance(p: f64) -> String {
    if p < 0.05 {
        "fewer than 1 in 20".into()
    } else if p > 0.95 {
        "more than 19 in 20".into()
    } else {
        percent(p)
    }
}

/// A share as a whole percentage.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// A number of sessions; the number after the last counted one is "more than" that.
pub(super) fn sessions(number: f64, none: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a count of sessions")]
    let last = (none - 1) as f64;
    if number > last { format!("more than {last}") } else { format!("{number:.0}") }
}

/// From one number of sessions to another.
pub(super) fn session_range(answer: &SessionsToResponse, low: f64, high: f64) -> String {
    let end = |q| answer.at(q).map(|number| sessions(number, answer.none)).unwrap_or_default();
    range(&end(low), &end(high))
}

/// "3 to 6", or "3" where both ends are the same.
pub(super) fn range(low: &str, high: &str) -> String {
    if low == high { low.into() } else { format!("{low} to {high}") }
}

/// The list's entry for session `n` (from 1).
pub(super) fn by_session(list: &[f64], n: usize) -> f64 {
    n.checked_sub(1).and_then(|place| list.get(place)).or(list.last()).copied().unwrap_or(0.0)
}

pub(super) fn has(answer: &Answer, caveat: Caveat) -> bool {
    answer.caveats.contains(&caveat)
}

/// How many sessions the acute series of the condition has.
pub(super) fn acute_sessions(answer: &Answer, model: &Model) -> usize {
    let condition = answer.evidence.iter().find(|row| row.kind == "condition");
    let own = condition.and_then(|row| model.condition(&row.id)).and_then(|row| row.acute_total);
    own.unwrap_or(model.file.rule.acute_total) as usize
}

/// The session whose chance is told: the end of the acute series while it lies ahead, then the last one counted.
pub(super) fn told_session(answer: &Answer, model: &Model) -> usize {
    let counted = answer.p_response_by_session.value.len();
    what_if::told_session(acute_sessions(answer, model), answer.rests_on.sessions, counted)
}

/// Whether non-response may be said, and so must be said first: enough sessions, scores whose window has left the days
/// before the first session, and a small chance of response by the last session counted.
pub(super) fn unlikely(answer: &Answer, model: &Model) -> bool {
    let settings = &model.file.answer;
    let last = answer.p_response_by_session.value.last().copied().unwrap_or(1.0);
    let judged = settings.judged_after_sessions.max(settings.stop_rule_from_session);
    let no_ground = [Caveat::Population, Caveat::IntakeOnly, Caveat::RecallWindow, Caveat::Unstable];
    last < settings.few_responders
        && answer.rests_on.sessions >= judged
        && !no_ground.iter().any(|caveat| has(answer, *caveat))
}

/// "1 score", "5 scores".
pub(super) fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// Whether the questionnaire still looks back to untreated days and would show this patient worse than the population:
/// then the population's figures are told in place of the patient's.
pub(super) fn untold(answer: &Answer, population: &Answer, model: &Model) -> bool {
    let session = told_session(answer, model);
    has(answer, Caveat::RecallWindow)
        && by_session(&answer.p_response_by_session.value, session)
            < by_session(&population.p_response_by_session.value, session)
}

/// The same text with a capital letter, for the start of a sentence.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
