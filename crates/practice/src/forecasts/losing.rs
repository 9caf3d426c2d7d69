//! Whether the response is about to be lost: what the forecast answers to "and without a further session?", kept beside
//! the course for the lists.

use evenkeel_forecast::answer::Caveat;
use evenkeel_forecast::{Answer, Posterior};
use serde::{Deserialize, Serialize};

/// How far the lists of courses look ahead, days. A window that is asked about, no threshold.
pub(crate) const WITHIN_DAYS: u32 = 14;
/// Below this chance to be well today a time until relapse is not told: "not well yet" (docs/MODEL.md).
const WELL_ENOUGH: f64 = 0.5;
/// The quantiles told of the day of a relapse: the range for eight in ten, and the middle.
const QUANTILES: [f64; 3] = [0.1, 0.5, 0.9];

/// What can be said of losing the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "told", rename_all = "snake_case")]
pub(crate) enum Losing {
    /// The chance within [`WITHIN_DAYS`], if no further session is given.
    Chance {
        /// The chance.
        within: f64,
        /// Days from today until it: one in ten sooner, the middle, one in ten later.
        days: [f64; 3],
        /// How far the simulation looks, days; later stands for "not within it".
        horizon: f64,
        /// What it rests on.
        scores: usize,
        /// Little is known of this patient since the first session.
        population: bool,
        /// Few draws count: an unusual record.
        unstable: bool,
    },
    /// Not well today: there is no response to be lost, or it is lost already.
    NotWell {
        /// The chance to be well today.
        well: f64,
    },
    /// A questionnaire still looks back to days before the first session.
    TooEarly,
    /// No ketamine has been given yet.
    NoSession,
    /// The model cannot forecast this course.
    NoForecast {
        /// Why, as a sentence.
        why: String,
    },
}

impl Losing {
    /// Out of the answer under the plan, and simulated courses without a further session.
    pub(super) fn of(posterior: &Posterior<'_>, answer: &Answer, horizon: f64) -> Self {
        if answer.rests_on.sessions == 0 {
            return Self::NoSession;
        }
        if answer.caveats.contains(&Caveat::RecallWindow) {
            return Self::TooEarly;
        }
        let well = answer.p_well_now.value;
        if well < WELL_ENOUGH {
            return Self::NotWell { well };
        }
        let Some(relapse) = posterior.relapse_if_stopped() else {
            return Self::NoForecast { why: "This questionnaire is not followed by the model.".to_owned() };
        };
        let days = relapse.quantiles(&QUANTILES).value;
        let at = |n: usize| days.get(n).copied().unwrap_or_default();
        Self::Chance {
            within: relapse.by(f64::from(WITHIN_DAYS)),
            days: [at(0), at(1), at(2)],
            horizon,
            scores: answer.rests_on.scores,
            population: answer.caveats.contains(&Caveat::Population)
                || answer.caveats.contains(&Caveat::IntakeOnly),
            unstable: answer.unstable,
        }
    }

    /// The chance, where there is one.
    pub(crate) fn chance(&self) -> Option<f64> {
        match self {
            Self::Chance { within, .. } => Some(*within),
            _ => None,
        }
    }
}
