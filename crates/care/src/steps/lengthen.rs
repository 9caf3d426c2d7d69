//! D13: a longer interval after two reviews in remission, and the end of a course that has long been
//! stable.

use std::collections::BTreeSet;

use jiff::Span;
use jiff::civil::Date;

use super::step_longer;
use crate::exposure;
use crate::finding::{Choice, Finding, FindingKind, FindingState};
use crate::message::Message;
use crate::progress;
use crate::record::Measurement;
use crate::review::{Facts, Phase, days_apart, phase};
use crate::schedule::days::between;

/// A step longer, the question whether the course may end, or both; `None` if neither.
pub(super) fn finding(facts: &Facts<'_>, so_far: &[Finding]) -> Option<Finding> {
    if phase(facts) != Phase::Maintenance {
        return None;
    }
    let rule = &facts.knowledge.rules.d13;
    let reviews = well_reviews(facts, so_far);
    let stable = stable_since(facts);
    if reviews.is_none() && stable.is_none() {
        return None;
    }
    let state = if reviews.is_some() { FindingState::Lengthen } else { FindingState::Keep };
    let mut finding = facts.knowledge.finding(&rule.rule, state, facts.today());
    finding.kind = FindingKind::Schedule;
    finding.instrument = Some(facts.course.primary);
    if let Some((first, second)) = reviews {
        finding.because.push(Message::new("d13.lengthen").with("first", first).with("second", second));
        finding.because.extend(step_longer(facts));
        finding.because.push(Message::new("d13.least_frequent"));
        finding.options.clone_from(&rule.params.options_lengthen);
        finding.trace.push(Message::new("trace.reviews").with("first", first).with("second", second));
    }
    if let Some(since) = stable {
        let months = rule.params.end_after_stable_months;
        let said = |key: &str| Message::new(key).with("since", since).with("months", months);
        finding.because.push(said("d13.end"));
        finding.trace.push(said("trace.stable"));
        finding.options.extend(rule.params.options_end.iter().copied());
        let mut seen = BTreeSet::new();
        finding.options.retain(|choice: &Choice| seen.insert(*choice));
    }
    finding.because.extend(exposure::messages(facts));
    Some(finding)
}

/// The last two reviews, if the patient was well at both. A review that is due today counts as one; a step
/// already decided at the last one is not offered again.
fn well_reviews(facts: &Facts<'_>, so_far: &[Finding]) -> Option<(Date, Date)> {
    let id = &facts.knowledge.rules.d13.rule.id;
    let end = facts.last_induction_day()?;
    let decisions = || {
        let named = facts.course.decisions.iter().filter(|d| d.rule.eq_ignore_ascii_case(id));
        named.filter(|d| d.date > end && d.date <= facts.today())
    };
    let mut days: BTreeSet<Date> = decisions().map(|d| d.date).collect();
    if so_far.iter().any(|f| f.rule == *id && f.state == FindingState::Due) {
        days.insert(facts.today());
    }
    let mut latest = days.into_iter().rev();
    let (second, first) = (latest.next()?, latest.next()?);
    let steps = [Choice::LengthenInterval, Choice::ShortenInterval].map(|choice| choice.to_string());
    let decided = decisions().any(|d| d.date == second && steps.contains(&d.choice));
    (!decided && well_on(facts, first) && well_on(facts, second)).then_some((first, second))
}

/// Whether the last score up to `day` still spoke for that day and was as good as its instrument can say.
fn well_on(facts: &Facts<'_>, day: Date) -> bool {
    let check_ins = facts.check_ins(facts.course.primary);
    check_ins
        .iter()
        .rfind(|m| m.date <= day)
        .is_some_and(|m| between(m.date, day) <= i64::from(facts.recall_days(m)) && well(facts, m))
}

/// Remission, or response on an instrument that knows no remission.
fn well(facts: &Facts<'_>, m: &Measurement) -> bool {
    facts.baseline(m.instrument).is_some_and(|baseline| {
        let state = progress::state_of(facts, &baseline, m);
        let knows = progress::remission_cut(facts, m.instrument).is_some();
        state == FindingState::Remission || (!knows && state == FindingState::Response)
    })
}

/// The first of the well check-ins in a row that reach today without a long gap, if it lies enough months
/// back.
fn stable_since(facts: &Facts<'_>) -> Option<Date> {
    let params = &facts.knowledge.rules.d13.params;
    let check_ins = facts.check_ins(facts.course.primary);
    let last = check_ins.last().filter(|m| facts.is_current(m))?;
    let mut since: &Measurement = last;
    for m in check_ins.iter().rev() {
        if !well(facts, m) || days_apart(m, since) > params.stable_longest_gap_days {
            break;
        }
        since = m;
    }
    let months = Span::new().try_months(params.end_after_stable_months).unwrap_or_default();
    (well(facts, last) && since.date.saturating_add(months) <= facts.today()).then_some(since.date)
}
