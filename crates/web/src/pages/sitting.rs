//! S2: a session while it goes on. Every tap is a form of its own, so that it works without script too.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use evenkeel_care::closed_list::Word as _;
use evenkeel_care::sitting::{Ask, Happening, Phase, Response as Answered};
use evenkeel_practice::view::course::DoseForm;
use evenkeel_practice::view::floor::SittingPage;
use evenkeel_practice::{CourseId, Finish, Refusal, words};
use serde::Deserialize;

use super::taps::{self, Sent};
use super::today::phase_icon;
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
#[template(path = "sitting.html")]
struct Page {
    shell: Shell,
    s: SittingPage,
    f: Forms,
}

/// The forms of the page, fresh or refused.
struct Forms {
    tap: FormState,
    read: FormState,
    checks: FormState,
    start: FormState,
    second: FormState,
    happened: FormState,
    leaving: FormState,
    finish: FormState,
    off: FormState,
}

impl Forms {
    fn new(app: &App) -> Self {
        let form = |prefix| FormState::new(prefix, app.practice.new_key());
        Self {
            tap: form("tap"),
            read: form("read"),
            checks: form("checks"),
            start: form("start"),
            second: form("second"),
            happened: form("happened"),
            leaving: form("leaving"),
            finish: form("finish"),
            off: form("off"),
        }
    }

    fn all(&self) -> [&FormState; 9] {
        [
            &self.tap,
            &self.read,
            &self.checks,
            &self.start,
            &self.second,
            &self.happened,
            &self.leaving,
            &self.finish,
            &self.off,
        ]
    }

    /// The form that a deed belongs to.
    fn of(&mut self, deed: &str) -> &mut FormState {
        match deed {
            "read" => &mut self.read,
            "checks" => &mut self.checks,
            "started" => &mut self.start,
            "second" => &mut self.second,
            "happened" => &mut self.happened,
            "leaving" => &mut self.leaving,
            "finish" => &mut self.finish,
            "off" => &mut self.off,
            _ => &mut self.tap,
        }
    }
}

/// What stands in the address.
#[derive(Deserialize)]
pub(crate) struct Notice {
    done: Option<String>,
}

/// Shows the session.
pub(crate) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Query(notice): Query<Notice>,
) -> Answer {
    let forms = Forms::new(&app);
    draw(&app, &visit, id, forms, notice.done.as_deref()).await
}

/// A form's address, opened by hand or reloaded, leads to the session.
pub(crate) async fn back(Path(id): Path<CourseId>) -> axum::response::Response {
    go(&format!("/courses/{id}/sitting"))
}

/// Notes a tap.
pub(crate) async fn tap(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let today = visit.clinic().map(|clinic| clinic.today);
    let tried = match taps::read(&typed, id, today) {
        Err(problems) => Err(Refusal::Invalid(problems)),
        Ok(Sent::Tap(tap)) => app.practice.tap(visit.actor()?, *tap, typed.text("key")).await.map(drop),
        Ok(Sent::TakeBack(note)) => {
            let day = (id, today.unwrap_or_default());
            let (reason, key) = (typed.text("reason"), typed.text("key"));
            app.practice.take_back(visit.actor()?, day, note, reason, key).await
        }
    };
    let deed = typed.text("deed").to_owned();
    after((&app, &visit, id), tried, &deed, typed).await
}

