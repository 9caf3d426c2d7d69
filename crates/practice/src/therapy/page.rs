//! The therapist's page: whose window closes first, what the patient wrote, what was talked about. A fixed number of queries,
//! however many patients there are.

use std::collections::BTreeMap;

use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::life::LifeKind;
use evenkeel_care::rules::RuleHead;
use evenkeel_care::therapy::{GivenOn, VisitKind, Window, WindowState, integration, preparation};
use evenkeel_store::life_entry::{self, LifeEntry};
use evenkeel_store::own_note::{self, OwnNote};
use evenkeel_store::therapy_list::{self, ToBeSeen};
use evenkeel_store::therapy_visit::{self, Visit};
use evenkeel_store::{CourseId, Note, PatientId, StoreError, Subject, VisitId, course_event};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use super::words::{alliance_words, span_words};
use crate::actor::Actor;
use crate::context::{Practice, today_in};
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::view::therapy::{TherapyPage, TherapyRow, VisitLine, WindowLine, WindowLook};
use crate::words;

/// Visits shown of a course, and entries of the patient.
const SHOWN: usize = 3;

/// When it is, where.
struct Here {
    zone: TimeZone,
    now: Timestamp,
    today: Date,
}

/// What is on record of the courses shown.
struct Kept {
    visits: Vec<Visit>,
    /// Days of visits by course, those entered with their day alone among them.
    days: BTreeMap<CourseId, Vec<(VisitKind, Date)>>,
    own: Vec<OwnNote>,
    life: Vec<LifeEntry>,
}

impl Practice {
    /// Who is to be seen for preparation or integration, what closes first standing first; `asked`: a course to be shown
    /// first whether or not it has a window. Reading it is an audit line, and reading own notes one more.
    pub async fn therapy(&self, actor: &Actor, asked: Option<CourseId>) -> Result<TherapyPage, Refusal> {
        actor.must(Right::SeeToTherapy)?;
        let zone = self.clinic(actor.clinic).await?.zone;
        let now = self.now();
        let today = today_in(&zone, now);
        let here = Here { zone: TimeZone::get(&zone).unwrap_or(TimeZone::UTC), now, today };
        let rules = &self.knowledge().rules;
        // A window that was missed stays in sight for as long as it was open; older ones are on the course's page.
        let back = i64::from(rules.d38.params.last_day.saturating_mul(2).saturating_add(1));
        let since = today.saturating_sub(back.days());
        let until = today.saturating_add(i64::from(rules.d39.params.opens_days_before).days());
        let mut seen = therapy_list::after_sessions(self.store(), actor.clinic, since).await?;
        seen.extend(therapy_list::before_first(self.store(), actor.clinic, (today, until)).await?);
        if let Some(course) = asked.filter(|course| seen.iter().all(|s| s.id != *course)) {
            let one = therapy_list::one(self.store(), actor.clinic, course).await?;
            seen.push(one.ok_or_else(|| Refusal::not_found("This course"))?);
        }
        let kept = self.kept_of(actor, &seen, since).await?;
        self.saw(actor, "therapy.read", Subject::named("therapy")).await?;
        for course in kept.own.iter().map(|n| n.course_id).collect::<std::collections::BTreeSet<_>>() {
            self.saw(actor, "own_note.read", course).await?;
        }
        let rows = rows(self.knowledge(), &here, &seen, &kept, asked)?;
        Ok(TherapyPage { today, rows, windows_rest_on: rest_on(self.knowledge()) })
    }

    async fn kept_of(&self, actor: &Actor, seen: &[ToBeSeen], since: Date) -> Result<Kept, Refusal> {
        let mut courses: Vec<CourseId> = seen.iter().map(|s| s.id).collect();
        courses.sort_unstable();
        courses.dedup();
        let mut patients: Vec<PatientId> = seen.iter().map(|s| s.patient_id).collect();
        patients.sort_unstable();
        patients.dedup();
        let (store, clinic) = (self.store(), actor.clinic);
        let visits = therapy_visit::of_courses(store, clinic, &courses).await?;
        let mut days: BTreeMap<CourseId, Vec<(VisitKind, Date)>> = BTreeMap::new();
        for visit in &visits {
            days.entry(visit.course_id).or_default().push((visit.kind, visit.date));
        }
        for event in course_event::visits_of(store, clinic, &courses).await? {
            let of = [VisitKind::Preparation, VisitKind::Integration];
            let kind = of.into_iter().find(|kind| kind.event() == event.kind);
            days.entry(event.course_id).or_default().extend(kind.map(|kind| (kind, event.date)));
        }
        let own = match actor.account {
            Some(reader) => own_note::of_author(store, clinic, reader, &courses).await?,
            None => Vec::new(),
        };
        let life = life_entry::of_patients(store, clinic, &patients, since).await?;
        Ok(Kept { visits, days, own, life })
    }
}

