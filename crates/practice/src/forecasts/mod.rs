//! A course's forecast: computed from the record, kept as a fact, shown with its ranges.

mod asked;
mod at_work;
mod compare;
mod compute;
mod losing;
mod policy;
mod scored;
mod show;
mod strategies;

pub(crate) use asked::Replies;
pub use asked::WhatIfAsked;
pub(crate) use compute::Made;
pub use compute::{Computed, Forecaster, MODEL_IN_FORCE, NoForecast, model, model_file_of, model_of};
pub(crate) use losing::{Losing, WITHIN_DAYS};
pub(crate) use strategies::Lived;

pub(crate) use compare::compare;
pub(crate) use scored::{Held, held, ranges_held};
pub(crate) use show::{answer_view, cannot_tell_yet, chance, chart_days, fan_points};
pub(crate) use strategies::FadesInPoints;
