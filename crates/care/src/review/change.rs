//! A score beside its baseline, and the numbers as they are read.

use crate::message::Message;
use crate::questionnaire::{Direction, Questionnaire};

/// Percentages are compared to this precision: 20 → 16 is 20 %, whatever the processor makes of it.
const EXACT: f64 = 1e-9;

/// A score beside its baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Change {
    /// Baseline, in points.
    pub(crate) from: f64,
    /// Score, in points.
    pub(crate) to: f64,
    /// Points of improvement; negative when worse.
    pub(crate) points_better: f64,
    /// Improvement in percent of the baseline's severity; `None` for a baseline without any.
    pub(crate) percent_better: Option<f64>,
}

impl Change {
    /// The change between two scores of one instrument.
    pub(crate) fn between(instrument: Option<&Questionnaire>, from: f64, to: f64) -> Self {
        let (ill_before, ill_now) = (severity(instrument, from), severity(instrument, to));
        Self {
            from,
            to,
            points_better: ill_before - ill_now,
            percent_better: (ill_before > EXACT).then(|| (ill_before - ill_now) / ill_before * 100.0),
        }
    }

    /// Whether the score is better by at least `percent` of the baseline.
    pub(crate) fn better_by_percent(&self, percent: f64) -> bool {
        self.percent_better.is_some_and(|better| better >= percent - EXACT)
    }

    /// Whether the score is worse by at least `points`.
    pub(crate) fn worse_by_points(&self, points: f64) -> bool {
        self.points_better <= -points + EXACT
    }

    /// Whether the score is better by at least `points`.
    pub(crate) fn better_by_points(&self, points: f64) -> bool {
        self.points_better >= points - EXACT
    }

    /// "PHQ-9 20 → 17, 15 % better".
    pub(crate) fn message(&self, instrument: &str) -> Message {
        let (key, value) = match self.percent_better {
            None => ("change.points", None),
            Some(p) if p.abs() < EXACT => ("change.none", None),
            Some(p) if p > 0.0 => ("change.better", Some(p)),
            Some(p) => ("change.worse", Some(-p)),
        };
        let message = Message::new(key)
            .with("instrument", instrument)
            .with("from", number(self.from))
            .with("to", number(self.to));
        match value {
            Some(p) => message.with("percent", percent(p)),
            None => message,
        }
    }
}

/// Points of illness, whichever way the instrument points.
pub(super) fn severity(instrument: Option<&Questionnaire>, score: f64) -> f64 {
    match instrument.and_then(|q| q.range.map(|range| (q.direction, range))) {
        Some((Direction::HighIsBetter, range)) => range.hi - score,
        Some((Direction::HighIsWorse, range)) => score - range.lo,
        None => score,
    }
}

/// A number as it is read: at most one decimal, none where it is whole.
pub(crate) fn number(value: f64) -> String {
    if value.fract() == 0.0 {
        return value.to_string();
    }
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A percentage as it is read: whole, but never rounded up onto a limit it does not reach.
pub(crate) fn percent(value: f64) -> String {
    if value.abs() < 1.0 {
        return number(value);
    }
    let rounded = value.round();
    if rounded > value + EXACT && (rounded % 5.0).abs() < EXACT {
        return number((value * 10.0 + EXACT).floor() / 10.0);
    }
    number(rounded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(value: f64, expected: &str) {
        assert_eq!(percent(value), expected, "{value}");
    }

    #[test]
    fn percentages_are_whole() {
        reads(15.0, "15");
        reads(16.666_666, "17");
        reads(33.333_333, "33");
        reads(0.4, "0.4");
    }

    #[test]
    fn no_percentage_is_rounded_up_onto_a_limit() {
        reads(19.565, "19.5");
        reads(49.97, "49.9");
        reads(24.5, "24.5");
        reads(20.0, "20");
        reads(20.4, "20");
    }

    #[test]
    fn numbers_have_one_decimal_at_most() {
        assert_eq!(number(17.0), "17");
        assert_eq!(number(6.333), "6.3");
    }

    #[test]
    fn twenty_to_sixteen_is_twenty_percent_exactly() {
        let change = Change::between(None, 20.0, 16.0);
        assert!(change.better_by_percent(20.0));
        assert!(!Change::between(None, 20.0, 17.0).better_by_percent(20.0));
        assert!(Change::between(None, 15.0, 20.0).worse_by_points(5.0));
    }

    #[test]
    fn without_illness_at_baseline_there_is_no_percentage() {
        assert_eq!(Change::between(None, 0.0, 3.0).percent_better, None);
    }
}
