//! The vocabulary and the rules of ketamine care.
//!
//! Everything here is a pure value or a pure function: no input or output, no clock, no dice, no
//! file format. If a rule needs to know the date, it takes `today`; if it needs a threshold, it
//! takes [`knowledge::Knowledge`], which `evenkeel-catalog` reads from `clinical/`.

mod booster;
pub mod calendar;
mod checkpoint;
pub mod closed_list;
pub mod condition;
pub mod dose;
pub mod dosing;
pub mod due;
pub mod evidence;
mod exposure;
pub mod field_problem;
pub mod finding;
pub mod gate;
pub mod instrument;
pub mod knowledge;
pub mod ladder;
pub mod life;
pub mod message;
mod overlay;
mod progress;
pub mod protocol;
pub mod questionnaire;
pub mod record;
mod relapse;
pub mod rems;
mod restart;
pub mod review;
pub mod rules;
pub mod safety;
pub mod schedule;
pub mod scoring;
pub mod sitting;
pub mod source;
mod steps;
mod switch;
pub mod therapy;
