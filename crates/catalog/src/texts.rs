//! The sentences: common ones in `texts/en.toml`, a rule's own in its file.

use std::collections::{BTreeMap, BTreeSet};

use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::rules::{sentence, sentences};
use serde::Deserialize;

use crate::files::{File, Files};
use crate::problem::Problem;
use crate::toml_file;

/// Path of the common table.
const COMMON: &str = "texts/en.toml";

/// Keys that name words of closed lists; screens use them, no rule fills them.
const WORDS: [&str; 7] = ["state", "option", "caveat", "kind", "phase", "grade", "schedule"];

/// A table of sentences.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    /// Language tag, for example `en`.
    language: String,
    /// Key → template.
    texts: BTreeMap<String, String>,
}

/// The common table; empty, with a problem noted, where it cannot be read.
pub(crate) fn read(files: &Files, problems: &mut Vec<Problem>) -> BTreeMap<String, String> {
    let Some(file) = files.get(COMMON) else {
        problems.push(Problem::new(
            COMMON,
            0,
            "there is no such file",
            "findings are kept as keys and said in these words",
            "put the file back",
        ));
        return BTreeMap::new();
    };
    match toml_file::read::<Texts>(file) {
        Ok(table) if table.language == "en" => table.texts,
        Ok(table) => {
            problems.push(Problem::new(
                &file.shown,
                toml_file::line_of(&file.text, "language"),
                format!("the language is {:?}, the file is named en.toml", table.language),
                "a reader would get words of another language than the one chosen",
                "write en, or name the file after its language",
            ));
            BTreeMap::new()
        }
        Err(problem) => {
            problems.push(problem);
            BTreeMap::new()
        }
    }
}

/// Sentences without words, words without a sentence, and placeholders nobody fills.
pub(crate) fn problems(files: &Files, knowledge: &Knowledge) -> Vec<Problem> {
    let mut found = Vec::new();
    if let Some(file) = files.get(COMMON) {
        for (key, template) in &knowledge.texts {
            found.extend(template_problem(file, "", key, key, template));
        }
    }
    for (head, texts) in knowledge.rules.all() {
        let id = head.id.to_lowercase();
        let Some(file) = files.get(&format!("rules/{id}.toml")) else { continue };
        for (key, template) in texts {
            found.extend(template_problem(file, "texts.", &format!("{id}.{key}"), key, template));
        }
    }
    found.extend(sentences().filter(|s| knowledge.template(s.key).is_none()).map(|s| missing(files, s.key)));
    found
}

/// A sentence that has no words: told at the file where they belong.
fn missing(files: &Files, key: &str) -> Problem {
    let rule = key.split_once('.').and_then(|(rule, rest)| {
        files.get(&format!("rules/{rule}.toml")).map(|file| (file, format!("{rest} = \"…\" under [texts]")))
    });
    let common = || files.get(COMMON).map(|file| (file, format!("\"{key}\" = \"…\"")));
    let (file, line) =
        rule.or_else(common).map_or(("clinical", key.to_owned()), |(f, l)| (f.shown.as_str(), l));
    Problem::new(
        file,
        0,
        format!("no words for the sentence {key}"),
        "a finding would show its key instead of its reason",
        format!("add {line}"),
    )
}

/// What is wrong with one template, if anything.
fn template_problem(file: &File, table: &str, key: &str, written: &str, template: &str) -> Option<Problem> {
    let line = key_line(&file.text, table, written);
    if key.split('.').next().is_some_and(|first| WORDS.contains(&first)) {
        return None;
    }
    let Some(known) = sentence(key) else {
        return Some(Problem::new(
            &file.shown,
            line,
            format!("no rule says {key}"),
            "words that are never said are usually a misspelled key",
            "correct the key, or remove the line",
        ));
    };
    let unknown: BTreeSet<&str> = placeholders(template).filter(|p| !known.takes.contains(p)).collect();
    let unknown: Vec<&str> = unknown.into_iter().collect();
    (!unknown.is_empty()).then(|| {
        Problem::new(
            &file.shown,
            line,
            format!("{key} has a placeholder without a value: {{{}}}", unknown.join("}, {")),
            "the reader would see the braces",
            format!("use only {{{}}}", known.takes.join("}, {")),
        )
    })
}

/// Names in braces.
fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// The line of a key. Keys of the common table contain dots, so they are looked for as written.
fn key_line(text: &str, table: &str, written: &str) -> usize {
    if !table.is_empty() {
        return toml_file::line_of(text, &format!("{table}{written}"));
    }
    let quoted = format!("\"{written}\"");
    text.lines().position(|line| line.trim_start().starts_with(&quoted)).map_or(1, |i| i + 1)
}
