//! Virtual trials: against published arms as the numpy reference simulates them, closed forms, and refusals.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test helpers: a failure here is a failed test"
)]

mod calibration;
#[path = "../forecast/common.rs"]
#[allow(dead_code, reason = "the other tests use more of it")]
mod common;
