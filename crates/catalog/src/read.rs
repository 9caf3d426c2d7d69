//! From files to knowledge: every file into its type, every problem told at once.

use std::collections::BTreeMap;

use evenkeel_care::field_problem::FieldProblem;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::knowledge::{Knowledge, Overlay, ReadRule, Rules};
use evenkeel_care::ladder::Ladder;
use evenkeel_care::protocol::Protocol;
use evenkeel_care::questionnaire::{Questionnaire, Translation};
use evenkeel_care::rems::MonitoringForm;
use evenkeel_care::rules::{Rule, Sensible};
use serde::de::DeserializeOwned;

use crate::files::{File, Files};
use crate::problem::Problem;
use crate::texts;
use crate::toml_file;

/// Reads everything, or tells everything that is wrong with it.
pub(crate) fn knowledge(files: &Files, overlay: Option<Overlay>) -> Result<Knowledge, Vec<Problem>> {
    let mut problems = Vec::new();
    let instruments = named::<Questionnaire>(files, "instruments", &mut problems);
    let translations = translations(files, &instruments, &mut problems);
    let protocols = named::<Protocol>(files, "protocols", &mut problems);
    let ladders = named::<Ladder>(files, "ladders", &mut problems);
    let forms = named::<MonitoringForm>(files, "rems", &mut problems);
    let mut reader = RuleFiles { files, problems: Vec::new() };
    let rules = Rules::read_with(&mut reader);
    problems.append(&mut reader.problems);
    let texts = texts::read(files, &mut problems);
    let (Some(rules), true) = (rules, problems.is_empty()) else {
        problems.sort();
        return Err(problems);
    };
    Ok(Knowledge {
        instruments: instruments.into_values().map(|q| (q.id, q)).collect(),
        translations,
        protocols,
        ladders,
        forms,
        rules,
        texts,
        overlay,
    })
}

/// A file that defines one thing with an id.
trait Defined: DeserializeOwned {
    /// The name its file must have, without `.toml`.
    fn file_stem(&self) -> String;
    /// What is wrong with it.
    fn wrong(&self) -> Vec<FieldProblem>;
}

impl Defined for Questionnaire {
    fn file_stem(&self) -> String {
        self.id.to_string().to_lowercase()
    }
    fn wrong(&self) -> Vec<FieldProblem> {
        self.problems()
    }
}

impl Defined for Protocol {
    fn file_stem(&self) -> String {
        self.id.clone()
    }
    fn wrong(&self) -> Vec<FieldProblem> {
        self.problems()
    }
}

impl Defined for Ladder {
    fn file_stem(&self) -> String {
        self.id.clone()
    }
    fn wrong(&self) -> Vec<FieldProblem> {
        self.problems()
    }
}

impl Defined for MonitoringForm {
    fn file_stem(&self) -> String {
        self.id.clone()
    }
    fn wrong(&self) -> Vec<FieldProblem> {
        self.problems()
    }
}

/// All definitions of one folder, by the name of their file.
fn named<T: Defined>(files: &Files, folder: &str, problems: &mut Vec<Problem>) -> BTreeMap<String, T> {
    let mut read = BTreeMap::new();
    // `gad7.de.toml` is wording of `gad7.toml` and read beside it.
    for (stem, file) in files.toml_in(folder, false).into_iter().filter(|(stem, _)| !stem.contains('.')) {
        match toml_file::read::<T>(file) {
            Err(problem) => problems.push(problem),
            Ok(defined) => {
                problems.extend(fields(file, &defined.wrong()));
                if defined.file_stem() == stem {
                    read.insert(stem.to_owned(), defined);
                } else {
                    problems.push(misnamed(file, "id", &defined.file_stem()));
                }
            }
        }
    }
    read
}

/// Instruments' wording in other languages, each checked beside its instrument.
fn translations(
    files: &Files,
    instruments: &BTreeMap<String, Questionnaire>,
    problems: &mut Vec<Problem>,
) -> BTreeMap<InstrumentId, BTreeMap<String, Translation>> {
    let mut read: BTreeMap<InstrumentId, BTreeMap<String, Translation>> = BTreeMap::new();
    for (stem, file) in files.toml_in("instruments", false) {
        let Some((id, language)) = stem.split_once('.') else { continue };
        let wording = match toml_file::read::<Translation>(file) {
            Ok(wording) => wording,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        let named = wording.instrument.to_string().eq_ignore_ascii_case(id) && wording.language == language;
        let Some(of) = instruments.get(id).filter(|_| named) else {
            let stem = format!("{}.{}", wording.instrument.to_string().to_lowercase(), wording.language);
            problems.push(misnamed(file, "instrument", &stem));
            continue;
        };
        problems.extend(fields(file, &wording.problems(of)));
        read.entry(wording.instrument).or_default().insert(language.to_owned(), wording);
    }
    read
}

/// Problems of fields, each at its line.
fn fields(file: &File, wrong: &[FieldProblem]) -> Vec<Problem> {
    wrong
        .iter()
        .map(|p| Problem::of_field(&file.shown, toml_file::line_of(&file.text, &p.field), p))
        .collect()
}

/// The id inside the file is another one than its name says; two files of one id end here too.
fn misnamed(file: &File, field: &str, stem: &str) -> Problem {
    Problem::new(
        &file.shown,
        toml_file::line_of(&file.text, field),
        format!("the id belongs to a file named {stem}.toml, so this one may be a duplicate"),
        "an id stands for one file, and that file is found by its name",
        "rename the file or correct the id",
    )
}

/// Reads rules from their files and notes what is wrong.
struct RuleFiles<'a> {
    files: &'a Files,
    problems: Vec<Problem>,
}

impl ReadRule for RuleFiles<'_> {
    fn read<P: DeserializeOwned + Sensible>(&mut self, id: &'static str) -> Option<Rule<P>> {
        let Some(file) = self.files.get(&format!("rules/{id}.toml")) else {
            self.problems.push(Problem::new(
                format!("rules/{id}.toml"),
                0,
                "there is no such file",
                "the engine asks this rule in every review",
                "put the file back; a clinic's own folder only needs the files it changes",
            ));
            return None;
        };
        let rule = match toml_file::read::<Rule<P>>(file) {
            Ok(rule) => rule,
            Err(problem) => {
                self.problems.push(problem);
                return None;
            }
        };
        self.problems.extend(fields(file, &rule.rule.problems()));
        self.problems.extend(fields(file, &rule.params.problems()));
        if !rule.rule.id.eq_ignore_ascii_case(id) {
            self.problems.push(misnamed(file, "rule.id", &rule.rule.id.to_lowercase()));
        }
        Some(rule)
    }
}
