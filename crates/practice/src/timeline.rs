//! Everything on record of a patient in one list: what it was in words, who entered it, what corrected it.

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::{Condition, Route};
use evenkeel_care::finding::{Choice, FindingState};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::record::{CourseStatus, EventKind, SessionStatus, SignKind};
use evenkeel_store::life_entry::Said;
use evenkeel_store::therapy_visit::Written;
use evenkeel_store::timeline::{self, FactKind, TimelineKind, TimelineLine};
use evenkeel_store::{JsonText, Note, PatientId, StoreError};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::actor::Actor;
use crate::context::Practice;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::therapy::{life_words, visit_words};
use crate::view::timeline::{TakeBack, TimelineEntry, TimelineView};
use crate::words;

/// Entries on a page.
const LINES: u32 = 40;

/// Which part of the timeline, and which page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimelineAsked {
    /// The part; `None`: all.
    pub part: Option<TimelineKind>,
    /// The page, from 1; 0 counts as 1.
    pub page: u32,
}

impl Practice {
    /// A page of the timeline. The caller has asked for the right to read the chart and writes the audit line.
    pub(crate) async fn timeline(
        &self,
        actor: &Actor,
        patient: PatientId,
        asked: TimelineAsked,
    ) -> Result<TimelineView, Refusal> {
        let page = asked.page.max(1);
        let parts: Vec<TimelineKind> = match asked.part {
            Some(part) => vec![part],
            None => TimelineKind::ALL.to_vec(),
        };
        let at = (LINES + 1, (page - 1).saturating_mul(LINES));
        let mut lines = timeline::of_patient(self.store(), actor.clinic, patient, &parts, at).await?;
        let shown = usize::try_from(LINES).unwrap_or(usize::MAX);
        let more = lines.len() > shown;
        lines.truncate(shown);
        let zone = self.clinic(actor.clinic).await?.zone;
        let zone = TimeZone::get(&zone).unwrap_or(TimeZone::UTC);
        let entry = |line: &TimelineLine| entry(self.knowledge(), actor, &zone, line);
        Ok(TimelineView {
            parts: TimelineKind::ALL.iter().map(|part| (*part, part_words(*part))).collect(),
            chosen: asked.part,
            page,
            more,
            entries: lines.iter().map(entry).collect::<Result<_, _>>()?,
        })
    }
}

fn entry(
    knowledge: &Knowledge,
    actor: &Actor,
    zone: &TimeZone,
    line: &TimelineLine,
) -> Result<TimelineEntry, StoreError> {
    let (what, detail) = said(knowledge, line)?;
    let when = |at: Timestamp| at.to_zoned_datetime(zone.clone()).strftime("%-d %b %Y %H:%M").to_string();
    let replaced = line.replaced.as_ref().map(|r| {
        let how = if r.withdrawn { "Taken back" } else { "Corrected" };
        format!("{how} by {}, {}", r.by_name, when(r.at))
    });
    let take_back = match line.fact {
        FactKind::Visit if actor.may(Right::SeeToTherapy) => Some(TakeBack::Visit),
        FactKind::Life if actor.may(Right::EnterCheckIns) => Some(TakeBack::Life),
        _ => None,
    };
    Ok(TimelineEntry {
        id: line.id,
        date: line.date,
        part: line.part,
        course: line.course_id.map(|id| id.0),
        what,
        detail,
        entered: format!("{}, {}", line.recorded.by_name, when(line.recorded.at)),
        take_back: take_back.filter(|_| replaced.is_none()),
        replaced,
        corrects: line.corrects,
    })
}

/// The parts by name.
fn part_words(part: TimelineKind) -> &'static str {
    match part {
        TimelineKind::Sessions => "Sessions",
        TimelineKind::Scores => "Scores and signs",
        TimelineKind::Decisions => "Decisions",
        TimelineKind::Safety => "Safety",
        TimelineKind::Visits => "Therapy visits",
        TimelineKind::Life => "Daily life",
        TimelineKind::Screening => "Screening",
        TimelineKind::Moves => "Bookings and moves",
        TimelineKind::Documents => "Documents",
        TimelineKind::Courses => "Courses",
    }
}

/// What it was, and what was written with it.
fn said(knowledge: &Knowledge, line: &TimelineLine) -> Result<(String, Option<String>), StoreError> {
    let text = line.words.as_ref().map(|words| words.text().unwrap_or("erased").to_owned());
    Ok(match line.fact {
        FactKind::Visit => visit(line)?,
        FactKind::Life => life(line)?,
        FactKind::Session => (session(line), text),
        FactKind::Seen => (seen(line), None),
        FactKind::Score => (score(knowledge, line), None),
        FactKind::Sign => (sign(line), None),
        FactKind::Decision => (decision(knowledge, line), text),
        FactKind::Terms => (terms(knowledge, line), text),
        FactKind::Screen => (screen(knowledge, line), text),
        FactKind::Alert => (alert(line), None),
        FactKind::Event => {
            (word::<EventKind>(line.first.as_ref()).map_or("Event", words::event).to_owned(), text)
        }
        FactKind::Screening => (screening(line), None),
        FactKind::Moved => (moved(line), text),
        FactKind::Booked => (booked(line), None),
        FactKind::SetAside => (set_aside(line), text),
        FactKind::Opened => (opened(knowledge, line), text),
        FactKind::State => (state(line).to_owned(), text),
    })
}

