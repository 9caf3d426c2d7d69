//! A finding in words.

use evenkeel_care::finding::{Choice, Finding};
use evenkeel_care::knowledge::{Change, Knowledge};

use crate::view::course::{FindingView, OptionView};
use crate::words;

/// A finding as the screen shows it.
pub(crate) fn finding_view(finding: &Finding, knowledge: &Knowledge) -> FindingView {
    let say = |messages: &[evenkeel_care::message::Message]| -> Vec<String> {
        messages.iter().map(|m| words::say(knowledge, m)).collect()
    };
    FindingView {
        rule: finding.rule.clone(),
        name: rule_name(&finding.rule, knowledge),
        kind: finding.kind,
        state: finding.state,
        state_label: words::state(finding.state).to_owned(),
        date: finding.date,
        instrument: finding.instrument.map(|id| knowledge.name(id)),
        because: say(&finding.because),
        missing: say(&finding.missing),
        options: finding.options.iter().map(|c| option(*c)).collect(),
        caveats: finding.caveats.iter().map(|c| words::caveat(*c).to_owned()).collect(),
        sources: finding.sources.clone(),
        grade: words::grade(finding.grade).to_owned(),
        revision: finding.revision.clone(),
        changed: changed(&finding.rule, knowledge),
        trace: say(&finding.trace),
        due_on: finding.due_on,
    }
}

/// Numbers of the rule that this clinic changed, "continue_percent 20 → 25".
fn changed(rule: &str, knowledge: &Knowledge) -> Vec<String> {
    let changes = knowledge.overlay.as_ref().map_or(&[][..], |overlay| overlay.of_rule(rule));
    changes.iter().filter(|change| change.is_param()).map(Change::words).collect()
}

/// Name of a rule in words; its id where it is not on file.
pub(crate) fn rule_name(rule: &str, knowledge: &Knowledge) -> String {
    let heads = knowledge.rules.all();
    let found = heads.iter().find(|(head, _)| head.id == rule);
    found.map_or_else(|| rule.to_owned(), |(head, _)| head.title.clone())
}

fn option(choice: Choice) -> OptionView {
    OptionView { choice, label: words::choice(choice).to_owned(), needs_dose: choice == Choice::AdjustDose }
}
