//! The days as one table: a row a quarter of an hour, a column a chair, and one for the staff beside the chairs of a day.
//! A booking takes as many rows as it takes quarters, in its three parts.

use evenkeel_practice::view::calendar::{Bar, CalendarView, DayView};
use jiff::civil::Date;

use super::clock;

const STEP: u32 = 15;

/// The table.
pub(super) struct Grid {
    /// A head for each day.
    pub days: Vec<DayHead>,
    /// Names of the columns, day by day.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// The head of a day.
pub(super) struct DayHead {
    pub date: Date,
    pub words: String,
    pub span: usize,
    pub today: bool,
}

/// The head of a column.
pub(super) struct Column {
    pub name: String,
    pub staff: bool,
}

/// A quarter of an hour.
pub(super) struct Row {
    /// "09:15".
    pub time: String,
    pub on_the_hour: bool,
    pub now: bool,
    pub cells: Vec<Cell>,
}

/// A cell that begins in its row.
#[derive(Clone)]
pub(super) enum Cell {
    /// Nobody is booked; `open`: the clinic is open.
    Free { date: Date, chair: String, start: u32, open: bool },
    /// A part of a booking.
    Part { bar: Bar, part: Part, start: u32, rows: u32, first: bool },
    /// How many are there.
    Staff { load: Load, rows: u32 },
}

/// Which part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Preparation,
    Treatment,
    Recovery,
}

impl Part {
    /// A class.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Preparation => "prep",
            Self::Treatment => "give",
            Self::Recovery => "rest",
        }
    }

    /// In words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Preparation => "Preparation",
            Self::Treatment => "Treatment",
            Self::Recovery => "Recovery",
        }
    }
}

/// How many are there at once, of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Load {
    pub watched: u32,
    pub most: u32,
}

impl Load {
    /// A class; the words say the same.
    pub(super) fn class(self) -> &'static str {
        match self.watched {
            0 => "none",
            n if n > self.most => "over",
            n if n == self.most => "full",
            _ => "room",
        }
    }

    /// In words.
    pub(super) fn words(self) -> String {
        match self.watched {
            0 => String::new(),
            n if n > self.most => format!("{n} of {}: too many", self.most),
            n if n == self.most => format!("{n} of {}: full", self.most),
            n => format!("{n} of {}", self.most),
        }
    }
}

impl Grid {
    /// The table of the days shown; without rows where no day has hours or a booking.
    pub(super) fn of(c: &CalendarView) -> Self {
        let hours = || c.days.iter().filter_map(|day| day.hours);
        let bars = || c.days.iter().flat_map(|day| &day.bars);
        let first = hours().map(|h| h.0).chain(bars().map(|b| b.start)).min();
        let last = hours().map(|h| h.1).chain(bars().map(|b| b.end)).max();
        let (first, last) = first.zip(last).map_or((0, 0), |(from, to)| (from / STEP, to.div_ceil(STEP)));
        let mut grid = Self { days: Vec::new(), columns: Vec::new(), rows: rows(c, first, last) };
        for day in &c.days {
            let before = grid.columns.len();
            grid.staff(day, first);
            for chair in &day.chairs {
                for lane in lanes(day, chair) {
                    grid.chair(day, chair, &lane, first);
                }
            }
            let span = grid.columns.len() - before;
            grid.days.push(DayHead {
                date: day.date,
                words: day.words.clone(),
                span,
                today: day.date == c.today,
            });
        }
        grid
    }

    /// The column that says how many are there.
    fn staff(&mut self, day: &DayView, first: u32) {
        self.columns.push(Column { name: "Staff".to_owned(), staff: true });
        let at = |quarter: u32| {
            let (from, to) = (quarter * STEP, (quarter + 1) * STEP);
            let there = day.loads.iter().filter(|l| l.from < to && from < l.to).map(|l| l.watched).max();
            Load { watched: there.unwrap_or(0), most: day.most }
        };
        let count = u32::try_from(self.rows.len()).unwrap_or(0);
        let mut n = 0;
        while n < count {
            let load = at(first + n);
            let long = (n..count).take_while(|m| at(first + m) == load).count();
            let rows = u32::try_from(long).unwrap_or(1).max(1);
            self.put(n, Cell::Staff { load, rows });
            n += rows;
        }
    }

