//! Why a plan cannot be made.

use jiff::civil::Date;

use super::Weekdays;

/// Why a plan cannot be made, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanRefusal {
    /// The chosen weekdays cannot hold the induction.
    #[error(
        "{sessions} sessions cannot fall on {weekdays} within {within_days} days: two sessions lie at least \
         {min_gap_days} days apart, at most {max_sessions} in any {window_days} days. Choose two or three \
         weekdays that are not next to each other, for example mon,thu or mon,wed,fri"
    )]
    ImpossibleWeekdays {
        /// The chosen days.
        weekdays: Weekdays,
        /// Sessions that have to fit.
        sessions: u32,
        /// Days they have to fit in.
        within_days: u32,
        /// Least days between two sessions.
        min_gap_days: u32,
        /// Most sessions in the window.
        max_sessions: u32,
        /// The window, days.
        window_days: u32,
    },
    /// No weekday was chosen.
    #[error(
        "no weekday is chosen. Name at least two, for example mon,thu, or leave the choice to the protocol"
    )]
    NoWeekdays,
    /// The protocol has no induction, or a phase without rhythm.
    #[error("protocol {protocol} plans no induction sessions. Give it a phase \"induction\" with sessions")]
    NoInduction {
        /// Id of the protocol.
        protocol: String,
    },
    /// No open day within a year.
    #[error(
        "no open day was found in the year after {from}. Remove closed days or end the pause, then plan again"
    )]
    NoOpenDay {
        /// The day from which an open day was sought.
        from: Date,
    },
    /// The start lies in the past.
    #[error("the start {start} lies before today, {today}. Choose today or a later day")]
    StartBeforeToday {
        /// The start.
        start: Date,
        /// Today.
        today: Date,
    },
    /// The horizon is empty or longer than can be planned.
    #[error("{days} days cannot be planned. Ask for 1 to {most} days")]
    Horizon {
        /// Days asked for.
        days: u32,
        /// Most days that can be asked for.
        most: u32,
    },
    /// The start is too far away to plan from.
    #[error(
        "the start {start} is not a date a course can start on. Choose a start between the years 1900 and 9000"
    )]
    StartOutOfRange {
        /// The start.
        start: Date,
    },
}
