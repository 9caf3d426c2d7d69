//! The shapes of `prior-*.json` (schema `evenkeel-prior/1`) and `model-*.toml` (schema `evenkeel-forecast-model/1`).

use serde::Deserialize;
use std::collections::BTreeMap;

/// The prior of the six parameters and the constants fitted with it. Means and deviations are on the transformed scale.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are the symbols of the model specification, section 4")]
pub struct PriorFile {
    pub schema: String,
    pub version: String,
    pub order: Vec<String>,
    pub scale: Vec<String>,
    pub mean: [f64; 6],
    pub sd: [f64; 6],
    /// Days for the non-specific improvement to come (e-folding).
    pub tau_n: f64,
    pub sig_w: f64,
    pub tau_w: f64,
    pub sig_u: f64,
    pub tau_u: f64,
    pub h_floor: f64,
    /// Correlation of the deviates of M and n.
    #[serde(rename = "rho_Mn")]
    pub rho_m_n: f64,
    /// Mean look-back of a questionnaire as a share of its recall window.
    pub kappa: f64,
    /// mg/kg at which half of the largest effect is reached.
    pub emax_ed50: f64,
    pub emax_h: f64,
    /// mg/kg intravenous that 84 mg of nasal esketamine equal.
    pub esk84_eq: f64,
    /// Named shifts of the means for conditions and covariates.
    pub shifts: BTreeMap<String, f64>,
}

/// The second file: instruments, conditions, routes, covariates, and the settings of the answers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are documented in the file itself, beside their numbers")]
pub struct ModelFile {
    pub schema: String,
    pub version: String,
    pub revision: u32,
    pub effective: String,
    pub prior: String,
    pub sources: Vec<String>,
    #[serde(rename = "instrument")]
    pub instruments: Vec<Instrument>,
    #[serde(rename = "condition")]
    pub conditions: Vec<Condition>,
    pub no_forecast: Vec<NoForecast>,
    #[serde(rename = "route")]
    pub routes: Vec<Route>,
    #[serde(rename = "covariate")]
    pub covariates: Vec<Covariate>,
    pub dose: DoseSettings,
    pub limits: Limits,
    pub posterior: PosteriorSettings,
    pub answer: AnswerSettings,
    pub paths: PathSettings,
    pub rule: RuleSettings,
    pub trial: Option<TrialSettings>,
    pub refit: Option<RefitSettings>,
}

/// Which end of a scale is the ill one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WorseEnd {
    /// A high score is worse (PHQ-9).
    High,
    /// A low score is worse (mood 0-10).
    Low,
}

/// A questionnaire or rating scale.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are documented in the file itself, beside their numbers")]
pub struct Instrument {
    pub id: String,
    pub name: String,
    pub lo: f64,
    pub hi: f64,
    pub step: f64,
    #[serde(default = "exactly_on_step")]
    pub step_tolerance: f64,
    pub worse: WorseEnd,
    pub loading: f64,
    pub noise_sd: f64,
    #[serde(default = "unscaled")]
    pub fluctuation: f64,
    pub recall_days: f64,
    pub remission_at: Option<f64>,
    pub usual_mean: f64,
    pub usual_sd: f64,
    pub grade: String,
    pub source: String,
}

fn exactly_on_step() -> f64 {
    1e-6
}

/// A shift of a prior mean: a number, or the name of an entry of the prior's `shifts`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Shift {
    /// The shift itself.
    Value(f64),
    /// The entry of the prior file that holds it.
    Named(String),
}

/// A condition for which there is a forecast.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are documented in the file itself, beside their numbers")]
pub struct Condition {
    pub id: String,
    pub name: String,
    pub response_at: f64,
    pub primary: String,
    #[serde(default)]
    pub shifts: BTreeMap<String, Shift>,
    #[serde(default = "unscaled")]
    pub sd_scale: f64,
    pub acute_total: Option<u32>,
    pub acute_gap_days: Option<crate::case::AcuteGap>,
    pub grade: String,
    pub source: String,
}

fn unscaled() -> f64 {
    1.0
}

/// A condition or route that is refused, and why.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are documented in the file itself")]
pub struct NoForecast {
    pub id: String,
    pub kind: String,
    pub why: String,
}

