//! The calendar by chair, as screens show it. Nothing here tells a condition, a dose or a score.

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

/// What the calendar keeps to, to read or to change.
#[derive(Debug, Clone)]
pub struct CalendarSettingView {
    /// Version in force; 0: none was set.
    pub version: i64,
    /// Who set it, and when.
    pub set_by: Option<String>,
    /// Whether the reader may change it.
    pub may_change: bool,
    /// Whether the hours shown are a suggestion that is not in force.
    pub suggested: bool,
    /// Monday to Sunday.
    pub week: Vec<OpenDay>,
    /// Closed days, one a line.
    pub closed: String,
    /// Minutes of preparation; empty: not set.
    pub preparation: String,
    /// Minutes of giving the dose where a protocol does not say; empty: not set.
    pub giving: String,
    /// Shortest recovery, minutes; empty: not set.
    pub recovery: String,
    /// How many patients one nurse may watch; empty: not set.
    pub watches: String,
    /// The chairs, and whether their patients recover in another place.
    pub chairs: Vec<(String, bool)>,
}

/// One weekday; times empty: closed.
#[derive(Debug, Clone)]
pub struct OpenDay {
    /// "Mon".
    pub name: &'static str,
    /// "09:00".
    pub from: String,
    /// "17:00".
    pub to: String,
    /// Number of nurses.
    pub nurses: String,
}

/// When and where somebody is expected.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BookedAt {
    /// "09:00".
    pub time: String,
    /// Name of the chair.
    pub chair: String,
}

/// The calendar of a day or a week.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing the reader may do, or one switch of the page"
)]
pub struct CalendarView {
    /// As of this instant.
    pub as_of: Timestamp,
    /// Today.
    pub today: Date,
    /// Whether a week is shown.
    pub week: bool,
    /// The day that was asked for.
    pub day: Date,
    /// The day to which one step back leads.
    pub before: Date,
    /// The day to which one step forward leads.
    pub after: Date,
    /// Whether opening hours are set.
    pub set: bool,
    /// Whether the reader may set them.
    pub may_set: bool,
    /// Whether the reader may book.
    pub may_book: bool,
    /// Whether the reader may put a session on another day, or record it as missed.
    pub may_move: bool,
    /// The days shown.
    pub days: Vec<DayView>,
    /// Series that wait for a place, and places without a session.
    pub tray: Vec<TrayLine>,
    /// The booking that was asked for.
    pub chosen: Option<ChosenBooking>,
}

/// One day.
#[derive(Debug, Clone)]
pub struct DayView {
    /// The day.
    pub date: Date,
    /// Hours, minutes of the day; `None`: closed.
    pub hours: Option<(u32, u32)>,
    /// Hours in words, or why it is closed.
    pub words: String,
    /// Chairs, in the clinic's order; one that is no longer the clinic's comes last where somebody is booked there.
    pub chairs: Vec<String>,
    /// Who is booked.
    pub bars: Vec<Bar>,
    /// How many are there at once, stretch by stretch.
    pub loads: Vec<LoadLine>,
    /// How many may be watched at once.
    pub most: u32,
    /// The present minute, on today.
    pub now: Option<u32>,
}

/// How a booking stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarState {
    /// To come.
    Booked,
    /// The patient came.
    Came,
    /// Recorded as missed.
    Missed,
    /// The day has passed and nothing is on record.
    NotRecorded,
    /// The plan has no session there any more.
    LeftOver,
}

/// One booking.
#[derive(Debug, Clone)]
pub struct Bar {
    /// The course.
    pub course: Uuid,
    /// The day.
    pub on: Date,
    /// Version of the booking.
    pub version: i64,
    /// Name of the chair.
    pub chair: String,
    /// Minute at which it begins.
    pub start: u32,
    /// Minute at which the dose begins.
    pub dose_from: u32,
    /// Minute at which the recovery begins.
    pub recovery_from: u32,
    /// Minute at which it ends.
    pub end: u32,
    /// Minute from which the chair is free.
    pub free_from: u32,
    /// "R.K.".
    pub initials: String,
    /// Name.
    pub name: String,
    /// "Session 3 of 6".
    pub visit: String,
    /// How it stands.
    pub state: BarState,
}

