//! A session, given or missed.

use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::dosing::{DoseCheck, DoseLevel, check_dose};
use evenkeel_care::finding::{Finding, FindingState};
use evenkeel_care::gate;
use evenkeel_care::record::{CourseStatus, SessionStatus};
use evenkeel_care::schedule;
use evenkeel_store::session::{self, NewSession};
use evenkeel_store::{CourseId, course};
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
    /// The dose.
    pub dose_mg_per_kg: f64,
    /// Weight of the day.
    pub weight_kg: Option<f64>,
    /// Who supervised.
    pub supervised_by: Option<String>,
    /// A note.
    pub note: Option<String>,
    /// What the form asked to confirm was confirmed.
    pub confirm: bool,
    /// Why the dose may go above the stop limit.
    pub override_reason: Option<String>,
}

impl Practice {
    /// Records a session as given: the limits first, then the fact, the new plan and the forecast.
    pub async fn give_session(&self, actor: &Actor, given: GiveSession, key: &str) -> Result<(), Refusal> {
        actor.must(Right::GiveSessions)?;
        let today = self.today(actor.clinic).await?;
        possible(&given, today)?;
        let mut tx = match self.begin::<()>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(()) => return Ok(()),
        };
        course::hold(&mut tx, given.course).await?;
        let standing = self.standing_in(&mut tx, given.course, today).await?;
        self.check_session(actor, &standing, &given)?;
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
            dose: Some(Dose::mg_per_kg(given.dose_mg_per_kg)),
            weight_kg: given.weight_kg.map(WeightKg),
            supervised_by,
            note: (!note.is_empty()).then_some(note),
            source_key: None,
        };
        drop(standing);
        let id = session::add(&mut tx, &kept).await?.id();
        tx.audit("session.give", id, &given.course)?;
        self.after_a_fact(&mut tx, given.course, today, id.into()).await?;
        tx.commit_with(&()).await?;
        self.work().await;
        Ok(())
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

    /// Spacing and dose limits, each with its own way on: confirm, override with a reason, or no way.
    fn check_session(
        &self,
        actor: &Actor,
        standing: &Standing<'_>,
        given: &GiveSession,
    ) -> Result<(), Refusal> {
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
                dose: Dose::mg_per_kg(given.dose_mg_per_kg),
                weight: given.weight_kg.map(WeightKg),
                date: given.date,
            },
        );
        let why = self.reasons(&verdict.finding);
        let reason = given.override_reason.as_deref().map(str::trim).filter(|r| !r.is_empty());
        match verdict.level {
            DoseLevel::Refuse => {
                return Err(Refusal::field("dose_mg_per_kg", why, "This dose is never given here."));
            }
            DoseLevel::Stop if !actor.may(Right::OverrideDose) => {
                return Err(Refusal::field(
                    "dose_mg_per_kg",
                    why,
                    "Only a prescriber can override this, with a reason.",
                ));
            }
            DoseLevel::Stop if reason.is_none() => {
                return Err(Refusal::Confirm { field: "override_reason".into(), what: why });
            }
            DoseLevel::Confirm if !given.confirm => {
                return Err(Refusal::Confirm { field: "confirm".into(), what: why });
            }
            _ => {}
        }
        let spacing =
            gate::spacing(self.knowledge(), standing.protocol, induction as usize, &done, given.date);
        if spacing.state != FindingState::Clear && !given.confirm {
            return Err(Refusal::Confirm { field: "confirm".into(), what: self.reasons(&spacing) });
        }
        Ok(())
    }

    /// A finding's reasons as sentences.
    pub(crate) fn reasons(&self, finding: &Finding) -> String {
        finding.because.iter().map(|m| words::say(self.knowledge(), m)).collect::<Vec<_>>().join(" ")
    }
}

/// A course that has ended, or that came from elsewhere, takes no more facts.
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
    let dose = given.dose_mg_per_kg;
    if !dose.is_finite() || dose <= 0.0 {
        refuse(
            "dose_mg_per_kg",
            "The dose is not a number above 0.".into(),
            "Type it in mg per kg, for example 0.5.",
        );
    } else if dose > 20.0 {
        refuse(
            "dose_mg_per_kg",
            format!("{} mg/kg cannot be meant.", words::number(dose)),
            "Type mg per kg, not mg: 35 mg at 70 kg is 0.5.",
        );
    }
    if given.weight_kg.is_some_and(|kg| !(20.0..=400.0).contains(&kg)) {
        refuse("weight_kg", "The weight is not between 20 and 400 kg.".into(), "Type kilograms, not pounds.");
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
