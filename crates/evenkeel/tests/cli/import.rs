//! `evenkeel import scores`: what is shown, what is refused, and that nothing is added twice.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use evenkeel_testkit::folder::TempFolder;

use crate::run::{Run, file, refused, run};

const FIRST: &str = "dataset,subject,day,session,instrument,score,event,arm";

/// The shipped data set.
pub fn nimh() -> String {
    repository("reference/data/nimh_ketamine_ds005917.csv")
}

/// A file of the repository.
pub fn repository(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    path.to_str().expect("UTF-8").to_owned()
}

/// A path as an argument.
pub fn arg(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// Imports the shipped data set into a folder.
pub fn import_into(folder: &Path) -> Run {
    run(&["import", "scores", &nimh(), "--data", arg(folder)], "")
}

/// A line of the shipped data set's kind.
fn line(subject: &str, day: &str, score: &str, event: &str) -> String {
    format!("nimh_ketamine_ds005917,{subject},{day},0,MADRS,{score},{event},MDD/ketamine_first")
}

fn lines(name: &str, of: &[String]) -> String {
    file(name, &format!("{FIRST}\n{}\n", of.join("\n")))
}

#[test]
fn a_dry_run_shows_everything_and_writes_nothing() {
    let folder = TempFolder::new();
    let data = folder.path().join("data");
    let shown = run(&["import", "scores", &nimh(), "--data", arg(&data), "--dry-run"], "");
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    for words in [
        "nothing guessed",
        "event \"placebo+2d\": placebo (strength 0), 2 days before; scores look back 1 day",
        "35 people get a course (32 depression, 3 bipolar_depression), with 60 sessions and 275 scores",
        "left out: 236 lines of 21 people (healthy volunteer: no course)",
        "refused: 0 lines",
        "Dry run: nothing was written",
    ] {
        assert!(shown.stderr.contains(words), "{words:?} in {}", shown.stderr);
    }
    assert!(!data.exists());
}

/// A shipped data set is taken by its own mapping: nothing of it is refused.
#[track_caller]
fn shipped(dataset: &str, words: &[&str]) {
    let file = repository(&format!("reference/data/{dataset}.csv"));
    let shown = run(&["import", "scores", &file, "--dry-run"], "");
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    for words in words.iter().chain(&["refused: 0 lines"]) {
        assert!(shown.stderr.contains(words), "{words:?} in {}", shown.stderr);
    }
}

#[test]
fn every_shipped_series_is_taken_by_its_own_mapping() {
    let zero =
        "no ketamine (strength 0); from day 0: daily escitalopram and two sessions with 1 mg of psilocybin";
    let psilodep =
        "59 people get a course (59 depression), with 59 sessions and 463 scores\nleft out: 230 lines";
    shipped("psilodep2", &[zero, psilodep]);
    shipped(
        "dia_antidepressant_hamd",
        &["172 people get a course (172 depression), with 172 sessions and 780 scores"],
    );
    shipped(
        "digibp_bipolar",
        &["47 people get a course (47 bipolar_depression), with 47 sessions and 276 scores"],
    );
    shipped(
        "amitriptyline_hivsn_pain",
        &["122 people get a course (122 chronic_pain), with 122 sessions and 732 scores"],
    );
    shipped(
        "riesby_imipramine",
        &["0 people get a course", "left out: 250 lines of 66 people (a change from"],
    );
}

#[test]
fn a_file_of_changes_is_left_out_on_purpose_and_makes_no_record() {
    let folder = TempFolder::new();
    let data = folder.path().join("data");
    let file = repository("reference/data/riesby_imipramine.csv");
    let told = run(&["import", "scores", &file, "--data", arg(&data)], "");
    assert_eq!(told.code, 0, "{}", told.stderr);
    assert!(told.stderr.contains("leaves every line out on purpose"), "{}", told.stderr);
    assert!(!data.exists());
}

#[test]
fn care_without_ketamine_comes_in_as_a_session_of_strength_0_with_its_own_words() {
    let folder = TempFolder::new();
    let file = repository("reference/data/amitriptyline_hivsn_pain.csv");
    let text = std::fs::read_to_string(file).expect("the shipped file");
    let few: Vec<&str> = text.lines().take(13).collect();
    let import = || run(&["import", "scores", "-", "--data", arg(folder.path())], &few.join("\n"));
    assert_eq!(
        import().stdout.trim(),
        "added: 2 patients, 2 sessions, 12 scores; already there: 0; refused lines: 0"
    );
    assert!(import().stdout.starts_with("added: 0 patients, 0 sessions, 0 scores; already there: 16"));
}

#[test]
fn running_it_twice_adds_nothing() {
    let folder = TempFolder::new();
    let first = import_into(folder.path());
    assert_eq!(
        first.stdout.trim(),
        "added: 35 patients, 60 sessions, 275 scores; already there: 0; refused lines: 0"
    );
    let second = import_into(folder.path());
    assert_eq!(
        second.stdout.trim(),
        "added: 0 patients, 0 sessions, 0 scores; already there: 370; refused lines: 0"
    );
}

#[test]
fn an_import_that_was_cut_off_goes_on_to_the_same_end() {
    let folder = TempFolder::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_evenkeel"))
        .args(["import", "scores", &nimh(), "--data", arg(folder.path())])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let said = BufReader::new(child.stderr.take().expect("stderr"));
    let begun = said.lines().map_while(Result::ok).any(|line| line.starts_with("10 of 35 people"));
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
    assert!(begun, "it told how far it was");
    let rest = import_into(folder.path());
    assert_eq!(rest.code, 0, "{}", rest.stderr);
    let third = import_into(folder.path());
    assert!(
        third.stdout.starts_with("added: 0 patients, 0 sessions, 0 scores; already there: 370"),
        "{}",
        third.stdout
    );
    let chart = run(&["doctor", "--data", arg(folder.path())], "");
    assert_eq!(chart.code, 0, "{}", chart.stdout);
}

/// Imports one file and says which lines must be refused, in these words; the good ones are taken.
fn check(name: &str, of: &[String], taken: &str, reasons: &[&str]) {
    let shown = run(&["import", "scores", &lines(name, of), "--dry-run"], "");
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    assert!(shown.stderr.contains(taken), "{taken:?} in {}", shown.stderr);
    assert!(shown.stderr.contains(&format!("refused: {} lines", reasons.len())), "{}", shown.stderr);
    for reason in reasons {
        assert!(shown.stderr.contains(reason), "{reason:?} in {}", shown.stderr);
    }
}

#[test]
fn every_refused_line_is_told_with_its_number_and_reason() {
    let good = line("a", "0", "20", "baseline");
    let other = |day, score, event| line("a", day, score, event);
    check(
        "refused-lines.csv",
        &[
            good.clone(),
            "broken".to_owned(),
            good.clone(),
            other("4", "999", "ketamine+2d"),
            other("4", "n/a", "ketamine+2d"),
            other("4.5", "12", "ketamine+2d"),
            other("4", "12", "esketamine+2d"),
            other("4", "12", "ketamine+2d"),
            other("-3000000", "12", "baseline"),
            line("", "0", "12", "baseline"),
            line(&"a".repeat(61), "0", "12", "baseline"),
            good.replace("MADRS", "BDI"),
            good.replace("MDD/ketamine_first", "MDD/other"),
            good.replace("nimh_ketamine_ds005917", "another"),
        ],
        "1 person gets a course (1 depression), with 1 sessions and 2 scores",
        &[
            "line 3: 1 fields where the first line has 8",
            "line 4: line 2 already gives this person's MADRS of that day",
            "line 5: MADRS goes from 0 to 60, 999 lies outside",
            "line 6: score \"n/a\" is not a number",
            "line 7: day \"4.5\" is not a whole number of days",
            "line 8: event \"esketamine+2d\" is not in the mapping",
            "line 10: -3000000 days from 2010-01-04 lies outside the years",
            "line 11: the subject is empty",
            "line 12: the subject is not an id",
            "line 13: instrument \"BDI\" is not in the mapping",
            "line 14: arm \"MDD/other\" is not in the mapping",
            "line 15: data set \"another\" is not the mapping's",
        ],
    );
}

#[test]
fn a_byte_order_mark_windows_line_ends_and_quotation_marks_are_no_fault() {
    let text = format!(
        "\u{feff}{FIRST},site\r\n\"nimh_ketamine_ds005917\",a,0,0,MADRS,20,\"baseline\",MDD/none,\"3, north\"\r\n\r\n"
    );
    let shown = run(&["import", "scores", &file("windows.csv", &text), "--dry-run"], "");
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    assert!(shown.stderr.contains("not read: column site"), "{}", shown.stderr);
    assert!(shown.stderr.contains("refused: 0 lines"), "{}", shown.stderr);
}

#[test]
fn standard_input_is_a_file_too() {
    let text = format!("{FIRST}\n{}\n", line("a", "0", "20", "baseline"));
    let shown = run(&["import", "scores", "-", "--dry-run"], &text);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
}

#[test]
fn a_file_that_gives_nothing_is_refused_and_nothing_is_made() {
    let folder = TempFolder::new();
    let data = folder.path().join("data");
    let refuse = |text: &str, words: &[&str]| {
        refused(&["import", "scores", "-", "--data", arg(&data)], text, 2, words);
        assert!(!data.exists(), "{words:?}");
    };
    refuse("", &["it is empty"]);
    refuse("date;score\n2026-01-01;20\n", &["there is no column dataset, subject"]);
    refuse(&FIRST.replace(',', ";"), &["separated by semicolons", "save it with commas"]);
    refuse(FIRST, &["no line of it can be taken"]);
    refuse(&format!("{FIRST}\nx,y\n"), &["line 2: 2 fields", "no line of it can be taken"]);
    let strange = format!("{FIRST}\nother,a,0,0,MADRS,20,baseline,x\n");
    refuse(&strange, &["no shipped mapping for the data set \"other\"", "Nothing about somebody", "--map"]);
    let all_refused = format!("{FIRST}\n{}\n", line("a", "x", "20", "baseline"));
    refuse(&all_refused, &["line 2: day \"x\"", "Every line was refused"]);
}

#[test]
fn a_mapping_that_cannot_be_used_is_refused_before_anything_is_made() {
    let folder = TempFolder::new();
    let data = folder.path().join("data");
    let map = std::fs::read_to_string(repository("clinical/maps/nimh_ketamine_ds005917.toml"))
        .expect("the shipped map");
    let refuse = |from: &str, to: &str, words: &[&str]| {
        assert!(map.contains(from), "{from:?}");
        let changed = file("bad-map.toml", &map.replacen(from, to, 1));
        refused(&["import", "scores", &nimh(), "--map", &changed, "--data", arg(&data)], "", 2, words);
        assert!(!data.exists());
    };
    refuse("[instruments]", "[instruments", &["bad-map.toml", "line", "cannot be read"]);
    refuse("iv-single-crossover", "iv-none", &["protocol \"iv-none\" is not on file"]);
    refuse("days_before = 2", "days_before = -2", &["0 to 366 days before"]);
    refuse("dose_mg_per_kg = 0.5", "dose_mg_per_kg = nan", &["impossible dose"]);
    refused(
        &["import", "scores", &nimh(), "--map", "no/such.toml"],
        "",
        2,
        &["no/such.toml", "no such file"],
    );
}
