//! Where no drug was given the model credits none.
#![expect(clippy::unwrap_used, reason = "the small functions beside the tests fail as the tests do: loudly")]

use std::fs;
use std::path::Path;

use evenkeel_forecast::backtest::{Cohort, OurForecast, Person, Score, Session, Settings};
use evenkeel_forecast::{Bank, Model};

fn model() -> Model {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let prior = fs::read_to_string(root.join("clinical/forecast/prior-1.1.json")).unwrap();
    let file = fs::read_to_string(root.join("clinical/forecast/model-1.1.toml")).unwrap();
    Model::new(serde_json::from_str(&prior).unwrap(), toml::from_str(&file).unwrap(), String::new()).unwrap()
}

/// Mean of the forecast of the last score of a person who was given these sessions.
fn forecast(model: &Model, bank: &Bank, sessions: &[(i32, f64)]) -> f64 {
    let score = |(day, score): (i32, f64)| Score { day, score, recall_days: None, after: false };
    let session = |&(day, dose): &(i32, f64)| Session { day, route: "iv".into(), dose, label: String::new() };
    let person = Person {
        id: "a".into(),
        condition: "depression".into(),
        response_at: Some(0.5),
        sessions: sessions.iter().map(session).collect(),
        scores: [(0, 30.0), (7, 24.0), (14, 20.0)].map(score).to_vec(),
    };
    let cohort = Cohort::new(vec![person]);
    let tasks = cohort.tasks(&Settings::default());
    let ours = OurForecast { model, bank, instrument: "MADRS" };
    ours.forecast(tasks.last().unwrap()).unwrap().mean()
}

#[test]
fn sessions_of_strength_0_give_no_benefit_of_a_session_however_many_there_are() {
    let model = model();
    let bank = Bank::new(&model, 1);
    let of = |sessions: &[(i32, f64)]| forecast(&model, &bank, sessions);
    let begun = of(&[(0, 0.0)]);
    // The same to the last bit: after the first, which says when care began, nothing is credited to another.
    assert_eq!(begun.to_bits(), of(&[(0, 0.0), (3, 0.0), (9, 0.0), (12, 0.0)]).to_bits());
    // A drug given between the last score and the visit is: it lowers the forecast.
    assert!(of(&[(0, 0.0), (9, 0.5)]) < begun - 1.0);
    // And a record without any session gets nothing at all: no benefit, no non-specific part.
    assert!(of(&[]) > begun);
}
