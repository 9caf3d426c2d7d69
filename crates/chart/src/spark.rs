//! A small trend of scores for lists and for the patient's own page: no forecast, no judgement.

use crate::course::ScorePoint;
use crate::figure::{Figure, Table};
use crate::scale::{Scale, extent};
use crate::svg::{Head, Svg, polyline};

/// Input of [`spark`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spark {
    /// Unique on the page.
    pub id: String,
    /// Accessible name: "PHQ-9 scores of R.K.".
    pub title: String,
    /// The instrument.
    pub instrument: String,
    /// Its lowest score, usually 0.
    pub min_score: f64,
    /// Its highest score; the trend is drawn on the whole range, so that a small change looks small.
    pub max_score: f64,
    /// Scores in order of day; those of other instruments are left out.
    pub scores: Vec<ScorePoint>,
}

/// Draws a trend of 120 × 32 units: the line, and a point at the latest score.
pub fn spark(input: &Spark) -> Figure {
    let own: Vec<&ScorePoint> = input.scores.iter().filter(|s| !s.other && s.value.is_finite()).collect();
    let words = words(input, &own);
    let days = extent(own.iter().map(|s| s.day)).unwrap_or((0.0, 1.0));
    let x = Scale::new(days, (5.0, 115.0));
    let y = Scale::new((input.min_score, input.max_score.max(input.min_score + 1.0)), (28.0, 4.0));
    let mut svg = Svg::new(&Head {
        id: &input.id,
        class: "ch-spark",
        width: 120.0,
        height: 32.0,
        title: &input.title,
        desc: &words,
        focusable: false,
    });
    svg.line("ch-base", (2.0, 30.0), (118.0, 30.0));
    let at = |s: &ScorePoint| (if own.len() == 1 { 115.0 } else { x.at(s.day) }, y.held(s.value));
    if own.len() > 1 {
        svg.path("ch-spark-line", &polyline(own.iter().map(|s| at(s))));
    }
    if let Some(last) = own.last() {
        svg.circle("ch-dot", at(last), 3.5);
    }
    let rows = own.iter().map(|s| vec![s.date.clone(), s.shown.clone()]).collect();
    let head = vec!["Date".to_owned(), input.instrument.clone()];
    Figure { svg: svg.finish(), table: Table { caption: input.title.clone(), head, rows }, words }
}

fn words(input: &Spark, own: &[&ScorePoint]) -> String {
    match own {
        [] => format!("No {} scores yet.", input.instrument),
        [one] => format!("{} {} on {}.", input.instrument, one.shown, one.date),
        [first, .., last] => format!(
            "{} from {} on {} to {} on {}, {} scores.",
            input.instrument,
            first.shown,
            first.date,
            last.shown,
            last.date,
            own.len()
        ),
    }
}
