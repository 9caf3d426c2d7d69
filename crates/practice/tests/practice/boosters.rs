use evenkeel_care::finding::Choice;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::{ScreenAnswers, SignKind};
use evenkeel_practice::view::lists::{Arrow, BoosterPlan, BoosterRow, BoostersPage};
use evenkeel_practice::{
    Boosters, CourseId, Decide, NewCheckIn, NewScreen, Refusal, Role, SetAside, Verdict,
};
use evenkeel_store::audit;
use evenkeel_testkit::clinic::TestClinic;
use jiff::civil::{Date, date};

/// A PHQ-9 with this total; the question about thoughts of suicide is answered with "not at all".
fn answered(course: CourseId, day: Date, total: u8) -> NewCheckIn {
    let item = |n: u8| Some(total.saturating_sub(3 * n).min(3));
    let answers = (0..8).map(item).chain([Some(0)]).collect();
    NewCheckIn {
        answers: Some(answers),
        total: None,
        ..TestClinic::total(course, day, InstrumentId::Phq9, 0.0)
    }
}

async fn phq9(c: &TestClinic, course: CourseId, day: Date, total: u8) {
    c.day(day);
    let score = answered(course, day, total);
    c.practice.check_in(&c.actor(Role::Nurse), score, &c.key()).await.unwrap();
}

/// Six sessions that helped: 20 before them, and after them what is asked for.
async fn in_maintenance(c: &TestClinic, name: &str, after: u8) -> CourseId {
    c.day(date(2026, 1, 5));
    let course = c.course(name).await;
    phq9(c, course, date(2026, 1, 5), 20).await;
    for day in [5, 8, 12, 15, 19, 22] {
        c.day(date(2026, 1, day));
        let session = TestClinic::session(course, date(2026, 1, day));
        c.practice.give_session(&c.prescriber(), session, &c.key()).await.unwrap();
    }
    phq9(c, course, date(2026, 1, 26), after).await;
    phq9(c, course, date(2026, 2, 9), after).await;
    course
}

async fn page(c: &TestClinic) -> BoostersPage {
    c.practice.boosters(&c.actor(Role::Nurse), Boosters::default()).await.unwrap()
}

async fn row(c: &TestClinic, course: CourseId) -> BoosterRow {
    page(c).await.rows.into_iter().find(|row| row.course == course.0).unwrap()
}

async fn plan(c: &TestClinic, course: CourseId) -> BoosterPlan {
    c.practice.booster_plan(&c.prescriber(), course).await.unwrap()
}

/// Two check-ins in a row, a week apart, that are far above the best.
async fn fading(c: &TestClinic, course: CourseId) {
    phq9(c, course, date(2026, 2, 16), 9).await;
    phq9(c, course, date(2026, 2, 23), 9).await;
}

pub async fn courses_in_maintenance_stand_in_the_order_of_the_chance(c: TestClinic) {
    let calm = in_maintenance(&c, "Nora Field", 3).await;
    let near = in_maintenance(&c, "Ida Moss", 9).await;
    c.day(date(2026, 2, 9));
    c.course("Jon Abara").await;
    c.practice.turn_the_day().await;
    let shown = page(&c).await;
    assert_eq!(shown.rows.iter().map(|row| row.course).collect::<Vec<_>>(), [near.0, calm.0]);
    assert_eq!((shown.shown, shown.aside, shown.more), (2, 0, false));
    let first = &shown.rows[0];
    let chance = first.chance.as_ref().unwrap();
    assert!(
        chance.headline.starts_with("about ") && chance.range.starts_with("80 % range of when"),
        "{chance:?}"
    );
    assert_eq!(first.since, Some((18, date(2026, 1, 22))));
    assert!(first.gap.contains("the ladder has 21 days"), "{}", first.gap);
    let score = first.score.as_ref().unwrap();
    assert_eq!((score.value.as_str(), score.arrow, score.date), ("PHQ-9 9", Arrow::Same, date(2026, 2, 9)));
    assert!(first.stale.is_none() && first.aside.is_none() && first.alerts == 0);
    let refused = c.practice.boosters(&c.actor(Role::FrontDesk), Boosters::default()).await.unwrap_err();
    assert!(matches!(refused, Refusal::NotAllowed { .. }));
    let lead = c.practice.boosters(&c.actor(Role::Admin), Boosters::default()).await.unwrap();
    assert!(!lead.may_work && lead.rows.len() == 2);
}

