//! A clinician decides on a finding: what was shown, what was chosen, and why, kept as it was.

use evenkeel_care::condition::Route;
use evenkeel_care::dose::Dose;
use evenkeel_care::dosing::{DoseCheck, DoseLevel, check_dose};
use evenkeel_care::finding::{Choice, Finding};
use evenkeel_care::protocol::PhaseName;
use evenkeel_care::record::CourseStatus;
use evenkeel_care::schedule;
use evenkeel_store::decision::{self, NewDecision};
use evenkeel_store::{CourseId, FindingId, course, course_state};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

pub use evenkeel_store::decision::Verdict;

use crate::actor::Actor;
use crate::context::{Once, Practice, hex, json};
use crate::forecasts::compare;
use crate::overview::decidable;
use crate::record::{Chosen, Standing};
use crate::refusal::Refusal;
use crate::rights::Right;

/// A decision to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Decide {
    /// The course.
    pub course: CourseId,
    /// The rule decided on.
    pub rule: String,
    /// Digest of what was shown.
    pub shown_digest: String,
    /// Accepted, modified or declined.
    pub verdict: Verdict,
    /// The option chosen; none when declined.
    pub choice: Option<Choice>,
    /// The new dose, with `adjust_dose`, in the protocol's own form.
    pub dose: Option<Dose>,
    /// Why.
    pub reason: String,
}

/// What was on the screen, kept word for key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Shown {
    pub finding: Finding,
    /// Digest of the forecast that stood beside it, if there was one.
    pub forecast: Option<String>,
}

