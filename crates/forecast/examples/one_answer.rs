//! Posterior and closed-form answers of one frozen case, with the time they take, as JSON: our side of `bench/nuts`.
//! `cargo run --release -p evenkeel-forecast --example one_answer -- CASE_ID`
#![expect(clippy::print_stdout, reason = "a program for the console")]

#[expect(dead_code, reason = "the other program prints the share of the peak")]
mod shared;

use evenkeel_forecast::answer::Extent;
use evenkeel_forecast::{Bank, Case, Posterior};
use shared::{Failure, best, model};

fn main() -> Result<(), Failure> {
    let id = std::env::args().nth(1).ok_or("give the id of a case of reference/gold_public.json")?;
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../reference/gold_public.json"))?;
    let gold: serde_json::Value = serde_json::from_str(&text)?;
    let rows = gold.get("cases").and_then(|rows| rows.as_array()).ok_or("no cases")?;
    let case =
        rows.iter().filter_map(|row| row.get("case")).find(|case| case.get("id") == Some(&id.clone().into()));
    let case: Case = serde_json::from_value(case.ok_or("no such case")?.clone())?;
    let model = model()?;
    let bank = Bank::new(&model, Bank::SEED);
    let checked = case.checked(&model)?;
    let answer = || Posterior::new(&model, &bank, &checked).answers(checked.plan(), Extent::Quick);
    let (ms, answer) = (best(answer), answer());
    let out = serde_json::json!({
        "ms": ms,
        "benefit_now": answer.benefit_now.value,
        "p_response": answer.p_response_by_session.value,
    });
    println!("{out}");
    Ok(())
}
