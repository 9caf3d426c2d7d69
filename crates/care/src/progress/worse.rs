//! New suicidal thoughts: worse, whatever the total says.

use jiff::civil::Date;

use crate::instrument::InstrumentId;
use crate::message::Message;
use crate::record::{Measurement, Screen};
use crate::review::Facts;
use crate::safety;

/// Since when and why the patient has new suicidal thoughts by the day `until`, as far as this instrument is
/// concerned; `None` if there is no sign of them. Thoughts that a screen already found at baseline
/// are not new.
pub(crate) fn new_suicidal_ideation(
    facts: &Facts<'_>,
    id: InstrumentId,
    until: Date,
) -> Option<(Date, Message)> {
    if !facts.knowledge.rules.d7.params.suicidal_ideation_instruments.contains(&id) {
        return None;
    }
    item_nine(facts, until).or_else(|| screen(facts, until))
}

/// Item 9 was zero throughout the baseline and is not zero now.
fn item_nine(facts: &Facts<'_>, until: Date) -> Option<(Date, Message)> {
    let number = facts.knowledge.rules.d20.params.item_number;
    let answer = |m: &&Measurement| safety::item(m, number);
    let phq = facts.scores(InstrumentId::Phq9);
    let before: Vec<u8> = phq.iter().filter(|m| facts.is_baseline(m)).filter_map(answer).collect();
    let latest = phq.iter().rev().copied().find(|m| m.date <= until && !facts.is_baseline(m))?;
    let now = answer(&latest)?;
    (!before.is_empty() && before.iter().all(|a| *a == 0) && now > 0)
        .then(|| (latest.date, Message::new("d7.item_nine").with("answer", now).with("date", latest.date)))
}

/// The latest screen has active thoughts (question 2 or later), and no screen of the baseline had.
fn screen(facts: &Facts<'_>, until: Date) -> Option<(Date, Message)> {
    let first_session = facts.session_day(1)?;
    let active = |s: &Screen| {
        let a = &s.answers;
        [a.q2, a.q3, a.q4, a.q5].contains(&Some(true))
    };
    let latest = safety::latest_screen(facts.course.screens.iter().filter(|s| s.date <= until))?;
    let known = facts.course.screens.iter().any(|s| s.date <= first_session && active(s));
    // Active thoughts on or before the day of the first session are known: they need no look at the date.
    (active(latest) && !known).then(|| (latest.date, Message::new("d7.screen").with("date", latest.date)))
}
