use evenkeel_care::finding::FindingState;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::CourseStatus;
use evenkeel_store::alert::{self, NewStep, StepKind};
use evenkeel_store::course_due::{self, Due};
use evenkeel_store::course_snooze::{self, NewSnooze};
use evenkeel_store::course_watch::{self, Part, Watch};
use evenkeel_store::inbox::{self, Arrived, Step};
use evenkeel_store::{CourseId, JsonText, MeasurementId, Note, course_state, data_key, measurement};
use jiff::civil::{Date, date};

use crate::bench::{Bench, keep, new_clinic, new_score};
use crate::findings::add_finding;

const TODAY: Date = date(2026, 1, 7);

fn json(text: &str) -> JsonText {
    JsonText::of(&text).unwrap()
}

fn watch(course: CourseId, place: Option<i64>, rank: f64) -> Watch {
    Watch {
        course_id: course,
        as_of: TODAY,
        place,
        rank,
        last_session_on: Some(date(2026, 1, 1)),
        snoozed_until: None,
        body: json("shown"),
    }
}

async fn put(bench: &Bench, watch: &Watch) {
    let mut tx = bench.tx().await;
    assert!(course_watch::put(&mut tx, watch, bench.store.now()).await.unwrap());
    keep(tx).await;
}

fn snooze(course: CourseId, until_on: Date) -> NewSnooze {
    let reason = Some("On holiday".to_owned());
    NewSnooze { course_id: course, from_on: TODAY, until_on, signs: json("none"), reason }
}

async fn score(bench: &Bench, course: CourseId, day: Date, total: f64) -> MeasurementId {
    let mut tx = bench.tx().await;
    let id = measurement::add(&mut tx, &new_score(course, day, total)).await.unwrap().id();
    keep(tx).await;
    id
}

fn arrived(course: CourseId, measurement: MeasurementId, day: Date, place: i64) -> Arrived {
    Arrived {
        course_id: course,
        instrument: InstrumentId::Phq9,
        measurement_id: measurement,
        date: day,
        place,
        body: json(&day.to_string()),
    }
}

/// One row of each fact of the lists.
pub async fn fill(bench: &Bench, course: CourseId) {
    let mut tx = bench.tx().await;
    course_snooze::add(&mut tx, &snooze(course, date(2026, 1, 20))).await.unwrap();
    inbox::add_step(&mut tx, course, None, Step::NotReached, Some("No answer.")).await.unwrap();
    keep(tx).await;
}

async fn page(bench: &Bench, part: Part, today: Date) -> Vec<CourseId> {
    let lines = course_watch::page(&bench.store, bench.clinic, (part, today), 10, 0).await.unwrap();
    lines.into_iter().map(|line| line.course_id).collect()
}

pub async fn the_watch_list_is_in_the_order_of_its_places(bench: Bench) {
    let mut ids = Vec::new();
    for name in ["Ines Okafor", "Jon Abara", "Lea Brandt", "Mo Lind"] {
        ids.push(bench.add_course(name).await.1);
    }
    for (id, place, rank) in [(0, Some(2), 0.2), (1, Some(2), 0.7), (2, Some(3), 1.0), (3, None, 9.0)] {
        put(&bench, &watch(ids[id], place, rank)).await;
    }
    assert_eq!(page(&bench, Part::Ranked, TODAY).await, [ids[2], ids[1], ids[0]]);
    put(&bench, &watch(ids[2], Some(2), 0.5)).await;
    assert_eq!(page(&bench, Part::Ranked, TODAY).await, [ids[1], ids[2], ids[0]]);
    let second = course_watch::page(&bench.store, bench.clinic, (Part::Ranked, TODAY), 1, 1).await.unwrap();
    assert_eq!(second[0].course_id, ids[2]);
    assert_eq!((second[0].person.name(), second[0].alerts), (Some("Lea Brandt"), 0));
    put(&bench, &Watch { last_session_on: Some(date(2025, 1, 1)), ..watch(ids[0], Some(2), 0.2) }).await;
    assert_eq!(page(&bench, Part::Longest, TODAY).await[0], ids[0]);
    let other = new_clinic(&bench.store, "Other").await;
    assert!(course_watch::page(&bench.store, other, (Part::Ranked, TODAY), 10, 0).await.unwrap().is_empty());
}

pub async fn a_course_set_aside_comes_back_on_its_day_and_at_once_for_safety(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let until = Some(date(2026, 1, 20));
    put(&bench, &Watch { snoozed_until: until, ..watch(course, Some(2), 0.2) }).await;
    let lengths = course_watch::lengths(&bench.store, bench.clinic, TODAY).await.unwrap();
    assert_eq!((lengths.shown, lengths.aside), (0, 1));
    assert_eq!(page(&bench, Part::Aside, TODAY).await, [course]);
    assert_eq!(page(&bench, Part::Ranked, TODAY).await, []);
    assert_eq!(page(&bench, Part::Ranked, date(2026, 1, 20)).await, [course]);
    let finding = add_finding(&bench, course).await;
    let mut tx = bench.tx().await;
    let alert = alert::open(&mut tx, course, finding, FindingState::High, TODAY).await.unwrap();
    keep(tx).await;
    assert_eq!(page(&bench, Part::Ranked, TODAY).await, [course]);
    assert_eq!(page(&bench, Part::Aside, TODAY).await, []);
    let lines = course_watch::page(&bench.store, bench.clinic, (Part::Ranked, TODAY), 10, 0).await.unwrap();
    assert_eq!(lines[0].alerts, 1);
    let step = NewStep { kind: StepKind::Closed, key: "end".into(), names: None, action: None, words: None };
    let mut tx = bench.tx().await;
    alert::add_step(&mut tx, course, alert, &step).await.unwrap();
    keep(tx).await;
    assert_eq!(page(&bench, Part::Aside, TODAY).await, [course]);
}

