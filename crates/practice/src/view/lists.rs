//! Lists that are worked through: boosters and who is at risk.

use evenkeel_care::finding::Choice;
use jiff::civil::Date;
use uuid::Uuid;

use super::course::{FindingView, MoveForm};
use super::people::SafetyLine;

/// The list of boosters (S5).
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own that the page asks")]
pub struct BoostersPage {
    /// The day.
    pub today: Date,
    /// What the order means, as a sentence.
    pub lead: String,
    /// One row a course.
    pub rows: Vec<BoosterRow>,
    /// Courses that are shown, on all pages.
    pub shown: i64,
    /// Courses set aside.
    pub aside: i64,
    /// Whether these rows are those set aside.
    pub is_aside: bool,
    /// The page, from 1.
    pub page: u32,
    /// Whether another page follows.
    pub more: bool,
    /// Whether decision hints are on; without them there is no chance and no sign.
    pub hints: bool,
    /// Whether the reader works through the list.
    pub may_work: bool,
}

/// One course in maintenance.
#[derive(Debug, Clone)]
pub struct BoosterRow {
    /// The course.
    pub course: Uuid,
    /// The patient's name.
    pub name: String,
    /// Days since the last session, and its day.
    pub since: Option<(i32, Date)>,
    /// The patient's own usual gap, as a sentence.
    pub gap: String,
    /// Whether it is longer than usual.
    pub beyond: bool,
    /// The latest score.
    pub score: Option<ScoreView>,
    /// The chance of losing the response; `None` where hints are off.
    pub chance: Option<ChanceView>,
    /// How old the figures are, where they are not of today.
    pub stale: Option<String>,
    /// Signs that the effect fades.
    pub signs: Vec<SignView>,
    /// How many alerts are open: safety comes first.
    pub alerts: i64,
    /// Until when, by whom and why it is set aside.
    pub aside: Option<AsideView>,
    /// The next planned session: number and day.
    pub next: Option<(u32, Date)>,
}

/// Which way a score went, in words and as an arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrow {
    /// Worse than before.
    Worse,
    /// Better than before.
    Better,
    /// As before.
    Same,
    /// There is none before it.
    First,
}

/// The latest score.
#[derive(Debug, Clone)]
pub struct ScoreView {
    /// "PHQ-9 9".
    pub value: String,
    /// Which way it went.
    pub arrow: Arrow,
    /// Whether the number is higher than before.
    pub went_up: bool,
    /// "6 on 12 Feb"; empty for the first.
    pub from: String,
    /// Its day.
    pub date: Date,
    /// How old it is, days.
    pub age_days: i32,
}

/// The chance of losing the response.
#[derive(Debug, Clone)]
pub struct ChanceView {
    /// "about 1 in 4", "not well yet".
    pub headline: String,
    /// The same in whole percent, where it is neither nearly none nor nearly sure.
    pub percent: Option<f64>,
    /// The range of when.
    pub range: String,
    /// What must be said with it.
    pub notes: Vec<String>,
}

/// A sign that the effect fades.
#[derive(Debug, Clone)]
pub struct SignView {
    /// The rule.
    pub rule: String,
    /// Its name.
    pub name: String,
    /// What it found.
    pub state: String,
    /// Its first reason.
    pub because: String,
    /// "decided on 6 Feb", once somebody has decided on it.
    pub decided: Option<String>,
}

/// A course set aside.
#[derive(Debug, Clone)]
pub struct AsideView {
    /// Until this day.
    pub until: Date,
    /// Who did it, and when.
    pub who: String,
    /// Why.
    pub why: String,
    /// Whether it still holds: a new sign and an open alert end it.
    pub holds: bool,
}

