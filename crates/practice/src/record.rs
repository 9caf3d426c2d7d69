//! From what is stored to what the rules read: the record of a course, its plan and its dose.

use std::collections::{BTreeMap, BTreeSet};

use evenkeel_care::dose::Dose;
use evenkeel_care::dosing;
use evenkeel_care::finding::{Choice, FindingKind};
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::protocol::{DoseRule, PhaseName, Protocol};
use evenkeel_care::record::{
    CourseRecord, CourseStatus, DecisionNote, Event, Measurement, Patient, Screen, Session, SessionStatus,
    Sign,
};
use evenkeel_care::review::{Review, review};
use evenkeel_care::schedule::{self, PlanRequest, PlannedSession, PlannedStatus, Weekdays};
use evenkeel_store::course_bundle::CourseBundle;
use evenkeel_store::decision::Verdict;
use evenkeel_store::observation::{Observation, Seen};
use evenkeel_store::screen::KeptAnswers;
use evenkeel_store::{JsonText, Note, SessionId, StoreError, decision, screening};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::carried;
use crate::case::Intended;
use crate::forecasts::{FadesInPoints, Lived};
use crate::planned::{Unrecorded, moved_to, unrecorded};
use crate::refusal::Refusal;
use crate::terms::Terms;
use crate::view::forecast::Comparison;

/// Maintenance sessions this near are part of what the answer is about.
const NEAR_DAYS: i32 = 42;
/// Maintenance sessions that a page lists.
const LISTED_MAINTENANCE: usize = 6;

/// A course as it stands today: the stored facts and what follows from them.
pub(crate) struct Standing<'a> {
    pub bundle: CourseBundle,
    pub record: CourseRecord,
    pub protocol: &'a Protocol,
    pub review: Review,
    /// Given and planned sessions in order, the plan running a year ahead; `Err`: why none can be made.
    pub plan: Result<Vec<PlannedSession>, String>,
    /// Planned days that have passed with nothing recorded.
    pub unrecorded: Vec<Unrecorded>,
    /// The dose planned sessions are to have.
    pub dose: Dose,
    /// The day as of which the course is read: once it has ended, that of its last fact.
    pub today: Date,
}

/// What a decision on a dose keeps beside the choice.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Chosen {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dose_mg_per_kg: Option<f64>,
    /// The dose in the protocol's own form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dose: Option<Dose>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Comparison>,
}

impl<'a> Standing<'a> {
    /// Works out where the course stands.
    pub(crate) fn of(bundle: CourseBundle, knowledge: &'a Knowledge, today: Date) -> Result<Self, Refusal> {
        let today = read_on(&bundle, today);
        let record = course_record(&bundle, knowledge, today)?;
        let protocol = knowledge.protocols.get(&record.protocol).ok_or_else(|| Refusal::Unavailable {
            what: format!(
                "The protocol {} is not among this clinic's files. Run `evenkeel check`.",
                record.protocol
            ),
            cause: String::new(),
        })?;
        let review = review(&record, knowledge).map_err(|e| Refusal::Unavailable {
            what: format!("This course cannot be reviewed: {e}"),
            cause: String::new(),
        })?;
        let plan = plan(&bundle, &record, protocol, knowledge)?;
        let unrecorded = unrecorded(&bundle, today);
        let dose = ordered_dose(&bundle, &record, protocol, knowledge)?;
        Ok(Self { bundle, record, protocol, review, plan, unrecorded, dose, today })
    }

    /// Sessions still to come.
    pub(crate) fn to_come(&self) -> impl Iterator<Item = &PlannedSession> {
        self.plan.iter().flatten().filter(|s| s.status == PlannedStatus::Planned)
    }

    /// The sessions a page lists: the rest of the induction, and the next few of maintenance.
    pub(crate) fn ahead(&self) -> Vec<&PlannedSession> {
        let mut ladder = 0;
        let listed = |s: &&PlannedSession| {
            ladder += usize::from(s.phase == PhaseName::Maintenance);
            ladder <= LISTED_MAINTENANCE
        };
        self.to_come().take_while(listed).collect()
    }

    /// The next session, if one is planned.
    pub(crate) fn next(&self) -> Option<&PlannedSession> {
        self.to_come().next()
    }

    /// All sessions to come with their dose, for the chart.
    pub(crate) fn far(&self) -> Vec<Intended> {
        self.to_come().map(|s| self.intend(s)).collect()
    }

    /// The sessions the answer is about: the rest of the induction, and maintenance close at hand.
    pub(crate) fn near(&self) -> Vec<Intended> {
        let soon = |s: &&PlannedSession| {
            s.phase == PhaseName::Induction
                || s.date.since(self.today).is_ok_and(|span| span.get_days() <= NEAR_DAYS)
        };
        self.to_come().filter(soon).map(|s| self.intend(s)).collect()
    }

