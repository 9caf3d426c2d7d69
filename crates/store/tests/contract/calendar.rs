use evenkeel_care::record::{CourseStatus, SessionStatus};
use evenkeel_store::booking::{self, Booked, NewBooking};
use evenkeel_store::session::{self, NewSession};
use evenkeel_store::{CourseId, JsonText, StoreError, course_state, setting, sitting};
use jiff::civil::{Date, date};

use crate::bench::{Bench, keep, new_clinic, new_session};
use crate::courses::add_plan;

const MONDAY: Date = date(2026, 1, 5);
const WEDNESDAY: Date = date(2026, 1, 7);

fn place(course_id: CourseId, date: Date, seen_version: i64, chair: Option<&str>) -> NewBooking {
    let chair = chair.map(str::to_owned);
    NewBooking { course_id, date, seen_version, chair, start_minute: 540, minutes: [20, 40, 60] }
}

async fn book(bench: &Bench, new: NewBooking) -> Result<(), StoreError> {
    let mut tx = bench.tx().await;
    booking::add(&mut tx, &new).await?;
    keep(tx).await;
    Ok(())
}

async fn booked(bench: &Bench) -> Vec<Booked> {
    booking::booked(&bench.store, bench.clinic, (MONDAY, date(2026, 1, 31))).await.unwrap()
}

/// One row of each fact of a calendar.
pub async fn fill(bench: &Bench, course: CourseId) {
    book(bench, place(course, WEDNESDAY, 0, Some("Chair 1"))).await.unwrap();
    let mut tx = bench.tx().await;
    setting::confirm(&mut tx, setting::Kind::Calendar, 0, &JsonText::of(&["hours"]).unwrap()).await.unwrap();
    keep(tx).await;
}

pub async fn the_newest_version_of_a_place_counts(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    book(&bench, place(course, MONDAY, 0, Some("Door"))).await.unwrap();
    book(&bench, place(course, WEDNESDAY, 0, Some("Door"))).await.unwrap();
    book(&bench, place(course, MONDAY, 1, Some("Window"))).await.unwrap();
    book(&bench, place(course, WEDNESDAY, 1, None)).await.unwrap();
    let shown = booked(&bench).await;
    let told: Vec<_> = shown.iter().map(|b| (b.date, b.chair.as_str(), b.booking_version)).collect();
    assert_eq!(told, [(MONDAY, "Window", 2)]);
    assert_eq!(shown[0].person.name(), Some("Ines Okafor"));
    let held = booking::held(&bench.store, bench.clinic, (MONDAY, WEDNESDAY)).await.unwrap();
    assert_eq!(
        held.iter().map(|b| (b.date, b.chair.as_deref())).collect::<Vec<_>>(),
        [(MONDAY, Some("Window"))]
    );
    let of_course = booking::of_course(&bench.store, bench.clinic, course).await.unwrap();
    let told: Vec<_> = of_course.iter().map(|b| (b.date, b.version, b.is_held())).collect();
    assert_eq!(told, [(MONDAY, 2, true), (WEDNESDAY, 2, false)]);
    let lengths =
        (of_course[0].preparation_minutes, of_course[0].dose_minutes, of_course[0].recovery_minutes);
    assert_eq!((of_course[0].start_minute, lengths), (540, (20, 40, 60)));
}

pub async fn two_who_change_one_place_are_told(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    book(&bench, place(course, MONDAY, 0, Some("Door"))).await.unwrap();
    let late = book(&bench, place(course, MONDAY, 0, Some("Window"))).await;
    assert!(matches!(late, Err(StoreError::Conflict { what: "booking" })), "{late:?}");
}

pub async fn the_calendar_holds_what_is_booked_and_what_became_of_it(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    add_plan(&bench, course, 0, &["2026-01-07", "2026-01-09", "2026-01-12"]).await.unwrap();
    for day in [MONDAY, WEDNESDAY, date(2026, 1, 12)] {
        book(&bench, place(course, day, 0, Some("Door"))).await.unwrap();
    }
    let mut tx = bench.tx().await;
    session::add(&mut tx, &new_session(course, MONDAY)).await.unwrap();
    sitting::begin(&mut tx, course, WEDNESDAY).await.unwrap();
    let missed = NewSession { status: SessionStatus::Missed, ..new_session(course, date(2026, 1, 12)) };
    session::add(&mut tx, &missed).await.unwrap();
    keep(tx).await;
    let shown = booked(&bench).await;
    let counts: Vec<_> = shown.iter().map(|b| (b.given_before, b.planned_before)).collect();
    assert_eq!(counts, [(0, 0), (1, 0), (1, 2)]);
    let told: Vec<_> = shown.iter().map(|b| (b.planned, b.came, b.missed)).collect();
    assert_eq!(told, [(false, true, false), (true, true, false), (true, false, true)]);
    assert!(shown.iter().all(|b| b.status == CourseStatus::Active && b.protocol_id == "iv-mood-6"));
}

