//! The commands, one file each, and what they share.

pub mod backtest;
pub mod backup;
pub mod calibrate;
pub mod check;
pub mod demo;
pub mod doctor;
pub mod dose;
pub mod evidence;
pub mod exit;
pub mod forecast;
pub mod import;
pub mod input;
pub mod link;
pub mod migrate;
pub mod move_database;
pub mod output;
pub mod plan;
pub mod refit;
pub mod rems;
pub mod restore;
pub mod review;
pub mod score;
pub mod serve;
mod shipped;
pub mod trial;
pub mod verify;
mod which_model;
