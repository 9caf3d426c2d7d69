//! The course chart as a file that stands alone: the chart's SVG with the colours it needs.

use evenkeel_chart::{
    CourseChart, DateTick, Fan, FanPoint as ChartPoint, Level, ScorePoint, SessionMark, SessionState, Today,
    course_chart,
};
use evenkeel_forecast::{FanPoint, Instrument, Model, Session, WorseEnd};

use super::Told;

/// Pages bring their own style sheet; a file must carry one.
const STYLE: &str = include_str!("chart.css");
/// Days drawn beyond the last planned session.
const DAYS_AHEAD: f64 = 28.0;

/// The chart of one case. Cases know days, not dates, so the axis counts days.
pub fn drawing(told: &Told<'_>, model: &Model) -> String {
    let svg = model
        .instrument(&told.case.primary)
        .map_or_else(String::new, |primary| course_chart(&chart(told, primary, model)).svg);
    svg.replacen("</desc>", &format!("</desc><style>{STYLE}</style>"), 1)
}

fn chart(told: &Told<'_>, primary: &Instrument, model: &Model) -> CourseChart {
    let (case, today) = (told.case, told.case.today);
    let last = case.plan.iter().map(|session| session.day).fold(today, f64::max) + DAYS_AHEAD;
    let first =
        case.scores.iter().map(|s| s.day).chain(case.sessions.iter().map(|s| s.day)).fold(today, f64::min);
    let fan = told.posterior.fan(&primary.id, &steps(0.0, last - today), told.checked.plan());
    let past = told.posterior.corridor(&primary.id, &steps(first, today));
    let height = |severity: f64| primary.score(severity) - primary.lo;
    let response = (1.0 - told.answer.response_at) * told.answer.baseline;
    CourseChart {
        id: "course".to_owned(),
        title: format!("Course of case {}", case.id),
        instrument: axis_name(primary),
        max_score: primary.hi - primary.lo,
        scores: case.scores.iter().filter_map(|s| point(s, primary, model)).collect(),
        past: self::fan(&past, primary, "so far"),
        forecast: self::fan(&fan, primary, "if the plan is kept"),
        response: Some(Level { value: drawn(height(response), primary), label: "response".to_owned() }),
        remission: primary
            .remission_at
            .map(|score| Level { value: drawn(score - primary.lo, primary), label: "remission".to_owned() }),
        sessions: marks(&case.sessions, SessionState::Done)
            .chain(marks(&case.plan, SessionState::Planned))
            .collect(),
        today: Some(Today { day: today, date: day_name(today) }),
        dates: steps(first, last).into_iter().map(|day| DateTick { day, label: day_name(day) }).collect(),
        ..CourseChart::default()
    }
}

/// The chart's axis starts at 0 and lower is better; a scale on which low is worse is turned over.
fn drawn(height: f64, primary: &Instrument) -> f64 {
    match primary.worse {
        WorseEnd::High => height,
        WorseEnd::Low => primary.hi - primary.lo - height,
    }
}

fn axis_name(primary: &Instrument) -> String {
    match primary.worse {
        WorseEnd::High => primary.name.clone(),
        WorseEnd::Low => format!("{} (turned over: 0 is best)", primary.name),
    }
}

fn point(score: &evenkeel_forecast::Score, primary: &Instrument, model: &Model) -> Option<ScorePoint> {
    let instrument = model.instrument(&score.instrument)?;
    Some(ScorePoint {
        day: score.day,
        date: day_name(score.day),
        value: instrument.severity(score.score) * (primary.hi - primary.lo),
        shown: score.score.to_string(),
        instrument: instrument.name.clone(),
        other: instrument.id != primary.id,
    })
}

fn marks(sessions: &[Session], state: SessionState) -> impl Iterator<Item = SessionMark> {
    sessions.iter().map(move |session| {
        let unit = if session.route == "nasal_esketamine" { "mg" } else { "mg/kg" };
        SessionMark {
            day: session.day,
            date: day_name(session.day),
            dose: format!("{} {unit}", session.dose),
            state,
        }
    })
}

fn fan(points: &[FanPoint], primary: &Instrument, label: &str) -> Fan {
    let range = primary.hi - primary.lo;
    let point = |p: &FanPoint| ChartPoint {
        day: p.day,
        low80: p.band.q10 * range,
        low50: p.band.q25 * range,
        median: p.band.q50 * range,
        high50: p.band.q75 * range,
        high80: p.band.q90 * range,
    };
    let end = points.last().map_or_else(String::new, |p| day_name(p.day));
    Fan { points: points.iter().map(point).collect(), label: label.to_owned(), end_date: end }
}

fn day_name(day: f64) -> String {
    format!("day {day}")
}

/// From `from` to `to` in at most 120 whole steps, both ends included.
fn steps(from: f64, to: f64) -> Vec<f64> {
    let step = ((to - from) / 120.0).ceil().max(1.0);
    let mut days = vec![from];
    while let Some(last) = days.last().filter(|last| **last + step < to) {
        days.push(last + step);
    }
    if to > from {
        days.push(to);
    }
    days
}

#[cfg(test)]
mod tests {
    use super::steps;

    #[test]
    fn steps_reach_both_ends() {
        assert_eq!(steps(0.0, 3.0), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(steps(5.0, 5.0), [5.0]);
        assert!(steps(0.0, 4000.0).len() <= 122);
        assert_eq!(steps(-3.0, 700.0).last(), Some(&700.0));
    }
}
