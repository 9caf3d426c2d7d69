use std::collections::BTreeMap;

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::Condition;
use evenkeel_care::dose::Dose;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::{DischargeCheck, EventKind};
use evenkeel_care::sitting::{Ask, Deed, Happening, Phase, Reading, Response};
use evenkeel_practice::view::floor::{ChairCard, SittingPage};
use evenkeel_practice::{
    CourseId, Finish, FloorForm, NewCourse, NewEvent, Refusal, Role, SittingNoteId, Tap,
};
use evenkeel_testkit::clinic::TestClinic;
use jiff::SignedDuration;
use jiff::civil::{Weekday, date};

async fn try_tap(c: &TestClinic, course: CourseId, deed: Deed) -> Result<SittingNoteId, Refusal> {
    let tap = Tap::now(course, date(2026, 1, 5), deed);
    c.practice.tap(&c.actor(Role::Nurse), tap, &c.key()).await
}

async fn tap(c: &TestClinic, course: CourseId, deed: Deed) -> SittingNoteId {
    try_tap(c, course, deed).await.unwrap()
}

fn reading(systolic: u16) -> Deed {
    Deed::Read(Reading {
        pressure: Some((systolic, 78)),
        pulse: Some(72),
        oxygen_percent: Some(98),
        moaas: Some(5),
        observed: Some([0; 4]),
        pain: None,
    })
}

fn started() -> Deed {
    Deed::Started { dose: Dose::mg_per_kg(0.5), supervised_by: "Dr Maren Vale".to_owned() }
}

fn later(c: &TestClinic, minutes: i64) {
    c.clock.advance(SignedDuration::from_mins(minutes));
}

/// Arrived at a chair, with all that is asked before the dose.
async fn seated(c: &TestClinic, course: CourseId, chair: &str) {
    tap(c, course, Deed::Arrived).await;
    tap(c, course, Deed::Seated { chair: chair.to_owned() }).await;
    tap(c, course, Deed::Identified).await;
    tap(c, course, Deed::Weighed { kg: 70.0 }).await;
    for ask in Ask::ALL {
        tap(c, course, Deed::Asked { ask: *ask, fine: true }).await;
    }
    tap(c, course, reading(124)).await;
}

async fn page(c: &TestClinic, course: CourseId) -> SittingPage {
    c.practice.sitting(&c.actor(Role::Nurse), course).await.unwrap()
}

async fn card(c: &TestClinic, course: CourseId) -> ChairCard {
    let board = c.practice.board(&c.actor(Role::Nurse)).await.unwrap();
    board.cards.into_iter().chain(board.left).find(|card| card.course == course.0).unwrap()
}

fn finish(course: CourseId) -> Finish {
    Finish {
        course,
        date: date(2026, 1, 5),
        tolerance: None,
        note: None,
        confirm: false,
        override_reason: None,
    }
}

pub async fn a_session_goes_from_the_door_to_the_record(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let board = c.practice.board(&c.actor(Role::Nurse)).await.unwrap();
    assert_eq!(board.coming.iter().map(|row| row.course).collect::<Vec<_>>(), [course.0]);
    seated(&c, course, "Chair 2").await;
    tap(&c, course, started()).await;
    later(&c, 20);
    let seen = card(&c, course).await;
    assert_eq!((seen.phase, seen.chair.as_str(), seen.initials.as_str()), (Phase::Dosing, "Chair 2", "NF"));
    let next = seen.next.unwrap();
    assert!(next.due && next.when == "at 20 min" && next.how == "now", "{next:?}");
    tap(&c, course, reading(138)).await;
    later(&c, 20);
    tap(&c, course, reading(141)).await;
    tap(&c, course, Deed::Happened { what: Happening::Nausea, note: None }).await;
    tap(&c, course, Deed::Ended { given_mg: None }).await;
    assert!(page(&c, course).await.left.iter().any(|why| why == "60 min of watching are left."));
    later(&c, 60);
    tap(&c, course, reading(126)).await;
    for check in DischargeCheck::ALL {
        tap(&c, course, Deed::LookedAt { check: *check, yes: true }).await;
    }
    let ready = page(&c, course).await;
    assert_eq!((ready.phase, ready.left.len()), (Phase::Ready, 0), "{:?}", ready.left);
    c.practice.finish_sitting(&c.actor(Role::Nurse), finish(course), &c.key()).await.unwrap();
    let overview = c.practice.course(&c.prescriber(), course).await.unwrap();
    assert_eq!(overview.sessions_done, 1);
    let given = &overview.sessions[0];
    assert!(format!("{given:?}").contains("0.5 mg/kg"), "{given:?}");
    let over = try_tap(&c, course, reading(120)).await.unwrap_err();
    assert!(over.to_string().contains("is finished"), "{over}");
    assert!(c.practice.board(&c.actor(Role::Nurse)).await.unwrap().cards.is_empty());
}