pub async fn who_is_not_well_yet_has_no_chance_and_stands_by_the_rules(c: TestClinic) {
    let helped = in_maintenance(&c, "Nora Field", 4).await;
    let not = in_maintenance(&c, "Ida Moss", 18).await;
    let shown = page(&c).await;
    assert_eq!(shown.rows.iter().map(|row| row.course).collect::<Vec<_>>(), [helped.0, not.0]);
    let chance = shown.rows[1].chance.as_ref().unwrap();
    assert_eq!((chance.headline.as_str(), chance.percent), ("not well yet", None));
    assert!(shown.rows[1].signs.is_empty());
    // Lost: the rules find it, and it stands first without a number.
    for (day, total) in [(date(2026, 2, 16), 19), (date(2026, 2, 23), 20)] {
        phq9(&c, helped, day, total).await;
    }
    let shown = page(&c).await;
    let first = &shown.rows[0];
    assert_eq!((first.course, first.chance.as_ref().unwrap().percent), (helped.0, None));
    assert!(first.signs.iter().any(|sign| sign.rule == "D31"), "{:?}", first.signs);
    assert_eq!(first.score.as_ref().unwrap().arrow, Arrow::Worse);
}

pub async fn a_booster_is_decided_from_the_list(c: TestClinic) {
    let course = in_maintenance(&c, "Nora Field", 3).await;
    fading(&c, course).await;
    let before = plan(&c, course).await;
    let asks = before.asks.unwrap();
    assert_eq!((asks.finding.rule.as_str(), asks.choice), ("D32", Choice::Booster));
    assert!(!asks.finding.sources.is_empty() && before.may.decide && before.may.aside);
    let nurse = c.practice.booster_plan(&c.actor(Role::Nurse), course).await.unwrap();
    assert!(!nurse.may.decide && nurse.may.shift);
    let decide = Decide {
        course,
        rule: asks.finding.rule.clone(),
        shown_digest: asks.shown_digest,
        verdict: Verdict::Accept,
        choice: Some(asks.choice),
        dose: None,
        reason: "Fading since mid February.".to_owned(),
    };
    c.practice.decide(&c.prescriber(), decide, &c.key()).await.unwrap();
    let after = row(&c, course).await;
    assert_eq!(after.next.map(|(n, _)| n), Some(7));
    assert!(after.next.unwrap().1 <= date(2026, 2, 26), "{:?}", after.next);
    assert!(after.signs.iter().all(|sign| sign.rule != "D32" || sign.decided.is_some()), "{:?}", after.signs);
    assert!(plan(&c, course).await.asks.is_none());
}

async fn aside(c: &TestClinic, course: CourseId, until: Date, reason: &str) -> Result<(), Refusal> {
    let aside = SetAside { course, until, reason: reason.to_owned() };
    c.practice.set_aside(&c.actor(Role::Nurse), aside, &c.key()).await
}

pub async fn a_course_is_set_aside_with_a_reason_until_its_day(c: TestClinic) {
    let course = in_maintenance(&c, "Nora Field", 3).await;
    let refused = aside(&c, course, date(2026, 2, 9), "").await.unwrap_err();
    assert!(
        refused.to_string().contains("between tomorrow") && refused.to_string().contains("reason is missing")
    );
    aside(&c, course, date(2026, 2, 20), "Away until the 20th, spoken with her.").await.unwrap();
    assert!(page(&c).await.rows.is_empty());
    let away = Boosters { aside: true, page: 1 };
    let listed = c.practice.boosters(&c.prescriber(), away).await.unwrap();
    let told = listed.rows[0].aside.as_ref().unwrap();
    assert!(told.holds && told.who.starts_with("Tomas Ruiz") && told.why.starts_with("Away"), "{told:?}");
    c.day(date(2026, 2, 20));
    assert_eq!(page(&c).await.rows.len(), 1);
    aside(&c, course, date(2026, 3, 2), "Once more.").await.unwrap();
    c.practice.take_up_again(&c.prescriber(), course, &c.key()).await.unwrap();
    assert_eq!((page(&c).await.rows.len(), page(&c).await.aside), (1, 0));
    let lead = SetAside { course, until: date(2026, 3, 2), reason: "No.".to_owned() };
    let refused = c.practice.set_aside(&c.actor(Role::Admin), lead, &c.key()).await.unwrap_err();
    assert!(matches!(refused, Refusal::NotAllowed { .. }));
}

