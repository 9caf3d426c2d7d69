//! The house rules of docs/ARCHITECTURE.md, read from the manifests and the sources.
//!
//! Which crate may lean on which, which words a crate may not contain, and what no tracked file
//! may mention. Sizes of files and functions are reported, never failed: they are a place to look.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may stop where its own set-up is wrong"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("crates/testkit lies two below the root")
        .to_owned()
}

/// Every allowed edge; an edge that is not here is a decision to be written down first.
const EDGES: &[(&str, &[&str])] = &[
    ("care", &[]),
    ("forecast", &[]),
    ("chart", &[]),
    ("catalog", &["care"]),
    ("store", &["care"]),
    ("interop", &["care"]),
    ("practice", &["care", "catalog", "store", "forecast"]),
    ("web", &["practice", "interop", "chart", "care"]),
    ("report", &["chart"]),
    ("evenkeel", &["care", "catalog", "store", "forecast", "practice", "interop", "chart", "report", "web"]),
    (
        "testkit",
        &[
            "care", "catalog", "store", "forecast", "practice", "interop", "chart", "report", "web",
            "evenkeel",
        ],
    ),
];

fn crates() -> Vec<(String, toml::Table)> {
    let mut all: Vec<_> = fs::read_dir(root().join("crates"))
        .expect("crates/")
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let manifest = fs::read_to_string(entry.path().join("Cargo.toml")).ok()?;
            Some((entry.file_name().into_string().ok()?, manifest.parse().expect("a manifest is TOML")))
        })
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

fn ours(table: Option<&toml::Value>) -> Vec<String> {
    let Some(toml::Value::Table(dependencies)) = table else { return Vec::new() };
    dependencies.keys().filter_map(|name| name.strip_prefix("evenkeel-")).map(str::to_owned).collect()
}

#[test]
fn the_edges_between_crates_are_the_drawn_ones() {
    let allowed: BTreeMap<_, _> = EDGES.iter().copied().collect();
    let mut wrong = Vec::new();
    for (name, manifest) in crates() {
        let may = allowed.get(name.as_str()).unwrap_or_else(|| panic!("crate {name} is not on the drawing"));
        for leans_on in
            ours(manifest.get("dependencies")).iter().chain(&ours(manifest.get("build-dependencies")))
        {
            if !may.contains(&leans_on.as_str()) {
                wrong.push(format!("{name} → {leans_on}"));
            }
        }
        for leans_on in ours(manifest.get("dev-dependencies")) {
            if leans_on != "testkit" && !may.contains(&leans_on.as_str()) {
                wrong.push(format!("{name} → {leans_on} (in tests)"));
            }
        }
    }
    assert!(wrong.is_empty(), "edges that are not on the drawing: {wrong:?}");
}

#[test]
fn testkit_never_reaches_production() {
    for (name, manifest) in crates() {
        assert!(!ours(manifest.get("dependencies")).contains(&"testkit".to_owned()), "{name} ships testkit");
    }
}

/// Dependencies that would bring a forbidden subject into a crate.
const FORBIDDEN_DEPENDENCIES: &[(&str, &[&str])] = &[
    ("care", &["serde_json", "toml", "sqlx", "axum", "tokio", "rand", "csv", "askama"]),
    ("forecast", &["serde_json", "toml", "sqlx", "axum", "tokio", "csv", "askama"]),
    ("chart", &["serde", "serde_json", "sqlx", "axum", "tokio", "askama"]),
    ("catalog", &["sqlx", "axum", "tokio", "rand"]),
    ("store", &["axum", "askama", "toml", "rand"]),
    ("practice", &["sqlx", "axum", "askama", "csv", "rand"]),
    ("web", &["sqlx", "argon2", "rand"]),
];

#[test]
fn no_crate_depends_on_what_it_must_never_contain() {
    for (name, manifest) in crates() {
        let Some((_, forbidden)) = FORBIDDEN_DEPENDENCIES.iter().find(|(krate, _)| *krate == name) else {
            continue;
        };
        let Some(toml::Value::Table(dependencies)) = manifest.get("dependencies") else { continue };
        for dependency in dependencies.keys() {
            assert!(!forbidden.contains(&dependency.as_str()), "{name} must not depend on {dependency}");
        }
    }
}