pub async fn a_place_without_a_session_is_left_over(bench: Bench) {
    let (_, moved) = bench.add_course("Ines Okafor").await;
    let (_, stands) = bench.add_course("Jon Abara").await;
    for course in [moved, stands] {
        add_plan(&bench, course, 0, &["2026-01-05", "2026-01-07"]).await.unwrap();
        book(&bench, place(course, MONDAY, 0, Some("Door"))).await.unwrap();
        book(&bench, place(course, WEDNESDAY, 0, Some("Door"))).await.unwrap();
    }
    let left = async |from| {
        let rows =
            booking::left_over(&bench.store, bench.clinic, (from, date(2026, 1, 31)), 10).await.unwrap();
        rows.iter().map(|b| (b.id, b.date)).collect::<Vec<_>>()
    };
    assert!(left(MONDAY).await.is_empty());
    add_plan(&bench, moved, 1, &["2026-01-05", "2026-01-08"]).await.unwrap();
    assert_eq!(left(MONDAY).await, [(moved, WEDNESDAY)]);
    let mut tx = bench.tx().await;
    course_state::change(&mut tx, stands, 1, CourseStatus::Paused, MONDAY, None).await.unwrap();
    keep(tx).await;
    assert_eq!(left(MONDAY).await, [(stands, MONDAY), (moved, WEDNESDAY), (stands, WEDNESDAY)]);
    assert!(left(date(2026, 1, 8)).await.is_empty());
}

pub async fn sessions_without_a_place_wait_in_their_order(bench: Bench) {
    let (_, later) = bench.add_course("Ines Okafor").await;
    let (_, sooner) = bench.add_course("Jon Abara").await;
    let (_, whole) = bench.add_course("Lea Brandt").await;
    add_plan(&bench, later, 0, &["2026-01-07", "2026-01-09", "2026-02-20"]).await.unwrap();
    add_plan(&bench, sooner, 0, &["2026-01-05", "2026-01-30"]).await.unwrap();
    add_plan(&bench, whole, 0, &["2026-01-07"]).await.unwrap();
    book(&bench, place(whole, WEDNESDAY, 0, Some("Door"))).await.unwrap();
    book(&bench, place(later, WEDNESDAY, 0, Some("Window"))).await.unwrap();
    let wait = async || {
        let days = (MONDAY, date(2026, 1, 19), date(2026, 2, 10));
        let rows = booking::unbooked(&bench.store, bench.clinic, days, 10).await.unwrap();
        rows.iter().map(|u| (u.id, u.to_book, u.next_on)).collect::<Vec<_>>()
    };
    let before = wait().await;
    assert_eq!(before, [(sooner, 2, MONDAY), (later, 1, date(2026, 1, 9))]);
    book(&bench, place(whole, WEDNESDAY, 1, None)).await.unwrap();
    assert_eq!(wait().await[1], (whole, 1, WEDNESDAY), "a place given up waits again");
}

pub async fn holding_the_calendar_makes_the_other_wait(bench: Bench) {
    let (_, one) = bench.add_course("Ines Okafor").await;
    let (_, other) = bench.add_course("Jon Abara").await;
    let bench = std::sync::Arc::new(bench);
    // Each takes the chair unless it is taken: without the hold both would.
    let tasks: Vec<_> = [one, other, one, other]
        .into_iter()
        .map(|course| {
            let bench = bench.clone();
            tokio::spawn(async move {
                let mut tx = bench.tx().await;
                booking::hold(&mut tx).await.unwrap();
                if booking::booked(&mut tx, bench.clinic, (MONDAY, MONDAY)).await.unwrap().is_empty() {
                    booking::add(&mut tx, &place(course, MONDAY, 0, Some("Door"))).await.unwrap();
                    keep(tx).await;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(booked(&bench).await.len(), 1);
}

pub async fn a_calendars_setting_keeps_every_version(bench: Bench) {
    assert!(setting::newest(&bench.store, bench.clinic, setting::Kind::Calendar).await.unwrap().is_none());
    for (seen, body) in [(0, "a"), (1, "b")] {
        let mut tx = bench.tx().await;
        let version = setting::confirm(&mut tx, setting::Kind::Calendar, seen, &JsonText::of(&body).unwrap())
            .await
            .unwrap();
        assert_eq!(version, seen + 1);
        keep(tx).await;
    }
    let late =
        setting::confirm(&mut bench.tx().await, setting::Kind::Calendar, 1, &JsonText::of(&"c").unwrap())
            .await;
    assert!(matches!(late, Err(StoreError::Conflict { .. })), "{late:?}");
    let kept = setting::newest(&bench.store, bench.clinic, setting::Kind::Calendar).await.unwrap().unwrap();
    assert_eq!((kept.version, kept.body.as_str()), (2, r#""b""#));
}

pub async fn bookings_stay_in_their_clinic(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    add_plan(&bench, course, 0, &["2026-01-05", "2026-01-09"]).await.unwrap();
    fill(&bench, course).await;
    let other = new_clinic(&bench.store, "Other").await;
    let (first, last) = (MONDAY, date(2026, 1, 31));
    assert!(booking::booked(&bench.store, other, (first, last)).await.unwrap().is_empty());
    assert!(booking::held(&bench.store, other, (first, last)).await.unwrap().is_empty());
    assert!(booking::of_course(&bench.store, other, course).await.unwrap().is_empty());
    assert!(booking::left_over(&bench.store, other, (first, last), 10).await.unwrap().is_empty());
    assert!(booking::unbooked(&bench.store, other, (first, last, last), 10).await.unwrap().is_empty());
    assert!(setting::newest(&bench.store, other, setting::Kind::Calendar).await.unwrap().is_none());
}
