//! The course page (S3), as the screen shows it.

use evenkeel_care::condition::Route;
use evenkeel_care::finding::{Choice, FindingKind, FindingState};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_store::observation::Seen;
use jiff::civil::Date;
use uuid::Uuid;

use super::cost::CostLine;
use super::forecast::{AnswerView, ChartSession, ChartView, Comparison, SessionMark, ToShare};
use super::people::{ClinicView, PatientHead};
use super::safety::{AlertView, ScreenForm, ScreenRow, SignQuestion};
use super::therapy::LifeStrip;

/// Everything the course page shows.
#[derive(Debug, Clone)]
pub struct CourseOverview {
    /// The course's id.
    pub id: Uuid,
    /// The clinic.
    pub clinic: ClinicView,
    /// The patient.
    pub patient: PatientHead,
    /// "Depression · IV mood, six sessions (iv-mood-6, revision 1)".
    pub title: String,
    /// before, induction, maintenance, paused or ended, as a word to show.
    pub phase: String,
    /// Sessions given.
    pub sessions_done: u32,
    /// Sessions of the induction.
    pub sessions_planned: u32,
    /// The licensed prescriber who leads the course.
    pub prescriber: String,
    /// Grade and sources of the protocol, a sentence each.
    pub protocol_evidence: Vec<String>,
    /// What is published on it: the query of the evidence page, "condition=ptsd&route=iv".
    pub evidence_query: String,
    /// The answer; `Err` with a sentence that says why there is none.
    pub answer: Result<AnswerView, String>,
    /// The same in the patient's words, to be read before it is shared; `None` where there is no answer.
    pub to_share: Option<ToShare>,
    /// The chart.
    pub chart: ChartView,
    /// The next decision, if one is open.
    pub next_step: NextStep,
    /// Safety findings that speak and wait as no alert: first on the page.
    pub safety: Vec<FindingView>,
    /// Alerts, open ones first: each with its duties and its whole trail.
    pub alerts: Vec<AlertView>,
    /// The questions of the screen.
    pub screen: ScreenForm,
    /// Screens, latest first.
    pub screens: Vec<ScreenRow>,
    /// The signs a check-in asks for.
    pub sign_questions: Vec<SignQuestion>,
    /// Progress by instrument.
    pub progress: Vec<FindingView>,
    /// Every other finding, for the "all findings" disclosure.
    pub other_findings: Vec<FindingView>,
    /// The plan strip: given, missed and planned, in order of date.
    pub plan: Vec<PlanPill>,
    /// What it costs.
    pub cost: CostLine,
    /// Scores, latest first.
    pub scores: Vec<ScoreRow>,
    /// Sessions, latest first.
    pub sessions: Vec<SessionRow>,
    /// Decisions, latest first.
    pub decisions: Vec<DecisionView>,
    /// How often the ranges of this course's forecasts held, all of them counted; empty without any.
    pub ranges_held: Vec<String>,
    /// Past forecasts against what happened.
    pub forecasts: Vec<ForecastRow>,
    /// The form "give a session".
    pub give: GiveForm,
    /// The form "enter a check-in": one entry per instrument that can be entered.
    pub check_in: Vec<InstrumentForm>,
    /// Therapy and daily life, on the days of the chart.
    pub life: LifeStrip,
    /// What is to be done or known beside the decision.
    pub tasks: TasksView,
    /// What the actor may do here.
    pub may: May,
    /// Why nothing can be entered (an ended or imported course), if so.
    pub read_only: Option<String>,
}

/// What is to be done or known beside the decision.
#[derive(Debug, Clone, Default)]
pub struct TasksView {
    /// A session given of which something is still to be written down.
    pub observe: Option<ObserveForm>,
    /// The next session, where it can be moved.
    pub shift: Option<MoveForm>,
    /// Planned days that passed with nothing recorded.
    pub unrecorded: Vec<UnrecordedDay>,
    /// What is due, overdue first.
    pub due: Vec<FindingView>,
    /// Gates that warn or stop today.
    pub gates: Vec<FindingView>,
    /// Events, latest first.
    pub events: Vec<EventRow>,
    /// Changes of protocol, route or ladder, latest first, a sentence each.
    pub changes: Vec<String>,
    /// What carries over from the course before, a sentence each.
    pub before: Vec<String>,
}

/// What the actor may do on a course page.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent rights, each drawn on its own")]
pub struct May {
    /// Give a session.
    pub give: bool,
    /// Enter a check-in.
    pub check_in: bool,
    /// Decide.
    pub decide: bool,
    /// Share the answer with the patient.
    pub share: bool,
    /// Change protocol, route or ladder.
    pub change: bool,
    /// Open a new course after this one.
    pub restart: bool,
    /// Ask the safety questions; whatever the state of the course.
    pub screen: bool,
    /// Take on and acknowledge alerts.
    pub answer_alerts: bool,
    /// Enter therapy visits.
    pub see_to_therapy: bool,
}

