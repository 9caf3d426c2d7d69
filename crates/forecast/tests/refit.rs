//! Learning a prior from finished courses: it finds what a clinic's patients have in common, keeps to the shipped prior
//! where they have nothing, and refuses where there are too few.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the small functions beside the tests fail as the tests do: loudly"
)]

#[path = "forecast/oracle_courses/life.rs"]
mod life;

use evenkeel_forecast::backtest::{Person, Score, Session};
use evenkeel_forecast::refit::{Finished, NotLearned, Refit, refit};
use evenkeel_forecast::{Bank, Model};
use life::{Body, Chance, MEAN, Mood, SD, SD_W};

fn model(rounds: usize) -> Model {
    let read = |file: &str| {
        std::fs::read_to_string(format!("{}/../../clinical/forecast/{file}", env!("CARGO_MANIFEST_DIR")))
            .unwrap()
    };
    let mut file: evenkeel_forecast::ModelFile = toml::from_str(&read("model-1.1.toml")).unwrap();
    (file.posterior.bank, file.posterior.ess_enough) = (1024, 150.0);
    let settings = file.refit.as_mut().unwrap();
    (settings.rounds, settings.folds, settings.courses_min) = (rounds, 3, 40);
    Model::new(serde_json::from_str(&read("prior-1.1.json")).unwrap(), file, String::new()).unwrap()
}

/// Courses of people drawn from the shipped prior with their means moved, recorded every week on the PHQ-9.
fn clinic(people: u32, moved: [f64; 6], seed: u64) -> Vec<Finished> {
    let mut chance = Chance(seed);
    (0..people)
        .map(|number| {
            let z: [f64; 6] = std::array::from_fn(|_| chance.normal());
            let who = life::Person::of(std::array::from_fn(|j| MEAN[j] + moved[j] + SD[j] * z[j]));
            let mut mood = Mood { b: 0.65 + 0.16 * chance.normal(), w: SD_W * chance.normal(), u: 0.0 };
            let (mut body, mut scores) = (Body::default(), Vec::new());
            let given = [0, 3, 7, 10, 14, 17, 31, 45];
            for day in 0..60 {
                if day % 7 == 0 {
                    let score = mood.score(body.shown(), &mut chance);
                    scores.push(Score { day, score, recall_days: None, after: false });
                }
                if given.contains(&day) {
                    body.give(&who);
                }
                body.pass(&who, 1);
                mood.pass(1.0, &mut chance);
            }
            let session =
                |day: &i32| Session { day: *day, route: "iv".into(), dose: 0.5, label: String::new() };
            let person = Person {
                id: format!("p{number:03}"),
                condition: "depression".into(),
                response_at: Some(0.5),
                sessions: given.iter().map(session).collect(),
                scores,
            };
            Finished { instrument: "PHQ9".into(), person }
        })
        .collect()
}

fn learned(courses: Vec<Finished>, rounds: usize) -> Refit {
    let model = model(rounds);
    refit(&model, &Bank::new(&model, Bank::SEED), courses, &mut |_, _| {}).unwrap()
}

/// A clinic whose patients have little ceiling and lose what they have gained soon.
#[test]
fn what_a_clinics_patients_have_in_common_is_found_and_forecasts_better() {
    let moved = [0.0, -2.6, 0.0, 0.0, -1.2, -1.0];
    let found = learned(clinic(60, moved, 3), 6);
    println!("{found:?}");
    let by = |place: usize| found.learned.mean[place] - found.shipped.mean[place];
    assert!(by(1) < -0.8, "the ceiling is found, held back by the shipped prior: {}", by(1));
    assert!(by(1) > -2.6, "and not overshot");
    assert!(found.better, "{:?}", found.log_score);
    assert!(found.log_score.difference < -0.01 && found.crps.difference < 0.0);
    let held = &found.held_out[0];
    assert_eq!((held.shipped.n, held.learned.n), (60 * 8, 60 * 8));
    assert!(held.learned.crps < held.shipped.crps && held.learned.mae <= held.shipped.mae);
}

#[test]
fn patients_like_those_of_the_shipped_prior_leave_it_where_it_is() {
    let found = learned(clinic(50, [0.0; 6], 4), 4);
    println!("{found:?}");
    for ((learned, shipped), sd) in found.learned.mean.iter().zip(found.shipped.mean).zip(found.shipped.sd) {
        assert!((learned - shipped).abs() < 0.35 * sd, "{learned} and {shipped}");
    }
    assert!(!found.better, "nothing beyond chance: {:?}", found.log_score);
}

#[test]
fn the_same_courses_in_any_order_teach_the_same() {
    let courses = clinic(40, [0.0, -1.0, 0.0, 0.0, 0.0, 0.0], 5);
    let mut turned = courses.clone();
    turned.reverse();
    assert_eq!(learned(courses, 1), learned(turned, 1));
}

#[test]
fn too_few_courses_teach_nothing_and_it_says_which_were_left_out() {
    let mut courses = clinic(42, [0.0; 6], 6);
    courses[0].person.scores.retain(|score| score.day > 0);
    courses[1].person.scores.truncate(3);
    courses[2].person.sessions.iter_mut().for_each(|session| session.dose = 0.0);
    let model = model(1);
    let refused = refit(&model, &Bank::new(&model, 1), courses, &mut |_, _| {}).unwrap_err();
    let NotLearned::TooFew { usable, needed, left_out } = &refused else { panic!("{refused}") };
    assert_eq!((*usable, *needed), (39, 40));
    let reasons: Vec<&str> = left_out.keys().map(String::as_str).collect();
    assert_eq!(
        reasons,
        [
            "fewer than 3 scores after the first session",
            "no score before the first session",
            "no session with a dose"
        ]
    );
    assert!(refused.to_string().contains("chance would be learned"));
}