pub async fn dosing_begins_only_past_what_is_asked_before(c: TestClinic) {
    let course = c.course("Nora Field").await;
    tap(&c, course, Deed::Arrived).await;
    tap(&c, course, reading(124)).await;
    let refusal = try_tap(&c, course, started()).await.unwrap_err();
    assert!(matches!(refusal, Refusal::Confirm { .. }), "{refusal:?}");
    assert!(refusal.to_string().contains("two identifiers"), "{refusal}");
    tap(&c, course, reading(184)).await;
    let high = try_tap(&c, course, started()).await.unwrap_err();
    assert!(matches!(high, Refusal::Invalid(_)), "a nurse does not override: {high:?}");
    let mut reasoned = Tap::now(course, date(2026, 1, 5), started());
    let asked = c.practice.tap(&c.prescriber(), reasoned.clone(), &c.key()).await.unwrap_err();
    assert!(matches!(asked, Refusal::Confirm { .. }), "{asked:?}");
    reasoned.override_reason = Some("Known white coat, home readings normal.".to_owned());
    reasoned.confirm = true;
    c.practice.tap(&c.prescriber(), reasoned, &c.key()).await.unwrap();
    assert_eq!(page(&c, course).await.phase, Phase::Dosing);
}

pub async fn thoughts_of_suicide_at_the_chair_wait_for_a_person(c: TestClinic) {
    let course = c.course("Nora Field").await;
    tap(&c, course, Deed::Arrived).await;
    tap(&c, course, Deed::Asked { ask: Ask::Safe, fine: true }).await;
    assert!(c.practice.needs_a_human(&c.prescriber()).await.unwrap().is_empty());
    tap(&c, course, Deed::Asked { ask: Ask::Safe, fine: false }).await;
    let waiting = c.practice.needs_a_human(&c.prescriber()).await.unwrap();
    assert_eq!(waiting.iter().map(|line| line.course).collect::<Vec<_>>(), [course.0]);
}

pub async fn a_tap_lands_once_and_a_late_one_at_its_own_time(c: TestClinic) {
    let course = c.course("Nora Field").await;
    seated(&c, course, "Chair 1").await;
    let at = c.practice.now();
    later(&c, 8);
    let late = Tap { at: Some(at), ..Tap::now(course, date(2026, 1, 5), reading(130)) };
    let key = c.key();
    let first = c.practice.tap(&c.actor(Role::Nurse), late.clone(), &key).await.unwrap();
    assert_eq!(c.practice.tap(&c.actor(Role::Nurse), late.clone(), &key).await.unwrap(), first);
    assert_eq!(page(&c, course).await.flow.len(), 2);
    let ahead = Tap { at: Some(c.practice.now() + SignedDuration::from_mins(9)), ..late.clone() };
    let refusal = c.practice.tap(&c.actor(Role::Nurse), ahead, &c.key()).await.unwrap_err();
    assert!(refusal.to_string().contains("has not come yet"), "{refusal}");
    c.day(date(2026, 1, 6));
    let yesterday = c.practice.tap(&c.actor(Role::Nurse), late, &c.key()).await.unwrap_err();
    assert!(yesterday.to_string().contains("no longer going on"), "{yesterday}");
    let landed = Tap { at: Some(at), ..Tap::now(course, date(2026, 1, 5), reading(130)) };
    assert_eq!(c.practice.tap(&c.actor(Role::Nurse), landed, &key).await.unwrap(), first, "it stays landed");
}

