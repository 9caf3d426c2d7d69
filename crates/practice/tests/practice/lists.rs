use evenkeel_care::condition::Route;
use evenkeel_care::dose::Dose;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::ScreenAnswers;
use evenkeel_practice::view::people::{Listed, MyCourse};
use evenkeel_practice::{Actor, CourseId, Decide, NewScreen, PatientId, Refusal, Role, Verdict, WhatIfAsked};
use evenkeel_testkit::clinic::TestClinic;
use jiff::civil::date;

/// Four sessions and a questionnaire that hardly moved.
async fn at_the_check(c: &TestClinic) -> CourseId {
    let course = c.course("Nora Field").await;
    let actor = c.prescriber();
    let phq9 = |day, total| TestClinic::total(course, day, InstrumentId::Phq9, total);
    c.practice.check_in(&actor, phq9(date(2026, 1, 5), 20.0), &c.key()).await.unwrap();
    for day in [5, 8, 12, 15] {
        c.day(date(2026, 1, day));
        let session = TestClinic::session(course, date(2026, 1, day));
        c.practice.give_session(&actor, session, &c.key()).await.unwrap();
    }
    c.day(date(2026, 1, 16));
    c.practice.check_in(&actor, phq9(date(2026, 1, 16), 17.0), &c.key()).await.unwrap();
    course
}

/// The prescriber stops the course at the check.
async fn stop(c: &TestClinic, course: CourseId) {
    let page = c.practice.course(&c.prescriber(), course).await.unwrap();
    let finding = page.next_step.finding.unwrap();
    let stop = finding.options.iter().find(|o| o.label.starts_with("Stop")).unwrap();
    let decide = Decide {
        course,
        rule: finding.rule.clone(),
        shown_digest: page.next_step.shown_digest,
        verdict: Verdict::Accept,
        choice: Some(stop.choice),
        dose: None,
        reason: "No benefit for the patient.".into(),
    };
    c.practice.decide(&c.prescriber(), decide, &c.key()).await.unwrap();
}

pub async fn the_list_shows_running_courses_with_their_trend_and_past_ones_apart(c: TestClinic) {
    let course = at_the_check(&c).await;
    let list = async |listed| {
        let page = c.practice.patient_list(&c.prescriber(), listed).await.unwrap();
        page.rows.into_iter().filter_map(|row| row.course).collect::<Vec<_>>()
    };
    let running = list(Listed::Running).await;
    assert_eq!(running.len(), 1);
    assert_eq!(running[0].trend, [(date(2026, 1, 5), 20.0), (date(2026, 1, 16), 17.0)]);
    assert_eq!(running[0].range, (0.0, 27.0));
    assert!(list(Listed::Past).await.is_empty());
    Box::pin(stop(&c, course)).await;
    assert!(list(Listed::Running).await.is_empty());
    assert_eq!(c.practice.patient_list(&c.prescriber(), Listed::Running).await.unwrap().rows.len(), 0);
    assert_eq!((list(Listed::Past).await.len(), list(Listed::All).await.len()), (1, 1));
}

pub async fn a_course_that_has_ended_is_read_as_of_its_last_day(c: TestClinic) {
    let course = at_the_check(&c).await;
    Box::pin(stop(&c, course)).await;
    c.day(date(2027, 6, 1));
    let page = c.practice.course(&c.prescriber(), course).await.unwrap();
    assert_eq!(page.answer.unwrap().as_of, date(2026, 1, 16));
    assert!(page.chart.today.is_none() && page.chart.fan.is_empty());
    let last = page.chart.corridor.last().map(|p| p.date);
    assert!(last.is_some_and(|day| day <= date(2026, 1, 16)), "{last:?}");
    assert!(page.progress.iter().all(|f| f.date == date(2026, 1, 16)), "{:?}", page.progress);
}

/// Every word a patient reads, as the program makes it.
fn words_of(mine: &MyCourse) -> String {
    let mut words = mine.checklist.clone();
    words.extend(mine.plan_sentence.clone());
    words.extend(mine.shared_answer.clone());
    words.extend(mine.scores.iter().flat_map(|s| [s.name.clone(), s.sentence.clone()]));
    words.join(" ")
}

/// A sentence of over twenty words, or a word of over fourteen letters, is hard at the age of eleven.
fn easy(text: &str) {
    for sentence in text.split_inclusive(['.', '?', '!']).filter(|s| s.len() > 3) {
        assert!(sentence.split_whitespace().count() <= 20, "too long: {sentence}");
        for word in sentence.split(|c: char| !c.is_alphabetic()) {
            assert!(word.chars().count() <= 14, "too long: {word}");
        }
    }
}

/// Asks the safety questions of today's score; every answer is no.
async fn nothing_to_fear(c: &TestClinic, course: CourseId) {
    let date = c.practice.today(c.clinic).await.unwrap();
    let no = Some(false);
    let answers = ScreenAnswers { q1: no, q2: no, q3: no, q4: no, q5: no, q6_lifetime: no, q6_3_months: no };
    let screen = NewScreen { course, date, answers, note: String::new() };
    c.practice.enter_screen(&c.actor(Role::Nurse), screen, &c.key()).await.unwrap();
}

