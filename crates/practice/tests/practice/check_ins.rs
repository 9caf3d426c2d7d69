use evenkeel_care::instrument::InstrumentId;
use evenkeel_practice::{NewCheckIn, Refusal};
use evenkeel_testkit::clinic::TestClinic;
use jiff::civil::date;

fn phq9(course: evenkeel_practice::CourseId, answers: [Option<u8>; 9]) -> NewCheckIn {
    NewCheckIn {
        answers: Some(answers.to_vec()),
        total: None,
        ..TestClinic::total(course, date(2026, 1, 5), InstrumentId::Phq9, 0.0)
    }
}

pub async fn item_nine_speaks_on_the_same_response_and_heads_the_list(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let low = [1, 1, 0, 0, 0, 0, 0, 0, 1].map(Some);
    let outcome = c.practice.check_in(&c.prescriber(), phq9(course, low), &c.key()).await.unwrap();
    assert_eq!(outcome.total, Some(3.0));
    assert!(outcome.crisis && outcome.safety.iter().any(|f| f.rule == "D20"), "{outcome:#?}");
    let page = c.practice.course(&c.prescriber(), course).await.unwrap();
    assert!(page.alerts.iter().any(|a| a.open && a.finding.rule == "D20"));
    // A total of 3 leaves nothing to respond to: the answer says so beside its figures.
    let caveats = page.answer.expect("an answer").caveats;
    assert!(caveats[0].starts_with("The intake PHQ-9 of 3 is in the range of remission"), "{caveats:?}");
    assert!(caveats[1].starts_with("Before the first session"), "{caveats:?}");
    let waiting = c.practice.needs_a_human(&c.prescriber()).await.unwrap();
    assert_eq!((waiting.len(), waiting[0].patient.as_str()), (1, "Nora Field"));
}

pub async fn a_missing_item_is_said_and_no_total_is_guessed(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let mut answers = [2; 9].map(Some);
    answers[8] = None;
    let outcome = c.practice.check_in(&c.prescriber(), phq9(course, answers), &c.key()).await.unwrap();
    assert_eq!((outcome.total, outcome.missing.as_slice()), (None, [9].as_slice()));
    assert!(outcome.crisis, "a missing item 9 must be asked");
    let page = c.practice.course(&c.prescriber(), course).await.unwrap();
    assert_eq!(page.scores[0].score, "incomplete");
    assert!(page.alerts.iter().any(|a| a.open));
}

pub async fn a_score_out_of_range_is_refused_with_what_to_do(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let enter = |total: f64| {
        let (practice, actor, key) = (c.practice.clone(), c.prescriber(), c.key());
        let new = TestClinic::total(course, date(2026, 1, 5), InstrumentId::Phq9, total);
        async move { practice.check_in(&actor, new, &key).await }
    };
    for total in [28.0, -1.0, 12.5, f64::NAN, f64::INFINITY] {
        match enter(total).await {
            Err(Refusal::Invalid(problems)) => assert!(!problems[0].remedy.is_empty(), "{problems:?}"),
            other => panic!("{total} was taken: {other:?}"),
        }
    }
    let tomorrow = TestClinic::total(course, date(2026, 1, 6), InstrumentId::Phq9, 12.0);
    assert!(c.practice.check_in(&c.prescriber(), tomorrow, &c.key()).await.is_err());
    assert!(c.practice.course(&c.prescriber(), course).await.unwrap().scores.is_empty());
}

pub async fn an_answer_off_its_choices_is_told_beside_its_item(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let mut answers = [1; 9].map(Some);
    answers[2] = Some(4);
    match c.practice.check_in(&c.prescriber(), phq9(course, answers), &c.key()).await {
        Err(Refusal::Invalid(problems)) => {
            assert_eq!(problems[0].field, "item_3");
            assert!(problems[0].what.contains("item 3 of the PHQ-9"), "{problems:?}");
        }
        other => panic!("taken: {other:?}"),
    }
}

pub async fn the_same_questionnaire_twice_on_a_day_is_refused(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let new = TestClinic::total(course, date(2026, 1, 5), InstrumentId::Phq9, 12.0);
    c.practice.check_in(&c.prescriber(), new.clone(), &c.key()).await.unwrap();
    assert!(matches!(c.practice.check_in(&c.prescriber(), new, &c.key()).await, Err(Refusal::Invalid(_))));
}

pub async fn every_check_in_moves_the_forecast_and_keeps_it(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let actor = c.prescriber();
    let chance = async |c: &TestClinic| {
        let page = c.practice.course(&c.prescriber(), course).await.unwrap();
        (page.answer.unwrap().by_session[5].response, page.forecasts.len())
    };
    let (before, kept) = chance(&c).await;
    c.practice
        .check_in(&actor, TestClinic::total(course, date(2026, 1, 5), InstrumentId::Qids16, 20.0), &c.key())
        .await
        .unwrap();
    c.practice.give_session(&actor, TestClinic::session(course, date(2026, 1, 5)), &c.key()).await.unwrap();
    c.day(date(2026, 1, 8));
    c.practice
        .check_in(&actor, TestClinic::total(course, date(2026, 1, 8), InstrumentId::Qids16, 8.0), &c.key())
        .await
        .unwrap();
    let (after, kept_later) = chance(&c).await;
    assert!(after > before + 0.05, "{before} → {after}");
    assert!(kept_later > kept, "{kept} → {kept_later}");
}

pub async fn answers_that_cannot_be_recorded_still_speak_of_safety(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let safety = |answers| c.practice.safety_of(&phq9(course, answers));
    let mut answers = [1; 9].map(Some);
    let said = safety(answers);
    assert_eq!(
        said.iter().map(|f| f.rule.as_str()).collect::<Vec<_>>(),
        ["D20"],
        "D25 is no finding to read"
    );
    assert!(said[0].because[0].contains("5 Jan 2026"), "{:?}", said[0].because);
    answers[8] = None;
    assert_eq!(safety(answers).len(), 1, "a missing item 9 must be asked");
    answers[8] = Some(0);
    assert!(safety(answers).is_empty());
    assert!(safety([None; 9]).is_empty(), "nothing has been asked yet");
    let total = TestClinic::total(course, date(2026, 1, 5), InstrumentId::Phq9, 27.0);
    assert!(c.practice.safety_of(&total).is_empty());
}
