//! `backup`, `restore`, `verify`, `migrate`, `move-database`: what was recorded comes back, and what is wrong is told.

use std::fs;
use std::path::Path;

use evenkeel_testkit::{folder::TempFolder, postgres};

use crate::import::{arg, import_into};
use crate::run::{Run, run};

/// A record with a clinic's imported scores, and a backup of it.
struct Kept {
    folder: TempFolder,
}

impl Kept {
    fn new() -> Self {
        let folder = TempFolder::new();
        let data = folder.path().join("data");
        import_into(&data);
        let kept = Self { folder };
        let made = run(&["backup", arg(&kept.at("kept.age")), "--data", arg(&kept.at("data"))], "");
        ended(&made, 0, &["tables", "Test restore: every row is there"]);
        kept
    }

    fn at(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// `command … --data NAME --backup-key …`, below the folder.
    fn run(&self, command: &[&str], data: &str) -> Run {
        let (data, key) = (self.at(data), self.at("data/backup.key"));
        let mut all = command.to_vec();
        all.extend(["--data", arg(&data), "--backup-key", arg(&key)]);
        run(&all, "")
    }
}

fn ended(run: &Run, code: i32, words: &[&str]) {
    assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
    for word in words {
        assert!(
            format!("{}{}", run.stdout, run.stderr).contains(word),
            "{word:?} in {}{}",
            run.stdout,
            run.stderr
        );
    }
}

#[test]
fn a_backup_comes_back_whole_in_an_empty_place_and_only_there() {
    let kept = Kept::new();
    let file = kept.at("kept.age");
    ended(&kept.run(&["restore", arg(&file)], "new"), 0, &["Restored into", "audit chain holds"]);
    ended(
        &kept.run(&["verify", "--backup", arg(&file)], "new"),
        0,
        &["lines hold", "no damage", "0 were recorded since", "All of it holds"],
    );
    ended(&kept.run(&["restore", arg(&file)], "new"), 2, &["holds a record already", "Nothing was changed"]);
    ended(&kept.run(&["verify", "--backup", arg(&file)], "new"), 0, &["All of it holds"]);
    ended(&run(&["migrate", "--data", arg(&kept.at("new"))], ""), 0, &["The schema is at version"]);
}

#[test]
fn nothing_of_it_can_be_read_without_its_key() {
    let kept = Kept::new();
    let file = kept.at("kept.age");
    let text = String::from_utf8_lossy(&fs::read(&file).expect("the backup")).into_owned();
    assert!(text.starts_with("age-encryption.org/v1") && !text.contains("measurement"));
    // The folder of the backup is not that of its key, and the new place has none.
    let elsewhere = kept.at("elsewhere");
    fs::create_dir(&elsewhere).expect("a folder");
    fs::copy(&file, elsewhere.join("kept.age")).expect("a copy");
    let refused = run(&["restore", arg(&elsewhere.join("kept.age")), "--data", arg(&kept.at("new"))], "");
    ended(&refused, 2, &["none of the keys at hand opens it", "--backup-key"]);
    assert!(!kept.at("new/evenkeel.db").exists());
}

#[test]
fn a_changed_byte_or_a_cut_is_found_and_leaves_nothing() {
    let kept = Kept::new();
    let whole = fs::read(kept.at("kept.age")).expect("the backup");
    let mut changed = whole.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    let damaged = kept.at("damaged.age");
    for (bytes, code) in [(changed, 2), (whole[..whole.len() - 100].to_vec(), 2), (b"hello".to_vec(), 2)] {
        fs::write(&damaged, bytes).expect("it is written");
        let refused = kept.run(&["restore", arg(&damaged)], "new");
        ended(&refused, code, &[]);
        assert!(!refused.stderr.is_empty() && !refused.stderr.contains("panic"), "{}", refused.stderr);
        assert!(!kept.at("new/evenkeel.db").exists());
    }
    ended(&kept.run(&["restore", arg(&kept.at("kept.age"))], "new"), 0, &["Restored"]);
}

#[test]
fn a_folder_gets_a_file_a_backup_and_old_ones_go_last() {
    let kept = Kept::new();
    let shelf = kept.at("shelf");
    fs::create_dir(&shelf).expect("a folder");
    for old in ["evenkeel-2020-01-01T000000Z.age", "evenkeel-2020-01-02T000000Z.age", "notes.age"] {
        fs::write(shelf.join(old), "x").expect("an old one");
    }
    ended(&kept.run(&["backup", arg(&shelf), "--keep", "2"], "data"), 0, &["let go", "2020-01-01"]);
    let mut left: Vec<_> =
        fs::read_dir(&shelf).expect("the folder").map(|e| e.expect("entry").file_name()).collect();
    left.sort();
    assert_eq!(left.len(), 3, "{left:?}");
    assert_eq!(left[0], "evenkeel-2020-01-02T000000Z.age");
    ended(&kept.run(&["backup", arg(&kept.at("kept.age"))], "data"), 2, &["replaces nothing"]);
    ended(&kept.run(&["backup", arg(&kept.at("no/such/folder.age"))], "data"), 3, &["cannot be written"]);
    ended(&kept.run(&["backup", arg(&shelf)], "nothing"), 2, &["There is no record in"]);
}

#[test]
fn another_key_in_the_new_place_is_not_replaced() {
    let kept = Kept::new();
    let new = kept.at("new");
    fs::create_dir(&new).expect("a folder");
    fs::write(new.join("evenkeel.key"), format!("{}\n", "ab".repeat(32))).expect("a key");
    fs::set_permissions(new.join("evenkeel.key"), std::os::unix::fs::PermissionsExt::from_mode(0o600))
        .expect("mode");
    ended(
        &kept.run(&["restore", arg(&kept.at("kept.age"))], "new"),
        2,
        &["another key", "Nothing was changed"],
    );
    fs::copy(kept.at("data/evenkeel.key"), new.join("evenkeel.key")).expect("the right key");
    ended(&kept.run(&["restore", arg(&kept.at("kept.age"))], "new"), 0, &["Restored"]);
}

#[test]
fn a_record_moves_to_postgres_and_back() {
    let kept = Kept::new();
    let url = postgres::new_database();
    let moved = |from: &[&str], to: &Path, more: &[&str]| {
        let mut all = vec!["move-database"];
        all.extend(from);
        all.extend(["--to-data", arg(to)]);
        all.extend(more);
        run(&all, "")
    };
    let (data, there, back) = (kept.at("data"), kept.at("there"), kept.at("back"));
    ended(&moved(&["--data", arg(&data)], &there, &["--to-database", &url]), 0, &["the same as in"]);
    ended(&moved(&["--data", arg(&data)], &there, &["--to-database", &url]), 2, &["holds a record already"]);
    ended(&moved(&["--data", arg(&there), "--database", &url], &back, &[]), 0, &["the same as in"]);
    ended(&kept.run(&["verify", "--backup", arg(&kept.at("kept.age"))], "back"), 0, &["All of it holds"]);
}
