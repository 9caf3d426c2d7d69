//! What became of the clinic's own courses, beside what is published.

use evenkeel_care::evidence::Interval;

use super::forecast::RangesHeld;

/// The clinic's own courses that a question asks for. They are never pooled with published figures.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OwnOutcomes {
    /// One line for each condition; empty where no session was given yet.
    pub lines: Vec<OwnOutcome>,
    /// When a course is judged, in one sentence.
    pub when: String,
    /// Whether the question asks for another phase than the end of the induction; then nothing is counted.
    pub other_phase: bool,
    /// Courses that were imported or belong to invented patients. They are not counted.
    pub left_out: i64,
    /// How often the ranges of this clinic's stored forecasts held the score that came, whatever was asked.
    pub forecasts: RangesHeld,
}

/// The courses of one condition.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnOutcome {
    /// The condition in words.
    pub condition: &'static str,
    /// Courses in which a session was given.
    pub begun: u32,
    /// Of these, those that reached the end of the induction.
    pub finished: u32,
    /// Of these, those with a baseline and a score that could be judged.
    pub assessed: u32,
    /// Those with a response or in remission; `None` where too few were assessed to say.
    pub responded: Option<Share>,
    /// Whether an instrument of these courses has a limit for remission.
    pub remission_defined: bool,
    /// Those in remission, of those whose instrument has a limit for it; `None` where these are too few.
    pub in_remission: Option<Share>,
    /// What the two words mean here, a sentence for each instrument.
    pub definitions: Vec<String>,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Those who are counted.
    pub count: u32,
    /// Of how many.
    pub people: u32,
    /// 95 % interval of the share, in percent.
    pub interval: Interval,
}

impl Share {
    /// The share in percent.
    pub fn percent(&self) -> f64 {
        f64::from(self.count) / f64::from(self.people.max(1)) * 100.0
    }
}
