//! `evenkeel check`: the clinical content.

use std::fs;
use std::path::Path;

use crate::run::{refused, run};

fn clinical() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../clinical")
}

/// A copy of the shipped content in which one file is changed.
fn copy(name: &str, file: &str, change: impl Fn(&str) -> String) -> String {
    fn copy_all(from: &Path, to: &Path) {
        fs::create_dir_all(to).expect("a folder");
        for entry in fs::read_dir(from).expect("a folder") {
            let path = entry.expect("an entry").path();
            let target = to.join(path.file_name().expect("a name"));
            if path.is_dir() {
                copy_all(&path, &target);
            } else {
                fs::copy(&path, &target).expect("a copy");
            }
        }
    }
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&to);
    copy_all(&clinical(), &to);
    let changed = to.join(file);
    let text = fs::read_to_string(&changed).expect("the file");
    fs::write(&changed, change(&text)).expect("the file");
    to.to_str().expect("UTF-8").to_owned()
}

#[test]
fn the_shipped_content_has_no_problems_and_its_cases_are_counted() {
    let run = run(&["check", clinical().to_str().expect("UTF-8")], "");
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(
        run.stdout.contains("files") && run.stdout.contains("cases") && run.stdout.contains("no problems")
    );
}

#[test]
fn a_problem_is_told_with_file_and_line_and_ends_with_1() {
    let dir = copy("unknown-field", "instruments/phq9.toml", |text| {
        text.replacen("id = ", "colour = \"red\"\nid = ", 1)
    });
    let run = run(&["check", &dir], "");
    assert_eq!(run.code, 1, "{}", run.stdout);
    for words in ["instruments/phq9.toml:", "colour", "1 problem"] {
        assert!(run.stdout.contains(words), "{} does not contain {words:?}", run.stdout);
    }
}

#[test]
fn a_case_that_no_longer_holds_is_a_problem() {
    let dir = copy("wrong-band", "instruments/phq9.toml", |text| {
        text.replacen("lo = 5", "lo = 6", 1).replacen("hi = 4", "hi = 5", 1)
    });
    let run = run(&["check", &dir], "");
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stdout.contains("phq9"), "{}", run.stdout);
}

#[test]
fn a_clinics_own_folder_is_checked_over_the_shipped_content() {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("own-clinic");
    fs::create_dir_all(dir.join("ladders")).expect("a folder");
    let ladder = fs::read_to_string(clinical().join("ladders/clinic-ladder.toml")).expect("the ladder");
    fs::write(dir.join("ladders/clinic-ladder.toml"), ladder.replacen("every_days", "every_dayz", 1))
        .expect("a file");
    let run = run(&["check", dir.to_str().expect("UTF-8")], "");
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(
        run.stdout.contains("clinic-ladder.toml:") && run.stdout.contains("every_dayz"),
        "{}",
        run.stdout
    );
}

#[test]
fn what_a_clinics_own_folder_changes_is_said_beside_the_answer() {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("own-limit");
    fs::create_dir_all(dir.join("rules")).expect("a folder");
    let rule = fs::read_to_string(clinical().join("rules/d11.toml")).expect("the rule");
    fs::write(
        dir.join("rules/d11.toml"),
        rule.replacen("continue_percent = 20.0", "continue_percent = 25.0", 1),
    )
    .expect("a file");
    let run = run(&["check", dir.to_str().expect("UTF-8")], "");
    assert!(run.stderr.contains("rules/d11.toml: continue_percent 20 → 25"), "{}", run.stderr);
}

#[test]
fn where_there_is_no_folder_the_content_of_the_program_is_checked() {
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_evenkeel"))
        .arg("check")
        .current_dir(env!("CARGO_TARGET_TMPDIR"))
        .output()
        .expect("the binary starts");
    let said = String::from_utf8(run.stdout).expect("UTF-8");
    assert!(said.contains("files") && said.contains("cases"), "{said}");
}

#[test]
fn what_is_not_a_folder_is_refused() {
    refused(&["check", "no/such/folder"], "", 2, &["no/such/folder", "not a folder"]);
}

/// A clinic's own folder with one file.
fn own(name: &str, file: &str, text: &str) -> String {
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&to);
    let file = to.join(file);
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    fs::write(file, text).expect("the file");
    to.to_str().expect("UTF-8").to_owned()
}

fn told(dir: &str, code: i32, words: &[&str]) {
    let run = run(&["check", dir], "");
    assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
    for words in words {
        assert!(run.stdout.contains(words), "{} does not contain {words:?}", run.stdout);
    }
}

#[test]
fn a_clinic_with_rights_fills_a_skeleton_and_one_without_is_refused() {
    let skeleton = fs::read_to_string(clinical().join("instruments/madrs.toml")).expect("the file");
    let answer = |n: u8| format!("\n[[options]]\nvalue = {n}\ntext = \"{n}\"\n");
    let item = |n: u8| format!("\n[[items]]\nnumber = {n}\ntext = \"The clinic's wording of item {n}\"\n");
    let answers = (0..=6).map(answer).collect::<Vec<_>>().concat();
    let items = (1..=10).map(item).collect::<Vec<_>>().concat();
    let without = format!("{skeleton}{answers}{items}");
    told(
        &own("madrs-without", "instruments/madrs.toml", &without),
        1,
        &["madrs.toml:", "no permission", "`permission`"],
    );
    let with = without.replacen(
        "\n[range]",
        "permission = \"Licence held by the clinic since 2026-01-05\"\n\n[range]",
        1,
    );
    told(&own("madrs-with", "instruments/madrs.toml", &with), 0, &["no problems"]);
}

