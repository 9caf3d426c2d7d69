use evenkeel_care::sitting::{Deed, Happening, Reading};
use evenkeel_store::sitting::{self, NewNote, SittingNote};
use evenkeel_store::{
    CourseId, JsonText, SittingId, StoreError, Subject, audit, data_key, floor, live, setting,
};
use jiff::Timestamp;
use jiff::civil::date;

use crate::bench::{Bench, keep, new_clinic};

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_770_000_000 + minute * 60).unwrap()
}

fn pressure(systolic: u16) -> NewNote {
    let reading = Reading { pressure: Some((systolic, 80)), ..Reading::default() };
    NewNote { at: at(5), deed: Deed::Read(reading), words: None }
}

fn sick() -> NewNote {
    let deed = Deed::Happened { what: Happening::Nausea, note: None };
    NewNote { at: at(20), deed, words: Some("green in the face".to_owned()) }
}

async fn begun(bench: &Bench, course: CourseId) -> SittingId {
    let mut tx = bench.tx().await;
    let id = sitting::begin(&mut tx, course, date(2026, 1, 7)).await.unwrap();
    keep(tx).await;
    id
}

async fn noted(bench: &Bench, of: (CourseId, SittingId), new: &NewNote) -> evenkeel_store::SittingNoteId {
    let mut tx = bench.tx().await;
    let id = sitting::note(&mut tx, of, new).await.unwrap();
    keep(tx).await;
    id
}

async fn notes(bench: &Bench, of: SittingId) -> Vec<SittingNote> {
    sitting::notes(&bench.store, bench.clinic, &[of]).await.unwrap()
}

/// One row of each fact around a chair.
pub async fn fill(bench: &Bench, course: CourseId) {
    let id = begun(bench, course).await;
    noted(bench, (course, id), &sick()).await;
    let mut tx = bench.tx().await;
    setting::confirm(&mut tx, setting::Kind::Floor, 0, &JsonText::of(&["Chair 1"]).unwrap()).await.unwrap();
    keep(tx).await;
}

pub async fn a_sitting_is_begun_once_a_day(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let first = begun(&bench, course).await;
    assert_eq!(begun(&bench, course).await, first);
    let of_day = sitting::of_day(&bench.store, bench.clinic, date(2026, 1, 7)).await.unwrap();
    assert_eq!(of_day.iter().map(|s| (s.id, s.course_id)).collect::<Vec<_>>(), [(first, course)]);
    assert!(sitting::of_day(&bench.store, bench.clinic, date(2026, 1, 8)).await.unwrap().is_empty());
    assert_eq!(sitting::of_course(&bench.store, bench.clinic, course).await.unwrap().len(), 1);
}

pub async fn a_correction_takes_the_place_of_a_note(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let of = (course, begun(&bench, course).await);
    let typo = noted(&bench, of, &pressure(1280)).await;
    let other = noted(&bench, of, &sick()).await;
    let mut tx = bench.tx().await;
    sitting::correct(&mut tx, of, typo, &pressure(128)).await.unwrap();
    sitting::withdraw(&mut tx, of, other, "other patient").await.unwrap();
    keep(tx).await;
    let kept = notes(&bench, of.1).await;
    assert_eq!(kept.iter().map(|n| n.deed().unwrap()).collect::<Vec<_>>(), [pressure(128).deed]);
    assert_eq!(kept[0].corrects, Some(typo));
    let again = sitting::correct(&mut bench.tx().await, of, typo, &pressure(129)).await;
    assert!(matches!(again, Err(StoreError::NotFound { .. })), "{again:?}");
}

