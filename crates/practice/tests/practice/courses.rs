use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::Condition;
use evenkeel_care::dose::Dose;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_practice::view::course::DoseForm;
use evenkeel_practice::view::forecast::SessionMark;
use evenkeel_practice::{NewCourse, Refusal, Role};
use evenkeel_testkit::clinic::TestClinic;
use jiff::civil::{Date, Weekday, date};

fn problem(result: Result<impl std::fmt::Debug, Refusal>, field: &str, words: &str) {
    match result {
        Err(Refusal::Invalid(problems)) => {
            let about = problems.iter().find(|p| p.field == field);
            let about = about.unwrap_or_else(|| panic!("no problem with {field}: {problems:?}"));
            let text = format!("{} {}", about.what, about.remedy);
            assert!(text.contains(words), "{text}");
        }
        other => panic!("not refused over {field}: {other:?}"),
    }
}

fn confirms(result: Result<impl std::fmt::Debug, Refusal>, wanted: &str) {
    match result {
        Err(Refusal::Confirm { field, what }) => {
            assert_eq!(field, wanted);
            assert!(!what.is_empty());
        }
        other => panic!("did not ask: {other:?}"),
    }
}

pub async fn a_new_course_has_six_dates_and_the_populations_answer(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let page = c.practice.course(&c.prescriber(), course).await.unwrap();
    let induction: Vec<Date> =
        page.plan.iter().filter(|p| p.phase == "induction").map(|p| p.session.date).collect();
    let days = [5, 8, 12, 15, 19, 22].map(|day| date(2026, 1, day));
    assert_eq!(induction, days);
    assert!(page.plan.iter().all(|p| !p.why.is_empty()), "every date can be explained");
    let answer = page.answer.expect("the population's answer");
    assert!(answer.sentences.join(" ").contains("people like this"), "{answer:#?}");
    assert!(answer.caveats[0].starts_with("No score yet"), "{:?}", answer.caveats);
    // Before any score of the treatment nothing that may come lowers a chance.
    let what = answer.what_if.as_ref().expect("what would raise it");
    assert!(what.reserve.is_some(), "{what:?}");
    assert!(what.rows.iter().all(|row| !row.name.contains("or more")), "{what:?}");
    for chance in &answer.by_session {
        assert!((chance.response - chance.population).abs() < 1e-9);
    }
    assert_eq!(page.next_step.title, "Enter the intake score");
}

pub async fn a_start_in_the_past_and_impossible_weekdays_are_refused(c: TestClinic) {
    let patient = c.patient("Nora Field").await;
    let new = |start: Date, weekdays: &[Weekday]| NewCourse {
        patient,
        condition: Condition::Depression,
        protocol: "iv-mood-6".into(),
        ladder: None,
        primary: InstrumentId::Phq9,
        start,
        weekdays: weekdays.to_vec(),
        prescriber: None,
        previous: None,
    };
    let open = |new: NewCourse| {
        let (practice, actor, key) = (c.practice.clone(), c.prescriber(), c.key());
        async move { practice.open_course(&actor, new, &key).await }
    };
    problem(open(new(date(2026, 1, 4), &[])).await, "start", "today");
    problem(open(new(date(2026, 1, 5), &[Weekday::Monday])).await, "weekdays", "mon,thu");
    problem(open(new(date(2027, 1, 5), &[])).await, "start", "half a year");
    let other = NewCourse { protocol: "iv-single-crossover".into(), ..new(date(2026, 1, 5), &[]) };
    problem(open(other).await, "protocol", "Choose one");
    let pain = NewCourse { condition: Condition::ChronicPain, ..new(date(2026, 1, 5), &[]) };
    problem(open(pain).await, "condition", "not written for chronic pain");
}

