use evenkeel_care::condition::{Condition, Route};
use evenkeel_care::dose::Dose;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::SessionStatus;
use evenkeel_practice::view::outcomes::{OwnOutcome, OwnOutcomes};
use evenkeel_practice::{AskedEvidence, CourseId, Decide, Refusal, Role, Verdict};
use evenkeel_store::forecast::NewForecast;
use evenkeel_store::measurement::NewMeasurement;
use evenkeel_store::session::NewSession;
use evenkeel_store::{ActorRef, JsonText, course, forecast, measurement, session};
use evenkeel_testkit::clinic::TestClinic;
use jiff::civil::{Date, date};

const SERIES: [i8; 6] = [5, 8, 12, 15, 19, 22];

/// A course with a PHQ-9 of 20 before, sessions on these days of January, and a score on a later day.
async fn course_of(c: &TestClinic, name: &str, days: &[i8], last: Option<(i8, f64)>) -> CourseId {
    let id = c.course(name).await;
    let scores = [Some((5, 20.0)), last].into_iter().flatten();
    put(c, id, days, &scores.collect::<Vec<_>>()).await;
    id
}

/// Sessions and scores as they stand in the record, without the pages in between.
async fn put(c: &TestClinic, id: CourseId, days: &[i8], scores: &[(i8, f64)]) {
    let store = c.practice.store();
    let mut tx = store.tx(c.clinic, &ActorRef::system("test"), None).await.unwrap().fresh().unwrap();
    for day in days {
        let given = NewSession {
            course_id: id,
            date: january(*day),
            status: SessionStatus::Done,
            route: Route::Iv,
            dose: Some(Dose::mg_per_kg(0.5)),
            weight_kg: None,
            supervised_by: None,
            note: None,
            source_key: None,
        };
        session::add(&mut tx, &given).await.unwrap();
    }
    for (day, score) in scores {
        let taken = NewMeasurement {
            course_id: id,
            date: january(*day),
            instrument: InstrumentId::Phq9,
            score: Some(*score),
            items: None,
            after: false,
            recall_days: None,
            form: None,
            source: "clinic".to_owned(),
            source_key: None,
        };
        measurement::add(&mut tx, &taken).await.unwrap();
    }
    tx.audit("test.put", id, &()).unwrap();
    tx.commit().await.unwrap();
}

fn january(day: i8) -> Date {
    date(2026, 1, day)
}

async fn own(c: &TestClinic, asked: &AskedEvidence) -> OwnOutcomes {
    c.practice.evidence(&c.prescriber(), asked).await.unwrap().own.unwrap()
}

async fn depression(c: &TestClinic) -> OwnOutcome {
    let asked = AskedEvidence { condition: "depression".to_owned(), ..AskedEvidence::default() };
    own(c, &asked).await.lines.remove(0)
}

pub async fn own_courses_are_counted_by_the_states_of_the_rules(c: TestClinic) {
    // Remission, two responses (one exactly half), partial, none, worse; then no score, and one that goes on.
    let ends = [4.0, 9.0, 10.0, 14.0, 19.0, 26.0];
    for (n, end) in ends.into_iter().enumerate() {
        course_of(&c, &format!("Patient {n}"), &SERIES, Some((26, end))).await;
    }
    course_of(&c, "No score", &SERIES, None).await;
    course_of(&c, "Goes on", &SERIES[..3], Some((13, 5.0))).await;
    c.course("Nothing given").await;
    c.day(date(2026, 2, 20));
    let line = depression(&c).await;
    assert_eq!((line.begun, line.finished, line.assessed), (8, 7, 6), "{line:#?}");
    let responded = line.responded.unwrap();
    assert!(line.remission_defined);
    assert_eq!((responded.count, responded.people), (3, 6), "remission is a response too");
    let remission = line.in_remission.unwrap();
    assert_eq!((remission.count, remission.people), (1, 6));
    assert!(responded.interval.low < 50.0 && responded.interval.high > 50.0 && responded.interval.computed);
    let said = line.definitions.join(" ");
    assert!(said.starts_with("PHQ-9: response is better than the baseline by at least 50 %"), "{said}");
    assert!(said.contains("remission: a score of at most 4"), "{said}");
    let (action, _) = c.last_audit_line(CourseId(c.clinic.0)).await;
    assert_eq!(action, "outcomes.read");
}

