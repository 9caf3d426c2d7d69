use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::{Condition, MedicationClass, PatientCondition};
use evenkeel_care::dose::Dose;
use evenkeel_care::finding::{FindingKind, FindingState};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::{BloodPressure, DischargeCheck, EventKind, Medication};
use evenkeel_practice::view::course::DoseForm;
use evenkeel_practice::{
    ChangeTerms, CourseId, GiveSession, MoveSession, NewCourse, NewEvent, Observe, PatientId, Refusal, Role,
    Screened, Seen, SessionId, SoughtProtocol, Tolerance,
};
use evenkeel_testkit::clinic::TestClinic;
use jiff::civil::date;

fn with_pressure(course: CourseId, systolic: u16, diastolic: u16) -> GiveSession {
    let mut given = TestClinic::session(course, date(2026, 1, 5));
    given.seen.blood_pressures = vec![BloodPressure { minute: -5, systolic, diastolic }];
    given
}

async fn open(c: &TestClinic, patient: PatientId, condition: Condition, protocol: &str) -> CourseId {
    let choices =
        c.practice.course_choices(&c.prescriber(), patient, &SoughtProtocol::default()).await.unwrap();
    let choice = choices.protocols.iter().find(|p| p.id == protocol).unwrap();
    let new = NewCourse {
        patient,
        condition,
        protocol: protocol.to_owned(),
        ladder: choice.ladders.first().map(|(id, _)| id.clone()),
        primary: choice.instruments[0].0,
        start: date(2026, 1, 5),
        weekdays: Vec::new(),
        prescriber: None,
        previous: None,
    };
    c.practice.open_course(&c.prescriber(), new, &c.key()).await.unwrap()
}

pub async fn a_blood_pressure_that_stops_needs_a_prescriber_and_a_reason(c: TestClinic) {
    let course = c.course("Ines Okafor").await;
    let high = || with_pressure(course, 185, 100);
    let nurse = c.practice.give_session(&c.actor(Role::Nurse), high(), &c.key()).await;
    let Err(Refusal::Invalid(problems)) = nurse else { panic!("{nurse:?}") };
    assert_eq!(problems[0].field, "bp_before");
    let asked = c.practice.give_session(&c.prescriber(), high(), &c.key()).await;
    assert!(matches!(&asked, Err(Refusal::Confirm { field, .. }) if field == "override_reason"), "{asked:?}");
    let mut overridden = high();
    overridden.override_reason = Some("Repeated at rest 150/90 by hand.".to_owned());
    c.practice.give_session(&c.prescriber(), overridden, &c.key()).await.unwrap();
    let page = c.practice.course(&c.prescriber(), course).await.unwrap();
    let gate = page.tasks.gates.iter().find(|f| f.rule == "C4").unwrap();
    assert_eq!(gate.state, FindingState::Warn, "the gate reads who overrode it and why");
    assert!(gate.because.iter().any(|b| b.contains("Repeated at rest")), "{:?}", gate.because);
    assert_eq!(page.decisions.len(), 1, "the override is a decision on record");
}

pub async fn a_session_without_a_blood_pressure_asks_first(c: TestClinic) {
    let course = c.course("Ines Okafor").await;
    let mut without = TestClinic::session(course, date(2026, 1, 5));
    without.seen = Seen::default();
    let asked = c.practice.give_session(&c.prescriber(), without.clone(), &c.key()).await;
    assert!(matches!(&asked, Err(Refusal::Confirm { field, .. }) if field == "confirm"), "{asked:?}");
    without.confirm = true;
    c.practice.give_session(&c.prescriber(), without, &c.key()).await.unwrap();
}

pub async fn what_is_seen_at_discharge_stands_beside_the_next_dose(c: TestClinic) {
    let course = c.course("Ines Okafor").await;
    let nurse = c.actor(Role::Nurse);
    let given = TestClinic::session(course, date(2026, 1, 5));
    let before = given.seen.clone();
    c.practice.give_session(&nurse, given, &c.key()).await.unwrap();
    let page = c.practice.course(&nurse, course).await.unwrap();
    let open = page.tasks.observe.unwrap();
    let seen = Seen {
        observed_minutes: Some(110),
        infusion_end_minute: Some(40),
        tolerance: Some(Tolerance::SideEffects),
        discharge: DischargeCheck::ALL.iter().map(|check| (*check, true)).collect(),
        ..before
    };
    let new = Observe { course, session: SessionId(open.session), seen_version: open.version, seen };
    c.practice.observe(&nurse, new.clone(), &c.key()).await.unwrap();
    let late = c.practice.observe(&nurse, new, &c.key()).await;
    assert!(matches!(late, Err(Refusal::Conflict { .. })), "two at once: {late:?}");
    let page = c.practice.course(&nurse, course).await.unwrap();
    assert!(page.tasks.observe.is_none());
    assert!(page.give.last.unwrap().contains("with side effects"), "tolerance stands beside the dose");
}

