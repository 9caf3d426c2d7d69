use evenkeel_care::life::{GoalState, LifeFact, LifeKind};
use evenkeel_care::sitting::Deed;
use evenkeel_care::therapy::{Alliance, VisitKind};
use evenkeel_store::life_entry::{self, NewEntry, Said};
use evenkeel_store::sitting::{self, NewNote};
use evenkeel_store::therapy_visit::{self, NewVisit, Visit, Written};
use evenkeel_store::{
    CourseId, LifeEntryId, Note, PatientId, StoreError, VisitId, course_bundle, data_key, own_note, session,
    therapy_list,
};
use jiff::civil::{Date, date};

use crate::accounts::add_account;
use crate::bench::{Bench, keep, new_clinic, new_session};

pub fn visit(course: CourseId, day: Date) -> NewVisit {
    NewVisit {
        course,
        kind: VisitKind::Integration,
        date: day,
        minutes: 50,
        held_by: "Ada Lind".to_owned(),
        written: Written {
            themes: vec!["grief".to_owned(), "work".to_owned()],
            alliance: Some(Alliance { scale: "SRS".to_owned(), rating: 36.0, out_of: 40.0 }),
            shared_note: Some("Wants a slower start.".to_owned()),
        },
    }
}

pub fn slept(patient: PatientId, day: Date) -> NewEntry {
    let said = Said { fact: LifeFact::Sleep { sleep_hours: 6.5 }, words: Some("woke twice".to_owned()) };
    NewEntry { patient, date: day, said, goal: None, by_patient: true }
}

async fn held(bench: &Bench, new: &NewVisit) -> VisitId {
    let mut tx = bench.tx().await;
    let id = therapy_visit::add(&mut tx, new).await.unwrap();
    keep(tx).await;
    id
}

pub async fn entered(bench: &Bench, new: &NewEntry) -> LifeEntryId {
    let mut tx = bench.tx().await;
    let id = life_entry::add(&mut tx, new).await.unwrap();
    keep(tx).await;
    id
}

async fn visits(bench: &Bench, course: CourseId) -> Vec<Visit> {
    therapy_visit::of_courses(&bench.store, bench.clinic, &[course]).await.unwrap()
}

/// One row of each fact.
pub async fn fill(bench: &Bench, patient: PatientId, course: CourseId) {
    let author = add_account(bench, "lind").await;
    let id = held(bench, &visit(course, date(2026, 1, 8))).await;
    let mut tx = bench.tx().await;
    own_note::add(&mut tx, (course, id), author, "countertransference").await.unwrap();
    keep(tx).await;
    entered(bench, &slept(patient, date(2026, 1, 8))).await;
}

pub async fn a_visit_comes_back_and_a_correction_takes_its_place(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let new = visit(course, date(2026, 1, 8));
    let id = held(&bench, &new).await;
    let kept = visits(&bench, course).await;
    assert_eq!((kept[0].id, kept[0].first_id, kept[0].minutes), (id, id, 50));
    assert_eq!(kept[0].written().unwrap(), new.written);
    let mut tx = bench.tx().await;
    let right = NewVisit { minutes: 80, ..new.clone() };
    let second = therapy_visit::correct(&mut tx, id, &right, "typo").await.unwrap();
    keep(tx).await;
    let kept = visits(&bench, course).await;
    assert_eq!((kept.len(), kept[0].first_id, kept[0].corrects, kept[0].minutes), (1, id, Some(id), 80));
    let late = therapy_visit::correct(&mut bench.tx().await, id, &right, "typo").await;
    assert!(matches!(late, Err(StoreError::NotFound { .. })), "{late:?}");
    let mut tx = bench.tx().await;
    therapy_visit::withdraw(&mut tx, course, second, "other patient").await.unwrap();
    keep(tx).await;
    assert!(visits(&bench, course).await.is_empty());
}

pub async fn a_visit_stays_in_its_course_and_in_the_bundle(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let (_, other) = bench.add_course("Jon Abara").await;
    let id = held(&bench, &visit(course, date(2026, 1, 8))).await;
    let moved = therapy_visit::correct(&mut bench.tx().await, id, &visit(other, date(2026, 1, 8)), "x").await;
    assert!(matches!(moved, Err(StoreError::NotFound { .. })), "{moved:?}");
    let bundle = course_bundle::get(&bench.store, bench.clinic, course).await.unwrap().unwrap();
    assert_eq!(bundle.visits.iter().map(|v| v.id).collect::<Vec<_>>(), [id]);
}

pub async fn an_own_note_is_read_by_its_author_alone(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let id = held(&bench, &visit(course, date(2026, 1, 8))).await;
    let (author, other) = (add_account(&bench, "lind").await, add_account(&bench, "vale").await);
    let mut tx = bench.tx().await;
    own_note::add(&mut tx, (course, id), author, "countertransference").await.unwrap();
    keep(tx).await;
    let read = async |who| own_note::of_author(&bench.store, bench.clinic, who, &[course]).await.unwrap();
    let own = read(author).await;
    assert_eq!(own[0].words, Some(Note::Text("countertransference".to_owned())));
    assert_eq!(own[0].visit_id, id);
    assert!(read(other).await.is_empty());
    let kept = format!("{:?}", visits(&bench, course).await);
    assert!(!kept.contains("countertransference"), "{kept}");
}