pub async fn a_new_sign_ends_it_and_safety_is_never_hidden(c: TestClinic) {
    let course = in_maintenance(&c, "Nora Field", 3).await;
    aside(&c, course, date(2026, 3, 10), "On a journey.").await.unwrap();
    let screen = NewScreen {
        course,
        date: date(2026, 2, 9),
        answers: ScreenAnswers { q1: Some(true), q2: Some(true), ..ScreenAnswers::default() },
        note: String::new(),
    };
    c.practice.enter_screen(&c.actor(Role::Nurse), screen, &c.key()).await.unwrap();
    let shown = row(&c, course).await;
    assert!(shown.alerts > 0 && shown.aside.is_some_and(|aside| !aside.holds));
    let other = in_maintenance(&c, "Ida Moss", 3).await;
    aside(&c, other, date(2026, 3, 10), "On a journey.").await.unwrap();
    let soft = NewCheckIn {
        signs: vec![(SignKind::LowMotivation, true), (SignKind::AnxietyUp, true)],
        ..answered(other, date(2026, 2, 10), 4)
    };
    c.day(date(2026, 2, 10));
    assert!(page(&c).await.rows.iter().all(|row| row.course != other.0));
    c.practice.check_in(&c.actor(Role::Nurse), soft, &c.key()).await.unwrap();
    let back = row(&c, other).await;
    assert!(back.signs.iter().any(|sign| sign.rule == "D33"), "{:?}", back.signs);
    assert!(back.aside.is_some_and(|aside| !aside.holds));
}

pub async fn the_list_says_how_old_it_is_until_the_day_is_turned(c: TestClinic) {
    let course = in_maintenance(&c, "Nora Field", 3).await;
    let before = row(&c, course).await;
    c.day(date(2026, 2, 12));
    assert!(row(&c, course).await.stale.is_some_and(|said| said.contains("3 days ago")));
    assert_eq!(c.practice.turn_the_day().await, 1);
    assert_eq!(c.practice.turn_the_day().await, 0);
    let after = row(&c, course).await;
    assert!(after.stale.is_none() && after.chance.unwrap().range != before.chance.unwrap().range);
    let kept = c.practice.course(&c.prescriber(), course).await.unwrap().forecasts;
    assert!(
        kept.iter().all(|forecast| forecast.as_of < date(2026, 2, 12)),
        "the turn of a day keeps no forecast"
    );
}

pub async fn one_look_is_one_line_that_names_everybody(c: TestClinic) {
    let course = in_maintenance(&c, "Nora Field", 3).await;
    let lines = async || {
        let all = audit::list(c.practice.store(), c.clinic, None, 200).await.unwrap();
        all.into_iter().filter(|line| line.action == "boosters.read").collect::<Vec<_>>()
    };
    for _ in 0..3 {
        page(&c).await;
    }
    let once = lines().await;
    assert_eq!(once.len(), 1);
    assert!(once[0].detail.as_str().contains(&course.to_string()));
    c.practice.boosters(&c.prescriber(), Boosters::default()).await.unwrap();
    assert_eq!(lines().await.len(), 2, "another person's look is another line");
    let other = in_maintenance(&c, "Ida Moss", 3).await;
    c.day(date(2026, 2, 9));
    page(&c).await;
    assert!(lines().await[0].detail.as_str().contains(&other.to_string()));
}
