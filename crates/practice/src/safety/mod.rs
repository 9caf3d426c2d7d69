//! What waits for a person: alerts from safety findings, the screen, who has taken what on, and what
//! happens when nobody does. A path of its own: no score, plan or forecast can delay or replace it.

mod open;
mod screens;
mod waiting;

pub use screens::{NewScreen, ScreenOutcome};
