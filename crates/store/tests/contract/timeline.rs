use evenkeel_care::closed_list::Word as _;
use evenkeel_care::record::EventKind;
use evenkeel_store::timeline::{self, FactKind, TimelineKind, TimelineLine};
use evenkeel_store::{Note, PatientId, course_event, measurement, session};
use jiff::civil::date;

use crate::bench::{Bench, keep, new_clinic, new_score, new_session};
use crate::findings::{add_decision, add_finding};

async fn page(
    bench: &Bench,
    patient: PatientId,
    parts: &[TimelineKind],
    at: (u32, u32),
) -> Vec<TimelineLine> {
    timeline::of_patient(&bench.store, bench.clinic, patient, parts, at).await.unwrap()
}

/// One of everything.
async fn filled(bench: &Bench) -> PatientId {
    let (patient, course) = bench.add_course("Ines Okafor").await;
    let finding = add_finding(bench, course).await;
    add_decision(bench, course, finding, 0).await.unwrap();
    crate::clinical::add_all(bench, patient, course).await;
    crate::safety::fill(bench, course).await;
    crate::therapy::fill(bench, patient, course).await;
    crate::lists::fill(bench, course).await;
    crate::calendar::fill(bench, course).await;
    let mut tx = bench.tx().await;
    measurement::add(&mut tx, &new_score(course, date(2026, 1, 7), 19.0)).await.unwrap();
    keep(tx).await;
    patient
}

pub async fn everything_stands_in_one_list_newest_first(bench: Bench) {
    let patient = filled(&bench).await;
    let all = page(&bench, patient, TimelineKind::ALL, (200, 0)).await;
    let missing: Vec<_> = FactKind::ALL
        .iter()
        .filter(|fact| **fact != FactKind::State && all.iter().all(|line| line.fact != **fact))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(all.windows(2).all(|pair| pair[0].date >= pair[1].date));
    let visit = all.iter().find(|line| line.fact == FactKind::Visit).unwrap();
    assert_eq!((visit.first.as_deref(), visit.amount), (Some("integration"), Some(50.0)));
    assert!(visit.words.as_ref().and_then(Note::text).unwrap().contains("slower start"));
    assert!(all.iter().all(|line| !format!("{line:?}").contains("countertransference")));
    let first = page(&bench, patient, TimelineKind::ALL, (3, 0)).await;
    let second = page(&bench, patient, TimelineKind::ALL, (3, 3)).await;
    let ids: Vec<_> = first.iter().chain(&second).map(|line| line.id).collect();
    assert_eq!(ids, all.iter().take(6).map(|line| line.id).collect::<Vec<_>>());
}

pub async fn only_the_parts_asked_for_are_answered(bench: Bench) {
    let patient = filled(&bench).await;
    for part in TimelineKind::ALL {
        let lines = page(&bench, patient, &[*part], (200, 0)).await;
        assert!(!lines.is_empty() && lines.iter().all(|line| line.part == *part), "{part}");
    }
    assert!(page(&bench, patient, &[], (200, 0)).await.is_empty());
}

pub async fn what_was_corrected_or_taken_back_stays_with_who_did_it(bench: Bench) {
    let (patient, course) = bench.add_course("Ines Okafor").await;
    let mut tx = bench.tx().await;
    let typo = session::add(&mut tx, &new_session(course, date(2026, 1, 7))).await.unwrap().id();
    let right = session::correct(&mut tx, typo, &new_session(course, date(2026, 1, 8)), "day").await.unwrap();
    let event = course_event::add(&mut tx, course, date(2026, 1, 9), EventKind::Consent, None).await.unwrap();
    course_event::withdraw(&mut tx, course, event, "other patient").await.unwrap();
    keep(tx).await;
    let parts = [TimelineKind::Sessions, TimelineKind::Documents];
    let lines = page(&bench, patient, &parts, (50, 0)).await;
    let told: Vec<_> = lines
        .iter()
        .map(|l| (l.id, l.corrects, l.replaced.as_ref().map(|r| (r.by_name.as_str(), r.withdrawn))))
        .collect();
    let expected = [
        (event.0, false, Some(("Dr Vale", true))),
        (right.0, true, None),
        (typo.0, false, Some(("Dr Vale", false))),
    ];
    assert_eq!(told, expected);
}

pub async fn a_timeline_stays_in_its_clinic(bench: Bench) {
    let patient = filled(&bench).await;
    let other = new_clinic(&bench.store, "Other").await;
    let lines = timeline::of_patient(&bench.store, other, patient, TimelineKind::ALL, (50, 0)).await.unwrap();
    assert!(lines.is_empty());
}
