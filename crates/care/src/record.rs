//! A course as it was lived: what is known of one patient's course, in the clinic's own order.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::closed_list;
use crate::condition::{Condition, MedicationClass, PatientCondition, Route};
use crate::dose::{Dose, WeightKg};
use crate::instrument::InstrumentId;

mod discharge;

pub use discharge::{Discharge, DischargeCheck};

closed_list!(
    /// What became of a session.
    SessionStatus, "session status", {
        /// Intended, not yet given.
        Planned => "planned",
        /// Given.
        Done => "done",
        /// The patient did not come.
        Missed => "missed",
        /// Called off beforehand.
        Cancelled => "cancelled",
    }
);

closed_list!(
    /// Whether a course runs.
    CourseStatus, "course status", {
        /// Running.
        Active => "active",
        /// Paused, to be taken up again.
        Paused => "paused",
        /// Ended.
        Ended => "ended",
    }
);

closed_list!(
    /// The signs that an effect fades, asked for between sessions. Suicidal thoughts are never a
    /// sign: they go their own, faster path through a screen.
    SignKind, "sign", {
        /// Mood dips.
        MoodDip => "mood_dip",
        /// More anxiety.
        AnxietyUp => "anxiety_up",
        /// Old thought patterns are back.
        OldThoughtPatterns => "old_thought_patterns",
        /// Trauma reactions are back.
        TraumaReactions => "trauma_reactions",
        /// Less motivation.
        LowMotivation => "low_motivation",
        /// Bipolar: less need for sleep with more energy.
        LessSleepMoreEnergy => "less_sleep_more_energy",
        /// Bipolar: racing thoughts or risky acts.
        RacingOrRisky => "racing_or_risky",
    }
);

closed_list!(
    /// Events of a course that are neither sessions nor scores.
    EventKind, "event", {
        /// An integration visit after a session.
        Integration => "integration",
        /// A preparation visit before a session.
        Preparation => "preparation",
        /// Consent given.
        Consent => "consent",
        /// Liver function tests.
        Lft => "lft",
        /// Electrocardiogram.
        Ecg => "ecg",
        /// Urine test or urinary review.
        Urine => "urine",
        /// The site's REMS certification.
        SiteCertified => "site_certified",
        /// The patient's REMS enrolment.
        RemsEnrolled => "rems_enrolled",
    }
);

/// Everything a review needs to know of one course. Order of entry carries no meaning: readers
/// sort by date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CourseRecord {
    /// The course's id, as the caller names it.
    pub id: String,
    /// What is treated.
    pub condition: Condition,
    /// Id of the protocol, for example `iv-mood-6`.
    pub protocol: String,
    /// The instrument on which response is judged.
    pub primary: InstrumentId,
    /// The day of the review.
    pub today: Date,
    /// The patient.
    pub patient: Patient,
    /// Whether the course runs; `None`: not stated, inferred from the sessions.
    pub status: Option<CourseStatus>,
    /// The day the course was stopped.
    pub stopped_on: Option<Date>,
    /// Sessions in any state.
    pub sessions: Vec<Session>,
    /// Scores.
    pub measurements: Vec<Measurement>,
    /// Signs reported between sessions.
    pub signs: Vec<Sign>,
    /// Suicidality screens.
    pub screens: Vec<Screen>,
    /// Reviews and overrides by clinicians.
    pub decisions: Vec<DecisionNote>,
    /// Other events.
    pub events: Vec<Event>,
    /// The course before this one, for a restart.
    pub previous_course: Option<PreviousCourse>,
}

impl CourseRecord {
    /// A record of which nothing more is known: no id, patient, session, score or event.
    pub fn new(
        condition: Condition,
        protocol: impl Into<String>,
        primary: InstrumentId,
        today: Date,
    ) -> Self {
        Self {
            id: String::new(),
            condition,
            protocol: protocol.into(),
            primary,
            today,
            patient: Patient::default(),
            status: None,
            stopped_on: None,
            sessions: Vec::new(),
            measurements: Vec::new(),
            signs: Vec::new(),
            screens: Vec::new(),
            decisions: Vec::new(),
            events: Vec::new(),
            previous_course: None,
        }
    }
}

/// What the rules may know of the patient.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Patient {
    /// Date of birth.
    pub birth_date: Option<Date>,
    /// Conditions screening asks for; `None`: not asked.
    pub conditions: Option<Vec<PatientCondition>>,
    /// Current medication; `None`: not asked.
    pub medications: Option<Vec<Medication>>,
}

/// One current medication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Medication {
    /// Name as written in the chart.
    pub name: String,
    /// Its class.
    pub class: MedicationClass,
    /// Diazepam equivalent in mg a day (benzodiazepines).
    pub diazepam_equivalent_mg_per_day: Option<f64>,
    /// Its dose in mg a day, from which the equivalent is worked out where it is not stated.
    #[serde(default)]
    pub mg_per_day: Option<f64>,
}