pub async fn what_somebody_wrote_is_sealed(bench: Bench) {
    let (patient, course) = bench.add_course("Ines Okafor").await;
    let of = (course, begun(&bench, course).await);
    noted(&bench, of, &sick()).await;
    let deed = |notes: &[SittingNote]| notes[0].deed().unwrap();
    let said = Deed::Happened { what: Happening::Nausea, note: Some("green in the face".to_owned()) };
    assert_eq!(deed(&notes(&bench, of.1).await), said);
    let mut tx = bench.tx().await;
    data_key::destroy(&mut tx, patient).await.unwrap();
    keep(tx).await;
    let left = Deed::Happened { what: Happening::Nausea, note: None };
    assert_eq!(deed(&notes(&bench, of.1).await), left);
}

pub async fn the_floor_holds_who_is_planned_and_who_is_there(bench: Bench) {
    let (_, planned) = bench.add_course("Ines Okafor").await;
    let (_, there) = bench.add_course("Jon Abara").await;
    let (_, elsewhere) = bench.add_course("Lea Brandt").await;
    crate::courses::add_plan(&bench, planned, 0, &["2026-01-05"]).await.unwrap();
    crate::courses::add_plan(&bench, planned, 1, &["2026-01-07"]).await.unwrap();
    crate::courses::add_plan(&bench, elsewhere, 0, &["2026-01-07"]).await.unwrap();
    crate::courses::add_plan(&bench, elsewhere, 1, &["2026-01-08"]).await.unwrap();
    let sitting = begun(&bench, there).await;
    let floor = floor::of_day(&bench.store, bench.clinic, date(2026, 1, 7)).await.unwrap();
    let told: Vec<_> = floor.iter().map(|f| (f.id, f.planned, f.sitting_id, f.sessions_done)).collect();
    assert_eq!(told, [(planned, true, None, 0), (there, false, Some(sitting), 0)]);
    let other = new_clinic(&bench.store, "Other").await;
    assert!(floor::of_day(&bench.store, other, date(2026, 1, 7)).await.unwrap().is_empty());
}

pub async fn a_floor_keeps_every_version(bench: Bench) {
    assert!(setting::newest(&bench.store, bench.clinic, setting::Kind::Floor).await.unwrap().is_none());
    for (seen, chairs) in [(0, vec!["A"]), (1, vec!["A", "B"])] {
        let mut tx = bench.tx().await;
        assert_eq!(
            setting::confirm(&mut tx, setting::Kind::Floor, seen, &JsonText::of(&chairs).unwrap())
                .await
                .unwrap(),
            seen + 1
        );
        keep(tx).await;
    }
    let late =
        setting::confirm(&mut bench.tx().await, setting::Kind::Floor, 1, &JsonText::of(&["C"]).unwrap())
            .await;
    assert!(matches!(late, Err(StoreError::Conflict { .. })), "{late:?}");
    let kept = setting::newest(&bench.store, bench.clinic, setting::Kind::Floor).await.unwrap().unwrap();
    assert_eq!((kept.version, kept.body.as_str()), (2, r#"["A","B"]"#));
}

pub async fn every_commit_is_counted_and_no_look(bench: Bench) {
    let seq = async || live::seq(&bench.store, bench.clinic).await.unwrap();
    let before = seq().await;
    let (_, course) = bench.add_course("Ines Okafor").await;
    let added = seq().await;
    assert!(added > before);
    begun(&bench, course).await;
    assert_eq!(seq().await, added + 1);
    drop(bench.tx().await);
    let program = evenkeel_store::ActorRef::system("test");
    audit::saw(&bench.store, bench.clinic, &program, "floor.read", Subject::named("floor")).await.unwrap();
    assert_eq!(seq().await, added + 1);
}

pub async fn sittings_stay_in_their_clinic(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let of = (course, begun(&bench, course).await);
    noted(&bench, of, &sick()).await;
    let other = new_clinic(&bench.store, "Other").await;
    assert!(sitting::of_day(&bench.store, other, date(2026, 1, 7)).await.unwrap().is_empty());
    assert!(sitting::of_course(&bench.store, other, course).await.unwrap().is_empty());
    assert!(sitting::notes(&bench.store, other, &[of.1]).await.unwrap().is_empty());
}
