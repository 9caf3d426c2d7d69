//! Forecasts are computed off the event loop, where they hold nobody else up.

use std::sync::Arc;

use super::compute::{Answered, Computed, NoForecast};
use crate::context::Practice;
use crate::record::Standing;
use crate::set_up::off_the_loop;

impl Practice {
    /// The answer for a course, as it is kept.
    pub(crate) async fn answer_for(&self, standing: &Standing<'_>) -> Result<Answered, NoForecast> {
        let (practice, record, near) = (self.clone(), standing.record.clone(), standing.near());
        off_the_loop(move || practice.forecaster().answer(&record, &near))
            .await
            .unwrap_or_else(|refusal| Err(NoForecast(refusal.to_string())))
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
