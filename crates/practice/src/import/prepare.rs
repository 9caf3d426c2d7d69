//! From the lines of a score file to people with sessions and scores; nothing is written yet.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use evenkeel_care::condition::{Condition, Route};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::knowledge::Knowledge;
use jiff::Span;
use jiff::civil::Date;

use super::map::{EventRule, Map, ScaleRule, SessionRule, TaskRule};

const LONGEST_SUBJECT: usize = 60;
/// Stands where a session needs a route and no drug was given.
const NO_DRUG: Route = Route::Iv;
/// Years in which a course can have been.
const YEARS: RangeInclusive<i16> = 1900..=2100;

/// One line of a score file, as it stands there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScoreLine {
    /// Line number in the file, from 1 (the header is line 1).
    pub line: u64,
    /// Column `dataset`.
    pub dataset: String,
    /// Column `subject`.
    pub subject: String,
    /// Column `day`.
    pub day: String,
    /// Column `instrument`.
    pub instrument: String,
    /// Column `score`.
    pub score: String,
    /// Column `event`.
    pub event: String,
    /// Column `arm`.
    pub arm: String,
}

/// What an import would write.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prepared {
    /// People who get a course, by subject.
    pub people: Vec<Person>,
    /// Numbers that are no score of ours, by the file's name for them: for the baselines of the backtest alone.
    pub bare: BTreeMap<String, Bare>,
    /// Tasks of the backtest's own.
    pub tasks: Vec<PreparedTask>,
    /// Lines left out on purpose: reason → (lines, people).
    pub skipped: BTreeMap<String, (u64, BTreeSet<String>)>,
    /// Lines that cannot be taken.
    pub refused: Vec<RefusedLine>,
}

/// A task of the backtest beside the next visit: who has both scores, and on which days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedTask {
    /// What it is called.
    pub name: String,
    /// The instrument.
    pub instrument: InstrumentId,
    /// Last day that is known and day that is forecast, by subject.
    pub days: BTreeMap<String, [Date; 2]>,
}

/// Numbers on a scale that is none of our instruments'.
#[derive(Debug, Clone, PartialEq)]
pub struct Bare {
    /// Why no course and no forecast is made of them.
    pub why: String,
    /// Their scale.
    pub scale: ScaleRule,
    /// Day and value, by subject.
    pub people: BTreeMap<String, Vec<(Date, f64)>>,
}

/// A person of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// The file's own id.
    pub subject: String,
    /// What was treated.
    pub condition: Condition,
    /// Sessions by day.
    pub sessions: BTreeMap<Date, PastSession>,
    /// Scores in order of day.
    pub scores: Vec<PastScore>,
}

/// A session of the past.
#[derive(Debug, Clone, PartialEq)]
pub struct PastSession {
    /// The route.
    pub route: Route,
    /// mg/kg; 0 is a placebo, or the beginning of care without ketamine.
    pub dose_mg_per_kg: f64,
    /// What it was, where the dose alone does not say it.
    pub note: Option<String>,
}

/// A score of the past.
#[derive(Debug, Clone, PartialEq)]
pub struct PastScore {
    /// The day.
    pub date: Date,
    /// The instrument.
    pub instrument: InstrumentId,
    /// The total.
    pub score: f64,
    /// Days it looks back, if the mapping says so.
    pub recall_days: Option<u16>,
    /// Taken after that day's session.
    pub after: bool,
    /// The file's own name of the visit.
    pub event: String,
    /// Line of the file.
    pub line: u64,
}

/// A line that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedLine {
    /// Its number.
    pub line: u64,
    /// Why, and what would help.
    pub reason: String,
}

impl Prepared {
    /// Sessions of all people.
    pub fn sessions(&self) -> usize {
        self.people.iter().map(|p| p.sessions.len()).sum()
    }

    /// Scores of all people.
    pub fn scores(&self) -> usize {
        self.people.iter().map(|p| p.scores.len()).sum()
    }
}

