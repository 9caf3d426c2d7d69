//! One function per thing people do in a ketamine clinic.
//!
//! The only place where care (the rules), the store (the record) and the forecast meet. Every
//! function takes the [`Actor`], asks the rights table once, writes through one transaction with
//! one audit line, and answers with a view a page can draw or a [`Refusal`] a person can act on.

mod actor;
mod calendar;
mod carried;
pub mod case;
mod check_ins;
mod choices;
mod clinics;
mod context;
mod courses;
mod decisions;
mod demo;
mod dosing;
mod events;
mod finished;
mod fits;
mod floor;
mod forecasts;
mod front_desk;
mod gates;
mod hints;
pub mod import;
mod jobs;
mod lanes;
mod lists;
mod looks;
mod mine;
mod observe;
mod outcomes;
mod overview;
mod patient_lists;
mod patients;
mod planned;
mod prices;
mod record;
mod reference;
mod refusal;
mod rems;
mod rights;
mod safety;
mod score_backtest;
mod screening;
mod secrets;
mod sessions;
mod set_up;
mod sharing;
mod sign_in;
mod terms;
mod therapy;
mod timeline;
mod upkeep;
mod value_words;
pub mod view;
pub mod words;

pub use actor::Actor;
pub use calendar::{AskedCalendar, AskedSeries, BookSeries, CalendarForm, GiveUp, MoveBooking, PlaceAt};
pub use check_ins::{CheckInOutcome, NewCheckIn};
pub use choices::{CourseChoices, ProtocolChoice};
pub use context::{Practice, PracticeConfig, StartError};
pub use courses::NewCourse;
pub use decisions::{Decide, Verdict};
pub use demo::{Demo, DemoClock, DemoRole};
pub use dosing::{DosingForm, OrderedDose};
pub use evenkeel_store::AlertId;
pub use evenkeel_store::account::Role;
pub use evenkeel_store::inbox::Step;
pub use evenkeel_store::observation::{Seen, Tolerance};
pub use evenkeel_store::timeline::TimelineKind;
pub use evenkeel_store::{
    AccountId, ClinicId, Clock, CourseId, Dice, MeasurementId, PatientId, SessionId, SittingNoteId,
};
pub use evenkeel_store::{LifeEntryId, VisitId};
pub use events::NewEvent;
pub use finished::finished_prepared;
pub use fits::{FitView, SoughtProtocol};
pub use floor::{Finish, FloorForm, Tap};
pub use forecasts::{
    Forecaster, MODEL_IN_FORCE, NoForecast, WhatIfAsked, model as forecast_model, model_file_of,
    model_of as forecast_model_of,
};
pub use hints::{HINTS_TEXT, HINTS_TEXT_VERSION, HintsForm};
pub use lists::{Boosters, CheckInStep, Inbox, SetAside};
pub use observe::Observe;
pub use overview::OpenDecision;
pub use patients::NewPatient;
pub use prices::PricesForm;
pub use reference::AskedEvidence;
pub use refusal::{FieldProblem, Refusal};
pub use rights::Right;
pub use safety::{
    Deed, NOT_SENT, NewScreen, Open, OpeningHours, OwnAnswers, QuestionsForm, SafetyForm, ScreenOutcome,
    SeeTo,
};
pub use score_backtest::{InstrumentReport, backtest_prepared};
pub use screening::Screened;
pub use sessions::{GiveSession, MoveSession};
pub use set_up::{Link, SetupForm, TotpEnrolment};
pub use terms::{ChangeTerms, TermsChoices};
pub use therapy::{HoldVisit, TellLife, TookBack};
pub use timeline::TimelineAsked;
pub use upkeep::{Figures, JobFigures};