/// One course of the list with what can be done about it.
#[derive(Debug, Clone)]
pub struct BoosterPlan {
    /// The day.
    pub today: Date,
    /// Its row.
    pub row: BoosterRow,
    /// Condition and protocol.
    pub title: String,
    /// What the order means, as a sentence.
    pub lead: String,
    /// The finding on which a prescriber may decide for a booster.
    pub asks: Option<Asking>,
    /// The next planned session, where there is room to move it.
    pub shift: Option<MoveForm>,
    /// Open alerts of the patient: safety comes first.
    pub safety: Vec<SafetyLine>,
    /// The longest a course can be set aside.
    pub aside_until: Date,
    /// What the reader may do.
    pub may: MayPlan,
    /// Why nothing can be planned here.
    pub nothing: Option<String>,
}

/// A finding that offers a booster.
#[derive(Debug, Clone)]
pub struct Asking {
    /// The finding with its reasons, sources and limits.
    pub finding: FindingView,
    /// Digest of what is shown; comes back with the decision.
    pub shown_digest: String,
    /// The option, as the form names it.
    pub choice: Choice,
}

/// What the reader may do about a course of the list.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is one right on this page")]
pub struct MayPlan {
    /// Decide on the finding.
    pub decide: bool,
    /// Move the planned session.
    pub shift: bool,
    /// Set it aside, and take that back.
    pub aside: bool,
    /// Enter a check-in.
    pub check_in: bool,
}

/// The inbox of check-ins (S6).
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own that the page asks")]
pub struct InboxPage {
    /// The day.
    pub today: Date,
    /// Every open alert.
    pub safety: Vec<SafetyLine>,
    /// Check-ins that have come and that nobody has looked at, group by group.
    pub rows: Vec<InboxRow>,
    /// Their page, from 1.
    pub page: u32,
    /// Whether another page follows.
    pub more: bool,
    /// Check-ins that have not come, the longest overdue first.
    pub silent: Vec<SilentRow>,
    /// Their page, from 1.
    pub silent_page: u32,
    /// Whether another page follows.
    pub silent_more: bool,
    /// Whether decision hints are on; without them there is no expected range and no finding but safety.
    pub hints: bool,
    /// Whether the reader works through the list.
    pub may_work: bool,
    /// Whether the reader answers alerts.
    pub may_answer: bool,
}

/// What a check-in asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// An answer about safety.
    Safety,
    /// An answer.
    Answer,
    /// Worse than expected or, where nothing was expected, than before.
    Worse,
    /// As expected.
    Expected,
}

/// A check-in that has come.
#[derive(Debug, Clone)]
pub struct InboxRow {
    /// The course.
    pub course: Uuid,
    /// The check-in.
    pub measurement: Uuid,
    /// The patient's name.
    pub name: String,
    /// What it asks for.
    pub group: Group,
    /// The instrument.
    pub instrument: String,
    /// The score; `None` while answers are missing.
    pub score: Option<String>,
    /// Its day.
    pub date: Date,
    /// The change from the one before, as words.
    pub change: String,
    /// The items that changed most.
    pub items: Vec<ItemChange>,
    /// The range for eight in ten that was expected, where a forecast kept before had one.
    pub expected: Option<String>,
    /// Why an answer is needed.
    pub why: Vec<String>,
    /// How many items were left out.
    pub missing: usize,
    /// How many check-ins nobody has seen, this one included.
    pub unseen: i64,
    /// What was last done.
    pub step: Option<StepView>,
}

/// An item whose answer changed.
#[derive(Debug, Clone)]
pub struct ItemChange {
    /// The item, or its number where the wording is not on file.
    pub text: String,
    /// The answer before.
    pub from: u8,
    /// The answer now.
    pub to: u8,
}

/// A check-in that has not come.
#[derive(Debug, Clone)]
pub struct SilentRow {
    /// The course.
    pub course: Uuid,
    /// The patient's name.
    pub name: String,
    /// The rule that asked for it.
    pub rule: String,
    /// Since when and how often, as the rule says it.
    pub because: String,
    /// The last day on which it was in time.
    pub due_on: Date,
    /// How late it is, days.
    pub late_days: i32,
    /// What was last done.
    pub step: Option<StepView>,
}

/// What somebody did.
#[derive(Debug, Clone)]
pub struct StepView {
    /// What.
    pub what: String,
    /// Who, and when.
    pub who: String,
    /// What they wrote.
    pub words: Option<String>,
}
