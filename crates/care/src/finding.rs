//! Findings: what a rule saw, with its reasons, options, caveats, sources and trace.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::closed_list;
use crate::instrument::InstrumentId;
use crate::message::Message;

closed_list!(
    /// What kind of question a finding answers.
    FindingKind, "finding kind", {
        /// How the patient is doing on one instrument.
        Progress => "progress",
        /// A check of the course at a fixed point.
        Checkpoint => "checkpoint",
        /// Signs that the effect fades.
        Booster => "booster",
        /// Loss of response.
        Relapse => "relapse",
        /// Suicidal thoughts and behaviour.
        Safety => "safety",
        /// Something that must hold before, during or after a session.
        Gate => "gate",
        /// Something due on a date.
        Due => "due",
        /// A new course after a stop.
        Restart => "restart",
        /// The spacing of maintenance sessions.
        Schedule => "schedule",
    }
);

closed_list!(
    /// The state a finding is in; which states a kind may have is settled in docs/API.md.
    FindingState, "finding state", {
        /// Cannot be judged on what is known.
        NotAssessable => "not_assessable",
        /// Worse than at baseline.
        Worsened => "worsened",
        /// Hardly changed.
        NoChange => "no_change",
        /// Better, less than a partial response.
        Improved => "improved",
        /// Partial response.
        PartialResponse => "partial_response",
        /// Response.
        Response => "response",
        /// Remission.
        Remission => "remission",
        /// The time for it has not come (or it does not apply).
        NotDue => "not_due",
        /// It should be done now.
        Due => "due",
        /// Go on as planned.
        Continue => "continue",
        /// A prescriber should look.
        Review => "review",
        /// Nothing found.
        None => "none",
        /// Keep an eye on it.
        Watch => "watch",
        /// Suspected.
        Suspected => "suspected",
        /// Relapsed by the clinic's definition.
        Relapsed => "relapsed",
        /// A screen is required now.
        Screen => "screen",
        /// Low risk.
        Low => "low",
        /// Moderate risk.
        Moderate => "moderate",
        /// High risk.
        High => "high",
        /// Nothing stands in the way.
        Clear => "clear",
        /// Acknowledge before going on.
        Warn => "warn",
        /// Do not go on.
        Stop => "stop",
        /// Before its window.
        Upcoming => "upcoming",
        /// After its window.
        Overdue => "overdue",
        /// Offer it.
        Offer => "offer",
        /// Keep the spacing.
        Keep => "keep",
        /// Shorten the spacing by a step.
        Shorten => "shorten",
        /// Lengthen the spacing by a step.
        Lengthen => "lengthen",
    }
);

closed_list!(
    /// What a clinician may choose. Options, never orders.
    Choice, "option", {
        /// Go on as planned.
        Continue => "continue",
        /// Change the dose.
        AdjustDose => "adjust_dose",
        /// Change the schedule.
        AdjustSchedule => "adjust_schedule",
        /// Change the route.
        ChangeRoute => "change_route",
        /// Complete the course as planned.
        CompleteCourse => "complete_course",
        /// Extend the course.
        Extend => "extend",
        /// Stop.
        Stop => "stop",
        /// Give a booster.
        Booster => "booster",
        /// Shorten the interval.
        ShortenInterval => "shorten_interval",
        /// Lengthen the interval.
        LengthenInterval => "lengthen_interval",
        /// Start a new course.
        Restart => "restart",
        /// Call the patient.
        CallPatient => "call_patient",
    }
);

closed_list!(
    /// What limits a finding.
    Caveat, "caveat", {
        /// The score looks back to days before the first session.
        RecallWindow => "recall_window",
        /// The evidence is a small study.
        SmallStudy => "small_study",
        /// Taken later than it should have been.
        Late => "late",
        /// Not taken in time at all.
        Missed => "missed",
        /// The evidence is from another route.
        RouteNotStudied => "route_not_studied",
        /// Another instrument is up to date where this one is not.
        OtherInstrument => "other_instrument",
        /// Safety comes first; this is not a reason to wait.
        SafetyFirst => "safety_first",
        /// Cannot be overridden.
        NoOverride => "no_override",
        /// Too early to judge.
        TooEarly => "too_early",
    }
);

closed_list!(
    /// How good a source is.
    Grade, "grade", {
        /// Label, law or regulator.
        Label => "L",
        /// Guideline or consensus.
        Guideline => "G",
        /// Trial or peer-reviewed study.
        Trial => "T",
        /// Clinic habit.
        Clinic => "C",
        /// Our default, to be accepted or changed by the clinic.
        Default => "D",
    }
);

/// What one rule found. It carries all that is needed to read the same in ten years: the rule's
/// revision, the overlay in force, and the trace as it was shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Id of the rule, for example `D11`.
    pub rule: String,
    /// Revision of the rule, as text.
    pub revision: String,
    /// Name of the clinic's overlay in force, if any.
    pub overlay: Option<String>,
    /// What kind of question it answers.
    pub kind: FindingKind,
    /// The answer.
    pub state: FindingState,
    /// The day the finding is about.
    pub date: Date,
    /// The instrument it rests on, if it rests on one.
    pub instrument: Option<InstrumentId>,
    /// Reasons, most important first.
    pub because: Vec<Message>,
    /// Inputs that are missing, as keys of the text table.
    pub missing: Vec<Message>,
    /// What may be chosen.
    pub options: Vec<Choice>,
    /// What limits it.
    pub caveats: Vec<Caveat>,
    /// Sources as shown on screen: DOI, label set id, guideline name and year.
    pub sources: Vec<String>,
    /// The best grade the rule rests on.
    pub grade: Grade,
    /// For `due` findings: the last day on which it is in time.
    pub due_on: Option<Date>,
    /// The steps from inputs to state, in order.
    pub trace: Vec<Message>,
}

impl Finding {
    /// The same with the last step of its trace: the state, the rule and its revision.
    pub(crate) fn concluded(mut self) -> Self {
        self.trace.push(
            Message::new("trace.state")
                .with("state", self.state)
                .with("rule", &self.rule)
                .with("revision", &self.revision),
        );
        self
    }
}
