//! One golden text for each shipped rule: the finding as it is kept, said in words, with its trace.
//! `UPDATE_GOLDEN=1` writes them anew; read the difference before you accept it.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop where its own set-up is wrong"
)]

use std::path::Path;

use evenkeel_care::finding::Finding;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::knowledge::Rules;
use evenkeel_care::safety;
use evenkeel_catalog::{Catalog, RuleCases};
use jiff::civil::date;

/// The case that stands for a rule, where it is not the first one.
fn representative(id: &str) -> usize {
    match id {
        "c4" | "m4" => 1,
        "d10" | "d13" | "d36" => 2,
        "p41" | "x2" => 3,
        "d8" => 5,
        _ => 0,
    }
}

fn findings(catalog: &Catalog, id: &str) -> (String, Vec<Finding>) {
    if id == "d25" {
        let answers = [1, 1, 0, 0, 0, 0, 0, 0, 1].map(Some);
        let found =
            safety::after_answers(catalog.knowledge(), InstrumentId::Phq9, &answers, date(2026, 1, 5));
        return ("PHQ-9 answers of a phone, item 9 answered 1".to_owned(), found);
    }
    let cases: RuleCases = toml::from_str(catalog.raw(&format!("rules/{id}.cases.toml")).unwrap()).unwrap();
    let case = &cases.cases[representative(id)];
    if let Some(alert) = &case.alert {
        return (case.name.clone(), vec![alert.step(catalog.knowledge()).finding]);
    }
    let rule = case.expect.rule.clone().unwrap_or_else(|| id.to_uppercase());
    let review = case.review(catalog.knowledge()).unwrap();
    (case.name.clone(), review.findings.into_iter().filter(|f| f.rule == rule).collect())
}

fn written(catalog: &Catalog, name: &str, findings: &[Finding]) -> String {
    let mut lines = vec![format!("case: {name}")];
    for f in findings {
        let instrument = f.instrument.map_or(String::new(), |i| format!(", {i}"));
        let (rule, state, date, grade, revision) = (&f.rule, f.state, f.date, f.grade, &f.revision);
        lines.push(String::new());
        lines.push(format!("{rule} {state} on {date}{instrument} (grade {grade}, revision {revision})"));
        section(&mut lines, "because", f.because.iter().map(|m| catalog.say(m)));
        section(&mut lines, "missing", f.missing.iter().map(|m| format!("{}: {}", m.key, catalog.say(m))));
        section(&mut lines, "options", f.options.iter().map(ToString::to_string));
        section(&mut lines, "caveats", f.caveats.iter().map(ToString::to_string));
        section(&mut lines, "sources", f.sources.iter().cloned());
        section(&mut lines, "trace", f.trace.iter().map(|m| catalog.say(m)));
    }
    lines.join("\n") + "\n"
}

/// A heading and its entries; nothing where there are none.
fn section(lines: &mut Vec<String>, heading: &str, entries: impl Iterator<Item = String>) {
    let entries: Vec<String> = entries.map(|entry| format!("    {entry}")).collect();
    if !entries.is_empty() {
        lines.push(format!("  {heading}"));
        lines.extend(entries);
    }
}

#[test]
fn each_rule_reads_as_it_read_before() {
    let catalog = Catalog::embedded().unwrap();
    let mut different = Vec::new();
    for id in Rules::IDS {
        let (name, found) = findings(&catalog, id);
        assert!(!found.is_empty(), "{id} has no finding");
        let now = written(&catalog, &name, &found);
        let path = Path::new("tests/golden").join(format!("{id}.txt"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, &now).unwrap();
        }
        let before = std::fs::read_to_string(&path).unwrap_or_default();
        if before != now {
            different.push(format!("{id}, now:\n{now}"));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}