pub async fn a_missed_session_moves_the_rest_and_keeps_what_was_given(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let actor = c.prescriber();
    c.practice.give_session(&actor, TestClinic::session(course, date(2026, 1, 5)), &c.key()).await.unwrap();
    c.day(date(2026, 1, 9));
    c.practice.miss_session(&actor, course, date(2026, 1, 8), &c.key()).await.unwrap();
    let page = c.practice.course(&actor, course).await.unwrap();
    let marks: Vec<_> =
        page.plan.iter().take(7).map(|p| (p.session.n, p.session.date, p.session.status)).collect();
    assert_eq!(marks[0], (Some(1), date(2026, 1, 5), SessionMark::Done));
    assert_eq!(marks[1], (None, date(2026, 1, 8), SessionMark::Missed));
    assert_eq!(marks[2], (Some(2), date(2026, 1, 12), SessionMark::Planned));
    assert_eq!(marks[6].1, date(2026, 1, 26));
}

pub async fn the_second_session_of_a_day_is_refused(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let given = TestClinic::session(course, date(2026, 1, 5));
    c.practice.give_session(&c.prescriber(), given.clone(), &c.key()).await.unwrap();
    problem(c.practice.give_session(&c.prescriber(), given, &c.key()).await, "date", "on record already");
}

pub async fn the_same_key_gives_one_session(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let key = c.key();
    for _ in 0..3 {
        let given = TestClinic::session(course, date(2026, 1, 5));
        c.practice.give_session(&c.prescriber(), given, &key).await.unwrap();
    }
    assert_eq!(c.practice.course(&c.prescriber(), course).await.unwrap().sessions.len(), 1);
}

pub async fn doses_above_the_limits_ask_first(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let of = |mg_per_kg: f64| {
        let mut given = TestClinic::session(course, date(2026, 1, 5));
        given.dose = Dose::mg_per_kg(mg_per_kg);
        given
    };
    let give = |given, role| {
        let (practice, actor, key) = (c.practice.clone(), c.actor(role), c.key());
        async move { practice.give_session(&actor, given, &key).await }
    };
    confirms(give(of(1.2), Role::Nurse).await, "confirm");
    problem(give(of(1.6), Role::Nurse).await, "dose_mg_per_kg", "Only a prescriber");
    confirms(give(of(1.6), Role::Prescriber).await, "override_reason");
    problem(give(of(35.0), Role::Prescriber).await, "dose_mg_per_kg", "35 mg at 70 kg is 0.5");
    problem(give(of(f64::NAN), Role::Prescriber).await, "dose_mg_per_kg", "not a number");
    let mut heavy = of(1.6);
    heavy.override_reason = Some("discussed with the anaesthetist".into());
    give(heavy, Role::Prescriber).await.unwrap();
    let page = c.practice.course(&c.prescriber(), course).await.unwrap();
    assert_eq!(page.sessions[0].note.as_deref(), Some("discussed with the anaesthetist"));
    // Nor does it come back by itself in the next form.
    assert_eq!(page.give.dose, DoseForm::PerKg { value: None });
    assert!(
        page.give.limits.ends_with("The latest dose, 1.6 mg/kg, was above the limit: type today's."),
        "{}",
        page.give.limits
    );
    // Nor is it what the plan goes on with: nobody has decided that.
    let planned: Vec<&str> = page.chart.sessions.iter().skip(1).map(|s| s.dose.as_str()).collect();
    assert!(!planned.is_empty() && planned.iter().all(|dose| *dose == "0.5 mg/kg"), "{planned:?}");
}

pub async fn a_session_too_soon_asks_first(c: TestClinic) {
    let course = c.course("Nora Field").await;
    c.practice
        .give_session(&c.prescriber(), TestClinic::session(course, date(2026, 1, 5)), &c.key())
        .await
        .unwrap();
    c.day(date(2026, 1, 6));
    let soon = TestClinic::session(course, date(2026, 1, 6));
    confirms(c.practice.give_session(&c.prescriber(), soon.clone(), &c.key()).await, "confirm");
    let future = TestClinic::session(course, date(2026, 1, 9));
    problem(c.practice.give_session(&c.prescriber(), future, &c.key()).await, "date", "has not come yet");
}

