//! The rest of a course, placed in one go: a proposal, then *Book*.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use evenkeel_practice::view::calendar::{SeriesLine, SeriesState, SeriesView};
use evenkeel_practice::{AskedSeries, BookSeries, CourseId, FieldProblem, PlaceAt, Refusal};
use serde::Deserialize;

use super::post::minute;
use super::{Answer, Posted, clock, told};
use crate::app::App;
use crate::done::Done;
use crate::fields::Fields;
use crate::form_state::FormState;
use crate::html::{self, go};
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "calendar_series.html")]
struct SeriesPage {
    shell: Shell,
    s: SeriesView,
    form: FormState,
}

/// What stands in the address.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wished {
    start: Option<String>,
    chair: Option<String>,
    done: Option<String>,
}

impl Wished {
    fn asked(&self, course: CourseId) -> AskedSeries {
        AskedSeries {
            course,
            start: self.start.as_deref().and_then(minute),
            chair: self.chair.clone().filter(|chair| !chair.is_empty()),
        }
    }
}

/// Shows the proposal.
pub(crate) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(course): Path<CourseId>,
    Query(wish): Query<Wished>,
) -> Answer {
    let s = app.practice.series(visit.actor()?, wish.asked(course)).await?;
    let shell = shell(&visit).after(Done::read(wish.done.as_deref()));
    html::page(&SeriesPage { shell, s, form: FormState::new("series", app.practice.new_key()) })
}

/// Books it as it was shown.
pub(crate) async fn book(
    State(app): State<App>,
    visit: Visit,
    Path(course): Path<CourseId>,
    Query(wish): Query<Wished>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let tried = match read(course, &typed) {
        Some(wanted) => {
            let first = wanted.places.iter().map(|place| place.date).min();
            app.practice.book_series(visit.actor()?, wanted, typed.text("key")).await.map(|_| first)
        }
        None => Err(Refusal::Invalid(vec![FieldProblem::new(
            "place",
            "The form is not as this page drew it.",
            "Open the page again, then book.",
        )])),
    };
    match tried {
        Ok(first) => {
            let day = first.map(|day| format!("&day={day}")).unwrap_or_default();
            Ok(go(&format!("/calendar?view=week{day}&done={}", Done::Booked)))
        }
        Err(refusal) => {
            let form = FormState::new("series", app.practice.new_key()).refuse(typed, told(refusal))?;
            let s = app.practice.series(visit.actor()?, wish.asked(course)).await?;
            html::refused_form(&SeriesPage { shell: shell(&visit), s, form })
        }
    }
}

fn shell(visit: &Visit) -> Shell {
    visit.shell("Place the series").at("/calendar")
}

/// A place as one field of the form: number, planned day, day, time and chair.
fn place_field(line: &SeriesLine) -> String {
    format!("{}|{}|{}|{}|{}", line.n, line.planned, line.date, clock(line.start), line.chair)
}

fn read(course: CourseId, typed: &Fields) -> Option<BookSeries> {
    let places: Option<Vec<PlaceAt>> = typed.all("place").map(read_place).collect();
    let give_up: Option<Vec<_>> = typed.all("give-up").map(|day| day.parse().ok()).collect();
    Some(BookSeries { course, places: places?, give_up: give_up? })
}

fn read_place(field: &str) -> Option<PlaceAt> {
    let mut parts = field.splitn(5, '|');
    let mut next = || parts.next();
    let n = next()?.parse().ok()?;
    let (planned, date) = (next()?.parse().ok()?, next()?.parse().ok()?);
    let start = minute(next()?)?;
    Some(PlaceAt { n, planned, date, start, chair: next()?.to_owned() })
}

/// What would become of a session: icon, class and words.
fn state(line: &SeriesLine) -> (&'static str, &'static str, &'static str) {
    match line.state {
        SeriesState::Stays => ("circle-check", "", "booked already, stays"),
        SeriesState::New => ("calendar-plus", "info", "to be booked"),
        SeriesState::Moved => ("arrow-right", "warn", "on another day"),
        SeriesState::NeedsMove => ("circle-question-mark", "warn", "not booked: the plan has to move first"),
        SeriesState::NoPlace => ("circle-x", "bad", "no place"),
    }
}

/// What the button is called.
fn button(s: &SeriesView) -> String {
    match (s.new_places().count(), s.give_up.len()) {
        (0, 1) => "Give up the old place".to_owned(),
        (0, _) => "Give up the old places".to_owned(),
        (1, _) => "Book this session".to_owned(),
        (n, _) => format!("Book these {n} sessions"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    fn draw(s: SeriesView) -> String {
        let form = FormState::new("series", "key".to_owned());
        testing::check(&SeriesPage { shell: testing::front_desk("Place the series"), s, form })
    }

    #[test]
    fn old_and_new_stand_beside_each_other_and_one_button_books() {
        let html = draw(samples::series());
        let text = testing::text(&html);
        for words in ["Fri 13 Mar", "09:00, Window", "missed", "09:15", "no place", "Book these 2 sessions"] {
            assert!(text.contains(words), "{words} is missing: {text}");
        }
        assert!(html.contains("value=\"4|2026-03-20|2026-03-20|09:15|Window\""));
        assert!(html.contains("name=\"give-up\" value=\"2026-03-19\""));
    }

    #[test]
    fn a_place_comes_back_as_it_was_shown() {
        let line = &samples::series().lines[1];
        let place = read_place(&place_field(line)).unwrap();
        assert_eq!((place.n, place.date, place.start, place.chair.as_str()), (4, line.date, 555, "Window"));
        assert!(read_place("4|2026-03-20").is_none());
    }

    #[test]
    fn a_course_with_nothing_to_book_says_so() {
        let done = SeriesView { lines: Vec::new(), give_up: Vec::new(), ..samples::series() };
        let html = draw(done);
        assert!(testing::text(&html).contains("Nothing is left to book"));
        assert!(!html.contains("name=\"place\""));
    }
}