/// The next-step card.
#[derive(Debug, Clone)]
pub struct NextStep {
    /// "Check after session 4", "Session 3 on Fri 6 Feb", "Enter the intake score".
    pub title: String,
    /// One or two sentences.
    pub lead: String,
    /// The finding to decide on; `None` when there is nothing to decide.
    pub finding: Option<FindingView>,
    /// Digest of what is shown; comes back with the decision.
    pub shown_digest: String,
    /// A decision already taken on this finding.
    pub decided: Option<DecisionView>,
}

/// A finding in words.
#[derive(Debug, Clone)]
pub struct FindingView {
    /// Rule id, "D11".
    pub rule: String,
    /// Rule name in words, "Check after session 4".
    pub name: String,
    /// Kind.
    pub kind: FindingKind,
    /// State.
    pub state: FindingState,
    /// State in words, "Prescriber should look".
    pub state_label: String,
    /// Day.
    pub date: Date,
    /// Instrument by name, "PHQ-9".
    pub instrument: Option<String>,
    /// Reasons, most important first.
    pub because: Vec<String>,
    /// Missing inputs.
    pub missing: Vec<String>,
    /// Options.
    pub options: Vec<OptionView>,
    /// Caveats, each a sentence.
    pub caveats: Vec<String>,
    /// Sources as shown on screen.
    pub sources: Vec<String>,
    /// Grade in words, "T: trial or peer-reviewed study".
    pub grade: String,
    /// Rule revision.
    pub revision: String,
    /// Numbers of the rule that this clinic changed, "continue_percent 20 → 25".
    pub changed: Vec<String>,
    /// The steps from inputs to state.
    pub trace: Vec<String>,
    /// For `due` findings.
    pub due_on: Option<Date>,
}

/// One option of a finding.
#[derive(Debug, Clone)]
pub struct OptionView {
    /// The choice.
    pub choice: Choice,
    /// In words, "Adjust the dose".
    pub label: String,
    /// Whether a new dose must be given with it.
    pub needs_dose: bool,
}

/// A pill of the plan strip.
#[derive(Debug, Clone)]
pub struct PlanPill {
    /// The session as drawn.
    pub session: ChartSession,
    /// induction or maintenance.
    pub phase: String,
    /// "any day from 5 to 8 Jan".
    pub window: Option<String>,
    /// Why this day, a sentence each.
    pub why: Vec<String>,
}

/// A score in the table.
#[derive(Debug, Clone)]
pub struct ScoreRow {
    /// Day.
    pub date: Date,
    /// Instrument by name.
    pub instrument: String,
    /// Score with band, "17 · moderately severe".
    pub score: String,
    /// Change from baseline, "15 % better".
    pub change: Option<String>,
    /// Who entered it, or "imported".
    pub entered_by: String,
    /// Taken after that day's session.
    pub after: bool,
    /// This row corrects an earlier one.
    pub corrected: bool,
}

/// A session in the table.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// Number; `None` for a missed one.
    pub n: Option<u32>,
    /// Day.
    pub date: Date,
    /// done or missed.
    pub mark: SessionMark,
    /// "IV 0.5 mg/kg · 35 mg at 70 kg".
    pub dose: String,
    /// Who supervised.
    pub supervised_by: Option<String>,
    /// Note.
    pub note: Option<String>,
}

/// A decision as it was stored.
#[derive(Debug, Clone)]
pub struct DecisionView {
    /// When, in the clinic's zone.
    pub when: String,
    /// Who.
    pub who: String,
    /// On what, "Check after session 4 (D11)".
    pub on: String,
    /// "Accepted: adjust the dose to 0.75 mg/kg".
    pub what: String,
    /// Why.
    pub reason: String,
    /// What was shown, a sentence each.
    pub shown: Vec<String>,
    /// Both forecasts, where the choice changes one.
    pub comparison: Option<Comparison>,
}

/// A past forecast against what happened.
#[derive(Debug, Clone)]
pub struct ForecastRow {
    /// As of.
    pub as_of: Date,
    /// "12 (half: 10 to 14; eight in ten: 6 to 17) on 20 Jan; response 41 %".
    pub said: String,
    /// What happened, if a score came within the window: "15 on 21 Jan, no response".
    pub happened: Option<String>,
    /// Inside the range for half.
    pub in_half: Option<bool>,
    /// Inside the range for eight in ten.
    pub in_eight: Option<bool>,
}

