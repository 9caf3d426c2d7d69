//! Cases of a rule: a fragment of a course and the finding it must give.

use evenkeel_care::condition::{Condition, MedicationClass, PatientCondition, Route};
use evenkeel_care::finding::{Caveat, Choice, Finding, FindingKind, FindingState};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::record::{
    CourseRecord, CourseStatus, DecisionNote, Discharge, Event, ScreenAnswers, SessionStatus, Sign,
};
use evenkeel_care::review::{self, Review};
use evenkeel_care::safety::CallOn;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

use super::alert_case::CaseAlert;
use super::{differ, refusal, rule_record};

/// All cases of one rule.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleCases {
    /// The cases.
    pub cases: Vec<RuleCase>,
}

/// One case: what is known of a course, and what the rule must find. What is not said is usual: a
/// depression treated by `iv-mood-6`, judged on the PHQ-9.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleCase {
    /// What the case shows.
    pub name: String,
    /// The day of the review.
    pub today: Date,
    /// The condition.
    #[serde(default = "usual_condition")]
    pub condition: Condition,
    /// Id of the protocol.
    #[serde(default = "usual_protocol")]
    pub protocol: String,
    /// The primary instrument.
    #[serde(default = "usual_primary")]
    pub primary: InstrumentId,
    /// Whether the course runs.
    #[serde(default)]
    pub status: Option<CourseStatus>,
    /// Days of infusions of 0.5 mg/kg, given and supervised.
    #[serde(default)]
    pub done: Vec<Date>,
    /// Sessions of which more is to be said.
    #[serde(default)]
    pub sessions: Vec<CaseSession>,
    /// Scores.
    #[serde(default)]
    pub scores: Vec<CaseScore>,
    /// Screens.
    #[serde(default)]
    pub screens: Vec<CaseScreen>,
    /// Decisions.
    #[serde(default)]
    pub decisions: Vec<DecisionNote>,
    /// The patient: birth date, conditions, medication.
    #[serde(default)]
    pub patient: CasePatient,
    /// Signs reported between sessions.
    #[serde(default)]
    pub signs: Vec<Sign>,
    /// Other events.
    #[serde(default)]
    pub events: Vec<Event>,
    /// The course before this one.
    #[serde(default)]
    pub previous_course: Option<CasePreviousCourse>,
    /// The day the course was stopped.
    #[serde(default)]
    pub stopped_on: Option<Date>,
    /// An open level and a moment, for the rule that calls the next person; the course is then not read.
    #[serde(default)]
    pub alert: Option<CaseAlert>,
    /// What must come out.
    #[serde(default)]
    pub expect: Expectation,
    /// Words the refusal must contain, where the record must be refused.
    #[serde(default)]
    pub refused: Option<String>,
}

/// What is known of the patient of a case; what is left out was not asked.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CasePatient {
    /// Date of birth.
    #[serde(default)]
    pub birth_date: Option<Date>,
    /// Conditions that screening found; empty: asked, none.
    #[serde(default)]
    pub conditions: Option<Vec<PatientCondition>>,
    /// Current medication; empty: asked, none.
    #[serde(default)]
    pub medications: Option<Vec<CaseMedication>>,
}

/// One medication of a case.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseMedication {
    /// Its name.
    pub name: String,
    /// Its class.
    pub class: MedicationClass,
    /// Diazepam equivalent, mg a day.
    #[serde(default)]
    pub diazepam_equivalent_mg_per_day: Option<f64>,
    /// Dose, mg a day.
    #[serde(default)]
    pub mg_per_day: Option<f64>,
}

/// The course before the one of a case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CasePreviousCourse {
    /// Its id.
    #[serde(default)]
    pub id: Option<String>,
    /// The day it ended.
    #[serde(default)]
    pub ended_on: Option<Date>,
    /// The longest interval, in days, that kept the patient well.
    #[serde(default)]
    pub best_interval_days: Option<u32>,
}

