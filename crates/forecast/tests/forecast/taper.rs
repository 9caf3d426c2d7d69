//! Taper as a goal: the fewest sessions that keep enough days well.

use crate::common::{answer, case};
use evenkeel_forecast::answer::Tradeoff;
use evenkeel_forecast::{Answer, Case};

fn with_goal(goal: f64) -> Answer {
    let record = case(&[0, 3, 7, 10, 14, 17], &[(0, 20), (3, 15), (7, 12), (10, 10), (17, 8), (24, 7)], 24);
    answer(&Case { goal_days_well: Some(goal), ..record })
}

fn curve(days_well: &[f64], sessions: &[u32]) -> Tradeoff {
    Tradeoff {
        days_well: days_well.to_vec(),
        sessions: sessions.to_vec(),
        ..with_goal(0.0).tradeoff.unwrap()
    }
}

#[test]
fn no_row_with_fewer_sessions_keeps_as_many_days() {
    let curve = with_goal(0.0).tradeoff.unwrap();
    let mut fewest = 0;
    for goal in 0..=365 {
        let goal = f64::from(goal);
        let Some(place) = curve.fewest_keeping(goal) else {
            assert!(curve.days_well.iter().all(|days| *days < goal), "{goal} days could be kept");
            continue;
        };
        assert!(curve.days_well[place] >= goal);
        for (days, sessions) in curve.days_well.iter().zip(&curve.sessions) {
            assert!(
                *days < goal || *sessions >= curve.sessions[place],
                "{goal}: {sessions} sessions would do"
            );
        }
        assert!(curve.sessions[place] >= fewest, "a higher goal asks for fewer sessions at {goal}");
        fewest = curve.sessions[place];
    }
}

#[test]
fn of_equal_sessions_the_one_with_more_days_well_and_order_does_not_matter() {
    assert_eq!(curve(&[200.0, 210.0, 120.0], &[13, 13, 0]).fewest_keeping(150.0), Some(1));
    assert_eq!(curve(&[120.0, 210.0, 200.0], &[0, 13, 13]).fewest_keeping(150.0), Some(1));
    assert_eq!(curve(&[120.0, 210.0], &[0, 13]).fewest_keeping(210.0), Some(1));
    assert_eq!(curve(&[120.0, 210.0], &[0, 13]).fewest_keeping(210.1), None);
}

#[test]
fn the_answer_names_the_goal_and_no_interval_where_none_keeps_it() {
    let nothing_needed = with_goal(0.0).taper.unwrap();
    assert_eq!((nothing_needed.interval, nothing_needed.sessions), (Some(None), Some(0)));
    let out_of_reach = with_goal(365.0).taper.unwrap();
    assert_eq!((out_of_reach.goal, out_of_reach.interval, out_of_reach.sessions), (365.0, None, None));
    assert_eq!(serde_json::to_string(&out_of_reach).unwrap(), r#"{"goal":365.0}"#);
    assert!(answer(&case(&[0], &[(0, 20)], 3)).taper.is_none());
}