pub async fn screening_reaches_every_running_course(c: TestClinic) {
    let patient = c.patient("Ines Okafor").await;
    let course = open(&c, patient, Condition::Depression, "iv-mood-6").await;
    let screened = |conditions, version| Screened {
        patient,
        seen_version: version,
        birth_date: Some(date(1980, 2, 1)),
        conditions,
        medications: Some(vec![Medication {
            name: "lorazepam".to_owned(),
            class: MedicationClass::Benzodiazepine,
            diazepam_equivalent_mg_per_day: Some(20.0),
            mg_per_day: None,
        }]),
    };
    let nurse = c.actor(Role::Nurse);
    let pregnant = screened(Some(vec![PatientCondition::Pregnancy]), 0);
    c.practice.screen_patient(&nurse, pregnant, &c.key()).await.unwrap();
    let page = c.practice.course(&nurse, course).await.unwrap();
    assert!(page.tasks.gates.iter().any(|f| f.state == FindingState::Stop), "{:?}", page.tasks.gates);
    c.practice.screen_patient(&nurse, screened(Some(Vec::new()), 1), &c.key()).await.unwrap();
    let page = c.practice.course(&nurse, course).await.unwrap();
    assert!(!page.tasks.gates.iter().any(|f| f.state == FindingState::Stop), "asked again: none");
    let kept = c.practice.patient(&nurse, patient).await.unwrap();
    assert_eq!(kept.screening.conditions, Some(Vec::new()));
    assert_eq!(kept.patient.birth_date, Some(date(1980, 2, 1)));
    let desk = c.practice.screen_patient(&c.actor(Role::FrontDesk), screened(None, 2), &c.key()).await;
    assert!(matches!(desk, Err(Refusal::NotAllowed { .. })));
}

pub async fn an_event_is_recorded_once_and_listed(c: TestClinic) {
    let course = c.course("Ines Okafor").await;
    let consent = || NewEvent { course, date: date(2026, 1, 5), kind: EventKind::Consent, note: None };
    let actor = c.actor(Role::Therapist);
    c.practice.record_event(&actor, consent(), &c.key()).await.unwrap();
    let twice = c.practice.record_event(&actor, consent(), &c.key()).await;
    assert!(matches!(twice, Err(Refusal::Invalid(_))), "{twice:?}");
    let later = NewEvent { date: date(2026, 1, 6), ..consent() };
    assert!(c.practice.record_event(&actor, later, &c.key()).await.is_err(), "tomorrow has not come");
    let page = c.practice.course(&actor, course).await.unwrap();
    assert_eq!(page.tasks.events[0].what, "Consent");
}

pub async fn a_planned_day_without_a_record_waits_for_an_answer(c: TestClinic) {
    let course = c.course("Ines Okafor").await;
    let actor = c.prescriber();
    c.practice.give_session(&actor, TestClinic::session(course, date(2026, 1, 5)), &c.key()).await.unwrap();
    c.day(date(2026, 1, 10));
    let waiting = |page: &evenkeel_practice::view::course::CourseOverview| {
        page.tasks.unrecorded.iter().map(|u| u.date).collect::<Vec<_>>()
    };
    let page = c.practice.course(&actor, course).await.unwrap();
    assert_eq!(waiting(&page), [date(2026, 1, 8)]);
    let score = TestClinic::total(course, date(2026, 1, 10), InstrumentId::Phq9, 14.0);
    c.practice.check_in(&actor, score, &c.key()).await.unwrap();
    let page = c.practice.course(&actor, course).await.unwrap();
    assert_eq!(waiting(&page), [date(2026, 1, 8)], "another fact does not let it vanish");
    c.practice.miss_session(&actor, course, date(2026, 1, 8), &c.key()).await.unwrap();
    let page = c.practice.course(&actor, course).await.unwrap();
    assert!(page.tasks.unrecorded.is_empty());
}

