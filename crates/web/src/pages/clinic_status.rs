//! How this installation stands, for the clinic's lead: what runs, and what somebody has to see to.

use askama::Template;
use axum::extract::State;
use evenkeel_practice::view::clinic::StatusView;

use super::Answer;
use crate::app::App;
use crate::html;
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "clinic_status.html")]
struct StatusPage {
    shell: Shell,
    s: StatusView,
}

/// Shows it.
pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Answer {
    let s = app.practice.status(visit.actor()?).await?;
    html::page(&StatusPage { shell: visit.shell("Status").at("/clinic/safety"), s })
}

/// A digest in parts, between which a narrow screen may break it.
fn parts(digest: &str) -> Vec<String> {
    let digits: Vec<char> = digest.chars().collect();
    digits.chunks(8).map(|part| part.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    fn page(s: StatusView) -> String {
        testing::check(&StatusPage { shell: testing::clinician("Status"), s })
    }

    #[test]
    fn the_lead_reads_what_runs_and_what_was_given_up() {
        let html = page(samples::status());
        let text = testing::text(&html);
        for said in ["0.1.0", "12.4 MB", "never", "2 jobs were given up", "What to do"] {
            assert!(text.contains(said), "{said}: {text}");
        }
        assert!(html.contains("9f2c4e6a<wbr>8b0d1f3a<wbr>"), "a digest that breaks on a phone");
        assert!(
            html.contains("the model &lt;1.1&gt; is away")
                || html.contains("the model &#60;1.1&#62; is away")
        );
    }

    #[test]
    fn a_sound_installation_says_so() {
        let sound = StatusView { given_up: Vec::new(), given_up_in_all: 0, ..samples::status() };
        let text = testing::text(&page(sound));
        assert!(text.contains("No job was given up") && !text.contains("What to do"));
    }

    #[test]
    fn a_silent_worker_and_another_schema_are_told_with_what_to_do() {
        let ill = StatusView {
            worker: "Silent for 12 min".to_owned(),
            worker_is_alive: false,
            schema_is_current: false,
            ..samples::status()
        };
        let text = testing::text(&page(ill));
        assert!(text.contains("Silent for 12 min") && text.contains("Restart the program"), "{text}");
        assert!(text.contains("another version of the program"), "{text}");
    }
}
