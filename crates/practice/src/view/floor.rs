//! The floor of a day and a session while it goes on, as screens show them.

use evenkeel_care::sitting::{Ask, CellState, Phase};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use super::calendar::BookedAt;
use super::course::{FindingView, GiveForm};
use super::people::{ClinicView, PatientHead, SafetyLine};

/// Chairs and limits of the clinic.
#[derive(Debug, Clone)]
pub struct FloorSettingView {
    /// Version in force; 0: none was set.
    pub version: i64,
    /// Who set it, and when.
    pub set_by: Option<String>,
    /// Whether the reader may change it.
    pub may_change: bool,
    /// Chairs in their order.
    pub chairs: Vec<String>,
    /// Limits of readings from the start of a session on.
    pub limits: Vec<LimitRow>,
}

/// One limit.
#[derive(Debug, Clone)]
pub struct LimitRow {
    /// Its key in the form.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// What is set; empty: nothing.
    pub value: String,
}

/// Everyone's home: the floor, what needs a human, who comes.
#[derive(Debug, Clone)]
pub struct BoardView {
    /// As of this instant.
    pub as_of: Timestamp,
    /// The day.
    pub today: Date,
    /// One card a chair, in the order of the chairs; those without a chair last.
    pub cards: Vec<ChairCard>,
    /// Chairs nobody sits at.
    pub free: Vec<String>,
    /// Safety findings that wait.
    pub safety: Vec<SafetyLine>,
    /// Planned for today and not there yet.
    pub coming: Vec<ComingRow>,
    /// What is due, the longest overdue first; empty for who reads no charts.
    pub due: Vec<DueTask>,
    /// How much more is due.
    pub due_more: i64,
    /// Who has left today.
    pub left: Vec<ChairCard>,
    /// Whether the reader sees doses and readings, and may note at the chair.
    pub clinical: bool,
}

/// A chair with somebody on it.
#[derive(Debug, Clone)]
pub struct ChairCard {
    /// The course.
    pub course: Uuid,
    /// The chair; empty while none is chosen.
    pub chair: String,
    /// Initials.
    pub initials: String,
    /// The whole name, for the screen reader and the title.
    pub name: String,
    /// "4 of 6 · IV 0.5 mg/kg".
    pub session: String,
    /// Where it stands.
    pub phase: Phase,
    /// The phase in words.
    pub phase_words: String,
    /// Whether dosing is held.
    pub paused: bool,
    /// Since when the clock runs: the start of dosing, else the arrival.
    pub since: Option<Timestamp>,
    /// Minutes on that clock now.
    pub minutes: i64,
    /// The next row that is due or comes: what, and how late.
    pub next: Option<NextDue>,
    /// The latest readings in words, "128/80 · pulse 72 · 98 %".
    pub last: String,
    /// What waits for an answer: a reading outside the limits.
    pub outside: Option<String>,
}

/// What is taken next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextDue {
    /// "blood pressure, saturation".
    pub what: String,
    /// "at 20 min", "before leaving".
    pub when: String,
    /// "now", "3 min late", "in 4 min".
    pub how: String,
    /// Whether its time has come.
    pub due: bool,
}

/// Who comes today.
#[derive(Debug, Clone)]
pub struct ComingRow {
    /// The course.
    pub course: Uuid,
    /// The patient.
    pub name: String,
    /// "Session 4 of 6", for everybody; with the protocol for clinical readers.
    pub visit: String,
    /// When and at which chair, once it is booked.
    pub booked: Option<BookedAt>,
    /// What is known before the patient comes; empty for who reads no charts.
    pub ticks: Vec<Tick>,
}

/// Something that is asked before a session.
#[derive(Debug, Clone)]
pub struct Tick {
    /// What.
    pub name: String,
    /// How it stands.
    pub state: TickState,
    /// The same in words.
    pub words: String,
}

/// How something stands before a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TickState {
    /// Done.
    Done,
    /// To be confirmed.
    Open,
    /// Not asked yet.
    NotAsked,
    /// It stops the session.
    Stops,
}

/// Something due.
#[derive(Debug, Clone)]
pub struct DueTask {
    /// The patient.
    pub name: String,
    /// What.
    pub what: String,
    /// "today", "3 days late", "2 days left".
    pub when: String,
    /// Whether its day has passed.
    pub late: bool,
    /// Where it is done.
    pub to: String,
}

