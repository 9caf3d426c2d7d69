use evenkeel_care::finding::{Caveat, Choice, Finding, FindingKind, FindingState, Grade};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::message::Message;
use evenkeel_store::course::{self, NewCourse};
use evenkeel_store::decision::{self, NewDecision, Verdict};
use evenkeel_store::finding::{self, NewFinding};
use evenkeel_store::forecast::{self, NewForecast};
use evenkeel_store::import_batch::{self, NewImportBatch};
use evenkeel_store::patient::{self, NewPatient};
use evenkeel_store::{CourseId, DecisionId, FindingId, JsonText, Note, StoreError};
use jiff::civil::{Date, date};

use crate::bench::{Bench, keep, new_clinic, new_course, new_patient};

pub fn session_four() -> Finding {
    Finding {
        rule: "D11".to_owned(),
        revision: "2026-01".to_owned(),
        overlay: None,
        kind: FindingKind::Checkpoint,
        state: FindingState::Review,
        date: date(2026, 1, 16),
        instrument: Some(InstrumentId::Phq9),
        because: vec![Message::new("d11.change").with("from", 20).with("to", 17)],
        missing: Vec::new(),
        options: vec![Choice::AdjustDose, Choice::Stop],
        caveats: vec![Caveat::RecallWindow],
        sources: vec!["doi:10.1".to_owned()],
        grade: Grade::Trial,
        due_on: None,
        trace: vec![Message::new("d11.window")],
    }
}

pub async fn add_finding(bench: &Bench, course: CourseId) -> FindingId {
    keep_finding(bench, course, &session_four()).await
}

pub async fn keep_finding(bench: &Bench, course: CourseId, finding: &Finding) -> FindingId {
    let mut tx = bench.tx().await;
    let new = NewFinding {
        course_id: course,
        finding,
        overlay_digest: Some("abc".to_owned()),
        engine_version: "0.1.0".to_owned(),
        cause: Some(course.into()),
    };
    let id = finding::add(&mut tx, &new).await.unwrap();
    keep(tx).await;
    id
}

/// What was shown, in a form that a JSON parser would not write again.
const SHOWN: &str = r#"{"rule":"D11", "because":["PHQ-9 20 → 17"], "dose": 0.50}"#;