/// One session of a case.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseSession {
    /// The day.
    pub date: Date,
    /// What became of it.
    #[serde(default = "usual_status")]
    pub status: SessionStatus,
    /// The route.
    #[serde(default = "usual_route")]
    pub route: Route,
    /// Dose, mg/kg.
    #[serde(default)]
    pub dose_mg_per_kg: Option<f64>,
    /// Dose, mg.
    #[serde(default)]
    pub dose_mg: Option<f64>,
    /// Rate, mg/kg/h, with `hours`.
    #[serde(default)]
    pub dose_mg_per_kg_per_h: Option<f64>,
    /// Hours of the infusion.
    #[serde(default)]
    pub hours: Option<f64>,
    /// Weight, kg.
    #[serde(default)]
    pub weight_kg: Option<f64>,
    /// Blood pressure before dosing, `[systolic, diastolic]` in mmHg.
    #[serde(default)]
    pub bp_before: Option<[u16; 2]>,
    /// Further readings, `[minute, systolic, diastolic]`.
    #[serde(default)]
    pub bp: Vec<[i32; 3]>,
    /// Last MOAA/S score.
    #[serde(default)]
    pub moaas_last: Option<u8>,
    /// Minutes observed from the start.
    #[serde(default)]
    pub observed_minutes: Option<u32>,
    /// Minute at which the infusion ended.
    #[serde(default)]
    pub infusion_end_minute: Option<u32>,
    /// Who supervised.
    #[serde(default)]
    pub supervised_by: Option<String>,
    /// The day the REMS monitoring form was sent.
    #[serde(default)]
    pub rems_submitted_on: Option<Date>,
    /// The discharge list, as far as it was gone through.
    #[serde(default)]
    pub discharge: Discharge,
}

/// One score of a case.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseScore {
    /// The day.
    pub date: Date,
    /// The instrument; absent: the primary one.
    #[serde(default)]
    pub instrument: Option<InstrumentId>,
    /// The total; absent where `items` are complete and add up to it.
    #[serde(default)]
    pub score: Option<f64>,
    /// The answers; -1 is a skipped one.
    #[serde(default)]
    pub items: Option<Vec<i8>>,
    /// Taken after that day's session.
    #[serde(default)]
    pub after: bool,
    /// How many days it looks back, where that differs from its instrument.
    #[serde(default)]
    pub recall_days: Option<u16>,
    /// The form, for example `weekly`.
    #[serde(default)]
    pub form: Option<String>,
}

/// One screen of a case: the questions answered with yes, and those not answered; the others are no.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseScreen {
    /// The day.
    pub date: Date,
    /// Questions answered with yes.
    #[serde(default)]
    pub yes: Vec<String>,
    /// Questions not answered.
    #[serde(default)]
    pub unknown: Vec<String>,
}

/// What must come out of a case. Only what is said is compared.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// The state of the finding.
    pub state: Option<FindingState>,
    /// Id of the rule, where it is not the file's.
    #[serde(default)]
    pub rule: Option<String>,
    /// The kind of the finding, where a rule speaks of several questions.
    #[serde(default)]
    pub kind: Option<FindingKind>,
    /// The instrument of the finding, where a rule makes several.
    #[serde(default)]
    pub instrument: Option<InstrumentId>,
    /// The day of the finding.
    #[serde(default)]
    pub date: Option<Date>,
    /// The last day in time of a `due` finding.
    #[serde(default)]
    pub due_on: Option<Date>,
    /// The options, in order.
    #[serde(default)]
    pub options: Option<Vec<Choice>>,
    /// The caveats.
    #[serde(default)]
    pub caveats: Option<Vec<Caveat>>,
    /// Keys of what is missing.
    #[serde(default)]
    pub missing: Option<Vec<String>>,
    /// Words that must stand in the reasons.
    #[serde(default)]
    pub says: Vec<String>,
    /// Words that must not stand in the reasons.
    #[serde(default)]
    pub never_says: Vec<String>,
    /// Who is called about the alert.
    #[serde(default)]
    pub call: Option<CallOn>,
    /// How many calls there should have been.
    #[serde(default)]
    pub calls: Option<u32>,
    /// When to ask again.
    #[serde(default)]
    pub next_at: Option<Timestamp>,
    /// The rule must make no finding at all.
    #[serde(default)]
    pub absent: bool,
}

