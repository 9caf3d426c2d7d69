//! The shipped arms against `reference/calibration.md`, the table the numpy reference made with its own random numbers.

use crate::common::{file, model, model_2};
use evenkeel_forecast::Model;
use evenkeel_forecast::trial::{CalibrationFile, Held, Trial, TrialFile, calibration_figures, rms_z};

fn list() -> CalibrationFile {
    toml::from_str(&file("clinical/forecast/calibration.toml")).unwrap()
}

fn trial(model: &Model, name: &str) -> Trial {
    let text = file(&format!("clinical/forecast/calibration/{name}.toml"));
    let written: TrialFile = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    Trial::new(model, &written).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn simulated(model: &Model, list: &CalibrationFile) -> Vec<Held> {
    let trials = list.trials.iter().enumerate();
    trials
        .flat_map(|(i, name)| {
            calibration_figures(&trial(model, name), list.patients, Trial::seed_in_list(list.seed, i))
        })
        .collect()
}

/// Arm, quantity, simulated as printed (whole per cent, or one decimal).
fn reference() -> Vec<(String, String, f64)> {
    let text = file("reference/calibration.md");
    let rows = text.lines().filter(|line| line.starts_with("| ") && line.matches('|').count() == 6);
    rows.filter_map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let number = cells[3].trim_end_matches('%').parse::<f64>().ok()?;
        let share = cells[3].ends_with('%');
        Some((cells[0].into(), cells[1].into(), if share { number / 100.0 } else { number }))
    })
    .collect()
}

/// How far two simulations of 4096 patients may lie apart: some four standard errors of the difference of two shares
/// among the thousand that such a figure may rest on (√(2·0.25/1000) = 2.2 points), and half a point of rounding; for
/// mean falls of score four of √(2·13²/3500) = 0.31 points and rounding; the median day is read weekly or twice a week.
fn tolerance(held: &Held) -> f64 {
    match held.quantity.as_str() {
        _ if held.share => 0.055,
        "median days to relapse" | "median days to loss" => 7.1,
        "median days to relapse, stopped" => 60.0,
        "median sessions to response" => 0.1,
        _ => 1.0,
    }
}

#[test]
fn the_shipped_arms_give_the_table_of_the_reference() {
    let list = list();
    list.checked().unwrap();
    let held = simulated(model(), &list);
    let mut expected = reference();
    assert_eq!((held.len(), expected.len()), (68, 68));
    for one in &held {
        let simulated = one.simulated.unwrap();
        let arm = if one.arm.starts_with("sustain1_2019") { "sustain1_2019 remitters" } else { &one.arm };
        let place = expected.iter().position(|(of, quantity, _)| of == arm && *quantity == one.quantity);
        let (_, _, theirs) = expected.remove(place.unwrap_or_else(|| panic!("{arm}: {}", one.quantity)));
        println!("{:<28} {:<46} {simulated:8.3} {theirs:8.3} {:+.1}", one.arm, one.quantity, one.z.unwrap());
        assert!(
            (simulated - theirs).abs() <= tolerance(one),
            "{arm}, {}: {simulated} and {theirs}",
            one.quantity
        );
    }
    let rms = rms_z(&held);
    println!("rms z {rms}");
    assert!(list.agrees(list.rms_z, rms), "{rms}");
}

#[test]
fn model_2_does_better_on_the_arms_than_the_model_in_force() {
    let list = list();
    let [in_force, beside] = [model(), model_2()].map(|model| rms_z(&simulated(model, &list)));
    println!("rms z {in_force} and {beside}");
    assert!(list.agrees(list.recorded("2").unwrap(), beside), "{beside}");
    assert!(beside < in_force, "{beside} and {in_force}");
}

#[test]
fn every_arm_names_studies_that_the_evidence_has_for_calibrating() {
    let evidence: toml::Value = toml::from_str(&file("clinical/evidence/evidence.toml")).unwrap();
    let studies = evidence["study"].as_array().unwrap();
    let text = |study: &toml::Value, key: &str| study[key].as_str().unwrap().to_owned();
    for name in list().trials {
        let path = format!("clinical/forecast/calibration/{name}.toml");
        let written: TrialFile = toml::from_str(&file(&path)).unwrap();
        assert!(written.id == name && !written.studies.is_empty() && written.effective.is_some(), "{name}");
        for id in &written.studies {
            let study =
                studies.iter().find(|study| text(study, "id") == *id).unwrap_or_else(|| panic!("{id}"));
            assert_eq!(text(study, "role"), "calibrate", "{id}");
        }
    }
}
