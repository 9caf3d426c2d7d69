//! Bringing somebody's score file in: an explicit mapping, a preview, then facts.

mod map;
mod prepare;
mod run;

pub use map::{ArmRule, EventRule, InstrumentRule, Map, MapError, SCHEMA, SessionRule};
pub use prepare::{PastScore, PastSession, Person, Prepared, RefusedLine, ScoreLine, prepare};
pub use run::{ImportFile, Imported, Progress};
