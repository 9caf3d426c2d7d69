//! Every sentence the rules can say, with the values it takes. `evenkeel check` compares the text
//! tables with this list: a sentence without words, or words with a placeholder nobody fills, are
//! found before a clinician meets them.

mod booster;
mod change;
mod checkpoint;
mod dosing;
mod due;
mod fit;
mod gate;
mod missing;
mod progress;
mod safety;
mod schedule;
mod screening;
mod trace;

/// One sentence: its key and the names of its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// The key.
    pub key: &'static str,
    /// Names of the values it is given.
    pub takes: &'static [&'static str],
}

/// The sentence of this key, if the rules know it.
pub fn sentence(key: &str) -> Option<&'static Sentence> {
    sentences().find(|s| s.key == key)
}

/// All sentences, by subject.
pub fn sentences() -> impl Iterator<Item = &'static Sentence> {
    SUBJECTS.iter().copied().flatten()
}

const fn says(key: &'static str, takes: &'static [&'static str]) -> Sentence {
    Sentence { key, takes }
}

/// The sentences of each subject.
const SUBJECTS: &[&[Sentence]] = &[
    change::ALL,
    progress::ALL,
    checkpoint::ALL,
    booster::ALL,
    due::ALL,
    safety::ALL,
    gate::ALL,
    screening::ALL,
    dosing::ALL,
    schedule::ALL,
    fit::ALL,
    missing::ALL,
    trace::ALL,
];
