//! Bringing somebody's score file in: an explicit mapping, a preview, then facts.

mod map;
mod prepare;
mod run;

pub use map::{
    ArmRule, BeginRule, EventRule, InstrumentRule, Map, MapError, SCHEMA, ScaleRule, SessionRule, TaskRule,
};
pub use prepare::{
    Bare, PastScore, PastSession, Person, Prepared, PreparedTask, RefusedLine, ScoreLine, prepare,
};
pub use run::{ImportFile, Imported, Progress};
