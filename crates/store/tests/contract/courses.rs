use evenkeel_care::record::CourseStatus;
use evenkeel_store::course_list::{self, CourseFilter};
use evenkeel_store::plan::{self, NewPlan};
use evenkeel_store::{
    CourseId, Inserted, JsonText, Note, PlanId, StoreError, course, course_bundle, course_state, front_desk,
    measurement, session,
};
use jiff::civil::date;

use crate::bench::{Bench, keep, new_course, new_score, new_session};
use crate::findings::{add_decision, add_finding, add_forecast};

pub async fn add_plan(
    bench: &Bench,
    course: CourseId,
    seen: i64,
    dates: &[&str],
) -> Result<PlanId, StoreError> {
    let mut tx = bench.tx().await;
    let new = NewPlan {
        course_id: course,
        seen_version: seen,
        body: JsonText::of(&dates).unwrap(),
        dates: dates.iter().map(|day| day.parse().unwrap()).collect(),
    };
    let added = plan::add(&mut tx, &new).await;
    if added.is_ok() {
        keep(tx).await;
    }
    added
}

async fn add_history(bench: &Bench, course: CourseId) {
    let mut tx = bench.tx().await;
    for (day, score) in [(date(2026, 1, 5), 19.0), (date(2026, 1, 9), 15.5)] {
        measurement::add(&mut tx, &new_score(course, day, score)).await.unwrap();
        session::add(&mut tx, &new_session(course, day)).await.unwrap();
    }
    keep(tx).await;
}

pub async fn a_course_comes_back_whole(bench: Bench) {
    let (patient, id) = bench.add_course("Ines Okafor").await;
    let course = course::get(&bench.store, bench.clinic, id).await.unwrap().unwrap();
    let new = new_course(patient);
    assert_eq!(course.weekdays.0, new.weekdays);
    assert_eq!(course.closed_dates().unwrap(), new.closed_dates);
    assert_eq!(course.note, Some(Note::Text("Prefers mornings.".to_owned())));
    assert_eq!((course.condition, course.primary_instrument), (new.condition, new.primary_instrument));
    assert_eq!(
        (course.opened_on, course.start_on, course.ladder_id),
        (new.opened_on, new.start_on, new.ladder_id)
    );
}

pub async fn a_course_is_active_until_changed(bench: Bench) {
    let (_, id) = bench.add_course("Ines Okafor").await;
    let mut tx = bench.tx().await;
    course_state::change(&mut tx, id, 1, CourseStatus::Ended, date(2026, 2, 1), Some("moved away"))
        .await
        .unwrap();
    keep(tx).await;
    let course = course::get(&bench.store, bench.clinic, id).await.unwrap().unwrap();
    assert_eq!(
        (course.status, course.status_version, course.status_on),
        (CourseStatus::Ended, 2, date(2026, 2, 1))
    );
    let history = course_state::history(&bench.store, bench.clinic, id).await.unwrap();
    assert_eq!(
        history.iter().map(|state| state.status).collect::<Vec<_>>(),
        [CourseStatus::Active, CourseStatus::Ended]
    );
    assert_eq!(history[1].reason.as_ref().and_then(Note::text), Some("moved away"));
}

pub async fn two_changes_of_state_conflict(bench: Bench) {
    let (_, id) = bench.add_course("Ines Okafor").await;
    let mut tx = bench.tx().await;
    let day = date(2026, 2, 1);
    course_state::change(&mut tx, id, 1, CourseStatus::Paused, day, None).await.unwrap();
    let second = course_state::change(&mut tx, id, 1, CourseStatus::Ended, day, None).await;
    assert!(matches!(second, Err(StoreError::Conflict { what: "course's state" })), "{second:?}");
}

pub async fn the_same_source_key_adds_no_course(bench: Bench) {
    let patient = bench.add_patient("Ines Okafor").await;
    let mut new = new_course(patient);
    new.source_key = Some("nimh/S01/ketamine".to_owned());
    let mut tx = bench.tx().await;
    let first = course::add(&mut tx, &new).await.unwrap();
    assert_eq!(course::add(&mut tx, &new).await.unwrap(), Inserted::AlreadyThere(first.id()));
    keep(tx).await;
}

pub async fn courses_of_several_patients_in_one_query(bench: Bench) {
    let (first, a) = bench.add_course("One").await;
    let (second, b) = bench.add_course("Two").await;
    bench.add_course("Three").await;
    let found = course::list_for_patients(&bench.store, bench.clinic, &[second, first]).await.unwrap();
    assert_eq!(found.iter().map(|course| course.id).collect::<Vec<_>>(), [a, b]);
    assert!(course::list_for_patients(&bench.store, bench.clinic, &[]).await.unwrap().is_empty());
    let today = date(2026, 1, 13);
    let lines = course_list::of_patients(&bench.store, bench.clinic, &[second, first], today).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.id).collect::<Vec<_>>(), [a, b]);
    assert!(course_list::of_patients(&bench.store, bench.clinic, &[], today).await.unwrap().is_empty());
    let one = course::list_for_patient(&bench.store, bench.clinic, second).await.unwrap();
    assert_eq!(one.iter().map(|course| course.id).collect::<Vec<_>>(), [b]);
}

