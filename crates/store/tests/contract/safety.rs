use evenkeel_care::finding::{Finding, FindingKind, FindingState};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::{ScreenAnswers, SignKind};
use evenkeel_store::alert::{self, NewStep, StepKind};
use evenkeel_store::safety_setting::{self, SafetySettings};
use evenkeel_store::screen::{self, KeptAnswers, NewScreen};
use evenkeel_store::sign::{self, NewSign};
use evenkeel_store::{AlertId, CourseId, JsonText, Note, StoreError, data_key};
use jiff::civil::date;

use crate::bench::{Bench, keep};
use crate::findings::{keep_finding, session_four};

const ANSWERS: ScreenAnswers = ScreenAnswers {
    q1: Some(true),
    q2: Some(true),
    q3: Some(true),
    q4: None,
    q5: Some(false),
    q6_lifetime: Some(false),
    q6_3_months: Some(false),
};

async fn add_screen(bench: &Bench, course: CourseId) {
    let mut tx = bench.tx().await;
    let new = NewScreen {
        course_id: course,
        date: date(2026, 1, 7),
        instrument: InstrumentId::Cssrs,
        wording: "headings".to_owned(),
        answers: ANSWERS,
        own_answers: None,
        note: Some("Alone at home.".to_owned()),
    };
    screen::add(&mut tx, &new).await.unwrap();
    keep(tx).await;
}

async fn add_alert(bench: &Bench, course: CourseId, state: FindingState) -> AlertId {
    let safety = Finding { rule: "D23".to_owned(), kind: FindingKind::Safety, state, ..session_four() };
    let finding = keep_finding(bench, course, &safety).await;
    let mut tx = bench.tx().await;
    let id = alert::open(&mut tx, course, finding, state, safety.date).await.unwrap();
    keep(tx).await;
    id
}

fn step(kind: StepKind, key: &str) -> NewStep {
    NewStep {
        kind,
        key: key.to_owned(),
        names: Some("Tomas Ruiz".to_owned()),
        action: None,
        words: Some("Called her sister.".to_owned()),
    }
}

async fn take_step(bench: &Bench, course: CourseId, alert: AlertId, new: &NewStep) -> Result<(), StoreError> {
    let mut tx = bench.tx().await;
    let added = alert::add_step(&mut tx, course, alert, new).await;
    if added.is_ok() {
        keep(tx).await;
    }
    added
}

fn settings(minutes: u32) -> SafetySettings {
    SafetySettings {
        emergency_number: "911".to_owned(),
        hours: JsonText::of(&["mon 09:00-17:00"]).unwrap(),
        on_call_name: Some("Dr Vale".to_owned()),
        on_call_phone: None,
        escalate_after_minutes: minutes,
    }
}

async fn confirm(bench: &Bench, seen: i64, minutes: u32) -> Result<i64, StoreError> {
    let mut tx = bench.tx().await;
    let confirmed = safety_setting::confirm(&mut tx, seen, &settings(minutes)).await;
    if confirmed.is_ok() {
        keep(tx).await;
    }
    confirmed
}

/// A row in every table of safety; answers the alert.
pub async fn fill(bench: &Bench, course: CourseId) -> AlertId {
    add_screen(bench, course).await;
    let mut tx = bench.tx().await;
    sign::add(&mut tx, &new_sign(course, SignKind::MoodDip, true)).await.unwrap();
    keep(tx).await;
    let id = add_alert(bench, course, FindingState::High).await;
    take_step(bench, course, id, &step(StepKind::Taken, "taken:1")).await.unwrap();
    confirm(bench, 0, 15).await.unwrap();
    id
}

fn new_sign(course: CourseId, sign: SignKind, present: bool) -> NewSign {
    NewSign { course_id: course, date: date(2026, 1, 7), sign, present, source: "staff".to_owned() }
}

pub async fn a_screen_comes_back_and_is_sealed(bench: Bench) {
    let (patient, course) = bench.add_course("Ines Okafor").await;
    add_screen(&bench, course).await;
    let kept = screen::list(&bench.store, bench.clinic, course).await.unwrap();
    assert_eq!(kept[0].answers, KeptAnswers::Given(ANSWERS), "unknown stays unknown");
    assert_eq!(kept[0].note, Some(Note::Text("Alone at home.".to_owned())));
    let mut tx = bench.tx().await;
    data_key::destroy(&mut tx, patient).await.unwrap();
    keep(tx).await;
    let erased = screen::list(&bench.store, bench.clinic, course).await.unwrap();
    assert_eq!((erased[0].answers, erased[0].note.clone()), (KeptAnswers::Erased, Some(Note::Erased)));
}

