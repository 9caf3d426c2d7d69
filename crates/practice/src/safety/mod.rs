//! What waits for a person: alerts from safety findings, the screen, who has taken what on, and what
//! happens when nobody does. A path of its own: no score, plan or forecast can delay or replace it.

mod escalate;
mod hours;
mod open;
mod own;
mod screens;
mod settings;
mod show;
mod steps;
mod waiting;

pub(crate) use escalate::ESCALATE;
pub(crate) use hours::when;
pub use hours::{DAYS, Open, OpeningHours};
pub(crate) use own::OwnWording;
pub use own::{OwnAnswers, QuestionsForm};
pub use screens::{NewScreen, ScreenOutcome};
pub(crate) use settings::InForce;
pub use settings::SafetyForm;
pub use show::NOT_SENT;
pub(crate) use show::{Shown, screen_rows, sign_questions};
pub use steps::{Deed, SeeTo};
