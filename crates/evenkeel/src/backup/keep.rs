//! Writing a backup's file, and letting old ones go.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use age::x25519::Recipient;
use evenkeel_store::Store;
use evenkeel_store::portable::{self, TableSum};
use jiff::Timestamp;

use super::{of_portable, progress};
use crate::cli::exit::{Exit, Fault};

/// A backup that was written.
pub struct Kept {
    /// Its file.
    pub file: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// Its tables.
    pub sums: Vec<TableSum>,
}

/// Writes a backup of the record as it stands into `to`, a new file or an existing folder. The file has its
/// name only once it is whole and on disk.
pub async fn keep(store: &Store, to: &Path, recipients: &[Recipient], now: Timestamp) -> Result<Kept, Exit> {
    let file = if to.is_dir() { to.join(name(now)) } else { to.to_owned() };
    if file.exists() {
        let place = file.display().to_string();
        return Err(Exit::bad_input(Fault::new(
            place,
            "it is there already",
            "a backup replaces nothing",
            "Name a new file, or a folder",
        )));
    }
    let part = file.with_extension("part");
    let written = write(store, &part, recipients).await;
    let sums = match written {
        Ok(sums) => sums,
        Err(exit) => {
            // What was begun is of no use to anybody.
            let _ = std::fs::remove_file(&part);
            return Err(exit);
        }
    };
    std::fs::rename(&part, &file).and_then(|()| settle(&file)).map_err(|cause| unwritable(&file, &cause))?;
    let bytes = std::fs::metadata(&file).map_or(0, |meta| meta.len());
    Ok(Kept { file, bytes, sums })
}

async fn write(store: &Store, part: &Path, recipients: &[Recipient]) -> Result<Vec<TableSum>, Exit> {
    let file = File::create(part).map_err(|cause| unwritable(part, &cause))?;
    let sealed = age::Encryptor::with_recipients(recipients.iter().map(|to| to as &dyn age::Recipient));
    let sealed =
        sealed.map_err(|cause| Exit::cannot_run(format!("The backup cannot be encrypted: {cause}.")))?;
    let mut out = sealed.wrap_output(BufWriter::new(file)).map_err(|cause| unwritable(part, &cause))?;
    let sums = portable::write(store, &mut out, &mut progress()).await.map_err(of_portable)?;
    let done = out.finish().and_then(|mut file| file.flush().and_then(|()| file.get_ref().sync_all()));
    done.map_err(|cause| unwritable(part, &cause))?;
    Ok(sums)
}

/// The folder's entry is on disk too.
fn settle(file: &Path) -> std::io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

fn unwritable(file: &Path, cause: &std::io::Error) -> Exit {
    Exit::cannot_run(format!(
        "{} cannot be written: {cause}. Check that its folder exists, has room and belongs to this user. No backup was made.",
        file.display()
    ))
}

fn name(now: Timestamp) -> String {
    format!("evenkeel-{}.age", now.strftime("%Y-%m-%dT%H%M%SZ"))
}

/// Deletes the oldest of our backups in a folder beyond `most`; answers those that went.
pub fn let_go(folder: &Path, most: usize) -> std::io::Result<Vec<PathBuf>> {
    let mut ours: Vec<PathBuf> = std::fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(is_ours))
        .collect();
    // The name is the time, so the order of names is that of time.
    ours.sort();
    ours.truncate(ours.len().saturating_sub(most.max(1)));
    for old in &ours {
        std::fs::remove_file(old)?;
    }
    Ok(ours)
}

fn is_ours(name: &str) -> bool {
    let time = name.strip_prefix("evenkeel-").and_then(|rest| rest.strip_suffix(".age"));
    time.is_some_and(|time| time.len() == 18 && time.ends_with('Z'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_are_let_go_and_never_the_last() {
        let name = name("2026-03-03T02:10:00Z".parse().unwrap());
        assert_eq!(name, "evenkeel-2026-03-03T021000Z.age");
        assert!(is_ours(&name) && !is_ours("evenkeel-notes.age") && !is_ours("clinic.age"));
        let folder = evenkeel_testkit::folder::TempFolder::new();
        let there = |name: &str| folder.path().join(name);
        for name in ["evenkeel-2026-03-01T021000Z.age", "evenkeel-2026-03-02T021000Z.age", "mine.age"] {
            std::fs::write(there(name), "x").unwrap();
        }
        assert_eq!(let_go(folder.path(), 0).unwrap(), [there("evenkeel-2026-03-01T021000Z.age")]);
        assert!(there("mine.age").exists() && there("evenkeel-2026-03-02T021000Z.age").exists());
    }
}
