//! The error page.

use askama::Template;

use crate::refused::ErrorWords;
use crate::shell::Shell;

/// What the error page shows.
#[derive(Template)]
#[template(path = "error.html")]
pub(crate) struct ErrorPage {
    pub shell: Shell,
    pub words: ErrorWords,
    pub status: u16,
    /// Whether what could not be taken gives cause to see to safety first.
    pub urgent: bool,
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use evenkeel_practice::Refusal;

    use super::*;
    use crate::{refused, testing};

    fn draw(shell: Shell, status: StatusCode, refusal: Option<&Refusal>) -> String {
        let words = refused::words(status, refusal, shell.phone, "r-17");
        testing::check(&ErrorPage { shell, words, status: status.as_u16(), urgent: false })
    }

    #[test]
    fn each_status_says_what_happened_and_what_to_do() {
        for status in [400, 403, 404, 405, 413, 422, 500, 503].map(|code| StatusCode::from_u16(code).unwrap())
        {
            let html = draw(testing::clinician("Error"), status, None);
            assert_eq!(html.contains("r-17"), status.is_server_error(), "{status}");
        }
    }

    #[test]
    fn the_front_desk_learns_why_a_chart_is_closed_and_where_to_go() {
        let refusal = Refusal::NotAllowed { what: "reading charts is for clinicians".to_owned() };
        let html = draw(testing::front_desk("Error"), StatusCode::FORBIDDEN, Some(&refusal));
        assert!(html.contains("Reading charts is for clinicians.") && html.contains("href=\"/front-desk\""));
    }

    #[test]
    fn a_patient_has_the_crisis_line_on_an_error_page_too() {
        let html = draw(testing::patient("Error"), StatusCode::NOT_FOUND, None);
        assert!(html.contains("href=\"tel:988\"") && html.contains("href=\"/my-course\""));
    }

    #[test]
    fn who_is_not_signed_in_is_shown_the_way() {
        let html = draw(testing::nobody("Error"), StatusCode::UNAUTHORIZED, Some(&Refusal::SignIn));
        assert!(html.contains("href=\"/sign-in\""));
    }
}
