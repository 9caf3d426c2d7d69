//! A session, given or missed.

use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::dosing::{DoseCheck, DoseLevel, check_dose};
use evenkeel_care::finding::{Finding, FindingState};
use evenkeel_care::gate;
use evenkeel_care::record::{CourseStatus, SessionStatus};
use evenkeel_care::schedule;
use evenkeel_store::observation::{self, Seen};
use evenkeel_store::session::{self, NewSession};
use evenkeel_store::{CourseId, SessionId, Tx, course, planned_move};
use jiff::civil::Date;

use crate::actor::Actor;
use crate::context::{Once, Practice};
use crate::record::Standing;
use crate::refusal::{FieldProblem, Refusal};
use crate::rights::Right;
use crate::words;

/// A session to be recorded as given.
#[derive(Debug, Clone, PartialEq)]
pub struct GiveSession {
    /// The course.
    pub course: CourseId,
    /// The day; today or earlier.
    pub date: Date,
    /// The dose, in the form in which the protocol writes it.
    pub dose: Dose,
    /// Weight of the day.
    pub weight_kg: Option<f64>,
    /// Who supervised.
    pub supervised_by: Option<String>,
    /// A note.
    pub note: Option<String>,
    /// What was seen so far; the rest can be added at discharge.
    pub seen: Seen,
    /// What the form asked to confirm was confirmed.
    pub confirm: bool,
    /// Why the dose may go above the stop limit.
    pub override_reason: Option<String>,
}

/// A planned session to be put on another day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveSession {
    /// The course.
    pub course: CourseId,
    /// Number of the session.
    pub n: u32,
    /// The new day, within its window.
    pub to: Date,
    /// Why, if somebody says so.
    pub reason: Option<String>,
}

