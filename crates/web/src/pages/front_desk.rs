//! The front desk: who comes when. No scores, no findings, no doses, also not in the HTML.

use askama::Template;
use axum::extract::{Query, State};
use evenkeel_practice::Role;
use evenkeel_practice::view::people::FrontDeskRow;
use serde::Deserialize;

use super::Answer;
use crate::app::App;
use crate::done::Done;
use crate::shell::Shell;
use crate::visit::Visit;
use crate::{assets, format, html};

#[derive(Template)]
#[template(path = "front_desk.html")]
struct FrontDesk {
    shell: Shell,
    rows: Vec<FrontDeskRow>,
    may_add: bool,
}

/// What stands in the address.
#[derive(Deserialize)]
pub(crate) struct Notice {
    done: Option<String>,
}

/// Shows the visits.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Query(notice): Query<Notice>) -> Answer {
    let actor = visit.actor()?;
    let rows = app.practice.front_desk(actor).await?;
    let shell = visit.shell("Visits").at("/front-desk").after(Done::read(notice.done.as_deref()));
    html::page(&FrontDesk { shell, rows, may_add: actor.role == Role::FrontDesk })
}

/// How the visit stands: icon and words.
fn state(row: &FrontDeskRow) -> String {
    let (class, icon, words) = match row.in_days {
        None => ("", "circle", "no visit planned".to_owned()),
        Some(0) => ("info", "circle-dot", "today".to_owned()),
        Some(days) if days < 0 => ("warn", "clock", format!("was planned {}", format::in_days(days))),
        Some(days) => ("", "calendar-days", format::in_days(days)),
    };
    let icon = assets::icon(icon);
    format!(
        "<span class=\"badge {class}\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"{icon}\"></use></svg>{words}</span>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    fn draw(rows: Vec<FrontDeskRow>) -> String {
        testing::check(&FrontDesk { shell: testing::front_desk("Visits"), rows, may_add: true })
    }

    #[test]
    fn nothing_clinical_stands_on_the_page() {
        let html = draw(samples::front_desk());
        let words = testing::text(&html).to_lowercase();
        for clinical in [
            "phq",
            "gad",
            "qids",
            "madrs",
            "score",
            "mg",
            "response",
            "remission",
            "finding",
            "dose",
            "chance",
        ] {
            assert!(!words.contains(clinical), "{clinical}");
        }
        assert!(!html.contains("/courses/") && !html.contains("ch-"));
    }

    #[test]
    fn a_visit_that_has_passed_is_told_in_words() {
        assert!(draw(samples::front_desk()).contains("was planned 2 days ago"));
        assert!(draw(Vec::new()).contains("No visits planned"));
    }
}
