use evenkeel_care::condition::Route;
use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::{CourseStatus, SessionStatus};
use evenkeel_practice::CourseId;
use evenkeel_store::measurement::NewMeasurement;
use evenkeel_store::session::NewSession;
use evenkeel_store::{ActorRef, course_state, measurement, session};
use evenkeel_testkit::clinic::TestClinic;
use jiff::civil::{Date, date};

fn january(day: i8) -> Date {
    date(2026, 1, day)
}

/// Sessions, and scores on two instruments, as they stand in the record.
async fn put(c: &TestClinic, id: CourseId, doses: &[(i8, Option<Dose>, Option<f64>)], end: Option<Date>) {
    let actor = ActorRef::system("test");
    let mut tx = c.practice.store().tx(c.clinic, &actor, None).await.unwrap().fresh().unwrap();
    for (day, dose, weight) in doses {
        let given = NewSession {
            course_id: id,
            date: january(*day),
            status: SessionStatus::Done,
            route: Route::Iv,
            dose: *dose,
            weight_kg: weight.map(WeightKg),
            supervised_by: None,
            note: None,
            source_key: None,
        };
        session::add(&mut tx, &given).await.unwrap();
    }
    for (day, instrument, score) in
        [(5, InstrumentId::Phq9, 20.0), (9, InstrumentId::Phq9, 15.0), (9, InstrumentId::Gad7, 12.0)]
    {
        let taken = NewMeasurement {
            course_id: id,
            date: january(day),
            instrument,
            score: Some(score),
            items: None,
            after: false,
            recall_days: None,
            form: None,
            source: "clinic".to_owned(),
            source_key: None,
        };
        measurement::add(&mut tx, &taken).await.unwrap();
    }
    if let Some(day) = end {
        course_state::change(&mut tx, id, 1, CourseStatus::Ended, day, None).await.unwrap();
    }
    tx.audit("test.put", id, &()).unwrap();
    tx.commit().await.unwrap();
}

async fn finished(c: &TestClinic) -> Vec<String> {
    let found = c.practice.finished_courses(c.clinic).await.unwrap();
    found.into_iter().map(|course| course.person.id).collect()
}

pub async fn finished_courses_are_the_clinics_own_on_their_primary_in_the_models_units(c: TestClinic) {
    let (ended, goes_on, undosed) =
        (c.course("Ended").await, c.course("Goes on").await, c.course("No dose").await);
    let mg = Some(Dose::mg(40.0));
    put(&c, ended, &[(5, mg, Some(80.0)), (8, mg, None)], Some(january(12))).await;
    put(&c, goes_on, &[(5, Some(Dose::mg_per_kg(0.5)), None), (8, mg, None)], None).await;
    put(&c, undosed, &[(5, None, None)], Some(january(12))).await;
    c.day(january(20));
    assert_eq!(finished(&c).await, [ended.to_string()]);
    let course = c.practice.finished_courses(c.clinic).await.unwrap().remove(0);
    assert_eq!((course.instrument.as_str(), course.person.condition.as_str()), ("PHQ9", "depression"));
    assert_eq!(course.person.scores.iter().map(|s| s.score).collect::<Vec<_>>(), [20.0, 15.0]);
    // 40 mg at 80 kg; the second session by the weight of the first.
    let doses: Vec<f64> = course.person.sessions.iter().map(|s| s.dose).collect();
    assert!(doses.iter().all(|dose| (dose - 0.5).abs() < 1e-12), "{doses:?}");

    // Half a year after its first session a course counts whatever became of it.
    c.day(date(2026, 7, 5));
    assert_eq!(finished(&c).await.len(), 1);
    c.day(date(2026, 7, 6));
    assert_eq!(finished(&c).await, [ended.to_string(), goes_on.to_string()]);
}
