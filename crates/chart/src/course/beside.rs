//! Lanes of what went on beside the drug, on the days of the course chart: the same horizontal axis, no scale of scores, and
//! no line that would tie the two together.

use super::CourseChart;
use super::layout::Layout;
use crate::figure::{Figure, Size, Table};
use crate::svg::{Anchor, Head, Svg};

/// One lane.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lane {
    /// What it holds: "sleep".
    pub name: String,
    /// Its marks, in order of day.
    pub marks: Vec<LaneMark>,
}

/// One mark of a lane.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LaneMark {
    /// Day number, as in the chart.
    pub day: f64,
    /// Civil date: "3 Mar 2026".
    pub date: String,
    /// What it was: "Sleep, 6.5 h".
    pub what: String,
}

/// Room above the first lane, and the height of one.
const HEAD: f64 = 12.0;

/// Draws the lanes under `chart`, which lends its days. Marks outside those days are told in words and table alone.
pub fn beside_course(chart: &CourseChart, title: &str, lanes: &[Lane]) -> Figure {
    let words = words(lanes);
    Figure { svg: svg(chart, title, lanes, &words), table: table(title, lanes), words }
}

fn svg(chart: &CourseChart, title: &str, lanes: &[Lane], words: &str) -> String {
    let layout = Layout::of(chart.size);
    let x = layout.x(chart);
    let wide = chart.size == Size::Wide;
    // A narrow chart has no margin for the names: they stand above their lanes.
    let (step, name_up) = if wide { (22.0, 0.0) } else { (32.0, 13.0) };
    let count = f64::from(u32::try_from(lanes.len()).unwrap_or(0));
    let height = HEAD + step * count;
    let mut svg = Svg::new(&Head {
        id: &chart.id,
        class: if wide { "ch-beside ch-wide" } else { "ch-beside ch-compact" },
        width: layout.width,
        height,
        title,
        desc: words,
        focusable: false,
    });
    if let Some(today) = &chart.today {
        let at = x.held(today.day);
        svg.line("ch-today", (at, 0.0), (at, height));
    }
    let mut middle = HEAD + step / 2.0;
    for lane in lanes {
        let at = middle + name_up / 2.0;
        svg.line("ch-lane", (layout.plot.left, at), (layout.plot.right, at));
        let place =
            if wide { (layout.plot.right + 10.0, at + 4.0) } else { (layout.plot.left, at - name_up) };
        svg.text("ch-label", place, Anchor::Start, &lane.name);
        for mark in lane.marks.iter().filter(|m| m.day >= x.from && m.day <= x.to) {
            svg.circle("ch-life", (x.at(mark.day), at), 4.0);
        }
        middle += step;
    }
    svg.finish()
}

fn words(lanes: &[Lane]) -> String {
    let one = |lane: &Lane| {
        let days: Vec<String> = lane.marks.iter().map(|m| format!("{}: {}", m.date, m.what)).collect();
        format!("{}: {}.", lane.name, days.join("; "))
    };
    lanes.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn table(title: &str, lanes: &[Lane]) -> Table {
    let rows = lanes
        .iter()
        .flat_map(|lane| lane.marks.iter().map(|m| vec![m.date.clone(), lane.name.clone(), m.what.clone()]));
    Table {
        caption: title.to_owned(),
        head: ["Date", "Part", "What"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SessionMark, SessionState, Today, course_chart};

    fn chart(size: Size) -> CourseChart {
        let session = |day: f64| SessionMark {
            day,
            date: format!("day {day}"),
            dose: String::new(),
            state: SessionState::Done,
        };
        CourseChart {
            id: "c".to_owned(),
            title: "Course".to_owned(),
            instrument: "PHQ-9".to_owned(),
            max_score: 27.0,
            sessions: vec![session(0.0), session(14.0)],
            today: Some(Today { day: 20.0, date: "20 Jan".to_owned() }),
            size,
            ..CourseChart::default()
        }
    }

    fn lanes() -> Vec<Lane> {
        let mark = |day: f64| LaneMark { day, date: format!("day {day}"), what: "Sleep <6 h>".to_owned() };
        vec![Lane { name: "Sleep".to_owned(), marks: vec![mark(-90.0), mark(14.0)] }]
    }

    fn today_at(svg: &str) -> &str {
        svg.split("class=\"ch-today\" x1=\"").nth(1).unwrap().split('"').next().unwrap()
    }

    #[test]
    fn its_days_are_those_of_the_chart() {
        for size in [Size::Wide, Size::Compact] {
            let chart = chart(size);
            let strip = beside_course(&chart, "Beside", &lanes()).svg;
            assert_eq!(today_at(&strip), today_at(&course_chart(&chart).svg));
        }
    }

    #[test]
    fn what_lies_outside_the_days_is_told_and_not_drawn() {
        let figure = beside_course(&chart(Size::Wide), "Beside", &lanes());
        assert_eq!(figure.svg.matches("ch-life").count(), 1);
        assert_eq!(figure.table.rows.len(), 2);
        assert!(figure.words.contains("day -90: Sleep <6 h>") && figure.svg.contains("&lt;6 h&gt;"));
    }
}