    /// A column of one chair.
    fn chair(&mut self, day: &DayView, chair: &str, bars: &[&Bar], first: u32) {
        self.columns.push(Column { name: chair.to_owned(), staff: false });
        let count = u32::try_from(self.rows.len()).unwrap_or(0);
        let mut n = 0;
        while n < count {
            let start = (first + n) * STEP;
            let here = bars.iter().find(|bar| bar.start / STEP == first + n);
            let Some(bar) = here else {
                let open = day.hours.is_some_and(|(from, to)| from <= start && start < to);
                self.put(n, Cell::Free { date: day.date, chair: chair.to_owned(), start, open });
                n += 1;
                continue;
            };
            let mut is_first = true;
            for (part, rows) in parts(bar) {
                let start = (first + n) * STEP;
                self.put(n, Cell::Part { bar: (*bar).clone(), part, start, rows, first: is_first });
                is_first = false;
                n += rows;
            }
        }
    }

    fn put(&mut self, row: u32, cell: Cell) {
        if let Some(row) = usize::try_from(row).ok().and_then(|n| self.rows.get_mut(n)) {
            row.cells.push(cell);
        }
    }
}

fn rows(c: &CalendarView, first: u32, last: u32) -> Vec<Row> {
    let now = c.days.iter().find_map(|day| day.now);
    let row = |quarter: u32| Row {
        time: clock(quarter * STEP),
        on_the_hour: quarter.is_multiple_of(4),
        now: now.is_some_and(|now| now / STEP == quarter),
        cells: Vec::new(),
    };
    (first..last).map(row).collect()
}

/// Bookings of a chair side by side: one column, and more only where bookings overlap, as after a change of settings.
fn lanes<'a>(day: &'a DayView, chair: &str) -> Vec<Vec<&'a Bar>> {
    let mut lanes: Vec<Vec<&Bar>> = vec![Vec::new()];
    for bar in day.bars.iter().filter(|bar| bar.chair == chair) {
        let room = |lane: &&mut Vec<&Bar>| lane.last().is_none_or(|last| quarters(last).1 <= quarters(bar).0);
        match lanes.iter_mut().find(room) {
            Some(lane) => lane.push(bar),
            None => lanes.push(vec![bar]),
        }
    }
    lanes
}

/// The first quarter of a booking at its chair, and the first after it.
fn quarters(bar: &Bar) -> (u32, u32) {
    let first = bar.start / STEP;
    (first, bar.free_from.min(bar.end).div_ceil(STEP).max(first + 1))
}

/// The parts with their rows; a part shorter than half a row goes with its neighbour.
fn parts(bar: &Bar) -> Vec<(Part, u32)> {
    let (first, last) = quarters(bar);
    let near = |minute: u32| ((minute + STEP / 2) / STEP).clamp(first, last);
    let (dose, rest) = (near(bar.dose_from), near(bar.recovery_from));
    let rest = if bar.free_from < bar.end { last } else { rest.max(dose) };
    [(Part::Preparation, first, dose), (Part::Treatment, dose, rest), (Part::Recovery, rest, last)]
        .into_iter()
        .filter(|(_, from, to)| to > from)
        .map(|(part, from, to)| (part, to - from))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn each_row_is_as_wide_as_the_head() {
        let c = samples::calendar();
        let grid = Grid::of(&c);
        let mut covered = vec![0_usize; grid.rows.len()];
        for (n, row) in grid.rows.iter().enumerate() {
            for cell in &row.cells {
                let long = match cell {
                    Cell::Free { .. } => 1,
                    Cell::Part { rows, .. } | Cell::Staff { rows, .. } => usize::try_from(*rows).unwrap(),
                };
                for line in covered.iter_mut().skip(n).take(long) {
                    *line += 1;
                }
            }
        }
        assert!(covered.iter().all(|wide| *wide == grid.columns.len()), "{covered:?}");
        assert_eq!(grid.columns.len(), grid.days.iter().map(|day| day.span).sum::<usize>());
    }

    #[test]
    fn the_parts_fill_the_booking_quarter_by_quarter() {
        let bar = samples::calendar().days[0].bars[0].clone();
        let rows: Vec<_> = parts(&bar).into_iter().map(|(part, rows)| (part.class(), rows)).collect();
        assert_eq!(rows, [("prep", 1), ("give", 3), ("rest", 4)]);
        let leaves = Bar { free_from: bar.recovery_from, ..bar };
        let rows: Vec<_> = parts(&leaves).into_iter().map(|(part, rows)| (part.class(), rows)).collect();
        assert_eq!(rows, [("prep", 1), ("give", 3)]);
    }

    #[test]
    fn a_load_says_in_words_when_it_is_too_much() {
        let words = |watched| Load { watched, most: 2 }.words();
        assert_eq!(
            [words(0), words(1), words(2), words(3)],
            ["", "1 of 2", "2 of 2: full", "3 of 2: too many"]
        );
    }
}
