//! Made-up views, as full as a page can get, for the tests of this crate.

mod calendar;
mod cost;
mod course;
mod evidence;
mod finding;
mod floor;
mod forecast;
mod forms;
mod lists;
mod new_course;
mod people;
mod reference;
mod safety;
mod status;
mod therapy;

use jiff::ToSpan;
use jiff::civil::{Date, date};

pub use calendar::{calendar, calendar_setting, series};
pub use cost::cost_sheet;
pub use course::{course, empty_course};
pub use evidence::evidence;
pub use finding::finding;
pub use floor::{board, floor_setting, sitting};
pub use lists::{booster, boosters, inbox};
pub use new_course::choices;
pub use people::{clinic, front_desk, my_course, patient, patients};
pub use reference::{protocol_page, protocols, rule, rules};
pub use safety::{safety_settings, waiting};
pub use status::status;
pub use therapy::{life_strip, therapy, timeline};

pub const TODAY: Date = date(2026, 3, 18);

fn day(n: i64) -> Date {
    date(2026, 3, 3) + n.days()
}

fn text(s: &str) -> String {
    s.to_owned()
}

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|s| text(s)).collect()
}
