//! The proposal of a round of the remedy: a Student t with 6 degrees of freedom fitted to the weighted draws
//! (model specification, section 6).
#![expect(clippy::indexing_slicing, reason = "numeric kernel over six parameters")]

use crate::model::PosteriorSettings;
use crate::num::{self, Matrix6};

const DEGREES: f64 = 6.0;

/// Location and Cholesky factor of the scale matrix of a Student t in the six standard normal coordinates.
#[derive(Debug, Clone)]
pub(crate) struct Proposal {
    centre: [f64; 6],
    lower: Matrix6,
    /// ln of the density at the centre.
    ln_peak: f64,
    /// Draws taken from it.
    pub count: usize,
}

impl Proposal {
    /// Weighted mean μ and covariance C of the draws; with few effective draws C leans towards the prior's identity:
    /// a = 12/(12 + ESS), C ← (1 − a)·1.15·C + (0.5·a + 0.02)·I.
    pub(crate) fn fit(z: &[[f64; 6]], weights: &[f64], ess: f64, settings: &PosteriorSettings) -> Self {
        let mut centre = [0.0; 6];
        for (point, weight) in z.iter().zip(weights) {
            for (sum, value) in centre.iter_mut().zip(point) {
                *sum += weight * value;
            }
        }
        let mut scale = [[0.0; 6]; 6];
        for (point, weight) in z.iter().zip(weights) {
            for i in 0..6 {
                for j in 0..=i {
                    scale[i][j] += weight * (point[i] - centre[i]) * (point[j] - centre[j]);
                }
            }
        }
        let lean = settings.lean_draws / (settings.lean_draws + ess);
        for (i, row) in scale.iter_mut().enumerate() {
            for value in row.iter_mut() {
                *value *= (1.0 - lean) * settings.inflate;
            }
            row[i] += settings.lean * lean + settings.ridge;
        }
        let lower = num::cholesky(&scale);
        let ln_determinant: f64 = (0..6).map(|i| libm::log(lower[i][i])).sum();
        let ln_peak = libm::lgamma(DEGREES)
            - libm::lgamma(0.5 * DEGREES)
            - 3.0 * libm::log(DEGREES * std::f64::consts::PI)
            - ln_determinant;
        Self { centre, lower, ln_peak, count: 0 }
    }

    /// A draw from a standard normal point and its radius √(6/χ²₆).
    pub(crate) fn draw(&self, normal: &[f64; 6], radius: f64) -> [f64; 6] {
        std::array::from_fn(|i| {
            let along: f64 = (0..=i).map(|k| self.lower[i][k] * normal[k]).sum();
            self.centre[i] + radius * along
        })
    }

    /// ln t(z).
    pub(crate) fn ln_density(&self, z: &[f64; 6]) -> f64 {
        let mut solved = [0.0; 6];
        let mut squares = 0.0;
        for i in 0..6 {
            let known: f64 = self.lower[i].iter().zip(&solved).take(i).map(|(l, y)| l * y).sum();
            solved[i] = (z[i] - self.centre[i] - known) / self.lower[i][i];
            squares += solved[i] * solved[i];
        }
        self.ln_peak - 0.5 * (DEGREES + 6.0) * libm::log1p(squares / DEGREES)
    }
}

/// ln N(z; 0, I) in six dimensions.
pub(crate) fn ln_prior(z: &[f64; 6]) -> f64 {
    -0.5 * z.iter().map(|value| value * value).sum::<f64>() - 6.0 * num::HALF_LN_2PI
}
