use evenkeel_care::condition::{Condition, MedicationClass, PatientCondition, Route};
use evenkeel_care::record::Medication;
use evenkeel_practice::{CourseChoices, ProtocolChoice, Refusal, Role, Screened, SoughtProtocol};
use evenkeel_testkit::clinic::TestClinic;
use jiff::civil::date;

fn of<'a>(choices: &'a CourseChoices, id: &str) -> &'a ProtocolChoice {
    choices.protocols.iter().find(|p| p.id == id).unwrap()
}

fn for_condition(condition: Condition) -> SoughtProtocol {
    SoughtProtocol { condition: Some(condition), ..SoughtProtocol::default() }
}

fn screened(patient: evenkeel_practice::PatientId, conditions: Vec<PatientCondition>) -> Screened {
    Screened {
        patient,
        seen_version: 0,
        birth_date: Some(date(1980, 2, 1)),
        conditions: Some(conditions),
        medications: Some(Vec::new()),
    }
}

/// Whether one of the sentences says this.
fn says(sentences: &[String], words: &str) -> bool {
    sentences.iter().any(|s| s.contains(words))
}

pub async fn protocols_stand_in_the_order_of_their_fit_with_reasons_and_sources(c: TestClinic) {
    let patient = c.patient("Ines Okafor").await;
    c.screen(patient).await;
    let choices = c
        .practice
        .course_choices(&c.prescriber(), patient, &for_condition(Condition::Depression))
        .await
        .unwrap();
    let first = &choices.protocols[0];
    assert!(first.fit.fits && says(&first.fit.why, "Written for depression."), "{first:#?}");
    let places: Vec<(bool, bool)> =
        choices.protocols.iter().map(|p| (p.fit.for_condition, p.fit.fits)).collect();
    assert!(places.is_sorted_by(|a, b| a >= b), "{places:?}");
    let ptsd = of(&choices, "ptsd-iv-6");
    assert_eq!(ptsd.fit.against, ["Not written for depression."], "still there, with the reason why not");
    assert!(
        !choices.protocols.iter().any(|p| p.id == "iv-single-crossover"),
        "a research design is no choice"
    );
    for p in &choices.protocols {
        assert!(!p.sources.is_empty() && !p.grade.is_empty(), "{}", p.id);
        for said in [&p.fit.why, &p.fit.against, &p.fit.weigh, &p.fit.missing].into_iter().flatten() {
            assert!(!said.contains('_') && !said.contains('{') && !said.contains("fit."), "{said}");
        }
    }
    let injection = of(&choices, "im-mood");
    assert!(says(&injection.fit.weigh, "less studied") && injection.fit.fits, "{injection:#?}");
}

pub async fn medication_and_age_decide_what_fits(c: TestClinic) {
    let patient = c.patient("Ines Okafor").await;
    let sought = for_condition(Condition::Depression);
    let look = || async { c.practice.course_choices(&c.prescriber(), patient, &sought).await.unwrap() };
    let before = look().await;
    assert_eq!(before.not_asked.len(), 2, "nothing was asked yet");
    assert!(says(&of(&before, "spravato-mdsi").fit.missing, "oral antidepressant"));
    assert!(says(&of(&before, "spravato-trd").fit.missing, "Date of birth"));
    c.screen(patient).await;
    let without = look().await;
    let spray = of(&without, "spravato-mdsi");
    assert!(!spray.fit.fits && says(&spray.fit.against, "not taken: oral antidepressant"), "{spray:#?}");
    let sertraline = Medication {
        name: "sertraline 100 mg".to_owned(),
        class: MedicationClass::OralAntidepressant,
        diazepam_equivalent_mg_per_day: None,
        mg_per_day: None,
    };
    let taken = |seen_version, year| Screened {
        seen_version,
        birth_date: Some(date(year, 2, 1)),
        medications: Some(vec![sertraline.clone()]),
        ..screened(patient, Vec::new())
    };
    c.practice.screen_patient(&c.prescriber(), taken(1, 1980), &c.key()).await.unwrap();
    let adult = look().await;
    let place = |id: &str| adult.protocols.iter().position(|p| p.id == id).unwrap();
    assert!(
        place("spravato-trd") < place("spravato-mdsi"),
        "acute suicidal thoughts are asked for, not assumed"
    );
    c.practice.screen_patient(&c.prescriber(), taken(2, 2009), &c.key()).await.unwrap();
    let young = look().await;
    let spray = of(&young, "spravato-mdsi");
    assert!(says(&spray.fit.why, "which is taken: oral antidepressant"), "{spray:#?}");
    assert!(says(&spray.fit.against, "the patient is 16"), "{spray:#?}");
    assert_eq!(spray.fit.against.len(), 1, "the age is said once: {spray:#?}");
}

