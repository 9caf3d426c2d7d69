//! Folders that vanish.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A new empty folder, removed when this value goes.
#[derive(Debug)]
pub struct TempFolder(PathBuf);

impl TempFolder {
    /// Makes one.
    ///
    /// # Panics
    /// If the folder for temporary files cannot be written.
    #[expect(clippy::new_without_default, reason = "making a folder is an act, not a default")]
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("evenkeel-test-{}-{n}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        let made = std::fs::create_dir_all(&path);
        assert!(made.is_ok(), "cannot make {}: {made:?}", path.display());
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
