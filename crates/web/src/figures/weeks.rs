//! A protocol's weeks as charts.

use evenkeel_chart as chart;
use evenkeel_practice::view::reference::{LaneView, LanesView};

use super::Picture;

/// How a course runs by a protocol: its first weeks, then the year where there is more to see.
pub(crate) fn lanes(view: &LanesView) -> Vec<Picture> {
    let drawn = |id: &str, title: String, weeks: u32| {
        let lanes = [Some(&view.sessions), Some(&view.checks), view.ladder.as_ref()];
        let lanes: Vec<_> = lanes.into_iter().flatten().map(|lane| within(lane, weeks)).collect();
        Picture::of(id, |size, id| {
            chart::weeks(&chart::Weeks { id, title: title.clone(), weeks, lanes: lanes.clone(), size })
        })
    };
    let first = drawn("lanes-first", format!("The first {} weeks", view.first_weeks), view.first_weeks);
    let year = drawn("lanes-year", format!("The first {} weeks, whole", view.weeks), view.weeks);
    if view.ladder.is_some() { vec![first, year] } else { vec![first] }
}

/// The marks of a lane that begin within so many weeks.
fn within(lane: &LaneView, weeks: u32) -> chart::WeekLane {
    let end = i64::from(weeks) * 7;
    let marks = lane.marks.iter().filter(|mark| mark.from_day <= end).map(|mark| chart::WeekMark {
        from_day: place(mark.from_day),
        to_day: place(mark.to_day.min(end)),
        label: mark.label.clone(),
        words: mark.words.clone(),
    });
    chart::WeekLane { name: lane.name.clone(), marks: marks.collect() }
}

/// A number of days as a place on an axis; more than fits means far away.
fn place(days: i64) -> f64 {
    f64::from(i32::try_from(days).unwrap_or(i32::MAX))
}
