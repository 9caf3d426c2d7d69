//! S7, the calendar by chair: a day or a week, the tray of series without places, a booking moved or given up. No scores, no
//! doses, no conditions, also not in the HTML: the front desk works here.

mod grid;
mod post;
mod series;

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use evenkeel_practice::view::calendar::{Bar, BarState, CalendarView, DayView, TrayLine};
use evenkeel_practice::{AskedCalendar, CourseId, Refusal};
use jiff::civil::Date;
use serde::Deserialize;

pub(super) use series::{book as book_series, show as show_series};

use self::grid::{Cell, Grid};
use super::{Answer, Posted};
use crate::app::App;
use crate::done::Done;
use crate::fields::Fields;
use crate::form_state::FormState;
use crate::format::Plain;
use crate::html::{self, go};
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "calendar.html")]
struct CalendarPage {
    shell: Shell,
    c: CalendarView,
    grid: Grid,
    form: FormState,
    /// What of the address says which days are shown: "view=week&day=2026-03-03".
    shown: String,
}

impl CalendarPage {
    fn new(shell: Shell, c: CalendarView, form: FormState) -> Self {
        let view = if c.week { "week" } else { "day" };
        let shown = format!("view={view}&day={}", c.day);
        Self { shell, grid: Grid::of(&c), c, form, shown }
    }
}

/// What stands in the address. What cannot be read says nothing.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Address {
    view: Option<String>,
    day: Option<String>,
    course: Option<String>,
    on: Option<String>,
    done: Option<String>,
}

impl Address {
    fn asked(&self) -> AskedCalendar {
        let day = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<Date>().ok());
        let course = self.course.as_ref().and_then(|id| id.parse::<CourseId>().ok());
        let near = |day: &Date| (1970..=9000).contains(&day.year());
        AskedCalendar {
            week: self.view.as_deref() == Some("week"),
            day: day(&self.day).filter(near),
            chosen: course.zip(day(&self.on)),
        }
    }

    /// Which days are shown, for the way back.
    fn shown(&self, day: Option<Date>) -> String {
        let view = if self.view.as_deref() == Some("week") { "week" } else { "day" };
        let day = day.map(|day| day.to_string()).or_else(|| self.asked().day.map(|day| day.to_string()));
        day.map_or_else(|| format!("view={view}"), |day| format!("view={view}&day={day}"))
    }
}

/// Shows the days.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Query(at): Query<Address>) -> Answer {
    let c = app.practice.calendar(visit.actor()?, at.asked()).await?;
    let shell = shell(&visit).after(Done::read(at.done.as_deref()));
    html::page(&CalendarPage::new(shell, c, FormState::new("move", app.practice.new_key())))
}

/// Moves a booking, gives it up, or records that nobody came.
pub(crate) async fn submit(
    State(app): State<App>,
    visit: Visit,
    Query(at): Query<Address>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let refusal = match post::act(&app, visit.actor()?, &typed).await {
        Ok(post::Next::Calendar { done, day }) => {
            let day = day.filter(|_| at.view.as_deref() != Some("week"));
            return Ok(go(&format!("/calendar?{}&done={done}", at.shown(day))));
        }
        Ok(post::Next::Series { course, done }) => {
            return Ok(go(&format!("/calendar/series/{course}?done={done}")));
        }
        Err(refusal) => refusal,
    };
    let refusal = told(refusal);
    let asked = AskedCalendar { chosen: post::chosen(&typed).or(at.asked().chosen), ..at.asked() };
    let c = app.practice.calendar(visit.actor()?, asked).await?;
    let form = FormState::new("move", app.practice.new_key()).refuse(typed, refusal)?;
    html::refused_form(&CalendarPage::new(shell(&visit), c, form))
}

/// A right that is missing for one step of a form is told on the form: the rest of it can be done.
fn told(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::NotAllowed { what } => {
            Refusal::Conflict { what: crate::format::capital(&format!("{what}.")) }
        }
        other => other,
    }
}

fn shell(visit: &Visit) -> Shell {
    visit.shell("Calendar").at("/calendar")
}

/// "R.K.: 3 sessions still to book, next due by 14 Dec".
fn tray_words(line: &TrayLine) -> String {
    let sessions = |n: i64| if n == 1 { "1 session".to_owned() } else { format!("{n} sessions") };
    let next = line.next_on.map(|day| format!(", next due by {}", day.strftime("%-d %b")));
    let book = next.map(|next| format!("{} still to book{next}", sessions(line.to_book)));
    let days: Vec<String> = line.left_over.iter().map(|day| crate::format::day(*day)).collect();
    let left = (!days.is_empty()).then(|| format!("place of {} without a session", days.join(", ")));
    [left, book].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// What the way out of a tray line is called.
fn tray_way(line: &TrayLine) -> &'static str {
    if line.left_over.is_empty() { "Place the series" } else { "Re-place the series" }
}

