use evenkeel_care::finding::FindingState;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::{ScreenAnswers, SignKind};
use evenkeel_practice::view::safety::AlertView;
use evenkeel_practice::{
    AlertId, CourseId, Deed, DemoClock as _, NewCheckIn, NewScreen, OwnAnswers, QuestionsForm, Refusal, Role,
    SafetyForm, ScreenOutcome, SeeTo,
};
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
    let open = page.alerts.into_iter().filter(|a| a.open).map(|a| a.finding);
    open.chain(page.safety).map(|f| f.rule).collect()
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
    assert_eq!(rules(&c, course).await, ["D23"], "the level stays");
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

fn see_to(course: CourseId, alert: uuid::Uuid, deed: Deed, words: &str) -> SeeTo {
    SeeTo { course, alert: AlertId(alert), deed, done: Vec::new(), words: words.to_owned() }
}

async fn alerts(c: &TestClinic, course: CourseId) -> Vec<AlertView> {
    c.practice.course(&c.prescriber(), course).await.unwrap().alerts
}

async fn the_open_one(c: &TestClinic, course: CourseId) -> AlertView {
    alerts(c, course).await.into_iter().find(|a| a.open).unwrap()
}

const REQUIRED: [&str; 5] = ["in_sight", "prescriber", "safety_plan", "means", "disposition"];

pub async fn a_high_level_is_closed_by_a_prescriber_with_everything_on_record(c: TestClinic) {
    let course = c.course("Nora Field").await;
    screen(&c, course, INTENT).await;
    let alert = the_open_one(&c, course).await;
    assert_eq!((alert.level, alert.owner.as_deref()), (FindingState::High, None));
    assert_eq!(alert.actions.iter().filter(|a| a.required).count(), 5);
    let close = |role, done: &[&str], words: &str| {
        let done = done.iter().map(|key| (*key).to_owned()).collect();
        let new = SeeTo { done, ..see_to(course, alert.id, Deed::Close, words) };
        let (practice, actor, key) = (c.practice.clone(), c.actor(role), c.key());
        async move { practice.see_to(&actor, new, &key).await }
    };
    let refused = close(Role::Nurse, &REQUIRED, "She is safe.").await;
    assert!(matches!(refused, Err(Refusal::NotAllowed { .. })), "{refused:?}");
    for (done, words, field) in [(&REQUIRED[..], " ", "words"), (&REQUIRED[1..], "She is safe.", "done")] {
        match close(Role::Prescriber, done, words).await {
            Err(Refusal::Invalid(problems)) => assert_eq!(problems[0].field, field, "{problems:?}"),
            other => panic!("closed: {other:?}"),
        }
    }
    let trail = the_open_one(&c, course).await.trail;
    assert!(
        trail.iter().all(|line| !line.what.starts_with("Done")),
        "a refused form leaves nothing: {trail:?}"
    );
    close(Role::Prescriber, &REQUIRED, "Her sister stays with her; crisis team at 15:00.").await.unwrap();
    let closed = &alerts(&c, course).await[0];
    assert!(!closed.open && closed.actions.iter().filter(|a| a.done.is_some()).count() == 5);
    let last = closed.trail.last().unwrap();
    assert_eq!(last.words.as_deref(), Some("Her sister stays with her; crisis team at 15:00."));
    assert!(last.what.contains("Dr Maren Vale"), "{last:?}");
    assert!(waiting(&c).await.is_empty());
    let page = c.practice.course(&c.prescriber(), course).await.unwrap();
    assert!(page.safety.is_empty(), "{:?}", page.safety);
    assert_eq!(
        (page.decisions[0].what.as_str(), page.decisions[0].who.as_str()),
        ("Closed", "Dr Maren Vale")
    );
    let again = close(Role::Prescriber, &REQUIRED, "Twice.").await;
    assert!(matches!(again, Err(Refusal::Conflict { .. })), "{again:?}");
}

