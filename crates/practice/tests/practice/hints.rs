use evenkeel_practice::view::course::CourseOverview;
use evenkeel_practice::{Actor, HINTS_TEXT, HintsForm, Refusal, Role};
use evenkeel_store::audit;
use evenkeel_testkit::clinic::TestClinic;
use jiff::civil::date;

fn word(seen_version: i64, accept: bool) -> HintsForm {
    HintsForm { seen_version, accept, name: "robin hale".into(), role: "Medical director".into() }
}

async fn give(c: &TestClinic, actor: &Actor, form: HintsForm) -> Result<i64, Refusal> {
    c.practice.give_word_on_hints(actor, form, &c.key()).await
}

/// Options anywhere on the page, whatever the finding is called there.
fn options(page: &CourseOverview) -> usize {
    let all =
        page.next_step.finding.iter().chain(&page.safety).chain(&page.progress).chain(&page.other_findings);
    let all = all.chain(&page.tasks.due).chain(&page.tasks.gates);
    all.map(|f| f.options.len()).sum()
}

pub async fn the_lead_withdraws_and_accepts_and_every_word_stays(c: TestClinic) {
    let lead = c.actor(Role::Admin);
    let before = c.practice.hints(&lead).await.unwrap();
    assert!(before.on && before.by_default && before.history.is_empty(), "the clinic is in the US");
    assert_eq!(give(&c, &lead, word(0, false)).await.unwrap(), 1);
    assert_eq!(give(&c, &lead, word(1, true)).await.unwrap(), 2);
    let page = c.practice.hints(&c.prescriber()).await.unwrap();
    assert!(page.on && !page.may_change);
    let said: Vec<_> = page.history.iter().map(|w| (w.accepted, w.who.as_str(), w.text.as_str())).collect();
    let who = "robin hale, Medical director";
    assert_eq!(said, [(true, who, HINTS_TEXT), (false, who, HINTS_TEXT)]);
    let lines = audit::list(c.practice.store(), c.clinic, None, 100).await.unwrap();
    for action in ["clinic.withdraw_hints", "clinic.accept_hints"] {
        assert!(lines.iter().any(|line| line.action == action), "{action}");
    }
}

pub async fn nobody_accepts_hints_for_somebody_else(c: TestClinic) {
    let lead = c.actor(Role::Admin);
    let other = HintsForm { name: "Dr Maren Vale".into(), role: String::new(), ..word(0, false) };
    let refused = give(&c, &lead, other).await;
    let Err(Refusal::Invalid(problems)) = refused else { panic!("{refused:?}") };
    assert_eq!(problems.iter().map(|p| p.field.as_str()).collect::<Vec<_>>(), ["name", "role"]);
    let refused = give(&c, &c.prescriber(), word(0, false)).await;
    assert!(matches!(refused, Err(Refusal::NotAllowed { .. })), "{refused:?}");
    assert!(matches!(give(&c, &lead, word(0, true)).await, Err(Refusal::Conflict { .. })), "on already");
    give(&c, &lead, word(0, false)).await.unwrap();
    assert!(matches!(give(&c, &lead, word(0, true)).await, Err(Refusal::Conflict { .. })), "a stale page");
}

/// From the moment of withdrawal no option, no forecast, no shared answer; the record and the trends stay.
pub async fn after_a_withdrawal_no_option_and_no_forecast_is_left(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let actor = c.prescriber();
    for (n, total) in [(5, 20.0), (8, 19.0), (12, 18.0), (15, 17.0)] {
        c.day(date(2026, 1, n));
        let score = TestClinic::total(course, date(2026, 1, n), "PHQ9".parse().unwrap(), total);
        c.practice.check_in(&actor, score, &c.key()).await.unwrap();
        c.practice
            .give_session(&actor, TestClinic::session(course, date(2026, 1, n)), &c.key())
            .await
            .unwrap();
    }
    c.day(date(2026, 1, 16));
    let score = TestClinic::total(course, date(2026, 1, 16), "PHQ9".parse().unwrap(), 17.0);
    c.practice.check_in(&actor, score, &c.key()).await.unwrap();
    let on = c.practice.course(&actor, course).await.unwrap();
    assert!(options(&on) > 0 && on.answer.is_ok() && !on.forecasts.is_empty());
    assert!(c.practice.open_decision(&actor, course).await.unwrap().is_some());
    give(&c, &c.actor(Role::Admin), word(0, false)).await.unwrap();
    let off = c.practice.course(&actor, course).await.unwrap();
    assert_eq!((options(&off), off.may.decide, off.may.share), (0, false, false));
    assert!(off.answer.is_err() && off.forecasts.is_empty() && off.chart.fan.is_empty());
    assert!(c.practice.open_decision(&actor, course).await.unwrap().is_none());
    assert!(!off.clinic.hints && off.scores.len() == 5 && off.sessions.len() == 4 && !off.plan.is_empty());
    assert!(!off.progress.is_empty(), "trends stay");
}