/// Keeps the check of a second person, worked out anew at the chair.
pub(crate) async fn second(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let tried = match super::session::ordered(id, &typed) {
        Ok(dose) => app.practice.confirm_dose(visit.actor()?, dose, typed.text("key")).await,
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    match tried {
        Ok(_) => Ok(go(&format!("/courses/{id}/sitting?done={}", Done::SecondCheck))),
        Err(refusal) => after((&app, &visit, id), Err(refusal), "second", typed).await,
    }
}

/// Finishes the session.
pub(crate) async fn finish(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let finish = Finish {
        course: id,
        date: visit.clinic().map(|clinic| clinic.today).unwrap_or_default(),
        tolerance: typed.text("tolerance").parse().ok(),
        note: typed.optional("note"),
        confirm: typed.ticked("confirm"),
        override_reason: typed.optional("override_reason"),
    };
    match app.practice.finish_sitting(visit.actor()?, finish, typed.text("key")).await {
        Ok(()) => Ok(go(&format!("/today?done={}", Done::Session))),
        Err(refusal) => after((&app, &visit, id), Err(refusal), "finish", typed).await,
    }
}

/// Calls it off.
pub(crate) async fn call_off(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let today = visit.clinic().map(|clinic| clinic.today).unwrap_or_default();
    let (reason, key) = (typed.text("reason"), typed.text("key"));
    match app.practice.call_off(visit.actor()?, id, today, reason, key).await {
        Ok(()) => Ok(go(&format!("/today?done={}", Done::CalledOff))),
        Err(refusal) => after((&app, &visit, id), Err(refusal), "off", typed).await,
    }
}

/// Back to the session, or the page again with the form that was refused.
async fn after(
    (app, visit, id): (&App, &Visit, CourseId),
    tried: Result<(), Refusal>,
    deed: &str,
    typed: Fields,
) -> Answer {
    let Err(refusal) = tried else { return Ok(go(&format!("/courses/{id}/sitting"))) };
    let mut forms = Forms::new(app);
    let form = forms.of(deed);
    *form = form.clone().refuse(typed, refusal)?;
    draw(app, visit, id, forms, None).await
}

async fn draw(app: &App, visit: &Visit, id: CourseId, f: Forms, done: Option<&str>) -> Answer {
    let s = app.practice.sitting(visit.actor()?, id).await?;
    let conflict = f.all().iter().any(|form| form.conflict.is_some());
    let status = if conflict {
        StatusCode::CONFLICT
    } else if f.all().iter().any(|form| form.refused) {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let shell = visit.shell(format!("{}, session", s.patient.name)).at("/today").after(Done::read(done));
    html::page_with(status, &Page { shell, s, f })
}

fn or_empty(value: impl Plain<Option<f64>>) -> String {
    value.plain().map(crate::format::number).unwrap_or_default()
}

fn is_dose(value: impl Plain<Option<f64>>, mg: impl Plain<f64>) -> bool {
    let mg = mg.plain();
    value.plain().is_some_and(|v| (v - mg).abs() < 1e-9)
}

fn ask_word(ask: impl Plain<Ask>) -> &'static str {
    ask.plain().as_str()
}

/// Whether the patient spoke of suicide today.
fn is_unsafe(s: &SittingPage) -> bool {
    s.asks.iter().any(|(ask, _, fine)| *ask == Ask::Safe && *fine == Some(false))
}

fn before_dose(phase: impl Plain<Phase>) -> bool {
    matches!(phase.plain(), Phase::Arrived | Phase::Checks)
}

fn is_dosing(phase: impl Plain<Phase>) -> bool {
    matches!(phase.plain(), Phase::Dosing)
}

fn is_after(phase: impl Plain<Phase>) -> bool {
    matches!(phase.plain(), Phase::Recovery | Phase::Ready)
}

fn happenings() -> impl Iterator<Item = (&'static str, &'static str)> {
    Happening::ALL.iter().map(|what| (what.as_str(), words::happening(*what)))
}

fn responses() -> impl Iterator<Item = (&'static str, &'static str)> {
    Answered::ALL.iter().map(|how| (how.as_str(), words::response(*how)))
}

/// The clinic's own four questions, as short as a tablet needs them.
const FOUR: [&str; 4] = ["Unreal", "Sleepy", "Sick", "Anxious"];

/// How a session can be said to have been tolerated.
const TOLERATED: [(&str, &str); 3] =
    [("well", "Well"), ("side_effects", "With side effects that passed"), ("badly", "Badly")];

#[cfg(test)]
#[path = "sitting_tests.rs"]
mod tests;
