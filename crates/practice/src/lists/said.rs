//! A row of the list of boosters in words.

use evenkeel_care::knowledge::Knowledge;
use jiff::civil::Date;

use super::watch::{Shown, Sign, days};
use crate::forecasts::{Losing, WITHIN_DAYS};
use crate::overview::rule_name;
use crate::view::lists::{Arrow, ChanceView, ScoreView, SignView};
use crate::words;

/// The chance of losing the response, with its range and what must be said with it.
pub(super) fn chance(losing: &Losing) -> ChanceView {
    let plain = |headline: &str, note: &str| ChanceView {
        headline: headline.to_owned(),
        percent: None,
        range: String::new(),
        notes: vec![note.to_owned()],
    };
    match losing {
        Losing::Chance { within, days, horizon, scores, population, unstable } => ChanceView {
            headline: words::in_tenths(*within),
            percent: Some((within * 100.0).round()).filter(|p| (5.0..=95.0).contains(p)),
            range: format!(
                "80 % range of when: {} to {}; the middle {}",
                after(days[0], *horizon),
                after(days[2], *horizon),
                after(days[1], *horizon)
            ),
            notes: [
                population.then(|| {
                    "No score since the first session: this is what people like this patient experience."
                        .to_owned()
                }),
                unstable.then(|| "An unusual record: the forecast is unstable.".to_owned()),
                (!population).then(|| format!("rests on {scores} scores")),
            ]
            .into_iter()
            .flatten()
            .collect(),
        },
        Losing::NotWell { well } => plain(
            "not well yet",
            &format!(
                "The chance to be well today is {}: there is no response to lose, or it is lost. Ranked by what the rules found.",
                words::in_tenths(*well)
            ),
        ),
        Losing::TooEarly => {
            plain("too early to say", "A questionnaire still looks back to days before the first session.")
        }
        Losing::NoSession => plain("not known", "No ketamine has been given yet."),
        Losing::NoForecast { why } => plain("no forecast", why),
    }
}

/// "10 days", "7 weeks", "5 months", "more than 2 years": days in the measure people use.
fn after(days: f64, horizon: f64) -> String {
    let count = |n: f64, one: &str| format!("{n} {one}{}", if (n - 1.0).abs() < 1e-9 { "" } else { "s" });
    if days > horizon {
        return format!("more than {}", count((horizon / 365.0).floor().max(1.0), "year"));
    }
    match days {
        d if d < 21.0 => count(d.round(), "day"),
        d if d < 90.0 => count((d / 7.0).round(), "week"),
        d => count((d / 30.4).round(), "month"),
    }
}

/// The latest score with where it went.
pub(super) fn score(shown: &Shown, today: Date) -> Option<ScoreView> {
    let latest = shown.scores.first()?;
    let before = shown.scores.get(1);
    let change = before.map(|before| {
        if shown.high_is_worse { latest.score - before.score } else { before.score - latest.score }
    });
    let arrow = match change {
        Some(change) if change > 0.0 => Arrow::Worse,
        Some(change) if change < 0.0 => Arrow::Better,
        Some(_) => Arrow::Same,
        None => Arrow::First,
    };
    let from = before.map(|b| format!("{} on {}", words::number(b.score), words::near_date(b.date, today)));
    Some(ScoreView {
        value: format!("{} {}", shown.instrument, words::number(latest.score)),
        arrow,
        went_up: before.is_some_and(|before| latest.score > before.score),
        from: from.unwrap_or_default(),
        date: latest.date,
        age_days: days(latest.date, today),
    })
}

/// A sign with its reason.
pub(super) fn sign(sign: &Sign, knowledge: &Knowledge) -> SignView {
    let found = &sign.finding;
    SignView {
        rule: found.rule.clone(),
        name: rule_name(&found.rule, knowledge),
        state: words::state(found.state).to_owned(),
        because: found.because.first().map(|m| words::say(knowledge, m)).unwrap_or_default(),
        decided: sign.decided_on.map(|on| format!("decided on {}", words::short_date(on))),
    }
}

/// "23 days" since the last session, beside the patient's own usual gap.
pub(super) fn gap(shown: &Shown) -> String {
    match (shown.gap_days, shown.ladder_days) {
        (Some((middle, 1)), _) => format!("one gap so far: {middle} days"),
        (Some((middle, n)), _) => format!("usually {middle} days (last {n} gaps)"),
        (None, Some(ladder)) => format!("no gap of their own yet; the ladder has {ladder} days"),
        (None, None) => "no gap of their own yet".to_owned(),
    }
}

/// Whether the time since the last session is beyond what is usual.
pub(super) fn is_beyond(shown: &Shown, since: i32) -> bool {
    shown.gap_days.is_some_and(|(middle, _)| since > middle)
}

/// How old the figures are, where they are not of today.
pub(super) fn stale(as_of: Date, today: Date) -> Option<String> {
    let age = days(as_of, today);
    (age > 0).then(|| {
        let days = if age == 1 { "yesterday".to_owned() } else { format!("{age} days ago") };
        format!("Worked out {days}, {}: it is being brought up to date.", words::short_date(as_of))
    })
}

/// What the list is about, for its head.
pub(super) fn lead() -> String {
    format!(
        "Chance of losing the response within {WITHIN_DAYS} days if no further session is given, as the forecast answers it. \
         Loss means two weekly check-ins in a row below the response (the forecast's own definition, X8)."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_said_in_the_measure_people_use() {
        for (days, said) in [
            (1.0, "1 day"),
            (14.0, "14 days"),
            (49.0, "7 weeks"),
            (150.0, "5 months"),
            (736.0, "more than 2 years"),
        ] {
            assert_eq!(after(days, 735.0), said);
        }
    }

    #[test]
    fn old_figures_say_how_old_they_are() {
        let today = jiff::civil::date(2026, 3, 3);
        assert_eq!(stale(today, today), None);
        assert!(stale(jiff::civil::date(2026, 3, 1), today).unwrap().contains("2 days ago"));
    }
}
