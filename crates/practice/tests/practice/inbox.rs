use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::sitting::{Ask, Deed};
use evenkeel_practice::view::floor::TickState;
use evenkeel_practice::view::lists::{Group, InboxPage, InboxRow};
use evenkeel_practice::{
    CheckInStep, CourseId, Deed as AlertDeed, Inbox, MeasurementId, NewCheckIn, Refusal, Role, SeeTo, Step,
    Tap,
};
use evenkeel_store::alert;
use evenkeel_testkit::clinic::TestClinic;
use jiff::civil::{Date, date};

/// A PHQ-9 whose first eight answers add up to this, and the ninth.
fn phq9(course: CourseId, day: Date, total: u8, ninth: u8) -> NewCheckIn {
    let item = |n: u8| Some(total.saturating_sub(3 * n).min(3));
    let answers = (0..8).map(item).chain([Some(ninth)]).collect();
    NewCheckIn {
        answers: Some(answers),
        total: None,
        ..TestClinic::total(course, day, InstrumentId::Phq9, 0.0)
    }
}

async fn enter(c: &TestClinic, new: NewCheckIn) {
    c.day(new.date);
    c.practice.check_in(&c.actor(Role::Nurse), new, &c.key()).await.unwrap();
}

async fn inbox(c: &TestClinic) -> InboxPage {
    c.practice.inbox(&c.actor(Role::Nurse), Inbox::default()).await.unwrap()
}

async fn row(c: &TestClinic, course: CourseId) -> InboxRow {
    inbox(c).await.rows.into_iter().find(|row| row.course == course.0).unwrap()
}

fn step(row: &InboxRow, step: Step, words: &str) -> CheckInStep {
    let (course, measurement) = (CourseId(row.course), Some(MeasurementId(row.measurement)));
    CheckInStep { course, measurement, step, words: words.to_owned() }
}

async fn note(c: &TestClinic, role: Role, done: CheckInStep) -> Result<(), Refusal> {
    c.practice.step_on_check_in(&c.actor(role), done, &c.key()).await
}

pub async fn a_check_in_stands_in_its_group_with_what_changed(c: TestClinic) {
    let course = c.course("Nora Field").await;
    enter(&c, phq9(course, date(2026, 1, 5), 16, 0)).await;
    let first = row(&c, course).await;
    assert_eq!((first.group, first.change.as_str()), (Group::Expected, "the first one"));
    enter(&c, phq9(course, date(2026, 1, 9), 19, 0)).await;
    let worse = row(&c, course).await;
    assert_eq!((worse.group, worse.score.as_deref(), worse.unseen), (Group::Worse, Some("19"), 2));
    assert!(worse.change.starts_with("worse by 3, from 16"), "{}", worse.change);
    assert_eq!(worse.items.iter().map(|item| (item.from, item.to)).collect::<Vec<_>>(), [(1, 3), (0, 1)]);
    let calm = c.course("Ida Moss").await;
    enter(&c, phq9(calm, date(2026, 1, 9), 5, 1)).await;
    let page = inbox(&c).await;
    assert_eq!(page.rows.iter().map(|row| row.course).collect::<Vec<_>>(), [calm.0, course.0]);
    assert!(page.rows[0].group == Group::Safety && !page.rows[0].why.is_empty(), "{:?}", page.rows[0]);
    assert_eq!(page.safety.len(), 1);
    for role in [Role::FrontDesk, Role::Therapist] {
        let refused = c.practice.inbox(&c.actor(role), Inbox::default()).await.unwrap_err();
        assert!(matches!(refused, Refusal::NotAllowed { .. }));
    }
}

pub async fn what_a_forecast_expected_decides_whether_it_is_worse(c: TestClinic) {
    let course = c.course("Nora Field").await;
    enter(&c, phq9(course, date(2026, 1, 5), 20, 0)).await;
    for day in [5, 8, 12, 15] {
        c.day(date(2026, 1, day));
        let session = TestClinic::session(course, date(2026, 1, day));
        c.practice.give_session(&c.prescriber(), session, &c.key()).await.unwrap();
    }
    enter(&c, phq9(course, date(2026, 1, 26), 12, 0)).await;
    let shown = row(&c, course).await;
    let expected = shown.expected.unwrap();
    let (low, high) = expected.split_once(" to ").unwrap();
    let inside = low.parse::<f64>().unwrap() <= 12.0 && 12.0 <= high.parse::<f64>().unwrap();
    assert!(inside && shown.group == Group::Expected, "{expected}");
    assert!(shown.change.starts_with("better by 8"), "{}", shown.change);
}

