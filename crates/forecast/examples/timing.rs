//! How long the parts of one forecast take, on each set of vector instructions side by side:
//! `cargo run --release -p evenkeel-forecast --example timing -- CASE.json …`. `bench/run` calls it.
//!
//! Each figure is the shortest of several runs. Where one part uses two threads (the curve, the simulated courses), the
//! caller decides how many cores there are: `taskset -c 0` gives one.

#![expect(clippy::print_stdout, reason = "a program for the console")]

mod shared;

use evenkeel_forecast::answer::Extent;
use evenkeel_forecast::{Bank, Case, Model, Path, Plan, Posterior};
use shared::{Failure, best, model};

const FAN_DAYS: u16 = 84;
/// Answers made one after the other for 10,000 courses are measured on so many of them.
const COURSES: u32 = 100;

fn main() -> Result<(), Failure> {
    let model = model()?;
    println!("bank {:.1} ms", best(|| Bank::new(&model, Bank::SEED)));
    let bank = Bank::new(&model, Bank::SEED);
    let paths: Vec<Path> = Path::ALL.into_iter().filter(|path| path.available()).collect();
    for path in std::env::args().skip(1) {
        let case: Case = serde_json::from_str(&std::fs::read_to_string(&path)?)?;
        parts(&model, &bank, &case, &paths)?;
    }
    Ok(())
}

/// The parts of one forecast, as a course page asks for them.
fn parts(model: &Model, bank: &Bank, case: &Case, paths: &[Path]) -> Result<(), Failure> {
    let checked = case.checked(model)?;
    let unknown = checked.population();
    let posterior = Posterior::new(model, bank, &checked);
    let ahead: Vec<f64> = (0..=FAN_DAYS).step_by(2).map(f64::from).collect();
    let past: Vec<f64> = case.scores.iter().map(|score| score.day).collect();
    let plan = checked.plan();
    let whole = |extent| Posterior::new(model, bank, &checked).answers(plan, extent);
    let courses = || (0..COURSES).map(|_| whole(Extent::Quick).ess).sum::<f64>();
    println!(
        "{} ({} scores, {} sessions, {} rounds), ms",
        case.id,
        case.scores.len(),
        case.sessions.len(),
        posterior.rounds()
    );
    let heads = paths.iter().map(|path| format!("{:>10}", format!("{path:?}"))).collect::<Vec<_>>().concat();
    println!("  {:<42}{heads}", "");
    let row = |part: &str, work: &dyn Fn()| {
        let on = |path: &Path| path.force(|| best(work)).map_or_else(String::new, |ms| format!("{ms:>10.2}"));
        println!("  {part:<42}{}", paths.iter().map(on).collect::<Vec<_>>().concat());
    };
    row("posterior", &|| drop(Posterior::new(model, bank, &checked)));
    row("posterior and closed-form answers", &|| drop(whole(Extent::Quick)));
    row("posterior and all answers", &|| drop(whole(Extent::Whole)));
    row("closed-form answers", &|| drop(posterior.answers(plan, Extent::Quick)));
    row("all answers", &|| drop(posterior.answers(plan, Extent::Whole)));
    row("fan under the plan", &|| drop(posterior.fan(&case.primary, &ahead, plan)));
    row("fan if stopped", &|| drop(posterior.fan(&case.primary, &ahead, &Plan::none())));
    row("corridor", &|| drop(posterior.corridor(&case.primary, &past)));
    row("population's answer", &|| drop(Posterior::new(model, bank, &unknown).answers(plan, Extent::Quick)));
    let of_all = best(courses) * 10_000.0 / f64::from(COURSES) / 1000.0;
    println!("  10,000 courses, closed-form answers, one after the other: {of_all:.1} s (from {COURSES})");
    shared::share_of_peak(best(|| Posterior::new(model, bank, &checked)), case);
    Ok(())
}
