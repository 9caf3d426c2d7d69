//! The files of a clinical folder, from the binary or from disk.

use std::collections::BTreeMap;
use std::path::Path;

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::problem::Problem;

/// The shipped folder.
#[derive(RustEmbed)]
#[folder = "../../clinical"]
struct Shipped;

/// One text file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    /// Its path as a reader finds it, for example `clinical/rules/d11.toml`.
    pub(crate) shown: String,
    /// Its text.
    pub(crate) text: String,
}

/// Files by their path inside the folder, with `/` on every system.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Files(BTreeMap<String, File>);

impl Files {
    /// The shipped folder.
    pub(crate) fn embedded() -> Result<Self, Vec<Problem>> {
        let read = Shipped::iter().filter_map(|path| {
            let content = Shipped::get(&path)?.data.into_owned();
            Some((path.to_string(), format!("clinical/{path}"), content))
        });
        Self::from_bytes(read)
    }

    /// A folder on disk, with everything below it. Hidden files are left alone.
    pub(crate) fn from_dir(dir: &Path) -> Result<Self, Vec<Problem>> {
        let mut found = Vec::new();
        let mut problems = Vec::new();
        walk(dir, "", &mut found, &mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        Self::from_bytes(found.into_iter())
    }

    fn from_bytes(files: impl Iterator<Item = (String, String, Vec<u8>)>) -> Result<Self, Vec<Problem>> {
        let mut read = BTreeMap::new();
        let mut problems = Vec::new();
        for (path, shown, content) in files {
            match String::from_utf8(content) {
                Ok(text) => {
                    read.insert(path, File { shown, text });
                }
                Err(_) => problems.push(Problem::new(
                    shown,
                    0,
                    "it is not a text file in UTF-8",
                    "clinical files are read by people and by this program",
                    "save it as UTF-8, or move it out of the folder",
                )),
            }
        }
        if problems.is_empty() { Ok(Self(read)) } else { Err(problems) }
    }

    /// These files with `over` laid over them.
    pub(crate) fn laid_under(mut self, over: Self) -> Self {
        self.0.extend(over.0);
        self
    }

    pub(crate) fn get(&self, path: &str) -> Option<&File> {
        self.0.get(path)
    }

    pub(crate) fn paths(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &File)> {
        self.0.iter().map(|(path, file)| (path.as_str(), file))
    }

    /// Files of `folder` whose names end in `.toml`; cases are files of their own.
    pub(crate) fn toml_in(&self, folder: &str, cases: bool) -> Vec<(&str, &File)> {
        self.iter()
            .filter_map(|(path, file)| {
                let name = path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(".toml")?;
                let (stem, is_cases) = name.strip_suffix(".cases").map_or((name, false), |stem| (stem, true));
                (is_cases == cases && !stem.contains('/')).then_some((stem, file))
            })
            .collect()
    }

    /// SHA-256 over names and texts, hexadecimal.
    pub(crate) fn digest(&self) -> String {
        use std::fmt::Write as _;
        let mut hash = Sha256::new();
        for (path, file) in &self.0 {
            for part in [path, &file.text] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part.as_bytes());
            }
        }
        hash.finalize().iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

/// Collects the files below `dir`, named relative to where the walk began.
fn walk(dir: &Path, prefix: &str, found: &mut Vec<(String, String, Vec<u8>)>, problems: &mut Vec<Problem>) {
    let unreadable = |what: &Path, error: &std::io::Error| {
        Problem::new(
            what.display().to_string(),
            0,
            format!("it cannot be read: {error}"),
            "the rules must be whole before any finding is made",
            "check the path and the rights of the folder",
        )
    };
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) => return problems.push(unreadable(dir, &error)),
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        if name.starts_with('.') {
            continue;
        }
        let inside = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        if path.is_dir() {
            walk(&path, &inside, found, problems);
            continue;
        }
        match std::fs::read(&path) {
            Ok(content) => found.push((inside, path.display().to_string(), content)),
            Err(error) => problems.push(unreadable(&path, &error)),
        }
    }
}
