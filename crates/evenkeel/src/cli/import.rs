//! `evenkeel import scores FILE`: somebody's score file, by an explicit mapping, shown before it is written.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use evenkeel_practice::Actor;
use evenkeel_practice::import::{ImportFile, Imported, Map, Prepared, RefusedLine, prepare};

use crate::cli::exit::{Ended, Exit, Fault};
use crate::cli::input::{self, Text};
use crate::cli::{output, shipped};
use crate::formats::scores_csv;
use crate::place::Place;
use crate::runtime::block_on;

/// Bring scores of others in: a preview, then facts; running it twice adds nothing.
#[derive(Debug, clap::Args)]
pub struct Import {
    /// What the file holds.
    kind: Kind,
    /// The file; - is standard input.
    file: String,
    /// The mapping: which events are sessions, which arms are patients. Without it, the one shipped for the data set.
    #[arg(long, value_name = "MAP")]
    map: Option<String>,
    #[command(flatten)]
    place: Place,
    /// Show what would be written, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Kind {
    /// Long CSV: dataset,subject,day,session,instrument,score,event,arm
    Scores,
}

/// A score file read against its mapping.
pub struct Read {
    /// What would be written.
    pub prepared: Prepared,
    /// The mapping.
    pub map: Map,
    /// The file and the mapping by digest.
    pub file: ImportFile,
}

impl Import {
    /// Runs the command.
    pub fn run(&self) -> Ended {
        let Kind::Scores = self.kind;
        let read = read(&self.file, self.map.as_deref())?;
        output::note(&preview(&read));
        if read.prepared.people.is_empty() && read.prepared.refused.is_empty() {
            output::note("The mapping leaves every line out on purpose: nothing was written.");
            return Ok(());
        }
        if read.prepared.people.is_empty() {
            return Err(Exit::bad_input(Fault::new(
                self.file.as_str(),
                "no line of it can be taken",
                "every line was refused or left out",
                "Compare the file with the mapping; the reasons stand above",
            )));
        }
        if self.dry_run {
            output::note("Dry run: nothing was written.");
            return Ok(());
        }
        block_on(self.write(read))
    }

    async fn write(&self, read: Read) -> Ended {
        let practice = self.place.practice(Box::new(shipped::catalog()?)).await?;
        let clinic = practice.the_clinic().await.map_err(|why| Exit::refused(&why))?;
        let actor = Actor::program(clinic, "import");
        let mut progress = |done: usize, all: usize| {
            if done.is_multiple_of(10) || done == all {
                output::note(&format!("{done} of {all} people written"));
            }
        };
        let imported = practice
            .import_scores(&actor, &read.prepared, &read.map, &read.file, &mut progress)
            .await
            .map_err(|why| Exit::refused(&why))?;
        practice.store().close().await;
        output::text(&report(&imported))
    }
}

/// Reads a score file and its mapping.
pub fn read(file: &str, map: Option<&str>) -> Result<Read, Exit> {
    let Text { name, text } = input::read(file)?;
    let lines = scores_csv::read(&name, &text)?;
    if !lines.ignored.is_empty() {
        output::note(&format!("{name}: not read: column {}", lines.ignored.join(", ")));
    }
    if lines.good.is_empty() {
        return Err(nothing_to_take(&name, &lines.refused));
    }
    let dataset = lines.good.first().map(|l| l.dataset.clone()).unwrap_or_default();
    let catalog = shipped::catalog()?;
    let (map_name, map_text) = if let Some(path) = map {
        let read = input::read(path)?;
        (read.name, read.text)
    } else {
        let path = format!("maps/{dataset}.toml");
        let shipped = catalog.raw(&path).ok_or_else(|| {
            Exit::bad_input(Fault::new(
                name.as_str(),
                format!("there is no shipped mapping for the data set {dataset:?}"),
                "nothing about somebody else's data is guessed",
                "Write one after clinical/maps/nimh_ketamine_ds005917.toml and name it with --map",
            ))
        })?;
        (format!("clinical/{path}"), shipped.to_owned())
    };
    let map = Map::parse(&map_text).map_err(|e| Exit::bad_input(format!("{map_name}: {e}")))?;
    if !catalog.knowledge().protocols.contains_key(&map.protocol) {
        return Err(Exit::bad_input(Fault::new(
            map_name,
            format!("its protocol {:?} is not on file", map.protocol),
            "a course is judged by its protocol",
            "Name one of clinical/protocols",
        )));
    }
    let mut prepared = prepare(lines.good, &map, catalog.knowledge());
    prepared.refused.extend(lines.refused);
    prepared.refused.sort_by_key(|r| r.line);
    let file_name =
        Path::new(&name).file_name().map_or_else(|| name.clone(), |n| n.to_string_lossy().into_owned());
    let file = ImportFile {
        name: file_name,
        sha256: shipped::sha256(text.as_bytes()),
        map_sha256: shipped::sha256(map_text.as_bytes()),
    };
    Ok(Read { prepared, map, file })
}