    /// What the clinic would do with this course, for simulated ones.
    pub(crate) fn lived(&self, knowledge: &Knowledge) -> Lived {
        let terms = Terms::of(&self.bundle);
        let weekdays = weekdays(&terms.weekdays.0);
        let induction = schedule::induction_sessions(&self.record, self.protocol);
        let plan = self.plan.as_deref().unwrap_or_default();
        Lived {
            protocol: self.protocol.clone(),
            ladder: terms.ladder.and_then(|id| knowledge.ladders.get(id)).cloned(),
            weekdays: (!weekdays.is_empty()).then_some(weekdays),
            closed: self.bundle.course.closed_dates().unwrap_or_default(),
            end: schedule::end_of_induction(plan, induction),
            planned: self.to_come().map(|session| session.date).collect(),
            induction: usize::try_from(induction).unwrap_or(usize::MAX),
            fades: FadesInPoints::of(knowledge, self.record.primary),
        }
    }

    fn intend(&self, session: &PlannedSession) -> Intended {
        Intended { date: session.date, route: self.protocol.route, dose: self.dose }
    }

    /// Whether a session was given on this day.
    pub(crate) fn given_on(&self, date: Date) -> bool {
        done(&self.record).any(|s| s.date == date)
    }

    /// Days of the sessions given.
    pub(crate) fn done_dates(&self) -> Vec<Date> {
        done(&self.record).map(|s| s.date).collect()
    }
}

/// The day as of which a course is read: today, and once it has ended the day of its last fact.
/// Years later its figures would only say that time has passed.
fn read_on(bundle: &CourseBundle, today: Date) -> Date {
    if bundle.course.status != CourseStatus::Ended {
        return today;
    }
    let sessions = bundle.sessions.iter().map(|s| s.date);
    let scores = bundle.measurements.iter().map(|m| m.date);
    let screens = bundle.screens.iter().map(|s| s.date);
    let decisions = bundle.decisions.iter().map(|d| d.decided_on);
    // Of the events only its own: the site's certificate of a later day is no fact of this course.
    let events = bundle.events.iter().filter(|e| e.course_id == bundle.course.id).map(|e| e.date);
    let visits = bundle.visits.iter().map(|v| v.date);
    let all = sessions.chain(scores).chain(screens).chain(decisions).chain(events).chain(visits);
    all.max().map_or(today, |last| last.min(today))
}

fn done(record: &CourseRecord) -> impl Iterator<Item = &Session> {
    record.sessions.iter().filter(|s| s.status == SessionStatus::Done)
}

/// The record the rules read. Check-ins with missing answers have no total and stay out of it.
fn course_record(bundle: &CourseBundle, knowledge: &Knowledge, today: Date) -> Result<CourseRecord, Refusal> {
    let course = &bundle.course;
    let ended = course.status == CourseStatus::Ended;
    let asked = bundle.screening.as_ref().map(screening::Screening::answers).transpose()?.unwrap_or_default();
    let seen = seen_by_session(&bundle.observations)?;
    Ok(CourseRecord {
        id: course.id.to_string(),
        condition: course.condition,
        protocol: Terms::of(bundle).protocol.to_owned(),
        primary: course.primary_instrument,
        today,
        patient: Patient {
            birth_date: bundle.patient.person.known().and_then(|d| d.birth_date),
            conditions: asked.conditions,
            medications: asked.medications,
        },
        status: Some(course.status),
        stopped_on: ended.then_some(course.status_on.min(today)),
        sessions: bundle.sessions.iter().map(|s| session(s, seen.get(&s.id))).collect(),
        measurements: bundle
            .measurements
            .iter()
            .filter_map(|m| measurement(m).transpose())
            .collect::<Result<_, _>>()?,
        signs: bundle
            .signs
            .iter()
            .filter(|s| s.present)
            .map(|s| Sign { date: s.date, sign: s.sign })
            .collect(),
        screens: bundle.screens.iter().filter_map(screen).collect(),
        decisions: bundle.decisions.iter().filter_map(|d| decision_note(bundle, d)).collect(),
        events: events(bundle, ended.then_some(today)),
        previous_course: bundle.previous.as_deref().map(|b| carried::previous_course(b, knowledge)),
    })
}

/// Events, and the visits that were entered with more than their day. Of a course that has ended those up to its
/// last day: what concerns every course of the clinic may have come later.
fn events(bundle: &CourseBundle, until: Option<Date>) -> Vec<Event> {
    let plain = bundle.events.iter().map(|e| Event { date: e.date, kind: e.kind });
    let visits = bundle.visits.iter().map(|v| Event { date: v.date, kind: v.kind.event() });
    plain.chain(visits).filter(|e| until.is_none_or(|last| e.date <= last)).collect()
}

/// What was seen around each session.
pub(crate) fn seen_by_session(all: &[Observation]) -> Result<BTreeMap<SessionId, Seen>, StoreError> {
    all.iter().map(|o| Ok((o.session_id, o.seen()?))).collect()
}