pub async fn taking_on_and_acknowledging_leave_a_trail_and_close_nothing(c: TestClinic) {
    let course = c.course("Nora Field").await;
    screen(&c, course, METHOD).await;
    let alert = the_open_one(&c, course).await;
    let nurse = c.actor(Role::Nurse);
    let do_it = async |actor, new| c.practice.see_to(actor, new, &c.key()).await;
    do_it(&nurse, see_to(course, alert.id, Deed::Take, "")).await.unwrap();
    let silent = do_it(&nurse, see_to(course, alert.id, Deed::Acknowledge, "")).await;
    assert!(matches!(silent, Err(Refusal::Invalid(_))), "{silent:?}");
    do_it(&nurse, see_to(course, alert.id, Deed::Acknowledge, "With her now.")).await.unwrap();
    let done = SeeTo { done: vec!["contact".into()], ..see_to(course, alert.id, Deed::Record, "") };
    do_it(&nurse, done.clone()).await.unwrap();
    do_it(&nurse, done).await.unwrap();
    let seen = the_open_one(&c, course).await;
    assert_eq!(seen.owner.as_deref(), Some("Tomas Ruiz"));
    assert!(seen.acknowledged.is_some_and(|who| who.starts_with("Tomas Ruiz, today")));
    let what: Vec<_> = seen.trail.iter().map(|line| line.what.as_str()).collect();
    assert_eq!(what.len(), 3, "what is done twice is on record once: {what:?}");
    assert!(waiting(&c).await.len() == 1 && c.practice.needs_a_human(&nurse).await.unwrap()[0].acknowledged);
    let desk = do_it(&c.actor(Role::FrontDesk), see_to(course, alert.id, Deed::Take, "")).await;
    assert!(matches!(desk, Err(Refusal::NotAllowed { .. })), "{desk:?}");
}

fn settings() -> SafetyForm {
    let day = || ("09:00".to_owned(), "17:00".to_owned());
    let free = || (String::new(), String::new());
    SafetyForm {
        crisis_text: "Call or text 988, day or night.".into(),
        crisis_number: "988".into(),
        emergency_number: "911".into(),
        week: [day(), day(), day(), day(), day(), free(), free()],
        closed: "2026-01-07".into(),
        on_call_name: "Dr Maren Vale".into(),
        on_call_phone: "555-0100".into(),
        minutes: "10".into(),
        ..SafetyForm::default()
    }
}

/// Whom the open alert went to, in order.
async fn calls(c: &TestClinic, course: CourseId) -> Vec<String> {
    let trail = alerts(c, course).await.remove(0).trail;
    trail.into_iter().map(|line| line.what).filter(|what| what.starts_with("Nobody had")).collect()
}

async fn minutes_later(c: &TestClinic, minutes: i64) {
    c.clock.advance(jiff::SignedDuration::from_mins(minutes));
    c.practice.work().await;
}

pub async fn nobody_acknowledges_and_the_next_person_is_called_until_somebody_does(c: TestClinic) {
    c.practice.confirm_safety(&c.actor(Role::Admin), settings(), &c.key()).await.unwrap();
    let course = c.course("Nora Field").await;
    screen(&c, course, INTENT).await;
    minutes_later(&c, 9).await;
    assert!(calls(&c, course).await.is_empty(), "the first person still has time");
    minutes_later(&c, 1).await;
    let after_ten = calls(&c, course).await;
    assert_eq!(after_ten.len(), 1);
    assert!(after_ten[0].contains("all prescribers (Dr Maren Vale)"), "{after_ten:?}");
    c.practice.work().await;
    minutes_later(&c, 9).await;
    assert_eq!(calls(&c, course).await.len(), 1, "once for each ten minutes");
    minutes_later(&c, 1).await;
    let after_twenty = calls(&c, course).await;
    assert!(after_twenty.len() == 2 && after_twenty[1].contains("lead (Robin Hale)"), "{after_twenty:?}");
    let line = c.practice.needs_a_human(&c.prescriber()).await.unwrap().remove(0);
    assert_eq!((line.age.as_str(), line.acknowledged), ("20 min", false));
    assert!(line.escalated_to.is_some());
    let alert = the_open_one(&c, course).await;
    let new = see_to(course, alert.id, Deed::Acknowledge, "On my way.");
    c.practice.see_to(&c.prescriber(), new, &c.key()).await.unwrap();
    minutes_later(&c, 60).await;
    assert_eq!(calls(&c, course).await.len(), 2, "the timer is over");
    assert_eq!(waiting(&c).await.len(), 1, "and the alert is open");
    let bundle =
        evenkeel_store::course_bundle::get(c.practice.store(), c.clinic, course).await.unwrap().unwrap();
    let timed: Vec<_> = bundle.findings.iter().filter(|f| f.rule == "D26").collect();
    assert_eq!(timed.len(), 2, "each call is kept with its trace");
    assert!(format!("{:?}", timed[0].finding().unwrap().trace).contains("10"));
}

