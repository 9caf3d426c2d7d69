//! View structs to charts: the only place where a page meets `evenkeel-chart`.

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::evidence::{AnsweredFigure, EvidenceAnswer, EvidencePhase};
use evenkeel_chart as chart;
use evenkeel_practice::view::forecast::{AnswerView, ChartView, FanPoint, SessionMark};
use evenkeel_practice::view::therapy::{LifeLane, LifeStrip};
use jiff::civil::Date;

use crate::format;

mod made_up;
mod weeks;

pub(crate) use made_up::made_up;
pub(crate) use weeks::lanes;

/// A chart in its equal forms.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    /// SVG for a wide place.
    pub wide: String,
    /// SVG for a narrow place.
    pub narrow: String,
    /// The same in words.
    pub words: String,
    /// The same as an HTML table.
    pub table: String,
    /// What the table holds.
    pub caption: String,
}

impl Picture {
    /// Draws twice, for each size; `draw` gets the size and an id that is unique on the page.
    fn of(id: &str, draw: impl Fn(chart::Size, String) -> chart::Figure) -> Self {
        let wide = draw(chart::Size::Wide, id.to_owned());
        let narrow = draw(chart::Size::Compact, format!("{id}-narrow"));
        Self {
            wide: wide.svg,
            narrow: narrow.svg,
            table: wide.table.html(),
            words: wide.words,
            caption: wide.table.caption,
        }
    }
}

/// The shares of an answer, one chart a phase and quantity: response, then remission.
pub(crate) fn evidence(answer: &EvidenceAnswer) -> Vec<Picture> {
    let mut pictures = Vec::new();
    for phase in EvidencePhase::ALL {
        for quantity in ["response_rate", "remission_rate", "relapse_rate"] {
            let of =
                |f: &&AnsweredFigure| f.phase == *phase && f.quantity == quantity && f.subgroup.is_none();
            let figures: Vec<&AnsweredFigure> = answer.figures.iter().filter(of).collect();
            let Some(first) = figures.first().filter(|_| figures.len() > 1) else { continue };
            let phase_name = crate::pages::phase_words(*phase).to_lowercase();
            let title = format!("{}: {phase_name}", first.name);
            let rows: Vec<_> = figures.iter().map(|f| forest_row(f)).collect();
            let draw = |size, id| {
                chart::forest(&chart::Forest { id, title: title.clone(), rows: rows.clone(), size })
            };
            pictures.push(Picture::of(&format!("forest-{phase}-{quantity}"), draw));
        }
    }
    pictures
}

fn forest_row(figure: &AnsweredFigure) -> chart::ForestRow {
    chart::ForestRow {
        label: figure.short_citation(),
        note: format!("{}, {}, {}", figure.instrument, figure.people(), figure.grade.words()),
        value: figure.value,
        interval: figure.interval.map(|interval| (interval.low, interval.high)),
        control: figure.control.as_ref().map(|control| control.value),
    }
}

/// Days from `base`; negative before it.
fn day_number(base: Date, day: Date) -> f64 {
    (day - base).get_days().into()
}

/// The course chart.
pub(crate) fn course(view: &ChartView) -> Picture {
    Picture::of("course-chart", |size, id| chart::course_chart(&course_figure(view, size, id)))
}

/// Therapy and daily life on the days of the course chart; `None` where nothing was entered.
pub(crate) fn life(view: &ChartView, strip: &LifeStrip) -> Option<Picture> {
    let base = first_day(view);
    let lane = |lane: &LifeLane| chart::Lane {
        name: lane.name.to_owned(),
        marks: lane
            .marks
            .iter()
            .map(|(day, what)| chart::LaneMark {
                day: day_number(base, *day),
                date: format::date_short(day),
                what: what.clone(),
            })
            .collect(),
    };
    let lanes: Vec<chart::Lane> = strip.lanes.iter().map(lane).collect();
    let draw = |size, id| {
        chart::beside_course(&course_figure(view, size, id), "Therapy and daily life by day", &lanes)
    };
    (!lanes.is_empty()).then(|| Picture::of("life-strip", draw))
}

fn course_figure(view: &ChartView, size: chart::Size, id: String) -> chart::CourseChart {
    let base = first_day(view);
    chart::CourseChart {
        id,
        title: format!("{} scores, sessions and forecast", view.instrument),
        instrument: view.instrument.clone(),
        min_score: view.range.0,
        max_score: view.range.1,
        high_is_better: !view.high_is_worse,
        scores: scores(view, base),
        past: fan(&view.corridor, base, ""),
        forecast: fan(&view.fan, base, "if the plan is kept"),
        alternative: if_stopped(view, base),
        response: level(view.response_line.as_ref()),
        remission: level(view.remission_line.as_ref()),
        sessions: sessions(view, base),
        today: view
            .today
            .map(|today| chart::Today { day: day_number(base, today), date: format::date_short(today) }),
        dates: ticks(view, base),
        size,
        ..chart::CourseChart::default()
    }
}

