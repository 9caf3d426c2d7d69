//! The cost sheet of a course, to print.

use askama::Template;
use axum::extract::{Path, State};
use evenkeel_practice::CourseId;
use evenkeel_practice::view::cost::CostPage;

use super::Answer;
use crate::app::App;
use crate::html;
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "cost.html")]
struct Page {
    shell: Shell,
    page: CostPage,
}

/// Shows the cost sheet of a course.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Path(id): Path<CourseId>) -> Answer {
    let page = app.practice.cost_sheet(visit.actor()?, id).await?;
    html::page(&draw(visit.shell("Cost sheet"), page))
}

fn draw(shell: Shell, page: CostPage) -> Page {
    Page { shell: shell.at("/patients"), page }
}

#[cfg(test)]
mod tests {
    use evenkeel_practice::view::cost::CostRange;

    use super::*;
    use crate::{samples, testing};

    fn text(page: CostPage) -> String {
        testing::text(&testing::check(&draw(testing::clinician("Cost"), page)))
    }

    #[test]
    fn each_planned_session_has_its_amount_and_the_forecast_is_no_bill() {
        let said = text(samples::cost_sheet());
        for wanted in [
            "450.00",
            "900.00",
            "USD 4,050",
            "This is a forecast, not a bill",
            "Rough beyond six months",
            "Model 1.1",
        ] {
            assert!(said.contains(wanted), "{wanted}");
        }
    }

    #[test]
    fn little_is_known_is_said_before_the_range() {
        let page = samples::cost_sheet();
        let year =
            page.year.clone().map(|year| CostRange { whose: Some("No score yet.".to_owned()), ..year });
        let said = text(CostPage { year, ..page });
        assert!(said.find("No score yet.").unwrap() < said.find("USD 4,050").unwrap());
    }

    #[test]
    fn without_a_price_or_a_forecast_it_says_why() {
        let none = CostPage {
            price: None,
            currency: String::new(),
            sum: String::new(),
            year: Err("No price is set for these sessions.".to_owned()),
            caveats: Vec::new(),
            basis: String::new(),
            ..samples::cost_sheet()
        };
        let html = testing::check(&draw(testing::clinician("Cost"), none));
        assert!(html.contains("href=\"/clinic/prices\"") && !html.contains("450.00"));
        let off = CostPage { year: Err("Decision hints are off.".to_owned()), ..samples::cost_sheet() };
        assert!(text(off).contains("Decision hints are off."));
        let over = CostPage { planned: Vec::new(), ..samples::cost_sheet() };
        assert!(text(over).contains("No sessions are planned"));
    }
}
