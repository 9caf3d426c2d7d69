//! `evenkeel calibrate --simulated`: patients drawn from the prior, recorded, forecast, and their truth ranked.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};

use evenkeel_forecast::simulated::{Quantity, Rank, Row, ranks, table};
use evenkeel_forecast::{Bank, CaseError, Model, both};
use serde::Serialize;

use crate::cli::exit::{Ended, Exit};
use crate::cli::output;
use crate::cli::trial::ModelStamp;

/// Patients between two looks at whether to stop.
const CHUNK: u64 = 8;
/// Progress is told so many times at most.
const TOLD: u64 = 10;

#[derive(Serialize)]
struct Ranked {
    schema: &'static str,
    model: ModelStamp,
    cases: u64,
    seed: u64,
    partial: bool,
    rows: Vec<Row>,
    uniform: bool,
}

/// Runs `cases` patients and prints coverage and uniformity. Ends with 1 where chance does not explain them.
pub fn run(model: &Model, cases: u64, seed: u64, json: bool, stop: &AtomicBool) -> Ended {
    let bank = Bank::new(model, Bank::SEED);
    let some = |from: u64, to: u64| -> Result<Vec<Rank>, CaseError> {
        let all: Result<Vec<_>, _> = (from..to).map(|number| ranks(model, &bank, seed, number)).collect();
        all.map(|all| all.into_iter().flatten().collect())
    };
    let (mut all, mut done, mut told) = (Vec::new(), 0, 0);
    while done < cases && !(done > 0 && stop.load(Ordering::Relaxed)) {
        let to = cases.min(done + CHUNK);
        let middle = u64::midpoint(done, to);
        let (first, second) = both(|| some(done, middle), || some(middle, to));
        for ranks in [first, second] {
            all.extend(ranks.map_err(Exit::cannot_run)?);
        }
        done = to;
        if done * TOLD / cases > told {
            told = done * TOLD / cases;
            output::note(&format!("{done} of {cases} simulated patients"));
        }
    }
    let rows = table(&all);
    let uniform = rows.iter().all(|row| row.uniform);
    let ranked = Ranked {
        schema: "evenkeel-simulated/1",
        model: ModelStamp::of(model),
        cases: done,
        seed,
        partial: done < cases,
        rows,
        uniform,
    };
    if ranked.partial {
        output::note(&format!("Ended early: {done} of {cases} patients are done."));
    }
    if json {
        output::json(&ranked)?;
    } else {
        output::text(&ranked.told())?;
    }
    if uniform {
        return Ok(());
    }
    Err(Exit::found_wanting(
        "Some ranks are not what chance explains: the posterior does not answer for this model. Look at the rows \
         marked with !, and run again with another --seed and more --cases.",
    ))
}

impl Ranked {
    fn told(&self) -> String {
        let partial = if self.partial { "PARTIAL: ended early. " } else { "" };
        let mut said = format!(
            "{partial}{} patients drawn from the prior of model {}, seed {}. Share of truths inside the intervals, and χ² of ten \
             bins of ranks (9 degrees of freedom; 16.9 is passed by one in twenty).\n  {:>4}  {:<26}{:>6}{:>8}{:>8}{:>8}{:>8}\n",
            self.cases,
            self.model.version(),
            self.seed,
            "day",
            "forecast",
            "n",
            "50 %",
            "80 %",
            "90 %",
            "χ²"
        );
        for row in &self.rows {
            let [half, eight, nine] = row.covered.map(|share| share * 100.0);
            let chance = row.chance.map_or(String::new(), |[forecast, came]| {
                format!("   forecast {:.0} %, came {:.0} %", forecast * 100.0, came * 100.0)
            });
            let _ = writeln!(
                said,
                "{} {:>4}  {:<26}{:>6}{half:>8.1}{eight:>8.1}{nine:>8.1}{:>8.1}{chance}",
                if row.uniform { ' ' } else { '!' },
                row.day,
                words(row.quantity),
                row.n,
                row.chi2
            );
        }
        said.push_str(
            "It tests this program against the model it carries, not the model against the world.\n",
        );
        said
    }
}

fn words(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::BenefitNow => "benefit now",
        Quantity::NextScore => "score of the next check-in",
        Quantity::ScoreIn28Days => "score in 28 days",
        Quantity::ResponseBySession12 => "response by session 12",
    }
}
