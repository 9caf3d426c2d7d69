//! One rule: what it says, on what it rests, and what this clinic changed in it.

use askama::Template;
use axum::extract::{Path, State};
use evenkeel_practice::view::reference::RulePage;

use super::Answer;
use crate::app::App;
use crate::html;
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "rule.html")]
struct Rule {
    shell: Shell,
    page: RulePage,
}

/// Shows the rule.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Answer {
    let page = app.practice.rule(visit.actor()?, &id)?;
    html::page(&Rule { shell: visit.shell(format!("Rule {}", page.line.id)).at("/rules"), page })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    #[test]
    fn a_rule_shows_its_numbers_sources_attributes_and_the_clinics_change() {
        let page = samples::rule();
        let words = testing::text(&testing::check(&Rule { shell: testing::clinician("Rule D11"), page }));
        for said in ["continue percent", "25", "shipped: 20", "Uses race", "harbour", "primary score"] {
            assert!(words.to_lowercase().contains(&said.to_lowercase()), "{said} in {words}");
        }
    }
}
