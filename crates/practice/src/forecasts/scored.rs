//! Stored forecasts held against what happened: what each said of the next score, the score that came, and how often
//! the ranges of all of them held. Computed on reading, from the quantiles as they were kept: a correction of a score
//! corrects its comparison, and nothing is written twice.

use evenkeel_care::instrument::InstrumentId;
use evenkeel_forecast::Model;
use evenkeel_store::forecast::Forecast;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Deserialize;

use crate::view::forecast::RangesHeld;

/// A score this many days from the forecast's day still counts as what happened.
const NEAR_DAYS: i32 = 3;
/// Below this many forecasts a share says nothing: one more or less moves it by a fifth.
const FEWEST: u32 = 5;

/// The part of a stored answer that can be held against what happened.
#[derive(Deserialize)]
struct Said {
    score_forecast: SaidScore,
    /// Severity.
    baseline: Option<f64>,
    response_at: Option<f64>,
}

#[derive(Deserialize)]
struct SaidScore {
    instrument: InstrumentId,
    ahead: f64,
    p_response: Option<f64>,
    q: Vec<f64>,
    value: Vec<f64>,
}

/// What one stored forecast said of the score on a day, on the instrument's own scale, and what came.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Held {
    /// The day it spoke of.
    pub on: Date,
    /// The median.
    pub median: f64,
    /// Lower and upper end of the range for half, in whole points.
    pub half: [f64; 2],
    /// The same for eight in ten.
    pub eight: [f64; 2],
    /// The chance it gave of a response at that check-in, 0 to 1.
    pub chance: Option<f64>,
    /// The score nearest to that day, within [`NEAR_DAYS`].
    pub came: Option<Came>,
}

/// The score that came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Came {
    /// When.
    pub date: Date,
    /// The score.
    pub score: f64,
    /// Whether it is a response against the baseline the forecast knew.
    pub response: Option<bool>,
}

impl Held {
    /// Whether the score lies in the range for half; `None` while none came.
    pub(crate) fn in_half(&self) -> Option<bool> {
        self.came.map(|came| inside(self.half, came.score))
    }

    /// Whether the score lies in the range for eight in ten; `None` while none came.
    pub(crate) fn in_eight(&self) -> Option<bool> {
        self.came.map(|came| inside(self.eight, came.score))
    }
}

/// Ends included: scores come in steps, and the ranges are shown in whole points.
fn inside([low, high]: [f64; 2], score: f64) -> bool {
    (low..=high).contains(&score)
}

/// One forecast held against the scores of its course; `None` for an answer without a forecast of a score.
pub(crate) fn held(
    forecast: &Forecast,
    scores: impl Iterator<Item = (InstrumentId, Date, f64)>,
    model: &Model,
) -> Option<Held> {
    let Said { score_forecast: said, baseline, response_at } = forecast.answer.parse().ok()?;
    let instrument = model.instrument(said.instrument.to_string().as_str())?;
    let at = |q: f64| {
        let found = said.q.iter().zip(&said.value).find(|(p, _)| (**p - q).abs() < 1e-9);
        found.map(|(_, severity)| instrument.score(*severity))
    };
    let range = |low: f64, high: f64| {
        let (low, high) = (at(low)?.round(), at(high)?.round());
        Some([low.min(high), low.max(high)])
    };
    // Days of a forecast horizon: a small whole number.
    #[expect(clippy::cast_possible_truncation, reason = "a horizon of some days")]
    let on = forecast.as_of.checked_add((said.ahead.round() as i32).days()).ok()?;
    let distance = |date: Date| date.since(on).map_or(i32::MAX, |span| span.get_days().abs());
    let nearest = scores
        .filter(|(of, date, _)| *of == said.instrument && distance(*date) <= NEAR_DAYS)
        .min_by_key(|(_, date, _)| distance(*date));
    let response = |score: f64| {
        let line = (1.0 - response_at?) * baseline?;
        Some(instrument.severity(score) <= line + 1e-9)
    };
    Some(Held {
        on,
        median: at(0.5)?,
        half: range(0.25, 0.75)?,
        eight: range(0.1, 0.9)?,
        chance: said.p_response,
        came: nearest.map(|(_, date, score)| Came { date, score, response: response(score) }),
    })
}