pub async fn add_decision(
    bench: &Bench,
    course: CourseId,
    finding: FindingId,
    seen: i64,
) -> Result<DecisionId, StoreError> {
    let mut tx = bench.tx().await;
    let new = NewDecision {
        course_id: course,
        finding_id: finding,
        seen_version: seen,
        choice: Verdict::Modify,
        chosen: Some(Choice::AdjustDose),
        values: Some(JsonText::from_text(r#"{"dose_mg_per_kg":0.75}"#.to_owned()).unwrap()),
        reason: Some("Tolerated well, little effect.".to_owned()),
        shown: JsonText::from_text(SHOWN.to_owned()).unwrap(),
        decided_on: date(2026, 1, 16),
    };
    let added = decision::add(&mut tx, &new).await;
    if added.is_ok() {
        keep(tx).await;
    }
    added
}

pub async fn add_forecast(bench: &Bench, course: CourseId, label: &str, seed: u64) {
    add_forecast_of(bench, course, label, date(2026, 1, 16), seed).await;
}

async fn add_forecast_of(bench: &Bench, course: CourseId, label: &str, as_of: Date, seed: u64) {
    let mut tx = bench.tx().await;
    let new = NewForecast {
        course_id: course,
        label: label.to_owned(),
        as_of,
        inputs_digest: "d1".to_owned(),
        model_version: "1.1".to_owned(),
        prior_sha256: "e3".to_owned(),
        seed,
        answer: JsonText::from_text(r#"{"q":[0.5]}"#.to_owned()).unwrap(),
    };
    forecast::add(&mut tx, &new).await.unwrap();
    keep(tx).await;
}

pub async fn a_finding_reads_as_it_was_shown(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let id = add_finding(&bench, course).await;
    let kept = finding::get(&bench.store, bench.clinic, id).await.unwrap().unwrap();
    assert_eq!(kept.finding().unwrap(), session_four());
    assert_eq!(
        (kept.rule.as_str(), kept.state, kept.engine_version.as_str()),
        ("D11", FindingState::Review, "0.1.0")
    );
    assert_eq!((kept.overlay_digest.as_deref(), kept.cause_kind.as_deref()), (Some("abc"), Some("course")));
    assert_eq!(kept.cause_id, Some(course.0));
}

pub async fn a_decision_keeps_what_was_shown_letter_for_letter(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let finding = add_finding(&bench, course).await;
    add_decision(&bench, course, finding, 0).await.unwrap();
    let list = decision::list(&bench.store, bench.clinic, course).await.unwrap();
    assert_eq!(list[0].shown.as_str(), SHOWN);
    assert_eq!((list[0].choice, list[0].chosen), (Verdict::Modify, Some(Choice::AdjustDose)));
    assert_eq!(list[0].reason.as_ref().and_then(Note::text), Some("Tolerated well, little effect."));
}

pub async fn two_decisions_on_one_finding_conflict(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let finding = add_finding(&bench, course).await;
    add_decision(&bench, course, finding, 0).await.unwrap();
    let second = add_decision(&bench, course, finding, 0).await;
    assert!(matches!(second, Err(StoreError::Conflict { what: "decision" })), "{second:?}");
    add_decision(&bench, course, finding, 1).await.unwrap();
}

pub async fn the_newest_forecast_of_each_label(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    for (label, seed) in [("plan", 1), ("population", 2), ("plan", u64::MAX)] {
        add_forecast(&bench, course, label, seed).await;
    }
    let newest = forecast::newest(&bench.store, bench.clinic, course).await.unwrap();
    let pairs: Vec<_> = newest.iter().map(|forecast| (forecast.label.as_str(), forecast.seed)).collect();
    assert_eq!(pairs, [("plan", u64::MAX), ("population", 2)]);
    assert_eq!(forecast::history(&bench.store, bench.clinic, course).await.unwrap().len(), 3);
}

/// A course for the same kind of patient, imported or of a patient from elsewhere.
async fn add_other_course(bench: &Bench, source: &str, source_key: Option<&str>) -> CourseId {
    let mut tx = bench.tx().await;
    let from = NewPatient { source: source.to_owned(), ..new_patient("Jo Marsh") };
    let patient = patient::add(&mut tx, &from).await.unwrap().id();
    let new = NewCourse { source_key: source_key.map(str::to_owned), ..new_course(patient) };
    let course = course::add(&mut tx, &new).await.unwrap().id();
    keep(tx).await;
    course
}

/// Newest first, one of a course and day, the clinic's own courses alone, no more than asked for.
pub async fn a_clinics_own_forecasts_are_found_newest_first(bench: Bench) {
    let (_, first) = bench.add_course("Ines Okafor").await;
    let (_, second) = bench.add_course("Ada Quist").await;
    let (monday, tuesday) = (date(2026, 1, 19), date(2026, 1, 20));
    // A second forecast of one course and day takes the place of the first; another day or course stands beside it.
    for (course, label, day, seed) in [
        (first, "plan", monday, 1),
        (second, "plan", monday, 2),
        (first, "plan", monday, 3),
        (first, "population", monday, 4),
        (first, "plan", tuesday, 5),
    ] {
        add_forecast_of(&bench, course, label, day, seed).await;
    }
    let imported = add_other_course(&bench, "clinic", Some("nimh/S01")).await;
    let elsewhere = add_other_course(&bench, "synthetic", None).await;
    add_forecast_of(&bench, imported, "plan", tuesday, 6).await;
    add_forecast_of(&bench, elsewhere, "plan", tuesday, 7).await;
    let seeds = async |clinic, source, label, most| {
        let found = forecast::of_clinic(&bench.store, clinic, source, label, most).await.unwrap();
        found.iter().map(|forecast| forecast.seed).collect::<Vec<_>>()
    };
    let own = bench.clinic;
    assert_eq!(seeds(own, "clinic", "plan", 10).await, [5, 3, 2]);
    assert_eq!(
        seeds(own, "clinic", "plan", 2).await,
        [5, 3],
        "the newest, when there are more than asked for"
    );
    assert_eq!(seeds(own, "clinic", "population", 10).await, [4]);
    assert_eq!(seeds(own, "synthetic", "plan", 10).await, [7]);
    assert!(seeds(own, "clinic", "alternative", 10).await.is_empty());
    let found = forecast::of_clinic(&bench.store, own, "clinic", "plan", 1).await.unwrap();
    assert_eq!((found[0].course_id, found[0].as_of, found[0].label.as_str()), (first, tuesday, "plan"));
    let other = new_clinic(&bench.store, "Other").await;
    assert!(seeds(other, "clinic", "plan", 10).await.is_empty(), "another clinic's forecasts are not there");
}

pub async fn an_import_keeps_its_report(bench: Bench) {
    let new = NewImportBatch {
        dataset: "nimh".to_owned(),
        file_name: "scores.csv".to_owned(),
        file_sha256: "ab".to_owned(),
        map_sha256: "cd".to_owned(),
        report: JsonText::from_text(r#"{"added":3,"refused":[]}"#.to_owned()).unwrap(),
    };
    let mut tx = bench.tx().await;
    import_batch::add(&mut tx, &new).await.unwrap();
    keep(tx).await;
    let list = import_batch::list(&bench.store, bench.clinic).await.unwrap();
    assert_eq!((list.len(), &list[0].report), (1, &new.report));
}
