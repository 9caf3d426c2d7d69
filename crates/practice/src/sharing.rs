//! Sharing the answer in words with the patient: one click by a clinician, written down.

use evenkeel_store::CourseId;
use evenkeel_store::forecast::{self, NewForecast};
use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::context::{Once, Practice, json};
use crate::refusal::Refusal;
use crate::rights::Right;

/// Label of the forecast whose words a clinician shared.
pub(crate) const SHARED: &str = "shared";

/// What was shared: the patient's sentence, exactly as it stood.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Shared {
    pub words: String,
}

impl Practice {
    /// Shares today's answer with the patient. The words are kept as they were shared.
    pub async fn share_answer(&self, actor: &Actor, course: CourseId, key: &str) -> Result<(), Refusal> {
        actor.must(Right::Share)?;
        self.must_have_hints(actor).await?;
        let standing = self.standing(actor, course).await?;
        let made = self
            .answer_for(&standing)
            .await
            .map_err(|why| Refusal::Conflict { what: format!("There is no answer to share. {why}") })?;
        let words =
            evenkeel_forecast::words::patient(&made.answer, &made.population, self.forecaster().model());
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
            answer: json(&Shared { words })?,
        };
        let id = forecast::add(&mut tx, &new).await?;
        tx.audit("forecast.share", id, &course)?;
        tx.commit_with(&()).await?;
        Ok(())
    }
}
