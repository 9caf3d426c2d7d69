//! From the lines of a score file to people with sessions and scores; nothing is written yet.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use evenkeel_care::condition::{Condition, Route};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::knowledge::Knowledge;
use jiff::Span;
use jiff::civil::Date;

use super::map::{EventRule, Map, SessionRule};

const LONGEST_SUBJECT: usize = 60;
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
    /// Lines left out on purpose: reason → (lines, people).
    pub skipped: BTreeMap<String, (u64, BTreeSet<String>)>,
    /// Lines that cannot be taken.
    pub refused: Vec<RefusedLine>,
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
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PastSession {
    /// The route.
    pub route: Route,
    /// mg/kg; 0 is a placebo.
    pub dose_mg_per_kg: f64,
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
    prepared
}

enum Read {
    Skip(String),
    Take(Taken),
}

struct Taken {
    condition: Condition,
    score: PastScore,
    session: Option<(Date, PastSession)>,
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
    let (Some(condition), Some(instrument)) = (arm.condition, instrument.id) else {
        return Err("the mapping leaves this line open".into());
    };
    let date = day_of(line, map)?;
    let score = total(line, instrument, knowledge)?;
    let score = PastScore {
        date,
        instrument,
        score,
        recall_days: event.recall_days,
        after: event.after,
        line: line.line,
    };
    Ok(Read::Take(Taken { condition, score, session: session_of(event, date)? }))
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
    let score: f64 =
        line.score.trim().parse().map_err(|_| format!("score {:?} is not a number", line.score))?;
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
    Ok(Some((day, PastSession { route, dose_mg_per_kg })))
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
    if let Some((day, session)) = taken.session {
        let known = person.sessions.entry(day).or_insert(session);
        if *known != session {
            return Err(format!("an earlier line tells of another session on {day}"));
        }
    }
    person.scores.push(taken.score.clone());
    Ok(())
}
