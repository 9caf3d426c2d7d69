//! The report in words and tables.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use evenkeel_forecast::backtest::Metrics;
use evenkeel_forecast::refit::{Gap, Parameters, Refit};

const PARAMETERS: [(&str, bool); 6] = [
    ("gain of a session", true),
    ("ceiling", true),
    ("days, fast fading", false),
    ("share that lasts", true),
    ("days, slow fading", false),
    ("improves anyway", true),
];
/// 10 % and 90 % points of a standard normal.
const TENTH: f64 = 1.281_551_565_545;

/// Everything that was found.
pub fn told(found: &Refit) -> String {
    let mut said = format!(
        "Learned from {} finished courses with {} scores.{}\n\n",
        found.courses,
        found.scores,
        left_out(&found.left_out)
    );
    let _ = writeln!(said, "{:<20}{:>30}{:>30}", "median (10 to 90 %)", "shipped", "learned");
    for (place, (name, share)) in PARAMETERS.into_iter().enumerate() {
        let row = |of: &Parameters| range(of, place, share);
        let _ = writeln!(said, "{name:<20}{:>30}{:>30}", row(&found.shipped), row(&found.learned));
    }
    let _ = writeln!(
        said,
        "\nHeld-out courses: each visit forecast by the shipped prior → by one learned from other people's courses"
    );
    for of in &found.held_out {
        let _ = writeln!(said, "{}: {}", of.instrument, before_after(&of.shipped, &of.learned));
    }
    let gap = |gap: &Gap, digits: usize| {
        let Gap { difference, low, high } = gap;
        format!("{difference:+.digits$} (95 %: {low:+.digits$} to {high:+.digits$})")
    };
    let _ = writeln!(
        said,
        "Learned minus shipped, below 0 is better: log score {}; CRPS, share of the scale {}.\n{}",
        gap(&found.log_score, 4),
        gap(&found.crps, 5),
        if found.better { "Better beyond chance." } else { "Not better beyond chance." }
    );
    said
}

fn range(of: &Parameters, place: usize, share: bool) -> String {
    let (mean, sd) = (of.mean.get(place).copied().unwrap_or(0.0), of.sd.get(place).copied().unwrap_or(0.0));
    let at = |z: f64| {
        let x = mean + sd * z;
        if share { format!("{:.2}", 1.0 / (1.0 + (-x).exp())) } else { format!("{:.1}", x.exp()) }
    };
    format!("{} ({} to {})", at(0.0), at(-TENTH), at(TENTH))
}

fn before_after(shipped: &Metrics, learned: &Metrics) -> String {
    let mut said = format!(
        "{} visits, MAE {:.2} → {:.2}, CRPS {:.2} → {:.2}",
        shipped.n, shipped.mae, learned.mae, shipped.crps, learned.crps
    );
    if let (Some(before), Some(after)) = (shipped.log_score, learned.log_score) {
        let _ = write!(said, ", log score {before:.3} → {after:.3}");
    }
    if let (Some(before), Some(after)) = (shipped.coverage, learned.coverage) {
        let _ = write!(said, ", inside 80 %: {:.0} → {:.0} %", before.p80 * 100.0, after.p80 * 100.0);
    }
    if let (Some(before), Some(after)) = (shipped.brier_response, learned.brier_response) {
        let _ = write!(said, ", Brier of response {:.3} → {:.3}", before.score, after.score);
    }
    said
}

/// Courses that were left out, with a space before; nothing where there are none.
pub fn left_out(reasons: &BTreeMap<String, usize>) -> String {
    if reasons.is_empty() {
        return String::new();
    }
    let each: Vec<String> = reasons.iter().map(|(why, count)| format!("{count} with {why}")).collect();
    format!(" Left out: {}.", each.join("; "))
}
