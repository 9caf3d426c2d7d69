//! Single readings of virtual patients against the numpy reference, with every random number given
//! (`reference/virtual_trial_oracle.py`): the walk's benefit, mood, windows, noise and rounding, patient by patient.

use super::{Block, Chance};
use crate::benefit::{Coefficients, Draws, State};
use crate::lanes::{LANES, Lane};
use crate::model::Model;
use crate::trial::file::{ArmFile, EntryFile, PhaseFile};
use crate::trial::{Trial, TrialFile};
use serde::Deserialize;

#[derive(Deserialize)]
struct Frozen {
    arms: Vec<FrozenArm>,
}

#[derive(Deserialize)]
struct FrozenArm {
    id: String,
    condition: String,
    covariates: Vec<String>,
    instrument: String,
    route: String,
    dose: f64,
    sessions: Vec<f64>,
    reads: Vec<f64>,
    /// One row a patient.
    z: Vec<[f64; 6]>,
    usual: Vec<f64>,
    /// One row a call, one number a patient.
    normals: Vec<Vec<f64>>,
    /// One row a reading.
    scores: Vec<Vec<u16>>,
}

/// Numbers that were written down.
struct Given<'a> {
    rows: std::slice::Iter<'a, Vec<f64>>,
    first: usize,
}

impl Chance for Given<'_> {
    fn normals(&mut self) -> Lane {
        let row = self.rows.next().unwrap();
        std::array::from_fn(|l| row[self.first + l])
    }

    fn uniform(&mut self) -> f64 {
        unreachable!("nobody drops out here")
    }
}

fn model() -> Model {
    let prior = include_str!("../../../../../clinical/forecast/prior-1.1.json");
    let file = include_str!("../../../../../clinical/forecast/model-1.1.toml");
    Model::new(serde_json::from_str(prior).unwrap(), toml::from_str(file).unwrap(), String::new()).unwrap()
}

fn trial(frozen: &FrozenArm, model: &Model) -> Trial {
    let phase = PhaseFile {
        name: "sessions".into(),
        from: 0.0,
        until: None,
        keep: None,
        route: Some(frozen.route.clone()),
        dose: Some(frozen.dose),
        sessions: frozen.sessions.clone(),
        sessions_every_days: None,
        stretch: None,
        // The first day is read in any case.
        reads: frozen.reads[1..].to_vec(),
        reads_every_days: None,
        drop_out: None,
    };
    let arm = ArmFile {
        id: frozen.id.clone(),
        condition: frozen.condition.clone(),
        covariates: frozen.covariates.clone(),
        instrument: frozen.instrument.clone(),
        recall_days: None,
        response_at: None,
        entry: EntryFile { mean: None, sd: None, at_least: None },
        phases: vec![phase],
        relapse: None,
        figures: Vec::new(),
    };
    let file = TrialFile {
        schema: crate::trial::SCHEMA.into(),
        id: "frozen".into(),
        name: "frozen".into(),
        studies: Vec::new(),
        revision: None,
        effective: None,
        note: None,
        patients: None,
        seed: None,
        times: None,
        arms: vec![arm],
    };
    Trial::new(model, &file).unwrap()
}

#[test]
fn every_reading_is_the_references() {
    let text = include_str!("../../../../../reference/virtual_readings.json");
    let frozen: Frozen = serde_json::from_str(text).unwrap();
    let model = model();
    let mut read = 0;
    for frozen in &frozen.arms {
        let trial = trial(frozen, &model);
        let arm = &trial.arms()[0];
        assert_eq!(arm.reads.len(), frozen.reads.len(), "{}", frozen.id);
        let draws = Draws::new(&frozen.z, &arm.prior);
        for (number, theta) in draws.blocks().iter().enumerate() {
            let first = number * LANES;
            let usual: Lane = std::array::from_fn(|l| frozen.usual[first + l]);
            let (mut at, mut state) = (Coefficients::default(), State::default());
            at.fill(theta, &arm.timeline);
            state.reset(arm.timeline.windows());
            let mut block = Block::new(arm, &usual, Given { rows: frozen.normals.iter(), first });
            block.walk(theta, &at, &mut state);
            assert!(
                block.noise.rows.next().is_none(),
                "{}: all numbers are used, in the same order",
                frozen.id
            );
            for (slot, (mine, theirs)) in block.steps.iter().zip(&frozen.scores).enumerate() {
                assert_eq!(
                    mine[..],
                    theirs[first..first + LANES],
                    "{}, day {}",
                    frozen.id,
                    frozen.reads[slot]
                );
                read += LANES;
            }
        }
    }
    assert_eq!(read, 32 * (8 + 7 + 4));
}