/// Sorts every line into people, what is left out, and what is refused.
pub fn prepare(lines: impl IntoIterator<Item = ScoreLine>, map: &Map, knowledge: &Knowledge) -> Prepared {
    let mut prepared = Prepared::default();
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    for line in lines {
        let number = line.line;
        match read(&line, map, knowledge) {
            Ok(Read::Skip(reason)) => {
                let entry = prepared.skipped.entry(reason).or_default();
                entry.0 += 1;
                entry.1.insert(line.subject);
            }
            Ok(Read::Bare(taken)) => {
                let reason = taken.why.clone();
                if let Err(reason) = add_bare(&mut prepared.bare, &line, taken) {
                    prepared.refused.push(RefusedLine { line: number, reason });
                } else {
                    let entry = prepared.skipped.entry(reason).or_default();
                    entry.0 += 1;
                    entry.1.insert(line.subject);
                }
            }
            Ok(Read::Take(taken)) => {
                if let Err(reason) = add(&mut people, line.subject, &taken) {
                    prepared.refused.push(RefusedLine { line: number, reason });
                }
            }
            Err(reason) => prepared.refused.push(RefusedLine { line: number, reason }),
        }
    }
    prepared.people = people.into_values().collect();
    for person in &mut prepared.people {
        person.scores.sort_by_key(|s| (s.date, s.instrument, s.line));
    }
    prepared.tasks = map.tasks.iter().filter_map(|task| prepared_task(task, map, &prepared.people)).collect();
    prepared
}

/// Who has a score at both events of a task, the second on a later day.
fn prepared_task(task: &TaskRule, map: &Map, people: &[Person]) -> Option<PreparedTask> {
    let instrument = map.instruments.get(&task.instrument)?.id?;
    let days = |person: &Person| {
        let on = |event: &str| {
            let of = person.scores.iter().find(|s| s.instrument == instrument && s.event == event)?;
            Some(of.date)
        };
        let [from, to] = [on(&task.from)?, on(&task.to)?];
        (from < to).then(|| (person.subject.clone(), [from, to]))
    };
    Some(PreparedTask { name: task.name.clone(), instrument, days: people.iter().filter_map(days).collect() })
}

enum Read {
    Skip(String),
    Bare(BareLine),
    Take(Taken),
}

struct BareLine {
    why: String,
    scale: ScaleRule,
    date: Date,
    value: f64,
}

struct Taken {
    condition: Condition,
    score: PastScore,
    sessions: Vec<(Date, PastSession)>,
}

fn read(line: &ScoreLine, map: &Map, knowledge: &Knowledge) -> Result<Read, String> {
    if line.dataset != map.dataset {
        return Err(format!("data set {:?} is not the mapping's {:?}", line.dataset, map.dataset));
    }
    subject(&line.subject)?;
    let arm = map.arms.get(&line.arm).ok_or_else(|| unmapped("arm", &line.arm))?;
    let instrument =
        map.instruments.get(&line.instrument).ok_or_else(|| unmapped("instrument", &line.instrument))?;
    let event = map.events.get(&line.event).ok_or_else(|| unmapped("event", &line.event))?;
    if let Some(reason) = arm.skip.as_ref().or(instrument.skip.as_ref()) {
        return Ok(Read::Skip(reason.clone()));
    }
    let date = day_of(line, map)?;
    if let (Some(why), Some(scale)) = (&instrument.baselines_only, instrument.scale) {
        return Ok(Read::Bare(BareLine { why: why.clone(), scale, date, value: on_scale(line, scale)? }));
    }
    let (Some(condition), Some(instrument)) = (arm.condition, instrument.id) else {
        return Err("the mapping leaves this line open".into());
    };
    let score = total(line, instrument, knowledge)?;
    let score = PastScore {
        date,
        instrument,
        score,
        recall_days: event.recall_days,
        after: event.after,
        event: line.event.clone(),
        line: line.line,
    };
    let mut sessions: Vec<_> = session_of(event, date)?.into_iter().collect();
    if let Some(begins) = &arm.begins {
        let day = shifted(map.day_zero, i64::from(begins.on_day))?;
        let note = Some(format!("No ketamine was given. Here began: {}", begins.what));
        sessions.push((day, PastSession { route: NO_DRUG, dose_mg_per_kg: 0.0, note }));
    }
    Ok(Read::Take(Taken { condition, score, sessions }))
}