/// How often the ranges held over many forecasts; those whose score has not come are only counted.
pub(crate) fn ranges_held<'a>(all: impl Iterator<Item = &'a Held>) -> RangesHeld {
    let mut held = RangesHeld::default();
    let (mut brier, mut said) = (0.0, 0.0);
    for one in all {
        let (Some(came), Some(half), Some(eight)) = (one.came, one.in_half(), one.in_eight()) else {
            held.waiting += 1;
            continue;
        };
        held.met += 1;
        held.in_half += u32::from(half);
        held.in_eight += u32::from(eight);
        if let (Some(chance), Some(response)) = (one.chance, came.response) {
            held.chances += 1;
            held.responses += u32::from(response);
            said += chance;
            brier += (chance - f64::from(u8::from(response))).powi(2);
        }
    }
    if held.chances > 0 {
        held.mean_chance = said / f64::from(held.chances);
        held.brier = brier / f64::from(held.chances);
    }
    held.words = words(&held);
    held
}

/// The same in words.
fn words(held: &RangesHeld) -> Vec<String> {
    let waiting = match held.waiting {
        0 => String::new(),
        1 => " 1 more has not met its score.".to_owned(),
        n => format!(" {n} more have not met their score."),
    };
    if held.met < FEWEST {
        return vec![format!("{} past forecasts have met their score: too few to say.{waiting}", held.met)];
    }
    let percent = |part: u32| (f64::from(part) / f64::from(held.met) * 100.0).round();
    let mut said = vec![format!(
        "Of {} past forecasts that have met their score, {} came inside the range for half ({} %, 50 % were to) and {} \
         inside the range for eight in ten ({} %, 80 % were to).{waiting}",
        held.met,
        held.in_half,
        percent(held.in_half),
        held.in_eight,
        percent(held.in_eight)
    )];
    if held.chances >= FEWEST {
        said.push(format!(
            "The chance of a response at that check-in was said to be {} % on average, and {} of {} were one; Brier score {:.2} \
             (0 is perfect).",
            (held.mean_chance * 100.0).round(),
            held.responses,
            held.chances,
            held.brier
        ));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn one(score: Option<f64>, chance: f64) -> Held {
        let day = date(2026, 1, 19);
        let came = score.map(|score| Came { date: day, score, response: Some(score <= 10.0) });
        Held { on: day, median: 12.0, half: [10.0, 14.0], eight: [6.0, 17.0], chance: Some(chance), came }
    }

    #[test]
    fn the_ends_of_a_range_belong_to_it() {
        assert_eq!(one(Some(10.0), 0.5).in_half(), Some(true));
        assert_eq!(
            (one(Some(17.0), 0.5).in_half(), one(Some(17.0), 0.5).in_eight()),
            (Some(false), Some(true))
        );
        assert_eq!(one(None, 0.5).in_eight(), None);
    }

    #[test]
    fn few_forecasts_are_too_few_to_say() {
        let all = [one(Some(12.0), 0.3), one(None, 0.3)];
        let held = ranges_held(all.iter());
        assert_eq!((held.met, held.waiting), (1, 1));
        assert_eq!(
            held.words,
            ["1 past forecasts have met their score: too few to say. 1 more has not met its score."]
        );
    }

    #[test]
    fn the_shares_stand_beside_what_was_promised() {
        let scores = [12.0, 14.0, 16.0, 20.0, 9.0].map(|score| one(Some(score), 0.4));
        let held = ranges_held(scores.iter());
        assert_eq!((held.met, held.in_half, held.in_eight, held.responses), (5, 2, 4, 1));
        // (4·0.4² + 0.6²)/5
        assert!((held.brier - 0.2).abs() < 1e-12);
        assert!(
            held.words.iter().any(|w| w.contains("2 came inside the range for half (40 %, 50 % were to)"))
        );
        assert!(held.words.iter().any(|w| w.contains("said to be 40 % on average, and 1 of 5 were one")));
    }
}
