//! Sittings told deed by deed, minutes from nine o'clock.

use jiff::civil::date;

use super::*;
use crate::protocol::{Observed, Timepoint, TimepointKind};
use CellState::{Ahead, Done, Due};

fn at(minute: i64) -> Timestamp {
    let nine = date(2026, 3, 3).at(9, 0, 0, 0).in_tz("UTC").unwrap().timestamp();
    nine.checked_add(jiff::SignedDuration::from_mins(minute)).unwrap()
}

fn sitting(notes: &[(i64, Deed)]) -> Sitting {
    let notes: Vec<Noted> =
        notes.iter().map(|(minute, deed)| Noted { at: at(*minute), deed: deed.clone() }).collect();
    Sitting::of(&notes)
}

fn started() -> Deed {
    Deed::Started { dose: Dose::mg_per_kg(0.5), supervised_by: "Dr Vale".to_owned() }
}

fn pressure(systolic: u16, diastolic: u16) -> Deed {
    Deed::Read(Reading { pressure: Some((systolic, diastolic)), ..Reading::default() })
}

const WATCH: Watch = Watch { after_end: 60, from_start: None };
const LABEL: Watch = Watch { after_end: 0, from_start: Some(120) };

fn phase(notes: &[(i64, Deed)], watch: Watch, minute: i64) -> Phase {
    sitting(notes).phase(watch, at(minute))
}

#[test]
fn a_sitting_goes_through_its_phases() {
    let mut notes = vec![(0, Deed::Arrived)];
    assert_eq!(phase(&notes, WATCH, 1), Phase::Arrived);
    notes.push((2, Deed::Identified));
    assert_eq!(phase(&notes, WATCH, 3), Phase::Checks);
    notes.push((10, started()));
    assert_eq!(phase(&notes, WATCH, 30), Phase::Dosing);
    notes.push((50, Deed::Ended { given_mg: None }));
    assert_eq!(phase(&notes, WATCH, 109), Phase::Recovery);
    assert_eq!(phase(&notes, WATCH, 110), Phase::Ready);
    notes.push((120, Deed::Over));
    assert_eq!(phase(&notes, WATCH, 121), Phase::Over);
}

#[test]
fn the_label_counts_from_the_first_device() {
    let notes = [(0, Deed::Arrived), (10, started()), (20, Deed::Ended { given_mg: None })];
    assert_eq!(phase(&notes, LABEL, 129), Phase::Recovery);
    assert_eq!(phase(&notes, LABEL, 130), Phase::Ready);
}

#[test]
fn a_pause_stops_the_clock_and_the_end_closes_it() {
    let mut notes = vec![(0, started()), (10, Deed::Paused)];
    assert!(sitting(&notes).is_paused());
    assert_eq!(sitting(&notes).running_minutes(at(25)), Some(10));
    notes.extend([(20, Deed::Resumed), (30, Deed::Paused), (45, Deed::Ended { given_mg: Some(20.0) })]);
    let done = sitting(&notes);
    assert!(!done.is_paused());
    assert_eq!((done.running_minutes(at(90)), done.given_mg), (Some(20), Some(20.0)));
    assert_eq!(sitting(&[(0, Deed::Paused)]), sitting(&[]), "nothing runs that could be held");
}

#[test]
fn notes_that_arrive_late_count_at_their_own_time() {
    let notes =
        [(0, Deed::Arrived), (10, started()), (12, pressure(120, 80)), (40, Deed::Ended { given_mg: None })];
    let mut late = notes.clone();
    late.reverse();
    assert_eq!(sitting(&notes), sitting(&late));
}

#[test]
fn the_latest_answer_counts_and_the_first_start() {
    let fine = |fine| Deed::Asked { ask: Ask::Ride, fine };
    assert_eq!(sitting(&[(0, fine(false)), (5, fine(true))]).asked, [(Ask::Ride, true)]);
    assert_eq!(sitting(&[(3, started()), (9, started())]).started, Some(at(3)));
}

fn timeline() -> Vec<Timepoint> {
    let point = |when, minutes, takes: &[Observed]| Timepoint {
        when,
        minutes,
        takes: takes.to_vec(),
        required: false,
    };
    vec![
        point(TimepointKind::Before, None, &[Observed::BloodPressure, Observed::Weight]),
        point(TimepointKind::Every, Some(10), &[Observed::BloodPressure]),
        point(TimepointKind::BeforeDischarge, None, &[Observed::BloodPressure, Observed::RideHome]),
    ]
}

