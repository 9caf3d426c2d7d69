use evenkeel_care::life::{GoalState, LifeFact};
use evenkeel_care::record::EventKind;
use evenkeel_care::sitting::Deed;
use evenkeel_care::therapy::{Alliance, VisitKind};
use evenkeel_practice::view::therapy::{TherapyPage, TherapyRow, WindowLook};
use evenkeel_practice::{
    Actor, CourseId, HoldVisit, NewEvent, PatientId, Refusal, Role, TellLife, TimelineAsked, TimelineKind,
    TookBack, VisitId,
};
use evenkeel_store::sitting::{self, NewNote};
use evenkeel_store::{ActorRef, Subject, audit};
use evenkeel_testkit::clinic::TestClinic;
use jiff::SignedDuration;
use jiff::civil::{Date, date};

const MONDAY: Date = date(2026, 1, 5);

fn visit(course: CourseId, day: Date) -> HoldVisit {
    HoldVisit {
        course,
        kind: VisitKind::Integration,
        date: day,
        minutes: 50,
        held_by: None,
        themes: vec!["grief".to_owned(), " Grief ".to_owned(), "work".to_owned()],
        alliance: Some(Alliance { scale: "SRS".to_owned(), rating: 36.0, out_of: 40.0 }),
        shared_note: Some("Wants a slower start.".to_owned()),
        own_note: Some("Countertransference, for supervision.".to_owned()),
    }
}

fn therapist(c: &TestClinic) -> Actor {
    c.actor(Role::Therapist)
}

async fn held(c: &TestClinic, new: HoldVisit) -> VisitId {
    c.practice.hold_visit(&therapist(c), new, &c.key()).await.unwrap()
}

async fn page(c: &TestClinic, who: &Actor) -> TherapyPage {
    c.practice.therapy(who, None).await.unwrap()
}

async fn row(c: &TestClinic, who: &Actor, course: CourseId) -> TherapyRow {
    page(c, who).await.rows.into_iter().find(|row| row.course == course.0).unwrap()
}

async fn given(c: &TestClinic, course: CourseId, day: Date) {
    let session = TestClinic::session(course, day);
    c.practice.give_session(&c.prescriber(), session, &c.key()).await.unwrap();
}

async fn patient_of(c: &TestClinic, course: CourseId) -> PatientId {
    PatientId(c.practice.course(&c.prescriber(), course).await.unwrap().patient.id)
}

async fn patient_actor(c: &TestClinic, patient: PatientId) -> Actor {
    let program = Actor::program(c.clinic, "test");
    let account = c.practice.add_demo_account(&program, Role::Patient, "Nora Field", Some(patient)).await;
    Actor { account: Some(account.unwrap()), patient: Some(patient), ..c.actor(Role::Patient) }
}

fn why() -> TookBack {
    TookBack { reason: "other patient".to_owned() }
}

/// States of the due findings of a rule.
async fn due(c: &TestClinic, course: CourseId, rule: &str) -> Vec<String> {
    let overview = c.practice.course(&c.prescriber(), course).await.unwrap();
    let of = overview.other_findings.iter().filter(|f| f.rule == rule);
    of.map(|f| f.state.to_string()).collect()
}

pub async fn a_visit_keeps_the_window_and_the_rule(c: TestClinic) {
    let course = c.course("Nora Field").await;
    assert_eq!(row(&c, &therapist(&c), course).await.windows[0].state, WindowLook::Open);
    let prepared = HoldVisit { kind: VisitKind::Preparation, ..visit(course, MONDAY) };
    held(&c, prepared).await;
    assert!(due(&c, course, "D39").await.is_empty());
    given(&c, course, MONDAY).await;
    let after = row(&c, &therapist(&c), course).await;
    assert_eq!(after.windows[0].state, WindowLook::Upcoming);
    assert!(after.prepared.contains("Mon 5 Jan 2026"), "{}", after.prepared);
    c.day(date(2026, 1, 7));
    assert_eq!(due(&c, course, "D38").await, ["due"]);
    let open = row(&c, &therapist(&c), course).await;
    // Wednesday at nine: the window closes at midnight after Thursday.
    assert_eq!((open.windows[0].state, open.windows[0].how.as_str()), (WindowLook::Open, "closes in 39 h"));
    held(&c, visit(course, date(2026, 1, 7))).await;
    assert!(due(&c, course, "D38").await.is_empty());
    assert_eq!(row(&c, &therapist(&c), course).await.windows[0].state, WindowLook::Kept);
}

