use evenkeel_care::instrument::InstrumentId;
use evenkeel_practice::view::people::{Listed, MyCourse};
use evenkeel_practice::{Actor, CourseId, Decide, PatientId, Role, Verdict};
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
    c.practice.share_answer(&c.prescriber(), course, &c.key()).await.unwrap();
    let after = read().await;
    assert!(after.shared_answer.is_some());
    check(&after);
}
