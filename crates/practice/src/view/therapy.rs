//! Therapy and daily life, as screens show them.

use evenkeel_care::therapy::VisitKind;
use jiff::civil::Date;
use uuid::Uuid;

/// The therapist's page (S11).
#[derive(Debug, Clone)]
pub struct TherapyPage {
    /// Today in the clinic's zone.
    pub today: Date,
    /// Who is to be seen, what closes first standing first.
    pub rows: Vec<TherapyRow>,
    /// What the windows rest on, a sentence each, with grade and date.
    pub windows_rest_on: Vec<String>,
}

/// One course on it.
#[derive(Debug, Clone)]
pub struct TherapyRow {
    /// The course.
    pub course: Uuid,
    /// The patient.
    pub patient: Uuid,
    /// The patient's name.
    pub name: String,
    /// "Depression · IV mood, six sessions".
    pub title: String,
    /// The windows, the most urgent first; empty where somebody asked for the course by name.
    pub windows: Vec<WindowLine>,
    /// "Preparation held Fri 2 Jan", "No preparation is on record".
    pub prepared: String,
    /// What the patient wrote lately, latest first: when, and the words.
    pub words: Vec<(String, String)>,
    /// Visits, latest first.
    pub visits: Vec<VisitLine>,
    /// Themes of the visits shown, each once, to be taken up again.
    pub themes: Vec<String>,
    /// What the next visit is for.
    pub next_kind: VisitKind,
    /// Minutes of the latest visit.
    pub minutes: Option<u32>,
    /// Scale of the latest rating of the alliance, and its highest value.
    pub scale: Option<(String, f64)>,
}

/// A window, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowLine {
    /// How it stands.
    pub state: WindowLook,
    /// "closes in 5 h".
    pub how: String,
    /// "Integration after session 3, Mon 5 Jan".
    pub what: String,
}

/// How a window looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowLook {
    /// Open, nobody has been seen.
    Open,
    /// Not open yet.
    Upcoming,
    /// Closed without a visit.
    Missed,
    /// A visit was held.
    Kept,
}

/// A visit.
#[derive(Debug, Clone)]
pub struct VisitLine {
    /// Id of the version in force.
    pub id: Uuid,
    /// "Integration visit".
    pub kind: &'static str,
    /// The day.
    pub date: Date,
    /// Minutes.
    pub minutes: u32,
    /// Who held it.
    pub held_by: String,
    /// Themes.
    pub themes: Vec<String>,
    /// "SRS 36 of 40".
    pub alliance: Option<String>,
    /// The note for the team.
    pub shared_note: Option<String>,
    /// What the reader alone has written, and reads.
    pub own_notes: Vec<String>,
    /// Whether it takes the place of an earlier version.
    pub corrected: bool,
}

/// Therapy and daily life on the time axis of the course's chart.
#[derive(Debug, Clone, Default)]
pub struct LifeStrip {
    /// One lane a kind, those without an entry left out.
    pub lanes: Vec<LifeLane>,
}

/// One kind of fact.
#[derive(Debug, Clone)]
pub struct LifeLane {
    /// "Integration", "Sleep".
    pub name: &'static str,
    /// Days and what was entered, oldest first.
    pub marks: Vec<(Date, String)>,
}
