//! The calendar by chair: what the clinic's calendar keeps to, who is booked where, the rest of a course booked in one
//! go, and a place moved or given up. Nothing clinical is told here but which session of how many it is.

mod book;
mod clash;
mod series;
mod settings;
mod show;
mod words;

pub use book::{GiveUp, MoveBooking};
pub use series::{AskedSeries, BookSeries, PlaceAt};
pub use settings::CalendarForm;
pub use show::AskedCalendar;