pub async fn out_of_hours_whoever_is_on_call_is_called_at_once(c: TestClinic) {
    c.practice.confirm_safety(&c.actor(Role::Admin), settings(), &c.key()).await.unwrap();
    let course = c.course("Nora Field").await;
    c.clock.travel("2026-01-05T23:30:00Z".parse().unwrap());
    screen(&c, course, INTENT).await;
    let first = calls(&c, course).await;
    assert!(first.len() == 1 && first[0].contains("on call: Dr Maren Vale, 555-0100"), "{first:?}");
    let said = the_open_one(&c, course).await.timer.join(" ");
    assert!(said.contains("nobody is watching") && said.contains("no e-mail"), "{said}");
    minutes_later(&c, 10).await;
    assert_eq!(calls(&c, course).await.len(), 2);
    c.clock.travel("2026-01-07T15:00:00Z".parse().unwrap());
    c.practice.work().await;
    let last = calls(&c, course).await;
    assert!(last[2].contains("on call"), "a day on which the clinic is closed: {last:?}");
}

pub async fn an_alert_shortly_before_closing_goes_on_call_when_the_clinic_closes(c: TestClinic) {
    c.practice.confirm_safety(&c.actor(Role::Admin), settings(), &c.key()).await.unwrap();
    let course = c.course("Nora Field").await;
    c.clock.travel("2026-01-05T21:56:00Z".parse().unwrap());
    screen(&c, course, INTENT).await;
    assert!(calls(&c, course).await.is_empty());
    minutes_later(&c, 4).await;
    let called = calls(&c, course).await;
    assert!(called.len() == 1 && called[0].contains("on call"), "{called:?}");
}

pub async fn a_timer_that_runs_twice_calls_once(c: TestClinic) {
    c.practice.confirm_safety(&c.actor(Role::Admin), settings(), &c.key()).await.unwrap();
    let course = c.course("Nora Field").await;
    screen(&c, course, INTENT).await;
    c.clock.advance(jiff::SignedDuration::from_mins(10));
    // A worker takes the job and falls silent; two others find it later at once.
    let lease = jiff::SignedDuration::from_secs(60);
    let taken = evenkeel_store::job::take(c.practice.store(), "silent", lease).await.unwrap().unwrap();
    assert_eq!(taken.kind, "alert.escalate");
    c.clock.advance(jiff::SignedDuration::from_mins(2));
    let (one, other) = (c.practice.clone(), c.practice.clone());
    tokio::join!(one.work(), other.work());
    c.practice.work().await;
    assert_eq!(calls(&c, course).await.len(), 1);
}

pub async fn a_clinic_without_hours_has_nobody_watching(c: TestClinic) {
    let course = c.course("Nora Field").await;
    screen(&c, course, INTENT).await;
    let first = calls(&c, course).await;
    assert!(first.len() == 1 && first[0].contains("nobody is named as on call"), "{first:?}");
    let view = c.practice.clinic_view(&c.prescriber()).await.unwrap();
    assert!(!view.safety_confirmed && view.watched.starts_with("Do not count on anybody"));
}

