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