/// The value of a line on a scale that is none of ours.
fn on_scale(line: &ScoreLine, scale: ScaleRule) -> Result<f64, String> {
    let value = number(&line.score)?;
    let steps = (value - scale.lo) / scale.step;
    if !(scale.lo..=scale.hi).contains(&value) || (steps - steps.round()).abs() > 1e-6 {
        let ScaleRule { lo, hi, step } = scale;
        return Err(format!(
            "{} goes from {lo} to {hi} in steps of {step}: {value} is none",
            line.instrument
        ));
    }
    Ok(value)
}

fn number(written: &str) -> Result<f64, String> {
    let written = written.trim();
    let value = written.parse().ok().filter(|value: &f64| value.is_finite());
    value.ok_or_else(|| format!("score {written:?} is not a number"))
}

/// The id becomes the patient's name and record number, so it has the limits of one.
fn subject(id: &str) -> Result<(), String> {
    if id.trim().is_empty() {
        return Err("the subject is empty: give every person an id".into());
    }
    if id.chars().count() > LONGEST_SUBJECT || id.chars().any(char::is_control) {
        return Err(format!("the subject is not an id: at most {LONGEST_SUBJECT} printed characters"));
    }
    Ok(())
}

fn unmapped(what: &str, name: &str) -> String {
    format!("{what} {name:?} is not in the mapping: name it there, or skip it with a reason")
}

fn day_of(line: &ScoreLine, map: &Map) -> Result<Date, String> {
    let day: i32 = line.day.trim().parse().map_err(|_| {
        format!("day {:?} is not a whole number of days: this file needs a day on every line", line.day)
    })?;
    shifted(map.day_zero, i64::from(day))
}

fn shifted(date: Date, days: i64) -> Result<Date, String> {
    let span = Span::new().try_days(days).map_err(|_| format!("{days} days is out of range"))?;
    date.checked_add(span)
        .ok()
        .filter(|day| YEARS.contains(&day.year()))
        .ok_or_else(|| format!("{days} days from {date} lies outside the years 1900 to 2100"))
}

fn total(line: &ScoreLine, instrument: InstrumentId, knowledge: &Knowledge) -> Result<f64, String> {
    let score = number(&line.score)?;
    let definition = knowledge
        .instruments
        .get(&instrument)
        .ok_or_else(|| format!("{instrument} has no file in clinical/instruments"))?;
    definition.check_total(score).map_err(|e| e.to_string())?;
    Ok(score)
}

fn session_of(event: &EventRule, date: Date) -> Result<Option<(Date, PastSession)>, String> {
    let Some(SessionRule { days_before, route, dose_mg_per_kg }) = event.session else { return Ok(None) };
    let day = shifted(date, -i64::from(days_before))?;
    Ok(Some((day, PastSession { route, dose_mg_per_kg, note: None })))
}

fn add(people: &mut BTreeMap<String, Person>, subject: String, taken: &Taken) -> Result<(), String> {
    let person = people.entry(subject.clone()).or_insert_with(|| Person {
        subject,
        condition: taken.condition,
        sessions: BTreeMap::new(),
        scores: Vec::new(),
    });
    if person.condition != taken.condition {
        return Err(format!("this person is in an arm for {} on an earlier line", person.condition));
    }
    let twin = person.scores.iter().find(|s| {
        (s.date, s.instrument, s.after) == (taken.score.date, taken.score.instrument, taken.score.after)
    });
    if let Some(twin) = twin {
        return Err(format!(
            "line {} already gives this person's {} of that day",
            twin.line, twin.instrument
        ));
    }
    for (day, session) in &taken.sessions {
        let known = person.sessions.entry(*day).or_insert_with(|| session.clone());
        if known != session {
            return Err(format!("an earlier line tells of another session on {day}"));
        }
    }
    person.scores.push(taken.score.clone());
    Ok(())
}

fn add_bare(bare: &mut BTreeMap<String, Bare>, line: &ScoreLine, taken: BareLine) -> Result<(), String> {
    let BareLine { why, scale, date, value } = taken;
    let kept =
        bare.entry(line.instrument.clone()).or_insert_with(|| Bare { why, scale, people: BTreeMap::new() });
    let values = kept.people.entry(line.subject.clone()).or_default();
    if values.iter().any(|(day, _)| *day == date) {
        return Err(format!("an earlier line already gives this person's {} of that day", line.instrument));
    }
    values.push((date, value));
    Ok(())
}
