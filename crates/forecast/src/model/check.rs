//! Checks of the two files: every number in the range in which the mathematics holds, every name defined.

use crate::rule::ClinicRule;

use super::{Instrument, ModelError, ModelFile, PriorFile, Shift};
use std::collections::BTreeMap;

const PARAMETERS: [(&str, &str); 6] =
    [("g", "logit"), ("M", "logit"), ("tau_f", "log"), ("phi", "logit"), ("tau_s", "log"), ("n", "logit")];

fn refuse<T>(file: &'static str, entry: &str, why: &str, what_to_do: &str) -> Result<T, ModelError> {
    Err(ModelError { file, entry: entry.into(), why: why.into(), what_to_do: what_to_do.into() })
}

fn in_range(file: &'static str, entry: &str, value: f64, lo: f64, hi: f64) -> Result<(), ModelError> {
    if value.is_finite() && value >= lo && value <= hi {
        return Ok(());
    }
    refuse(file, entry, &format!("{value} is not between {lo} and {hi}"), "Give a number in this range")
}

pub(super) fn prior(prior: &PriorFile) -> Result<(), ModelError> {
    if prior.schema != "evenkeel-prior/1" {
        return refuse("prior", "schema", "not evenkeel-prior/1", "Use a prior file of this schema");
    }
    let named = prior.order.iter().zip(&prior.scale).map(|(name, scale)| (name.as_str(), scale.as_str()));
    if prior.order.len() != 6 || prior.scale.len() != 6 || !named.eq(PARAMETERS) {
        return refuse(
            "prior",
            "order",
            "not g, M, tau_f, phi, tau_s, n on their scales",
            "Keep the order and scales",
        );
    }
    for (index, (mean, sd)) in prior.mean.iter().zip(prior.sd).enumerate() {
        in_range("prior", &format!("mean[{index}]"), *mean, -20.0, 20.0)?;
        in_range("prior", &format!("sd[{index}]"), sd, 1e-6, 10.0)?;
    }
    for (entry, value, lo, hi) in [
        ("tau_n", prior.tau_n, 1e-3, 1e4),
        ("sig_w", prior.sig_w, 1e-6, 1.0),
        ("tau_w", prior.tau_w, 1e-3, 1e5),
        ("sig_u", prior.sig_u, 1e-6, 1.0),
        ("tau_u", prior.tau_u, 1e-3, 1e5),
        ("h_floor", prior.h_floor, 0.0, 1.0),
        ("rho_Mn", prior.rho_m_n, -0.999, 0.999),
        ("kappa", prior.kappa, 1e-3, 1.0),
        ("emax_ed50", prior.emax_ed50, 1e-6, 10.0),
        ("emax_h", prior.emax_h, 0.1, 10.0),
        ("esk84_eq", prior.esk84_eq, 1e-6, 10.0),
    ] {
        in_range("prior", entry, value, lo, hi)?;
    }
    Ok(())
}

pub(super) fn model(file: &ModelFile, prior: &PriorFile) -> Result<(), ModelError> {
    if file.schema != "evenkeel-forecast-model/1" {
        return refuse("model", "schema", "not evenkeel-forecast-model/1", "Use a model file of this schema");
    }
    if file.version != prior.version {
        return refuse(
            "model",
            "version",
            "not the version of the prior file",
            "Use two files of one version",
        );
    }
    for row in &file.instruments {
        instrument(row)?;
    }
    for row in &file.conditions {
        let entry = format!("condition {}", row.id);
        shifts(&entry, &row.shifts, prior)?;
        in_range("model", &format!("{entry} response_at"), row.response_at, 0.01, 0.99)?;
        in_range("model", &format!("{entry} sd_scale"), row.sd_scale, 0.1, 10.0)?;
        if let Some(gap) = &row.acute_gap_days {
            acute_gap(&entry, gap)?;
        }
    }
    for row in &file.covariates {
        shifts(&format!("covariate {}", row.id), &row.shifts, prior)?;
    }
    for row in &file.routes {
        in_range(
            "model",
            &format!("route {} factor", row.id),
            row.factor + row.reference_dose_mg,
            1e-6,
            1e4,
        )?;
    }
    settings(file)
}

fn instrument(row: &Instrument) -> Result<(), ModelError> {
    for (what, value, lo, hi) in [
        ("hi", row.hi, row.lo + row.step, 1e6),
        ("step", row.step, 1e-6, 1e6),
        ("step_tolerance", row.step_tolerance, 0.0, 0.2),
        ("loading", row.loading, 0.0, 1.0),
        ("noise_sd", row.noise_sd, 1e-4, 1.0),
        ("fluctuation", row.fluctuation, 0.1, 4.0),
        ("recall_days", row.recall_days, 0.0, 366.0),
        ("usual_mean", row.usual_mean, 0.0, 1.0),
        ("usual_sd", row.usual_sd, 1e-4, 1.0),
    ] {
        in_range("model", &format!("instrument {} {what}", row.id), value, lo, hi)?;
    }
    Ok(())
}