impl Practice {
    /// Puts one planned session on another day, within its window.
    pub async fn move_session(&self, actor: &Actor, wanted: MoveSession, key: &str) -> Result<(), Refusal> {
        let today = self.today(actor.clinic).await?;
        let mut tx = match self.begin::<()>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(()) => return Ok(()),
        };
        self.move_in(&mut tx, actor, &wanted, today).await?;
        tx.commit_with(&()).await?;
        self.work().await;
        Ok(())
    }

    /// The same within a transaction that is open: a place on a chair goes with it.
    pub(crate) async fn move_in(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        wanted: &MoveSession,
        today: Date,
    ) -> Result<(), Refusal> {
        actor.must(Right::GiveSessions)?;
        course::hold(tx, wanted.course).await?;
        let standing = self.standing_in(tx, wanted.course, today).await?;
        running(&standing)?;
        let found = standing.to_come().find(|s| s.n == wanted.n).cloned();
        drop(standing);
        let Some(planned) = found else {
            let what = format!("Session {} is not planned any more.", wanted.n);
            return Err(Refusal::Conflict { what });
        };
        if wanted.to < planned.earliest.max(today) || wanted.to > planned.latest {
            let days = (words::date(planned.earliest.max(today)), words::date(planned.latest));
            return Err(Refusal::field(
                "to",
                format!("Session {} can only be moved between {} and {}.", wanted.n, days.0, days.1),
                "Choose a day in between. For more, record it as missed: the rest of the plan moves.",
            ));
        }
        let days = (planned.date, wanted.to);
        let reason = wanted.reason.as_deref().map(str::trim).filter(|r| !r.is_empty());
        let id = planned_move::add(tx, wanted.course, wanted.n, days, reason).await?;
        tx.audit("session.move", wanted.course, &wanted.to)?;
        self.after_a_fact(tx, wanted.course, today, course_fact(id)).await
    }

    /// Records a session as given: the limits first, then the fact, the new plan and the forecast.
    pub async fn give_session(&self, actor: &Actor, given: GiveSession, key: &str) -> Result<(), Refusal> {
        actor.must(Right::GiveSessions)?;
        let today = self.today(actor.clinic).await?;
        possible(&given, today)?;
        let mut tx = match self.begin::<()>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(()) => return Ok(()),
        };
        self.give_in(&mut tx, actor, &given, today).await?;
        tx.commit_with(&()).await?;
        self.work().await;
        Ok(())
    }

    /// The same within a transaction that is open: what was seen at the chair goes with it.
    pub(crate) async fn give_in(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        given: &GiveSession,
        today: Date,
    ) -> Result<SessionId, Refusal> {
        course::hold(tx, given.course).await?;
        let standing = self.standing_in(tx, given.course, today).await?;
        let overridden = self.check_session(actor, &standing, given)?;
        let second = self.second_person(tx, actor, &standing, given).await?;
        let supervised_by = given.supervised_by.clone().filter(|s| !s.trim().is_empty());
        let note = [given.note.as_deref(), given.override_reason.as_deref()];
        let note = note
            .into_iter()
            .flatten()
            .map(str::trim)
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join("\n");
        let kept = NewSession {
            course_id: given.course,
            date: given.date,
            status: SessionStatus::Done,
            route: standing.protocol.route,
            dose: Some(given.dose),
            weight_kg: given.weight_kg.map(WeightKg),
            supervised_by,
            note: (!note.is_empty()).then_some(note),
            source_key: None,
        };
        drop(standing);
        let id = session::add(tx, &kept).await?.id();
        tx.audit("session.give", id, &given.course)?;
        if let Some(check) = second {
            tx.audit("session.given_after_check", id, &check)?;
        }
        if given.seen != Seen::default() {
            observation::add(tx, given.course, id, 0, &given.seen).await?;
        }
        let reason = given.override_reason.as_deref().unwrap_or_default().trim();
        for found in &overridden {
            self.keep_override(tx, (given.course, id), found, (reason, today)).await?;
        }
        self.after_a_fact(tx, given.course, today, id.into()).await?;
        Ok(id)
    }

    /// Records that the patient did not come; the rest of the plan moves.
    pub async fn miss_session(
        &self,
        actor: &Actor,
        course: CourseId,
        date: Date,
        key: &str,
    ) -> Result<(), Refusal> {
        actor.must(Right::GiveSessions)?;
        let today = self.today(actor.clinic).await?;
        if date > today {
            return Err(Refusal::field(
                "date",
                "This day has not come yet.",
                "A session is missed once its day is there.",
            ));
        }
        let mut tx = match self.begin::<()>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(()) => return Ok(()),
        };
        course::hold(&mut tx, course).await?;
        let standing = self.standing_in(&mut tx, course, today).await?;
        running(&standing)?;
        nothing_on(&standing, date)?;
        let kept = NewSession {
            course_id: course,
            date,
            status: SessionStatus::Missed,
            route: standing.protocol.route,
            dose: None,
            weight_kg: None,
            supervised_by: None,
            note: None,
            source_key: None,
        };
        drop(standing);
        let id = session::add(&mut tx, &kept).await?.id();
        tx.audit("session.miss", id, &course)?;
        self.after_a_fact(&mut tx, course, today, id.into()).await?;
        tx.commit_with(&()).await?;
        self.work().await;
        Ok(())
    }

    /// Spacing, dose limits and the other gates, each with its own way on: confirm, override with a reason,
    /// or no way. Answers the stops that a prescriber overrides.
    fn check_session(
        &self,
        actor: &Actor,
        standing: &Standing<'_>,
        given: &GiveSession,
    ) -> Result<Vec<Finding>, Refusal> {
        let (stops, asks) = self.judge_session(standing, given)?;
        self.ask(actor, given, &stops, &asks, "")?;
        Ok(stops)
    }

    /// What stops such a session and what asks to be confirmed. A dose that is never given is refused.
    pub(crate) fn judge_session(
        &self,
        standing: &Standing<'_>,
        given: &GiveSession,
    ) -> Result<(Vec<Finding>, Vec<Finding>), Refusal> {
        running(standing)?;
        nothing_on(standing, given.date)?;
        let done = standing.done_dates();
        let induction = schedule::induction_sessions(&standing.record, standing.protocol);
        let n = u32::try_from(done.iter().filter(|d| **d < given.date).count() + 1).unwrap_or(u32::MAX);
        let verdict = check_dose(
            self.knowledge(),
            &DoseCheck {
                protocol: standing.protocol,
                phase: schedule::phase_of(n, induction),
                route: standing.protocol.route,
                dose: given.dose,
                weight: given.weight_kg.map(WeightKg),
                date: given.date,
            },
        );
        if verdict.level == DoseLevel::Refuse {
            let why = self.reasons(&verdict.finding);
            return Err(Refusal::field(dose_field(given.dose), why, "This dose is never given here."));
        }
        let gates = self.gates_of(standing, given)?;
        let spacing =
            gate::spacing(self.knowledge(), standing.protocol, induction as usize, &done, given.date);
        let (mut stops, mut asks): (Vec<Finding>, Vec<Finding>) =
            gates.into_iter().partition(|f| f.state == FindingState::Stop);
        asks.extend(Some(spacing).filter(|s| s.state != FindingState::Clear));
        match verdict.level {
            DoseLevel::Stop => stops.insert(0, verdict.finding),
            DoseLevel::Confirm => asks.insert(0, verdict.finding),
            DoseLevel::Ok | DoseLevel::Refuse => {}
        }
        Ok((stops, asks))
    }

    /// A finding's reasons as sentences.
    pub(crate) fn reasons(&self, finding: &Finding) -> String {
        finding.because.iter().map(|m| words::say(self.knowledge(), m)).collect::<Vec<_>>().join(" ")
    }
}

/// The field of a form in which a dose is typed.
pub(crate) fn dose_field(dose: Dose) -> &'static str {
    match dose {
        Dose::MgPerKg { .. } => "dose_mg_per_kg",
        Dose::Mg { .. } => "dose_mg",
        Dose::MgPerKgPerHour { .. } => "dose_mg_per_kg_per_h",
    }
}

