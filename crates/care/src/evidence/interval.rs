//! How uncertain a figure is, as printed or from its counts.

use serde::Serialize;

use super::lists::Unit;
use super::study::Timepoint;

/// Standard normal quantile of a two-sided 95 % interval.
const Z_95: f64 = 1.959_963_984_540_054;

/// A 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Whether it was computed here (from counts or a standard error); otherwise as printed.
    pub computed: bool,
}

impl Interval {
    /// The interval of a figure: as printed; else from its standard error; else of a share, from the
    /// people counted (Wilson 1927). `None` where the source gives nothing to compute it from.
    pub fn of(figure: &Timepoint) -> Option<Self> {
        if let Some([low, high]) = figure.ci95 {
            return Some(Self { low, high, computed: false });
        }
        if let Some(se) = figure.se {
            return Some(Self {
                low: figure.value - Z_95 * se,
                high: figure.value + Z_95 * se,
                computed: true,
            });
        }
        let n = figure
            .denominator
            .filter(|n| *n > 0 && figure.unit == Unit::Percent && figure.upper.is_none())?;
        let share = figure.count.map_or(figure.value / 100.0, |count| f64::from(count) / f64::from(n));
        Some(wilson(share, f64::from(n)))
    }

    /// The interval of a share, in percent: `count` of `people` (Wilson 1927). `None` of nobody.
    pub fn of_share(count: u32, people: u32) -> Option<Self> {
        (people > 0).then(|| wilson(f64::from(count) / f64::from(people), f64::from(people)))
    }
}

/// Wilson's score interval of a share, in percent:
/// (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n).
fn wilson(p: f64, n: f64) -> Interval {
    let z2 = Z_95 * Z_95;
    let middle = p + z2 / (2.0 * n);
    let half = Z_95 * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).max(0.0).sqrt();
    let scale = 1.0 + z2 / n;
    let percent = |share: f64| (share / scale * 100.0).clamp(0.0, 100.0);
    Interval { low: percent(middle - half), high: percent(middle + half), computed: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(count: f64, n: f64, low: f64, high: f64) {
        let interval = wilson(count / n, n);
        assert!((interval.low - low).abs() < 0.05 && (interval.high - high).abs() < 0.05, "{interval:?}");
    }

    #[test]
    fn wilsons_interval_is_the_textbooks() {
        // Newcombe 1998 (doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E), table I.
        check(81.0, 263.0, 25.53, 36.62);
        check(15.0, 148.0, 6.24, 16.05);
        check(0.0, 20.0, 0.0, 16.11);
        check(1.0, 29.0, 0.61, 17.18);
    }

    #[test]
    fn a_share_of_nobody_has_no_interval() {
        assert_eq!(Interval::of_share(0, 0), None);
        assert_eq!(Interval::of_share(15, 148), Some(wilson(15.0 / 148.0, 148.0)));
    }
}
