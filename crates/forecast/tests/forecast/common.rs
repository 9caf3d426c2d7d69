//! What the tests share: the shipped model, one bank, and records in one line.

use evenkeel_forecast::{Answer, Bank, Case, Model, ModelFile, Posterior, PriorFile, Score, Session};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::sync::OnceLock;

/// A file of the repository.
pub fn file(path: &str) -> String {
    std::fs::read_to_string(format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The shipped model, as the binary reads it.
pub fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| of_version("1.1"))
}

/// The model that is shipped beside it.
pub fn model_2() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| of_version("2"))
}

fn of_version(version: &str) -> Model {
    let text = file(&format!("clinical/forecast/prior-{version}.json"));
    let prior: PriorFile = serde_json::from_str(&text).unwrap();
    let file: ModelFile = toml::from_str(&file(&format!("clinical/forecast/model-{version}.toml"))).unwrap();
    let digest = Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    });
    Model::new(prior, file, digest).unwrap()
}

/// The bank of the published checks.
pub fn bank() -> &'static Bank {
    static BANK: OnceLock<Bank> = OnceLock::new();
    BANK.get_or_init(|| Bank::new(model(), Bank::SEED))
}

/// The answer to a case.
pub fn answer(case: &Case) -> Answer {
    answer_of(model(), case)
}

/// The answer of a model; all of them have their draws from the same points.
pub fn answer_of(model: &Model, case: &Case) -> Answer {
    let checked = case.checked(model).unwrap();
    Posterior::new(model, bank(), &checked).answer()
}

/// Sessions of 0.5 mg/kg intravenous on these days.
pub fn sessions(days: &[i32]) -> Vec<Session> {
    days.iter().map(|day| Session { day: f64::from(*day), route: "iv".into(), dose: 0.5 }).collect()
}

/// Scores on an instrument.
pub fn scores(instrument: &str, scores: &[(i32, i32)]) -> Vec<Score> {
    let score = |(day, score): &(i32, i32)| Score {
        day: f64::from(*day),
        instrument: instrument.into(),
        score: f64::from(*score),
        after: false,
        recall_days: None,
    };
    scores.iter().map(score).collect()
}

/// A depression case on the PHQ-9 with six planned sessions from today on.
pub fn case(given: &[i32], phq9: &[(i32, i32)], today: i32) -> Case {
    let plan = [0, 3, 7, 10, 14, 17].map(|ahead| today + ahead);
    Case {
        id: "test".into(),
        condition: "depression".into(),
        primary: "PHQ9".into(),
        sessions: sessions(given),
        scores: scores("PHQ9", phq9),
        today: f64::from(today),
        plan: sessions(&plan),
        ..Case::default()
    }
}