/// A session while it goes on (S2).
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "independent answers, each asked once by the template")]
pub struct SittingPage {
    /// The clinic.
    pub clinic: ClinicView,
    /// The course.
    pub course: Uuid,
    /// The day.
    pub date: Date,
    /// The patient: two identifiers.
    pub patient: PatientHead,
    /// "Depression · IV ketamine for mood, six infusions".
    pub title: String,
    /// Number of the session, and of how many.
    pub n: (u32, u32),
    /// Whether the sitting was begun.
    pub begun: bool,
    /// Its chair.
    pub chair: String,
    /// All chairs.
    pub chairs: Vec<String>,
    /// Where it stands.
    pub phase: Phase,
    /// The same in words.
    pub phase_words: String,
    /// Whether dosing is held.
    pub paused: bool,
    /// When dosing began.
    pub started: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// Minutes of dosing, pauses left out.
    pub running_minutes: Option<i64>,
    /// From when the patient may leave: "10:52", and in how many minutes.
    pub may_leave: Option<(String, i64)>,
    /// Two identifiers were checked.
    pub identified: bool,
    /// Weight of today.
    pub weight_kg: Option<f64>,
    /// What is asked before the dose, with its answer.
    pub asks: Vec<(Ask, &'static str, Option<bool>)>,
    /// What screening, medicines and certificates say.
    pub gates: Vec<FindingView>,
    /// The dose: form, calculator, limits, second person.
    pub give: GiveForm,
    /// "0.5 mg/kg", as begun.
    pub dose: Option<String>,
    /// Who supervises.
    pub supervised_by: Option<String>,
    /// How dosing is called: infusion, injection, spray.
    pub giving: &'static str,
    /// The parts in which the dose is given, where it is no infusion.
    pub parts: Option<PartsView>,
    /// What the timeline asks for.
    pub due: Vec<DueRow>,
    /// The next of it.
    pub next: Option<NextDue>,
    /// The rows that were taken, latest first.
    pub flow: Vec<FlowRow>,
    /// A reading outside the limits that nobody has responded to.
    pub outside: Option<String>,
    /// What happened, latest first: time, what, id of the note, who.
    pub events: Vec<EventLine>,
    /// The list before leaving.
    pub discharge: Vec<(&'static str, &'static str, Option<bool>)>,
    /// The last three sessions, for comparison.
    pub before: Vec<String>,
    /// What is missing before it can be finished without a question.
    pub left: Vec<String>,
    /// What the patient is told about the rest of the day.
    pub after_session: String,
    /// Whether the reader may note.
    pub may_note: bool,
    /// Why nothing can be noted.
    pub read_only: Option<String>,
    /// The instant the page was made.
    pub as_of: Timestamp,
}

/// Nasal devices one by one, or the injections of a split dose.
#[derive(Debug, Clone, PartialEq)]
pub struct PartsView {
    /// What one device holds, mg; `None`: the amount is typed.
    pub each_mg: Option<f64>,
    /// Number of the next part.
    pub n: usize,
    /// Of how many, where that is known.
    pub of: Option<u32>,
    /// What was given: "10:12: 28 mg".
    pub given: Vec<String>,
    /// From when the next device may follow.
    pub next_from: Option<String>,
    /// Whether something of the dose is left.
    pub more: bool,
}

/// One row the timeline asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueRow {
    /// "before", "10 min", "before leaving".
    pub when: String,
    /// What is still to be taken.
    pub what: String,
    /// How it stands.
    pub state: CellState,
    /// Minutes late.
    pub late: i64,
}

/// One row of the flowsheet as taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowRow {
    /// The note.
    pub id: Uuid,
    /// "10:12".
    pub time: String,
    /// "12 min", "before".
    pub minute: String,
    /// Blood pressure, pulse, saturation, MOAA/S, the four questions, pain; empty: not taken.
    pub cells: [String; 6],
    /// Who noted it.
    pub by: String,
    /// Whether it takes the place of another.
    pub corrected: bool,
}

/// One line of what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventLine {
    /// The note.
    pub id: Uuid,
    /// "10:12".
    pub time: String,
    /// What.
    pub what: String,
    /// Who noted it.
    pub by: String,
}
