//! A refusal on its way out. The handler says why; what a person reads is chosen by who they are:
//! the patient what to do next, staff what happened and what it means, and on our own faults an id
//! only: the cause stands in the log.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use evenkeel_practice::Refusal;

use crate::format;

/// The error of every page.
#[derive(Debug, Clone)]
pub(crate) struct Refused(pub Refusal);

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

/// Beside a refusal: the answers that could not be taken give cause to see to safety first, so the
/// error page carries the crisis line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Urgent;

impl Refused {
    /// The refusal on its way out, with the crisis line.
    pub(crate) fn urgent(self) -> Response {
        let mut response = self.into_response();
        response.extensions_mut().insert(Urgent);
        response
    }
}

impl IntoResponse for Refused {
    /// The status, with the refusal beside it for the error page, which knows who is reading.
    fn into_response(self) -> Response {
        let mut response = status(&self.0).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The status that tells a program what the page tells a person.
fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::SignIn => StatusCode::UNAUTHORIZED,
        Refusal::NotAllowed { .. } => StatusCode::FORBIDDEN,
        Refusal::NotFound { .. } => StatusCode::NOT_FOUND,
        Refusal::Invalid(_) | Refusal::Confirm { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::Conflict { .. } => StatusCode::CONFLICT,
        Refusal::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// An error page in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ErrorWords {
    /// What happened, in a few words.
    pub title: String,
    /// What it means.
    pub what: String,
    /// What to do.
    pub remedy: String,
    /// Whether to ask the reader to sign in.
    pub sign_in: bool,
    /// The id in the log, where asking for it helps.
    pub id: Option<String>,
}

impl ErrorWords {
    fn new(title: &str, what: impl Into<String>, remedy: &str) -> Self {
        Self {
            title: title.to_owned(),
            what: what.into(),
            remedy: remedy.to_owned(),
            sign_in: false,
            id: None,
        }
    }
}

/// The words for an answer that was refused. `refusal` is known if a page refused; a plain status
/// comes from the boundary. `request` is the id in the log.
pub(crate) fn words(
    status: StatusCode,
    refusal: Option<&Refusal>,
    patient: bool,
    request: &str,
) -> ErrorWords {
    let mut words = match refusal {
        Some(refusal) => of_refusal(refusal),
        None => of_status(status),
    };
    if patient {
        words = for_patient(status, words);
    }
    if status.is_server_error() {
        words.id = Some(request.to_owned());
    }
    words
}

fn of_refusal(refusal: &Refusal) -> ErrorWords {
    match refusal {
        Refusal::SignIn => {
            let what = "Nobody is signed in in this browser, or the sign-in has ended.";
            ErrorWords {
                sign_in: true,
                ..ErrorWords::new("Please sign in", what, "Sign in, then open the page again.")
            }
        }
        Refusal::NotAllowed { what } => ErrorWords::new(
            "Your role does not open this page",
            sentence(what),
            "Go back to your own page. If you need this for your work, ask the clinic’s lead to change your role.",
        ),
        Refusal::NotFound { what } => ErrorWords::new(
            "Not found",
            sentence(&format!("{what} was not found in this clinic")),
            "Check the address, or look for the patient in the list.",
        ),
        Refusal::Invalid(problems) => {
            let what =
                problems.iter().map(|p| format!("{} {}", p.what, p.remedy)).collect::<Vec<_>>().join(" ");
            ErrorWords::new(
                "This cannot be taken as it is",
                what,
                "Go back, correct it and send it again. Nothing was written.",
            )
        }
        Refusal::Confirm { what, .. } => ErrorWords::new(
            "Please confirm",
            sentence(what),
            "Go back, tick the confirmation and send it again. Nothing was written.",
        ),
        Refusal::Conflict { what } => ErrorWords::new(
            "This was not recorded",
            sentence(what),
            "Go back, reload the page and look at it as it is now. Nothing was overwritten.",
        ),
        Refusal::Unavailable { what, .. } => ErrorWords::new(
            "This does not work at the moment",
            sentence(what),
            "Try again in a minute. If it stays so, tell your operator the number below.",
        ),
    }
}

fn of_status(status: StatusCode) -> ErrorWords {
    match status {
        StatusCode::NOT_FOUND => ErrorWords::new(
            "Not found",
            "There is no page at this address.",
            "Check the address, or start from your own page.",
        ),
        StatusCode::FORBIDDEN => ErrorWords::new(
            "This form came from another site",
            "The browser says that the form was not sent from a page of this clinic, so nothing was written.",
            "Open the page here and send it again. If it happens here, the clinic’s base address may be set wrongly: tell your operator.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => ErrorWords::new(
            "This is too long",
            "More text was sent than a form here takes, so nothing was written.",
            "Shorten the text and send it again.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => ErrorWords::new(
            "Not this way",
            "This address only takes a form.",
            "Go back and start from the page with the form.",
        ),
        status if status.is_client_error() => ErrorWords::new(
            "This cannot be read",
            "The address or the form is damaged, so nothing was written.",
            "Go back to the page and try again from there.",
        ),
        _ => ErrorWords::new(
            "Something went wrong on our side",
            "What you asked for was not completed. What was saved before is safe.",
            "Try again in a minute. If it happens again, tell your operator the number below.",
        ),
    }
}

/// A patient reads what to do next, without the clinic's inner workings.
fn for_patient(status: StatusCode, words: ErrorWords) -> ErrorWords {
    if words.sign_in {
        return words;
    }
    let (title, what) = match status {
        status if status.is_server_error() => {
            ("This page is not working right now", "It is not because of something you did.")
        }
        StatusCode::FORBIDDEN => ("This page is for your care team", "You have a page of your own here."),
        _ => ("We cannot find that page", "The link may be old or cut short."),
    };
    ErrorWords::new(title, what, "Go to your own page. If you need help with it, call your clinic.")
}

/// Begins with a capital and ends with a full stop.
fn sentence(text: &str) -> String {
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{end}", format::capital(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_faults_show_an_id_and_no_cause() {
        let shown = words(StatusCode::INTERNAL_SERVER_ERROR, None, false, "r-1");
        assert_eq!(shown.id.as_deref(), Some("r-1"));
        let (what, cause) = ("The record cannot be read.".to_owned(), "disk 7 is gone".to_owned());
        let away = Refusal::Unavailable { what, cause };
        let shown = words(StatusCode::SERVICE_UNAVAILABLE, Some(&away), false, "r-1");
        assert_eq!(shown.id.as_deref(), Some("r-1"));
        assert!(!format!("{shown:?}").contains("disk 7"));
    }

    #[test]
    fn a_role_that_may_not_reads_why_and_what_to_do() {
        let refusal = Refusal::NotAllowed { what: "reading charts is for clinicians".to_owned() };
        let shown = words(StatusCode::FORBIDDEN, Some(&refusal), false, "r-1");
        assert_eq!(shown.what, "Reading charts is for clinicians.");
        assert!(shown.remedy.contains("Go back to your own page"));
        assert_eq!(shown.id, None);
    }

    #[test]
    fn a_patient_reads_what_to_do_next() {
        let refusal = Refusal::NotAllowed { what: "reading charts is for clinicians".to_owned() };
        let shown = words(StatusCode::FORBIDDEN, Some(&refusal), true, "r-1");
        assert!(!shown.what.contains("charts") && shown.remedy.contains("call your clinic"));
    }
}