pub async fn signs_keep_no_as_well_as_yes(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let mut tx = bench.tx().await;
    sign::add(&mut tx, &new_sign(course, SignKind::MoodDip, true)).await.unwrap();
    sign::add(&mut tx, &new_sign(course, SignKind::RacingOrRisky, false)).await.unwrap();
    keep(tx).await;
    let kept = sign::list(&bench.store, bench.clinic, course).await.unwrap();
    let kept: Vec<_> = kept.iter().map(|s| (s.sign, s.present)).collect();
    assert_eq!(kept, [(SignKind::MoodDip, true), (SignKind::RacingOrRisky, false)]);
}

pub async fn an_alert_is_open_until_a_step_ends_it(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let first = add_alert(&bench, course, FindingState::Moderate).await;
    let second = add_alert(&bench, course, FindingState::High).await;
    take_step(&bench, course, first, &step(StepKind::Superseded, "end")).await.unwrap();
    take_step(&bench, course, second, &step(StepKind::Taken, "taken:1")).await.unwrap();
    let open = alert::open_ones(&bench.store, bench.clinic).await.unwrap();
    assert_eq!(open.iter().map(|a| a.id).collect::<Vec<_>>(), [second]);
    assert_eq!((open[0].person.name(), open[0].level), (Some("Ines Okafor"), FindingState::High));
    assert_eq!((open[0].owner.as_deref(), open[0].acknowledged_at), (Some("Tomas Ruiz"), None));
    for n in 1..=2 {
        let key = format!("escalated:{n}");
        take_step(&bench, course, second, &step(StepKind::Escalated, &key)).await.unwrap();
    }
    take_step(&bench, course, second, &step(StepKind::Acknowledged, "acknowledged")).await.unwrap();
    let open = alert::open_ones(&bench.store, bench.clinic).await.unwrap();
    assert_eq!(open[0].escalations, 2);
    assert!(open[0].acknowledged_at.is_some() && open[0].escalated_to.is_some());
    take_step(&bench, course, second, &step(StepKind::Closed, "end")).await.unwrap();
    assert!(alert::open_ones(&bench.store, bench.clinic).await.unwrap().is_empty());
    let all = alert::list(&bench.store, bench.clinic, course).await.unwrap();
    let ended: Vec<_> = all.iter().map(|a| a.ended).collect();
    assert_eq!(ended, [Some(StepKind::Superseded), Some(StepKind::Closed)]);
    let steps = alert::steps(&bench.store, bench.clinic, course).await.unwrap();
    assert_eq!(steps.len(), 6);
    assert_eq!(steps[0].words, Some(Note::Text("Called her sister.".to_owned())));
}

pub async fn the_second_of_two_same_steps_is_told(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let id = add_alert(&bench, course, FindingState::High).await;
    take_step(&bench, course, id, &step(StepKind::Closed, "end")).await.unwrap();
    let twice = take_step(&bench, course, id, &step(StepKind::Answered, "end")).await;
    assert!(matches!(twice, Err(StoreError::Conflict { what: "alert" })), "{twice:?}");
}

pub async fn settings_are_versioned_and_the_second_change_is_told(bench: Bench) {
    assert!(safety_setting::newest(&bench.store, bench.clinic).await.unwrap().is_none());
    assert_eq!(confirm(&bench, 0, 15).await.unwrap(), 1);
    assert_eq!(confirm(&bench, 1, 30).await.unwrap(), 2);
    let late = confirm(&bench, 1, 5).await;
    assert!(matches!(late, Err(StoreError::Conflict { .. })), "{late:?}");
    let kept = safety_setting::newest(&bench.store, bench.clinic).await.unwrap().unwrap();
    assert_eq!((kept.version, kept.escalate_after_minutes), (2, 30));
}

/// The move of the second migration, run again over a record as it was before it.
pub async fn what_was_open_before_alerts_still_waits(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let safety = |state| Finding { kind: FindingKind::Safety, state, ..session_four() };
    keep_finding(&bench, course, &safety(FindingState::None)).await;
    let open = keep_finding(&bench, course, &safety(FindingState::Screen)).await;
    let text = include_str!("../../migrations/sqlite/0002_safety.sql");
    let move_over = text.split_once("INSERT INTO alert ").unwrap().1.split_once(';').unwrap().0;
    bench.raw(&format!("INSERT INTO alert {move_over}")).await.unwrap();
    let alerts = alert::open_ones(&bench.store, bench.clinic).await.unwrap();
    assert_eq!(alerts.iter().map(|a| a.id).collect::<Vec<_>>(), [AlertId(open.0)]);
}