/// A stretch with the same number of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadLine {
    /// Its first minute.
    pub from: u32,
    /// The first minute after it.
    pub to: u32,
    /// How many are there.
    pub watched: u32,
}

/// One line of the tray.
#[derive(Debug, Clone)]
pub struct TrayLine {
    /// The course.
    pub course: Uuid,
    /// "R.K.".
    pub initials: String,
    /// Name.
    pub name: String,
    /// Sessions without a place.
    pub to_book: i64,
    /// The day of the first of them.
    pub next_on: Option<Date>,
    /// Places the plan has no session for: days.
    pub left_over: Vec<Date>,
}

/// A booking with what can be done about it.
#[derive(Debug, Clone)]
pub struct ChosenBooking {
    /// The booking.
    pub bar: Bar,
    /// Chairs of the clinic.
    pub chairs: Vec<String>,
    /// Times of the day, "09:00".
    pub starts: Vec<String>,
    /// What is free that day for a session of this length.
    pub free: String,
    /// Whether the day is over.
    pub over: bool,
}

/// The rest of a course: a proposal.
#[derive(Debug, Clone)]
pub struct SeriesView {
    /// The course.
    pub course: Uuid,
    /// "R.K.".
    pub initials: String,
    /// Name.
    pub name: String,
    /// Date of birth.
    pub birth_date: Option<Date>,
    /// Whether the course runs.
    pub runs: bool,
    /// Whether opening hours are set.
    pub set: bool,
    /// Whether the reader may book.
    pub may_book: bool,
    /// Planned days that passed with nothing on record.
    pub unrecorded: Vec<String>,
    /// Why no plan can be made.
    pub problem: Option<String>,
    /// The sessions in their order.
    pub lines: Vec<SeriesLine>,
    /// Places that are given up with the booking.
    pub give_up: Vec<OldPlace>,
    /// Chairs of the clinic.
    pub chairs: Vec<String>,
    /// The time that is wished for, "09:00".
    pub wish_start: Option<String>,
    /// The chair that is wished for.
    pub wish_chair: Option<String>,
    /// Times that can be wished for.
    pub starts: Vec<String>,
}

impl SeriesView {
    /// The sessions that would be booked.
    pub fn new_places(&self) -> impl Iterator<Item = &SeriesLine> {
        self.lines.iter().filter(|line| matches!(line.state, SeriesState::New | SeriesState::Moved))
    }

    /// Whether there is something to book or to give up.
    pub fn does_something(&self) -> bool {
        self.new_places().next().is_some() || !self.give_up.is_empty()
    }
}

/// What would become of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeriesState {
    /// It is booked and stays.
    Stays,
    /// Booked on its planned day.
    New,
    /// Booked on another day; the plan moves.
    Moved,
    /// Another day would do, and the reader may not move the plan.
    NeedsMove,
    /// It has no place.
    NoPlace,
}

/// One session of a series.
#[derive(Debug, Clone)]
pub struct SeriesLine {
    /// Its number.
    pub n: u32,
    /// The day the plan has it on.
    pub planned: Date,
    /// The day it would be booked for.
    pub date: Date,
    /// Name of the chair.
    pub chair: String,
    /// Minute at which it begins.
    pub start: u32,
    /// Minute at which it ends.
    pub end: u32,
    /// What would become of it.
    pub state: SeriesState,
    /// Why, where it is not as planned.
    pub note: String,
    /// The old place it stands beside.
    pub was: Option<OldPlace>,
}

/// A place that was.
#[derive(Debug, Clone)]
pub struct OldPlace {
    /// The day.
    pub date: Date,
    /// "09:00, Window".
    pub words: String,
    /// Whether the session was missed.
    pub missed: bool,
}