pub(crate) fn session(stored: &evenkeel_store::session::Session, seen: Option<&Seen>) -> Session {
    Session {
        date: stored.date,
        status: stored.status,
        route: stored.route,
        dose: stored.dose,
        weight_kg: stored.weight_kg,
        blood_pressures: seen.map(|s| s.blood_pressures.clone()).unwrap_or_default(),
        moaas_last: seen.and_then(|s| s.moaas_last),
        observed_minutes: seen.and_then(|s| s.observed_minutes),
        infusion_end_minute: seen.and_then(|s| s.infusion_end_minute),
        supervised_by: stored.supervised_by.clone(),
        rems_submitted_on: seen.and_then(|s| s.rems_submitted_on),
        discharge: seen.map(|s| s.discharge.clone()).unwrap_or_default(),
    }
}

fn measurement(stored: &evenkeel_store::measurement::Measurement) -> Result<Option<Measurement>, StoreError> {
    let Some(score) = stored.score else { return Ok(None) };
    Ok(Some(Measurement {
        date: stored.date,
        instrument: stored.instrument,
        score,
        items: stored.items()?,
        after: stored.after_session,
        recall_days: stored.recall_days,
        form: stored.form.clone(),
    }))
}

/// A screen with its answers; one of an erased patient says nothing any more.
fn screen(stored: &evenkeel_store::screen::Screen) -> Option<Screen> {
    match stored.answers {
        KeptAnswers::Given(answers) => {
            Some(Screen { date: stored.date, instrument: stored.instrument, answers })
        }
        KeptAnswers::Erased => None,
    }
}

/// What the rules read of a decision: when, on what, what, by whom and why. An override of a gate counts
/// for the day of its session, whenever it was written down.
fn decision_note(bundle: &CourseBundle, taken: &decision::Decision) -> Option<DecisionNote> {
    let finding = bundle.findings.iter().find(|f| f.id == taken.finding_id)?;
    let kept = taken.chosen.filter(|_| taken.choice != Verdict::Decline);
    let choice = kept.map_or_else(|| taken.choice.to_string(), |chosen| chosen.to_string());
    let date = if finding.kind == FindingKind::Gate { finding.date } else { taken.decided_on };
    Some(DecisionNote {
        date,
        rule: finding.rule.clone(),
        choice,
        reason: taken.reason.as_ref().and_then(Note::text).map(str::to_owned),
        by: taken.recorded.by.map(|_| taken.recorded.by_name.clone()),
    })
}

/// The plan of a course a year ahead, by the same code that `evenkeel plan` runs.
fn plan(
    bundle: &CourseBundle,
    record: &CourseRecord,
    protocol: &Protocol,
    knowledge: &Knowledge,
) -> Result<Result<Vec<PlannedSession>, String>, Refusal> {
    let course = &bundle.course;
    let terms = Terms::of(bundle);
    let weekdays = weekdays(&terms.weekdays.0);
    let begun = record.sessions.iter().any(|s| s.status != SessionStatus::Cancelled);
    let request = PlanRequest::of_course(record, protocol);
    let start = if begun { request.start.min(course.start_on) } else { course.start_on };
    let ahead = i64::from(record.today.since(start).map_or(0, |span| span.get_days())).max(0) + 365;
    let request = PlanRequest {
        start,
        days: u32::try_from(ahead).unwrap_or(365),
        ladder: terms.ladder.and_then(|id| knowledge.ladders.get(id)),
        weekdays: (!weekdays.is_empty()).then_some(weekdays),
        fixed: moved_to(&bundle.moves, done(record).count(), record.today).into_iter().collect(),
        closed: course.closed_dates()?.into_iter().collect::<BTreeSet<_>>(),
        ..request
    };
    Ok(schedule::plan(&request).map_err(|e| e.to_string()))
}

/// A set of weekdays from a list.
pub(crate) fn weekdays(days: &[jiff::civil::Weekday]) -> Weekdays {
    days.iter().fold(Weekdays::NONE, |set, day| set.with(*day))
}

/// The dose planned sessions are to have: the latest of what was decided and what was last given within
/// the limits, else the protocol's first dose. A dose that had to be confirmed was for its day alone.
fn ordered_dose(
    bundle: &CourseBundle,
    record: &CourseRecord,
    protocol: &Protocol,
    knowledge: &Knowledge,
) -> Result<Dose, Refusal> {
    let given = dosing::dose_to_carry_on(knowledge, protocol, record);
    let mut decided = None;
    for decision in &bundle.decisions {
        decided = dose_decided(decision)?.map(|dose| (decision.decided_on, dose)).or(decided);
    }
    let first = protocol.dose_rule(PhaseName::Induction).map_or(Dose::mg_per_kg(0.0), DoseRule::start_dose);
    Ok(match (decided, given) {
        (Some((decided_on, _)), Some((given_on, dose))) if given_on > decided_on => dose,
        (Some((_, dose)), _) | (None, Some((_, dose))) => dose,
        (None, None) => first,
    })
}

fn dose_decided(decision: &decision::Decision) -> Result<Option<Dose>, Refusal> {
    if decision.choice == Verdict::Decline || decision.chosen != Some(Choice::AdjustDose) {
        return Ok(None);
    }
    let chosen: Option<Chosen> = decision.chosen_values.as_ref().map(JsonText::parse).transpose()?;
    Ok(chosen.and_then(|c| c.dose.or(c.dose_mg_per_kg.map(Dose::mg_per_kg))))
}
