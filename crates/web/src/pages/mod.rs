//! The pages, one short file each: input, errors, handler, tests.

mod alert;
mod booster;
mod boosters;
mod calendar;
mod check_in;
mod clinic_calendar;
mod clinic_dosing;
mod clinic_floor;
mod clinic_hints;
mod clinic_prices;
mod clinic_questions;
mod clinic_safety;
mod clinic_status;
mod cost;
mod course;
mod decision;
mod demo;
pub(crate) mod error;
mod evidence;
mod facts;
mod front_desk;
mod given;
mod health;
mod home;
mod inbox;
mod lanes;
mod life;
mod live;
mod model;
mod my_course;
mod new_course;
mod new_patient;
mod patient;
mod patients;
mod protocol;
mod protocols;
mod rems;
mod rule;
mod rules;
mod screen;
mod screening;
mod session;
mod setup;
mod share;
pub(crate) mod sign_in;
mod sitting;
mod styleguide;
mod taps;
mod therapy;
mod today;
mod what_if;

pub(crate) use evidence::phase_words;

use axum::Router;
use axum::routing::{get, post};

use crate::app::{App, WebConfig};
use crate::assets;
use crate::refused::Refused;

/// Pages for people: each comes with a visit and, if it refuses, an error page.
pub(crate) fn for_people(config: &WebConfig) -> Router<App> {
    let routes = Router::new()
        .route("/", get(home::show))
        .route("/sign-in", get(sign_in::show).post(sign_in::submit))
        .route("/sign-out", post(sign_in::leave))
        .route("/setup/{token}", get(setup::show).post(setup::submit))
        .route("/setup/{token}/code", get(setup::back).post(setup::confirm))
        .route("/patients", get(patients::show))
        .route("/patients/search", get(patients::back).post(patients::search))
        .route("/patients/new", get(new_patient::show).post(new_patient::submit))
        .route("/patients/{id}", get(patient::show))
        .route("/patients/{id}/screening", post(screening::submit))
        .route("/patients/{id}/life", get(patient::back).post(life::submit))
        .route("/patients/{id}/taken-back", get(patient::back).post(life::take_back))
        .route("/patients/{id}/courses/new", get(new_course::show).post(new_course::submit))
        .route("/courses/{id}", get(course::show))
        .route("/courses/{id}/sessions", get(course::back).post(session::give))
        .route("/courses/{id}/missed", get(course::back).post(session::miss))
        .route("/courses/{id}/check-ins", get(course::back).post(check_in::submit))
        .route("/courses/{id}/screens", get(course::back).post(screen::submit))
        .route("/courses/{id}/alerts", get(course::back).post(alert::submit))
        .route("/today", get(today::show))
        .route("/live", get(live::stream))
        .route("/inbox", get(inbox::show))
        .route("/inbox/{id}/steps", get(inbox::back).post(inbox::step))
        .route("/inbox/{id}/acknowledge", get(inbox::back).post(inbox::acknowledge))
        .route("/boosters", get(boosters::show))
        .route("/boosters/{id}", get(booster::show))
        .route("/boosters/{id}/decide", get(booster::back).post(booster::decide))
        .route("/boosters/{id}/move", get(booster::back).post(booster::shift))
        .route("/boosters/{id}/aside", get(booster::back).post(booster::aside))
        .route("/calendar", get(calendar::show).post(calendar::submit))
        .route("/calendar/series/{id}", get(calendar::show_series).post(calendar::book_series))
        .route("/clinic/calendar", get(clinic_calendar::show).post(clinic_calendar::submit))
        .route("/courses/{id}/sitting", get(sitting::show).post(sitting::tap))
        .route("/courses/{id}/sitting/second", get(sitting::back).post(sitting::second))
        .route("/courses/{id}/sitting/finish", get(sitting::back).post(sitting::finish))
        .route("/courses/{id}/sitting/call-off", get(sitting::back).post(sitting::call_off))
        .route("/clinic/floor", get(clinic_floor::show).post(clinic_floor::submit))
        .route("/clinic/dosing", get(clinic_dosing::show).post(clinic_dosing::submit))
        .route("/clinic/questions", get(clinic_questions::show).post(clinic_questions::submit))
        .route("/clinic/hints", get(clinic_hints::show).post(clinic_hints::submit))
        .route("/clinic/prices", get(clinic_prices::show).post(clinic_prices::submit))
        .route("/clinic/safety", get(clinic_safety::show).post(clinic_safety::submit))
        .route("/clinic/status", get(clinic_status::show))
        .route("/courses/{id}/decisions", get(course::back).post(decision::submit))
        .route("/courses/{id}/observations", get(course::back).post(facts::observe))
        .route("/courses/{id}/events", get(course::back).post(facts::event))
        .route("/courses/{id}/moves", get(course::back).post(facts::shift))
        .route("/courses/{id}/protocol", get(protocol::show).post(protocol::submit))
        .route("/courses/{id}/rems", get(rems::show))
        .route("/courses/{id}/cost", get(cost::show))
        .route("/courses/{id}/share", get(course::back).post(share::submit))
        .route("/evidence", get(evidence::show))
        .route("/rules", get(rules::show))
        .route("/rules/{id}", get(rule::show))
        .route("/protocols", get(protocols::show))
        .route("/protocols/{id}", get(lanes::show))
        .route("/model", get(model::show))
        .route("/front-desk", get(front_desk::show))
        .route("/my-course", get(my_course::show))
        .route("/my-course/life", get(my_course::back).post(life::mine))
        .route("/therapist", get(therapy::show))
        .route("/courses/{id}/visits", get(therapy::back).post(therapy::submit))
        .fallback(nowhere);
    if config.demo { routes.merge(demo::routes()).merge(styleguide::routes()) } else { routes }
}

/// What machines ask for: no visit, no session.
pub(crate) fn for_machines() -> Router<App> {
    Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/assets/{digest}/{name}", get(assets::serve))
}

/// What the monitoring of the admin network asks for, on a listener of its own.
pub(crate) fn for_monitoring() -> Router<App> {
    Router::new().route("/metrics", get(health::metrics))
}

async fn nowhere() -> axum::http::StatusCode {
    axum::http::StatusCode::NOT_FOUND
}

/// The one result type of the pages.
pub(crate) type Answer = Result<axum::response::Response, Refused>;

/// A posted form as it comes.
pub(crate) type Posted = axum::Form<Vec<(String, String)>>;