fn rows(notes: &[(i64, Deed)], minute: i64) -> Vec<(i32, CellState, i64)> {
    let timeline = timeline();
    let course = CellsOf {
        timeline: &timeline,
        watch: Watch { after_end: 20, from_start: None },
        dosing_minutes: 20,
        near_minutes: 10,
    };
    cells(&sitting(notes), &course, at(minute))
        .into_iter()
        .map(|c| (c.minute, c.state, c.late_minutes))
        .collect()
}

#[test]
fn before_the_dose_only_its_own_row_is_due() {
    assert_eq!(rows(&[(0, Deed::Arrived)], 5), [(-1, CellState::Due, 0)]);
    let taken = [(0, Deed::Arrived), (1, pressure(120, 80)), (2, Deed::Weighed { kg: 70.0 })];
    assert_eq!(rows(&taken, 5), [(-1, CellState::Done, 0)]);
}

#[test]
fn a_row_is_due_from_its_minute_and_belongs_to_the_nearest_reading() {
    let notes = [(0, pressure(120, 80)), (0, started()), (9, pressure(130, 85))];
    let states = |minute| rows(&notes, minute).into_iter().skip(1).collect::<Vec<_>>();
    assert_eq!(states(12), [(10, Done, 0), (20, Ahead, 0), (30, Ahead, 0), (40, Ahead, 0)]);
    assert_eq!(states(23)[1], (20, Due, 3));
    assert_eq!(states(25)[1], (20, Done, 0), "the next row is nearer: nobody measures the past");
}

#[test]
fn the_row_before_leaving_comes_with_the_end_of_the_watch() {
    let mut notes = vec![(0, started()), (20, Deed::Ended { given_mg: None })];
    let last = |notes: &[(i64, Deed)], minute| rows(notes, minute).into_iter().last().unwrap();
    assert_eq!(last(&notes, 39), (40, CellState::Ahead, 0));
    assert_eq!(last(&notes, 44), (40, CellState::Due, 4));
    notes.push((33, pressure(120, 80)));
    assert_eq!(last(&notes, 44).1, CellState::Done);
}

#[test]
fn a_reading_outside_the_limits_asks_until_somebody_responds() {
    let limits = Outside { before_systolic_above: Some(140), systolic_from: Some(180), ..Outside::default() };
    let mut notes = vec![(0, pressure(140, 80))];
    assert_eq!(sitting(&notes).unanswered(&limits), None);
    notes.push((1, pressure(141, 80)));
    assert!(sitting(&notes).unanswered(&limits).is_some());
    notes.push((2, Deed::Responded { how: Response::Repeat }));
    assert_eq!(sitting(&notes).unanswered(&limits), None);
    notes.extend([(3, started()), (10, pressure(179, 80))]);
    assert_eq!(sitting(&notes).unanswered(&limits), None);
    notes.push((20, pressure(180, 80)));
    assert!(sitting(&notes).unanswered(&limits).is_some());
    assert_eq!(sitting(&notes).unanswered(&Outside::default()), None, "without limits nothing is asked");
}

#[test]
fn blood_pressures_are_told_by_minute_from_the_start() {
    let notes = [(0, pressure(120, 80)), (5, started()), (45, pressure(140, 90))];
    let minutes: Vec<i32> = sitting(&notes).blood_pressures(at(60)).iter().map(|bp| bp.minute).collect();
    assert_eq!(minutes, [-5, 40]);
}

#[test]
fn parts_of_the_dose_are_counted_against_it_whatever_their_order() {
    let begun = Deed::Started { dose: Dose::mg(56.0), supervised_by: "Dr Vale".to_owned() };
    let noted = |minute: i64, deed: &Deed| Noted { at: at(minute), deed: deed.clone() };
    let part = Deed::Part { mg: 28.0 };
    let left = |notes: &[Noted]| Sitting::of(notes).parts_left_mg();
    assert_eq!(left(&[noted(0, &begun)]), None);
    assert_eq!(left(&[noted(0, &begun), noted(1, &part)]), Some(28.0));
    assert_eq!(left(&[noted(6, &part), noted(1, &part), noted(0, &begun)]), Some(0.0));
    let early = Deed::Ended { given_mg: Some(28.0) };
    assert_eq!(left(&[noted(0, &begun), noted(1, &part), noted(8, &early)]), Some(0.0));
}
