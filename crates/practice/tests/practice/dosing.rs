use evenkeel_care::dose::Dose;
use evenkeel_practice::{CourseId, DosingForm, GiveSession, OrderedDose, Refusal, Role};
use evenkeel_store::audit;
use evenkeel_testkit::clinic::TestClinic;
use jiff::civil::date;

fn ordered(course: CourseId, amount: f64, weight_kg: Option<f64>) -> OrderedDose {
    OrderedDose { course, date: date(2026, 1, 5), dose: Dose::mg_per_kg(amount), weight_kg }
}

async fn set(c: &TestClinic, seen_version: i64, second_check: bool) {
    let reason = "Two nurses on every shift.".into();
    let form = DosingForm { seen_version, iv: "1".into(), second_check, reason, ..DosingForm::default() };
    c.practice.set_dosing(&c.actor(Role::Admin), form, &c.key()).await.unwrap();
}

/// 0.5 mg/kg at 81.37 kg is 40.685 mg; at 1 mg/mL that is measured and pumped over 40 minutes.
pub async fn a_dose_is_worked_out_from_todays_weight(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let nurse = c.actor(Role::Nurse);
    let asked = ordered(course, 0.5, Some(81.37));
    let plain = c.practice.work_out_dose(&nurse, asked).await.unwrap();
    assert!(
        plain.amounts[0].ends_with(" mg") && plain.amounts.iter().all(|a| !a.contains("mL")),
        "{plain:?}"
    );
    assert!(!plain.missing.is_empty(), "no concentration is set");
    set(&c, 0, false).await;
    let sheet = c.practice.work_out_dose(&nurse, asked).await.unwrap();
    assert_eq!(sheet.amounts, ["40.69 mg", "40.69 mL", "61 mL/h", "40 min"]);
    assert!(sheet.steps.iter().any(|s| s.starts_with("Rounded up")), "{:?}", sheet.steps);
    let refused = c.practice.work_out_dose(&nurse, ordered(course, 35.0, Some(70.0))).await;
    assert!(matches!(&refused, Err(Refusal::Invalid(p)) if p[0].field == "dose_mg_per_kg"), "{refused:?}");
    let desk = c.practice.work_out_dose(&c.actor(Role::FrontDesk), asked).await;
    assert!(matches!(desk, Err(Refusal::NotAllowed { .. })));
}

/// P44: a weight of eight days ago is told and not reckoned with.
pub async fn a_stale_weight_is_told_and_not_reckoned_with(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let actor = c.prescriber();
    c.practice.give_session(&actor, TestClinic::session(course, date(2026, 1, 5)), &c.key()).await.unwrap();
    let sheet = async |day: i8| {
        c.day(date(2026, 1, day));
        let page = c.practice.course(&actor, course).await.unwrap();
        (page.give.weight_kg.is_some(), page.give.sheet.unwrap())
    };
    let (offered, fresh) = sheet(12).await;
    assert!(offered && fresh.amounts[0].ends_with(" mg"), "{fresh:?}");
    let (offered, stale) = sheet(13).await;
    assert!(!offered && stale.amounts.iter().all(|a| !a.ends_with(" mg")), "{stale:?}");
    assert!(stale.steps.iter().any(|s| s.to_lowercase().contains("weigh again")), "{:?}", stale.steps);
}

pub async fn a_second_person_confirms_the_same_dose_first(c: TestClinic) {
    set(&c, 0, true).await;
    let course = c.course("Nora Field").await;
    let (nurse, prescriber) = (c.actor(Role::Nurse), c.prescriber());
    let session = || GiveSession { weight_kg: Some(70.0), ..TestClinic::session(course, date(2026, 1, 5)) };
    let refused = async |wanted: &str| {
        let tried = c.practice.give_session(&nurse, session(), &c.key()).await;
        assert!(format!("{tried:?}").contains(wanted), "{tried:?}");
    };
    refused("nobody has confirmed 0.5 mg/kg at 70 kg").await;
    c.practice.confirm_dose(&nurse, ordered(course, 0.5, Some(70.0)), &c.key()).await.unwrap();
    refused("nobody has confirmed").await;
    c.practice.confirm_dose(&prescriber, ordered(course, 0.6, Some(70.0)), &c.key()).await.unwrap();
    refused("has confirmed 0.6 mg/kg at 70 kg").await;
    c.practice.confirm_dose(&prescriber, ordered(course, 0.5, Some(70.0)), &c.key()).await.unwrap();
    let page = c.practice.course(&nurse, course).await.unwrap();
    assert_eq!((page.give.second_check, page.give.checks.len()), (true, 3));
    c.practice.give_session(&nurse, session(), &c.key()).await.unwrap();
    let lines = audit::list(c.practice.store(), c.clinic, None, 100).await.unwrap();
    assert!(lines.iter().any(|line| line.action == "session.given_after_check"));
}

pub async fn dosing_settings_are_the_leads_and_need_a_reason(c: TestClinic) {
    let lead = c.actor(Role::Admin);
    let wrong = DosingForm { iv: "5000".into(), ..DosingForm::default() };
    let refused = c.practice.set_dosing(&lead, wrong.clone(), &c.key()).await;
    let Err(Refusal::Invalid(problems)) = refused else { panic!("{refused:?}") };
    assert_eq!(problems.iter().map(|p| p.field.as_str()).collect::<Vec<_>>(), ["iv", "reason"]);
    let refused = c.practice.set_dosing(&c.prescriber(), wrong, &c.key()).await;
    assert!(matches!(refused, Err(Refusal::NotAllowed { .. })));
    assert!(!c.practice.dosing_settings(&lead).await.unwrap().second_check, "off until somebody says why");
    set(&c, 0, true).await;
    let kept = c.practice.dosing_settings(&c.prescriber()).await.unwrap();
    assert_eq!((kept.version, kept.iv.as_str(), kept.may_change), (1, "1", false));
}
