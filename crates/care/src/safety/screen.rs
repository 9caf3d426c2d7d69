//! The level of the C-SSRS screener (D21–D24).

use crate::finding::{Finding, FindingState};
use crate::instrument::InstrumentId;
use crate::knowledge::Knowledge;
use crate::message::Message;
use crate::record::{DecisionNote, Screen, ScreenAnswers};
use crate::rules::RuleHead;

/// Whether a high level was ever found, and whether a clinician has closed it.
pub(super) enum High<'a> {
    /// Never.
    Never,
    /// Found by this screen and still open.
    Open(&'a Screen),
    /// Found by the latest screen and closed since.
    Closed(Message),
}

/// The last screen; of several on one day, the one that gives most cause for concern.
pub(crate) fn latest_screen<'a>(screens: impl IntoIterator<Item = &'a Screen>) -> Option<&'a Screen> {
    screens.into_iter().max_by_key(|s| (s.date, severity(s.answers), s.answers.key()))
}

/// A high level stays open until a clinician closes it by name, whatever later screens say.
pub(super) fn open_high<'a>(
    knowledge: &Knowledge,
    screens: &'a [Screen],
    decisions: &[DecisionNote],
) -> High<'a> {
    let high = screens.iter().filter(|s| severity(s.answers) == FindingState::High as u8);
    let Some(last) = high.max_by_key(|s| (s.date, s.answers.key())) else { return High::Never };
    let params = &knowledge.rules.d23.params;
    let names = |list: &[String], word: &str| list.iter().any(|w| w.eq_ignore_ascii_case(word));
    let closing = decisions
        .iter()
        .filter(|d| d.date >= last.date && names(&params.closed_by_decision_on, &d.rule))
        .filter(|d| !names(&params.choices_that_do_not_close, &d.choice))
        .filter(|d| d.by.as_deref().is_some_and(|by| !by.trim().is_empty()))
        .min_by_key(|d| (d.date, &d.by, &d.choice));
    match closing {
        None => High::Open(last),
        Some(_) if latest_screen(screens).is_some_and(|s| s.date > last.date) => High::Never,
        Some(d) => High::Closed(
            Message::new("d23.closed")
                .with("date", last.date)
                .with("closed_on", d.date)
                .with("by", d.by.as_deref().unwrap_or("?")),
        ),
    }
}

/// Keys of the questions without an answer. Unknown is never "no".
pub(super) fn missing(answers: ScreenAnswers) -> Vec<&'static str> {
    answers.key().into_iter().filter(|(_, answer)| answer.is_none()).map(|(key, _)| key).collect()
}

/// The finding on one screen. Lifetime behaviour is taken from every screen up to it: it does not pass, and
/// what a later screen tells is that one's.
pub(super) fn level(knowledge: &Knowledge, screen: &Screen, all: &[Screen]) -> Finding {
    let mut answers = screen.answers;
    let ever = |s: &Screen| [s.answers.q6_lifetime, s.answers.q6_3_months].contains(&Some(true));
    let lifetime = all.iter().filter(|s| s.date <= screen.date).any(ever);
    if lifetime {
        answers.q6_lifetime = Some(true);
    }
    let (rule, state, reason) = judge(knowledge, answers, screen);
    let mut finding = knowledge.finding(rule, state, screen.date);
    finding.instrument = Some(InstrumentId::Cssrs);
    finding.because.push(reason.with("date", screen.date));
    finding.missing = missing(answers).into_iter().map(Message::new).collect();
    if !finding.missing.is_empty() {
        let list = missing(answers).join(", ");
        finding.because.push(Message::new("screen.missing").with("questions", list));
    }
    let yes = answers.key().into_iter().filter(|(_, a)| *a == Some(true)).map(|(key, _)| key);
    let yes = yes.collect::<Vec<_>>().join(", ");
    finding.trace.push(
        Message::new("trace.screen")
            .with("date", screen.date)
            .with("yes", if yes.is_empty() { "-" } else { &yes }),
    );
    if only_question_four(answers) {
        let conflict = &knowledge.rules.d24.rule;
        finding.because.push(Message::new("d24.conflict"));
        finding.sources.extend(conflict.cites());
    }
    finding.trace.push(super::state_step(&finding));
    finding
}

/// From the highest level down.
fn judge<'a>(
    knowledge: &'a Knowledge,
    answers: ScreenAnswers,
    screen: &Screen,
) -> (&'a RuleHead, FindingState, Message) {
    let rules = &knowledge.rules;
    let yes = |answer: Option<bool>| answer == Some(true);
    if yes(answers.q6_3_months) {
        (&rules.d23.rule, FindingState::High, Message::new("d23.behaviour"))
    } else if yes(answers.q4) || yes(answers.q5) {
        (&rules.d23.rule, FindingState::High, Message::new("d23.intent"))
    } else if yes(answers.q3) {
        (&rules.d22.rule, FindingState::Moderate, Message::new("d22.method"))
    } else if yes(answers.q6_lifetime) {
        (&rules.d22.rule, FindingState::Moderate, Message::new("d22.lifetime"))
    } else if yes(answers.q1) || yes(answers.q2) {
        (&rules.d21.rule, FindingState::Low, Message::new("d21.thoughts"))
    } else if missing(screen.answers).is_empty() {
        (&rules.d21.rule, FindingState::None, Message::new("d21.none"))
    } else {
        (&rules.d20.rule, FindingState::Screen, Message::new("d20.screen_incomplete"))
    }
}

/// Question 4 decides alone: the one place where public guides disagree.
fn only_question_four(answers: ScreenAnswers) -> bool {
    answers.q4 == Some(true) && answers.q5 != Some(true) && answers.q6_3_months != Some(true)
}

/// How much concern a screen gives on its own, as a number that can be compared.
fn severity(a: ScreenAnswers) -> u8 {
    let yes = |answers: &[Option<bool>]| answers.contains(&Some(true));
    if yes(&[a.q4, a.q5, a.q6_3_months]) {
        FindingState::High as u8
    } else if yes(&[a.q3, a.q6_lifetime]) {
        FindingState::Moderate as u8
    } else if yes(&[a.q1, a.q2]) {
        FindingState::Low as u8
    } else {
        FindingState::None as u8
    }
}

impl ScreenAnswers {
    /// The seven answers under their names in a record, in record order.
    pub(crate) fn key(self) -> [(&'static str, Option<bool>); 7] {
        [
            ("q1", self.q1),
            ("q2", self.q2),
            ("q3", self.q3),
            ("q4", self.q4),
            ("q5", self.q5),
            ("q6_lifetime", self.q6_lifetime),
            ("q6_3_months", self.q6_3_months),
        ]
    }
}