pub async fn fewer_than_five_are_too_few_to_say(c: TestClinic) {
    for n in 0..4 {
        course_of(&c, &format!("Patient {n}"), &SERIES, Some((26, 4.0))).await;
    }
    c.day(date(2026, 2, 20));
    let line = depression(&c).await;
    assert_eq!((line.assessed, line.responded, line.in_remission), (4, None, None));
    course_of(&c, "The fifth", &SERIES, Some((26, 4.0))).await;
    assert_eq!(depression(&c).await.responded.map(|s| (s.count, s.people)), Some((5, 5)));
}

pub async fn another_route_phase_or_condition_counts_nobody(c: TestClinic) {
    course_of(&c, "Nora Field", &SERIES, Some((26, 4.0))).await;
    c.day(date(2026, 2, 20));
    let asked = |condition: &str, route: &str, phase: &str| AskedEvidence {
        condition: condition.to_owned(),
        route: route.to_owned(),
        phase: phase.to_owned(),
    };
    assert_eq!(own(&c, &asked("", "iv", "end_of_induction")).await.lines[0].assessed, 1);
    assert!(own(&c, &asked("", "im", "")).await.lines.is_empty());
    assert!(own(&c, &asked("", "sublingual", "")).await.lines.is_empty());
    assert!(own(&c, &asked("ptsd", "", "")).await.lines.is_empty());
    let later = own(&c, &asked("", "", "maintenance")).await;
    assert!(later.other_phase && later.lines.is_empty());
}

pub async fn an_extended_course_is_judged_at_its_own_end(c: TestClinic) {
    let id = course_of(&c, "Nora Field", &SERIES, Some((23, 14.0))).await;
    c.day(january(23));
    assert_eq!(depression(&c).await.assessed, 1);
    c.practice
        .check_in(&c.prescriber(), TestClinic::total(id, january(23), InstrumentId::Mood, 5.0), &c.key())
        .await
        .unwrap();
    let page = c.practice.course(&c.prescriber(), id).await.unwrap();
    let finding = page.next_step.finding.unwrap();
    assert_eq!(finding.rule, "D12");
    let extend = finding.options.iter().find(|o| o.label.starts_with("Extend")).unwrap();
    let decide = Decide {
        course: id,
        rule: finding.rule.clone(),
        shown_digest: page.next_step.shown_digest,
        verdict: Verdict::Accept,
        choice: Some(extend.choice),
        dose: None,
        reason: "Partial response.".into(),
    };
    c.practice.decide(&c.prescriber(), decide, &c.key()).await.unwrap();
    let line = depression(&c).await;
    assert_eq!((line.begun, line.finished, line.assessed), (1, 0, 0), "the induction goes on");
}

pub async fn imported_courses_are_not_this_clinics(c: TestClinic) {
    let id = course_of(&c, "Nora Field", &SERIES, Some((26, 4.0))).await;
    let store = c.practice.store();
    let known = course::get(store, c.clinic, id).await.unwrap().unwrap();
    let mut tx = store.tx(c.clinic, &ActorRef::system("test"), None).await.unwrap().fresh().unwrap();
    let new = course::NewCourse {
        patient_id: known.patient_id,
        condition: Condition::Depression,
        protocol_id: known.protocol_id,
        protocol_revision: known.protocol_revision,
        ladder_id: None,
        primary_instrument: InstrumentId::Phq9,
        opened_on: january(5),
        start_on: january(5),
        weekdays: Vec::new(),
        closed_dates: Vec::new(),
        prescriber_id: None,
        prescriber_name: "as recorded".to_owned(),
        note: None,
        previous_course: None,
        source_key: Some("study/S01".to_owned()),
    };
    let imported = course::add(&mut tx, &new).await.unwrap().id();
    tx.audit("test.put", imported, &()).unwrap();
    tx.commit().await.unwrap();
    put(&c, imported, &SERIES, &[(5, 20.0), (26, 4.0)]).await;
    c.day(date(2026, 2, 20));
    let all = own(&c, &AskedEvidence::default()).await;
    assert_eq!((all.lines[0].assessed, all.left_out), (1, 1));
}

