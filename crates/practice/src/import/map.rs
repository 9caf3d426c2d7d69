//! The explicit mapping from somebody's score file to courses.

use std::collections::BTreeMap;

use evenkeel_care::condition::{Condition, Route};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::CourseStatus;
use jiff::civil::Date;
use serde::Deserialize;

/// Schema name of a mapping file.
pub const SCHEMA: &str = "evenkeel-import-map/1";

/// An event further from its session than a year tells nothing of it.
const MOST_DAYS_BEFORE: i32 = 366;
/// More steps than any questionnaire has.
const MOST_STEPS: f64 = 1000.0;

/// Which events are sessions, which arms are patients, which instruments are which. What is not
/// named is refused.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    /// [`SCHEMA`].
    pub schema: String,
    /// The data set it belongs to, as the file's first column names it.
    pub dataset: String,
    /// The data set in words.
    pub title: String,
    /// What stands beside every imported patient's name.
    pub patient_label: String,
    /// The calendar day of the file's day 0.
    pub day_zero: Date,
    /// The protocol the courses followed.
    pub protocol: String,
    /// The instrument on which response is judged.
    pub primary: InstrumentId,
    /// Whether the courses run or are over.
    pub status: CourseStatus,
    /// By the file's instrument names.
    pub instruments: BTreeMap<String, InstrumentRule>,
    /// By the file's arm names.
    pub arms: BTreeMap<String, ArmRule>,
    /// By the file's event names.
    pub events: BTreeMap<String, EventRule>,
    /// Tasks of its own for the backtest, beside the next visit.
    #[serde(default, rename = "task")]
    pub tasks: Vec<TaskRule>,
}

/// A task of the backtest: from the score of one event to that of a later one, with nothing known in between.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskRule {
    /// What it is called.
    pub name: String,
    /// Instrument, by the file's name.
    pub instrument: String,
    /// The last event that is known.
    pub from: String,
    /// The event whose score is forecast.
    pub to: String,
}

/// What an instrument of the file is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstrumentRule {
    /// One of ours.
    pub id: Option<InstrumentId>,
    /// Left out on purpose, and why.
    pub skip: Option<String>,
    /// Not a score of ours, and why: left out of courses and forecasts; the backtest still holds its simple
    /// baselines against each other, on `scale`.
    pub baselines_only: Option<String>,
    /// The scale of `baselines_only`.
    pub scale: Option<ScaleRule>,
}

impl InstrumentRule {
    /// Exactly one of the three answers, and a usable scale where one is needed and only there.
    fn is_decided(&self) -> bool {
        let answers = [self.id.is_some(), self.skip.is_some(), self.baselines_only.is_some()];
        let scaled = self.scale.is_some_and(ScaleRule::is_usable);
        answers.iter().filter(|given| **given).count() == 1
            && self.baselines_only.is_some() == scaled
            && self.scale.is_some() == scaled
    }
}

/// A scale of numbers that is none of our instruments'.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScaleRule {
    /// Lowest value.
    pub lo: f64,
    /// Highest value.
    pub hi: f64,
    /// Distance between two values that can be given.
    pub step: f64,
}

impl ScaleRule {
    /// Whether it has at least two and at most [`MOST_STEPS`] steps of a size.
    fn is_usable(self) -> bool {
        let steps = (self.hi - self.lo) / self.step;
        self.step > 0.0 && (1.0..=MOST_STEPS).contains(&steps)
    }
}

/// What an arm of the file is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArmRule {
    /// These people are patients with this condition.
    pub condition: Option<Condition>,
    /// These people get no course, and why.
    pub skip: Option<String>,
    /// When care without ketamine began, where that is the only treatment told of.
    pub begins: Option<BeginRule>,
}

/// The day on which care without ketamine began. It becomes a session of strength 0: from there on the forecast
/// lets the non-specific part of an improvement run, and credits no ketamine.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BeginRule {
    /// Day of the file.
    pub on_day: i32,
    /// What began, in words.
    pub what: String,
}

/// What an event of the file is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventRule {
    /// How many days the scores of this event look back.
    pub recall_days: Option<u16>,
    /// The scores of this event were taken after that day's session.
    #[serde(default)]
    pub after: bool,
    /// The session the event tells of.
    pub session: Option<SessionRule>,
}

/// The session an event tells of.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionRule {
    /// Days before the event's own day.
    pub days_before: i32,
    /// The route.
    pub route: Route,
    /// The dose, mg/kg; 0 is a placebo: a session of strength 0.
    pub dose_mg_per_kg: f64,
}

