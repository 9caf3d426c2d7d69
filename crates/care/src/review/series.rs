//! The scores of one course on one instrument, put in order once, with what the rules ask of them again
//! and again: the baseline, the check-ins, the best score so far.

use std::cmp::Ordering;

use jiff::civil::Date;

use super::change::severity;
use super::check_ins::taken_before;
use super::facts::Baseline;
use crate::questionnaire::Questionnaire;
use crate::record::Measurement;

/// Scores on one instrument, by date. Ties are broken by the values themselves.
#[derive(Debug, Default)]
pub(super) struct Series<'a> {
    /// All scores, the baseline's first.
    all: Vec<&'a Measurement>,
    /// How many of them belong to the baseline.
    before: usize,
    /// For each score since the first session the best one up to it; the first of equals.
    best: Vec<&'a Measurement>,
    /// One score for each day since the first session; of several on one day the last.
    check_ins: Vec<&'a Measurement>,
    /// Where the instrument stood before the first session.
    baseline: Option<Baseline>,
}

impl<'a> Series<'a> {
    /// Orders `all` around the first session; with no session yet, every score belongs to the baseline.
    pub(super) fn of(
        mut all: Vec<&'a Measurement>,
        instrument: Option<&Questionnaire>,
        first_session: Option<Date>,
        today: Date,
    ) -> Self {
        all.sort_by(|a, b| in_order(instrument, a, b));
        let before = all.partition_point(|m| first_session.is_none_or(|day| taken_before(m, day)));
        let baseline = mean(all.get(..before).unwrap_or_default(), first_session.unwrap_or(today));
        let since = all.get(before..).unwrap_or_default();
        let (best, check_ins) = (best_so_far(instrument, since), last_of_each_day(since));
        Self { all, before, best, check_ins, baseline }
    }

    /// All scores.
    pub(super) fn all(&self) -> &[&'a Measurement] {
        &self.all
    }

    /// Scores since the first session.
    pub(super) fn since(&self) -> &[&'a Measurement] {
        self.all.get(self.before..).unwrap_or_default()
    }

    /// One score for each day since the first session.
    pub(super) fn check_ins(&self) -> &[&'a Measurement] {
        &self.check_ins
    }

    /// The baseline, where there is one.
    pub(super) const fn baseline(&self) -> Option<Baseline> {
        self.baseline
    }

    /// The best score up to and including the moment of `m`.
    pub(super) fn best_at(&self, m: &Measurement) -> Option<&'a Measurement> {
        let known = self.since().partition_point(|n| (n.date, n.after) <= (m.date, m.after));
        self.best.get(known.checked_sub(1)?).copied()
    }
}

/// By date; of two scores of the same moment the worse one is read as the later.
fn in_order(instrument: Option<&Questionnaire>, a: &Measurement, b: &Measurement) -> Ordering {
    (a.date, a.after)
        .cmp(&(b.date, b.after))
        .then_with(|| severity(instrument, a.score).total_cmp(&severity(instrument, b.score)))
        .then_with(|| a.items.cmp(&b.items))
        .then_with(|| (&a.form, a.recall_days).cmp(&(&b.form, b.recall_days)))
}

fn mean(scores: &[&Measurement], until: Date) -> Option<Baseline> {
    let sum: f64 = scores.iter().map(|m| m.score).sum();
    #[expect(clippy::cast_precision_loss, reason = "a course has far fewer than 2^52 scores")]
    (!scores.is_empty()).then(|| Baseline { score: sum / scores.len() as f64, count: scores.len(), until })
}

fn best_so_far<'a>(instrument: Option<&Questionnaire>, scores: &[&'a Measurement]) -> Vec<&'a Measurement> {
    let ill = |m: &Measurement| severity(instrument, m.score);
    let better = |best: &mut Option<&'a Measurement>, m: &&'a Measurement| {
        let kept = best.filter(|best| ill(best).total_cmp(&ill(m)).is_le()).unwrap_or(m);
        *best = Some(kept);
        *best
    };
    scores.iter().scan(None, better).collect()
}

fn last_of_each_day<'a>(scores: &[&'a Measurement]) -> Vec<&'a Measurement> {
    scores.chunk_by(|a, b| a.date == b.date).filter_map(|day| day.last().copied()).collect()
}