fn rows(
    knowledge: &Knowledge,
    here: &Here,
    seen: &[ToBeSeen],
    kept: &Kept,
    asked: Option<CourseId>,
) -> Result<Vec<TherapyRow>, StoreError> {
    let mut by_course: BTreeMap<CourseId, Vec<&ToBeSeen>> = BTreeMap::new();
    for one in seen {
        by_course.entry(one.id).or_default().push(one);
    }
    let mut ranked = Vec::new();
    for (course, sessions) in by_course {
        let mut windows = windows(knowledge, here, &sessions, kept, course);
        windows.sort_by_key(|(window, _)| window.rank());
        let rank = windows.first().map_or((u8::MAX, 0), |(window, _)| window.rank());
        ranked.push(((asked != Some(course), rank), row(knowledge, here, &sessions, kept, &windows)?));
    }
    ranked.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.name.cmp(&b.1.name)));
    Ok(ranked.into_iter().map(|(_, row)| row).collect())
}

/// The windows of a course, each with the number of its session.
fn windows(
    knowledge: &Knowledge,
    here: &Here,
    sessions: &[&ToBeSeen],
    kept: &Kept,
    course: CourseId,
) -> Vec<(Window, i64)> {
    let days = |kind: VisitKind| {
        let known = kept.days.get(&course).map(Vec::as_slice).unwrap_or_default();
        known.iter().filter(|(k, _)| *k == kind).map(|(_, day)| *day).collect::<Vec<Date>>()
    };
    let (rules, zone, now) = (&knowledge.rules, &here.zone, here.now);
    let given: Vec<&&ToBeSeen> = sessions.iter().filter(|s| s.session_number > 0).collect();
    if given.is_empty() {
        let first = sessions.first().filter(|s| s.session_on >= here.today);
        let visits = days(VisitKind::Preparation);
        let window = first.map(|s| preparation(&rules.d39.params, s.session_on, &visits, zone, now));
        return window.map(|window| (window, 1)).into_iter().collect();
    }
    let ends: Vec<GivenOn> =
        given.iter().map(|s| GivenOn { date: s.session_on, ended: s.ended_at }).collect();
    let found = integration(&rules.d38.params, &ends, &days(VisitKind::Integration), zone, now);
    let number = |window: &Window| {
        given.iter().find(|s| s.session_on == window.session).map_or(0, |s| s.session_number)
    };
    found.into_iter().map(|window| (window, number(&window))).collect()
}

fn row(
    knowledge: &Knowledge,
    here: &Here,
    sessions: &[&ToBeSeen],
    kept: &Kept,
    windows: &[(Window, i64)],
) -> Result<TherapyRow, StoreError> {
    let Some(of) = sessions.first() else { return Err(StoreError::NotFound { what: "course" }) };
    let visits: Vec<&Visit> = kept.visits.iter().rev().filter(|v| v.course_id == of.id).collect();
    let shown = visits
        .iter()
        .take(SHOWN)
        .map(|visit| visit_line(visit, &own_notes(kept, visit.first_id)))
        .collect::<Result<Vec<_>, _>>()?;
    let mut themes: Vec<String> = Vec::new();
    for theme in shown.iter().flat_map(|v| &v.themes) {
        if !themes.contains(theme) {
            themes.push(theme.clone());
        }
    }
    let latest = visits.first();
    let rated = visits.iter().find_map(|v| v.written().ok().and_then(|w| w.alliance));
    let given = sessions.iter().any(|s| s.session_number > 0);
    let protocol = knowledge.protocols.get(&of.protocol_id);
    let name = protocol.map_or(of.protocol_id.as_str(), |p| p.name.as_str());
    Ok(TherapyRow {
        course: of.id.0,
        patient: of.patient_id.0,
        name: of.person.name().unwrap_or("Erased patient").to_owned(),
        title: format!("{} · {name}", words::condition(of.condition)),
        windows: windows.iter().map(|(window, n)| window_line(window, *n, here)).collect(),
        prepared: prepared(kept, of.id),
        words: own_words(kept, of.patient_id, here.today)?,
        minutes: latest.map(|v| v.minutes),
        scale: rated.map(|rated| (rated.scale, rated.out_of)),
        visits: shown,
        themes,
        next_kind: if given { VisitKind::Integration } else { VisitKind::Preparation },
    })
}

