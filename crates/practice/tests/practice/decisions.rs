use evenkeel_care::dose::Dose;
use evenkeel_care::finding::{Choice, FindingState};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::EventKind;
use evenkeel_practice::view::course::{CourseOverview, DoseForm};
use evenkeel_practice::{CourseId, Decide, NewEvent, Refusal, Role, Verdict};
use evenkeel_testkit::clinic::TestClinic;
use jiff::civil::date;

/// Four sessions with PHQ-9s, the fourth check at 15 %.
async fn four_sessions(c: &TestClinic) -> CourseId {
    let course = c.course("Nora Field").await;
    let actor = c.prescriber();
    for (day, score) in [(5, 20.0), (8, 19.0), (12, 18.0), (15, 18.0)] {
        c.day(date(2026, 1, day));
        let total = TestClinic::total(course, date(2026, 1, day), InstrumentId::Phq9, score);
        c.practice.check_in(&actor, total, &c.key()).await.unwrap();
        c.practice
            .give_session(&actor, TestClinic::session(course, date(2026, 1, day)), &c.key())
            .await
            .unwrap();
    }
    c.day(date(2026, 1, 16));
    let total = TestClinic::total(course, date(2026, 1, 16), InstrumentId::Phq9, 17.0);
    c.practice.check_in(&actor, total, &c.key()).await.unwrap();
    course
}

async fn page(c: &TestClinic, course: CourseId) -> CourseOverview {
    c.practice.course(&c.prescriber(), course).await.unwrap()
}

fn decide(course: CourseId, shown: &CourseOverview, choice: Choice) -> Decide {
    Decide {
        course,
        rule: shown.next_step.finding.as_ref().unwrap().rule.clone(),
        shown_digest: shown.next_step.shown_digest.clone(),
        verdict: Verdict::Accept,
        choice: Some(choice),
        dose: (choice == Choice::AdjustDose).then_some(Dose::mg_per_kg(0.75)),
        reason: "little change, tolerated well".into(),
    }
}

pub async fn the_check_after_session_four_warns_of_the_recall_window(c: TestClinic) {
    let course = four_sessions(&c).await;
    let page = page(&c, course).await;
    let finding = page.next_step.finding.clone().expect("the check after session 4");
    assert_eq!((finding.rule.as_str(), finding.state), ("D11", FindingState::Review));
    assert!(finding.because.iter().any(|b| b.contains("15 %")), "{:?}", finding.because);
    assert!(finding.caveats.iter().any(|c| c.contains("Too early to judge")), "{:?}", finding.caveats);
    assert!(!finding.sources.is_empty() && finding.options.iter().any(|o| o.choice == Choice::AdjustDose));
    let said = format!("{page:?}").to_lowercase();
    assert!(!said.contains("unlikely to respond"));
}

pub async fn a_new_dose_keeps_both_forecasts_and_moves_the_plan(c: TestClinic) {
    let course = four_sessions(&c).await;
    let shown = page(&c, course).await;
    c.practice.decide(&c.prescriber(), decide(course, &shown, Choice::AdjustDose), &c.key()).await.unwrap();
    let after = page(&c, course).await;
    let taken = &after.decisions[0];
    assert!(taken.what.contains("0.75 mg/kg"), "{taken:?}");
    let both = taken.comparison.as_ref().expect("both forecasts");
    assert!(both.before.label.contains("0.5") && both.after.label.contains("0.75"));
    assert!(!both.difference.is_empty());
    assert_eq!(after.give.dose, DoseForm::PerKg { value: Some(0.75) });
    assert!(after.next_step.decided.is_some());
}

