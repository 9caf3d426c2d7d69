//! Cases of an instrument: answers and what they must give.

use evenkeel_care::finding::FindingState;
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::questionnaire::InstrumentCase;
use evenkeel_care::{safety, scoring};
use jiff::civil::Date;

use super::{differ, refusal};

/// How the outcome differs from what the case expects.
pub(super) fn differs(knowledge: &Knowledge, stem: &str, case: &InstrumentCase) -> Option<String> {
    let instrument = knowledge.instruments.values().find(|q| q.id.to_string().eq_ignore_ascii_case(stem));
    let Some(instrument) = instrument else { return Some(format!("there is no instrument {stem}")) };
    let answers = case.values();
    let scored = match scoring::score(instrument, &answers) {
        Ok(scored) => scored,
        Err(wrong) => return refusal(case.refused.as_deref(), &wrong.to_string()),
    };
    if let Some(words) = &case.refused {
        return Some(format!("it was scored, expected a refusal with the words {words:?}"));
    }
    let raised: Vec<String> =
        safety::of_answers(knowledge, instrument.id, &answers, Date::constant(2026, 1, 5))
            .into_iter()
            .filter(|f| f.state != FindingState::None)
            .map(|f| f.rule)
            .collect();
    let unraised: Vec<&String> = case.findings.iter().filter(|rule| !raised.contains(rule)).collect();
    let findings = if !unraised.is_empty() {
        Some(format!("findings are {raised:?}, expected {:?}", case.findings))
    } else if case.findings.is_empty() && scored.missing.is_empty() && !raised.is_empty() {
        Some(format!("findings are {raised:?}, expected none"))
    } else {
        None
    };
    points("the total", case.total, scored.total)
        .or_else(|| {
            let expected = case.partial_total;
            expected.and_then(|_| points("the partial total", expected, scored.partial_total))
        })
        .or_else(|| {
            let differs = |(id, sum): (&String, &f64)| {
                points(&format!("cluster {id}"), Some(*sum), scored.clusters.get(id).copied())
            };
            case.clusters.iter().find_map(differs)
        })
        .or_else(|| {
            let mut cuts = case.cuts.iter();
            cuts.find_map(|(id, met)| differ(&format!("cut {id}"), &Some(met), &scored.cuts.get(id)))
        })
        .or_else(|| differ("the band", &case.band, &scored.band))
        .or_else(|| differ("missing", &case.missing, &scored.missing))
        .or(findings)
}

/// How two totals differ; to a thousandth, since a mean of three items has no last decimal.
fn points(what: &str, expected: Option<f64>, found: Option<f64>) -> Option<String> {
    let same = match (expected, found) {
        (Some(a), Some(b)) => (a - b).abs() < 0.001,
        (a, b) => a.is_none() && b.is_none(),
    };
    if same { None } else { differ(what, &expected, &found) }
}
