//! The timeline of a patient, as the screen shows it.

use evenkeel_store::timeline::TimelineKind;
use jiff::civil::Date;
use uuid::Uuid;

/// A page of everything on record, newest first.
#[derive(Debug, Clone, Default)]
pub struct TimelineView {
    /// The parts that can be chosen.
    pub parts: Vec<(TimelineKind, &'static str)>,
    /// The part that was chosen; `None`: all.
    pub chosen: Option<TimelineKind>,
    /// The page, from 1.
    pub page: u32,
    /// Whether there is an older page.
    pub more: bool,
    /// The entries.
    pub entries: Vec<TimelineEntry>,
}

/// One entry.
#[derive(Debug, Clone)]
pub struct TimelineEntry {
    /// Id of the fact.
    pub id: Uuid,
    /// The day it is about.
    pub date: Date,
    /// What it is about.
    pub part: TimelineKind,
    /// The course to open, if it belongs to one.
    pub course: Option<Uuid>,
    /// What it was, in words.
    pub what: String,
    /// What was written with it.
    pub detail: Option<String>,
    /// "Tomas Ruiz, 5 Jan 2026 14:05".
    pub entered: String,
    /// "Corrected by Dr Vale, 6 Jan 2026 09:12", "Taken back by …"; then it counts no more.
    pub replaced: Option<String>,
    /// Whether it takes the place of an earlier entry.
    pub corrects: bool,
    /// What the reader may take back with a reason.
    pub take_back: Option<TakeBack>,
}

/// What may be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakeBack {
    /// A therapy visit.
    Visit,
    /// A fact of daily life.
    Life,
}
