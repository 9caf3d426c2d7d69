//! `evenkeel trial` and `evenkeel calibrate`.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::run::{json, refused, run, with};

/// The shipped example.
fn example() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../clinical/forecast/trials/stop-or-continue.toml");
    std::fs::read_to_string(path).expect("the shipped example")
}

fn arm<'a>(results: &'a Value, id: &str) -> &'a Value {
    let arms = results["arms"].as_array().expect("arms");
    arms.iter().find(|arm| arm["arm"] == id).expect("the arm")
}

#[test]
fn the_shipped_example_runs_and_going_on_keeps_more_well() {
    let results = json(&["trial", "-", "--json", "--patients", "2048"], &example());
    assert_eq!(results["schema"], "evenkeel-trial-results/1");
    assert_eq!((&results["patients_done"], &results["partial"]), (&2048.into(), &false.into()));
    let (stop, on) = (arm(&results, "stop"), arm(&results, "every four weeks"));
    assert_eq!(stop["entered"], on["entered"], "both arms begin with the same patients");
    assert_eq!(stop["phases"][1]["entered"], on["phases"][1]["entered"]);
    let relapsed = |arm: &Value| arm["relapse"]["relapsed"]["value"].as_f64().expect("a share");
    assert!(relapsed(stop) > relapsed(on) + 0.05, "{} and {}", relapsed(stop), relapsed(on));
    let read = &on["reads"][2];
    assert!(read["response"]["n"].as_u64().expect("n") > 500 && read["response"]["se"].as_f64() > Some(0.0));
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_does_not() {
    let said =
        |seed: &str| run(&["trial", "-", "--json", "--patients", "512", "--seed", seed], &example()).stdout;
    assert_eq!(said("3"), said("3"));
    assert_ne!(said("3"), said("4"));
}

#[test]
fn the_words_say_what_was_counted_and_how_surely() {
    let told = run(&["trial", "-", "--patients", "256"], &example());
    assert_eq!(told.code, 0, "{}", told.stderr);
    for words in
        ["met the entry score", "remission", "Kaplan-Meier", "standard error", "256 virtual patients"]
    {
        assert!(told.stdout.contains(words), "{words:?} in {}", told.stdout);
    }
    assert!(told.stderr.contains("patients an arm"), "progress: {}", told.stderr);
}

#[test]
fn every_bad_value_is_told_with_its_place() {
    let cases = [
        ("dose = 0.5", "dose = 50", "arm[0].phase[0].dose"),
        ("route = \"iv\"", "route = \"oral\"", "arm[0].phase[0].route"),
        ("instrument = \"PHQ9\"", "instrument = \"PHQ\"", "arm[0].instrument"),
        ("condition = \"depression\"", "condition = \"ocd\"", "arm[0].condition"),
        ("at_least = 15", "at_least = 30", "arm[0].entry.at_least"),
        ("sessions = [0, 3, 7", "sessions = [0, 7, 3", "arm[0].phase[0].sessions[2]"),
        ("from = 28", "from = 0", "arm[0].phase[1].from"),
        ("median_days = 365", "median_days = -1", "arm[0].phase[1].drop_out.median_days"),
        ("on = 28", "on = 27", "arm[0].relapse.on"),
        ("in_a_row = 2", "in_a_row = 0", "arm[0].relapse.in_a_row"),
        ("improvement_below = 0.4", "improvement_below = 0.4\nscore_at_least = 10", "arm[0].relapse"),
        ("id = \"every four weeks\"", "id = \"stop\"", "arm[1].id"),
        ("patients = 4096", "patients = 0", "patients"),
        ("reads_every_days = 14", "reads_evry_days = 14", "unknown field"),
        ("rule = \"response\"", "rule = \"responders\"", "unknown variant"),
        ("dose = 0.5", "dose = \"much\"", "arm[0].phase[0].dose"),
        ("schema = \"evenkeel-trial/1\"", "schema = \"evenkeel-trial/2\"", "schema"),
    ];
    for (from, to, place) in cases {
        refused(&["trial", "-"], &with(&example(), &[(from, to)]), 2, &[place]);
    }
    refused(&["trial", "no/such.toml"], "", 2, &["no such file"]);
    refused(&["trial", "-"], "this is no toml", 2, &["line 1"]);
    assert_eq!(run(&["trial", "-", "--patients", "0"], &example()).code, 2);
}

#[test]
fn an_early_end_keeps_and_marks_what_is_done() {
    let file = crate::run::file("interrupted-trial.toml", &example());
    let mut child = Command::new(env!("CARGO_BIN_EXE_evenkeel"))
        .args(["trial", &file, "--json", "--patients", "262144"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut progress = String::new();
    let mut stderr = BufReader::new(child.stderr.take().expect("stderr"));
    stderr.read_line(&mut progress).expect("a first line of progress");
    let sent = Command::new("kill").arg("-INT").arg(child.id().to_string()).status();
    assert!(sent.is_ok_and(|status| status.success()), "the signal is sent");
    let mut out = String::new();
    child.stdout.take().expect("stdout").read_to_string(&mut out).expect("UTF-8");
    stderr.read_to_string(&mut progress).expect("UTF-8");
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    let results: Value = serde_json::from_str(&out).expect("JSON");
    let done = results["patients_done"].as_u64().expect("a number");
    assert_eq!(results["partial"], true);
    assert!(done > 0 && done < 262_144 && progress.contains("Ended early"), "{done}: {progress}");
    assert_eq!(results["arms"][0]["drawn"], results["arms"][1]["drawn"]);
}

#[test]
fn the_shipped_prior_does_as_well_on_the_published_arms_as_recorded() {
    let table = json(&["calibrate", "--json"], "");
    assert_eq!(
        (table["agrees"].as_bool(), table["figures"].as_array().map(Vec::len)),
        (Some(true), Some(68))
    );
    let rms = table["rms_z"].as_f64().expect("a number");
    assert!((rms - 1.01).abs() <= 0.05, "{rms}");
}

#[test]
fn the_table_has_words_and_a_rough_one_is_not_judged() {
    let rough = run(&["calibrate", "--patients", "64"], "");
    assert_eq!(rough.code, 0, "{}", rough.stderr);
    for words in ["mathew2010", "relapsed, continuing", "root mean square of z", "Not judged"] {
        assert!(rough.stdout.contains(words), "{words:?} in {}", rough.stdout);
    }
}

#[test]
fn truths_of_simulated_patients_are_ranked_by_command() {
    let ranked = json(&["calibrate", "--simulated", "--cases", "6", "--json"], "");
    assert_eq!(
        (&ranked["cases"], &ranked["partial"], &ranked["uniform"]),
        (&6.into(), &false.into(), &true.into())
    );
    let rows = ranked["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 23);
    assert!(rows.iter().all(|row| row["n"] == 6 && row["covered"].as_array().is_some_and(|c| c.len() == 3)));
    let told = run(&["calibrate", "--simulated", "--cases", "2"], "");
    assert!(told.code == 0 && told.stdout.contains("response by session 12"), "{}", told.stderr);
    assert_eq!(run(&["calibrate", "--cases", "2"], "").code, 2, "--cases belongs to --simulated");
}
