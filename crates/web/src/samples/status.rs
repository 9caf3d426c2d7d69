//! An installation in which two jobs were given up.

use evenkeel_practice::view::clinic::{GivenUpJob, StatusView};

use super::text;

pub fn status() -> StatusView {
    let job = |why: &str| GivenUpJob {
        what: "The forecast of a course",
        when: text("today 14:05"),
        why: text(why),
        id: text("019a0000-0000-7000-8000-000000000001"),
    };
    StatusView {
        version: "0.1.0",
        up_for: text("3 days 4 h"),
        engine: "SQLite (SQLCipher)",
        size: text("12.4 MB"),
        schema: 6,
        schema_is_current: true,
        worker: text("At work"),
        worker_is_alive: true,
        jobs: text("1 due, 0 running, 2 given up; the oldest has been due for 12 min"),
        given_up_in_all: 2,
        given_up: vec![job("the model <1.1> is away"), job("no reason was kept")],
        model: text("1.1"),
        prior: text("9f2c4e6a8b0d1f3a5c7e9b1d3f5a7c9e1b3d5f7a9c1e3b5d7f9a1c3e5b7d9f1a"),
        forecasts: text("412 computed, 96 more were there already, since the start"),
        last_backup: None,
        overlay: None,
    }
}
