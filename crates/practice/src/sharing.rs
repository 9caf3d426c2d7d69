//! Sharing the answer in words with the patient: a clinician reads the exact text first, one click, written down.

use evenkeel_store::CourseId;
use evenkeel_store::forecast::{self, NewForecast};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::actor::Actor;
use crate::context::{Once, Practice, hex, json};
use crate::forecasts::Computed;
use crate::record::Standing;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::safety::{InForce, Shown};
use crate::view::forecast::ToShare;

/// Label of the forecast whose words a clinician shared.
pub(crate) const SHARED: &str = "shared";

/// Why nothing is shared while a safety finding waits.
const SAFETY_FIRST: &str =
    "Safety first: a safety finding of this patient is open. Close it, then share the answer.";

/// What was shared: the patient's sentence, exactly as it stood.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Shared {
    pub words: String,
}

impl Practice {
    /// The text that would be shared today, for the clinician to read first.
    pub(crate) fn to_share(&self, computed: &Computed, safety: &Shown) -> ToShare {
        let model = self.forecaster().model();
        let words = evenkeel_forecast::words::patient(&computed.answer, &computed.population, model);
        ToShare { seen: seen(&words), blocked: safety.is_open().then(|| SAFETY_FIRST.to_owned()), words }
    }

    /// Shares today's answer with the patient. `seen` belongs to the text that the clinician read: another text is never
    /// shared in its place. The words are kept as they were shared.
    pub async fn share_answer(
        &self,
        actor: &Actor,
        course: CourseId,
        seen: &str,
        key: &str,
    ) -> Result<(), Refusal> {
        actor.must(Right::Share)?;
        self.must_have_hints(actor).await?;
        let standing = self.standing(actor, course).await?;
        let (made, shared) = self.shareable(actor, &standing, seen).await?;
        let mut tx = match self.begin::<()>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(()) => return Ok(()),
        };
        let stamp = &made.answer.model;
        let new = NewForecast {
            course_id: course,
            label: SHARED.to_owned(),
            as_of: standing.today,
            inputs_digest: made.digest.clone(),
            model_version: stamp.version.clone(),
            prior_sha256: stamp.prior_sha256.clone(),
            seed: stamp.seed,
            answer: json(&shared)?,
        };
        let id = forecast::add(&mut tx, &new).await?;
        tx.audit("forecast.share", id, &course)?;
        tx.commit_with(&()).await?;
        Ok(())
    }

    /// The answer with its words, if it may be shared and is the one that was read.
    async fn shareable(
        &self,
        actor: &Actor,
        standing: &Standing<'_>,
        seen: &str,
    ) -> Result<(std::sync::Arc<Computed>, Shared), Refusal> {
        let conflict = |what: String| Refusal::Conflict { what };
        let made = self
            .page_forecast(standing)
            .await
            .map_err(|why| conflict(format!("There is no answer to share. {why}")))?;
        let clinic = self.clinic(actor.clinic).await?;
        let in_force = InForce::of(self.store(), actor.clinic).await?;
        let safety = self.shown_safety(actor, standing, &clinic.zone, &in_force).await?;
        let text = self.to_share(&made, &safety);
        if let Some(why) = text.blocked {
            return Err(conflict(why));
        }
        if text.seen != seen {
            return Err(conflict(
                "The answer has changed since this page was opened. Read the text as it stands now, then share it.".into(),
            ));
        }
        Ok((made, Shared { words: text.words }))
    }
}

/// Stands for a text in a form, so that what is shared is what was read.
fn seen(words: &str) -> String {
    hex(&Sha256::digest(words.as_bytes())).chars().take(32).collect()
}
