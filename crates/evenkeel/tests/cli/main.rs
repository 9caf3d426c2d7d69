//! The commands from outside: the built binary, its standard streams and its exit codes.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the whole file is test code: a panic is how it reports"
)]

mod check;
mod files;
mod forecast;
mod forecast_refusals;
mod gold;
mod plan;
mod review;
mod review_refusals;
mod run;
mod score;