pub async fn what_closes_first_stands_first_and_hours_count_from_the_chair(c: TestClinic) {
    let later = c.course("Abe Later").await;
    let sooner = c.course("Zoe Sooner").await;
    // At the chair it was noted when dosing ended: at nine in the morning.
    let mut tx =
        c.practice.store().tx(c.clinic, &ActorRef::system("test"), None).await.unwrap().fresh().unwrap();
    let at_chair = sitting::begin(&mut tx, sooner, MONDAY).await.unwrap();
    let ended = NewNote { at: c.practice.now(), deed: Deed::Ended { given_mg: None }, words: None };
    sitting::note(&mut tx, (sooner, at_chair), &ended).await.unwrap();
    tx.audit("test.write", Subject::named("test"), &()).unwrap();
    tx.commit().await.unwrap();
    for course in [later, sooner] {
        given(&c, course, MONDAY).await;
    }
    c.day(date(2026, 1, 7));
    let rows = page(&c, &therapist(&c)).await.rows;
    assert!(rows.iter().all(|row| row.windows[0].state == WindowLook::Open));
    let told: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.windows[0].how.as_str())).collect();
    assert_eq!(told, [("Zoe Sooner", "closes in 24 h"), ("Abe Later", "closes in 39 h")]);
    c.clock.advance(SignedDuration::from_hours(24 * 30));
    assert!(page(&c, &therapist(&c)).await.rows.is_empty());
}

pub async fn an_own_note_is_read_by_nobody_else(c: TestClinic) {
    let course = c.course("Nora Field").await;
    given(&c, course, MONDAY).await;
    c.day(date(2026, 1, 6));
    held(&c, visit(course, date(2026, 1, 6))).await;
    let own = row(&c, &therapist(&c), course).await;
    assert_eq!(own.visits[0].own_notes, ["Countertransference, for supervision."]);
    let lines = audit::list(c.practice.store(), c.clinic, Some(course.0), 20).await.unwrap();
    assert!(lines.iter().any(|line| line.action == "own_note.read" && line.actor_role == "therapist"));
    for role in [Role::Prescriber, Role::Nurse] {
        let other = row(&c, &c.actor(role), course).await;
        assert_eq!(other.visits[0].shared_note.as_deref(), Some("Wants a slower start."));
        assert!(other.visits[0].own_notes.is_empty(), "{role}");
    }
    let patient = patient_of(&c, course).await;
    for role in [Role::Prescriber, Role::Nurse, Role::Therapist, Role::Admin] {
        let who = c.actor(role);
        let read = format!(
            "{:?}{:?}",
            c.practice.patient(&who, patient).await.unwrap(),
            c.practice.course(&who, course).await.unwrap()
        );
        assert!(read.contains("slower start") && !read.contains("Countertransference"), "{role}");
    }
}

pub async fn front_desk_and_lead_and_patient_see_no_therapy_page(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let patient = patient_of(&c, course).await;
    let me = patient_actor(&c, patient).await;
    for who in [c.actor(Role::FrontDesk), c.actor(Role::Admin), me] {
        let seen = c.practice.therapy(&who, None).await.unwrap_err();
        assert!(matches!(seen, Refusal::NotAllowed { .. }), "{seen:?}");
        let kept = c.practice.hold_visit(&who, visit(course, MONDAY), &c.key()).await.unwrap_err();
        assert!(matches!(kept, Refusal::NotAllowed { .. }), "{kept:?}");
    }
    let desk = c.practice.patient(&c.actor(Role::FrontDesk), patient).await.unwrap_err();
    assert!(matches!(desk, Refusal::NotAllowed { .. }), "{desk:?}");
}

