//! Safety as screens show it: what waits for a person, what was done about it, the screen's questions and
//! the clinic's settings.

use evenkeel_care::finding::FindingState;
use uuid::Uuid;

use super::course::FindingView;

/// An alert on the course page.
#[derive(Debug, Clone)]
pub struct AlertView {
    /// Id.
    pub id: Uuid,
    /// How serious.
    pub level: FindingState,
    /// The finding it came from.
    pub finding: FindingView,
    /// Since when, "today 14:05".
    pub since: String,
    /// How long it has waited, "4 min".
    pub age: String,
    /// Who has taken it on, last.
    pub owner: Option<String>,
    /// Who acknowledged it and when.
    pub acknowledged: Option<String>,
    /// What the timer does, and whom it has called: a sentence each.
    pub timer: Vec<String>,
    /// What must be done, in order.
    pub actions: Vec<ActionView>,
    /// Everything done about it, oldest first.
    pub trail: Vec<TrailLine>,
    /// Whether it is still open.
    pub open: bool,
    /// Whether the actor may close it.
    pub may_close: bool,
}

/// Something that must be done.
#[derive(Debug, Clone)]
pub struct ActionView {
    /// Key under which it is documented.
    pub key: String,
    /// The action as a sentence.
    pub says: String,
    /// "whoever is with the patient · at once".
    pub by: String,
    /// Whether the alert can be closed only when it is on record.
    pub required: bool,
    /// Who did it and when.
    pub done: Option<String>,
}

/// One step in the trail of an alert.
#[derive(Debug, Clone)]
pub struct TrailLine {
    /// When, "today 14:05".
    pub when: String,
    /// Who.
    pub who: String,
    /// What, as a sentence.
    pub what: String,
    /// What the person wrote.
    pub words: Option<String>,
}

/// A screen in the record.
#[derive(Debug, Clone)]
pub struct ScreenRow {
    /// The day, "Mon 5 Jan 2026".
    pub date: String,
    /// Who asked.
    pub asked_by: String,
    /// What was answered with yes, with no, and what was not asked: a sentence.
    pub answers: String,
    /// What was noted.
    pub note: Option<String>,
}

/// The form of the screen.
#[derive(Debug, Clone)]
pub struct ScreenForm {
    /// Where the questions come from, as a sentence.
    pub basis: String,
    /// Version of the clinic's own questions, where those are asked.
    pub own_version: Option<i64>,
    /// Questions in record order.
    pub questions: Vec<ScreenQuestion>,
}

/// A question of the screen.
#[derive(Debug, Clone)]
pub struct ScreenQuestion {
    /// Name of the form field, `q1`.
    pub key: String,
    /// The question, or its neutral heading.
    pub text: String,
}

/// A sign that a check-in asks for.
#[derive(Debug, Clone)]
pub struct SignQuestion {
    /// Name of the form field, `sign_mood_dip`.
    pub field: String,
    /// The question.
    pub text: String,
}

/// The clinic's safety settings.
#[derive(Debug, Clone)]
pub struct SafetySettingsView {
    /// Version in force; 0: none is confirmed yet.
    pub version: i64,
    /// Who confirmed it and when.
    pub confirmed: Option<String>,
    /// Whether the actor may confirm.
    pub may_confirm: bool,
    /// ISO code of the country.
    pub country: String,
    /// The clinic's time zone.
    pub zone: String,
    /// The crisis line in words.
    pub crisis_text: String,
    /// Its number.
    pub crisis_number: String,
    /// The number for emergencies.
    pub emergency_number: String,
    /// What is suggested for the country, where anything is.
    pub suggestion: Option<CrisisSuggestion>,
    /// The week, Monday first.
    pub week: Vec<WeekdayHours>,
    /// Days on which the clinic is closed, one a line.
    pub closed: String,
    /// Who is on call.
    pub on_call_name: String,
    /// Their number.
    pub on_call_phone: String,
    /// Minutes until an alert goes to the next person.
    pub minutes: u32,
}

/// A crisis line suggested for a country. The clinic's confirmed one always wins.
#[derive(Debug, Clone)]
pub struct CrisisSuggestion {
    /// What the service calls itself.
    pub service: String,
    /// Its number.
    pub number: String,
    /// As patients may read it.
    pub words: String,
    /// The official source.
    pub source: String,
}

/// Hours of one weekday; both empty: closed.
#[derive(Debug, Clone)]
pub struct WeekdayHours {
    /// "Mon".
    pub name: &'static str,
    /// "09:00".
    pub from: String,
    /// "17:00".
    pub to: String,
}
