//! What must stand on the same response as the answers: the screen that is now required, and the
//! crisis wording.

use jiff::civil::Date;

use super::{item_nine_finding, screen, state_step};
use crate::finding::{Finding, FindingState};
use crate::instrument::InstrumentId;
use crate::knowledge::Knowledge;
use crate::message::Message;
use crate::record::{Screen, ScreenAnswers};

/// The safety findings of one set of answers, just given, as [`of_answers`] finds them, and with any
/// of them D25, which says that the crisis wording must be on the same response. Empty when the
/// answers give no cause.
pub fn after_answers(
    knowledge: &Knowledge,
    instrument: InstrumentId,
    answers: &[Option<u8>],
    date: Date,
) -> Vec<Finding> {
    let mut found = of_answers(knowledge, instrument, answers, date);
    let loud = found.iter().find(|f| {
        f.state != FindingState::None
            && knowledge.rules.d25.params.shown_with.iter().any(|rule| rule.eq_ignore_ascii_case(&f.rule))
    });
    if let Some(wording) = loud.map(|f| crisis_wording(knowledge, f, date)) {
        found.push(wording);
    }
    found
}

/// The safety findings of one set of answers: D20 for the PHQ-9, the level (D21–D23, or D20 while it
/// is incomplete) for the screener. Empty for other instruments and for answers without cause.
///
/// `answers` are in the instrument's order, `None` where skipped; for the screener the seven answers
/// in record order, 1 for yes and 0 for no. A missing item 9 is treated as one that must be asked.
pub fn of_answers(
    knowledge: &Knowledge,
    instrument: InstrumentId,
    answers: &[Option<u8>],
    date: Date,
) -> Vec<Finding> {
    match instrument {
        InstrumentId::Phq9 => phq9(knowledge, answers, date),
        InstrumentId::Cssrs => screener(knowledge, answers, date),
        InstrumentId::Asq => asq(knowledge, answers, date).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn phq9(knowledge: &Knowledge, answers: &[Option<u8>], date: Date) -> Vec<Finding> {
    let number = knowledge.rules.d20.params.item_number;
    let answer = number.checked_sub(1).and_then(|i| answers.get(i)).copied().flatten();
    item_nine_finding(knowledge, answer, date).into_iter().collect()
}

/// D20 on the ASQ: any yes, or an answer that is missing, asks for the screener in the same contact.
fn asq(knowledge: &Knowledge, answers: &[Option<u8>], date: Date) -> Option<Finding> {
    let yes = answers.iter().flatten().filter(|&&answer| answer > 0).count();
    let unknown = answers.iter().filter(|answer| answer.is_none()).count();
    if yes == 0 && unknown == 0 {
        return None;
    }
    let key = if yes > 0 { "d20.asq" } else { "d20.asq_missing" };
    let mut finding = knowledge.finding(&knowledge.rules.d20.rule, FindingState::Screen, date);
    finding.instrument = Some(InstrumentId::Asq);
    let because = Message::new(key).with("date", date).with("yes", yes).with("unknown", unknown);
    finding.trace.push(because.clone());
    finding.because.push(because);
    finding.because.push(Message::new("d20.screen_asq"));
    finding.trace.push(state_step(&finding));
    Some(finding)
}

/// The reason of [`own_question`].
pub const OWN_QUESTION: &str = "d20.own";

/// D20 where a clinic's own question that asks for a person was answered with yes. No row of the screener
/// stands behind such a question, so it finds no level: a person asks on in the same contact.
pub fn own_question(knowledge: &Knowledge, date: Date) -> Finding {
    let mut finding = knowledge.finding(&knowledge.rules.d20.rule, FindingState::Screen, date);
    let because = Message::new(OWN_QUESTION).with("date", date);
    finding.trace.push(because.clone());
    finding.because.push(because);
    finding.because.push(Message::new("d20.screen_own"));
    finding.trace.push(state_step(&finding));
    finding
}

/// The reason of [`at_the_chair`].
pub const AT_THE_CHAIR: &str = "d20.chair";

/// D20 where somebody at the chair did not say that there are no thoughts of suicide today. It finds no level: a person asks
/// on in the same contact.
pub fn at_the_chair(knowledge: &Knowledge, date: Date) -> Finding {
    let mut finding = knowledge.finding(&knowledge.rules.d20.rule, FindingState::Screen, date);
    let because = Message::new(AT_THE_CHAIR).with("date", date);
    finding.trace.push(because.clone());
    finding.because.push(because);
    finding.because.push(Message::new("d20.screen_chair"));
    finding.trace.push(state_step(&finding));
    finding
}

fn screener(knowledge: &Knowledge, answers: &[Option<u8>], date: Date) -> Vec<Finding> {
    let answer = |i: usize| answers.get(i).copied().flatten().map(|value| value > 0);
    let answers = ScreenAnswers {
        q1: answer(0),
        q2: answer(1),
        q3: answer(2),
        q4: answer(3),
        q5: answer(4),
        q6_lifetime: answer(5),
        q6_3_months: answer(6),
    };
    let screen = Screen { date, instrument: InstrumentId::Cssrs, answers };
    vec![screen::level(knowledge, &screen, std::slice::from_ref(&screen))]
}

/// D25: the crisis wording belongs on this response, whoever reads the answers later.
fn crisis_wording(knowledge: &Knowledge, cause: &Finding, date: Date) -> Finding {
    let mut finding = knowledge.finding(&knowledge.rules.d25.rule, cause.state, date);
    finding.instrument = cause.instrument;
    finding.because.push(Message::new("d25.show_now").with("rule", &cause.rule));
    finding.trace.push(Message::new("trace.crisis").with("rule", &cause.rule));
    finding.trace.push(state_step(&finding));
    finding
}
