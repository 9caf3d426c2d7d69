use std::collections::BTreeMap;

use evenkeel_practice::{PricesForm, Refusal, Role};
use evenkeel_store::audit;
use evenkeel_testkit::clinic::TestClinic;
use jiff::civil::date;

fn form(seen_version: i64, currency: &str, amounts: &[(&str, &str)]) -> PricesForm {
    let amounts: BTreeMap<_, _> = amounts.iter().map(|(k, a)| ((*k).to_owned(), (*a).to_owned())).collect();
    PricesForm { seen_version, currency: currency.to_owned(), amounts }
}

async fn set(c: &TestClinic, seen_version: i64, amounts: &[(&str, &str)]) {
    let new = form(seen_version, "usd", amounts);
    c.practice.set_prices(&c.actor(Role::Admin), new, &c.key()).await.unwrap();
}

pub async fn prices_are_the_leads_version_by_version(c: TestClinic) {
    let lead = c.actor(Role::Admin);
    assert_eq!(c.practice.prices(&lead).await.unwrap().version, 0);
    let refused = c.practice.set_prices(&c.prescriber(), form(0, "USD", &[("iv", "450")]), &c.key()).await;
    assert!(matches!(refused, Err(Refusal::NotAllowed { .. })), "{refused:?}");
    set(&c, 0, &[("iv", "450"), ("im", "")]).await;
    let late = c.practice.set_prices(&lead, form(0, "USD", &[("iv", "500")]), &c.key()).await;
    assert!(matches!(late, Err(Refusal::Conflict { .. })), "{late:?}");
    let kept = c.practice.prices(&c.prescriber()).await.unwrap();
    let iv = kept.routes.iter().find(|r| r.key == "iv").unwrap();
    assert_eq!((kept.version, kept.currency.as_str(), kept.may_change), (1, "USD", false));
    assert_eq!((iv.amount.as_str(), iv.exact.as_str()), ("450", "450.00"));
    assert!(kept.routes.iter().filter(|r| r.key != "iv").all(|r| r.amount.is_empty()));
    let desk = c.practice.prices(&c.actor(Role::FrontDesk)).await;
    assert!(matches!(desk, Err(Refusal::NotAllowed { .. })));
    let lines = audit::list(c.practice.store(), c.clinic, None, 100).await.unwrap();
    assert!(lines.iter().any(|line| line.action == "clinic.prices.set"));
}

pub async fn what_is_no_price_is_told_beside_its_field(c: TestClinic) {
    let lead = c.actor(Role::Admin);
    let tried = async |currency: &str, amounts: &[(&str, &str)]| {
        let refused = c.practice.set_prices(&lead, form(0, currency, amounts), &c.key()).await;
        let Err(Refusal::Invalid(problems)) = refused else { panic!("{refused:?}") };
        problems.iter().map(|p| format!("{}: {} {}", p.field, p.what, p.remedy)).collect::<Vec<_>>()
    };
    assert!(tried("dollars", &[("iv", "450")]).await[0].starts_with("currency: “dollars” is no currency"));
    let told = tried("USD", &[("iv", "1,200"), ("pain-2h-80mg", "free"), ("im", "350.50")]).await;
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with("iv: “1,200” is no price in USD.") && told[0].contains("such as 450.00"),
        "{told:?}"
    );
    assert!(told[1].starts_with("pain-2h-80mg: “free”"), "{told:?}");
    assert!(tried("JPY", &[("iv", "450.50")]).await[0].contains("without digits after the point"));
}

pub async fn a_course_shows_its_cost_only_at_a_known_price(c: TestClinic) {
    let course = c.course("Nora Field").await;
    let actor = c.prescriber();
    let page = c.practice.course(&actor, course).await.unwrap();
    assert!(page.cost.price.is_none() && page.cost.year.is_none(), "{:?}", page.cost);
    set(&c, 0, &[("im", "100")]).await;
    assert!(c.practice.course(&actor, course).await.unwrap().cost.price.is_none(), "another route's price");
    set(&c, 1, &[("iv", "450")]).await;
    let cost = c.practice.course(&actor, course).await.unwrap().cost;
    assert_eq!(cost.price.as_deref(), Some("USD 450"));
    let year = cost.year.unwrap();
    assert!(year.median.starts_with("USD ") && year.whose.is_some(), "{year:?}");
    set(&c, 2, &[("iv", "450"), ("iv-mood-6", "500")]).await;
    let cost = c.practice.course(&actor, course).await.unwrap().cost;
    assert_eq!(cost.price.as_deref(), Some("USD 500"), "the protocol's own counts before the route's");
}

pub async fn the_cost_sheet_sums_the_planned_sessions(c: TestClinic) {
    let course = c.course("Nora Field").await;
    set(&c, 0, &[("iv", "449.50")]).await;
    let nurse = c.actor(Role::Nurse);
    c.practice.give_session(&nurse, TestClinic::session(course, date(2026, 1, 5)), &c.key()).await.unwrap();
    let sheet = c.practice.cost_sheet(&nurse, course).await.unwrap();
    let induction = sheet.planned.iter().filter(|s| s.phase == "induction").count();
    assert_eq!((induction, sheet.planned.len()), (5, 11));
    assert!(sheet.planned.iter().all(|s| s.amount == "449.50" && s.date > date(2026, 1, 5)));
    assert_eq!((sheet.sum.as_str(), sheet.currency.as_str()), ("4,944.50", "USD"));
    assert!(sheet.year.is_ok() && sheet.basis.contains("Model 1.1"), "{sheet:?}");
    let desk = c.practice.cost_sheet(&c.actor(Role::FrontDesk), course).await;
    assert!(matches!(desk, Err(Refusal::NotAllowed { .. })), "{desk:?}");
    let lines = audit::list(c.practice.store(), c.clinic, None, 100).await.unwrap();
    assert!(lines.iter().any(|line| line.action == "course.cost"));
}
