//! A protocol: which sessions a course plans, how far apart, at what dose and with which checks.
//! Each lives in `clinical/protocols/<id>.toml`.

mod cases;
mod dose_problems;
mod dose_rule;
mod fit;
mod problems;
mod session;
mod spacing;
mod timeline_problems;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::closed_list;
use crate::condition::{Condition, MedicationClass, Route};
use crate::finding::Grade;
use crate::instrument::InstrumentId;
use crate::source::Source;

pub use cases::{PlanCase, PlanCases};
pub use dose_rule::{DoseRule, DoseStep, DoseUnit, OlderDose};
pub use fit::{FitQuestion, ProtocolFit, fit};
pub use session::{BeforeSession, Monitoring, Observed, Timepoint, TimepointKind};
pub use spacing::{Spacing, SpacingBreach};

closed_list!(
    /// The part of a course a session belongs to.
    PhaseName, "phase", {
        /// The first series.
        Induction => "induction",
        /// Single sessions that keep the effect.
        Maintenance => "maintenance",
    }
);

closed_list!(
    /// How well the evidence carries a protocol, in a word that stands beside its grade.
    Strength, "strength", {
        /// Approved, or shown by trials that agree.
        Good => "good",
        /// Few or small trials.
        Limited => "limited",
        /// Trials that contradict each other.
        Mixed => "mixed",
        /// Single cases, or next to nothing.
        Weak => "weak",
    }
);

/// One protocol, as its file defines it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protocol {
    /// Its id, for example `iv-mood-6`.
    pub id: String,
    /// Its name on screen.
    pub name: String,
    /// Revision of this file.
    pub revision: String,
    /// The day from which this revision holds.
    pub effective: Date,
    /// The conditions it is written for.
    pub conditions: Vec<Condition>,
    /// The route of its sessions.
    pub route: Route,
    /// Instruments on which response may be judged, the usual one first.
    pub primary: Vec<InstrumentId>,
    /// The best grade the protocol as a whole rests on.
    pub grade: Grade,
    /// How well the evidence carries it.
    pub strength: Strength,
    /// What it is for, in the words of its source: narrower than the condition.
    pub indication: String,
    /// What has to be there besides the condition, in words; a record does not say it, so a clinician is asked.
    #[serde(default)]
    pub only_where: Option<String>,
    /// What the evidence shows, in a sentence.
    pub evidence: String,
    /// Youngest age it is written for, years; absent: no bound of its own.
    #[serde(default)]
    pub minimum_age: Option<u32>,
    /// From this age on its file asks for caution, years.
    #[serde(default)]
    pub caution_from_age: Option<u32>,
    /// Medication it is given together with; one of each class.
    #[serde(default)]
    pub needs_medication: Vec<MedicationClass>,
    /// Only for records imported from research: no clinic opens a course by it.
    #[serde(default)]
    pub research_only: bool,
    /// Id of the ladder offered for maintenance; `none`: it has no maintenance.
    pub default_ladder: String,
    /// Whether the ladder is part of the protocol, so that a plan contains it without being asked
    /// (esketamine after its label). Otherwise a plan without a ladder ends with the induction.
    #[serde(default)]
    pub plans_ladder_unasked: bool,
    /// Remission cuts that differ from the instrument's own (MADRS in esketamine protocols).
    #[serde(default)]
    pub remission_at_most: BTreeMap<InstrumentId, f64>,
    /// Questions the protocol asks before the first session, as text.
    #[serde(default)]
    pub asks: Vec<String>,
    /// Who must be there, and what must be at hand.
    pub supervision: Vec<String>,
    /// How close sessions may be.
    pub spacing: Spacing,
    /// What the patient keeps to before a session; absent: the clinic's own habit.
    #[serde(default)]
    pub before_session: Option<BeforeSession>,
    /// How the drug is handled, a sentence each.
    #[serde(default)]
    pub technique: Vec<String>,
    /// What else should be known of it, a sentence each.
    #[serde(default)]
    pub notes: Vec<String>,
    /// What is watched around a session.
    pub monitoring: Monitoring,
    /// Its phases, in order. The first is the induction.
    pub phases: Vec<Phase>,
    /// Its checks.
    #[serde(default)]
    pub checkpoints: Vec<Checkpoint>,
    /// Where all this comes from.
    pub sources: Vec<Source>,
}

/// A series of sessions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Which part of the course it is.
    pub name: PhaseName,
    /// How many sessions it has.
    pub sessions: u32,
    /// Fewest sessions a week.
    pub per_week_min: u32,
    /// Most sessions a week.
    pub per_week_max: u32,
    /// The phase fits within this many days, the first and the last session's day included (21: three
    /// weeks).
    pub within_days: u32,
    /// Sessions that a decision to extend (D12) adds to the phase; absent: the protocol knows no longer
    /// series.
    #[serde(default)]
    pub extend_by_sessions: Option<u32>,
    /// Rhythms used when no weekdays are chosen: days between sessions, repeated. The first rhythm that
    /// stays clear of weekends from the start's weekday is taken, else the first.
    pub rhythms_days: Vec<Vec<u32>>,
    /// Its dose.
    pub dose: DoseRule,
}

/// A check by one rule, and the session after which its time comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// Id of the rule.
    pub rule: String,
    /// The session after which it is made; absent where the rule says when.
    #[serde(default)]
    pub after_session: Option<u32>,
}

impl Protocol {
    /// The induction: the first phase of that name.
    pub fn induction(&self) -> Option<&Phase> {
        self.phases.iter().find(|phase| phase.name == PhaseName::Induction)
    }

    /// Number of induction sessions; 0 for a file without an induction.
    pub fn induction_sessions(&self) -> u32 {
        self.induction().map_or(0, |phase| phase.sessions)
    }

    /// The dose rule in force for `phase`; the induction's where the phase has none of its own.
    pub fn dose_rule(&self, phase: PhaseName) -> Option<&DoseRule> {
        self.phases.iter().find(|p| p.name == phase).or_else(|| self.phases.first()).map(|p| &p.dose)
    }
}
