//! The share still well by day (Kaplan-Meier), its standard error (Greenwood) and its median.

use super::count;

/// Days until the event, or until the last look without one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Course {
    pub days: f64,
    pub event: bool,
}

/// One step of the curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Drop {
    pub days: f64,
    /// Patients looked at just before.
    pub at_risk: usize,
    /// Share without an event up to and including this day.
    pub free: f64,
    /// Its standard error.
    pub se: f64,
}

/// The curve, one step for each day with an event.
#[derive(Debug)]
pub(super) struct Curve(pub Vec<Drop>);

impl Curve {
    /// S(t) = Π (1 − d/n); variance by Greenwood, S²·Σ d/(n·(n − d)). Who is last seen on the day of an event was still
    /// looked at then.
    pub(super) fn new(courses: &[Course]) -> Self {
        let mut sorted = courses.to_vec();
        sorted.sort_by(|one, other| one.days.total_cmp(&other.days));
        let (mut drops, mut free, mut spread, mut gone) = (Vec::new(), 1.0, 0.0, 0);
        for day in sorted.chunk_by(|one, other| one.days.total_cmp(&other.days).is_eq()) {
            let at_risk = sorted.len() - gone;
            let events = day.iter().filter(|course| course.event).count();
            gone += day.len();
            let Some(first) = day.first().filter(|_| events > 0) else { continue };
            let (n, d) = (count(at_risk), count(events));
            free *= 1.0 - d / n;
            spread += if events < at_risk { d / (n * (n - d)) } else { 0.0 };
            drops.push(Drop { days: first.days, at_risk, free, se: free * f64::sqrt(spread) });
        }
        Self(drops)
    }

    /// Share without an event up to and including `days`, and its standard error.
    pub(super) fn free(&self, days: f64) -> (f64, f64) {
        let drop = self.0.iter().rev().find(|drop| drop.days <= days + 1e-9);
        drop.map_or((1.0, 0.0), |drop| (drop.free, drop.se))
    }

    /// First day on which no more than half are without an event.
    pub(super) fn median(&self) -> Option<f64> {
        self.0.iter().find(|drop| drop.free <= 0.5).map(|drop| drop.days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(courses: &[(f64, bool)]) -> Curve {
        Curve::new(
            &courses.iter().map(|(days, event)| Course { days: *days, event: *event }).collect::<Vec<_>>(),
        )
    }

    #[test]
    fn the_curve_of_a_small_example_worked_by_hand() {
        // Five people: event on 3; last seen on 3; event on 5 twice; last seen on 8.
        let curve = curve(&[(5.0, true), (3.0, true), (8.0, false), (3.0, false), (5.0, true)]);
        let steps: Vec<_> = curve.0.iter().map(|drop| (drop.days, drop.at_risk)).collect();
        assert_eq!(steps, [(3.0, 5), (5.0, 3)]);
        let (first, second) = (0.8, 0.8 / 3.0);
        assert!((curve.free(4.9).0 - first).abs() < 1e-12);
        assert!((curve.free(100.0).0 - second).abs() < 1e-12);
        // Greenwood: 1/(5·4) on day 3, and 2/(3·1) more on day 5.
        assert!((curve.free(3.0).1 - first * 0.05_f64.sqrt()).abs() < 1e-12);
        assert!((curve.free(5.0).1 - second * (0.05_f64 + 2.0 / 3.0).sqrt()).abs() < 1e-12);
        assert_eq!(curve.free(2.9), (1.0, 0.0));
        assert_eq!(curve.median(), Some(5.0));
    }

    #[test]
    fn without_dropping_out_it_is_the_plain_share_and_the_plain_median() {
        let days = [7.0, 14.0, 21.0, 28.0, 35.0, 42.0];
        let curve = curve(&days.map(|days| (days, days < 40.0)));
        assert!((curve.free(21.0).0 - 0.5).abs() < 1e-12);
        assert!((curve.free(21.0).1 - (0.25_f64 / 6.0).sqrt()).abs() < 1e-12);
        assert_eq!(curve.median(), Some(21.0));
        assert_eq!(Curve::new(&[]).median(), None);
    }
}