pub async fn the_worklist_knows_last_score_and_next_day(bench: Bench) {
    let (_, id) = bench.add_course("Ines Okafor").await;
    add_history(&bench, id).await;
    add_plan(&bench, id, 0, &["2026-01-12", "2026-01-14"]).await.unwrap();
    add_plan(&bench, id, 1, &["2026-01-13", "2026-01-16"]).await.unwrap();
    bench.add_course("Not Planned").await;
    let (today, all) = (date(2026, 1, 13), CourseFilter::default());
    let list = course_list::list(&bench.store, bench.clinic, &all, today, 10, 0).await.unwrap();
    assert_eq!(list.len(), 2);
    let line = &list[0];
    assert_eq!((line.id, line.person.name()), (id, Some("Ines Okafor")));
    assert_eq!((line.last_score_on, line.last_score), (Some(date(2026, 1, 9)), Some(15.5)));
    assert_eq!((line.sessions_done, line.last_session_on), (2, Some(date(2026, 1, 9))));
    assert_eq!(line.next_planned_on, Some(date(2026, 1, 13)));
    assert_eq!((list[1].last_score, list[1].next_planned_on, list[1].sessions_done), (None, None, 0));
}

pub async fn the_worklist_filters_and_counts(bench: Bench) {
    let (patient, id) = bench.add_course("Ines Okafor").await;
    bench.add_course("Other").await;
    let mut tx = bench.tx().await;
    course_state::change(&mut tx, id, 1, CourseStatus::Ended, date(2026, 2, 1), None).await.unwrap();
    keep(tx).await;
    for (filter, expected) in [
        (CourseFilter::default(), 2),
        (CourseFilter { status: Some(CourseStatus::Ended), ..CourseFilter::default() }, 1),
        (CourseFilter { patient_id: Some(patient), ..CourseFilter::default() }, 1),
        (CourseFilter { source: Some("synthetic".to_owned()), ..CourseFilter::default() }, 0),
    ] {
        let today = date(2026, 1, 13);
        let list = course_list::list(&bench.store, bench.clinic, &filter, today, 10, 0).await.unwrap();
        let count = course_list::count(&bench.store, bench.clinic, &filter).await.unwrap();
        assert_eq!((i64::try_from(list.len()).unwrap(), count), (expected, expected), "{filter:?}");
    }
}

pub async fn the_front_desk_sees_who_comes_when(bench: Bench) {
    let (_, later) = bench.add_course("Later").await;
    let (_, sooner) = bench.add_course("Sooner").await;
    let (_, ended) = bench.add_course("Ended").await;
    add_plan(&bench, later, 0, &["2026-01-16"]).await.unwrap();
    add_plan(&bench, sooner, 0, &["2026-01-14"]).await.unwrap();
    let mut tx = bench.tx().await;
    course_state::change(&mut tx, ended, 1, CourseStatus::Ended, date(2026, 1, 6), None).await.unwrap();
    keep(tx).await;
    let list = front_desk::list(&bench.store, bench.clinic, date(2026, 1, 13), 10, 0).await.unwrap();
    let lines: Vec<_> = list.iter().map(|line| (line.id, line.person.name(), line.next_planned_on)).collect();
    assert_eq!(
        lines,
        [(sooner, Some("Sooner"), Some(date(2026, 1, 14))), (later, Some("Later"), Some(date(2026, 1, 16)))]
    );
}

pub async fn the_bundle_holds_everything(bench: Bench) {
    let (patient, id) = bench.add_course("Ines Okafor").await;
    add_history(&bench, id).await;
    add_plan(&bench, id, 0, &["2026-01-12"]).await.unwrap();
    let finding = add_finding(&bench, id).await;
    add_decision(&bench, id, finding, 0).await.unwrap();
    for label in ["plan", "population"] {
        add_forecast(&bench, id, label, 1).await;
    }
    let bundle = course_bundle::get(&bench.store, bench.clinic, id).await.unwrap().unwrap();
    assert_eq!((bundle.course.id, bundle.patient.id), (id, patient));
    let counts = (bundle.sessions.len(), bundle.measurements.len(), bundle.findings.len());
    assert_eq!(counts, (2, 2, 1));
    assert_eq!((bundle.decisions.len(), bundle.forecasts.len()), (1, 2));
    assert_eq!(bundle.plan.as_ref().map(|plan| plan.version), Some(1));
    let mut tx = bench.tx().await;
    assert_eq!(course_bundle::get_in(&mut tx, id).await.unwrap().unwrap(), bundle);
}

pub async fn holding_a_course_makes_the_other_wait(bench: Bench) {
    let (_, id) = bench.add_course("Ines Okafor").await;
    let bench = std::sync::Arc::new(bench);
    // Each adds a session unless there is one already: without the hold both would.
    let tasks: Vec<_> = (0..6)
        .map(|_| {
            let bench = bench.clone();
            tokio::spawn(async move {
                let mut tx = bench.tx().await;
                course::hold(&mut tx, id).await.unwrap();
                if session::list(&mut tx, bench.clinic, id).await.unwrap().is_empty() {
                    session::add(&mut tx, &new_session(id, date(2026, 1, 7))).await.unwrap();
                    keep(tx).await;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(session::list(&bench.store, bench.clinic, id).await.unwrap().len(), 1);
}

pub async fn two_plans_from_one_version_conflict(bench: Bench) {
    let (_, id) = bench.add_course("Ines Okafor").await;
    add_plan(&bench, id, 0, &["2026-01-12", "2026-01-12"]).await.unwrap();
    let second = add_plan(&bench, id, 0, &["2026-01-14"]).await;
    assert!(matches!(second, Err(StoreError::Conflict { what: "plan" })), "{second:?}");
    let newest = plan::newest(&bench.store, bench.clinic, id).await.unwrap().unwrap();
    assert_eq!(newest.body.parse::<Vec<String>>().unwrap(), ["2026-01-12", "2026-01-12"]);
    assert_eq!(plan::history(&bench.store, bench.clinic, id).await.unwrap().len(), 1);
}