/// Words that may not stand in a crate's sources, with the one place each where they may.
const FORBIDDEN_WORDS: &[(&str, &[&str], &[&str])] = &[
    ("care", &["std::fs", "std::io", "SystemTime", "SELECT ", "<div", "Fhir", "reqwest"], &[]),
    ("forecast", &["std::fs", "std::io", "SystemTime", "SELECT ", "<div"], &[]),
    ("chart", &["std::fs", "SystemTime", "evenkeel_"], &[]),
    ("practice", &["SELECT ", "INSERT INTO", "sqlx::", "<div", "axum::", "StatusCode"], &[]),
    ("web", &["SELECT ", "INSERT INTO", "sqlx::", "evenkeel_store", "evenkeel_forecast"], &[]),
    ("store", &["<div", "axum::"], &[]),
    (
        "store",
        &["SqlitePool", "PgPool", "Sqlite", "Postgres"],
        &["db.rs", "dialect.rs", "db/", "dialect/", "lib.rs"],
    ),
];

fn sources(krate: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for path in entries.filter_map(Result::ok).map(|e| e.path()) {
            if path.is_dir() {
                walk(&path, into);
            } else if path.extension().is_some_and(|e| e == "rs") {
                into.push(path);
            }
        }
    }
    let mut all = Vec::new();
    walk(&root().join("crates").join(krate).join("src"), &mut all);
    all.sort();
    all
}

/// The code of a file without comments and without its test module.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file is UTF-8");
    let before_tests = text.split("#[cfg(test)]").next().unwrap_or_default();
    before_tests.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn no_source_contains_a_word_of_another_room() {
    let mut wrong = Vec::new();
    for (krate, words, except) in FORBIDDEN_WORDS {
        for path in sources(krate) {
            let shown = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
            if except.iter().any(|e| shown.contains(&format!("/src/{e}"))) {
                continue;
            }
            let text = code(&path);
            wrong.extend(words.iter().filter(|w| text.contains(**w)).map(|w| format!("{shown}: {w:?}")));
        }
    }
    assert!(wrong.is_empty(), "words of another room:\n{}", wrong.join("\n"));
}

fn tracked() -> Vec<PathBuf> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .current_dir(root())
        .output()
        .expect("git lists the files");
    String::from_utf8_lossy(&listed.stdout)
        .split('\0')
        .filter(|p| !p.is_empty())
        .map(|p| root().join(p))
        .collect()
}

#[test]
fn the_repository_stands_alone() {
    // Spelled in pieces so that this file does not contain what it looks for.
    let forbidden = [
        ["../", "shared"].concat(),
        ["/work", "/"].concat(),
        ["registry.", "npmjs"].concat(),
        ["crates", ".io/api"].concat(),
    ];
    let mut wrong = Vec::new();
    for path in tracked() {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for word in &forbidden {
            if text.contains(word.as_str()) {
                wrong.push(format!("{}: {word}", path.strip_prefix(root()).unwrap_or(&path).display()));
            }
        }
    }
    assert!(wrong.is_empty(), "the repository must stand alone:\n{}", wrong.join("\n"));
}

#[test]
fn long_files_and_functions_are_reported() {
    let mut files = Vec::new();
    let mut functions = Vec::new();
    for (krate, _) in crates() {
        for path in sources(&krate) {
            let shown = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
            let text = fs::read_to_string(&path).expect("a source file is UTF-8");
            let lines = text.lines().count();
            if lines > 250 {
                files.push((lines, shown.clone()));
            }
            functions
                .extend(long_functions(&text).into_iter().map(|(n, name)| (n, format!("{shown}: {name}"))));
        }
    }
    files.sort_by(|a, b| b.cmp(a));
    functions.sort_by(|a, b| b.cmp(a));
    println!("files over 250 lines: {}", files.len());
    files.iter().take(20).for_each(|(n, f)| println!("  {n:5}  {f}"));
    println!("functions over 40 lines: {}", functions.len());
    functions.iter().take(20).for_each(|(n, f)| println!("  {n:5}  {f}"));
}

/// Functions over 40 lines, by the indentation rustfmt gives a closing brace.
fn long_functions(text: &str) -> Vec<(usize, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut long = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let body = line.trim_start();
        let Some((_, rest)) = body.split_once("fn ") else { continue };
        if body.starts_with("//")
            || !(body.starts_with("fn")
                || body.starts_with("pub")
                || body.starts_with("async")
                || body.starts_with("const"))
        {
            continue;
        }
        let closing = format!("{}}}", " ".repeat(line.len() - body.len()));
        let Some(length) = lines[start..].iter().position(|l| *l == closing) else { continue };
        if length > 40 {
            long.push((length, rest.split(['(', '<']).next().unwrap_or(rest).to_owned()));
        }
    }
    long
}
