//! The course page (S3): everything it shows, put together once.

mod chart;
mod findings;
mod forms;
mod history;
mod next_step;
mod tasks;

use evenkeel_care::finding::{Finding, FindingKind, FindingState};
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::record::CourseStatus;
use evenkeel_care::review::Phase;
use evenkeel_care::schedule;
use evenkeel_store::{CourseId, forecast};

use crate::actor::Actor;
use crate::context::Practice;
use crate::dosing::DosingInForce;
use crate::forecasts::{NoForecast, Replies, WhatIfAsked, answer_view};
use crate::patients::{head, label};
use crate::prices::{PricesInForce, cost_line};
use crate::record::Standing;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::safety::{InForce, OwnWording, screen_rows, sign_questions};
use crate::terms::Terms;
use crate::view::course::{CourseOverview, FindingView, GiveForm, May};
use crate::words;

pub(crate) use findings::{finding_view, rule_name};
pub use next_step::OpenDecision;
pub(crate) use next_step::taken;
pub(crate) use tasks::shift;

/// Outside the US, until the responsible person accepts them: plans, records, scores and trends work without.
pub(crate) const HINTS_OFF: &str = "Decision hints, the forecast among them, are off in this clinic until its responsible person \
                         accepts them in writing. Plan, record, scores and trends work without them.";

impl Practice {
    /// The course page. Reading it is an audit line.
    pub async fn course(&self, actor: &Actor, id: CourseId) -> Result<CourseOverview, Refusal> {
        self.course_asking(actor, id, WhatIfAsked::default()).await
    }

    /// The course page with replies to what its reader asks the forecast. Asking records nothing but the look.
    pub async fn course_asking(
        &self,
        actor: &Actor,
        id: CourseId,
        asked: WhatIfAsked,
    ) -> Result<CourseOverview, Refusal> {
        actor.must(Right::ReadCharts)?;
        let standing = self.standing(actor, id).await?;
        let clinic = self.clinic(actor.clinic).await?;
        let hints = clinic.hints_accepted;
        let past = if hints { forecast::history(self.store(), actor.clinic, id).await? } else { Vec::new() };
        let in_force = InForce::of(self.store(), actor.clinic).await?;
        let safety = self.shown_safety(actor, &standing, &clinic.zone, &in_force).await?;
        self.saw(actor, "course.read", id).await?;
        let knowledge = self.knowledge();
        let computed =
            if hints { self.page_forecast(&standing).await } else { Err(NoForecast(HINTS_OFF.to_owned())) };
        let replies = match &computed {
            Ok(computed) => self.replies(&standing, computed, asked).await,
            Err(_) => Replies::default(),
        };
        let model = self.forecaster().model();
        let past = history::forecasts(&past, &standing, model);
        let read_only = read_only(&standing);
        let ended = standing.bundle.course.status == CourseStatus::Ended;
        let of_kind = |wanted: fn(&Finding) -> bool| finding_views(&standing, knowledge, wanted);
        let prices = PricesInForce::of(self.store(), actor.clinic).await?;
        let give = self.give_form(actor, &standing, &clinic.zone, None).await?;
        Ok(CourseOverview {
            id: id.0,
            clinic: self.show_clinic(&clinic, &in_force),
            patient: head(&standing.bundle.patient, standing.today),
            title: title(&standing),
            phase: phase(standing.review.phase).to_owned(),
            sessions_done: u32::try_from(standing.review.sessions_done).unwrap_or_default(),
            sessions_planned: schedule::induction_sessions(&standing.record, standing.protocol),
            prescriber: standing.bundle.course.prescriber_name.clone(),
            protocol_evidence: evidence(&standing),
            evidence_query: format!(
                "condition={}&route={}",
                standing.record.condition, standing.protocol.route
            ),
            answer: computed
                .as_ref()
                .map(|c| answer_view(c, model, standing.today, ended, &replies))
                .map_err(ToString::to_string),
            to_share: computed.as_ref().ok().map(|c| self.to_share(c, &safety)),
            chart: chart::chart(&standing, computed.as_deref().ok(), knowledge, model),
            next_step: next_step::next_step(&standing, knowledge, &clinic.zone, hints)?,
            safety: safety.findings,
            alerts: safety.alerts,
            screen: self.screen_form(&OwnWording::of(self.store(), actor.clinic).await?),
            screens: screen_rows(&standing.bundle.screens),
            sign_questions: sign_questions(standing.record.condition),
            progress: of_kind(|f| f.kind == FindingKind::Progress),
            other_findings: of_kind(if hints {
                |f| !matches!(f.kind, FindingKind::Progress | FindingKind::Safety)
            } else {
                |f| f.kind == FindingKind::Gate
            }),
            plan: chart::plan_strip(&standing, knowledge),
            cost: cost_line(&standing, computed.as_deref().ok(), &prices),
            scores: history::scores(&standing, knowledge),
            sessions: history::sessions(&standing),
            decisions: history::decisions(&standing, knowledge, &clinic.zone)?,
            ranges_held: history::ranges(&past),
            forecasts: history::forecast_rows(&past),
            give,
            life: self.life_strip(actor.clinic, &standing).await?,
            tasks: tasks::tasks(&standing, knowledge, self.gates_ahead(&standing)?)?,
            check_in: forms::check_ins(&standing, knowledge),
            may: may(actor, &standing, read_only.is_none(), hints),
            read_only,
        })
    }
}

