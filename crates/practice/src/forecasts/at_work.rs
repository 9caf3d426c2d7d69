//! Forecasts are computed off the event loop, where they hold nobody else up.

use std::sync::Arc;

use super::asked::{Replies, WhatIfAsked, other_name};
use super::compute::{Computed, Made, NoForecast};
use crate::context::Practice;
use crate::record::Standing;
use crate::set_up::off_the_loop;

impl Practice {
    /// What is kept of a course after a fact or at the turn of a day.
    pub(crate) async fn make_forecast(
        &self,
        standing: &Standing<'_>,
        known: Option<String>,
        watched: bool,
    ) -> Result<Made, NoForecast> {
        let (practice, record, near) = (self.clone(), standing.record.clone(), standing.near());
        off_the_loop(move || practice.forecaster().make(&record, &near, known.as_deref(), watched))
            .await
            .unwrap_or_else(|refusal| Err(NoForecast(refusal.to_string())))
    }

    /// What the forecast replies to a reader's questions. A dose beyond the limits gets its reason, never a figure.
    pub(crate) async fn replies(
        &self,
        standing: &Standing<'_>,
        computed: &Arc<Computed>,
        asked: WhatIfAsked,
    ) -> Replies {
        let keep_days = asked.keep_days;
        let Some(other) = asked.other else { return Replies { other: None, keep_days } };
        let (route, dose) = other;
        if let Err(refusal) = self.within_limits(standing, route, dose) {
            return Replies { other: Some((other_name(other), Err(refusal.to_string()))), keep_days };
        }
        let (practice, record, near) = (self.clone(), standing.record.clone(), standing.near());
        let computed = Arc::clone(computed);
        let outlook =
            off_the_loop(move || practice.forecaster().other_sessions(&record, &near, other, &computed))
                .await
                .unwrap_or_else(|refusal| Err(NoForecast(refusal.to_string())))
                .map_err(|why| why.to_string());
        Replies { other: Some((other_name(other), outlook)), keep_days }
    }

    /// All that the course page shows.
    pub(crate) async fn page_forecast(&self, standing: &Standing<'_>) -> Result<Arc<Computed>, NoForecast> {
        let (practice, record) = (self.clone(), standing.record.clone());
        let (near, far, lived) = (standing.near(), standing.far(), standing.lived(self.knowledge()));
        off_the_loop(move || practice.forecaster().of_course(&record, &near, &far, &lived))
            .await
            .unwrap_or_else(|refusal| Err(NoForecast(refusal.to_string())))
    }
}
