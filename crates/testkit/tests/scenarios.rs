//! Every story of `scenarios/` as a test of its own, and the page that shows them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use evenkeel_testkit::scenario::{Scenario, rendered};
use libtest_mimic::{Arguments, Failed, Trial};

/// The promises of the product's mission that a story can show; what is missing is told.
const PROMISES: [&str; 17] = [
    "W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "W9", "W10", "W11", "W12", "W13", "W14", "W15", "W16",
    "W17",
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut tests = vec![
        Trial::test("every_promise_has_a_story", || told(every_promise_has_a_story())),
        Trial::test("the_page_of_stories_is_up_to_date", || told(the_page_is_up_to_date())),
    ];
    tests.extend(files().into_iter().map(|(file, text)| {
        let name = file.trim_end_matches(".md").replace('-', "_");
        Trial::test(name, move || {
            let story = Scenario::read(&file, &text).map_err(|wrong| Failed::from(wrong.to_string()))?;
            let wrong: Vec<String> = story.run().iter().map(ToString::to_string).collect();
            told(if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) })
        })
    }));
    libtest_mimic::run(&arguments, tests).exit_code()
}

fn told(outcome: Result<(), String>) -> Result<(), Failed> {
    outcome.map_err(Failed::from)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files() -> Vec<(String, String)> {
    let entries = std::fs::read_dir(root().join("scenarios")).into_iter().flatten().flatten();
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut all: Vec<(String, String)> = entries
        .filter_map(|entry| Some((name(&entry.path())?, std::fs::read_to_string(entry.path()).ok()?)))
        .filter(|(name, _)| Path::new(name).extension().is_some_and(|e| e == "md") && name != "README.md")
        .collect();
    all.sort();
    all
}

fn stories() -> Result<Vec<Scenario>, String> {
    files().iter().map(|(file, text)| Scenario::read(file, text).map_err(|w| w.to_string())).collect()
}

fn every_promise_has_a_story() -> Result<(), String> {
    let stories = stories()?;
    let told = |id: &str| stories.iter().any(|story| story.promises.iter().any(|p| p == id));
    let untold: Vec<&str> = PROMISES.into_iter().filter(|id| !told(id)).collect();
    if stories.len() < 25 {
        return Err(format!("only {} stories", stories.len()));
    }
    if untold.is_empty() { Ok(()) } else { Err(format!("no story tells {}", untold.join(", "))) }
}

fn the_page_is_up_to_date() -> Result<(), String> {
    let now = rendered(&stories()?).map_err(|wrong| wrong.to_string())?;
    let path = root().join("docs/SCENARIOS.md");
    if std::env::var_os("UPDATE_SCENARIOS").is_some() {
        std::fs::write(&path, &now).map_err(|e| e.to_string())?;
    }
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    if before == now {
        return Ok(());
    }
    Err("docs/SCENARIOS.md is not what the stories say now: UPDATE_SCENARIOS=1, then read the difference"
        .to_owned())
}
