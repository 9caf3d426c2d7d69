//! One protocol: how a course runs by it, week by week, and how many run by which revision of it.

use askama::Template;
use axum::extract::{Path, State};
use evenkeel_practice::view::reference::ProtocolPage;

use super::Answer;
use crate::app::App;
use crate::figures::{self, Picture};
use crate::html;
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "protocol_lanes.html")]
struct Lanes {
    shell: Shell,
    page: ProtocolPage,
    pictures: Vec<Picture>,
}

/// Shows it.
pub(crate) async fn show(State(app): State<App>, Path(id): Path<String>, visit: Visit) -> Answer {
    let page = app.practice.protocol_page(visit.actor()?, &id).await?;
    let shell = visit.shell(page.protocol.name.clone()).at("/rules");
    html::page(&drawn(shell, page))
}

fn drawn(shell: Shell, page: ProtocolPage) -> Lanes {
    let pictures = page.lanes.as_ref().map(figures::lanes).unwrap_or_default();
    Lanes { shell, page, pictures }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    #[test]
    fn the_lanes_the_revisions_and_the_numbers_stand_there() {
        let html = testing::check(&drawn(testing::clinician("Protocol"), samples::protocol_page()));
        let words = testing::text(&html);
        for said in
            ["The first 4 weeks", "session 1, day 0", "7 courses", "revision 2025-06", "dose: stop above"]
        {
            assert!(words.contains(said), "{said} in {words}");
        }
    }
}
