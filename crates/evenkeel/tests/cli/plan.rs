//! `evenkeel plan`: dates from a protocol or from a course.

use serde_json::Value;

use crate::review::RECORD;
use crate::run::{golden, json, refused, run, with};

const IV: [&str; 5] = ["plan", "--protocol", "iv-mood-6", "--start", "2026-01-05"];

fn plan(more: &[&str]) -> Value {
    json(&[&IV[..], more, &["--json"]].concat(), "")
}

fn dates(plan: &Value) -> Vec<String> {
    let sessions = plan["sessions"].as_array().expect("sessions");
    sessions.iter().map(|session| session["date"].as_str().expect("a date").to_owned()).collect()
}

#[test]
fn a_plan_with_the_clinics_ladder() {
    let plan = plan(&["--weekdays", "Mon,WED,fri", "--ladder", "clinic-ladder"]);
    golden("plan-clinic-ladder.json", &plan);
    assert_eq!(
        dates(&plan)[..6],
        ["2026-01-05", "2026-01-07", "2026-01-09", "2026-01-12", "2026-01-14", "2026-01-16"]
    );
    for session in plan["sessions"].as_array().expect("sessions") {
        for key in ["n", "date", "phase", "earliest", "latest", "status"] {
            assert!(session.get(key).is_some(), "{session} lacks {key}");
        }
    }
}

#[test]
fn without_a_ladder_there_is_the_induction_only() {
    assert_eq!(dates(&plan(&[])).len(), 6);
    assert_eq!(plan(&["--ladder", "none"]), plan(&[]));
}

#[test]
fn closed_days_and_the_horizon_are_kept() {
    assert!(!dates(&plan(&["--closed", "2026-01-05,2026-01-08"])).contains(&"2026-01-08".to_owned()));
    assert_eq!(dates(&plan(&["--closed", "2026-01-05"]))[0], "2026-01-06");
    assert!(
        dates(&plan(&["--ladder", "clinic-ladder", "--days", "60"]))
            .iter()
            .all(|date| date.as_str() <= "2026-03-06")
    );
}

#[test]
fn a_course_keeps_what_was_given_drops_what_was_missed_and_plans_the_rest() {
    let record = with(RECORD, &[("2026-01-15\",\"status\":\"done\"", "2026-01-15\",\"status\":\"missed\"")]);
    let plan = json(&["plan", "--course", "-", "--json"], &record);
    let sessions = plan["sessions"].as_array().expect("sessions");
    let status: Vec<&Value> = sessions.iter().map(|session| &session["status"]).collect();
    assert_eq!(status, ["done", "done", "done", "planned", "planned", "planned"]);
    assert_eq!(dates(&plan)[..3], ["2026-01-05", "2026-01-08", "2026-01-12"]);
    assert!(dates(&plan)[3..].iter().all(|date| date.as_str() >= "2026-01-16"));
}

#[test]
fn the_calendar_file_has_stable_events_and_no_patient() {
    let stamp =
        |text: &str| text.lines().filter(|line| !line.starts_with("DTSTAMP")).collect::<Vec<_>>().join("\n");
    let args = [&IV[..], &["--ics"]].concat();
    let (once, again) = (run(&args, ""), run(&args, ""));
    assert_eq!((once.code, stamp(&once.stdout)), (0, stamp(&again.stdout)));
    assert!(once.stdout.starts_with("BEGIN:VCALENDAR\r\n") && once.stdout.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(once.stdout.matches("BEGIN:VEVENT").count(), 6);
    assert!(
        once.stdout.contains("DTSTART;VALUE=DATE:20260105\r\n")
            && once.stdout.contains("DTEND;VALUE=DATE:20260106\r\n")
    );
    let course = run(&["plan", "--course", "-", "--ics"], RECORD);
    assert!(!course.stdout.contains("v01") && !course.stdout.contains("depression"), "{}", course.stdout);
}

#[test]
fn words_say_each_day_and_why() {
    let run = run(&IV, "");
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("Mon 05 Jan 2026") && run.stdout.contains("2 days apart"), "{}", run.stdout);
}

#[test]
fn what_cannot_be_planned_is_refused() {
    let check = |args: &[&str], words: &[&str]| refused(&[&["plan"], args].concat(), "", 2, words);
    let start = ["--start", "2026-01-05"];
    check(&[&["--protocol", "iv-mood-7"], &start[..]].concat(), &["--protocol", "iv-mood-7", "iv-mood-6"]);
    check(&["--protocol", "iv-mood-6", "--start", "2026-02-30"], &["--start", "February 2026 has 28 days"]);
    check(&["--protocol", "iv-mood-6", "--start", "soon"], &["--start", "YYYY-MM-DD"]);
    check(&["--protocol", "iv-mood-6"], &["--start"]);
    check(&start, &["--protocol"]);
    let iv = |more: &[&str], words: &[&str]| refused(&[&IV[..], more].concat(), "", 2, words);
    iv(&["--weekdays", "mon,tue"], &["mon,tue", "within"]);
    iv(&["--weekdays", "mon"], &["within"]);
    iv(&["--weekdays", "mon,xyz"], &["--weekdays", "xyz"]);
    iv(&["--weekdays", ""], &["--weekdays"]);
    iv(&["--ladder", "stairs"], &["--ladder", "stairs", "clinic-ladder", "none"]);
    iv(&["--closed", "2026-01-32"], &["--closed", "not in the calendar"]);
    iv(&["--days", "0"], &["0 days"]);
    iv(&["--days", "-3"], &["-3"]);
    iv(&["--days", "many"], &["--days", "many"]);
    iv(&["--json", "--ics"], &["--ics"]);
    iv(&["--course", "-"], &["--course"]);
}

#[test]
fn a_plan_at_the_end_of_time_does_not_fall_over() {
    refused(&["plan", "--protocol", "iv-mood-6", "--start", "9999-12-30"], "", 2, &["9999-12-30"]);
    refused(&["plan", "--protocol", "iv-mood-6", "--start", "0001-01-01"], "", 2, &["0001-01-01"]);
}
