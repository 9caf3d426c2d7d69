//! The commands from outside: the built binary, its standard streams and its exit codes.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the whole file is test code: a panic is how it reports"
)]

mod backtest;
mod backup;
mod check;
mod demo;
mod doctor;
mod dose;
mod evidence;
mod faults_disk;
mod faults_fuzz;
mod faults_http;
mod faults_postgres;
mod faults_together;
mod files;
mod forecast;
mod forecast_refusals;
mod gold;
mod import;
mod observed;
mod plan;
mod refit;
mod rems;
mod review;
mod review_refusals;
mod run;
mod score;
mod serve;
mod server;
mod trial;
mod tried;
