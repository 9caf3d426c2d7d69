//! The shipped protocol, ladder and sentences: sound as they are, and told when an edit breaks them.

mod schedule_common;

use std::collections::BTreeMap;

use evenkeel_care::field_problem::FieldProblem;
use evenkeel_care::ladder::Ladder;
use evenkeel_care::ladder::LadderKind;
use evenkeel_care::message::Message;
use evenkeel_care::protocol::Protocol;
use evenkeel_care::schedule::{Pause, PlanRequest, notes, plan};
use jiff::civil::date;
use schedule_common::{clinic_ladder, days, iv_mood_6, legal};
use serde::Deserialize;

fn fields(problems: Vec<FieldProblem>) -> Vec<String> {
    problems.into_iter().map(|problem| problem.field).collect()
}

fn check_protocol(edit: impl FnOnce(&mut Protocol), field: &str) {
    let mut protocol = iv_mood_6();
    edit(&mut protocol);
    let found = fields(protocol.problems());
    assert!(found.iter().any(|f| f == field), "{field} not among {found:?}");
}

fn check_ladder(edit: impl FnOnce(&mut Ladder), field: &str) {
    let mut ladder = clinic_ladder();
    edit(&mut ladder);
    let found = fields(ladder.problems());
    assert!(found.iter().any(|f| f == field), "{field} not among {found:?}");
}

#[test]
fn the_shipped_protocol_and_ladder_are_sound() {
    assert_eq!(iv_mood_6().problems(), vec![]);
    assert_eq!(clinic_ladder().problems(), vec![]);
    assert!(legal(&[]) && days(date(2026, 1, 5), date(2026, 1, 7)) == 2);
}

#[test]
fn careless_edits_of_a_protocol_are_told() {
    check_protocol(|p| p.phases[0].dose.confirm_above = 2.0, "phases[0].dose");
    check_protocol(|p| p.phases[0].dose.start = -0.5, "phases[0].dose");
    check_protocol(|p| p.phases[0].dose.refuse_at = Some(1.2), "phases[0].dose");
    check_protocol(|p| p.phases[0].dose.hours = Some(4.0), "phases[0].dose.hours");
    check_protocol(|p| p.phases[0].within_days = 10, "phases[0].within_days");
    check_protocol(|p| p.phases[0].rhythms_days = vec![vec![3, 3]], "phases[0].rhythms_days[0]");
    check_protocol(|p| p.phases[0].rhythms_days = vec![vec![1, 6]], "phases[0].rhythms_days[0]");
    check_protocol(|p| p.phases[0].rhythms_days.clear(), "phases[0].rhythms_days");
    check_protocol(|p| p.phases[0].sessions = 0, "phases[0]");
    check_protocol(|p| p.phases.clear(), "phases");
    check_protocol(|p| p.spacing.min_gap_days = 0, "spacing");
    check_protocol(|p| p.supervision.clear(), "supervision");
    check_protocol(|p| p.evidence.clear(), "evidence");
    check_protocol(|p| p.sources[0].citation.clear(), "sources[0]");
}

#[test]
fn careless_edits_of_a_ladder_are_told() {
    check_ladder(|l| l.rungs[0].every_days = 30, "rungs[0]");
    check_ladder(|l| l.rungs[1].until_day = Some(100), "rungs");
    check_ladder(|l| l.rungs[2].until_day = Some(900), "rungs");
    check_ladder(|l| l.rungs.clear(), "rungs");
    check_ladder(|l| l.sources.clear(), "sources");
    check_ladder(|l| l.name.clear(), "name");
}

#[derive(Deserialize)]
struct Texts {
    texts: BTreeMap<String, String>,
}

#[test]
fn every_reason_of_a_plan_can_be_said_in_full() {
    let texts: Texts = toml::from_str(include_str!("../../../clinical/texts/en.toml")).unwrap();
    let (protocol, ladder) = (iv_mood_6(), clinic_ladder());
    let from = |start| PlanRequest { ladder: Some(&ladder), ..PlanRequest::new(&protocol, start) };
    let shut = Pause { from: date(2026, 2, 1), to: Some(date(2026, 3, 31)) };
    let series = [5, 8, 12, 15, 19, 22].map(|day| date(2026, 1, day));
    let in_steps = |steps: &[i64]| PlanRequest {
        done: series.to_vec(),
        steps: (23..).map(|day| date(2026, 1, day)).zip(steps.iter().copied()).collect(),
        ..from(date(2026, 1, 5))
    };
    let mut paired = clinic_ladder();
    paired.rungs[0].pair_days = Some(2);
    let mut ending = clinic_ladder();
    ending.kind = LadderKind::Ends;
    ending.rungs[2].until_day = Some(366);
    let mut without_dates = clinic_ladder();
    without_dates.kind = LadderKind::NoDates;
    without_dates.rungs.clear();
    let requests = [
        PlanRequest { ladder: Some(&paired), ..from(date(2026, 1, 5)) },
        PlanRequest { ladder: Some(&ending), days: 800, ..from(date(2026, 1, 5)) },
        PlanRequest { ladder: Some(&without_dates), ..from(date(2026, 1, 5)) },
        PlanRequest { ladder: None, ..from(date(2026, 1, 5)) },
        PlanRequest { boosters: [date(2026, 1, 25)].into(), ..in_steps(&[]) },
        PlanRequest { fixed: [date(2026, 1, 9), date(2026, 2, 10)].into(), ..from(date(2026, 1, 5)) },
        from(date(2026, 1, 5)),
        PlanRequest { pauses: vec![shut], ..from(date(2026, 1, 5)) },
        PlanRequest { closed: [date(2026, 1, 5), date(2026, 1, 12)].into(), ..from(date(2026, 1, 5)) },
        PlanRequest { weekdays: Some("tue,fri".parse().unwrap()), ..from(date(2026, 1, 5)) },
        PlanRequest {
            done: vec![date(2026, 1, 5)],
            missed: vec![date(2026, 1, 8)],
            not_before: Some(date(2026, 2, 2)),
            ..from(date(2026, 1, 5))
        },
        in_steps(&[1]),
        in_steps(&[1, 1, 1]),
        in_steps(&[-1]),
        in_steps(&[-1, -1]),
    ];
    let reasons: Vec<Message> = requests
        .iter()
        .flat_map(|request| {
            let sessions = plan(request).unwrap();
            let notes = notes(request, &sessions);
            sessions.into_iter().flat_map(|session| session.why).chain(notes)
        })
        .collect();
    for reason in &reasons {
        let template = texts.texts.get(&reason.key).unwrap_or_else(|| panic!("no text for {}", reason.key));
        let sentence = reason.fill(template);
        assert!(!sentence.contains('{'), "{}: {sentence}", reason.key);
    }
    for key in texts.texts.keys().filter(|key| key.starts_with("schedule.")) {
        assert!(reasons.iter().any(|reason| &reason.key == key), "{key} was never said");
    }
}
