//! Patients, lists and the clinic, as screens show them.

use evenkeel_care::condition::PatientCondition;
use evenkeel_care::finding::FindingState;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::Medication;
use jiff::civil::Date;
use uuid::Uuid;

use super::calendar::BookedAt;
use super::timeline::TimelineView;

/// The clinic, on every page.
#[derive(Debug, Clone)]
pub struct ClinicView {
    /// Its name.
    pub name: String,
    /// Crisis line in words, for example "Call or text 988, day or night."
    pub crisis_text: String,
    /// The number to dial, for the link.
    pub crisis_number: String,
    /// The number for emergencies; empty until the clinic has confirmed one.
    pub emergency_number: String,
    /// Whether anybody reads what comes in, and when: for patients, in plain words.
    pub watched: String,
    /// Whether the clinic has confirmed its safety settings.
    pub safety_confirmed: bool,
    /// Whether decision hints are on.
    pub hints: bool,
    /// Today in the clinic's zone.
    pub today: Date,
}

/// A patient at the head of a page.
#[derive(Debug, Clone)]
pub struct PatientHead {
    /// Id.
    pub id: Uuid,
    /// Name as it is shown.
    pub name: String,
    /// Date of birth.
    pub birth_date: Option<Date>,
    /// Age in whole years today.
    pub age_years: Option<i16>,
    /// The clinic's own record number.
    pub record_number: Option<String>,
    /// Where the record comes from, when it is not the clinic's own: "Synthetic patient", "Trial participant …".
    pub label: Option<String>,
}

/// One line of the patients list (clinical roles).
#[derive(Debug, Clone)]
pub struct PatientRow {
    /// The patient.
    pub patient: PatientHead,
    /// The current (else the latest) course, if there is one.
    pub course: Option<CourseLine>,
}

/// A course in one line.
#[derive(Debug, Clone)]
pub struct CourseLine {
    /// Id.
    pub id: Uuid,
    /// For example "Depression · IV mood, six sessions".
    pub title: String,
    /// before, induction, maintenance, paused or ended, as a word to show.
    pub phase: String,
    /// Sessions given.
    pub sessions_done: u32,
    /// Sessions of the induction.
    pub sessions_planned: u32,
    /// Next planned date.
    pub next_on: Option<Date>,
    /// Scores on the primary instrument by date, oldest first, for a small trend (clinical roles only).
    pub trend: Vec<(Date, f64)>,
    /// The primary instrument.
    pub instrument: InstrumentId,
    /// Its lowest and highest score.
    pub range: (f64, f64),
    /// Latest score in words, "PHQ-9 8 on 3 Mar".
    pub latest: Option<String>,
}

/// Which courses the list of patients shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Listed {
    /// Courses that run or are paused, and patients who have no course yet.
    #[default]
    Running,
    /// Courses that have ended, imported ones among them.
    Past,
    /// All courses and patients.
    All,
}

/// The patients page.
#[derive(Debug, Clone)]
pub struct PatientsPage {
    /// What was searched for.
    pub query: String,
    /// Which courses are listed, while nothing is searched for.
    pub listed: Listed,
    /// The lines, at most `limit`.
    pub rows: Vec<PatientRow>,
    /// Whether there are more than shown.
    pub more: bool,
    /// Whether the actor may add a patient.
    pub may_add: bool,
}

/// An open safety finding.
#[derive(Debug, Clone)]
pub struct SafetyLine {
    /// The alert.
    pub alert: Uuid,
    /// The chair, where the patient sits at one now and the page asked for it; empty: no chair is chosen.
    pub at_chair: Option<String>,
    /// The course to open.
    pub course: Uuid,
    /// The patient's name.
    pub patient: String,
    /// What was found, as a sentence.
    pub what: String,
    /// When, "today 14:05" or a date.
    pub when: String,
    /// How serious.
    pub level: FindingState,
    /// How long it has waited, "4 min".
    pub age: String,
    /// Who has taken it on.
    pub owner: Option<String>,
    /// Whether somebody has acknowledged it.
    pub acknowledged: bool,
    /// Whom it went to last because nobody acknowledged it.
    pub escalated_to: Option<String>,
}

/// One patient's page: details and courses.
#[derive(Debug, Clone)]
pub struct PatientPage {
    /// The patient.
    pub patient: PatientHead,
    /// Phone number.
    pub phone: Option<String>,
    /// Courses, latest first.
    pub courses: Vec<CourseLine>,
    /// What screening asked.
    pub screening: ScreeningView,
    /// Everything on record, newest first, a page of it.
    pub timeline: TimelineView,
    /// Goals that are neither reached nor let go: id of the first entry, and the goal.
    pub goals: Vec<(Uuid, String)>,
    /// Whether the actor may enter facts of daily life.
    pub may_tell_life: bool,
    /// Whether the actor may screen.
    pub may_screen: bool,
    /// Whether the actor may open a course.
    pub may_open_course: bool,
}

/// A patient's screening in force. `None` was not asked; an empty list was asked and is none.
#[derive(Debug, Clone, Default)]
pub struct ScreeningView {
    /// Its version, 0 before the first.
    pub version: i64,
    /// "Mon 5 Jan 2026, Tomas Ruiz".
    pub asked: Option<String>,
    /// Conditions.
    pub conditions: Option<Vec<PatientCondition>>,
    /// Medication.
    pub medications: Option<Vec<Medication>>,
}

/// What the front desk sees: no scores, no findings, no doses.
#[derive(Debug, Clone)]
pub struct FrontDeskRow {
    /// Patient id.
    pub patient: Uuid,
    /// Name.
    pub name: String,
    /// Phone number.
    pub phone: Option<String>,
    /// Date of birth (the second identifier at arrival).
    pub birth_date: Option<Date>,
    /// Next planned visit.
    pub next_on: Option<Date>,
    /// "Session 3 of 6" or "Maintenance session".
    pub visit: Option<String>,
    /// Days from today; negative: overdue.
    pub in_days: Option<i32>,
    /// When and at which chair, once it is booked.
    pub booked: Option<BookedAt>,
}

/// The patient's own page: plan, own scores and the crisis line. Never that a dose, a booster or
/// a stop is due.
#[derive(Debug, Clone)]
pub struct MyCourse {
    /// First name or the name the patient uses.
    pub name: String,
    /// The plan in a sentence a tired person can read.
    pub plan_sentence: Option<String>,
    /// Next visit.
    pub next_on: Option<Date>,
    /// What to bring or do before the next visit.
    pub checklist: Vec<String>,
    /// Past and planned sessions, oldest first.
    pub sessions: Vec<MySession>,
    /// Own scores by instrument, with a plain sentence on the trend.
    pub scores: Vec<MyScores>,
    /// Whether a clinician shared the answer in words, and the words.
    pub shared_answer: Option<String>,
}

/// A session on the patient's page.
#[derive(Debug, Clone)]
pub struct MySession {
    /// Number in the course.
    pub n: u32,
    /// The day.
    pub date: Date,
    /// Already given.
    pub done: bool,
}

/// The patient's own scores on one instrument.
#[derive(Debug, Clone)]
pub struct MyScores {
    /// Instrument name in plain words, "Mood questionnaire (PHQ-9)".
    pub name: String,
    /// Range of the instrument, lowest and highest score.
    pub range: (f64, f64),
    /// Scores by date, oldest first.
    pub points: Vec<(Date, f64)>,
    /// One plain sentence.
    pub sentence: String,
    /// The chart in words.
    pub high_is_worse: bool,
}
