//! How a course runs by a protocol: lanes one below the other on a common axis of weeks.

use crate::figure::{Figure, Size, Table};
use crate::labels::{clip, width as text_width};
use crate::scale::Scale;
use crate::svg::{Anchor, Head, Svg, whole};

/// Input of [`weeks`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Weeks {
    /// Unique on the page.
    pub id: String,
    /// Accessible name: "The first five weeks".
    pub title: String,
    /// Weeks shown, at least one.
    pub weeks: u32,
    /// The lanes, from top to bottom.
    pub lanes: Vec<WeekLane>,
    /// How much room there is.
    pub size: Size,
}

/// One lane.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WeekLane {
    /// "Sessions".
    pub name: String,
    /// What happens in it, in order of time.
    pub marks: Vec<WeekMark>,
}

/// A day or a stretch of days.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WeekMark {
    /// First day, 0 is the day of the first session.
    pub from_day: f64,
    /// Last day; the same for a single day.
    pub to_day: f64,
    /// Few letters beside it: "4", "D11".
    pub label: String,
    /// In words: "session 4, day 10".
    pub words: String,
}

/// Height of a lane: its name above, its marks below.
const LANE: f64 = 46.0;

/// Draws the lanes; every mark has its words.
pub fn weeks(input: &Weeks) -> Figure {
    let words = words(input);
    let width = if input.size == Size::Wide { 760.0 } else { 344.0 };
    let (left, right, top) = (12.0, width - 12.0, 4.0);
    let count = f64::from(u32::try_from(input.lanes.len()).unwrap_or(0));
    let bottom = top + count * LANE;
    let days = f64::from(input.weeks.max(1)) * 7.0;
    let x = Scale::new((0.0, days), (left + 8.0, right - 8.0));
    let mut svg = Svg::new(&Head {
        id: &input.id,
        class: "ch-lanes",
        width,
        height: bottom + 22.0,
        title: &input.title,
        desc: &words,
        focusable: true,
    });
    axis(&mut svg, input.weeks.max(1), &x, (top, bottom));
    let mut y = top;
    for lane in &input.lanes {
        draw(&mut svg, lane, &x, y);
        y += LANE;
    }
    Figure { svg: svg.finish(), table: table(input), words }
}

/// Lines between weeks, each or every fourth named.
fn axis(svg: &mut Svg, weeks: u32, x: &Scale, (top, bottom): (f64, f64)) {
    let step = if weeks > 16 { 4 } else { 1 };
    for week in (0..=weeks).step_by(step) {
        let at = x.at(f64::from(week) * 7.0);
        svg.line("ch-grid", (at, top), (at, bottom));
        let text = if week == 0 { "week 0".to_owned() } else { week.to_string() };
        let anchor = if week == 0 { Anchor::Start } else { Anchor::Middle };
        svg.text("ch-tick", (at, bottom + 16.0), anchor, &text);
    }
}

fn draw(svg: &mut Svg, lane: &WeekLane, x: &Scale, y: f64) {
    svg.text("ch-label", (x.at(0.0) - 8.0, y + 14.0), Anchor::Start, &lane.name);
    let middle = y + 30.0;
    // A label stands only where the one before leaves room.
    let mut free = f64::MIN;
    for mark in &lane.marks {
        let (from, to) = (x.held(mark.from_day), x.held(mark.to_day));
        svg.open_mark("ch-choice", &mark.words, &[("day", whole(mark.from_day))]);
        if to - from < 1.0 {
            svg.circle("ch-dot", (from, middle), 5.0);
        } else {
            svg.rect("ch-fan50", (from, middle - 6.0), (to - from, 12.0));
        }
        let label = clip(&mark.label, 11.0, (to - from).max(46.0));
        let half = text_width(&label, 11.0) / 2.0;
        let centre = f64::midpoint(from, to);
        if centre - half > free {
            svg.text("ch-tick", (centre, middle + 17.0), Anchor::Middle, &label);
            free = centre + half + 2.0;
        }
        svg.close();
    }
}

fn words(input: &Weeks) -> String {
    let lane = |lane: &WeekLane| {
        let marks: Vec<_> = lane.marks.iter().map(|mark| mark.words.as_str()).collect();
        let marks = if marks.is_empty() { "nothing".to_owned() } else { marks.join("; ") };
        format!("{}: {marks}", lane.name)
    };
    let lanes: Vec<_> = input.lanes.iter().map(lane).collect();
    format!("{}. {}.", input.title, lanes.join(". "))
}

fn table(input: &Weeks) -> Table {
    let rows = input.lanes.iter().flat_map(|lane| {
        lane.marks.iter().map(|mark| {
            let day = if mark.to_day > mark.from_day {
                format!("{} to {}", whole(mark.from_day), whole(mark.to_day))
            } else {
                whole(mark.from_day)
            };
            vec![lane.name.clone(), day, mark.words.clone()]
        })
    });
    Table {
        caption: input.title.clone(),
        head: ["Lane", "Day", "What"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_is_drawn_and_told() {
        let mark = |day: f64, label: &str| WeekMark {
            from_day: day,
            to_day: day,
            label: label.to_owned(),
            words: format!("session {label}, day {day}"),
        };
        let ladder = WeekMark {
            from_day: 17.0,
            to_day: 60.0,
            label: "every 21 days".to_owned(),
            words: "one every 21 days".to_owned(),
        };
        let input = Weeks {
            id: "l".to_owned(),
            title: "The first five weeks".to_owned(),
            weeks: 5,
            lanes: vec![
                WeekLane {
                    name: "Sessions".to_owned(),
                    marks: vec![mark(0.0, "1"), mark(3.0, "2"), mark(3.2, "3rd")],
                },
                WeekLane { name: "Maintenance".to_owned(), marks: vec![ladder] },
                WeekLane { name: "Checks".to_owned(), marks: Vec::new() },
            ],
            size: Size::Wide,
        };
        let figure = weeks(&input);
        assert_eq!(figure.svg.matches("<circle").count(), 3);
        assert!(figure.words.contains("session 2, day 3") && figure.words.contains("Checks: nothing"));
        assert_eq!(figure.table.rows.len(), 4);
        assert!(!figure.svg.contains(">3rd</text>"), "a label without room is left to the words");
    }
}