/// Every day the chart shows.
fn days(view: &ChartView) -> impl Iterator<Item = Date> {
    let scores = view.scores.iter().map(|score| score.date);
    let sessions = view.sessions.iter().map(|session| session.date);
    let fan = view.corridor.iter().chain(&view.fan).map(|point| point.date);
    scores.chain(sessions).chain(fan).chain(view.today)
}

/// The first session is day 0; without one, the first day on the chart.
fn first_day(view: &ChartView) -> Date {
    let first_session = view.sessions.iter().map(|session| session.date).min();
    first_session.or_else(|| days(view).min()).unwrap_or_default()
}

fn scores(view: &ChartView, base: Date) -> Vec<chart::ScorePoint> {
    let mut points: Vec<_> = view
        .scores
        .iter()
        .map(|score| {
            // A label is "QIDS-SR16 11": the instrument and the score as it was given.
            let (instrument, shown) = score.label.rsplit_once(' ').unwrap_or(("", &score.label));
            chart::ScorePoint {
                day: day_number(base, score.date),
                date: format::date_short(score.date),
                value: score.value,
                shown: shown.to_owned(),
                instrument: if instrument.is_empty() { &view.instrument } else { instrument }.to_owned(),
                other: score.other,
            }
        })
        .collect();
    points.sort_by(|a, b| a.day.total_cmp(&b.day));
    points
}

fn sessions(view: &ChartView, base: Date) -> Vec<chart::SessionMark> {
    let mut marks: Vec<_> = view
        .sessions
        .iter()
        .map(|session| chart::SessionMark {
            day: day_number(base, session.date),
            date: format::date_short(session.date),
            dose: session.dose.clone(),
            state: match session.status {
                SessionMark::Done => chart::SessionState::Done,
                SessionMark::Missed => chart::SessionState::Missed,
                SessionMark::Planned | SessionMark::Today | SessionMark::Overdue => {
                    chart::SessionState::Planned
                }
            },
        })
        .collect();
    marks.sort_by(|a, b| a.day.total_cmp(&b.day));
    marks
}

fn fan(points: &[FanPoint], base: Date, label: &str) -> chart::Fan {
    chart::Fan {
        points: points
            .iter()
            .map(|point| {
                let [low80, low50, median, high50, high80] = point.q;
                chart::FanPoint { day: day_number(base, point.date), low80, low50, median, high50, high80 }
            })
            .collect(),
        end_date: points.last().map(|point| format::date_short(point.date)).unwrap_or_default(),
        label: label.to_owned(),
    }
}

fn if_stopped(view: &ChartView, base: Date) -> Option<chart::Line> {
    let points = view.if_stopped.iter().map(|point| {
        let [_, _, median, _, _] = point.q;
        (day_number(base, point.date), median)
    });
    (!view.if_stopped.is_empty())
        .then(|| chart::Line { label: "if no further session".to_owned(), points: points.collect() })
}

fn level(line: Option<&(f64, String)>) -> Option<chart::Level> {
    line.map(|(value, label)| chart::Level { value: *value, label: label.clone() })
}

/// Mondays for a span of up to ten weeks, first days of months beyond.
fn ticks(view: &ChartView, base: Date) -> Vec<chart::DateTick> {
    let (Some(from), Some(to)) = (days(view).min(), days(view).max()) else { return Vec::new() };
    let short = (to - from).get_days() <= 70;
    from.series(jiff::Span::new().days(1))
        .take_while(|day| *day <= to)
        .filter(|day| if short { day.weekday() == jiff::civil::Weekday::Monday } else { day.day() == 1 })
        .map(|day| chart::DateTick {
            day: day_number(base, day),
            // Without a today beside them, days need their year.
            label: day
                .strftime(match (short, view.today) {
                    (true, Some(_)) => "%-d %b",
                    (true, None) => "%-d %b %Y",
                    (false, _) => "%b %Y",
                })
                .to_string(),
        })
        .collect()
}

/// The chance of response by session.
pub(crate) fn bars(answer: &AnswerView) -> Option<Picture> {
    let bars: Vec<_> = answer
        .by_session
        .iter()
        .map(|chance| chart::ResponseBar {
            session: chance.n,
            chance: chance.response,
            population: Some(chance.population),
            given: chance.given,
        })
        .collect();
    let draw = |size, id| {
        chart::response_bars(&chart::ResponseBars {
            id,
            title: "Chance of response by session".to_owned(),
            outcome: "response".to_owned(),
            population: "patients in trials".to_owned(),
            bars: bars.clone(),
            size,
        })
    };
    (!bars.is_empty()).then(|| Picture::of("bars-chart", draw))
}