impl Practice {
    /// The form of a session, with its dose worked out and what a second person has confirmed today.
    pub(crate) async fn give_form(
        &self,
        actor: &Actor,
        standing: &Standing<'_>,
        zone: &str,
        weight_kg: Option<f64>,
    ) -> Result<GiveForm, Refusal> {
        let dosing = DosingInForce::of(self.store(), actor.clinic).await?;
        let form = forms::give(standing, self.knowledge())?;
        Ok(GiveForm {
            sheet: self.first_sheet(standing, &dosing, &form.dose, weight_kg),
            second_check: dosing.second_check() || self.always_checked(),
            checks: self.checks_of_today(actor, standing.bundle.course.id, zone).await?,
            ..form
        })
    }
}

/// The findings of a kind, as the page shows them.
fn finding_views(
    standing: &Standing<'_>,
    knowledge: &Knowledge,
    wanted: fn(&Finding) -> bool,
) -> Vec<FindingView> {
    standing.review.findings.iter().filter(|f| wanted(f)).map(|f| finding_view(f, knowledge)).collect()
}

/// What the reader may do on this page. An ended course of this clinic still takes check-ins and may be taken
/// up again; safety is seen to whatever the state of the course.
fn may(actor: &Actor, standing: &Standing<'_>, writes: bool, hints: bool) -> May {
    let course = &standing.bundle.course;
    let ended_here = course.status == CourseStatus::Ended && course.source_key.is_none();
    May {
        give: writes && actor.may(Right::GiveSessions),
        check_in: (writes || ended_here) && actor.may(Right::EnterCheckIns),
        change: writes && actor.may(Right::OpenCourses),
        restart: ended_here && actor.may(Right::OpenCourses),
        decide: writes && hints && actor.may(Right::Decide),
        share: writes && hints && actor.may(Right::Share),
        screen: actor.may(Right::SeeToSafety),
        answer_alerts: actor.may(Right::AnswerAlerts),
        see_to_therapy: (writes || ended_here) && actor.may(Right::SeeToTherapy),
    }
}

/// Findings a clinician can decide on: they offer options and ask to be looked at, or are a review
/// whose day has come.
pub(crate) fn decidable<'a>(standing: &'a Standing<'_>) -> impl Iterator<Item = &'a Finding> {
    let asks = |f: &Finding| match f.state {
        FindingState::Review
        | FindingState::Suspected
        | FindingState::Relapsed
        | FindingState::Offer
        | FindingState::Shorten
        | FindingState::Lengthen => f.kind != FindingKind::Safety,
        FindingState::Due => f.kind == FindingKind::Checkpoint,
        _ => false,
    };
    standing.review.findings.iter().filter(move |f| asks(f) && !f.options.is_empty())
}

pub(crate) fn title(standing: &Standing<'_>) -> String {
    format!(
        "{} · {} ({}, revision {})",
        words::condition(standing.record.condition),
        standing.protocol.name,
        standing.protocol.id,
        Terms::of(&standing.bundle).revision
    )
}

fn read_only(standing: &Standing<'_>) -> Option<String> {
    let course = &standing.bundle.course;
    match course.status {
        CourseStatus::Active => None,
        CourseStatus::Paused => {
            Some("This course is paused. Nothing can be entered until it is taken up again.".into())
        }
        CourseStatus::Ended
            if label(&standing.bundle.patient.source).is_some() && course.source_key.is_some() =>
        {
            Some("This is an imported course of the past. It can be read, not continued.".into())
        }
        CourseStatus::Ended => Some(format!("This course ended on {}.", words::date(course.status_on))),
    }
}

fn evidence(standing: &Standing<'_>) -> Vec<String> {
    let protocol = standing.protocol;
    let mut said = vec![protocol.evidence.clone(), format!("Grade {}.", words::grade(protocol.grade))];
    said.extend(protocol.sources.iter().map(|s| s.citation.clone()));
    said
}

fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Before => "before",
        Phase::Induction => "induction",
        Phase::Maintenance => "maintenance",
        Phase::Paused => "paused",
        Phase::Ended => "ended",
    }
}