/// Why a mapping cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} {remedy}")]
pub struct MapError {
    /// What is wrong, with the line where the library knows it.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl Map {
    /// Reads a mapping file.
    pub fn parse(text: &str) -> Result<Self, MapError> {
        let map: Self = toml::from_str(text).map_err(|e| MapError {
            what: format!("The mapping cannot be read: {}", e.to_string().trim_end()),
            remedy: "Compare it with clinical/maps/nimh_ketamine_ds005917.toml.".into(),
        })?;
        if map.schema != SCHEMA {
            return Err(MapError {
                what: format!("The mapping says schema {:?}; this program reads {SCHEMA:?}.", map.schema),
                remedy: "Take a mapping made for this version.".into(),
            });
        }
        map.undecided().map_or(Ok(map.clone()), |what| {
            Err(MapError { what, remedy: "Say what it is, or `skip` with a reason.".into() })
        })
    }

    /// The first entry that says neither what it is nor why it is left out (or says both), or something impossible.
    fn undecided(&self) -> Option<String> {
        let instrument = self
            .instruments
            .iter()
            .find(|(_, r)| !r.is_decided())
            .map(|(name, _)| format!("Instrument {name:?} of the mapping is undecided."));
        let arm = self
            .arms
            .iter()
            .find(|(_, r)| r.condition.is_some() == r.skip.is_some())
            .map(|(name, _)| format!("Arm {name:?} of the mapping is undecided."));
        let dose = self
            .events
            .iter()
            .find(|(_, r)| {
                r.session.is_some_and(|s| !(s.dose_mg_per_kg.is_finite() && s.dose_mg_per_kg >= 0.0))
            })
            .map(|(name, _)| format!("Event {name:?} of the mapping has an impossible dose."));
        let day = self
            .events
            .iter()
            .find(|(_, r)| r.session.is_some_and(|s| !(0..=MOST_DAYS_BEFORE).contains(&s.days_before)))
            .map(|(name, _)| {
                format!("Event {name:?} of the mapping has its session not 0 to {MOST_DAYS_BEFORE} days before it.")
            });
        instrument.or(arm).or(dose).or(day).or_else(|| self.unknown_task())
    }

    /// The first task that names what the mapping does not know.
    fn unknown_task(&self) -> Option<String> {
        let known = |task: &&TaskRule| {
            let ours = self.instruments.get(&task.instrument).is_some_and(|rule| rule.id.is_some());
            let events = [&task.from, &task.to].iter().all(|event| self.events.contains_key(*event));
            ours && events && task.from != task.to
        };
        let unknown = self.tasks.iter().find(|task| !known(task))?;
        Some(format!("Task {:?} of the mapping names no instrument of ours, or no two events.", unknown.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NIMH: &str = include_str!("../../../../clinical/maps/nimh_ketamine_ds005917.toml");

    const RIESBY: &str = include_str!("../../../../clinical/maps/riesby_imipramine.toml");

    #[test]
    fn the_shipped_mapping_reads() {
        let map = Map::parse(NIMH).unwrap();
        assert!(map.events["placebo+2d"].session.unwrap().dose_mg_per_kg.abs() < 1e-12);
    }

    #[test]
    fn what_is_no_score_of_ours_needs_a_reason_and_a_scale() {
        assert!(Map::parse(RIESBY).is_ok());
        for (from, to) in [
            ("scale = { lo = -52, hi = 52, step = 1 }", ""),
            ("step = 1", "step = 0"),
            ("step = 1", "step = 0.01"),
            ("hi = 52", "hi = nan"),
            ("[instruments.HDRS_change]", "[instruments.HDRS_change]\nid = \"HAMD17\""),
            ("baselines_only", "skip"),
        ] {
            let told = Map::parse(&RIESBY.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(told.contains("\"HDRS_change\" of the mapping is undecided"), "{to:?}: {told}");
        }
    }

    fn refused(from: &str, to: &str, words: &str) {
        let error = Map::parse(&NIMH.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }

    #[test]
    fn a_mapping_that_leaves_something_open_is_refused() {
        refused("MADRS = { id = \"MADRS\" }", "MADRS = {}", "\"MADRS\" of the mapping is undecided");
        refused("condition = \"depression\"", "", "is undecided");
        refused("evenkeel-import-map/1", "evenkeel-import-map/9", "schema");
        refused("route = \"iv\"", "route = \"oral\"", "not a known route");
        refused("dose_mg_per_kg = 0.5", "dose_mg_per_kg = -1.0", "impossible dose");
        refused("days_before = 2", "days_before = -1", "0 to 366 days before");
        refused("days_before = 2", "days_before = 2000000000", "0 to 366 days before");
        refused("[instruments]", "colour = 1\n[instruments]", "colour");
        let task = "[[task]]\nname = \"t\"\ninstrument = \"MADRS\"\nfrom = \"x\"\nto = \"y\"\n[instruments]";
        refused("[instruments]", task, "Task \"t\" of the mapping names no instrument of ours");
    }
}
