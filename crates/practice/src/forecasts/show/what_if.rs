//! What would change the answer, as a short table: the next score good, as expected or bad, and waiting.

use evenkeel_forecast::{IfScore, Model, Outlook, WhatWouldChange, words as forecast_words};

use super::super::compute::Computed;
use super::{by_session_words, cannot_tell_yet, chance};
use crate::view::forecast::{WhatIf, WhatIfRow};
use crate::words;

/// Why no figure stands beside other sessions that were asked for.
const TOO_EARLY: &str =
    "other sessions are compared once the questionnaire can tell this patient from the population.";

/// The table; `None` for an ended course, and where nothing may be told before the questionnaire can tell. `other`: the
/// sessions a reader asked for, with their outlook or why there is none.
pub(super) fn what_if(
    computed: &Computed,
    model: &Model,
    ended: bool,
    other: Option<&(String, Result<Outlook, String>)>,
) -> Option<WhatIf> {
    let answer = &computed.answer;
    let what = answer.what_would_change.as_ref().filter(|_| !ended)?;
    let scores = scores(what, model)?;
    let early = forecast_words::too_early(answer);
    let told = |outlook: &Outlook| forecast_words::may_be_told(answer, &computed.population, model, outlook);
    let mut rows: Vec<WhatIfRow> = scores
        .into_iter()
        .filter(|(_, row)| told(&row.outlook))
        .map(|(name, row)| line(name, &row.outlook))
        .collect();
    if rows.is_empty() {
        return None;
    }
    if !cannot_tell_yet(answer, &computed.population) {
        rows.insert(0, line("As it is".to_owned(), &what.as_it_is));
    }
    if let Some(waiting) = what.waiting.as_ref().filter(|_| !early) {
        rows.push(line(format!("Planned sessions {} days later", words::number(what.ahead)), waiting));
    }
    let mut no_other = None;
    match other {
        Some((name, Ok(outlook))) if told(outlook) => rows.push(line(name.clone(), outlook)),
        Some((name, Ok(_))) => no_other = Some(format!("{name}: {TOO_EARLY}")),
        Some((name, Err(why))) => no_other = Some(format!("{name}: {why}")),
        None => {}
    }
    Some(WhatIf {
        no_other,
        chance_of: format!("Chance of response by session {}", what.session),
        benefit_of: format!("Benefit in {} days", words::number(what.ahead)),
        rows,
        reserve: early.then(|| {
            "Only what would raise the chance stands here: any other score could not be held against the sessions yet."
                .to_owned()
        }),
    })
}

/// The three scores, each by its name.
fn scores<'a>(what: &'a WhatWouldChange, model: &Model) -> Option<Vec<(String, &'a IfScore)>> {
    let next = &what.next_score;
    let instrument = model.instrument(&next.instrument)?;
    let name = |row: &IfScore, score: String| {
        format!(
            "{} of {score} in {} days (chance {})",
            instrument.name,
            words::number(what.ahead),
            chance(row.chance)
        )
    };
    let end = |row, worse| name(row, forecast_words::or_beyond(row, instrument, worse));
    let middle = words::number((next.expected.score * 10.0).round() / 10.0);
    Some(vec![
        (end(&next.good, false), &next.good),
        (format!("{} of {middle}, as expected", instrument.name), &next.expected),
        (end(&next.bad, true), &next.bad),
    ])
}

fn line(name: String, outlook: &Outlook) -> WhatIfRow {
    let [median, half, eight] = by_session_words(&outlook.sessions_to_response);
    let at = |q| format!("{} %", (outlook.benefit.at(q).unwrap_or_default() * 100.0).round());
    WhatIfRow {
        name,
        chance: chance(outlook.p_response),
        sessions: format!("{median} ({}; {eight})", half.replace("half of patients like this", "half")),
        benefit: format!(
            "{} (half: {} to {}; eight in ten: {} to {})",
            at(0.5),
            at(0.25),
            at(0.75),
            at(0.1),
            at(0.9)
        ),
    }
}

#[cfg(test)]
mod tests {
    use evenkeel_forecast::answer::{Quantiles, SessionsToResponse};

    use super::*;

    #[test]
    fn a_row_gives_medians_with_both_ranges() {
        let q = vec![0.1, 0.25, 0.5, 0.75, 0.9];
        let outlook = Outlook {
            p_response: 0.623,
            sessions_to_response: SessionsToResponse {
                q: q.clone(),
                value: vec![2.0, 3.0, 4.0, 6.0, 13.0],
                none: 13,
                given: 2,
            },
            benefit: Quantiles { q, value: vec![0.1, 0.2, 0.3, 0.4, 0.55] },
        };
        let row = line("As it is".to_owned(), &outlook);
        assert_eq!(row.chance, "62 %");
        assert_eq!(row.sessions, "4 sessions (half: 3 to 6; eight in ten: 2 to more than 12)");
        assert_eq!(row.benefit, "30 % (half: 20 % to 40 %; eight in ten: 10 % to 55 %)");
    }
}
