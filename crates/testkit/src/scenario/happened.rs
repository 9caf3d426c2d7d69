//! The table "What happened": one fact a row, with its day.

use evenkeel_care::condition::{MedicationClass, PatientCondition};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::{
    CourseStatus, DecisionNote, Event, Measurement, Medication, Screen, ScreenAnswers, Session,
    SessionStatus, Sign,
};
use jiff::civil::Date;

use super::markdown::Row;
use super::{Unread, day, number, session, whole, word};

/// One fact of a story.
#[derive(Debug, Clone)]
pub(super) struct Happened {
    pub(super) on: Date,
    pub(super) fact: Fact,
}

/// What a fact is.
#[derive(Debug, Clone)]
pub(super) enum Fact {
    Session(Session),
    Score(Measurement),
    Screen(Screen),
    Sign(Sign),
    Event(Event),
    Decision(DecisionNote),
    Status(CourseStatus),
    /// Screened: conditions and medication were asked for; nothing found so far.
    Asked,
    Condition(PatientCondition),
    Medication(Medication),
    Protocol(String),
}

impl Happened {
    /// Reads one row: day, what, details.
    pub(super) fn read(row: &Row) -> Result<Self, Unread> {
        let on = day(row.cell(0))?;
        Ok(Self { on, fact: fact(on, row.cell(1), row.cell(2))? })
    }
}

fn fact(on: Date, what: &str, details: &str) -> Result<Fact, Unread> {
    let (first, rest) = what.split_once(' ').unwrap_or((what, ""));
    Ok(match (first, rest) {
        ("session", "") => Fact::Session(session::read(on, SessionStatus::Done, details)?),
        ("session", status) => Fact::Session(session::read(on, word(status)?, details)?),
        ("C-SSRS", "") => Fact::Screen(screen(on, details)?),
        ("sign", sign) => Fact::Sign(Sign { date: on, sign: word(sign)? }),
        ("event", kind) => Fact::Event(Event { date: on, kind: word(kind)? }),
        ("decision", _) => Fact::Decision(decision(on, rest, details)?),
        ("course", status) => Fact::Status(word(status)?),
        ("asked", "") => Fact::Asked,
        ("condition", condition) => Fact::Condition(word(condition)?),
        ("medication", name) => Fact::Medication(medication(name, details)?),
        ("protocol", id) => Fact::Protocol(id.to_owned()),
        (instrument, score) => Fact::Score(measurement(on, word(instrument)?, score, details)?),
    })
}

/// `PHQ9 12` with `after`, `items 1 1 1 …`, `recall 7`, `form weekly`.
fn measurement(
    on: Date,
    instrument: InstrumentId,
    score: &str,
    details: &str,
) -> Result<Measurement, Unread> {
    let mut m = Measurement {
        date: on,
        instrument,
        score: number(score)?.0,
        items: None,
        after: false,
        recall_days: None,
        form: None,
    };
    for part in details.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        if part == "after" {
            m.after = true;
        } else if let Some(items) = part.strip_prefix("items ") {
            let answer = |a: &str| if a == "-" { Ok(None) } else { whole(a).map(Some) };
            m.items = Some(items.split_whitespace().map(answer).collect::<Result<_, _>>()?);
        } else if let Some(days) = part.strip_prefix("recall ") {
            m.recall_days = Some(whole(days)?);
        } else if let Some(form) = part.strip_prefix("form ") {
            m.form = Some(form.to_owned());
        } else {
            return Err(format!("{part:?} is not something a score has"));
        }
    }
    Ok(m)
}

/// `yes q1 q2; not answered q3`; the others are answered with no.
fn screen(on: Date, details: &str) -> Result<Screen, Unread> {
    let (mut yes, mut unknown) = (Vec::new(), Vec::new());
    for part in details.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        if let Some(questions) = part.strip_prefix("yes ") {
            yes.extend(questions.split_whitespace());
        } else if let Some(questions) = part.strip_prefix("not answered ") {
            unknown.extend(questions.split_whitespace());
        } else if part != "all no" {
            return Err(format!("{part:?} is not an answer of a screen"));
        }
    }
    if let Some(stranger) = yes.iter().chain(&unknown).find(|q| !ScreenAnswers::KEYS.contains(q)) {
        return Err(format!("{stranger:?} is not a question of the screener"));
    }
    let answer = |q: &str| if unknown.contains(&q) { None } else { Some(yes.contains(&q)) };
    let answers = ScreenAnswers::by(answer);
    Ok(Screen { date: on, instrument: InstrumentId::Cssrs, answers })
}

/// `decision D13 lengthen_interval` with `by Dr Gray, because well for half a year`.
fn decision(on: Date, what: &str, details: &str) -> Result<DecisionNote, Unread> {
    let (rule, choice) =
        what.split_once(' ').ok_or_else(|| format!("{what:?} is not a rule and a choice"))?;
    let (by, reason) = details.split_once(", because ").map_or((details, None), |(by, why)| (by, Some(why)));
    Ok(DecisionNote {
        date: on,
        rule: rule.to_owned(),
        choice: choice.to_owned(),
        reason: reason.map(str::to_owned),
        by: by.strip_prefix("by ").map(str::to_owned),
    })
}

/// `medication lorazepam` with `benzodiazepine, 10 mg diazepam a day`.
fn medication(name: &str, details: &str) -> Result<Medication, Unread> {
    let (class, amount) = details.split_once(',').map_or((details, None), |(class, a)| (class, Some(a)));
    let class: MedicationClass = word(class)?;
    let amount = amount.map(|text| match number(text)? {
        (amount, "mg diazepam a day") => Ok(amount),
        _ => Err(format!("{text:?} is not an amount, for example 10 mg diazepam a day")),
    });
    Ok(Medication {
        name: name.to_owned(),
        class,
        diazepam_equivalent_mg_per_day: amount.transpose()?,
        mg_per_day: None,
    })
}