fn window_line(window: &Window, number: i64, here: &Here) -> WindowLine {
    let until = |at: Timestamp| span_words(at.duration_since(here.now).as_secs());
    let since = |at: Timestamp| span_words(here.now.duration_since(at).as_secs());
    let (state, how) = match window.state {
        WindowState::Open => (WindowLook::Open, format!("closes in {}", until(window.closes))),
        WindowState::Upcoming => (WindowLook::Upcoming, format!("opens in {}", until(window.opens))),
        WindowState::Missed => {
            (WindowLook::Missed, format!("closed {} ago without a visit", since(window.closes)))
        }
        WindowState::Kept(day) => (WindowLook::Kept, format!("held {}", words::near_date(day, here.today))),
    };
    let day = words::near_date(window.session, here.today);
    let what = match window.kind {
        VisitKind::Integration => format!("Integration after session {number}, {day}"),
        VisitKind::Preparation => format!("Preparation before the first session, {day}"),
    };
    WindowLine { state, how, what }
}

fn visit_line(visit: &Visit, own_notes: &[String]) -> Result<VisitLine, StoreError> {
    let written = visit.written()?;
    Ok(VisitLine {
        id: visit.id.0,
        kind: words::event(visit.kind.event()),
        date: visit.date,
        minutes: visit.minutes,
        held_by: visit.held_by.clone(),
        themes: written.themes,
        alliance: written.alliance.as_ref().map(alliance_words),
        shared_note: written.shared_note,
        own_notes: own_notes.to_vec(),
        corrected: visit.corrects.is_some(),
    })
}

fn own_notes(kept: &Kept, first: VisitId) -> Vec<String> {
    let of = kept.own.iter().filter(|note| note.visit_id == first);
    of.filter_map(|note| note.words.as_ref().and_then(Note::text)).map(str::to_owned).collect()
}

fn prepared(kept: &Kept, course: CourseId) -> String {
    let days = kept.days.get(&course).map(Vec::as_slice).unwrap_or_default();
    let held = days.iter().filter(|(kind, _)| *kind == VisitKind::Preparation).map(|(_, day)| *day).max();
    held.map_or_else(
        || "No preparation is on record.".to_owned(),
        |day| format!("Preparation held {}.", words::date(day)),
    )
}

/// What the patient wrote, latest first.
fn own_words(kept: &Kept, patient: PatientId, today: Date) -> Result<Vec<(String, String)>, StoreError> {
    let by_patient = |e: &&LifeEntry| e.patient_id == patient && e.by_patient && e.kind == LifeKind::Words;
    let mut told = Vec::new();
    for entry in kept.life.iter().rev().filter(by_patient).take(SHOWN) {
        if let Some(text) = entry.said()?.and_then(|said| said.words) {
            told.push((words::near_date(entry.date, today), text));
        }
    }
    Ok(told)
}

/// What the two windows rest on: the rule's own sentence, its source, grade and date.
fn rest_on(knowledge: &Knowledge) -> Vec<String> {
    let one = |rule: &RuleHead| {
        let source = rule.sources.first().map_or_else(String::new, |s| format!(" {}.", s.citation));
        format!(
            "{} ({}).{source} Grade {}; {}.",
            rule.title,
            rule.id,
            words::grade(rule.grade),
            words::date(rule.effective)
        )
    };
    vec![one(&knowledge.rules.d38.rule), one(&knowledge.rules.d39.rule)]
}
