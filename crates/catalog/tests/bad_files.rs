//! What a clinician could break by editing is refused in words: each file of `tests/bad` names, in its
//! first line, the words its refusal must contain, and in its second the file it takes the place of.
#![expect(clippy::unwrap_used, reason = "a test may stop where its own set-up is wrong")]

use std::path::{Path, PathBuf};

use evenkeel_catalog::{Catalog, CheckReport, check};

/// Lays one file over the shipped folder, in a folder of its own.
fn overlay(name: &str, place: &str, text: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bad").join(name);
    let file = dir.join(place);
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
    dir
}

fn told(report: &CheckReport) -> String {
    report.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_bad_file_is_refused_with_its_words() {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir("tests/bad").unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 30);
    let mut wrong = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut lines = text.lines();
        let expect = lines.next().unwrap().strip_prefix("# expect: ").unwrap();
        let place = lines.next().unwrap().strip_prefix("# as: ").unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let report = check(Some(&overlay(&name, place, &text)));
        let said = told(&report);
        if !said.contains(expect) {
            wrong.push(format!("{name}: expected {expect:?}, told\n{said}"));
        }
        let whole = |p: &evenkeel_catalog::Problem| {
            !p.file.is_empty() && !p.what.is_empty() && !p.why.is_empty() && !p.remedy.is_empty()
        };
        assert!(report.problems.iter().all(whole), "{name}: {said}");
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

#[test]
fn a_problem_stands_at_its_line() {
    let shipped = Catalog::embedded().unwrap();
    let text = shipped.raw("rules/d2.toml").unwrap();
    let line = text.lines().position(|l| l.starts_with("improved_percent")).unwrap() + 1;
    let dir = overlay(
        "at-its-line",
        "rules/d2.toml",
        &text.replace("improved_percent = 20.0", "improved_percent = 30.0"),
    );
    let report = check(Some(&dir));
    let problem = report.problems.first().unwrap();
    assert_eq!(problem.line, line);
    assert!(
        problem.to_string().contains(&format!("rules/d2.toml:{line}: params.improved_percent")),
        "{problem}"
    );
}

#[test]
fn a_clinics_own_limit_changes_the_finding_and_names_the_folder() {
    let shipped = Catalog::embedded().unwrap();
    let text = shipped.raw("rules/d11.toml").unwrap();
    let dir = overlay(
        "own-limit",
        "rules/d11.toml",
        &text.replace("continue_percent = 20.0", "continue_percent = 15.0"),
    );
    let own = Catalog::with_overlay(&dir).unwrap();
    assert_ne!(own.digest(), shipped.digest());
    assert!((own.knowledge().rules.d11.params.continue_percent.unwrap() - 15.0).abs() < 1e-9);
    assert_eq!(own.knowledge().overlay.as_ref().unwrap().name, "own-limit");
    let cases: evenkeel_catalog::RuleCases = read_cases(shipped.raw("rules/d11.cases.toml").unwrap());
    let review = cases.cases.first().unwrap().review(own.knowledge()).unwrap();
    let finding = review.findings.iter().find(|f| f.rule == "D11").unwrap();
    assert_eq!(finding.state.to_string(), "continue");
    assert!(review.findings.iter().all(|f| f.overlay.as_deref() == Some("own-limit")));
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let report = check(Some(Path::new("tests/no-such-folder")));
    assert!(told(&report).contains("it cannot be read"), "{}", told(&report));
}

fn read_cases(text: &str) -> evenkeel_catalog::RuleCases {
    toml::from_str(text).unwrap()
}