pub async fn a_visit_is_entered_once_and_put_right(c: TestClinic) {
    let course = c.course("Nora Field").await;
    given(&c, course, MONDAY).await;
    let day = date(2026, 1, 7);
    c.day(day);
    let id = held(&c, visit(course, day)).await;
    let twin = c.practice.hold_visit(&therapist(&c), visit(course, day), &c.key()).await.unwrap_err();
    assert!(twin.to_string().contains("on record already"), "{twin}");
    let event = NewEvent { course, date: day, kind: EventKind::Integration, note: None };
    let twin = c.practice.record_event(&therapist(&c), event, &c.key()).await.unwrap_err();
    assert!(twin.to_string().contains("on record already"), "{twin}");
    let right = HoldVisit { minutes: 80, own_note: None, ..visit(course, day) };
    let corrected = c.practice.correct_visit(&therapist(&c), id, right, why(), &c.key()).await.unwrap();
    let kept = row(&c, &therapist(&c), course).await;
    assert_eq!((kept.visits.len(), kept.visits[0].minutes, kept.visits[0].corrected), (1, 80, true));
    assert_eq!(kept.visits[0].own_notes.len(), 1, "own notes stay with the visit");
    assert_eq!(kept.themes, ["grief", "work"]);
    c.practice.take_visit_back(&therapist(&c), (course, corrected), why(), &c.key()).await.unwrap();
    assert_eq!(due(&c, course, "D38").await, ["due"]);
}

pub async fn what_cannot_be_a_visit_is_told_beside_its_field(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let check = async |new: HoldVisit, field: &str| {
        let refusal = c.practice.hold_visit(&therapist(&c), new, &c.key()).await.unwrap_err();
        let Refusal::Invalid(problems) = refusal else { panic!("{refusal:?}") };
        assert_eq!(problems[0].field, field);
    };
    let good = || visit(course, MONDAY);
    let rated = |rating| Some(Alliance { scale: "SRS".to_owned(), rating, out_of: 40.0 });
    check(HoldVisit { date: date(2026, 1, 6), ..good() }, "date").await;
    check(HoldVisit { minutes: 0, ..good() }, "minutes").await;
    check(HoldVisit { alliance: rated(41.0), ..good() }, "alliance_rating").await;
    check(HoldVisit { shared_note: Some("x".repeat(4001)), ..good() }, "shared_note").await;
    check(HoldVisit { themes: vec!["x".repeat(201)], ..good() }, "themes").await;
}

pub async fn daily_life_is_told_by_patient_and_staff_and_taken_back(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let patient = patient_of(&c, course).await;
    let me = patient_actor(&c, patient).await;
    let tell = |fact, words: Option<&str>| TellLife {
        date: MONDAY,
        fact,
        words: words.map(str::to_owned),
        goal: None,
    };
    let line = tell(LifeFact::Words, Some("I slept through."));
    c.practice.tell_my_life(&me, line, &c.key()).await.unwrap();
    let goal = tell(LifeFact::Goal { state: GoalState::Set }, Some("Swim on Fridays"));
    let first = c.practice.tell_life(&therapist(&c), patient, goal, &c.key()).await.unwrap();
    let night = tell(LifeFact::Sleep { sleep_hours: 16.5 }, None);
    let typo = c.practice.tell_life(&therapist(&c), patient, night, &c.key()).await.unwrap();
    let impossible = tell(LifeFact::Sleep { sleep_hours: 25.0 }, None);
    assert!(c.practice.tell_my_life(&me, impossible, &c.key()).await.is_err());
    let right = tell(LifeFact::Sleep { sleep_hours: 6.5 }, None);
    c.practice.correct_life(&therapist(&c), (patient, typo), right, why(), &c.key()).await.unwrap();
    let seen = c.practice.patient(&therapist(&c), patient).await.unwrap();
    assert_eq!(seen.goals, [(first.0, "Swim on Fridays".to_owned())]);
    let told: Vec<_> =
        seen.timeline.entries.iter().map(|e| (e.what.as_str(), e.replaced.is_some())).collect();
    for line in [
        ("Sleep, 6.5 h", false),
        ("Sleep, 16.5 h", true),
        ("Goal set", false),
        ("In the patient’s own words (told by the patient)", false),
    ] {
        assert!(told.contains(&line), "{line:?}: {told:?}");
    }
    let reached = TellLife { goal: Some(first), ..tell(LifeFact::Goal { state: GoalState::Reached }, None) };
    c.practice.tell_life(&therapist(&c), patient, reached, &c.key()).await.unwrap();
    assert!(c.practice.patient(&therapist(&c), patient).await.unwrap().goals.is_empty());
    assert_eq!(row(&c, &therapist(&c), course).await.words[0].1, "I slept through.");
    let strip = c.practice.course(&c.prescriber(), course).await.unwrap().life;
    assert_eq!(strip.lanes.iter().map(|lane| lane.name).collect::<Vec<_>>(), ["Sleep", "Goals"]);
    assert_eq!(strip.lanes[0].marks, [(MONDAY, "Sleep, 6.5 h".to_owned())]);
}

