//! `evenkeel backtest`: the same table from the file and from the record.

use evenkeel_testkit::folder::TempFolder;

use crate::import::{arg, import_into, nimh};
use crate::run::{json, refused, run};

#[test]
fn the_file_and_the_record_give_the_same_table() {
    let folder = TempFolder::new();
    import_into(folder.path());
    let of_file = json(&["backtest", &nimh(), "--json"], "");
    let of_record = json(&["backtest", "--data", arg(folder.path()), "--json"], "");
    assert_eq!(of_file["reports"], of_record["reports"]);
    let madrs = of_file["reports"].as_array().expect("reports").iter().find(|r| r["instrument"] == "MADRS");
    assert_eq!(madrs.expect("MADRS")["n"], 111);
}

#[test]
fn the_table_names_every_method() {
    let table = run(&["backtest", &nimh()], "");
    assert_eq!(table.code, 0, "{}", table.stderr);
    for words in
        ["MADRS", "n = 111", "Evenkeel, model 1.1", "Last value", "Person's mean", "Pooled ridge", "6.34"]
    {
        assert!(table.stdout.contains(words), "{words:?} in {}", table.stdout);
    }
}

#[test]
fn without_a_record_or_a_file_it_says_what_to_name() {
    let folder = TempFolder::new();
    let nowhere = folder.path().join("nowhere");
    refused(&["backtest", "--data", arg(&nowhere)], "", 2, &["no record in", "--data"]);
    assert!(!nowhere.exists());
    refused(&["backtest", "no/such.csv"], "", 2, &["no such file"]);
    refused(&["backtest", "--map", "x.toml"], "", 2, &["FILE"]);
}