/// The unit of a route's doses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoseUnit {
    /// mg per kg of body weight.
    MgPerKg,
    /// mg.
    Mg,
}

/// A route of administration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are documented in the file itself, beside their numbers")]
pub struct Route {
    pub id: String,
    pub name: String,
    pub dose_unit: DoseUnit,
    #[serde(default)]
    pub factor: f64,
    #[serde(default)]
    pub reference_dose_mg: f64,
    pub dose_max: f64,
    pub grade: String,
    pub source: String,
}

/// A fact about the patient that shifts the prior.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are documented in the file itself, beside their numbers")]
pub struct Covariate {
    pub id: String,
    pub name: String,
    pub shifts: BTreeMap<String, Shift>,
    pub grade: String,
    pub source: String,
}

/// Doses and weight.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoseSettings {
    pub reference_mg_per_kg: f64,
    pub default_weight_kg: f64,
}

/// Bounds of parameters, records and horizons.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub tau_s_days: [f64; 2],
    pub tau_gap: f64,
    pub instruments_max: usize,
    pub recall_days_max: f64,
    pub rough_after_days: f64,
    pub horizon_days: f64,
}

/// Bank and remedy (model specification, section 6).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PosteriorSettings {
    pub bank: usize,
    pub proposals: usize,
    pub ess_enough: f64,
    pub rounds_max: usize,
    pub ess_unstable: f64,
    pub inflate: f64,
    pub ridge: f64,
    pub lean: f64,
    pub lean_draws: f64,
}

/// What is answered, and for which horizons (model specification, section 7).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerSettings {
    pub quantiles: Vec<f64>,
    pub sessions_min: usize,
    pub sessions_max: usize,
    pub effect_after_days: f64,
    pub score_ahead_days: f64,
    pub intervals_days: Vec<u32>,
    pub year_days: u32,
    pub curve_draws: usize,
    pub days_well_slack: f64,
    pub relapse_margin: f64,
    pub few_responders: f64,
    pub judged_after_sessions: usize,
    pub stop_rule_from_session: usize,
    pub new_course_gap_days: f64,
}

/// Simulated courses (model specification, sections 7.7 and 7.8).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathSettings {
    pub paths: usize,
    pub check_in_days: u32,
    pub relapse_report_days: Vec<u32>,
    pub seed_relapse: u64,
    pub seed_year: u64,
}

/// The clinic's rule, where neither the condition nor the case sets its own (model specification, section 8).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are documented in the file itself, beside their numbers")]
pub struct RuleSettings {
    pub acute_total: u32,
    pub acute_gap_days: crate::case::AcuteGap,
    pub stop_below: f64,
    pub ladder_days: Vec<f64>,
    pub start_rung: i32,
    pub ladder_caps: Vec<LadderCap>,
    pub step_back_floor_days: f64,
    pub extend_after: u32,
    pub step_back: u32,
    pub give_up_after: u32,
}

/// The longest gap between sessions allowed until a day since the first session (for ever without one).
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LadderCap {
    pub until_day: Option<f64>,
    pub days: f64,
}

/// How virtual trials read their patients. A model file without it runs none.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrialSettings {
    /// Scales a clinician rates at visits: their look-back is that of the visit.
    pub visit_scales: Vec<String>,
    /// So many days after a session such a scale looks back `near_recall_days` only.
    pub near_session_days: f64,
    pub near_recall_days: f64,
    /// Otherwise the time since the visit before, held between these.
    pub visit_recall_days: [f64; 2],
    /// Nobody's usual severity is below this.
    pub usual_lowest: f64,
    /// The usual severity keeps at least this share of the deviation of the entry scores.
    pub usual_sd_share: f64,
}

/// How a clinic's own courses may move the prior. A model file without it learns nothing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefitSettings {
    /// Courses needed.
    pub courses_min: usize,
    /// Scores a course needs after its first session, beside one before it.
    pub scores_after_min: usize,
    /// A course counts as finished when it has ended, or so many days after its first session.
    pub finished_after_days: u32,
    /// The shipped prior counts as so many courses.
    pub shipped_weight: f64,
    /// Parts into which people are dealt, each held out once.
    pub folds: usize,
    /// Rounds of the EM algorithm.
    pub rounds: usize,
    /// Resamples of people when before and after are compared.
    pub resamples: usize,
}
