//! Lists that are worked through from top to bottom: boosters and who is at risk, and what feeds them. What a list is
//! ranked by is kept with the course (`store/course_watch`), worked out after every fact and at the turn of the day.

mod aside;
mod boosters;
mod inbox;
mod plan;
mod ready;
mod said;
mod steps;
mod turn;
mod watch;

pub use aside::SetAside;
pub use boosters::Boosters;
pub use inbox::Inbox;
pub(crate) use ready::Ready;
pub use steps::CheckInStep;
pub(crate) use turn::Turned;
pub(crate) use watch::is_watched;
