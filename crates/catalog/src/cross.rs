//! What no single file shows: ids that point nowhere, limits that contradict each other, files that
//! nothing reads.

use std::path::Path;

use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::knowledge::{Knowledge, Rules};

use crate::crisis_lines;
use crate::evidence;
use crate::files::{File, Files};
use crate::forecast_file;
use crate::problem::Problem;
use crate::rems_files;
use crate::texts;
use crate::toml_file::line_of;

/// Folders, and who reads them.
const FOLDERS: [&str; 9] =
    ["instruments", "protocols", "ladders", "rules", "rems", "texts", "evidence", "forecast", "maps"];

/// Everything that is wrong between files.
pub(crate) fn problems(files: &Files, knowledge: &Knowledge) -> Vec<Problem> {
    let mut found = strangers(files);
    found.extend(protocols(files, knowledge));
    found.extend(rems_files::problems(files, knowledge));
    found.extend(rule_kinds(files, knowledge));
    found.extend(rule_references(files, knowledge));
    found.extend(rule_order(files, knowledge));
    found.extend(safety_item(files, knowledge));
    found.extend(texts::problems(files, knowledge));
    found.extend(evidence::problems(files));
    found.extend(crisis_lines::problems(files));
    found.extend(forecast_file::problems(files, knowledge));
    found.sort();
    found
}

/// A problem of one field of one file.
fn at(file: &File, field: &str, what: String, why: &str, remedy: String) -> Problem {
    Problem::new(&file.shown, line_of(&file.text, field), what, why, remedy)
}

/// Files that nothing reads: what stands in them would silently not hold.
fn strangers(files: &Files) -> Vec<Problem> {
    let stranger = |(path, file): (&str, &File)| {
        let (what, remedy) = unread(files, path)?;
        Some(Problem::new(
            &file.shown,
            0,
            what,
            "what stands in a file that nothing reads would silently not hold",
            remedy,
        ))
    };
    files.iter().filter_map(stranger).collect()
}

/// Why nothing reads the file at `path`, and what to do; `None` if something does.
fn unread(files: &Files, path: &str) -> Option<(String, String)> {
    if path == crisis_lines::PATH || path == crisis_lines::CASES {
        return None;
    }
    let is_toml = Path::new(path).extension().is_some_and(|e| e == "toml");
    let Some((folder, name)) = path.split_once('/') else {
        let what = "nothing reads a file outside the folders".to_owned();
        return is_toml.then(|| (what, format!("put it into one of {}", FOLDERS.join(", "))));
    };
    if !FOLDERS.contains(&folder) {
        let what = format!("nothing reads a folder named {folder:?}");
        return Some((what, format!("use one of {}", FOLDERS.join(", "))));
    }
    if folder == "texts" && name != "en.toml" {
        let what = "no other language than English is read yet".to_owned();
        return Some((what, "put your own English wording into texts/en.toml".to_owned()));
    }
    let stem = name.strip_suffix(".toml")?;
    let cases_of = stem.strip_suffix(".cases");
    if folder == "rules" && !Rules::IDS.contains(&cases_of.unwrap_or(stem)) {
        let what = format!("there is no rule {:?}", cases_of.unwrap_or(stem));
        return Some((what, format!("use one of {}", Rules::IDS.join(", "))));
    }
    let of = cases_of.filter(|of| files.get(&format!("{folder}/{of}.toml")).is_none())?;
    let what = format!("these are cases of {of}.toml, and there is no such file");
    Some((what, "rename the file, or add the one it belongs to".to_owned()))
}

/// What protocols name must exist.
fn protocols(files: &Files, knowledge: &Knowledge) -> Vec<Problem> {
    let mut found = Vec::new();
    for (id, protocol) in &knowledge.protocols {
        let Some(file) = files.get(&format!("protocols/{id}.toml")) else { continue };
        if protocol.default_ladder != "none" && !knowledge.ladders.contains_key(&protocol.default_ladder) {
            let known = knowledge.ladders.keys().cloned().collect::<Vec<_>>().join(", ");
            found.push(at(
                file,
                "default_ladder",
                format!("there is no ladder {:?}", protocol.default_ladder),
                "maintenance could not be planned",
                format!("use one of {known}, or add ladders/{}.toml", protocol.default_ladder),
            ));
        }
        for (field, id) in protocol
            .primary
            .iter()
            .map(|id| ("primary", id))
            .chain(protocol.remission_at_most.keys().map(|id| ("remission_at_most", id)))
            .filter(|(_, id)| !knowledge.instruments.contains_key(id))
        {
            found.push(unknown_instrument(file, field, *id));
        }
        for (i, check) in protocol.checkpoints.iter().enumerate() {
            if !is_rule(knowledge, &check.rule) {
                found.push(at(
                    file,
                    &format!("checkpoints[{i}].rule"),
                    format!("there is no rule {:?}", check.rule),
                    "the check would never be made",
                    format!("use one of {}", ids(knowledge)),
                ));
            }
        }
    }
    found
}