fn word<T: evenkeel_care::closed_list::Word>(text: Option<&String>) -> Option<T> {
    text.and_then(|text| T::parse(text).ok())
}

fn plain(text: Option<&String>) -> &str {
    text.map_or("", String::as_str)
}

fn session(line: &TimelineLine) -> String {
    let route = word::<Route>(line.second.as_ref()).map_or("", words::route);
    let unit = match plain(line.third.as_ref()) {
        "mg_per_kg" => "mg/kg",
        "mg_per_kg_per_hour" => "mg/kg/h",
        other => other,
    };
    let dose = line.amount.map(|amount| match (amount == 0.0, unit) {
        (true, _) => ": placebo".to_owned(),
        (false, unit) => format!(": {route} {} {unit}", words::number(amount)),
    });
    match word::<SessionStatus>(line.first.as_ref()) {
        Some(SessionStatus::Done) => format!("Session given{}", dose.unwrap_or_default()),
        Some(SessionStatus::Missed) => "Session missed".to_owned(),
        Some(SessionStatus::Cancelled) => "Session cancelled".to_owned(),
        Some(SessionStatus::Planned) | None => "Session".to_owned(),
    }
}

fn seen(line: &TimelineLine) -> String {
    let tolerance = line.first.as_deref().and_then(|text| text.parse().ok());
    let observed = line.amount.map(|minutes| format!(", observed {} min", words::number(minutes)));
    let form = line.second.as_deref().and_then(|day| day.parse::<Date>().ok());
    let form = form.map(|day| format!(", REMS form sent {}", words::date(day)));
    let tolerance = tolerance.map(|known| words::tolerance(Some(known)));
    format!(
        "Seen around the session: {}{}{}",
        tolerance.unwrap_or("what was taken is on the course’s page"),
        observed.unwrap_or_default(),
        form.unwrap_or_default()
    )
}

fn score(knowledge: &Knowledge, line: &TimelineLine) -> String {
    let name = word::<InstrumentId>(line.first.as_ref()).map_or("Score".to_owned(), |id| knowledge.name(id));
    match line.amount {
        Some(score) => format!("{name} {}", words::number(score)),
        None => format!("{name}, items left out: no total"),
    }
}

fn sign(line: &TimelineLine) -> String {
    let asked = word::<SignKind>(line.first.as_ref()).map_or("A sign was asked for.", words::sign);
    format!("{asked} Yes.")
}

fn decision(knowledge: &Knowledge, line: &TimelineLine) -> String {
    let rule = plain(line.third.as_ref());
    let on = knowledge.rule(rule).map_or_else(|| rule.to_owned(), |head| format!("{} ({rule})", head.title));
    let chosen = word::<Choice>(line.second.as_ref()).map(words::choice);
    let how = match plain(line.first.as_ref()) {
        "accept" => "accepted",
        "modify" => "changed",
        "decline" => "declined",
        other => other,
    };
    match chosen {
        Some(chosen) => format!("Decision on {on}: {how}, {}", words::in_sentence(chosen)),
        None => format!("Decision on {on}: {how}"),
    }
}

fn protocol_name(knowledge: &Knowledge, id: &str) -> String {
    knowledge.protocols.get(id).map_or_else(|| id.to_owned(), |protocol| protocol.name.clone())
}

fn terms(knowledge: &Knowledge, line: &TimelineLine) -> String {
    let ladder = line.second.as_ref().map(|id| format!(", ladder {id}")).unwrap_or_default();
    format!("From this day: {}{ladder}", protocol_name(knowledge, plain(line.first.as_ref())))
}

fn screen(knowledge: &Knowledge, line: &TimelineLine) -> String {
    let name = word::<InstrumentId>(line.first.as_ref()).map_or(String::new(), |id| knowledge.name(id));
    format!("Safety questions asked ({name}); the answers are on the course’s page")
}

fn alert(line: &TimelineLine) -> String {
    let level = word::<FindingState>(line.first.as_ref()).map_or("Safety", words::state);
    let by = plain(line.third.as_ref());
    let end = match plain(line.second.as_ref()) {
        "closed" => format!("; closed by {by}"),
        "answered" => format!("; answered by a complete screen, {by}"),
        "superseded" => "; a newer alert has taken its place".to_owned(),
        _ => "; still open".to_owned(),
    };
    format!("Safety alert: {}{end}", words::in_sentence(level))
}

