use evenkeel_care::finding::FindingState;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::{ScreenAnswers, SignKind};
use evenkeel_practice::{CourseId, NewCheckIn, NewScreen, Refusal, Role};
use evenkeel_testkit::clinic::TestClinic;
use jiff::civil::date;

const NO: ScreenAnswers = ScreenAnswers {
    q1: Some(false),
    q2: Some(false),
    q3: Some(false),
    q4: Some(false),
    q5: Some(false),
    q6_lifetime: Some(false),
    q6_3_months: Some(false),
};
const METHOD: ScreenAnswers = ScreenAnswers { q1: Some(true), q2: Some(true), q3: Some(true), ..NO };
const INTENT: ScreenAnswers = ScreenAnswers { q4: Some(true), ..METHOD };

fn asked(course: CourseId, answers: ScreenAnswers) -> NewScreen {
    NewScreen { course, date: date(2026, 1, 5), answers, note: String::new() }
}

async fn screen(c: &TestClinic, course: CourseId, answers: ScreenAnswers) {
    let new = NewScreen { date: c.practice.today(c.clinic).await.unwrap(), ..asked(course, answers) };
    c.practice.enter_screen(&c.actor(Role::Nurse), new, &c.key()).await.unwrap();
}

fn item_nine(course: CourseId, answer: u8) -> NewCheckIn {
    let mut answers = [1; 9].map(Some);
    answers[8] = Some(answer);
    NewCheckIn {
        answers: Some(answers.to_vec()),
        total: None,
        ..TestClinic::total(course, date(2026, 1, 5), InstrumentId::Phq9, 0.0)
    }
}

/// What waits: patient and first sentence.
async fn waiting(c: &TestClinic) -> Vec<String> {
    let lines = c.practice.needs_a_human(&c.prescriber()).await.unwrap();
    lines.into_iter().map(|line| line.what).collect()
}

async fn rules(c: &TestClinic, course: CourseId) -> Vec<String> {
    let page = c.practice.course(&c.prescriber(), course).await.unwrap();
    page.safety.into_iter().map(|f| f.rule).collect()
}

pub async fn a_complete_screen_answers_item_nine(c: TestClinic) {
    let course = c.course("Nora Field").await;
    c.practice.check_in(&c.actor(Role::Nurse), item_nine(course, 1), &c.key()).await.unwrap();
    assert_eq!(waiting(&c).await.len(), 1);
    let partly = ScreenAnswers { q4: None, ..NO };
    let outcome =
        c.practice.enter_screen(&c.actor(Role::Nurse), asked(course, partly), &c.key()).await.unwrap();
    assert_eq!((outcome.level, outcome.complete, outcome.crisis), (FindingState::Screen, false, true));
    assert_eq!(waiting(&c).await.len(), 1, "unknown is never no");
    let outcome = c.practice.enter_screen(&c.actor(Role::Nurse), asked(course, NO), &c.key()).await.unwrap();
    assert_eq!((outcome.level, outcome.complete, outcome.crisis), (FindingState::None, true, false));
    assert!(waiting(&c).await.is_empty() && rules(&c, course).await.is_empty());
}

pub async fn a_calmer_answer_never_clears_an_alert(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let nurse = c.actor(Role::Nurse);
    c.practice.check_in(&nurse, item_nine(course, 1), &c.key()).await.unwrap();
    c.day(date(2026, 1, 12));
    let calm = NewCheckIn { date: date(2026, 1, 12), ..item_nine(course, 0) };
    c.practice.check_in(&nurse, calm, &c.key()).await.unwrap();
    assert_eq!(waiting(&c).await.len(), 1, "nobody has asked");
    screen(&c, course, INTENT).await;
    c.day(date(2026, 1, 19));
    screen(&c, course, NO).await;
    assert_eq!(waiting(&c).await.len(), 1);
    assert_eq!(rules(&c, course).await, ["D23"]);
}

pub async fn a_worse_screen_takes_the_place_of_a_milder_one(c: TestClinic) {
    let course = c.course("Nora Field").await;
    screen(&c, course, METHOD).await;
    screen(&c, course, INTENT).await;
    let lines = waiting(&c).await;
    assert_eq!(lines.len(), 1);
    assert!(lines[0].contains("intent or a plan"), "{lines:?}");
    screen(&c, course, METHOD).await;
    assert_eq!(waiting(&c).await.len(), 1, "a milder one is noted on it");
}

pub async fn a_screen_is_refused_kindly_and_only_for_clinicians(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let enter = |role, new: NewScreen| {
        let (practice, actor, key) = (c.practice.clone(), c.actor(role), c.key());
        async move { practice.enter_screen(&actor, new, &key).await }
    };
    let nothing = asked(course, ScreenAnswers::default());
    let tomorrow = NewScreen { date: date(2026, 1, 6), ..asked(course, NO) };
    for (new, field) in [(nothing, "answers"), (tomorrow, "date")] {
        match enter(Role::Nurse, new).await {
            Err(Refusal::Invalid(problems)) => assert_eq!(problems[0].field, field),
            other => panic!("taken: {other:?}"),
        }
    }
    for role in [Role::FrontDesk, Role::Admin] {
        let refused = enter(role, asked(course, NO)).await;
        assert!(matches!(refused, Err(Refusal::NotAllowed { .. })), "{refused:?}");
    }
    assert!(c.practice.needs_a_human(&c.actor(Role::FrontDesk)).await.unwrap().is_empty());
}

pub async fn signs_are_kept_as_asked(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let signs = vec![(SignKind::MoodDip, true), (SignKind::LowMotivation, false)];
    let new = NewCheckIn { signs, ..item_nine(course, 0) };
    c.practice.check_in(&c.actor(Role::Nurse), new, &c.key()).await.unwrap();
    let kept = evenkeel_store::sign::list(c.practice.store(), c.clinic, course).await.unwrap();
    let kept: Vec<_> = kept.iter().map(|s| (s.sign, s.present)).collect();
    assert_eq!(kept, [(SignKind::MoodDip, true), (SignKind::LowMotivation, false)]);
    assert!(waiting(&c).await.is_empty(), "a sign is no safety finding");
}
