//! The shape of a trial file (schema `evenkeel-trial/1`). Every key is described in docs/API.md.

use serde::Deserialize;

/// A trial as written: its arms, with what was published about them where they are held against it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are documented in docs/API.md")]
pub struct TrialFile {
    pub schema: String,
    pub id: String,
    pub name: String,
    /// Where the arms and figures are from: ids of studies in `clinical/evidence`.
    #[serde(default)]
    pub studies: Vec<String>,
    pub revision: Option<String>,
    pub effective: Option<String>,
    pub note: Option<String>,
    pub patients: Option<u32>,
    pub seed: Option<u64>,
    /// Patients per arm are multiplied by this, where few reach the last phase.
    pub times: Option<u32>,
    #[serde(default, rename = "arm")]
    pub arms: Vec<ArmFile>,
}

/// One arm.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are documented in docs/API.md")]
pub struct ArmFile {
    pub id: String,
    #[serde(default = "depression")]
    pub condition: String,
    #[serde(default)]
    pub covariates: Vec<String>,
    pub instrument: String,
    pub recall_days: Option<f64>,
    pub response_at: Option<f64>,
    pub entry: EntryFile,
    #[serde(default, rename = "phase")]
    pub phases: Vec<PhaseFile>,
    pub relapse: Option<RelapseFile>,
    #[serde(default, rename = "figure")]
    pub figures: Vec<FigureFile>,
}

fn depression() -> String {
    "depression".into()
}

/// The entry score: its distribution before the criterion, and the criterion.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are documented in docs/API.md")]
pub struct EntryFile {
    pub mean: Option<f64>,
    pub sd: Option<f64>,
    /// A score at least this ill is asked for.
    pub at_least: Option<f64>,
}

/// One phase of an arm. Days are counted from the first day of the trial.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are documented in docs/API.md")]
pub struct PhaseFile {
    pub name: String,
    #[serde(default)]
    pub from: f64,
    pub until: Option<f64>,
    pub keep: Option<Keep>,
    pub route: Option<String>,
    pub dose: Option<f64>,
    #[serde(default)]
    pub sessions: Vec<f64>,
    pub sessions_every_days: Option<f64>,
    pub stretch: Option<Stretch>,
    #[serde(default)]
    pub reads: Vec<f64>,
    pub reads_every_days: Option<f64>,
    pub drop_out: Option<DropOut>,
}

/// Who goes on into a phase, judged by the reading of its first day.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are documented in docs/API.md")]
pub struct Keep {
    pub rule: KeepRule,
    pub score: Option<f64>,
    pub at_least: Option<u32>,
    pub of_last: Option<u32>,
}

/// The rule of [`Keep`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeepRule {
    /// Those whose score shows a response.
    Response,
    /// Those whose score does not show one.
    NoResponse,
    /// Those whose score is in remission.
    Remission,
    /// Those with a score at or on the better side of `score`, at `at_least` of the last `of_last` readings.
    Score,
}

/// Sessions further apart while the latest score is at or on the better side of `score`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are documented in docs/API.md")]
pub struct Stretch {
    pub score: f64,
    pub every_days: f64,
}

/// Drop-out at a constant rate from the first day of a phase.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are documented in docs/API.md")]
pub struct DropOut {
    pub median_days: f64,
    #[serde(default)]
    pub at_least_days: f64,
}

/// What counts as relapse, among whom, and from when.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are documented in docs/API.md")]
pub struct RelapseFile {
    pub among: RelapseAmong,
    pub on: f64,
    pub improvement_below: Option<f64>,
    pub score_at_least: Option<f64>,
    pub in_a_row: u32,
    #[serde(default)]
    pub dated: Dated,
    #[serde(default)]
    pub reads: Vec<f64>,
}

/// Who can relapse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelapseAmong {
    /// Those whose score shows a response on the day it is counted from.
    Response,
    /// Those whose score is in remission then.
    Remission,
    /// All who are still in the trial then.
    All,
}

/// The day of a relapse seen at several visits in a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dated {
    /// The first of them.
    #[default]
    First,
    /// The last of them.
    Last,
}

/// A published figure, and how the simulation counts the same.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are documented in docs/API.md")]
pub struct FigureFile {
    pub name: String,
    pub kind: FigureKind,
    pub observed: f64,
    /// Sampling error of what was observed.
    pub se: f64,
    /// Spread between studies, added in quadrature.
    pub spread: f64,
    pub day: Option<f64>,
    pub from: Option<f64>,
    #[serde(default)]
    pub days: Vec<f64>,
    pub improvement: Option<f64>,
    pub score: Option<f64>,
    pub at_most_days: Option<f64>,
    pub note: Option<String>,
    /// The rows of `clinical/evidence` it is from; several are pooled.
    #[serde(default)]
    pub evidence: Vec<EvidenceRow>,
    /// Why `observed` is not what those rows say.
    pub differs: Option<String>,
}

/// One row of `clinical/evidence`: a quantity of an arm, with as much of when and on what as tells it from its neighbours.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are those of the evidence file")]
pub struct EvidenceRow {
    pub study: String,
    pub arm: String,
    pub quantity: String,
    pub hour: Option<u32>,
    pub day: Option<u32>,
    pub week: Option<u32>,
    pub session: Option<u32>,
    pub days_after_last: Option<u32>,
    pub instrument: Option<String>,
}

/// How a figure is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureKind {
    /// Share whose score on `day` shows a response.
    Response,
    /// Share in remission on `day` (or at or on the better side of `score`).
    Remission,
    /// Mean fall of the score by `day`, in points.
    Fall,
    /// Standard deviation of that fall.
    FallSd,
    /// Share that showed a response on any of `days`.
    ResponseEver,
    /// Share with a response on `day` among those with none on `from`.
    ResponseAfterNone,
    /// Share improved by `improvement` on `day` among those with a response on the later day `from`.
    ImprovedEarlier,
    /// Median number of readings (of `days`) until the first response, among those with one on the last.
    ReadsToResponse,
    /// Mean change of the score from `from` to `day` among those with a response on `from`, in points.
    Drift,
    /// Share without a relapse up to `day`.
    StillWell,
    /// Median days to relapse, at most `at_most_days`.
    DaysToRelapse,
    /// Share seen to relapse.
    Relapsed,
}

impl FigureKind {
    /// Whether the figure is a share (0..1) rather than points or days.
    pub fn is_share(self) -> bool {
        !matches!(self, Self::Fall | Self::FallSd | Self::ReadsToResponse | Self::Drift | Self::DaysToRelapse)
    }
}
