//! What the forecast promises, on the shipped model: frozen answers, an exact second oracle, properties, refusals, words.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "test helpers: a failure here is a failed test"
)]

mod bits;
mod closed_forms;
mod common;
mod gold;
mod oracle;
mod paths;
mod properties;
mod refusals;
mod simulated;
mod taper;
mod what_if;
mod words;