pub async fn whoever_has_looked_takes_it_out_for_everybody(c: TestClinic) {
    let course = c.course("Nora Field").await;
    enter(&c, phq9(course, date(2026, 1, 5), 16, 0)).await;
    let shown = row(&c, course).await;
    let refused = note(&c, Role::Admin, step(&shown, Step::Seen, "")).await.unwrap_err();
    assert!(matches!(refused, Refusal::NotAllowed { .. }));
    let refused = note(&c, Role::Nurse, step(&shown, Step::Called, " ")).await.unwrap_err();
    assert!(refused.to_string().contains("what was agreed"), "{refused}");
    note(&c, Role::Nurse, step(&shown, Step::NotReached, "Voicemail.")).await.unwrap();
    let told = row(&c, course).await.step.unwrap();
    assert_eq!((told.what.as_str(), told.words.as_deref()), ("Not reached", Some("Voicemail.")));
    assert!(told.who.starts_with("Tomas Ruiz"));
    note(&c, Role::Prescriber, step(&shown, Step::Seen, "")).await.unwrap();
    assert!(inbox(&c).await.rows.is_empty());
    enter(&c, phq9(course, date(2026, 1, 6), 15, 0)).await;
    let all = CheckInStep { course, measurement: None, step: Step::Seen, words: String::new() };
    note(&c, Role::Nurse, all.clone()).await.unwrap();
    assert!(inbox(&c).await.rows.is_empty() && note(&c, Role::Nurse, all).await.is_err());
    let late = note(&c, Role::Nurse, step(&shown, Step::Seen, "")).await.unwrap_err();
    assert!(matches!(late, Refusal::Conflict { .. }), "{late}");
}

pub async fn who_does_not_answer_is_told_with_how_late(c: TestClinic) {
    let course = c.course("Nora Field").await;
    enter(&c, phq9(course, date(2026, 1, 5), 16, 0)).await;
    let session = TestClinic::session(course, date(2026, 1, 5));
    c.practice.give_session(&c.prescriber(), session, &c.key()).await.unwrap();
    assert!(inbox(&c).await.silent.is_empty());
    c.day(date(2026, 1, 20));
    c.practice.turn_the_day().await;
    let page = inbox(&c).await;
    assert_eq!(
        (page.silent.len(), page.silent[0].course, page.silent[0].rule.as_str()),
        (1, course.0, "D34")
    );
    assert!(page.silent[0].late_days > 5 && !page.silent[0].because.is_empty(), "{:?}", page.silent[0]);
    let called =
        CheckInStep { course, measurement: None, step: Step::Called, words: "Comes on Friday.".to_owned() };
    note(&c, Role::Nurse, called).await.unwrap();
    let step = inbox(&c).await.silent[0].step.clone().unwrap();
    assert_eq!((step.what.as_str(), step.words.as_deref()), ("Spoken with", Some("Comes on Friday.")));
}

pub async fn an_alert_of_somebody_at_a_chair_is_acknowledged_from_the_inbox(c: TestClinic) {
    let course = c.course("Nora Field").await;
    for deed in [
        Deed::Arrived,
        Deed::Seated { chair: "Window".to_owned() },
        Deed::Asked { ask: Ask::Safe, fine: false },
    ] {
        c.practice
            .tap(&c.actor(Role::Nurse), Tap::now(course, date(2026, 1, 5), deed), &c.key())
            .await
            .unwrap();
    }
    let page = inbox(&c).await;
    let line = &page.safety[0];
    assert!(line.what.starts_with("At the chair on 5 Jan 2026"), "{}", line.what);
    assert_eq!((line.at_chair.as_deref(), line.acknowledged), (Some("Window"), false));
    let open = alert::list(c.practice.store(), c.clinic, course).await.unwrap();
    assert_eq!(open[0].id.0, line.alert);
    let see_to = SeeTo {
        course,
        alert: open[0].id,
        deed: AlertDeed::Acknowledge,
        done: Vec::new(),
        words: "With her now.".to_owned(),
    };
    c.practice.see_to(&c.actor(Role::Nurse), see_to, &c.key()).await.unwrap();
    assert!(inbox(&c).await.safety[0].acknowledged);
}

pub async fn the_board_tells_what_is_due_and_what_is_known_of_who_comes(c: TestClinic) {
    let course = c.course("Nora Field").await;
    enter(&c, phq9(course, date(2026, 1, 5), 16, 0)).await;
    let board = async |role| c.practice.board(&c.actor(role)).await.unwrap();
    let nurse = board(Role::Nurse).await;
    let ticks = &nurse.coming[0].ticks;
    let state = |name: &str| ticks.iter().find(|tick| tick.name == name).map(|tick| tick.state);
    assert_eq!(state("Screening"), Some(TickState::Done));
    assert_eq!(
        (state("Consent"), state("On arrival")),
        (Some(TickState::NotAsked), Some(TickState::NotAsked))
    );
    let desk = board(Role::FrontDesk).await;
    assert!(desk.coming[0].ticks.is_empty() && desk.due.is_empty() && desk.coming.len() == 1);
    let session = TestClinic::session(course, date(2026, 1, 5));
    c.practice.give_session(&c.prescriber(), session, &c.key()).await.unwrap();
    c.day(date(2026, 1, 9));
    c.practice.turn_the_day().await;
    let due: Vec<String> =
        board(Role::Nurse).await.due.into_iter().map(|d| format!("{} {}", d.what, d.when)).collect();
    for says in [
        "Session 2 of 8 Jan: nothing is on record 1 day late",
        "the end of the watching is not on record 4 days late",
    ] {
        assert!(due.iter().any(|said| said.contains(says)), "{says}: {due:?}");
    }
}