fn unknown_instrument(file: &File, field: &str, id: InstrumentId) -> Problem {
    at(
        file,
        field,
        format!("there is no file for the instrument {id}"),
        "its scores could not be read",
        format!("add instruments/{}.toml, or use another instrument", id.to_string().to_lowercase()),
    )
}

fn is_rule(knowledge: &Knowledge, id: &str) -> bool {
    knowledge.rules.all().iter().any(|(head, _)| head.id.eq_ignore_ascii_case(id))
}

fn ids(knowledge: &Knowledge) -> String {
    knowledge.rules.all().iter().map(|(head, _)| head.id.clone()).collect::<Vec<_>>().join(", ")
}

/// The kind of each rule decides which states it may have.
fn rule_kinds(files: &Files, knowledge: &Knowledge) -> Vec<Problem> {
    let heads = knowledge.rules.all();
    let rules = Rules::IDS.iter().zip(Rules::KINDS).zip(heads);
    rules
        .filter(|((_, expected), (head, _))| head.kind != **expected)
        .filter_map(|((id, expected), (head, _))| {
            let file = files.get(&format!("rules/{id}.toml"))?;
            Some(at(
                file,
                "rule.kind",
                format!("{} is of the kind {expected}, not {}", head.id, head.kind),
                "the kind decides which states a finding may have and where it is shown",
                format!("write kind = \"{expected}\""),
            ))
        })
        .collect()
}

/// Instruments and rules that rules name must exist.
fn rule_references(files: &Files, knowledge: &Knowledge) -> Vec<Problem> {
    let rules = &knowledge.rules;
    let d5 = &rules.d5.params;
    let d7 = &rules.d7.params;
    let named = [
        ("d5", "params.instruments", d5.instruments.clone()),
        ("d5", "params.or_points", d5.or_points.keys().copied().collect()),
        ("d6", "params.instruments", rules.d6.params.instruments.clone()),
        ("d7", "params.points_above_baseline", d7.points_above_baseline.keys().copied().collect()),
        ("d7", "params.suicidal_ideation_instruments", d7.suicidal_ideation_instruments.clone()),
    ];
    let instruments = named.iter().flat_map(|(rule, field, ids)| {
        let unknown = ids.iter().filter(|id| !knowledge.instruments.contains_key(id));
        unknown.filter_map(move |id| {
            Some(unknown_instrument(files.get(&format!("rules/{rule}.toml"))?, field, *id))
        })
    });
    let closing = [
        ("d23", "params.closed_by_decision_on", &rules.d23.params.closed_by_decision_on),
        ("d25", "params.shown_with", &rules.d25.params.shown_with),
    ];
    let others = closing.iter().flat_map(|(rule, field, named)| {
        let unknown = named.iter().filter(|id| !is_rule(knowledge, id));
        unknown.filter_map(move |id| {
            let file = files.get(&format!("rules/{rule}.toml"))?;
            let remedy = format!("use one of {}", ids(knowledge));
            Some(at(
                file,
                field,
                format!("there is no rule {id:?}"),
                "the reference would never hold",
                remedy,
            ))
        })
    });
    instruments.chain(others).collect()
}

/// The item that asks for suicidal thoughts is the same in the rule and in the questionnaire.
fn safety_item(files: &Files, knowledge: &Knowledge) -> Option<Problem> {
    let number = knowledge.rules.d20.params.item_number;
    let own = knowledge.instruments.get(&InstrumentId::Phq9).and_then(|q| q.safety_item);
    let file = files.get("rules/d20.toml").filter(|_| own != Some(number))?;
    Some(at(
        file,
        "params.item_number",
        format!("item {number} is not the one instruments/phq9.toml names (safety_item)"),
        "the wrong question would decide whether a screen is asked",
        "name the same item in both files".to_owned(),
    ))
}

/// Limits of one rule that only make sense below those of another.
fn rule_order(files: &Files, knowledge: &Knowledge) -> Vec<Problem> {
    let rules = &knowledge.rules;
    let partial = rules.d2.params.partial_percent;
    let lowest = rules
        .d1
        .params
        .response_percent
        .values()
        .copied()
        .chain([rules.d5.params.response_percent, rules.d6.params.response_percent])
        .fold(f64::INFINITY, f64::min);
    let Some(file) = files.get("rules/d2.toml").filter(|_| partial >= lowest) else { return Vec::new() };
    vec![at(
        file,
        "params.partial_percent",
        format!("{partial} % is not below the lowest response figure, {lowest} %"),
        "a partial response would be more than a response",
        "lower partial_percent, or raise the figures in D1, D5 and D6".to_owned(),
    )]
}