pub async fn two_people_cannot_begin_twice_and_a_mistake_is_corrected(c: TestClinic) {
    let course = c.course("Nora Field").await;
    seated(&c, course, "Chair 1").await;
    tap(&c, course, started()).await;
    let second = try_tap(&c, course, started()).await.unwrap_err();
    assert!(second.to_string().contains("somebody else was faster"), "{second}");
    let typo = tap(&c, course, reading(210)).await;
    let right = Tap { corrects: Some(typo), ..Tap::now(course, date(2026, 1, 5), reading(120)) };
    c.practice.tap(&c.actor(Role::Nurse), right, &c.key()).await.unwrap();
    let flow = page(&c, course).await.flow;
    assert_eq!(flow.iter().filter(|row| row.cells[0].starts_with("210")).count(), 0, "{flow:?}");
    let wrong = tap(&c, course, Deed::Happened { what: Happening::Other, note: None }).await;
    let day = (course, date(2026, 1, 5));
    c.practice.take_back(&c.actor(Role::Nurse), day, wrong, "other chair", &c.key()).await.unwrap();
    assert!(page(&c, course).await.events.iter().all(|line| line.what != "Something else"));
}

pub async fn a_reading_outside_the_clinics_limits_asks_for_a_response(c: TestClinic) {
    let lead = c.actor(Role::Admin);
    let limits = BTreeMap::from([("systolic_from".to_owned(), "170".to_owned())]);
    let form = FloorForm { seen_version: 0, chairs: "Window\nDoor".to_owned(), limits };
    c.practice.set_floor(&lead, form, &c.key()).await.unwrap();
    let course = c.course("Nora Field").await;
    seated(&c, course, "Window").await;
    tap(&c, course, started()).await;
    later(&c, 10);
    tap(&c, course, reading(176)).await;
    assert!(card(&c, course).await.outside.unwrap().contains("this clinic’s limit"));
    tap(&c, course, Deed::Responded { how: Response::TellPrescriber }).await;
    assert_eq!(card(&c, course).await.outside, None);
    assert_eq!(c.practice.board(&lead).await.unwrap().free, ["Door"]);
}

pub async fn what_cannot_be_meant_is_told_beside_its_field(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let check = async |deed: Deed, field: &str| match try_tap(&c, course, deed).await {
        Err(Refusal::Invalid(problems)) => assert!(problems.iter().any(|p| p.field == field), "{problems:?}"),
        other => panic!("{field}: {other:?}"),
    };
    check(Deed::Weighed { kg: 700.0 }, "kg").await;
    check(Deed::Read(Reading::default()), "pressure").await;
    check(Deed::Read(Reading { pressure: Some((80, 120)), ..Reading::default() }), "pressure").await;
    check(Deed::Read(Reading { oxygen_percent: Some(12), ..Reading::default() }), "oxygen_percent").await;
    check(Deed::Read(Reading { moaas: Some(6), ..Reading::default() }), "moaas").await;
    check(Deed::Started { dose: Dose::mg_per_kg(50.0), supervised_by: String::new() }, "supervised_by").await;
    let lead = c.actor(Role::Admin);
    for (chairs, limits) in [("", ""), ("A\nA", ""), ("A", "20")] {
        let limits = BTreeMap::from([("systolic_from".to_owned(), limits.to_owned())]);
        let form = FloorForm { seen_version: 0, chairs: chairs.to_owned(), limits };
        let refusal = c.practice.set_floor(&lead, form, &c.key()).await.unwrap_err();
        assert!(matches!(refusal, Refusal::Invalid(_)), "{chairs:?}: {refusal:?}");
    }
}

pub async fn the_front_desk_sees_the_floor_without_doses_or_readings(c: TestClinic) {
    let course = c.course("Nora Field").await;
    seated(&c, course, "Chair 1").await;
    tap(&c, course, started()).await;
    let board = c.practice.board(&c.actor(Role::FrontDesk)).await.unwrap();
    let card = &board.cards[0];
    assert_eq!((card.session.as_str(), card.last.as_str()), ("Session 1 of 6", ""));
    assert!(card.next.is_none() && card.outside.is_none() && board.safety.is_empty() && !board.clinical);
    let refusal = c.practice.sitting(&c.actor(Role::FrontDesk), course).await.unwrap_err();
    assert!(matches!(refusal, Refusal::NotAllowed { .. }));
    let therapist = Tap::now(course, date(2026, 1, 5), Deed::Paused);
    assert!(c.practice.tap(&c.actor(Role::Therapist), therapist, &c.key()).await.is_err());
}