pub async fn a_decision_on_something_else_than_shown_is_refused(c: TestClinic) {
    let course = four_sessions(&c).await;
    let shown = page(&c, course).await;
    let mut stale = decide(course, &shown, Choice::CompleteCourse);
    stale.shown_digest = "something else".into();
    assert!(matches!(
        c.practice.decide(&c.prescriber(), stale, &c.key()).await,
        Err(Refusal::Conflict { .. })
    ));
    let mut silent = decide(course, &shown, Choice::CompleteCourse);
    silent.reason = "  ".into();
    assert!(matches!(c.practice.decide(&c.prescriber(), silent, &c.key()).await, Err(Refusal::Invalid(_))));
    let mut not_offered = decide(course, &shown, Choice::Restart);
    not_offered.choice = Some(Choice::Restart);
    assert!(matches!(
        c.practice.decide(&c.prescriber(), not_offered, &c.key()).await,
        Err(Refusal::Invalid(_))
    ));
    let mut too_much = decide(course, &shown, Choice::AdjustDose);
    too_much.dose = Some(Dose::mg_per_kg(3.0));
    assert!(matches!(c.practice.decide(&c.prescriber(), too_much, &c.key()).await, Err(Refusal::Invalid(_))));
    assert!(page(&c, course).await.decisions.is_empty());
}

pub async fn stopping_ends_the_course(c: TestClinic) {
    let course = four_sessions(&c).await;
    let shown = page(&c, course).await;
    c.practice.decide(&c.prescriber(), decide(course, &shown, Choice::Stop), &c.key()).await.unwrap();
    let after = page(&c, course).await;
    assert_eq!(after.phase, "ended");
    assert_eq!(after.next_step.lead, "A decision has been taken, and the course has ended.");
    let answer = after.answer.expect("an answer");
    assert!(answer.caveats[0].starts_with("This course has ended"), "{:?}", answer.caveats);
    assert!(answer.own.iter().any(|f| f.label.ends_with("without a further session")), "{:?}", answer.own);
    assert!(answer.what_if.is_none(), "nothing would change the answer of an ended course");
    assert!(after.read_only.is_some() && !after.may.give);
    c.day(date(2026, 1, 19));
    let late = TestClinic::session(course, date(2026, 1, 19));
    assert!(matches!(
        c.practice.give_session(&c.prescriber(), late, &c.key()).await,
        Err(Refusal::Conflict { .. })
    ));
}

pub async fn a_maintenance_review_is_decided_and_its_count_starts_again(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let actor = c.prescriber();
    for day in [5, 7, 9, 12, 14, 16] {
        c.day(date(2026, 1, day));
        let session = TestClinic::session(course, date(2026, 1, day));
        c.practice.give_session(&actor, session, &c.key()).await.unwrap();
    }
    c.day(date(2026, 4, 16));
    let shown = page(&c, course).await;
    let finding = shown.next_step.finding.as_ref().expect("the maintenance review");
    assert_eq!((finding.rule.as_str(), finding.state), ("D13", FindingState::Due));
    c.practice.decide(&actor, decide(course, &shown, Choice::Continue), &c.key()).await.unwrap();
    let after = page(&c, course).await;
    assert_eq!(after.decisions.len(), 1);
    assert!(after.next_step.finding.as_ref().is_none_or(|f| f.rule != "D13"), "{:?}", after.next_step);
    c.day(date(2026, 7, 16));
    let again = page(&c, course).await;
    assert_eq!(again.next_step.finding.as_ref().map(|f| f.rule.as_str()), Some("D13"));
}

pub async fn what_comes_after_its_end_leaves_an_ended_course_readable(c: TestClinic) {
    let course = four_sessions(&c).await;
    let shown = page(&c, course).await;
    c.practice.decide(&c.prescriber(), decide(course, &shown, Choice::Stop), &c.key()).await.unwrap();
    c.day(date(2026, 3, 2));
    let before = page(&c, course).await;
    // The site is certified in another course, and that concerns every course of the clinic.
    let other = c.course("Ines Okafor").await;
    let certified =
        NewEvent { course: other, date: date(2026, 3, 2), kind: EventKind::SiteCertified, note: None };
    c.practice.record_event(&c.prescriber(), certified, &c.key()).await.unwrap();
    let after = page(&c, course).await;
    assert_eq!(after.answer.unwrap().as_of, before.answer.unwrap().as_of);
    let talked = NewEvent { course, date: date(2026, 2, 20), kind: EventKind::Integration, note: None };
    c.practice.record_event(&c.actor(Role::Therapist), talked, &c.key()).await.unwrap();
    assert_eq!(page(&c, course).await.answer.unwrap().as_of, date(2026, 2, 20));
}
