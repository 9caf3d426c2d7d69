//! What the measuring programs share: the shipped model, a stopwatch, and the peak of the core.
#![expect(clippy::print_stdout, reason = "a program for the console")]

use evenkeel_forecast::{Case, Model, ModelFile, Path, PriorFile};
use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::Instant;

const RUNS: usize = 15;
/// Draws of the bank.
const DRAWS: f64 = 4096.0;

/// What stops a measuring program.
pub type Failure = Box<dyn std::error::Error>;

/// The shipped model.
pub fn model() -> Result<Model, Failure> {
    let settings: ModelFile = toml::from_str(&file("clinical/forecast/model-1.1.toml")?)?;
    let prior: PriorFile = serde_json::from_str(&file(&format!("clinical/forecast/{}", settings.prior))?)?;
    Ok(Model::new(prior, settings, String::new())?)
}

/// The shortest of several runs, ms: what the machine does when nobody disturbs it.
#[expect(clippy::disallowed_methods, reason = "measuring time is what this program is for")]
pub fn best<T>(work: impl Fn() -> T) -> f64 {
    let once = || {
        let start = Instant::now();
        black_box(work());
        start.elapsed().as_secs_f64() * 1000.0
    };
    (0..RUNS).map(|_| once()).fold(f64::INFINITY, f64::min)
}

fn file(path: &str) -> std::io::Result<String> {
    std::fs::read_to_string(format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR")))
}

/// Prints which share of the core's multiply-add peak the posterior reaches, by a counted number of operations of
/// the filter. The peak is measured here and now: independent chains of a multiplication and an addition in registers.
/// They are not fused, because the kernels do not fuse: a fused operation rounds once instead of twice and would give
/// other bits on machines without it.
pub fn share_of_peak(posterior_ms: f64, case: &Case) {
    let peak = evenkeel_forecast::multiply_add_peak();
    let seconds = best(|| black_box(peak.run())) / 1000.0;
    let per_second = peak.operations / seconds;
    let counted = DRAWS * operations(case);
    let reached = counted / (posterior_ms / 1000.0);
    println!(
        "  filter on {:?}: {:.1} million operations, {:.1} of the core's {:.1} billion multiplications and additions a second: {:.0} %",
        Path::current(),
        counted / 1e6,
        reached / 1e9,
        per_second / 1e9,
        100.0 * reached / per_second
    );
}

/// Multiplications, additions, subtractions and divisions of the filter for one draw and a record of one instrument with
/// one recall window; comparisons, loads and the logarithm are not counted.
fn operations(case: &Case) -> f64 {
    const EXP: f64 = 36.0;
    const GAP: f64 = 2.0 + 4.0 * 4.0;
    /// Whole days up to here have their exponentials from the bank.
    const REMEMBERED: f64 = 14.0;
    const ADVANCE: f64 = 27.0;
    const FADE: f64 = 11.0;
    const SESSION: f64 = 4.0;
    const SCORE: f64 = 6.0 + 12.0 + 6.0 + 5.0 + 7.0 + 6.0 + 18.0;
    let mut days: Vec<f64> = case.scores.iter().map(|score| score.day).collect();
    days.extend(case.sessions.iter().map(|session| session.day));
    days.push(case.today);
    days.sort_by(f64::total_cmp);
    days.dedup();
    let gaps: Vec<u64> =
        days.windows(2).filter_map(|pair| Some((pair.last()? - pair.first()?).to_bits())).collect();
    let distinct: BTreeSet<u64> = gaps.iter().copied().collect();
    let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    let computed = distinct.iter().map(|bits| f64::from_bits(*bits));
    let computed = computed.filter(|days| days.fract() > 0.0 || *days > REMEMBERED).count();
    count(distinct.len()) * GAP
        + count(computed) * (2.0 * EXP + 2.0)
        + EXP
        + count(gaps.len()) * (ADVANCE + FADE)
        + count(case.sessions.len()) * SESSION
        + count(case.scores.len()) * SCORE
}