pub async fn a_sitting_in_which_nothing_was_given_is_called_off(c: TestClinic) {
    let course = c.course("Nora Field").await;
    tap(&c, course, Deed::Arrived).await;
    let day = date(2026, 1, 5);
    let nurse = c.actor(Role::Nurse);
    c.practice.call_off(&nurse, course, day, "Feverish today.", &c.key()).await.unwrap();
    assert_eq!(c.practice.course(&c.prescriber(), course).await.unwrap().sessions_done, 0);
    let other = c.course("Ida Moss").await;
    seated(&c, other, "Chair 1").await;
    tap(&c, other, started()).await;
    let refusal = c.practice.call_off(&nurse, other, day, "x", &c.key()).await.unwrap_err();
    assert!(refusal.to_string().contains("finish it"), "{refusal}");
}

pub async fn who_watches_is_woken_by_a_commit_and_by_no_look(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let mut live = c.practice.watch(&c.actor(Role::Nurse)).await.unwrap();
    c.practice.board(&c.actor(Role::Nurse)).await.unwrap();
    let none = tokio::time::timeout(std::time::Duration::from_millis(1500), live.changed()).await;
    assert!(none.is_err(), "looking at the board woke it");
    tap(&c, course, Deed::Arrived).await;
    let woken = tokio::time::timeout(std::time::Duration::from_secs(10), live.changed()).await;
    assert!(woken.is_ok());
}

async fn nasal(c: &TestClinic) -> CourseId {
    let patient = c.patient("Ines Okafor").await;
    c.screen(patient).await;
    let new = NewCourse {
        patient,
        condition: Condition::Depression,
        protocol: "spravato-trd".to_owned(),
        ladder: None,
        primary: InstrumentId::Phq9,
        start: date(2026, 1, 5),
        weekdays: vec![Weekday::Monday, Weekday::Thursday],
        prescriber: None,
        previous: None,
    };
    let course = c.practice.open_course(&c.prescriber(), new, &c.key()).await.unwrap();
    for kind in [EventKind::SiteCertified, EventKind::RemsEnrolled] {
        let new = NewEvent { course, date: date(2026, 1, 5), kind, note: None };
        c.practice.record_event(&c.actor(Role::Nurse), new, &c.key()).await.unwrap();
    }
    course
}

pub async fn nasal_devices_are_noted_one_by_one(c: TestClinic) {
    let course = nasal(&c).await;
    let early = try_tap(&c, course, Deed::Part { mg: 28.0 }).await.unwrap_err();
    assert!(matches!(early, Refusal::Conflict { .. }), "{early:?}");
    seated(&c, course, "Chair 1").await;
    tap(&c, course, Deed::Started { dose: Dose::mg(56.0), supervised_by: "Dr Maren Vale".to_owned() }).await;
    let first = page(&c, course).await.parts.unwrap();
    assert_eq!((first.each_mg, first.n, first.of, first.more), (Some(28.0), 1, Some(2), true));
    tap(&c, course, Deed::Part { mg: 28.0 }).await;
    let second = page(&c, course).await;
    assert_eq!(second.parts.as_ref().unwrap().next_from.as_deref(), Some("09:05"));
    assert!(second.left.iter().any(|why| why == "The parts noted are 28 mg less than the dose."));
    later(&c, 5);
    tap(&c, course, Deed::Part { mg: 28.0 }).await;
    let done = page(&c, course).await;
    assert!(!done.parts.unwrap().more);
    assert!(done.left.iter().all(|why| !why.contains("parts noted")), "{:?}", done.left);
    tap(&c, course, Deed::Ended { given_mg: None }).await;
    later(&c, 130);
    tap(&c, course, reading(126)).await;
    let all = Finish { confirm: true, ..finish(course) };
    c.practice.finish_sitting(&c.actor(Role::Nurse), all, &c.key()).await.unwrap();
    let seen = c.practice.course(&c.prescriber(), course).await.unwrap();
    assert!(seen.sessions[0].dose.contains("56 mg"), "{}", seen.sessions[0].dose);
    let kept = seen.tasks.observe.unwrap().seen.administrations;
    assert_eq!(kept.iter().map(|a| (a.minute, a.mg)).collect::<Vec<_>>(), [(0, 28.0), (5, 28.0)]);
}