/// Days well by interval between sessions, if the simulation could be run.
pub(crate) fn days_well(answer: &AnswerView) -> Option<Picture> {
    let mut rows: Vec<_> = answer.days_well.iter().collect();
    rows.sort_by_key(|row| row.sessions);
    let points: Vec<_> = rows
        .iter()
        .map(|row| chart::DaysWellPoint {
            sessions: row.sessions.into(),
            days: row.days_well,
            interval: row
                .interval_days
                .map_or_else(|| "no further session".to_owned(), |days| format!("every {days} days")),
            ..chart::DaysWellPoint::default()
        })
        .collect();
    let suggested = rows.iter().position(|row| row.suggested);
    let draw = |size, id| {
        chart::days_well_curve(&chart::DaysWell {
            id,
            title: "Days well in the next 12 months, by interval".to_owned(),
            points: points.clone(),
            suggested,
            size,
        })
    };
    (!points.is_empty()).then(|| Picture::of("days-well-chart", draw))
}

/// The ways to go on, where they can be told.
pub(crate) fn ways(answer: &AnswerView) -> Option<Picture> {
    let ways = answer.ways.as_ref().ok()?;
    let rows: Vec<_> = ways
        .rows
        .iter()
        .map(|row| chart::Way {
            name: row.name.clone(),
            sessions: row.sessions,
            days: row.days_well,
            relapse: row.relapse.clone(),
        })
        .collect();
    let draw = |size, id| {
        chart::ways(&chart::Ways {
            id,
            title: "Days well in the next 12 months, by way".to_owned(),
            rows: rows.clone(),
            size,
        })
    };
    Some(Picture::of("ways-chart", draw))
}

/// A small trend of scores on one instrument, in order of day, on the whole of its range.
pub(crate) fn trend(
    id: &str,
    title: &str,
    instrument: &str,
    range: (f64, f64),
    points: &[(Date, f64)],
) -> String {
    let Some((base, _)) = points.first() else { return String::new() };
    let scores = points.iter().map(|(day, value)| chart::ScorePoint {
        day: day_number(*base, *day),
        date: format::date_short(*day),
        value: *value,
        shown: format::number(*value),
        instrument: instrument.to_owned(),
        other: false,
    });
    chart::spark(&chart::Spark {
        id: id.to_owned(),
        title: title.to_owned(),
        instrument: instrument.to_owned(),
        min_score: range.0,
        max_score: range.1,
        scores: scores.collect(),
    })
    .svg
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn the_first_session_is_day_nought_and_fans_keep_their_order() {
        let view = samples::course().chart;
        let base = first_day(&view);
        assert_eq!(base, view.sessions.iter().map(|s| s.date).min().unwrap());
        let shown = fan(&view.fan, base, "");
        assert!(
            shown.points.iter().all(|p| p.low80 <= p.low50 && p.low50 <= p.median && p.median <= p.high80)
        );
    }

    #[test]
    fn a_score_keeps_the_instrument_it_was_given_on() {
        let view = samples::course().chart;
        let points = scores(&view, first_day(&view));
        let other = points.iter().find(|p| p.other).unwrap();
        assert_eq!((other.instrument.as_str(), other.shown.as_str()), ("QIDS-SR16", "11"));
    }

    #[test]
    fn short_spans_get_mondays_and_long_ones_months() {
        let mut view = samples::course().chart;
        let base = first_day(&view);
        let labels = |view: &ChartView| ticks(view, base).into_iter().map(|t| t.label).collect::<Vec<_>>();
        assert!(labels(&view).iter().all(|label| label.len() <= 6), "{:?}", labels(&view));
        view.today = Some(base + jiff::Span::new().days(200));
        assert!(labels(&view).iter().all(|label| label.ends_with("2026")), "{:?}", labels(&view));
    }

    #[test]
    fn a_course_without_anything_is_drawn_all_the_same() {
        let empty = samples::empty_course();
        assert!(course(&empty.chart).wide.contains("<svg"));
        assert_eq!(trend("t", "Trend", "PHQ-9", (0.0, 27.0), &[]), "");
    }

    #[test]
    fn days_well_are_drawn_by_sessions_a_year_with_the_suggestion_ringed() {
        let picture = days_well(samples::course().answer.as_ref().unwrap()).unwrap();
        assert_eq!(picture.wide.matches("ch-ring").count(), 1);
        let rows = ["no further session", "every 28 days (fewest", "every 14 days"];
        let places: Vec<_> = rows.iter().map(|row| picture.table.find(row).unwrap()).collect();
        assert!(places.is_sorted(), "{}", picture.table);
    }

    #[test]
    fn a_scale_on_which_high_is_better_is_drawn_as_such() {
        let mut view = samples::course().chart;
        (view.range, view.high_is_worse) = ((1.0, 10.0), false);
        assert!(course(&view).wide.contains("1 to 10, higher is better"));
    }
}