/// Shares the text that the course page shows now.
async fn share(c: &TestClinic, course: CourseId) -> Result<(), Refusal> {
    let text = c.practice.course(&c.prescriber(), course).await?.to_share.unwrap();
    c.practice.share_answer(&c.prescriber(), course, &text.seen, &c.key()).await
}

pub async fn only_the_text_that_was_read_is_shared(c: TestClinic) {
    let course = at_the_check(&c).await;
    nothing_to_fear(&c, course).await;
    let read = c.practice.course(&c.prescriber(), course).await.unwrap().to_share.unwrap();
    assert!(read.blocked.is_none() && read.words.contains("It is not a promise."), "{read:?}");
    c.day(date(2026, 2, 5));
    let score = TestClinic::total(course, date(2026, 2, 5), InstrumentId::Phq9, 6.0);
    c.practice.check_in(&c.actor(Role::Nurse), score, &c.key()).await.unwrap();
    nothing_to_fear(&c, course).await;
    let refusal = c.practice.share_answer(&c.prescriber(), course, &read.seen, &c.key()).await.unwrap_err();
    assert!(refusal.to_string().contains("has changed since this page was opened"), "{refusal}");
    share(&c, course).await.unwrap();
}

pub async fn nothing_is_shared_while_a_safety_finding_is_open(c: TestClinic) {
    let course = at_the_check(&c).await;
    let today = c.practice.today(c.clinic).await.unwrap();
    let answers = ScreenAnswers { q1: Some(true), q2: Some(true), ..ScreenAnswers::default() };
    let screen = NewScreen { course, date: today, answers, note: String::new() };
    c.practice.enter_screen(&c.actor(Role::Nurse), screen, &c.key()).await.unwrap();
    let text = c.practice.course(&c.prescriber(), course).await.unwrap().to_share.unwrap();
    assert!(text.blocked.is_some_and(|why| why.starts_with("Safety first")));
    let refusal = share(&c, course).await.unwrap_err();
    assert!(refusal.to_string().contains("a safety finding of this patient is open"), "{refusal}");
}

pub async fn another_dose_route_and_goal_are_replied_to_on_the_page(c: TestClinic) {
    let course = at_the_check(&c).await;
    c.day(date(2026, 2, 5));
    let later = TestClinic::total(course, date(2026, 2, 5), InstrumentId::Phq9, 12.0);
    c.practice.check_in(&c.prescriber(), later, &c.key()).await.unwrap();
    let ask = async |route, dose, keep_days| {
        let asked = WhatIfAsked { other: Some((route, dose)), keep_days };
        let page = c.practice.course_asking(&c.prescriber(), course, asked).await.unwrap();
        let answer = page.answer.unwrap();
        (answer.what_if.unwrap(), answer.keeping)
    };
    let (table, keeping) = ask(Route::Im, Dose::mg_per_kg(0.75), Some(20.0)).await;
    let row = table.rows.iter().find(|row| row.name == "Planned sessions with 0.75 mg/kg, IM");
    let told = row.map(|row| row.sessions.clone()).or(table.no_other);
    assert!(
        told.is_some_and(|t| t.contains("eight in ten") || t.contains("once the questionnaire can tell"))
    );
    assert!(keeping.is_some_and(|said| said.contains("20 days well")));
    let (table, _) = ask(Route::Im, Dose::mg_per_kg(6.0), None).await;
    assert!(table.no_other.is_some() && !table.rows.iter().any(|row| row.name.contains("6 mg/kg")));
}

pub async fn the_patients_page_never_says_that_anything_is_due(c: TestClinic) {
    let course = at_the_check(&c).await;
    let patient = PatientId(c.practice.course(&c.prescriber(), course).await.unwrap().patient.id);
    let program = Actor::program(c.clinic, "test");
    let account =
        c.practice.add_demo_account(&program, Role::Patient, "Nora Field", Some(patient)).await.unwrap();
    let mine = Actor { account: Some(account), patient: Some(patient), ..c.actor(Role::Patient) };
    let read = async || c.practice.my_course(&mine).await.unwrap();
    let check = |page: &MyCourse| {
        let words = words_of(page).to_lowercase();
        for forbidden in [
            "due", "overdue", "booster", "boosters", "stop", "stopped", "dose", "doses", "mg", "forecast",
            "respond",
        ] {
            let said = words.split(|c: char| !c.is_alphabetic()).any(|word| word == forbidden);
            assert!(!said, "{forbidden} in {words}");
        }
    };
    let before = read().await;
    assert!(before.next_on.is_some() && before.checklist.len() > 2 && !before.scores.is_empty());
    check(&before);
    easy(&words_of(&before));
    nothing_to_fear(&c, course).await;
    share(&c, course).await.unwrap();
    let after = read().await;
    assert!(after.shared_answer.is_some());
    check(&after);
}