fn usual_condition() -> Condition {
    Condition::Depression
}
fn usual_protocol() -> String {
    "iv-mood-6".to_owned()
}
fn usual_primary() -> InstrumentId {
    InstrumentId::Phq9
}
fn usual_status() -> SessionStatus {
    SessionStatus::Done
}
fn usual_route() -> Route {
    Route::Iv
}

impl RuleCase {
    /// The course of this case; what cannot be filled in is told in words.
    pub fn record(&self, knowledge: &Knowledge) -> Result<CourseRecord, String> {
        rule_record::record(self, knowledge)
    }

    /// The review of this case's course.
    pub fn review(&self, knowledge: &Knowledge) -> Result<Review, String> {
        review::review(&self.record(knowledge)?, knowledge).map_err(|refusal| refusal.to_string())
    }
}

/// How the outcome differs from what the case expects.
pub(super) fn differs(knowledge: &Knowledge, stem: &str, case: &RuleCase) -> Option<String> {
    if let Some(alert) = &case.alert {
        return alert.differs(knowledge, &case.expect);
    }
    let review = match (case.review(knowledge), &case.refused) {
        (Err(said), expected) => return refusal(expected.as_deref(), &said),
        (Ok(_), Some(words)) => {
            return Some(format!("it was reviewed, expected a refusal with the words {words:?}"));
        }
        (Ok(review), None) => review,
    };
    let id = case.expect.rule.clone().unwrap_or_else(|| stem.to_uppercase());
    let wanted = |f: &&Finding| {
        f.rule == id
            && case.expect.kind.is_none_or(|kind| f.kind == kind)
            && case.expect.instrument.is_none_or(|i| f.instrument == Some(i))
            && case.expect.date.is_none_or(|date| f.date == date)
    };
    let mut findings = review.findings.iter().filter(wanted);
    match (findings.next(), case.expect.absent) {
        (None, true) => None,
        (Some(found), true) => Some(format!("{id} found {}, expected no finding", found.state)),
        (None, false) => Some(format!("{id} made no finding, only {}", summary(&review))),
        (Some(found), false) => case.expect.differs(knowledge, found),
    }
}

/// The findings of a review in one line.
fn summary(review: &Review) -> String {
    review.findings.iter().map(|f| format!("{} {}", f.rule, f.state)).collect::<Vec<_>>().join(", ")
}

impl Expectation {
    pub(super) fn differs(&self, knowledge: &Knowledge, found: &Finding) -> Option<String> {
        let said = found.because.iter().map(|m| knowledge.say(m)).collect::<Vec<_>>().join(" ");
        let missing: Vec<String> = found.missing.iter().map(|m| m.key.clone()).collect();
        self.state
            .and_then(|state| differ("the state", &state.to_string(), &found.state.to_string()))
            .or_else(|| self.due_on.and_then(|due| differ("due_on", &Some(due), &found.due_on)))
            .or_else(|| self.options.as_ref().and_then(|o| differ("options", o, &found.options)))
            .or_else(|| self.caveats.as_ref().and_then(|c| differ("caveats", c, &found.caveats)))
            .or_else(|| self.missing.as_ref().and_then(|m| differ("missing", m, &missing)))
            .or_else(|| {
                let unsaid = self.says.iter().find(|words| !said.contains(*words));
                unsaid.map(|words| format!("the reasons lack {words:?}: {said}"))
            })
            .or_else(|| {
                let uttered = self.never_says.iter().find(|words| said.contains(*words));
                uttered.map(|words| format!("the reasons must not say {words:?}: {said}"))
            })
    }
}

/// The answers of a case's screen.
pub(super) fn answers(screen: &CaseScreen) -> ScreenAnswers {
    let answer = |key: &str| {
        let named = |list: &[String]| list.iter().any(|k| k == key);
        if named(&screen.unknown) { None } else { Some(named(&screen.yes)) }
    };
    ScreenAnswers::by(answer)
}