pub async fn what_was_read_earlier_never_takes_the_place_of_what_was_read_later(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    put(&bench, &watch(course, Some(2), 0.7)).await;
    let earlier = bench.store.now().checked_sub(jiff::SignedDuration::from_secs(1)).unwrap();
    let mut tx = bench.tx().await;
    assert!(!course_watch::put(&mut tx, &watch(course, None, 0.0), earlier).await.unwrap());
    keep(tx).await;
    assert_eq!(page(&bench, Part::Ranked, TODAY).await, [course]);
}

pub async fn the_turn_of_the_day_finds_what_is_old_or_missing(bench: Bench) {
    let (_, known) = bench.add_course("Ines Okafor").await;
    let (_, unknown) = bench.add_course("Jon Abara").await;
    let (_, ended) = bench.add_course("Lea Brandt").await;
    put(&bench, &watch(known, None, 0.0)).await;
    let mut tx = bench.tx().await;
    course_state::change(&mut tx, ended, 1, CourseStatus::Ended, TODAY, None).await.unwrap();
    keep(tx).await;
    let stale = async |day| course_watch::stale(&bench.store, bench.clinic, day, 9).await.unwrap();
    assert_eq!(stale(TODAY).await, [unknown]);
    assert_eq!(stale(date(2026, 1, 8)).await, [known, unknown]);
}

pub async fn the_newest_snooze_is_in_force_and_its_reason_is_sealed(bench: Bench) {
    let (patient, course) = bench.add_course("Ines Okafor").await;
    for until in [date(2026, 1, 20), date(2026, 1, 7)] {
        let mut tx = bench.tx().await;
        course_snooze::add(&mut tx, &snooze(course, until)).await.unwrap();
        keep(tx).await;
    }
    let newest = async || course_snooze::newest(&bench.store, bench.clinic, &[course]).await.unwrap();
    let kept = newest().await;
    assert_eq!((kept.len(), kept[0].until_on), (1, TODAY));
    assert_eq!(kept[0].reason.as_ref().and_then(Note::text), Some("On holiday"));
    let mut tx = bench.tx().await;
    data_key::destroy(&mut tx, patient).await.unwrap();
    keep(tx).await;
    assert_eq!(newest().await[0].reason.as_ref().and_then(Note::text), None);
}

pub async fn what_is_due_is_told_by_its_day_and_replaced_as_a_whole(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let due = |rule: &str, day| Due { rule: rule.to_owned(), due_on: day, body: json(rule) };
    let put = async |dues: &[Due]| {
        let mut tx = bench.tx().await;
        course_due::put(&mut tx, course, dues).await.unwrap();
        keep(tx).await;
    };
    put(&[due("D34", date(2026, 1, 9)), due("R3", date(2026, 1, 6))]).await;
    let until = async |day, rules: &[&str]| {
        let lines = course_due::until(&bench.store, bench.clinic, (day, rules), 9, 0).await.unwrap();
        lines.into_iter().map(|line| line.rule).collect::<Vec<_>>()
    };
    assert_eq!(until(TODAY, &[]).await, ["R3"]);
    assert_eq!(until(date(2026, 1, 9), &[]).await, ["R3", "D34"]);
    assert_eq!(until(date(2026, 1, 9), &["D34", "D35"]).await, ["D34"]);
    put(&[due("D38", TODAY)]).await;
    assert_eq!(until(TODAY, &[]).await, ["D38"]);
    assert_eq!(course_due::count(&bench.store, bench.clinic, (TODAY, &["D38"])).await.unwrap(), 1);
}

pub async fn a_newer_check_in_takes_the_line_and_keeps_the_urgency(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let first = score(&bench, course, date(2026, 1, 5), 20.0).await;
    let second = score(&bench, course, TODAY, 12.0).await;
    for (id, day, place) in [(second, TODAY, 1), (first, date(2026, 1, 5), 3)] {
        let mut tx = bench.tx().await;
        inbox::put(&mut tx, &arrived(course, id, day, place)).await.unwrap();
        keep(tx).await;
    }
    let lines = inbox::page(&bench.store, bench.clinic, 9, 0).await.unwrap();
    assert_eq!(lines.len(), 1);
    let line = &lines[0];
    assert_eq!((line.measurement_id, line.date, line.place, line.unseen), (second, TODAY, 3, 2));
    assert_eq!(line.body, json("2026-01-07"));
    let mut tx = bench.tx().await;
    assert!(!inbox::take_out(&mut tx, course, first).await.unwrap());
    assert!(inbox::take_out(&mut tx, course, second).await.unwrap());
    inbox::add_step(&mut tx, course, Some(second), Step::Seen, Some("Called her.")).await.unwrap();
    keep(tx).await;
    assert!(inbox::page(&bench.store, bench.clinic, 9, 0).await.unwrap().is_empty());
    let steps = inbox::newest_steps(&bench.store, bench.clinic, &[course]).await.unwrap();
    assert_eq!((steps[0].kind, steps[0].measurement_id), (Step::Seen, Some(second)));
    assert_eq!(steps[0].words.as_ref().and_then(Note::text), Some("Called her."));
}