impl Practice {
    /// Keeps a decision. If what was shown has changed meanwhile, nothing is kept and the page is
    /// shown anew: a decision belongs to what its maker saw.
    pub async fn decide(&self, actor: &Actor, decide: Decide, key: &str) -> Result<Uuid, Refusal> {
        actor.must(Right::Decide)?;
        self.must_have_hints(actor).await?;
        possible(&decide)?;
        let today = self.today(actor.clinic).await?;
        let mut tx = match self.begin::<Uuid>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(id) => return Ok(id),
        };
        course::hold(&mut tx, decide.course).await?;
        let standing = self.standing_in(&mut tx, decide.course, today).await?;
        let found = decidable(&standing)
            .find(|f| f.rule == decide.rule && digest(f) == decide.shown_digest)
            .cloned()
            .ok_or_else(|| Refusal::Conflict {
                what:
                    "The course has changed since this page was opened. Look at it as it is now, then decide."
                        .into(),
            })?;
        self.check_choice(&standing, &found, &decide)?;
        let chosen = self.chosen(&standing, &decide);
        let forecast = self.forecaster().digest_of(&standing.record, &standing.near()).ok();
        let shown = Shown { finding: found.clone(), forecast };
        let (seen_version, known) = already(&standing, &found);
        let status_version = standing.bundle.course.status_version;
        drop(standing);
        let finding_id = match known {
            Some(id) => id,
            None => self.keep_finding(&mut tx, decide.course, &found, decide.course.into()).await?,
        };
        let new = NewDecision {
            course_id: decide.course,
            finding_id,
            seen_version,
            choice: decide.verdict,
            chosen: decide.choice,
            values: Some(json(&chosen)?),
            reason: Some(decide.reason.trim().to_owned()),
            shown: json(&shown)?,
            decided_on: today,
        };
        let id = decision::add(&mut tx, &new).await?;
        tx.audit("decision.take", id, &decide.rule)?;
        if decide.verdict != Verdict::Decline && decide.choice == Some(Choice::Stop) {
            let reason = Some(decide.reason.trim());
            course_state::change(&mut tx, decide.course, status_version, CourseStatus::Ended, today, reason)
                .await?;
            tx.audit("course.end", decide.course, &decide.rule)?;
        }
        self.after_a_fact(&mut tx, decide.course, today, id.into()).await?;
        tx.commit_with(&id.0).await?;
        self.work().await;
        Ok(id.0)
    }

    fn check_choice(&self, standing: &Standing<'_>, found: &Finding, decide: &Decide) -> Result<(), Refusal> {
        let Some(choice) = decide.choice else {
            return if decide.verdict == Verdict::Decline {
                Ok(())
            } else {
                Err(Refusal::field("choice", "No option is chosen.", "Choose one, or decline with a reason."))
            };
        };
        if !found.options.contains(&choice) {
            return Err(Refusal::field(
                "choice",
                "This option was not offered.",
                "Choose one from the list.",
            ));
        }
        if choice != Choice::AdjustDose || decide.verdict == Verdict::Decline {
            return Ok(());
        }
        let Some(dose) = decide.dose.filter(|d| crate::sessions::impossible_dose(*d).is_none()) else {
            return Err(Refusal::field(
                crate::sessions::dose_field(decide.dose.unwrap_or(standing.dose)),
                "The new dose is missing.",
                "Type it as the protocol writes it, for example 0.75 mg/kg.",
            ));
        };
        self.within_limits(standing, standing.protocol.route, dose)
    }

    /// Refuses a dose for the sessions to come that is never given. One that asks for confirmation is confirmed when it is
    /// given.
    pub(crate) fn within_limits(
        &self,
        standing: &Standing<'_>,
        route: Route,
        dose: Dose,
    ) -> Result<(), Refusal> {
        let check = DoseCheck {
            protocol: standing.protocol,
            phase: standing.next().map_or(PhaseName::Induction, |s| s.phase),
            route,
            dose,
            weight: None,
            date: standing.today,
        };
        let verdict = check_dose(self.knowledge(), &check);
        match verdict.level {
            DoseLevel::Refuse | DoseLevel::Stop => Err(Refusal::field(
                crate::sessions::dose_field(dose),
                self.reasons(&verdict.finding),
                "Plan a dose within the limits. Above them a prescriber decides at the session, with a reason.",
            )),
            DoseLevel::Ok | DoseLevel::Confirm => Ok(()),
        }
    }

    /// What goes with the choice: for a new dose, both forecasts.
    fn chosen(&self, standing: &Standing<'_>, decide: &Decide) -> Chosen {
        let adjusts = decide.choice == Some(Choice::AdjustDose) && decide.verdict != Verdict::Decline;
        let Some(dose) = decide.dose.filter(|_| adjusts) else { return Chosen::default() };
        let comparison = compare(
            self.forecaster(),
            &standing.record,
            &standing.near(),
            standing.dose,
            dose,
            schedule::induction_sessions(&standing.record, standing.protocol),
        );
        if comparison.is_err() {
            // Without the reason: it may repeat a score.
            tracing::info!("a decision is kept without a comparison of forecasts");
        }
        Chosen { dose_mg_per_kg: None, dose: Some(dose), comparison: comparison.ok() }
    }
}

/// Digest of a finding as shown.
pub(crate) fn digest(finding: &Finding) -> String {
    let letters = serde_json::to_vec(finding).unwrap_or_default();
    hex(&Sha256::digest(&letters)).chars().take(32).collect()
}

/// The decisions already taken on this very finding: how many, and the stored finding.
fn already(standing: &Standing<'_>, found: &Finding) -> (i64, Option<FindingId>) {
    let stored = standing.bundle.findings.iter().rev().find(|f| f.finding().is_ok_and(|kept| kept == *found));
    let id = stored.map(|f| f.id);
    let versions = standing.bundle.decisions.iter().filter(|d| Some(d.finding_id) == id).map(|d| d.version);
    (versions.max().unwrap_or(0), id)
}

fn possible(decide: &Decide) -> Result<(), Refusal> {
    let chars = decide.reason.trim().chars().count();
    if chars == 0 {
        return Err(Refusal::field(
            "reason",
            "The reason is missing.",
            "Write in a few words why you chose this.",
        ));
    }
    if chars > 2000 {
        return Err(Refusal::field("reason", "The reason is too long.", "Shorten it to 2,000 characters."));
    }
    Ok(())
}
