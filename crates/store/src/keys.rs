//! The one key of an installation, and what is derived from it.
//!
//! 32 random bytes, kept as hex in `evenkeel.key` beside the data (mode 0600) or given in the
//! environment. From it HKDF-SHA256 (RFC 5869) derives, each under its own label, the SQLCipher
//! key, the key that wraps every patient's data key, and the key of the blind search index.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::clock::Dice;

/// The name of the key file inside the data folder.
pub const KEY_FILE: &str = "evenkeel.key";

/// The key of an installation. It prints as nothing but its name.
#[derive(Clone)]
pub struct MasterKeys {
    root: [u8; 32],
    file: PathBuf,
    /// Made just now: written by [`crate::Store::open`] once it is certain that no database exists
    /// that needs another key.
    unwritten: bool,
}

impl std::fmt::Debug for MasterKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKeys")
    }
}

/// What is wrong with a key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Not 64 hexadecimal digits.
    #[error("{place} is not a key: it must be 64 hexadecimal digits. Put back the original key.")]
    Malformed {
        /// The file, or `EVENKEEL_KEY`.
        place: String,
    },
    /// Others than the owner may read it.
    #[error("{} can be read by other users of this machine. Close it: chmod 600 {}", file.display(), file.display())]
    OpenToOthers {
        /// The key file.
        file: PathBuf,
    },
    /// The file cannot be read or written.
    #[error("{} cannot be read or written ({why}). Check that the folder exists and belongs to this user.", file.display())]
    Unusable {
        /// The key file.
        file: PathBuf,
        /// Why.
        why: String,
    },
}

/// The key from the environment (`EVENKEEL_KEY`, if set), else from `evenkeel.key` in `dir`, else a
/// new one. A new key is written by [`crate::Store::open`], and only for a new database.
pub fn load_or_create(dir: &Path, env: Option<&str>, dice: &dyn Dice) -> Result<MasterKeys, KeyError> {
    let file = dir.join(KEY_FILE);
    if let Some(text) = env.filter(|text| !text.trim().is_empty()) {
        let root = parse(text).ok_or_else(|| KeyError::Malformed { place: "EVENKEEL_KEY".to_owned() })?;
        return Ok(MasterKeys { root, file, unwritten: false });
    }
    match std::fs::read_to_string(&file) {
        Ok(text) => {
            refuse_if_open_to_others(&file)?;
            let root =
                parse(&text).ok_or_else(|| KeyError::Malformed { place: file.display().to_string() })?;
            Ok(MasterKeys { root, file, unwritten: false })
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            let mut root = [0_u8; 32];
            dice.fill(&mut root);
            Ok(MasterKeys { root, file, unwritten: true })
        }
        Err(e) => Err(KeyError::Unusable { file, why: e.to_string() }),
    }
}

impl MasterKeys {
    /// The key that a backup holds, for a data folder that has none; [`crate::portable::load`] writes it there.
    ///
    /// # Errors
    /// [`KeyError::Malformed`].
    pub fn from_backup(dir: &Path, text: &str) -> Result<Self, KeyError> {
        let root =
            parse(text).ok_or_else(|| KeyError::Malformed { place: "the key in the backup".to_owned() })?;
        Ok(Self { root, file: dir.join(KEY_FILE), unwritten: true })
    }

    /// Whether it was made just now, because none was there.
    pub fn is_new(&self) -> bool {
        self.unwritten
    }

    /// Its file has been written meanwhile.
    pub(crate) fn is_in_place(&mut self) {
        self.unwritten = false;
    }

    /// Whether two keys are the same.
    pub fn is(&self, other: &Self) -> bool {
        self.check_value() == other.check_value()
    }

    /// The key as its file holds it.
    pub(crate) fn text(&self) -> String {
        hex(&self.root)
    }

    /// Where the key is kept.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The same, as [`crate::Store::open`] asks it.
    pub(crate) fn is_unwritten(&self) -> bool {
        self.unwritten
    }

    /// Writes a new key for its owner alone; refuses to replace a file that has appeared meanwhile.
    pub(crate) fn write(&mut self) -> Result<(), KeyError> {
        if !self.unwritten {
            return Ok(());
        }
        let text = hex(&self.root);
        let written = self.make_file().and_then(|mut f| {
            f.write_all(text.as_bytes())?;
            f.write_all(b"\n")?;
            f.sync_all()
        });
        written.map_err(|e| KeyError::Unusable { file: self.file.clone(), why: e.to_string() })?;
        self.unwritten = false;
        Ok(())
    }

    fn make_file(&self) -> io::Result<std::fs::File> {
        if let Some(dir) = self.file.parent() {
            make_folder(dir)?;
        }
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.file)
    }

    /// The raw SQLCipher key as its pragma wants it.
    pub(crate) fn sqlite_key_literal(&self) -> String {
        format!("\"x'{}'\"", hex(&self.derive(b"evenkeel/1/sqlcipher")))
    }

    /// The key that wraps patients' data keys.
    pub(crate) fn field_key(&self) -> [u8; 32] {
        self.derive(b"evenkeel/1/field")
    }

    /// The key of the blind search index.
    pub(crate) fn index_key(&self) -> [u8; 32] {
        self.derive(b"evenkeel/1/search-index")
    }

    /// A value that may be stored, and tells this key from another.
    pub(crate) fn check_value(&self) -> Vec<u8> {
        mac(&self.derive(b"evenkeel/1/key-check"), &[b"this key"]).to_vec()
    }

    fn derive(&self, label: &[u8]) -> [u8; 32] {
        let mut out = [0_u8; 32];
        // 32 bytes are always within HKDF's limit of 255 hashes, so the result is always Ok.
        let filled = Hkdf::<Sha256>::new(None, &self.root).expand(label, &mut out);
        debug_assert!(filled.is_ok());
        out
    }
}

/// HMAC-SHA256 over the parts, each preceded by its length so that parts cannot run together.
pub(crate) fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC fills a short key up with zeros to the hash's block of 64 bytes (RFC 2104 §2).
    let mut block = [0_u8; 64];
    block.iter_mut().zip(key).for_each(|(slot, byte)| *slot = *byte);
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
    for part in parts {
        mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn parse(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<u32> = text.trim().chars().map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(high * 16 + low).ok(),
            _ => None,
        })
        .collect::<Option<_>>()?;
    bytes.try_into().ok()
}

/// A new data folder is for its owner alone; one that exists stays as it is.
pub(crate) fn make_folder(dir: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(dir)
}

#[cfg(unix)]
fn refuse_if_open_to_others(file: &Path) -> Result<(), KeyError> {
    use std::os::unix::fs::PermissionsExt;
    let meta = std::fs::metadata(file)
        .map_err(|e| KeyError::Unusable { file: file.to_owned(), why: e.to_string() })?;
    let for_others = meta.permissions().mode() & 0o077;
    if for_others != 0 {
        return Err(KeyError::OpenToOthers { file: file.to_owned() });
    }
    Ok(())
}

#[cfg(not(unix))]
fn refuse_if_open_to_others(_file: &Path) -> Result<(), KeyError> {
    Ok(())
}