pub async fn what_forbids_a_protocol_is_said_with_its_source_and_puts_it_last(c: TestClinic) {
    let patient = c.patient("Ines Okafor").await;
    let vessels = screened(patient, vec![PatientCondition::AneurysmalVascularDisease]);
    c.practice.screen_patient(&c.prescriber(), vessels, &c.key()).await.unwrap();
    let sought = for_condition(Condition::Depression);
    let choices = c.practice.course_choices(&c.prescriber(), patient, &sought).await.unwrap();
    let spray = of(&choices, "spravato-trd");
    assert!(!spray.fit.fits && says(&spray.fit.against, "neurysm"), "{spray:#?}");
    assert!(spray.sources.iter().any(|s| s.contains("d81a6a79")), "{:?}", spray.sources);
}

pub async fn the_likely_condition_is_the_last_courses_and_a_named_protocol_brings_its_own(c: TestClinic) {
    let patient = c.patient("Ines Okafor").await;
    let seek = |sought: SoughtProtocol| {
        let (practice, actor) = (c.practice.clone(), c.prescriber());
        async move { practice.course_choices(&actor, patient, &sought).await.unwrap() }
    };
    assert_eq!(seek(SoughtProtocol::default()).await.condition, Condition::Depression);
    let named = SoughtProtocol { protocol: Some("ptsd-iv-8".to_owned()), ..SoughtProtocol::default() };
    let ptsd = seek(named).await;
    assert_eq!(ptsd.condition, Condition::Ptsd);
    assert!(of(&ptsd, "ptsd-iv-8").fit.for_condition);
    let new = evenkeel_practice::NewCourse {
        patient,
        condition: Condition::Ptsd,
        protocol: "ptsd-iv-6".to_owned(),
        ladder: None,
        primary: evenkeel_care::instrument::InstrumentId::Pcl5,
        start: date(2026, 1, 5),
        weekdays: Vec::new(),
        prescriber: None,
        previous: None,
    };
    c.practice.open_course(&c.prescriber(), new, &c.key()).await.unwrap();
    assert_eq!(seek(SoughtProtocol::default()).await.condition, Condition::Ptsd);
    let wished = SoughtProtocol { route: Some(Route::Im), ..for_condition(Condition::Depression) };
    let choices = seek(wished).await;
    assert_eq!(choices.protocols[0].id, "im-mood");
    assert!(says(&of(&choices, "iv-mood-6").fit.against, "another route: IV, not IM"));
}

pub async fn only_a_prescriber_sees_the_choices_and_the_look_is_audited(c: TestClinic) {
    let patient = c.patient("Ines Okafor").await;
    let sought = SoughtProtocol::default();
    for role in [Role::Nurse, Role::Therapist, Role::FrontDesk, Role::Admin] {
        let refused = c.practice.course_choices(&c.actor(role), patient, &sought).await;
        assert!(matches!(refused, Err(Refusal::NotAllowed { .. })), "{role:?}");
    }
    c.practice.course_choices(&c.prescriber(), patient, &sought).await.unwrap();
    let (action, _) = c.last_audit_line(evenkeel_practice::CourseId(patient.0)).await;
    assert_eq!(action, "patient.read");
}

pub async fn a_change_of_protocol_says_what_speaks_for_and_against_each(c: TestClinic) {
    let course = c.course("Ines Okafor").await;
    let choices = c.practice.terms_choices(&c.prescriber(), course).await.unwrap();
    assert_eq!(choices.protocols[0].id, "iv-mood-6", "the one in force stands first");
    assert!(choices.protocols.iter().all(|p| p.fit.for_condition && !p.fit.why.is_empty()));
    let spray = choices.protocols.iter().find(|p| p.id == "spravato-mdsi").unwrap();
    assert!(says(&spray.fit.against, "oral antidepressant"), "{spray:#?}");
}
