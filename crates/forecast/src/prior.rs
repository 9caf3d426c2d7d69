//! The prior of one kind of patient: means and deviations of the six parameters after condition and covariates.

use crate::model::{Condition, Model, PriorFile, Shift};
use std::collections::BTreeMap;

/// Prior means and standard deviations on the transformed scale (g, M, τ_f, φ, τ_s, n), with the constants that
/// travel with them.
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    pub(crate) mean: [f64; 6],
    pub(crate) sd: [f64; 6],
    pub(crate) rho_m_n: f64,
    pub(crate) tau_n: f64,
    pub(crate) sig_w: f64,
    pub(crate) tau_w: f64,
    pub(crate) sig_u: f64,
    pub(crate) tau_u: f64,
    pub(crate) h_floor: f64,
    pub(crate) kappa: f64,
    pub(crate) tau_s_days: [f64; 2],
    pub(crate) tau_gap: f64,
}

impl Prior {
    /// Adds the shifts of a condition and of the covariates that are on, and scales the deviations.
    pub(crate) fn new(model: &Model, condition: &Condition, covariates: &[String]) -> Self {
        let file = &model.prior;
        let mut prior = Self {
            mean: file.mean,
            sd: file.sd.map(|sd| sd * condition.sd_scale),
            rho_m_n: file.rho_m_n,
            tau_n: file.tau_n,
            sig_w: file.sig_w,
            tau_w: file.tau_w,
            sig_u: file.sig_u,
            tau_u: file.tau_u,
            h_floor: file.h_floor,
            kappa: file.kappa,
            tau_s_days: model.file.limits.tau_s_days,
            tau_gap: model.file.limits.tau_gap,
        };
        prior.shift(file, &condition.shifts);
        for row in covariates.iter().filter_map(|id| model.covariate(id)) {
            prior.shift(file, &row.shifts);
        }
        prior
    }

    fn shift(&mut self, file: &PriorFile, shifts: &BTreeMap<String, Shift>) {
        for (mean, name) in self.mean.iter_mut().zip(&file.order) {
            *mean += match shifts.get(name) {
                None => 0.0,
                Some(Shift::Value(value)) => *value,
                Some(Shift::Named(entry)) => file.shifts.get(entry).copied().unwrap_or(0.0),
            };
        }
    }
}
