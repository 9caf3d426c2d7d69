//! The charts as words, as well-formed SVG and as golden files.

mod common;
mod course;
mod faces;
mod others;
