//! How long the parts of one forecast take: `cargo run --release -p evenkeel-forecast --example timing -- CASE.json …`
//! Prints, per case, the best of several runs in milliseconds. `bench/run` calls it.

#![expect(clippy::print_stdout, reason = "a program for the console")]

use std::hint::black_box;
use std::time::Instant;

use evenkeel_forecast::answer::Extent;
use evenkeel_forecast::{Bank, Case, Model, ModelFile, Plan, Posterior, PriorFile};

const RUNS: usize = 7;
const FAN_DAYS: u16 = 84;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let settings: ModelFile = toml::from_str(&file("clinical/forecast/model-1.1.toml")?)?;
    let prior: PriorFile = serde_json::from_str(&file(&format!("clinical/forecast/{}", settings.prior))?)?;
    let model = Model::new(prior, settings, String::new())?;
    println!("bank {:.1} ms", best(|| Bank::new(&model, Bank::SEED)));
    let bank = Bank::new(&model, Bank::SEED);
    for path in std::env::args().skip(1) {
        let case: Case = serde_json::from_str(&std::fs::read_to_string(&path)?)?;
        parts(&model, &bank, &case)?;
    }
    Ok(())
}

/// The parts of one forecast, as a course page asks for them.
fn parts(model: &Model, bank: &Bank, case: &Case) -> Result<(), Failure> {
    let checked = case.checked(model)?;
    let unknown = checked.population();
    let posterior = Posterior::new(model, bank, &checked);
    let ahead: Vec<f64> = (0..=FAN_DAYS).step_by(2).map(f64::from).collect();
    let past: Vec<f64> = case.scores.iter().map(|score| score.day).collect();
    let plan = checked.plan();
    let timed = [
        ("posterior", best(|| Posterior::new(model, bank, &checked))),
        ("closed-form answers", best(|| posterior.answers(plan, Extent::Quick))),
        ("… with the days-well curve", best(|| posterior.answers(plan, Extent::Whole))),
        ("fan under the plan", best(|| posterior.fan(&case.primary, &ahead, plan))),
        ("fan if stopped", best(|| posterior.fan(&case.primary, &ahead, &Plan::none()))),
        ("corridor", best(|| posterior.corridor(&case.primary, &past))),
        ("population's answer", best(|| Posterior::new(model, bank, &unknown).answers(plan, Extent::Quick))),
    ];
    println!(
        "{} ({} scores, {} sessions, {} rounds)",
        case.id,
        case.scores.len(),
        case.sessions.len(),
        posterior.rounds()
    );
    for (part, ms) in timed {
        println!("  {part:<28}{ms:>8.1} ms");
    }
    Ok(())
}

/// The shortest of several runs, ms: what the machine does when nobody disturbs it.
#[expect(clippy::disallowed_methods, reason = "measuring time is what this program is for")]
fn best<T>(work: impl Fn() -> T) -> f64 {
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
