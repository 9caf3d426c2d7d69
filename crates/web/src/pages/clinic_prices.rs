//! What one session costs in this clinic.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use evenkeel_practice::PricesForm;
use evenkeel_practice::view::clinic::{PriceRow, PricesView};
use serde::Deserialize;

use super::{Answer, Posted};
use crate::app::App;
use crate::done::Done;
use crate::fields::Fields;
use crate::form_state::FormState;
use crate::html::{self, go};
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "clinic_prices.html")]
struct PricesPage {
    shell: Shell,
    p: PricesView,
    form: FormState,
}

/// What stands in the address.
#[derive(Deserialize)]
pub(crate) struct Notice {
    done: Option<String>,
}

/// Shows the prices.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Query(notice): Query<Notice>) -> Answer {
    let p = app.practice.prices(visit.actor()?).await?;
    let shell = shell(&visit).after(Done::read(notice.done.as_deref()));
    html::page(&PricesPage { shell, p, form: FormState::new("prices", app.practice.new_key()) })
}

/// Puts them in force.
pub(crate) async fn submit(State(app): State<App>, visit: Visit, Form(pairs): Posted) -> Answer {
    let prices = read(&pairs);
    let typed = Fields::from(pairs);
    match app.practice.set_prices(visit.actor()?, prices, typed.text("key")).await {
        Ok(_) => Ok(go(&format!("/clinic/prices?done={}", Done::Prices))),
        Err(refusal) => {
            let form = FormState::new("prices", app.practice.new_key()).refuse(typed, refusal)?;
            let p = app.practice.prices(visit.actor()?).await?;
            html::refused_form(&PricesPage { shell: shell(&visit), p, form })
        }
    }
}

fn shell(visit: &Visit) -> Shell {
    visit.shell("Prices").at("/clinic/safety")
}

/// Every field that is none of the form's own is an amount; which of them count is the practice's to say.
fn read(pairs: &[(String, String)]) -> PricesForm {
    let typed = Fields::from(pairs.to_vec());
    PricesForm {
        seen_version: typed.text("seen_version").parse().unwrap_or(-1),
        currency: typed.text("currency").to_owned(),
        amounts: pairs.iter().map(|(name, _)| (name.clone(), typed.text(name).to_owned())).collect(),
    }
}

/// Rows that have a price.
fn priced(rows: &[PriceRow]) -> Vec<&PriceRow> {
    rows.iter().filter(|row| !row.amount.is_empty()).collect()
}

/// Whether a protocol has a price of its own, or one that was refused.
fn own_open(p: &PricesView, form: &FormState) -> bool {
    form.refused || p.protocols.iter().any(|row| !row.amount.is_empty())
}

#[cfg(test)]
mod tests {
    use evenkeel_practice::Refusal;

    use super::*;
    use crate::testing;

    fn row(key: &str, name: &str, amount: &str) -> PriceRow {
        let exact = if amount.is_empty() { String::new() } else { format!("{amount}.00") };
        PriceRow { key: key.to_owned(), name: name.to_owned(), amount: amount.to_owned(), exact }
    }

    fn prices(may_change: bool) -> PricesView {
        PricesView {
            version: 1,
            set_by: Some("Robin <Ada> Hale, today 09:00".to_owned()),
            may_change,
            currency: "USD".to_owned(),
            routes: vec![row("iv", "IV", "450"), row("im", "IM", "")],
            protocols: vec![row("pain-2h-80mg", "Pain <infusion>", "900"), row("iv-mood-6", "IV mood", "")],
        }
    }

    fn page(p: PricesView, form: FormState) -> String {
        testing::check(&PricesPage { shell: testing::clinician("Prices"), p, form })
    }

    fn form() -> FormState {
        FormState::new("prices", "key".to_owned())
    }

    #[test]
    fn the_lead_sets_a_price_for_each_route_and_protocol() {
        let html = page(prices(true), form());
        assert!(html.contains("action=\"/clinic/prices\"") && html.contains("name=\"pain-2h-80mg\""));
        assert!(html.contains("value=\"USD\"") && html.contains("value=\"450\""));
    }

    #[test]
    fn everybody_else_reads_what_is_set_and_finds_no_form() {
        let html = page(prices(false), form());
        assert!(!html.contains("action=\"/clinic/prices\""));
        let text = testing::text(&html);
        assert!(text.contains("450.00") && text.contains("900.00") && !text.contains("IV mood"));
        let none = PricesView {
            version: 0,
            set_by: None,
            routes: Vec::new(),
            protocols: Vec::new(),
            ..prices(false)
        };
        assert!(testing::text(&page(none, form())).contains("No price is set"));
    }

    #[test]
    fn a_refused_amount_keeps_what_was_typed_beside_its_field() {
        let pairs = vec![("iv".to_owned(), " 1,200 ".to_owned()), ("currency".to_owned(), "usd".to_owned())];
        let read = read(&pairs);
        assert_eq!(
            (read.currency.as_str(), read.amounts["iv"].as_str(), read.seen_version),
            ("usd", "1,200", -1)
        );
        let refusal = Refusal::field("iv", "“1,200” is no price in USD.", "Write 450.00.");
        let html = page(prices(true), form().refuse(Fields::from(pairs), refusal).unwrap());
        assert!(html.contains("value=\"1,200\"") && html.contains("href=\"#prices-iv\""));
    }
}
