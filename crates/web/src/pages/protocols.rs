//! The protocols in force, to be read.

use askama::Template;
use axum::extract::State;
use evenkeel_practice::view::reference::ProtocolsPage;

use super::Answer;
use crate::app::App;
use crate::html;
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "protocols.html")]
struct Protocols {
    shell: Shell,
    page: ProtocolsPage,
}

/// Shows the list.
pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Answer {
    let page = app.practice.protocols(visit.actor()?)?;
    html::page(&Protocols { shell: visit.shell("Protocols").at("/rules"), page })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    #[test]
    fn a_protocol_shows_its_phases_limits_grade_and_sources() {
        let page = samples::protocols();
        let words =
            testing::text(&testing::check(&Protocols { shell: testing::clinician("Protocols"), page }));
        for said in ["IV mood, six sessions", "Induction", "dose: stop above", "1.5", "Grade"] {
            assert!(words.contains(said), "{said} in {words}");
        }
    }
}
