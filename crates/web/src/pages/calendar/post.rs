//! What is done to a booking on the calendar.

use evenkeel_practice::{Actor, CourseId, FieldProblem, GiveUp, MoveBooking, Refusal};
use jiff::civil::Date;

use crate::app::App;
use crate::done::Done;
use crate::fields::{Fields, Reader};

/// Where to go then.
pub(super) enum Next {
    /// Back to the days.
    Calendar { done: Done, day: Option<Date> },
    /// To the rest of the course: a proposal.
    Series { course: CourseId, done: Done },
}

/// Does what the form says.
pub(super) async fn act(app: &App, actor: &Actor, typed: &Fields) -> Result<Next, Refusal> {
    let key = typed.text("key");
    match typed.text("do") {
        "give-up" => {
            let (course, date) = place(typed).map_err(Refusal::Invalid)?;
            let wanted = GiveUp { course, date, seen_version: version(typed) };
            app.practice.give_up_booking(actor, wanted, key).await?;
            Ok(Next::Calendar { done: Done::GivenUp, day: Some(date) })
        }
        "missed" => {
            let (course, date) = place(typed).map_err(Refusal::Invalid)?;
            app.practice.miss_session(actor, course, date, key).await?;
            Ok(Next::Series { course, done: Done::MissedPlace })
        }
        _ => {
            let wanted = read_move(typed).map_err(Refusal::Invalid)?;
            let day = wanted.to;
            app.practice.move_booking(actor, wanted, key).await?;
            Ok(Next::Calendar { done: Done::BookingMoved, day: Some(day) })
        }
    }
}

/// The booking a form is about.
pub(super) fn chosen(typed: &Fields) -> Option<(CourseId, Date)> {
    place(typed).ok()
}

fn version(typed: &Fields) -> i64 {
    typed.text("version").parse().unwrap_or(-1)
}

fn place(typed: &Fields) -> Result<(CourseId, Date), Vec<FieldProblem>> {
    let mut reader = Reader::new(typed);
    let read = reader.word::<CourseId>("course", "The course").zip(reader.date("from"));
    reader.all(read)
}

fn read_move(typed: &Fields) -> Result<MoveBooking, Vec<FieldProblem>> {
    let mut reader = Reader::new(typed);
    let course = reader.word::<CourseId>("course", "The course");
    let days = reader.date("from").zip(reader.date("to"));
    let start = start(&mut reader, typed.text("start"));
    let ((course, (from, to)), start) = reader.all(course.zip(days).zip(start))?;
    let chair = typed.text("chair").to_owned();
    Ok(MoveBooking { course, from, to, chair, start, seen_version: version(typed) })
}

/// The minute of the day, from "09:15".
pub(super) fn minute(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once(':')?;
    let part = |text: &str| (text.len() == 2).then(|| text.parse::<u32>().ok()).flatten();
    let (hour, minute) = (part(hour)?, part(minute)?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

fn start(reader: &mut Reader<'_>, text: &str) -> Option<u32> {
    let start = minute(text);
    if start.is_none() {
        reader.problem("start", format!("“{text}” is no time of a day."), "Choose one of the list.");
    }
    start
}
