//! The benefit model: what a patient's scores and sessions say about the sessions to come.
//!
//! Numbers only. The crate takes values and returns values: it reads no file, no clock and no dice, and knows none of the
//! other crates. The way through it: [`Model`] (the numbers clinicians own) and [`Bank`] (quasi-random draws, made once)
//! → [`Case`] checked into a [`CheckedCase`] → [`Posterior`] → [`Answer`], [`Posterior::fan`], [`Posterior::predict_score`].
//! The mathematics is described in docs/MODEL.md.

pub mod answer;
pub mod backtest;
mod bank;
mod benefit;
mod both;
mod case;
mod curve;
mod dispatch;
mod fan;
mod filter;
mod lanes;
mod mixture;
mod model;
mod noise;
mod num;
mod paths;
mod policy;
mod posterior;
mod predict;
mod prior;
mod proposal;
pub mod refit;
mod rule;
pub mod simulated;
mod sobol;
pub mod trial;
mod what_if;
pub mod words;

pub use answer::{Answer, Extent};
pub use bank::Bank;
pub use both::both;
pub use case::{AcuteGap, Case, CaseError, CheckedCase, LoglikCheck, Plan, Rule, Score, Session};
pub use dispatch::{Path, Peak, multiply_add_peak};
pub use fan::{Band, FanPoint};
pub use model::{
    Condition, Covariate, Instrument, Model, ModelError, ModelFile, NoForecast, PriorFile, Route,
    RuleSettings, WorseEnd,
};
pub use paths::{Relapse, Watch, Year};
pub use policy::{CasePolicy, Next, OnLadder, Policy, Visit};
pub use posterior::Posterior;
pub use predict::ScorePrediction;
pub use prior::Prior;
pub use what_if::{IfScore, IfScores, Outlook, WhatWouldChange};
