//! What the forecast promises, on the shipped model: frozen answers, an exact second oracle, properties, refusals, words;
//! virtual trials against the published arms as the numpy reference simulates them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "test helpers: a failure here is a failed test"
)]

mod any_record;
mod bits;
mod calibration;
mod closed_forms;
mod common;
mod gold;
mod oracle;
mod oracle_courses;
mod paths;
mod properties;
mod refusals;
mod simulated;
mod taper;
mod what_if;
mod within_a_day;
mod words;