pub async fn nobody_tells_the_life_of_another_patient(c: TestClinic) {
    let mine = patient_of(&c, c.course("Nora Field").await).await;
    let other = patient_of(&c, c.course("Jon Abara").await).await;
    let me = patient_actor(&c, mine).await;
    let line = |words: &str| TellLife {
        date: MONDAY,
        fact: LifeFact::Words,
        words: Some(words.to_owned()),
        goal: None,
    };
    let refused = c.practice.tell_life(&me, other, line("x"), &c.key()).await.unwrap_err();
    assert!(matches!(refused, Refusal::NotAllowed { .. }), "{refused:?}");
    let theirs = c.practice.tell_life(&therapist(&c), other, line("x"), &c.key()).await.unwrap();
    let wrong = c.practice.take_life_back(&therapist(&c), (mine, theirs), why(), &c.key()).await.unwrap_err();
    assert!(matches!(wrong, Refusal::NotFound { .. }), "{wrong:?}");
}

pub async fn therapy_and_life_change_no_forecast(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let patient = patient_of(&c, course).await;
    given(&c, course, MONDAY).await;
    c.day(date(2026, 1, 7));
    let answer = async || format!("{:?}", c.practice.course(&c.prescriber(), course).await.unwrap().answer);
    let before = answer().await;
    held(&c, visit(course, date(2026, 1, 7))).await;
    let moved =
        TellLife { date: MONDAY, fact: LifeFact::Exercise { exercise_minutes: 60 }, words: None, goal: None };
    c.practice.tell_life(&therapist(&c), patient, moved, &c.key()).await.unwrap();
    assert_eq!(before, answer().await);
}

pub async fn the_timeline_is_one_list_filtered_paged_and_audited_once(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let patient = patient_of(&c, course).await;
    given(&c, course, MONDAY).await;
    let before = audit::list(c.practice.store(), c.clinic, Some(patient.0), 50).await.unwrap().len();
    let seen = c.practice.patient(&c.prescriber(), patient).await.unwrap().timeline;
    let after = audit::list(c.practice.store(), c.clinic, Some(patient.0), 50).await.unwrap().len();
    assert_eq!(after, before + 1);
    let told: Vec<_> = seen.entries.iter().map(|e| e.what.as_str()).collect();
    assert!(told.iter().any(|what| what.starts_with("Session given: IV 0.5 mg/kg")), "{told:?}");
    assert!(told.iter().any(|what| what.starts_with("Course opened: Depression")), "{told:?}");
    assert!(told.contains(&"Screening: conditions and medication were asked"), "{told:?}");
    assert!(seen.entries.iter().all(|e| e.entered.starts_with("Dr Maren Vale, 5 Jan 2026")));
    let asked = TimelineAsked { part: Some(TimelineKind::Screening), page: 1 };
    let part = c.practice.patient_with(&c.prescriber(), patient, asked).await.unwrap().timeline;
    assert!(!part.more && part.entries.len() == 1);
    for n in 0..45 {
        let walk = TellLife {
            date: MONDAY,
            fact: LifeFact::Exercise { exercise_minutes: n },
            words: None,
            goal: None,
        };
        c.practice.tell_life(&therapist(&c), patient, walk, &c.key()).await.unwrap();
    }
    let of = async |page| {
        let asked = TimelineAsked { part: Some(TimelineKind::Life), page };
        c.practice.patient_with(&c.prescriber(), patient, asked).await.unwrap().timeline
    };
    let (first, second) = (of(1).await, of(2).await);
    assert_eq!((first.entries.len(), first.more, second.entries.len(), second.more), (40, true, 5, false));
}