/// A dose that nobody can have meant: the field, what is wrong, what to do.
pub(crate) fn impossible_dose(dose: Dose) -> Option<(&'static str, String, &'static str)> {
    let (amount, most, unit, example) = match dose {
        Dose::MgPerKg { amount } => (amount, 20.0, "mg/kg", "Type mg per kg, not mg: 35 mg at 70 kg is 0.5."),
        Dose::Mg { amount } => (amount, 2000.0, "mg", "Type milligrams, for example 56."),
        Dose::MgPerKgPerHour { rate, .. } => {
            (rate, 5.0, "mg/kg/h", "Type mg per kg and hour, for example 0.35.")
        }
    };
    let field = dose_field(dose);
    if !amount.is_finite() || amount <= 0.0 {
        let remedy = match dose {
            Dose::MgPerKg { .. } => "Type it in mg per kg, for example 0.5.",
            Dose::Mg { .. } | Dose::MgPerKgPerHour { .. } => example,
        };
        return Some((field, "The dose is not a number above 0.".into(), remedy));
    }
    if amount > most {
        return Some((field, format!("{} {unit} cannot be meant.", words::number(amount)), example));
    }
    match dose {
        Dose::MgPerKgPerHour { hours, .. } if !hours.is_finite() || hours <= 0.0 || hours > 24.0 => {
            Some(("hours", "The hours are not between 0 and 24.".into(), "Type how long the infusion runs."))
        }
        _ => None,
    }
}

/// A course that has ended, or that came from elsewhere, takes no more sessions.
pub(crate) fn running(standing: &Standing<'_>) -> Result<(), Refusal> {
    match standing.bundle.course.status {
        CourseStatus::Active => Ok(()),
        CourseStatus::Paused => {
            Err(Refusal::Conflict { what: "This course is paused: nothing can be entered.".into() })
        }
        CourseStatus::Ended => {
            Err(Refusal::Conflict { what: "This course has ended. Open a new course to go on.".into() })
        }
    }
}

/// A course that runs, or one of this clinic that has ended and is watched: check-ins and events go on.
pub(crate) fn watched(standing: &Standing<'_>) -> Result<(), Refusal> {
    let course = &standing.bundle.course;
    if course.status == CourseStatus::Ended && course.source_key.is_none() {
        Ok(())
    } else {
        running(standing)
    }
}

fn nothing_on(standing: &Standing<'_>, date: Date) -> Result<(), Refusal> {
    let twin =
        standing.record.sessions.iter().find(|s| s.date == date && s.status != SessionStatus::Cancelled);
    match twin {
        None => Ok(()),
        Some(twin) => Err(Refusal::field(
            "date",
            format!("A session of {} is on record already ({}).", words::date(date), twin.status),
            "Check the day; the entry on record stands.",
        )),
    }
}

fn possible(given: &GiveSession, today: Date) -> Result<(), Refusal> {
    let mut problems = Vec::new();
    let mut refuse =
        |field: &str, what: String, remedy: &str| problems.push(FieldProblem::new(field, what, remedy));
    if given.date > today {
        refuse(
            "date",
            format!("{} has not come yet.", words::date(given.date)),
            "Enter a session once it was given.",
        );
    }
    let longest_ago = today.checked_sub(jiff::Span::new().days(366)).unwrap_or(today);
    if given.date < longest_ago {
        refuse("date", format!("{} is over a year ago.", words::date(given.date)), "Check the year.");
    }
    if let Some((field, what, remedy)) = impossible_dose(given.dose) {
        refuse(field, what, remedy);
    }
    if given.weight_kg.is_some_and(|kg| !(20.0..=400.0).contains(&kg)) {
        refuse("weight_kg", "The weight is not between 20 and 400 kg.".into(), "Type kilograms, not pounds.");
    }
    if let Some((field, what, remedy)) = crate::observe::impossible(&given.seen) {
        refuse(field, what, remedy);
    }
    for (field, text) in [
        ("note", &given.note),
        ("override_reason", &given.override_reason),
        ("supervised_by", &given.supervised_by),
    ] {
        if text.as_ref().is_some_and(|t| t.chars().count() > 2000) {
            refuse(field, "This text is too long.".into(), "Shorten it to 2,000 characters.");
        }
    }
    if given.supervised_by.as_ref().is_none_or(|name| name.trim().is_empty()) {
        refuse(
            "supervised_by",
            "Nobody is named who supervised.".into(),
            "Every session has a supervising clinician: type the name.",
        );
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Invalid(problems)) }
}

/// A fact of a course that has no id type of its own, as the cause of what follows.
pub(crate) fn course_fact(id: uuid::Uuid) -> evenkeel_store::Subject {
    evenkeel_store::Subject { kind: "course_fact".to_owned(), id: Some(id) }
}