pub async fn one_planned_session_is_moved_within_its_window(c: TestClinic) {
    let course = c.course("Ines Okafor").await;
    let actor = c.actor(Role::Nurse);
    let page = c.practice.course(&actor, course).await.unwrap();
    let form = page.tasks.shift.unwrap();
    let far = MoveSession { course, n: form.n, to: date(2026, 3, 1), reason: None };
    let refused = c.practice.move_session(&actor, far.clone(), &c.key()).await;
    assert!(matches!(&refused, Err(Refusal::Invalid(p)) if p[0].field == "to"), "{refused:?}");
    let to = form.window.1;
    c.practice.move_session(&actor, MoveSession { to, ..far }, &c.key()).await.unwrap();
    assert_eq!(c.practice.next_planned(&actor, course).await.unwrap(), Some(to));
}

pub async fn another_protocol_keeps_the_sessions_of_before(c: TestClinic) {
    let course = c.course("Ines Okafor").await;
    let actor = c.prescriber();
    c.practice.give_session(&actor, TestClinic::session(course, date(2026, 1, 5)), &c.key()).await.unwrap();
    let change = ChangeTerms {
        course,
        protocol: "im-mood".to_owned(),
        ladder: None,
        weekdays: Vec::new(),
        reason: "No vein was found twice.".to_owned(),
    };
    let without = ChangeTerms { reason: " ".to_owned(), ..change.clone() };
    assert!(matches!(c.practice.change_terms(&actor, without, &c.key()).await, Err(Refusal::Invalid(_))));
    let nurse = c.practice.change_terms(&c.actor(Role::Nurse), change.clone(), &c.key()).await;
    assert!(matches!(nurse, Err(Refusal::NotAllowed { .. })));
    c.practice.change_terms(&actor, change, &c.key()).await.unwrap();
    let page = c.practice.course(&actor, course).await.unwrap();
    assert!(page.title.contains("im-mood") && page.tasks.changes[0].contains("No vein"));
    assert!(page.sessions[0].dose.starts_with("IV"), "{}", page.sessions[0].dose);
    assert_eq!(page.give.route, evenkeel_care::condition::Route::Im);
}

pub async fn each_protocol_asks_for_its_own_form_of_dose(c: TestClinic) {
    let patient = c.patient("Ines Okafor").await;
    let nurse = c.actor(Role::Nurse);
    let nasal = open(&c, patient, Condition::Depression, "spravato-trd").await;
    let page = c.practice.course(&nurse, nasal).await.unwrap();
    let DoseForm::Devices { choices, .. } = page.give.dose else { panic!("{:?}", page.give.dose) };
    assert_eq!(choices, [28.0, 56.0, 84.0]);
    let pain = open(&c, patient, Condition::ChronicPain, "crps-10day").await;
    let page = c.practice.course(&nurse, pain).await.unwrap();
    assert!(matches!(page.give.dose, DoseForm::PerHour { .. }), "{:?}", page.give.dose);
    let mut given = TestClinic::session(pain, date(2026, 1, 5));
    given.dose = Dose::MgPerKgPerHour { rate: 0.2, hours: 4.0 };
    given.confirm = true;
    c.practice.give_session(&nurse, given, &c.key()).await.unwrap();
    let page = c.practice.course(&nurse, pain).await.unwrap();
    assert!(page.sessions[0].dose.contains("0.2 mg/kg/h for 4 h"), "{}", page.sessions[0].dose);
}

pub async fn a_nasal_session_waits_for_the_certificates(c: TestClinic) {
    let patient = c.patient("Ines Okafor").await;
    let course = open(&c, patient, Condition::Depression, "spravato-trd").await;
    let nurse = c.actor(Role::Nurse);
    let mut given = TestClinic::session(course, date(2026, 1, 5));
    given.dose = Dose::mg(56.0);
    given.confirm = true;
    let stopped = c.practice.give_session(&nurse, given.clone(), &c.key()).await;
    assert!(matches!(stopped, Err(Refusal::Invalid(_))), "{stopped:?}");
    for kind in [EventKind::SiteCertified, EventKind::RemsEnrolled] {
        let new = NewEvent { course, date: date(2026, 1, 5), kind, note: None };
        c.practice.record_event(&nurse, new, &c.key()).await.unwrap();
    }
    c.practice.give_session(&nurse, given, &c.key()).await.unwrap();
    let page = c.practice.course(&nurse, course).await.unwrap();
    assert!(page.sessions[0].dose.contains("56 mg"));
    assert!(page.tasks.due.iter().all(|f| f.kind == FindingKind::Due));
    assert!(page.tasks.observe.is_some(), "the REMS form is still to be sent");
}