/// A file without a single readable line.
fn nothing_to_take(name: &str, refused: &[RefusedLine]) -> Exit {
    let told: Vec<String> = refused.iter().map(|r| format!("  line {}: {}", r.line, r.reason)).collect();
    if !told.is_empty() {
        output::note(&format!("refused: {} lines\n{}", refused.len(), told.join("\n")));
    }
    Exit::bad_input(Fault::new(
        name,
        "no line of it can be taken",
        "below the names of the columns there is nothing that reads as a score",
        "Check the program that wrote it",
    ))
}

/// What would be written, in words.
fn preview(read: &Read) -> String {
    let Read { prepared, map, .. } = read;
    let mut said = format!("{}\nmapped by rule, nothing guessed:\n", map.title);
    for (name, event) in &map.events {
        let session = event.session.map_or_else(
            || "no session".to_owned(),
            |s| {
                let what = if s.dose_mg_per_kg == 0.0 {
                    "placebo (strength 0)".to_owned()
                } else {
                    format!("{} mg/kg {}", s.dose_mg_per_kg, s.route)
                };
                format!("{what}, {} before", days(i64::from(s.days_before)))
            },
        );
        let recall = event.recall_days.map_or_else(|| "their own window".to_owned(), |d| days(i64::from(d)));
        let _ = writeln!(said, "  event {name:?}: {session}; scores look back {recall}");
    }
    for (name, arm) in &map.arms {
        if let Some(begins) = &arm.begins {
            let _ = writeln!(
                said,
                "  arm {name:?}: no ketamine (strength 0); from day {}: {}",
                begins.on_day, begins.what
            );
        }
    }
    let mut by_condition: BTreeMap<_, usize> = BTreeMap::new();
    for person in &prepared.people {
        *by_condition.entry(person.condition).or_default() += 1;
    }
    let people = by_condition.iter().map(|(c, n)| format!("{n} {c}")).collect::<Vec<_>>().join(", ");
    let _ = writeln!(
        said,
        "{} ({people}), with {} sessions and {} scores",
        match prepared.people.len() {
            1 => "1 person gets a course".to_owned(),
            n => format!("{n} people get a course"),
        },
        prepared.sessions(),
        prepared.scores()
    );
    for (reason, (lines, who)) in &prepared.skipped {
        let _ = writeln!(said, "left out: {lines} lines of {} people ({reason})", who.len());
    }
    let _ = writeln!(said, "refused: {} lines", prepared.refused.len());
    for refused in &prepared.refused {
        let _ = writeln!(said, "  line {}: {}", refused.line, refused.reason);
    }
    said.trim_end().to_owned()
}

fn days(count: i64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

fn report(imported: &Imported) -> String {
    let differing = match imported.differing {
        0 => String::new(),
        n => format!(" ({n} of them differ from the file; the record was left as it is)"),
    };
    format!(
        "added: {} patients, {} sessions, {} scores; already there: {}{differing}; refused lines: {}",
        imported.patients, imported.sessions, imported.scores, imported.already_there, imported.refused
    )
}