/// "09:15".
fn clock(minute: impl Plain<u32>) -> String {
    let minute = minute.plain();
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The three parts of a booking in words.
fn parts(bar: &Bar) -> String {
    let elsewhere = if bar.free_from < bar.end { ", in another place" } else { "" };
    format!(
        "preparation {}, treatment {}, recovery {} to {}{elsewhere}",
        clock(bar.start),
        clock(bar.dose_from),
        clock(bar.recovery_from),
        clock(bar.end)
    )
}

/// How a booking stands, where that is to be told: icon and words.
fn state_words(bar: &Bar) -> Option<(&'static str, &'static str)> {
    match bar.state {
        BarState::Booked => None,
        BarState::Came => Some(("circle-check", "came")),
        BarState::Missed => Some(("circle-x", "missed")),
        BarState::NotRecorded => Some(("circle-question-mark", "nothing recorded yet")),
        BarState::LeftOver => Some(("triangle-alert", "not in the plan any more")),
    }
}

/// A class for how a booking stands; colour only repeats the words.
fn state_class(bar: &Bar) -> &'static str {
    match bar.state {
        BarState::Booked | BarState::NotRecorded => "",
        BarState::Came => " came",
        BarState::Missed => " gone",
        BarState::LeftOver => " left-over",
    }
}

/// Stretches of a day with more people than may be watched, as sentences.
fn too_many(day: &DayView) -> Vec<String> {
    let over = |l: &&evenkeel_practice::view::calendar::LoadLine| l.watched > day.most;
    let say = |l: &evenkeel_practice::view::calendar::LoadLine| {
        format!(
            "{}, {} to {}: {} people at once, the nurses of the day may watch {}",
            crate::format::day(day.date),
            clock(l.from),
            clock(l.to),
            l.watched,
            day.most
        )
    };
    if day.hours.is_some() { day.loads.iter().filter(over).map(say).collect() } else { Vec::new() }
}

/// Whether a booking can still be moved by the reader.
fn may_change(c: &CalendarView, bar: &Bar) -> bool {
    c.may_book && bar.on >= c.today && matches!(bar.state, BarState::Booked | BarState::LeftOver)
}

/// Whether somebody may still be recorded as missed.
fn may_miss(c: &CalendarView, bar: &Bar) -> bool {
    c.may_move && bar.on <= c.today && matches!(bar.state, BarState::Booked | BarState::NotRecorded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    fn draw(c: CalendarView) -> String {
        let form = FormState::new("move", "key".to_owned());
        testing::check(&CalendarPage::new(testing::front_desk("Calendar"), c, form))
    }

    #[test]
    fn nothing_clinical_stands_on_the_page() {
        let html = draw(samples::calendar());
        let words = testing::text(&html).to_lowercase();
        for clinical in
            ["phq", "madrs", "score", " mg", "response", "remission", "finding", "dose", "chance", "depress"]
        {
            assert!(!words.contains(clinical), "{clinical}");
        }
        assert!(!html.contains("\"/courses/"));
    }

    #[test]
    fn bars_have_their_parts_in_words_and_the_tray_says_what_waits() {
        let text = testing::text(&draw(samples::calendar()));
        for words in [
            "preparation 09:00, treatment 09:20, recovery 10:00 to 11:00",
            "Session 3 of 6",
            "3 sessions still to book, next due by 20 Mar",
            "Place the series",
            "3 people at once, the nurses of the day may watch 2",
        ] {
            assert!(text.contains(words), "{words} is missing: {text}");
        }
    }

    #[test]
    fn a_booking_is_moved_by_a_plain_form() {
        let html = draw(samples::calendar());
        for field in ["name=\"chair\"", "name=\"start\"", "value=\"move\"", "value=\"give-up\""] {
            assert!(html.contains(field), "{field}");
        }
        assert!(!html.contains("value=\"missed\""), "the front desk records no missed session");
        let nurse = CalendarView { may_move: true, ..samples::calendar() };
        assert!(draw(nurse).contains("value=\"missed\""));
    }

    #[test]
    fn before_hours_are_set_the_page_says_who_sets_them() {
        let none = CalendarView {
            set: false,
            days: Vec::new(),
            tray: Vec::new(),
            chosen: None,
            ..samples::calendar()
        };
        assert!(testing::text(&draw(none)).contains("opening hours are not set"));
    }
}