pub async fn a_goal_keeps_its_first_entry_and_a_correction_replaces(bench: Bench) {
    let patient = bench.add_patient("Ines Okafor").await;
    let goal = |state| NewEntry {
        said: Said { fact: LifeFact::Goal { state }, words: Some("Swim on Fridays".to_owned()) },
        by_patient: false,
        ..slept(patient, date(2026, 1, 8))
    };
    let first = entered(&bench, &goal(GoalState::Set)).await;
    let reached = NewEntry { goal: Some(first), date: date(2026, 2, 8), ..goal(GoalState::Reached) };
    entered(&bench, &reached).await;
    let night = entered(&bench, &slept(patient, date(2026, 1, 9))).await;
    let mut tx = bench.tx().await;
    let said = Said { fact: LifeFact::Sleep { sleep_hours: 7.5 }, words: None };
    let right = NewEntry { said: said.clone(), ..slept(patient, date(2026, 1, 9)) };
    let right = life_entry::correct(&mut tx, night, &right, "typo").await.unwrap();
    keep(tx).await;
    let of =
        async |since| life_entry::of_patients(&bench.store, bench.clinic, &[patient], since).await.unwrap();
    let kept = of(date(2026, 1, 1)).await;
    let told: Vec<_> = kept.iter().map(|e| (e.kind, e.goal_id, e.by_patient)).collect();
    let expected = [
        (LifeKind::Goal, Some(first), false),
        (LifeKind::Sleep, None, true),
        (LifeKind::Goal, Some(first), false),
    ];
    assert_eq!(told, expected);
    assert_eq!((kept[1].corrects, kept[1].said().unwrap()), (Some(night), Some(said)));
    assert_eq!(of(date(2026, 2, 1)).await.len(), 1);
    let mut tx = bench.tx().await;
    life_entry::withdraw(&mut tx, patient, right, "other patient").await.unwrap();
    keep(tx).await;
    assert_eq!(of(date(2026, 1, 1)).await.len(), 2);
}

pub async fn erasing_seals_what_was_written(bench: Bench) {
    let (patient, course) = bench.add_course("Ines Okafor").await;
    let author = add_account(&bench, "lind").await;
    let id = held(&bench, &visit(course, date(2026, 1, 8))).await;
    entered(&bench, &slept(patient, date(2026, 1, 8))).await;
    let mut tx = bench.tx().await;
    own_note::add(&mut tx, (course, id), author, "mine").await.unwrap();
    data_key::destroy(&mut tx, patient).await.unwrap();
    keep(tx).await;
    assert_eq!(visits(&bench, course).await[0].written().unwrap(), Written::default());
    let life =
        life_entry::of_patients(&bench.store, bench.clinic, &[patient], date(2026, 1, 1)).await.unwrap();
    assert_eq!(life[0].said().unwrap(), None);
    let own = own_note::of_author(&bench.store, bench.clinic, author, &[course]).await.unwrap();
    assert_eq!(own[0].words, Some(Note::Erased));
}

pub async fn who_is_to_be_seen_stands_with_the_end_of_dosing(bench: Bench) {
    let (_, given) = bench.add_course("Ines Okafor").await;
    let (_, first) = bench.add_course("Jon Abara").await;
    crate::courses::add_plan(&bench, first, 0, &["2026-01-12", "2026-01-15"]).await.unwrap();
    let day = date(2026, 1, 7);
    let ended = bench.store.now();
    let mut tx = bench.tx().await;
    for day in [date(2026, 1, 5), day] {
        session::add(&mut tx, &new_session(given, day)).await.unwrap();
    }
    let at_chair = sitting::begin(&mut tx, given, day).await.unwrap();
    let note = NewNote { at: ended, deed: Deed::Ended { given_mg: None }, words: None };
    sitting::note(&mut tx, (given, at_chair), &note).await.unwrap();
    keep(tx).await;
    let after = async |since| therapy_list::after_sessions(&bench.store, bench.clinic, since).await.unwrap();
    let all = after(date(2026, 1, 1)).await;
    let told: Vec<_> = all.iter().map(|s| (s.id, s.session_number, s.ended_at.is_some())).collect();
    assert_eq!(told, [(given, 1, false), (given, 2, true)]);
    assert_eq!(all[1].ended_at.unwrap().as_microsecond(), ended.as_microsecond());
    assert_eq!(after(day).await.len(), 1);
    let before = async |until| {
        let days = (date(2026, 1, 8), until);
        therapy_list::before_first(&bench.store, bench.clinic, days).await.unwrap()
    };
    let coming = before(date(2026, 1, 20)).await;
    assert_eq!(coming.iter().map(|s| (s.id, s.session_on)).collect::<Vec<_>>(), [(first, date(2026, 1, 12))]);
    assert!(before(date(2026, 1, 11)).await.is_empty());
}

pub async fn therapy_stays_in_its_clinic(bench: Bench) {
    let (patient, course) = bench.add_course("Ines Okafor").await;
    fill(&bench, patient, course).await;
    let author = add_account(&bench, "other").await;
    let id = visits(&bench, course).await[0].id;
    let mut tx = bench.tx().await;
    own_note::add(&mut tx, (course, id), author, "mine").await.unwrap();
    session::add(&mut tx, &new_session(course, date(2026, 1, 7))).await.unwrap();
    keep(tx).await;
    let other = new_clinic(&bench.store, "Other").await;
    let (store, since) = (&bench.store, date(2026, 1, 1));
    assert!(therapy_visit::of_courses(store, other, &[course]).await.unwrap().is_empty());
    assert!(own_note::of_author(store, other, author, &[course]).await.unwrap().is_empty());
    assert!(life_entry::of_patients(store, other, &[patient], since).await.unwrap().is_empty());
    assert!(therapy_list::after_sessions(store, other, since).await.unwrap().is_empty());
    assert!(therapy_list::before_first(store, other, (since, date(2026, 12, 31))).await.unwrap().is_empty());
}
