//! What a screen shows, as plain values: words are already said, numbers already rounded as they
//! shall be read. A page draws these and decides nothing.

pub mod calendar;
pub mod clinic;
pub mod cost;
pub mod course;
pub mod floor;
pub mod forecast;
pub mod lists;
pub mod outcomes;
pub mod people;
pub mod reference;
pub mod rems;
pub mod safety;
pub mod therapy;
pub mod timeline;
