use evenkeel_store::patient::{self, Details, NewPatient, Person};
use evenkeel_store::{Inserted, StoreError, patient_search};

use crate::bench::{Bench, details, keep};

async fn check_found(bench: &Bench, query: &str, names: &[&str]) {
    let found = patient_search::search(&bench.store, bench.clinic, query, 10).await.unwrap();
    let found: Vec<&str> = found.iter().filter_map(|patient| patient.person.name()).collect();
    assert_eq!(found, names, "{query}");
}

pub async fn details_come_back(bench: Bench) {
    let id = bench.add_patient("Ines Okafor").await;
    let patient = patient::get(&bench.store, bench.clinic, id).await.unwrap().unwrap();
    assert_eq!(patient.person, Person::Known(details("Ines Okafor")));
    assert_eq!(
        (patient.version, patient.source.as_str(), patient.recorded.by_name.as_str()),
        (1, "clinic", "Dr Vale")
    );
}

pub async fn a_change_is_a_new_version(bench: Bench) {
    let id = bench.add_patient("Ines Okafor").await;
    let married = Details { phone: None, ..details("Ines Lund") };
    let mut tx = bench.tx().await;
    assert_eq!(patient::change(&mut tx, id, 1, &married, Some("married")).await.unwrap(), 2);
    keep(tx).await;
    let patient = patient::get(&bench.store, bench.clinic, id).await.unwrap().unwrap();
    assert_eq!(patient.person, Person::Known(married));
    let history = patient::history(&bench.store, bench.clinic, id).await.unwrap();
    let names: Vec<_> = history.iter().filter_map(|patient| patient.person.name()).collect();
    assert_eq!(names, ["Ines Okafor", "Ines Lund"]);
}

pub async fn the_second_of_two_changes_is_told(bench: Bench) {
    let id = bench.add_patient("Ines Okafor").await;
    let mut tx = bench.tx().await;
    patient::change(&mut tx, id, 1, &details("Ines Lund"), None).await.unwrap();
    keep(tx).await;
    let mut tx = bench.tx().await;
    let second = patient::change(&mut tx, id, 1, &details("Inés Okafor"), None).await;
    assert!(matches!(second, Err(StoreError::Conflict { what: "patient" })), "{second:?}");
}

pub async fn found_by_beginnings_of_names(bench: Bench) {
    for name in ["Ines Okafor", "Åsa Ögren", "Ana Maximilianowska-Lund"] {
        bench.add_patient(name).await;
    }
    check_found(&bench, "in", &["Ines Okafor"]).await;
    check_found(&bench, "OKA ines", &["Ines Okafor"]).await;
    check_found(&bench, "ögr", &["Åsa Ögren"]).await;
    check_found(&bench, "maximilianowska", &["Ana Maximilianowska-Lund"]).await;
    check_found(&bench, "maximilianowskb", &[]).await;
    check_found(&bench, "lund", &["Ana Maximilianowska-Lund"]).await;
    check_found(&bench, "mrn-0042 ana", &["Ana Maximilianowska-Lund"]).await;
    check_found(&bench, "mrn 0042", &["Ana Maximilianowska-Lund", "Ines Okafor", "Åsa Ögren"]).await;
    check_found(&bench, "kafor", &[]).await;
    check_found(&bench, "i", &[]).await;
    check_found(&bench, "' OR 1=1 --", &[]).await;
    let one = patient_search::search(&bench.store, bench.clinic, "0042", 1).await.unwrap();
    assert_eq!(one.len(), 1);
}

pub async fn a_new_name_replaces_the_old_in_the_search(bench: Bench) {
    let id = bench.add_patient("Ines Okafor").await;
    let mut tx = bench.tx().await;
    patient::change(&mut tx, id, 1, &details("Ines Lund"), None).await.unwrap();
    keep(tx).await;
    check_found(&bench, "okafor", &[]).await;
    check_found(&bench, "lund", &["Ines Lund"]).await;
}

pub async fn the_same_source_key_adds_nothing(bench: Bench) {
    let imported = |key: &str| NewPatient {
        source: "import:nimh".to_owned(),
        source_key: Some(key.to_owned()),
        details: details("S01"),
    };
    let new = imported("nimh/S01");
    let mut tx = bench.tx().await;
    let first = patient::add(&mut tx, &new).await.unwrap();
    assert_eq!(patient::add(&mut tx, &new).await.unwrap(), Inserted::AlreadyThere(first.id()));
    keep(tx).await;
    let mut tx = bench.tx().await;
    assert_eq!(patient::add(&mut tx, &new).await.unwrap(), Inserted::AlreadyThere(first.id()));
    assert_eq!(patient::count(&bench.store, bench.clinic).await.unwrap(), 1);
}

pub async fn pages_of_a_list_do_not_overlap(bench: Bench) {
    for n in 0..5 {
        bench.add_patient(&format!("Patient {n}")).await;
    }
    let mut names = Vec::new();
    for page in 0..3 {
        let patients = patient::list(&bench.store, bench.clinic, 2, page * 2).await.unwrap();
        names.extend(patients.iter().filter_map(|patient| patient.person.name().map(str::to_owned)));
    }
    assert_eq!(names, ["Patient 4", "Patient 3", "Patient 2", "Patient 1", "Patient 0"]);
}
