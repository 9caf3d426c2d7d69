//! Scores and the fan of scores to come, drawn with block characters in 80 columns.

use std::fmt::Write as _;

use evenkeel_forecast::{FanPoint, Instrument, Model};

use super::Told;

/// Columns of the scale.
const COLUMNS: usize = 60;
/// Past scores shown.
const PAST: usize = 8;
/// Weeks shown ahead.
const WEEKS: u32 = 12;

/// A row for each of the latest scores on the primary, then a row for each week to come.
pub fn text_chart(told: &Told<'_>, model: &Model) -> String {
    let Some(primary) = model.instrument(&told.case.primary) else { return String::new() };
    let scale = Scale { lo: primary.lo, hi: primary.hi };
    let response = primary.score((1.0 - told.answer.response_at) * told.answer.baseline);
    let mut out = format!(
        "{} and the scores to come if the plan is kept\n\
         ● score   ░ eight in ten   ▒ half   █ middle   ┆ response\n",
        primary.name
    );
    let _ = writeln!(out, "{:>9}  {}  score", "day", scale.head());
    for (day, score) in past(told) {
        let mut row = scale.row(response);
        scale.fill(&mut row, (score, score), '●');
        line(&mut out, day, &row, &number(score));
    }
    let _ = writeln!(out, "{:>9}  {}", "today", "─".repeat(COLUMNS));
    for point in ahead(told, primary) {
        let mut row = scale.row(response);
        let band = point.band;
        scale.fill(&mut row, (band.q10, band.q90), '░');
        scale.fill(&mut row, (band.q25, band.q75), '▒');
        scale.fill(&mut row, (band.q50, band.q50), '█');
        line(&mut out, point.day, &row, &format!("{:.0}", band.q50));
    }
    out
}

fn past(told: &Told<'_>) -> Vec<(f64, f64)> {
    let mut scores: Vec<(f64, f64)> = told
        .case
        .scores
        .iter()
        .filter(|s| s.instrument == told.case.primary)
        .map(|s| (s.day, s.score))
        .collect();
    scores.sort_by(|one, other| one.0.total_cmp(&other.0));
    scores.split_off(scores.len().saturating_sub(PAST))
}

fn ahead(told: &Told<'_>, primary: &Instrument) -> Vec<FanPoint> {
    let offsets: Vec<f64> = (1..=WEEKS).map(|week| f64::from(7 * week)).collect();
    let fan = told.posterior.fan(&primary.id, &offsets, told.checked.plan());
    fan.iter().map(|point| point.on_scale(primary)).collect()
}

fn line(out: &mut String, day: f64, row: &[char], value: &str) {
    let _ = writeln!(out, "{day:>9}  {}  {value}", row.iter().collect::<String>());
}

fn number(score: f64) -> String {
    let text = format!("{score:.1}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// The instrument's scale across the columns.
struct Scale {
    lo: f64,
    hi: f64,
}

impl Scale {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a score becomes a column"
    )]
    fn column(&self, score: f64) -> usize {
        let share = ((score - self.lo) / (self.hi - self.lo)).clamp(0.0, 1.0);
        (share * (COLUMNS - 1) as f64).round() as usize
    }

    /// Lowest, middle and highest score above their columns.
    fn head(&self) -> String {
        let (lo, mid, hi) = (number(self.lo), number(f64::midpoint(self.lo, self.hi)), number(self.hi));
        let half = COLUMNS / 2;
        format!("{lo:<half$}{mid:<rest$}{hi}", rest = COLUMNS - half - hi.len())
    }

    /// An empty row with the response line in it.
    fn row(&self, response: f64) -> Vec<char> {
        let mut row = vec![' '; COLUMNS];
        self.fill(&mut row, (response, response), '┆');
        row
    }

    fn fill(&self, row: &mut [char], (from, to): (f64, f64), with: char) {
        let (from, to) = (self.column(from), self.column(to));
        for cell in row.iter_mut().take(to + 1).skip(from) {
            *cell = with;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_fills_its_columns_from_end_to_end() {
        let scale = Scale { lo: 0.0, hi: 27.0 };
        assert_eq!(
            (scale.column(0.0), scale.column(27.0), scale.column(40.0)),
            (0, COLUMNS - 1, COLUMNS - 1)
        );
        assert_eq!(scale.head().chars().count(), COLUMNS);
        let mut row = scale.row(10.0);
        scale.fill(&mut row, (0.0, 27.0), '░');
        assert!(row.iter().all(|cell| *cell == '░'));
    }
}