pub async fn safety_settings_are_confirmed_by_the_lead_version_by_version(c: TestClinic) {
    let lead = c.actor(Role::Admin);
    let before = c.practice.safety_settings(&lead).await.unwrap();
    assert_eq!((before.version, before.minutes, before.may_confirm), (0, 15, true));
    let refused = c.practice.confirm_safety(&c.prescriber(), settings(), &c.key()).await;
    assert!(matches!(refused, Err(Refusal::NotAllowed { .. })), "{refused:?}");
    let mut wrong = SafetyForm {
        crisis_number: "help".into(),
        emergency_number: String::new(),
        minutes: "0".into(),
        closed: "2026-02-30".into(),
        ..settings()
    };
    wrong.week[0] = ("17:00".into(), "09:00".into());
    match c.practice.confirm_safety(&lead, wrong, &c.key()).await {
        Err(Refusal::Invalid(problems)) => {
            let fields: Vec<_> = problems.iter().map(|p| p.field.as_str()).collect();
            assert_eq!(fields, ["crisis_number", "emergency_number", "minutes", "from_0", "closed"]);
        }
        other => panic!("taken: {other:?}"),
    }
    c.practice.confirm_safety(&lead, settings(), &c.key()).await.unwrap();
    let late = c.practice.confirm_safety(&lead, settings(), &c.key()).await;
    assert!(matches!(late, Err(Refusal::Conflict { .. })), "{late:?}");
    let number = SafetyForm { seen_version: 1, crisis_number: "1737".into(), ..settings() };
    c.practice.confirm_safety(&lead, number, &c.key()).await.unwrap();
    let view = c.practice.clinic_view(&lead).await.unwrap();
    assert!(view.safety_confirmed && view.crisis_number == "1737" && view.emergency_number == "911");
    assert!(view.watched.contains("Mon to Fri 09:00 to 17:00"), "{}", view.watched);
    let kept = c.practice.safety_settings(&lead).await.unwrap();
    assert_eq!((kept.version, kept.closed.as_str()), (2, "2026-01-07"));
    assert!(kept.confirmed.is_some_and(|who| who.starts_with("Robin Hale")));
}

/// What is shipped is a suggestion; what the clinic has confirmed is what people read.
pub async fn a_suggested_crisis_line_never_stands_in_for_the_clinics(c: TestClinic) {
    let lead = c.actor(Role::Admin);
    let shown = c.practice.safety_settings(&lead).await.unwrap();
    assert_eq!(shown.suggestion.map(|line| line.number).as_deref(), Some("988"));
    let own = SafetyForm { crisis_number: "555 0123".into(), ..settings() };
    c.practice.confirm_safety(&lead, own, &c.key()).await.unwrap();
    let clinic = c.practice.clinic_view(&lead).await.unwrap();
    assert_eq!(clinic.crisis_number, "555 0123");
    let none = SafetyForm { seen_version: 1, emergency_number: String::new(), ..settings() };
    let refused = c.practice.confirm_safety(&lead, none, &c.key()).await;
    assert!(format!("{refused:?}").contains("emergency_number"), "{refused:?}");
}

/// Three own questions: thoughts, intent, and one that asks for a person.
fn own_form(seen_version: i64) -> QuestionsForm {
    let row = |text: &str, means: &str| (text.to_owned(), means.to_owned());
    let rows = vec![
        row("Have you thought of ending your life?", "q2"),
        row("Did you mean to act on it?", "q4"),
        row("Is there something you would rather tell somebody alone?", "person"),
    ];
    QuestionsForm { seen_version, rows, name: "Robin Hale".into() }
}

async fn ask_own(
    c: &TestClinic,
    course: CourseId,
    version: i64,
    answers: [Option<bool>; 3],
) -> Result<ScreenOutcome, Refusal> {
    let new = asked(course, ScreenAnswers::default());
    let own = OwnAnswers { version, answers: answers.to_vec() };
    c.practice.enter_own_screen(&c.actor(Role::Nurse), new, own, &c.key()).await
}

