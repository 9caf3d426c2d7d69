//! The rest of a course that has begun.

mod schedule_common;
mod schedule_records;

use std::collections::BTreeSet;

use evenkeel_care::record::{CourseRecord, CourseStatus, SessionStatus};
use evenkeel_care::schedule::{PlannedStatus, dates, next_due, plan_course};
use jiff::civil::date;
use schedule_common::{clinic_ladder, days, iv_mood_6, legal};
use schedule_records::{course, series};

#[test]
fn a_course_keeps_what_was_given_and_replans_the_rest() {
    use SessionStatus::{Cancelled, Done, Missed, Planned};
    let protocol = iv_mood_6();
    let record = course(
        date(2026, 1, 10),
        &[
            (date(2026, 1, 12), Planned),
            (date(2026, 1, 5), Done),
            (date(2026, 1, 9), Missed),
            (date(2026, 1, 7), Done),
            (date(2026, 1, 13), Cancelled),
        ],
    );
    let sessions = plan_course(&record, &protocol, None, None, &BTreeSet::new()).unwrap();
    let expected = [5, 7, 12, 14, 16, 19].map(|day| date(2026, 1, day));
    assert_eq!(dates(&sessions), expected);
    let done: Vec<bool> = sessions.iter().map(|s| s.status == PlannedStatus::Done).collect();
    assert_eq!(done, [true, true, false, false, false, false]);
    assert_eq!(next_due(&sessions).map(|s| s.n), Some(3));
    assert!(sessions[2].why.iter().any(|reason| reason.key == "schedule.missed"));
}

#[test]
fn a_course_may_change_its_weekdays() {
    let protocol = iv_mood_6();
    let record = course(date(2026, 1, 6), &[(date(2026, 1, 5), SessionStatus::Done)]);
    let sessions =
        plan_course(&record, &protocol, None, Some("tue,fri".parse().unwrap()), &BTreeSet::new()).unwrap();
    assert_eq!(dates(&sessions), [5, 9, 13, 16, 20, 23].map(|day| date(2026, 1, day)));
}

#[test]
fn a_stopped_course_plans_nothing() {
    let protocol = iv_mood_6();
    let given = [(date(2026, 1, 5), SessionStatus::Done)];
    for status in [CourseStatus::Paused, CourseStatus::Ended] {
        let record = CourseRecord { status: Some(status), ..course(date(2026, 1, 6), &given) };
        let sessions = plan_course(&record, &protocol, None, None, &BTreeSet::new()).unwrap();
        assert_eq!(dates(&sessions), [date(2026, 1, 5)], "{status}");
    }
}

#[test]
fn a_course_in_maintenance_goes_on_from_its_last_session() {
    use SessionStatus::Missed;
    let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
    let given = series(&[date(2026, 2, 12)]);
    let record = course(date(2026, 3, 7), &[given, vec![(date(2026, 3, 5), Missed)]].concat());
    let sessions = plan_course(&record, &protocol, Some(&ladder), None, &BTreeSet::new()).unwrap();
    // 5 March was missed; 9 March is the first working day after the review and inside the window.
    let next = next_due(&sessions).unwrap();
    assert_eq!((next.n, next.date, next.latest), (8, date(2026, 3, 9), date(2026, 3, 12)));
    assert!(legal(&dates(&sessions)) && days(record.today, sessions.last().unwrap().date) <= 365);
}

#[test]
fn a_course_that_moved_one_session_keeps_its_planned_weekdays() {
    use SessionStatus::{Done, Planned};
    let protocol = iv_mood_6();
    let record = course(
        date(2026, 1, 13),
        &[
            (date(2026, 1, 5), Done),
            (date(2026, 1, 9), Done),
            (date(2026, 1, 12), Done),
            (date(2026, 1, 15), Planned),
            (date(2026, 1, 19), Planned),
            (date(2026, 1, 22), Planned),
        ],
    );
    let sessions = plan_course(&record, &protocol, None, None, &BTreeSet::new()).unwrap();
    assert_eq!(dates(&sessions), [5, 9, 12, 15, 19, 22].map(|day| date(2026, 1, day)));
}