fn shifts(entry: &str, shifts: &BTreeMap<String, Shift>, prior: &PriorFile) -> Result<(), ModelError> {
    for (parameter, shift) in shifts {
        if !PARAMETERS.iter().any(|(name, _)| name == parameter) {
            let why = format!("{parameter} is not a parameter");
            return refuse("model", entry, &why, "Use g, M, tau_f, phi, tau_s or n");
        }
        if let Shift::Named(name) = shift
            && !prior.shifts.contains_key(name)
        {
            let why = format!("the prior file has no shift named {name}");
            return refuse("model", entry, &why, "Name an entry of its `shifts`, or give a number");
        }
    }
    Ok(())
}

fn acute_gap(entry: &str, gap: &crate::case::AcuteGap) -> Result<(), ModelError> {
    if gap.is_usable() {
        return Ok(());
    }
    refuse(
        "model",
        &format!("{entry} acute_gap_days"),
        "not days of at least 1",
        "Give a number or a list of days",
    )
}

fn settings(file: &ModelFile) -> Result<(), ModelError> {
    let (posterior, answer) = (&file.posterior, &file.answer);
    acute_gap("rule", &file.rule.acute_gap_days)?;
    if let Some((entry, what)) = ClinicRule::of_model(&file.rule).fault() {
        return refuse("model", &format!("rule {entry}"), &what, "Correct it; the file says what it means");
    }
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    for (entry, value, lo, hi) in [
        ("posterior bank", posterior.bank as f64, 64.0, 65536.0),
        ("posterior proposals", posterior.proposals as f64, 64.0, 65536.0),
        ("posterior rounds_max", posterior.rounds_max as f64, 0.0, 8.0),
        ("answer sessions_min", answer.sessions_min as f64, 1.0, answer.sessions_max as f64),
        ("answer sessions_max", answer.sessions_max as f64, 1.0, 60.0),
        ("answer year_days", f64::from(answer.year_days), 1.0, 730.0),
        ("answer curve_draws", answer.curve_draws as f64, 8.0, 65536.0),
        ("answer relapse_margin", answer.relapse_margin, 0.0, 1.0),
        ("paths paths", file.paths.paths as f64, 8.0, 1_048_576.0),
        ("paths check_in_days", f64::from(file.paths.check_in_days), 1.0, 365.0),
        ("limits instruments_max", file.limits.instruments_max as f64, 1.0, 4.0),
        ("limits tau_gap", file.limits.tau_gap, 1e-6, 0.1),
    ] {
        in_range("model", entry, value, lo, hi)?;
    }
    if let Some(trial) = &file.trial {
        let [least, most] = trial.visit_recall_days;
        for (entry, value, lo, hi) in [
            ("trial near_session_days", trial.near_session_days, 0.0, 31.0),
            ("trial near_recall_days", trial.near_recall_days, 0.0, 366.0),
            ("trial visit_recall_days", least, 0.0, most),
            ("trial visit_recall_days", most, 0.0, 366.0),
            ("trial usual_lowest", trial.usual_lowest, 0.0, 1.0),
            ("trial usual_sd_share", trial.usual_sd_share, 0.0, 1.0),
        ] {
            in_range("model", entry, value, lo, hi)?;
        }
    }
    learning(file)?;
    for quantile in &answer.quantiles {
        in_range("model", "answer quantiles", *quantile, 0.001, 0.999)?;
    }
    for days in &answer.intervals_days {
        in_range("model", "answer intervals_days", f64::from(*days), 1.0, 730.0)?;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn learning(file: &ModelFile) -> Result<(), ModelError> {
    let Some(refit) = &file.refit else { return Ok(()) };
    for (entry, value, lo, hi) in [
        ("refit courses_min", refit.courses_min as f64, 20.0, 1e6),
        ("refit scores_after_min", refit.scores_after_min as f64, 1.0, 100.0),
        ("refit finished_after_days", f64::from(refit.finished_after_days), 1.0, 3650.0),
        ("refit shipped_weight", refit.shipped_weight, 1.0, 1e6),
        ("refit folds", refit.folds as f64, 2.0, 20.0),
        ("refit rounds", refit.rounds as f64, 1.0, 100.0),
        ("refit resamples", refit.resamples as f64, 200.0, 100_000.0),
    ] {
        in_range("model", entry, value, lo, hi)?;
    }
    Ok(())
}