#[test]
fn a_translation_without_its_official_source_is_refused() {
    let shipped = fs::read_to_string(clinical().join("instruments/gad7.toml")).expect("the file");
    let words =
        &shipped[shipped.find("[[options]]").expect("options")..shipped.find("[[bands]]").expect("bands")];
    let head = "instrument = \"GAD7\"\nlanguage = \"xx\"\nrevision = \"1\"\neffective = \"2026-11-24\"\n";
    let without = format!("{head}\n{words}");
    told(
        &own("gad7-without", "instruments/gad7.xx.toml", &without),
        1,
        &["gad7.xx.toml:", "translation_source"],
    );
    let with = format!("{head}translation_source = \"The official translation, version 1\"\n\n{words}");
    told(&own("gad7-with", "instruments/gad7.xx.toml", &with), 0, &["no problems"]);
    told(&own("gad7-named", "instruments/gad7.yy.toml", &with), 1, &["gad7.xx.toml"]);
}

/// One file of the forecast changed: the problem names file, line and what is wrong.
fn changed(name: &str, path: &str, from: &str, to: &str, words: &[&str]) {
    let dir = copy(name, path, |text| {
        assert!(text.contains(from), "{from:?} is not in {path}");
        text.replacen(from, to, 1)
    });
    let run = run(&["check", &dir], "");
    assert_eq!(run.code, 1, "{name}: {}", run.stdout);
    for word in words.iter().chain(&[&path[path.rfind('/').map_or(0, |at| at + 1)..], "Why:", "Do:"]) {
        assert!(run.stdout.contains(word), "{name}: {word:?} is not in {}", run.stdout);
    }
    let _ = fs::remove_dir_all(&dir);
}

#[test]
fn trial_files_are_looked_into() {
    let stop = "forecast/trials/stop-or-continue.toml";
    changed("trial-key", stop, "schema = ", "colour = 1\nschema = ", &["unknown field", "colour"]);
    changed("trial-id", stop, "id = \"", "id = \"another-", &["another-", "give both the same name"]);
    let phillips = "forecast/calibration/phillips2019.toml";
    let days = &["sessions[2]", "days come once and in order"];
    changed("trial-days", phillips, "sessions = [0, 2, 4", "sessions = [0, 4, 2", days);
    let study = &["studies[0]", "there is no study", "philips2019"];
    changed("trial-study", phillips, "studies = [\"phillips", "studies = [\"philips", study);
}

#[test]
fn the_list_of_arms_names_each_file_once() {
    let list = "forecast/calibration.toml";
    changed("list-gone", list, "\"mathew2010\"", "\"matthew2010\"", &["matthew2010", "is not on the list"]);
    changed("list-twice", list, "\"mathew2010\"", "\"mathew2010\", \"ibrahim2012\"", &["listed twice"]);
    changed("list-prior", list, "prior = \"1.1\"", "prior = \"1.0\"", &["recorded for prior 1.0"]);
}

#[test]
fn a_figure_is_what_its_row_of_the_evidence_says() {
    let zheng = "forecast/calibration/zheng2019.toml";
    changed("row-other", zheng, "observed = 0.675", "observed = 0.576", &["0.576", "0.6750", "differs"]);
    changed("row-gone", zheng, "session = 6", "session = 5", &["no such row", "response_rate"]);
    let first = "quantity = \"response_rate\", session = 1";
    changed("row-unclear", zheng, first, "quantity = \"response_rate\"", &["2 rows", "name its hour"]);
    let arm = &["evidence[0]", "has no arm", "ket7"];
    changed("row-arm", zheng, "arm = \"ket6\"", "arm = \"ket7\"", arm);
    let said = "observed = 0.675\ndiffers = \"rounded\"";
    changed("row-reason", zheng, "observed = 0.675", said, &["said to differ", "take the line out"]);
    let noimprove = "forecast/calibration/noimprove2024.toml";
    changed("row-silent", noimprove, "differs = ", "note = ", &["observed is 0.93", "0.9000"]);
    let daly = "forecast/calibration/daly2018.toml";
    changed("row-none", daly, "evidence = ", "# evidence = ", &["names no row of the evidence"]);
}

#[test]
fn the_model_and_its_prior_are_looked_into() {
    let model = "forecast/model-1.1.toml";
    changed("model-prior", model, "prior = \"prior-1.1", "prior = \"prior-9.9", &["prior-9.9"]);
    changed("model-key", model, "paths = 4096", "paths = 4096\npathes = 1", &["unknown field", "pathes"]);
    changed("model-range", model, "courses_min = 50", "courses_min = 5", &["courses_min", "between 20 and"]);
    let prior = "forecast/prior-1.1.json";
    changed("prior-json", prior, "\"h_floor\": 0.5", "\"h_floor\": 1.5", &["h_floor", "1.5"]);
    changed("prior-broken", prior, "\"kappa\": 0.4,", "\"kappa\": 0.4", &["cannot be read"]);
}

#[test]
fn a_model_beside_the_one_in_force_is_looked_into_as_well() {
    let dir = copy("unfit-model-2", "forecast/prior-2.json", |text| text.replacen("0.069", "-0.069", 1));
    let broken = run(&["check", &dir], "");
    assert_eq!(broken.code, 1, "{}", broken.stdout);
    assert!(broken.stdout.contains("prior-2.json") && broken.stdout.contains("sig_w"), "{}", broken.stdout);
    let dir = copy("unrecorded-model-2", "forecast/calibration.toml", |text| {
        text.replacen("prior = \"2\"", "prior = \"3\"", 1)
    });
    let unrecorded = run(&["check", &dir], "");
    assert_eq!(unrecorded.code, 1, "{}", unrecorded.stdout);
    for words in ["calibration.toml", "model 2 is not", "model 3 is not"] {
        assert!(unrecorded.stdout.contains(words), "{words:?} in {}", unrecorded.stdout);
    }
}