pub async fn who_reads_no_knowledge_reads_no_outcome(c: TestClinic) {
    let refused = c.practice.evidence(&c.actor(Role::FrontDesk), &AskedEvidence::default()).await;
    assert!(matches!(refused, Err(Refusal::NotAllowed { .. })));
    assert!(
        c.practice.evidence(&c.actor(Role::Nurse), &AskedEvidence::default()).await.unwrap().own.is_some()
    );
}

/// Stored on 5 January: a PHQ-9 on the 19th of 12 (half: 10 to 14, eight in ten: 7 to 16), a response with 0.4.
async fn foretold(c: &TestClinic, course: CourseId) {
    let store = c.practice.store();
    let mut tx = store.tx(c.clinic, &ActorRef::system("test"), None).await.unwrap().fresh().unwrap();
    let answer = serde_json::json!({
        "baseline": 20.0 / 27.0, "response_at": 0.5,
        "score_forecast": {"instrument": "PHQ9", "ahead": 14.0, "p_response": 0.4, "q": [0.1, 0.25, 0.5, 0.75, 0.9],
            "value": [7.0 / 27.0, 10.0 / 27.0, 12.0 / 27.0, 14.0 / 27.0, 16.0 / 27.0]}
    });
    let new = NewForecast {
        course_id: course,
        label: "plan".to_owned(),
        as_of: january(5),
        inputs_digest: "d".to_owned(),
        model_version: "1.1".to_owned(),
        prior_sha256: "p".to_owned(),
        seed: 1,
        answer: JsonText::of(&answer).unwrap(),
    };
    forecast::add(&mut tx, &new).await.unwrap();
    tx.audit("test.foretold", course, &()).unwrap();
    tx.commit().await.unwrap();
}

pub async fn stored_forecasts_are_held_against_the_scores_that_came(c: TestClinic) {
    let scores = [Some(12.0), Some(14.0), Some(15.0), Some(6.0), Some(10.0), None];
    let mut courses = Vec::new();
    for (n, score) in scores.into_iter().enumerate() {
        let last = score.map(|score| (20, score));
        let course = course_of(&c, &format!("Patient {n}"), &SERIES, last).await;
        foretold(&c, course).await;
        courses.push(course);
    }
    c.day(date(2026, 2, 20));
    let held = own(&c, &AskedEvidence::default()).await.forecasts;
    assert_eq!((held.met, held.waiting, held.in_half, held.in_eight), (5, 1, 3, 4), "{held:?}");
    // A response is 10 or lower: the 6 and the 10.
    assert_eq!((held.chances, held.responses), (5, 2));
    let words = held.words.join(" ");
    assert!(words.contains("3 came inside the range for half (60 %, 50 % were to)"), "{words}");
    let page = c.practice.course(&c.prescriber(), courses[3]).await.unwrap();
    let row = page.forecasts.last().expect("the forecast of 5 January");
    assert!(row.said.starts_with("12 (half: 10 to 14; eight in ten: 7 to 16) on 19 Jan"), "{row:?}");
    assert!(row.said.ends_with("response 40 %"), "{row:?}");
    assert_eq!((row.in_half, row.in_eight), (Some(false), Some(false)));
    assert!(
        row.happened.as_deref().is_some_and(|h| h.starts_with("6 on 20 Jan") && h.ends_with(", a response"))
    );
}