pub async fn a_monitoring_form_is_drafted_from_the_session_and_says_what_is_open(c: TestClinic) {
    let patient = c.patient("Ines Okafor").await;
    let course = open(&c, patient, Condition::Depression, "spravato-trd").await;
    let nurse = c.actor(Role::Nurse);
    assert!(c.practice.rems_drafts(&nurse, course).await.unwrap().drafts.is_empty());
    for kind in [EventKind::SiteCertified, EventKind::RemsEnrolled] {
        let new = NewEvent { course, date: date(2026, 1, 5), kind, note: None };
        c.practice.record_event(&nurse, new, &c.key()).await.unwrap();
    }
    let mut given = TestClinic::session(course, date(2026, 1, 5));
    given.dose = Dose::mg(56.0);
    given.confirm = true;
    given.seen.blood_pressures = [(-5, 124, 78), (40, 138, 86)]
        .map(|(minute, systolic, diastolic)| BloodPressure { minute, systolic, diastolic })
        .to_vec();
    c.practice.give_session(&nurse, given, &c.key()).await.unwrap();
    let page = c.practice.rems_drafts(&nurse, course).await.unwrap();
    let draft = &page.drafts[0];
    assert_eq!((page.drafts.len(), draft.due_on, draft.sent_on), (1, date(2026, 1, 12), None));
    assert_eq!(draft.due, "Not sent. 7 days left, until Mon 12 Jan 2026.");
    let fields: Vec<_> = draft.sections.iter().flat_map(|s| &s.fields).collect();
    let values: Vec<&str> = fields.iter().filter_map(|f| f.value.as_deref()).collect();
    for wanted in ["56", "124/78 mmHg", "138/86 mmHg", "01/05/2026"] {
        assert!(values.iter().any(|v| v.contains(wanted)), "{wanted} is not in {values:?}");
    }
    let open = fields.iter().filter(|f| f.must && f.value.is_none()).count();
    assert_eq!(open, draft.missing);
    assert!(open > 0, "nobody wrote down how to reach the monitoring professional");
    let desk = c.practice.rems_drafts(&c.actor(Role::FrontDesk), course).await;
    assert!(matches!(desk, Err(Refusal::NotAllowed { .. })), "{desk:?}");
}

/// P44: seven days, as the rule's file says.
pub async fn a_stale_weight_is_not_offered_for_the_next_dose(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let given = TestClinic::session(course, date(2026, 1, 5));
    let weight = given.weight_kg;
    c.practice.give_session(&c.actor(Role::Nurse), given, &c.key()).await.unwrap();
    for (day, offered) in [(date(2026, 1, 12), weight), (date(2026, 1, 13), None)] {
        c.day(day);
        let page = c.practice.course(&c.actor(Role::Nurse), course).await.unwrap();
        assert_eq!(page.give.weight_kg, offered, "{day}");
    }
}

/// M8 to M10: a "no" stops while the patient is there, is kept all the same, and what was not looked at is told.
pub async fn the_list_before_leaving_is_kept_line_by_line(c: TestClinic) {
    let course = c.course("Ines Okafor").await;
    let nurse = c.actor(Role::Nurse);
    c.practice.give_session(&nurse, TestClinic::session(course, date(2026, 1, 5)), &c.key()).await.unwrap();
    let page = c.practice.course(&nurse, course).await.unwrap();
    let open = page.tasks.observe.unwrap();
    let discharge = [(DischargeCheck::Orientated, true), (DischargeCheck::RideArranged, false)].into();
    let seen = Seen { observed_minutes: Some(110), tolerance: Some(Tolerance::Well), discharge, ..open.seen };
    let new = Observe { course, session: SessionId(open.session), seen_version: open.version, seen };
    c.practice.observe(&nurse, new, &c.key()).await.unwrap();
    let page = c.practice.course(&nurse, course).await.unwrap();
    let gate = |rule: &str| page.tasks.gates.iter().find(|f| f.rule == rule);
    assert_eq!(gate("M9").map(|f| f.state), Some(FindingState::Stop));
    assert!(gate("M10").is_some_and(|f| !f.missing.is_empty()), "the rest of the list was not looked at");
    let left = page.tasks.observe.unwrap();
    assert_eq!(left.seen.discharge.get(&DischargeCheck::RideArranged), Some(&false));
}
