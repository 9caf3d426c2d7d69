//! The rules in force.

use askama::Template;
use axum::extract::State;
use evenkeel_practice::view::reference::RulesPage;

use super::Answer;
use crate::app::App;
use crate::html;
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "rules.html")]
struct Rules {
    shell: Shell,
    page: RulesPage,
}

/// Shows the list.
pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Answer {
    let page = app.practice.rules(visit.actor()?)?;
    html::page(&Rules { shell: visit.shell("Rules").at("/rules"), page })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    #[test]
    fn each_rule_leads_to_its_page_and_says_what_the_clinic_changed() {
        let html = testing::check(&Rules { shell: testing::clinician("Rules"), page: samples::rules() });
        assert!(html.contains("href=\"/rules/D11\"") && html.contains("continue_percent 20 → 25"));
    }
}
