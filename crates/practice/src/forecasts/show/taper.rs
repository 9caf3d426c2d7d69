//! The fewest sessions that keep so many days well, in words.

use evenkeel_forecast::answer::Tradeoff;

use super::count;
use crate::words;

/// What the days-well curve says of a goal of `days` in the next 12 months.
pub(super) fn keeping(curve: &Tradeoff, days: f64) -> Option<String> {
    let goal = words::number(days);
    let Some(place) = curve.fewest_keeping(days) else {
        let most = curve.days_well.iter().copied().fold(0.0, f64::max);
        return Some(format!(
            "No interval of this list keeps {goal} days well: the most is about {} on average.",
            words::number(most.round())
        ));
    };
    let at = |q: f64| {
        let row = curve.quantiles.get(place)?;
        let rank = curve.q.iter().position(|known| (known - q).abs() < 1e-9)?;
        row.get(rank).map(|days| words::number(days.round()))
    };
    let often = match curve.interval.get(place)? {
        Some(interval) => format!("a session every {interval} days"),
        None => "no further session".to_owned(),
    };
    let sessions = usize::try_from(*curve.sessions.get(place)?).unwrap_or(usize::MAX);
    Some(format!(
        "Fewest sessions that keep at least {goal} days well on average: {often} ({} in the year), about {} days well (half \
         of patients like this: {} to {}; eight in ten: {} to {}).",
        count(sessions, "session", "sessions"),
        words::number(curve.days_well.get(place)?.round()),
        at(0.25)?,
        at(0.75)?,
        at(0.1)?,
        at(0.9)?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve() -> Tradeoff {
        Tradeoff {
            interval: vec![Some(14), Some(28), None],
            days_well: vec![240.0, 221.4, 60.2],
            sessions: vec![26, 13, 0],
            q: vec![0.1, 0.25, 0.5, 0.75, 0.9],
            quantiles: vec![vec![90.0, 180.0, 250.0, 310.0, 350.0]; 3],
            suggested: Some(28),
            longer: None,
            shorter: None,
        }
    }

    fn said(days: f64) -> String {
        keeping(&curve(), days).unwrap_or_default()
    }

    #[test]
    fn the_fewest_sessions_that_keep_the_goal_are_told_with_both_ranges() {
        assert_eq!(
            said(200.0),
            "Fewest sessions that keep at least 200 days well on average: a session every 28 days (13 sessions in the \
             year), about 221 days well (half of patients like this: 180 to 310; eight in ten: 90 to 350)."
        );
        assert!(said(30.0).contains("no further session (0 sessions in the year)"));
    }

    #[test]
    fn a_goal_beyond_every_interval_is_told_as_that() {
        assert_eq!(
            said(300.0),
            "No interval of this list keeps 300 days well: the most is about 240 on average."
        );
    }
}
