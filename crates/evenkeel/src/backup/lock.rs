//! The keys of backups: to whom a backup is encrypted, and what opens it.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use age::secrecy::ExposeSecret as _;
use age::x25519::{Identity, Recipient};

use crate::cli::exit::{Exit, Fault};
use crate::cli::output;

/// The name of the key file inside the data folder.
const FILE: &str = "backup.key";

/// To whom a backup is encrypted: the named recipients; without any, the data folder's own key, made at the
/// first backup.
pub fn recipients(named: &[String], folder: &Path) -> Result<Vec<Recipient>, Exit> {
    if named.is_empty() {
        return own_key(folder).map(|key| vec![key.to_public()]);
    }
    let parse = |text: &String| {
        Recipient::from_str(text.trim()).map_err(|why| {
            Exit::bad_input(Fault::new(
                "--recipient",
                format!("{text} is not a recipient"),
                why,
                "It looks like age1… and stands in the second line of a backup.key, or comes from `age-keygen`",
            ))
        })
    };
    named.iter().map(parse).collect()
}

fn own_key(folder: &Path) -> Result<Identity, Exit> {
    let file = folder.join(FILE);
    if file.exists() {
        return read(&file);
    }
    let key = Identity::generate();
    let text = format!(
        "# The key of this clinic's backups. Keep a copy in another place: without it no backup can be opened.\n\
         # public key: {}\n{}\n",
        key.to_public(),
        key.to_string().expose_secret()
    );
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    options.open(&file).and_then(|mut f| f.write_all(text.as_bytes()).and_then(|()| f.sync_all())).map_err(
        |cause| {
            Exit::cannot_run(format!(
                "{} cannot be written: {cause}. Check the folder's rights.",
                file.display()
            ))
        },
    )?;
    output::note(&format!(
        "A key for backups was made: {}. Keep a copy of it in another place: without it no backup can be opened.",
        file.display()
    ));
    Ok(key)
}

fn read(file: &Path) -> Result<Identity, Exit> {
    let place = file.display().to_string();
    let wrong = |why: String| {
        Exit::bad_input(Fault::new(
            &place,
            "it is not a key of backups",
            why,
            "Put back the original backup.key",
        ))
    };
    let text = std::fs::read_to_string(file).map_err(|cause| wrong(cause.to_string()))?;
    let line = text.lines().map(str::trim).find(|line| line.starts_with("AGE-SECRET-KEY-"));
    let line = line.ok_or_else(|| wrong("no line begins with AGE-SECRET-KEY-".to_owned()))?;
    Identity::from_str(line).map_err(|why| wrong(why.to_owned()))
}

/// Where the key of a backup is looked for: the file that was named; else `backup.key` in the data folder
/// and beside the backup.
#[derive(Debug, Clone)]
pub struct Unlock {
    /// `--backup-key`.
    pub named: Option<PathBuf>,
    /// The data folder.
    pub folder: PathBuf,
}

impl Unlock {
    fn places(&self, backup: &Path) -> Vec<PathBuf> {
        let beside = backup.parent().unwrap_or(Path::new("")).join(FILE);
        match &self.named {
            Some(file) => vec![file.clone()],
            None => vec![self.folder.join(FILE), beside],
        }
    }

    /// The keys that are there. A file that was named must be.
    pub fn keys(&self, backup: &Path) -> Result<Vec<Identity>, Exit> {
        let places = self.places(backup);
        places.iter().filter(|file| self.named.is_some() || file.exists()).map(|file| read(file)).collect()
    }

    /// The places, in words.
    pub fn tried(&self, backup: &Path) -> String {
        let places = self.places(backup);
        places.iter().map(|place| place.display().to_string()).collect::<Vec<_>>().join(", ")
    }
}