/// One session, planned or past.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// The day.
    pub date: Date,
    /// What became of it.
    pub status: SessionStatus,
    /// The route.
    pub route: Route,
    /// The dose, where known.
    pub dose: Option<Dose>,
    /// Weight of the day, where taken.
    pub weight_kg: Option<WeightKg>,
    /// Blood pressures, by minute from the start (negative: before).
    pub blood_pressures: Vec<BloodPressure>,
    /// Last MOAA/S sedation score before discharge, 0 to 5.
    pub moaas_last: Option<u8>,
    /// Minutes observed from the start to discharge.
    pub observed_minutes: Option<u32>,
    /// Minute at which the infusion ended.
    pub infusion_end_minute: Option<u32>,
    /// Who supervised.
    pub supervised_by: Option<String>,
    /// The day the REMS monitoring form was sent.
    pub rems_submitted_on: Option<Date>,
    /// The list gone through before the patient left; empty: nobody wrote it down.
    #[serde(default)]
    pub discharge: Discharge,
}

impl Session {
    /// A session of which nothing more is known: no dose, no weight, nothing seen.
    pub fn new(date: Date, status: SessionStatus, route: Route) -> Self {
        Self {
            date,
            status,
            route,
            dose: None,
            weight_kg: None,
            blood_pressures: Vec::new(),
            moaas_last: None,
            observed_minutes: None,
            infusion_end_minute: None,
            supervised_by: None,
            rems_submitted_on: None,
            discharge: Discharge::new(),
        }
    }
}

/// One reading of blood pressure, in mmHg.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BloodPressure {
    /// Minutes from the start of dosing; negative before it.
    pub minute: i32,
    /// Systolic, mmHg.
    pub systolic: u16,
    /// Diastolic, mmHg.
    pub diastolic: u16,
}

/// One score on one instrument.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// The day it was taken.
    pub date: Date,
    /// The instrument.
    pub instrument: InstrumentId,
    /// The total, in the instrument's own points.
    pub score: f64,
    /// Answers item by item, `None` where skipped; absent where only the total is known.
    pub items: Option<Vec<Option<u8>>>,
    /// Taken after that day's session (default: before it).
    pub after: bool,
    /// How many days the score looks back, where it differs from the instrument's own window.
    pub recall_days: Option<u16>,
    /// The form used, for example `weekly`.
    pub form: Option<String>,
}

/// A sign reported between sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sign {
    /// The day.
    pub date: Date,
    /// The sign.
    pub sign: SignKind,
}

/// A suicidality screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screen {
    /// The day.
    pub date: Date,
    /// The instrument (C-SSRS).
    pub instrument: InstrumentId,
    /// The answers.
    pub answers: ScreenAnswers,
}

/// Answers of the C-SSRS screener. `None` is unknown, never "no".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreenAnswers {
    /// Wish to be dead, past month.
    pub q1: Option<bool>,
    /// Non-specific active suicidal thoughts, past month.
    pub q2: Option<bool>,
    /// With method, past month.
    pub q3: Option<bool>,
    /// With some intent, past month.
    pub q4: Option<bool>,
    /// With plan and intent, past month.
    pub q5: Option<bool>,
    /// Behaviour, lifetime.
    pub q6_lifetime: Option<bool>,
    /// Behaviour, past three months.
    pub q6_3_months: Option<bool>,
}

impl ScreenAnswers {
    /// The questions by their names in a record, in its order.
    pub const KEYS: [&'static str; 7] = ["q1", "q2", "q3", "q4", "q5", "q6_lifetime", "q6_3_months"];

    /// The answers, each found by the name of its question.
    pub fn by(answer: impl Fn(&'static str) -> Option<bool>) -> Self {
        let [q1, q2, q3, q4, q5, q6_lifetime, q6_3_months] = Self::KEYS.map(answer);
        Self { q1, q2, q3, q4, q5, q6_lifetime, q6_3_months }
    }
}

/// A clinician's decision on a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionNote {
    /// The day.
    pub date: Date,
    /// The rule decided on.
    pub rule: String,
    /// What was chosen.
    pub choice: String,
    /// Why.
    pub reason: Option<String>,
    /// By whom.
    pub by: Option<String>,
}

/// An event of the course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The day.
    pub date: Date,
    /// What happened.
    pub kind: EventKind,
}

/// What a restart carries over from the course before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviousCourse {
    /// Its id.
    pub id: Option<String>,
    /// The day it ended.
    pub ended_on: Option<Date>,
    /// The longest interval, in days, that kept the patient well.
    pub best_interval_days: Option<u32>,
}
