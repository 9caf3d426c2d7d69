//! The chance of response by session, as a table of 80 columns.

use std::fmt::Write as _;

use super::Told;

const BAR: usize = 20;

/// A row a session: state, bar and percentage, the population's figure beside it, remission where the
/// instrument has one.
pub fn table(told: &Told<'_>) -> String {
    let (answer, population) = (&told.answer, &told.population);
    let better = percent_exact(answer.response_at);
    let remission = answer.p_remission_by_session.as_ref();
    let head = if remission.is_some() { "   remission" } else { "" };
    let mut out = format!("Chance of response (at least {better} better) by session\n");
    let _ = writeln!(out, "session             {:<BAR$}  chance   population{head}", "");
    for (i, chance) in answer.p_response_by_session.value.iter().enumerate() {
        let n = i + 1;
        let of = |value: Option<&f64>| value.map_or_else(String::new, |p| percent(*p));
        let people = of(population.p_response_by_session.value.get(i));
        let gone = of(remission.and_then(|values| values.value.get(i)));
        let row = format!(
            "{n:>3}  {:<12}   {:<BAR$}  {:>6}   {people:>10}",
            state(told, n),
            bar(*chance),
            percent(*chance)
        );
        let _ = writeln!(out, "{}", format!("{row}   {gone:>9}").trim_end());
    }
    out
}

fn state(told: &Told<'_>, n: usize) -> &'static str {
    let given = told.case.sessions.len();
    match n {
        n if n <= given => "given",
        n if n <= given + told.case.plan.len() => "planned",
        _ => "if continued",
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a probability becomes a few columns"
)]
fn bar(chance: f64) -> String {
    let full = (chance.clamp(0.0, 1.0) * BAR as f64).round() as usize;
    format!("{}{}", "█".repeat(full), "·".repeat(BAR - full))
}

/// Whole percents; the ends claim no certainty.
fn percent(chance: f64) -> String {
    match chance * 100.0 {
        low if low < 5.0 => "<5 %".to_owned(),
        high if high > 95.0 => ">95 %".to_owned(),
        between => format!("{between:.0} %"),
    }
}

fn percent_exact(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_claim_no_certainty() {
        assert_eq!([0.02, 0.05, 0.5, 0.951].map(percent), ["<5 %", "5 %", "50 %", ">95 %"]);
    }

    #[test]
    fn a_bar_has_one_length() {
        assert_eq!([0.0, 0.43, 1.0, 1.2].map(|p| bar(p).chars().count()), [BAR; 4]);
    }
}