pub async fn own_questions_stand_in_the_form_and_answer_their_rows(c: TestClinic) {
    let (lead, course) = (c.actor(Role::Admin), c.course("Nora Field").await);
    assert_eq!(c.practice.confirm_questions(&lead, own_form(0), &c.key()).await.unwrap(), 1);
    let page = c.practice.course(&c.prescriber(), course).await.unwrap();
    assert_eq!((page.screen.own_version, page.screen.questions.len()), (Some(1), 3));
    assert_eq!(page.screen.questions[1].text, "Did you mean to act on it?");
    let none = ask_own(&c, course, 1, [Some(false); 3]).await.unwrap();
    assert_eq!((none.level, none.complete), (FindingState::Screen, false), "five rows stay unknown");
    let high = ask_own(&c, course, 1, [Some(true), Some(true), Some(false)]).await.unwrap();
    assert_eq!((high.level, high.crisis), (FindingState::High, true));
    assert!(rules(&c, course).await.contains(&"D23".to_owned()));
    let page = c.practice.course(&c.prescriber(), course).await.unwrap();
    assert_eq!(page.screens[0].answers, "Own questions, version 1. Yes: 1, 2. No: 3.");
}

pub async fn an_own_question_that_asks_for_a_person_waits_for_one(c: TestClinic) {
    let (lead, course) = (c.actor(Role::Admin), c.course("Nora Field").await);
    c.practice.confirm_questions(&lead, own_form(0), &c.key()).await.unwrap();
    let outcome = ask_own(&c, course, 1, [None, None, Some(true)]).await.unwrap();
    assert_eq!((outcome.level, outcome.complete, outcome.crisis), (FindingState::Screen, false, true));
    let said = waiting(&c).await;
    assert!(said.len() == 1 && said[0].contains("asks for a person"), "{said:?}");
    let own = OwnAnswers { version: 1, answers: vec![None, None, Some(true)] };
    let heard = c.practice.safety_of_own_screen(&c.actor(Role::Nurse), &own, date(2026, 1, 5)).await.unwrap();
    assert_eq!(
        heard.iter().map(|f| f.rule.as_str()).collect::<Vec<_>>(),
        ["D20"],
        "also when it cannot be recorded"
    );
}

pub async fn own_questions_are_confirmed_by_the_lead_and_asked_in_the_version_shown(c: TestClinic) {
    let (lead, course) = (c.actor(Role::Admin), c.course("Nora Field").await);
    let refused = c.practice.confirm_questions(&c.prescriber(), own_form(0), &c.key()).await;
    assert!(matches!(refused, Err(Refusal::NotAllowed { .. })), "{refused:?}");
    let mut wrong = QuestionsForm { name: "Somebody".into(), ..own_form(0) };
    wrong.rows[1].1 = String::new();
    let Err(Refusal::Invalid(problems)) = c.practice.confirm_questions(&lead, wrong, &c.key()).await else {
        panic!("taken");
    };
    assert_eq!(problems.iter().map(|p| p.field.as_str()).collect::<Vec<_>>(), ["means_2", "name"]);
    c.practice.confirm_questions(&lead, own_form(0), &c.key()).await.unwrap();
    c.practice.confirm_questions(&lead, own_form(1), &c.key()).await.unwrap();
    let stale = ask_own(&c, course, 1, [Some(false); 3]).await;
    assert!(matches!(stale, Err(Refusal::Conflict { .. })), "{stale:?}");
    let back = QuestionsForm { rows: Vec::new(), ..own_form(2) };
    assert_eq!(c.practice.confirm_questions(&lead, back, &c.key()).await.unwrap(), 3);
    let page = c.practice.course(&c.prescriber(), course).await.unwrap();
    assert_eq!((page.screen.own_version, page.screen.questions.len()), (None, 7), "the headings again");
    let shown = c.practice.safety_questions(&c.prescriber()).await.unwrap();
    assert!(!shown.may_change && shown.confirmed.is_some_and(|who| who.starts_with("Robin Hale")));
}