/// A dose worked out, for the person who draws it up.
#[derive(Debug, Clone)]
pub struct DoseSheetView {
    /// The dose as it is written.
    pub dose: String,
    /// What is drawn up and how the pump is set: "35 mg", "7 mL", "10.5 mL/h", "40 min".
    pub amounts: Vec<String>,
    /// Every step and rounding, a sentence each.
    pub steps: Vec<String>,
    /// What is missing for the rest.
    pub missing: Vec<String>,
    /// Whether the dose is above a limit.
    pub above_limit: bool,
    /// Whether a second person confirms it.
    pub second_check: bool,
}

/// Defaults of the form "give a session".
#[derive(Debug, Clone)]
pub struct GiveForm {
    /// Number of the session.
    pub n: u32,
    /// Proposed date.
    pub date: Date,
    /// "The plan says Fri 6 Feb; any day from 5 to 8 Feb keeps the spacing."
    pub window: Option<String>,
    /// The route.
    pub route: Route,
    /// Dose as ordered.
    pub dose: DoseForm,
    /// Weight of the last session, kg, while it is fresh.
    pub weight_kg: Option<f64>,
    /// "Last weighed 5 Jan, 70 kg."
    pub weighed: Option<String>,
    /// The last dose and how it was tolerated.
    pub last: Option<String>,
    /// Minutes the label asks to observe from the start.
    pub observe_minutes: Option<u32>,
    /// "Confirm above 1.0 mg/kg. Above 1.5 mg/kg only with a prescriber's reason."
    pub limits: String,
    /// The dose the form begins with, worked out.
    pub sheet: Option<DoseSheetView>,
    /// Whether a second person confirms every dose before the session is recorded.
    pub second_check: bool,
    /// What second persons have confirmed today.
    pub checks: Vec<String>,
    /// Who supervises: the course's prescriber, until somebody else is named.
    pub supervised_by: String,
}

/// The dose fields of a session, in the form in which the protocol writes doses. `None`: to be typed anew.
#[derive(Debug, Clone, PartialEq)]
pub enum DoseForm {
    /// mg/kg.
    PerKg {
        /// mg/kg.
        value: Option<f64>,
    },
    /// mg.
    Mg {
        /// mg.
        value: Option<f64>,
    },
    /// Nasal devices, by their content.
    Devices {
        /// What can be given, mg.
        choices: Vec<f64>,
        /// mg.
        value: Option<f64>,
    },
    /// mg/kg/h over hours.
    PerHour {
        /// mg/kg/h.
        rate: Option<f64>,
        /// hours.
        hours: f64,
    },
}

/// A session given of which something is still to be written down.
#[derive(Debug, Clone)]
pub struct ObserveForm {
    /// The session.
    pub session: Uuid,
    /// The version that is on record, 0 for none.
    pub version: i64,
    /// The day.
    pub date: Date,
    /// The route.
    pub route: Route,
    /// What is on record.
    pub seen: Seen,
}

/// An event in the list.
#[derive(Debug, Clone)]
pub struct EventRow {
    /// The day.
    pub date: Date,
    /// "Integration visit".
    pub what: String,
    /// A note.
    pub note: Option<String>,
    /// Who entered it.
    pub entered_by: String,
}

/// A planned day that has passed and of which nothing is on record.
#[derive(Debug, Clone)]
pub struct UnrecordedDay {
    /// Number of the session.
    pub n: u32,
    /// The day.
    pub date: Date,
}

/// The next planned session, where it can be put on another day.
#[derive(Debug, Clone)]
pub struct MoveForm {
    /// Number of the session.
    pub n: u32,
    /// The day.
    pub date: Date,
    /// First and last day on which it can be.
    pub window: (Date, Date),
}

/// A questionnaire (or a bare total) to enter.
#[derive(Debug, Clone)]
pub struct InstrumentForm {
    /// Id.
    pub id: InstrumentId,
    /// Name.
    pub name: String,
    /// Lowest, highest, step.
    pub range: (f64, f64, f64),
    /// "Over the last 2 weeks, how often have you been bothered by …".
    pub stem: Option<String>,
    /// Items with their options; empty for skeletons, where only a total is entered.
    pub items: Vec<ItemForm>,
    /// Days it looks back.
    pub recall_days: u16,
    /// The primary instrument of the course.
    pub primary: bool,
}

/// One item of a questionnaire.
#[derive(Debug, Clone)]
pub struct ItemForm {
    /// From 1.
    pub n: usize,
    /// Wording.
    pub text: String,
    /// Options: value and wording.
    pub options: Vec<(u8, String)>,
    /// Not counted in the total.
    pub unscored: bool,
}