pub async fn nurses_give_and_front_desk_reads_no_chart(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let given = TestClinic::session(course, date(2026, 1, 5));
    let refused = |r: Result<(), Refusal>| assert!(matches!(r, Err(Refusal::NotAllowed { .. })), "{r:?}");
    for role in Role::ALL.iter().filter(|r| !matches!(r, Role::Prescriber | Role::Nurse | Role::Patient)) {
        refused(c.practice.give_session(&c.actor(*role), given.clone(), &c.key()).await);
    }
    c.practice.give_session(&c.actor(Role::Nurse), given, &c.key()).await.unwrap();
    let desk = c.actor(Role::FrontDesk);
    refused(c.practice.course(&desk, course).await.map(drop));
    refused(c.practice.patients(&desk, "").await.map(drop));
    let rows = c.practice.front_desk(&desk).await.unwrap();
    assert_eq!((rows[0].name.as_str(), rows[0].in_days), ("Nora Field", Some(3)));
    assert_eq!(rows[0].visit.as_deref(), Some("Session 2 of 6"));
}

pub async fn another_clinics_course_is_not_there(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let details = evenkeel_store::clinic::ClinicDetails {
        name: "Other".into(),
        country: "US".into(),
        zone: "UTC".into(),
        crisis_text: None,
        crisis_number: None,
        hints_accepted: true,
    };
    let other = c.practice.found_clinic(&details).await.unwrap();
    let stranger = evenkeel_practice::Actor::program(other, "stranger");
    assert!(matches!(c.practice.course(&stranger, course).await, Err(Refusal::NotFound { .. })));
    assert!(c.practice.patients(&stranger, "Nora").await.unwrap().rows.is_empty());
}

/// Without accepted hints the page keeps plan, record, scores and trends, and shows no option and no forecast.
pub async fn without_accepted_hints_the_page_shows_no_option_and_no_forecast(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let seen = evenkeel_store::clinic::get(c.practice.store(), c.clinic).await.unwrap().unwrap();
    let details = evenkeel_store::clinic::ClinicDetails {
        name: seen.name,
        country: "DE".into(),
        zone: seen.zone,
        crisis_text: seen.crisis_text,
        crisis_number: seen.crisis_number,
        hints_accepted: false,
    };
    let program = evenkeel_store::ActorRef::system("test");
    let mut tx = c.practice.store().tx(c.clinic, &program, None).await.unwrap().fresh().unwrap();
    evenkeel_store::clinic::change(&mut tx, seen.version, &details).await.unwrap();
    tx.audit("clinic.change", c.clinic, &()).unwrap();
    tx.commit().await.unwrap();
    let page = c.practice.course(&c.prescriber(), course).await.unwrap();
    assert!(page.answer.is_err_and(|why| why.contains("accepts them in writing")));
    assert!(page.chart.fan.is_empty() && page.next_step.finding.is_none() && !page.may.decide);
    assert!(page.may.give && !page.plan.is_empty());
}

/// Who did not come today is not expected today any more, neither in the series nor on the ladder.
pub async fn a_session_missed_today_is_planned_for_another_day(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let actor = c.prescriber();
    c.practice.miss_session(&actor, course, date(2026, 1, 5), &c.key()).await.unwrap();
    assert_eq!(c.practice.next_planned(&actor, course).await.unwrap(), Some(date(2026, 1, 8)));
    for day in [8, 12, 15, 19, 22, 26] {
        c.day(date(2026, 1, day));
        let given = TestClinic::session(course, date(2026, 1, day));
        c.practice.give_session(&actor, given, &c.key()).await.unwrap();
    }
    let due = c.practice.next_planned(&actor, course).await.unwrap().expect("the ladder's first");
    c.day(due);
    c.practice.miss_session(&actor, course, due, &c.key()).await.unwrap();
    assert!(c.practice.next_planned(&actor, course).await.unwrap().is_some_and(|next| next > due));
}