fn visit(line: &TimelineLine) -> Result<(String, Option<String>), StoreError> {
    let kind = word::<EventKind>(line.first.as_ref()).map_or("Therapy visit", words::event);
    let minutes = line.amount.map(words::number).unwrap_or_default();
    let what = format!("{kind}, {minutes} min, held by {}", plain(line.second.as_ref()));
    let written: Option<Written> = body(line.words.as_ref())?;
    Ok((what, written.as_ref().and_then(visit_words)))
}

fn life(line: &TimelineLine) -> Result<(String, Option<String>), StoreError> {
    let said: Option<Said> = body(line.words.as_ref())?;
    let (what, detail) = said.as_ref().map_or_else(|| ("Daily life, erased".to_owned(), None), life_words);
    let who = if plain(line.second.as_ref()) == "patient" { " (told by the patient)" } else { "" };
    Ok((format!("{what}{who}"), detail))
}

fn body<T: serde::de::DeserializeOwned>(sealed: Option<&Note>) -> Result<Option<T>, StoreError> {
    let text = sealed.and_then(Note::text);
    text.map(|text| JsonText::from_text(text.to_owned())?.parse()).transpose()
}

fn screening(line: &TimelineLine) -> String {
    match (line.first.is_some(), line.second.is_some()) {
        (true, true) => "Screening: conditions and medication were asked",
        (true, false) => "Screening: conditions were asked",
        (false, true) => "Screening: medication was asked",
        (false, false) => "Screening: nothing was asked",
    }
    .to_owned()
}

fn moved(line: &TimelineLine) -> String {
    let to = line.first.as_deref().and_then(|day| day.parse::<Date>().ok());
    let n = line.amount.map(words::number).unwrap_or_default();
    let to = to.map_or_else(|| "another day".to_owned(), words::date);
    format!("Session {n}, planned for this day, was moved to {to}")
}

fn booked(line: &TimelineLine) -> String {
    let Some(chair) = &line.first else { return "Booking taken out: no chair on this day".to_owned() };
    let clock = line.amount.map(|minute| {
        let hour = (minute / 60.0).floor();
        format!(", {hour:02.0}:{:02.0}", minute - hour * 60.0)
    });
    format!("Booked at {chair}{}", clock.unwrap_or_default())
}

fn set_aside(line: &TimelineLine) -> String {
    let until = line.first.as_deref().and_then(|day| day.parse::<Date>().ok());
    let until = until.map_or_else(String::new, |day| format!(" until {}", words::date(day)));
    format!("Set aside on the list of boosters{until}")
}

fn opened(knowledge: &Knowledge, line: &TimelineLine) -> String {
    let condition = word::<Condition>(line.first.as_ref()).map_or("", words::condition);
    let name = protocol_name(knowledge, plain(line.second.as_ref()));
    format!("Course opened: {condition} · {name}, led by {}", plain(line.third.as_ref()))
}

fn state(line: &TimelineLine) -> &'static str {
    match word::<CourseStatus>(line.first.as_ref()) {
        Some(CourseStatus::Active) => "Course taken up again",
        Some(CourseStatus::Paused) => "Course paused",
        Some(CourseStatus::Ended) => "Course ended",
        None => "Course",
    }
}

#[cfg(test)]
mod tests {
    use evenkeel_store::Recorded;

    use super::*;

    fn line(fact: FactKind, first: Option<&str>, amount: Option<f64>) -> TimelineLine {
        TimelineLine {
            id: uuid::Uuid::nil(),
            part: TimelineKind::Moves,
            fact,
            course_id: None,
            date: jiff::civil::date(2026, 1, 7),
            first: first.map(str::to_owned),
            second: None,
            third: None,
            amount,
            words: None,
            replaced: None,
            corrects: false,
            recorded: Recorded { at: Timestamp::UNIX_EPOCH, by: None, by_name: String::new() },
        }
    }

    #[test]
    fn a_place_is_said_with_its_time_and_one_given_up_as_such() {
        assert_eq!(booked(&line(FactKind::Booked, Some("Door"), Some(545.0))), "Booked at Door, 09:05");
        assert!(booked(&line(FactKind::Booked, None, Some(545.0))).contains("no chair"));
    }

    #[test]
    fn a_session_is_said_with_what_was_given() {
        let given = TimelineLine {
            second: Some("iv".to_owned()),
            third: Some("mg_per_kg".to_owned()),
            ..line(FactKind::Session, Some("done"), Some(0.5))
        };
        assert_eq!(session(&given), "Session given: IV 0.5 mg/kg");
        assert_eq!(session(&line(FactKind::Session, Some("missed"), None)), "Session missed");
    }
}
