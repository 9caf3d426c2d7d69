//! The table "What Evenkeel says": as of a day, a rule (or the plan, the phase, the forecast), its state
//! and what else must hold.

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::finding::{Caveat, Choice, Finding, FindingState, Grade};
use evenkeel_care::knowledge::Knowledge;
use jiff::civil::Date;

use super::markdown::Row;
use super::{Unread, day, word};

/// What must come out as of a day.
#[derive(Debug, Clone)]
pub(super) struct Expected {
    pub(super) line: usize,
    pub(super) as_of: Date,
    /// By the files of the story's second clinic.
    pub(super) second_clinic: bool,
    pub(super) what: What,
    pub(super) clauses: Vec<Clause>,
}

/// What is looked at.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// A finding of a rule in a state.
    Finding { rule: String, state: FindingState },
    /// No finding of a rule.
    Nothing { rule: String },
    /// The next planned days.
    Plan(Vec<Date>),
    /// Where the course stands.
    Phase(String),
    /// The forecast in words.
    Forecast,
}

/// What else must hold of it.
#[derive(Debug, Clone)]
pub(super) enum Clause {
    Says(String),
    NeverSays(String),
    Options(Vec<Choice>),
    Caveats(Vec<Caveat>),
    Missing(String),
    DueOn(Date),
    On(Date),
    Grade(Grade),
}

impl Expected {
    /// Reads one row: as of, what, state, what else.
    pub(super) fn read(row: &Row) -> Result<Self, Unread> {
        let named = row.cell(1);
        let rule = named.trim_end_matches(" (second clinic)").to_owned();
        let state = row.cell(2);
        let what = match (rule.as_str(), state) {
            ("plan", "nothing") => What::Plan(Vec::new()),
            ("plan", _) => What::Plan(state.split(',').map(|d| day(d.trim())).collect::<Result<_, _>>()?),
            ("phase", _) => What::Phase(state.to_owned()),
            ("forecast", _) => What::Forecast,
            (_, "no finding") => What::Nothing { rule: rule.clone() },
            _ => What::Finding { rule: rule.clone(), state: word(state)? },
        };
        let clauses = row.cell(3).split(';').map(str::trim).filter(|c| !c.is_empty());
        Ok(Self {
            line: row.line,
            as_of: day(row.cell(0))?,
            second_clinic: rule != named,
            what,
            clauses: clauses.map(clause).collect::<Result<_, _>>()?,
        })
    }
}

fn clause(text: &str) -> Result<Clause, Unread> {
    fn list<T: evenkeel_care::closed_list::Word>(text: &str) -> Result<Vec<T>, Unread> {
        text.split(',').map(str::trim).filter(|w| !w.is_empty()).map(word).collect()
    }
    let starts = |prefix: &str| text.strip_prefix(prefix).map(str::trim);
    if let Some(words) = starts("says ") {
        Ok(Clause::Says(words.to_owned()))
    } else if let Some(words) = starts("never says ") {
        Ok(Clause::NeverSays(words.to_owned()))
    } else if let Some(options) = starts("options ") {
        Ok(Clause::Options(list(options)?))
    } else if text == "no options" {
        Ok(Clause::Options(Vec::new()))
    } else if let Some(caveats) = starts("caveats ") {
        Ok(Clause::Caveats(list(caveats)?))
    } else if let Some(key) = starts("missing ") {
        Ok(Clause::Missing(key.to_owned()))
    } else if let Some(date) = starts("due on ") {
        Ok(Clause::DueOn(day(date)?))
    } else if let Some(date) = starts("on ") {
        Ok(Clause::On(day(date)?))
    } else if let Some(grade) = starts("grade ") {
        Ok(Clause::Grade(word(grade)?))
    } else {
        Err(format!("{text:?} is not something that can be expected"))
    }
}

impl Clause {
    /// How a finding differs from it; `None` if it holds.
    pub(super) fn differs(&self, finding: &Finding, knowledge: &Knowledge) -> Option<String> {
        let said = said(finding, knowledge);
        let keys: Vec<&str> = finding.missing.iter().map(|m| m.key.as_str()).collect();
        match self {
            Self::Says(words) => {
                (!said.contains(words)).then(|| format!("it does not say {words:?}: {said}"))
            }
            Self::NeverSays(words) => said.contains(words).then(|| format!("it says {words:?}: {said}")),
            Self::Options(options) => unlike("options", options, &finding.options),
            Self::Caveats(caveats) => unlike("caveats", caveats, &finding.caveats),
            Self::Missing(key) => {
                (!keys.contains(&key.as_str())).then(|| format!("{key:?} is not among the missing {keys:?}"))
            }
            Self::DueOn(date) => unlike("due_on", &Some(*date), &finding.due_on),
            Self::On(date) => unlike("its day", date, &finding.date),
            Self::Grade(grade) => unlike("its grade", &grade.as_str(), &finding.grade.as_str()),
        }
    }
}

/// The reasons of a finding in words.
pub(super) fn said(finding: &Finding, knowledge: &Knowledge) -> String {
    finding.because.iter().map(|m| knowledge.say(m)).collect::<Vec<_>>().join(" ")
}

fn unlike<T: PartialEq + std::fmt::Debug>(what: &str, expected: &T, found: &T) -> Option<String> {
    (expected != found).then(|| format!("{what}: {found:?}, expected {expected:?}"))
}
