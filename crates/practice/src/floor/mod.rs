//! The floor: chairs, who is there today, and sessions while they go on.

mod board;
mod finish;
mod live;
mod settings;
mod show;
mod sitting;
mod tap;

pub use finish::Finish;
pub use live::Live;
pub use settings::FloorForm;
pub(crate) use settings::FloorInForce;
pub use tap::Tap;
