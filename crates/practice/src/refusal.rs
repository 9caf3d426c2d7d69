//! Why something was not done, for the person who tried. What the operator needs is in the log
//! under the same id; what the patient reads is another text, chosen by the page.

use evenkeel_store::StoreError;

/// One field that cannot be taken as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// Name of the form field, `weight_kg`.
    pub field: String,
    /// What is wrong, as a sentence.
    pub what: String,
    /// What to do, as a sentence.
    pub remedy: String,
}

impl FieldProblem {
    /// A problem with one field.
    pub fn new(field: &str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { field: field.to_owned(), what: what.into(), remedy: remedy.into() }
    }
}

/// Why something was not done. Nothing of it was written.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Refusal {
    /// Nobody is signed in, or the sign-in has expired.
    #[error("please sign in")]
    SignIn,
    /// The role may not do this.
    #[error("your role does not allow this: {what}")]
    NotAllowed {
        /// What was tried.
        what: String,
    },
    /// It does not exist in this clinic.
    #[error("{what} was not found in this clinic")]
    NotFound {
        /// What was looked for.
        what: String,
    },
    /// Some fields cannot be taken.
    #[error("{}", .0.iter().map(|p| format!("{}: {} {}", p.field, p.what, p.remedy)).collect::<Vec<_>>().join(" "))]
    Invalid(Vec<FieldProblem>),
    /// It can be taken only if it is confirmed, or overridden with a reason.
    #[error("{what}")]
    Confirm {
        /// The field that asks for it: `confirm` or `override_reason`.
        field: String,
        /// Why, as a sentence.
        what: String,
    },
    /// Somebody else changed it in the meantime.
    #[error("{what}")]
    Conflict {
        /// What changed, and what to do.
        what: String,
    },
    /// The system cannot do it now. Nothing was lost.
    #[error("{what}")]
    Unavailable {
        /// What cannot be done, and what to do.
        what: String,
        /// What the operator needs to know; never shown on a page.
        cause: String,
    },
}

impl Refusal {
    /// A refusal over one field.
    pub fn field(field: &str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldProblem::new(field, what, remedy)])
    }

    /// The text for whoever runs the computer: the cause where there is one, else the refusal itself.
    pub fn for_operator(&self) -> String {
        match self {
            Self::Unavailable { cause, .. } if !cause.is_empty() => cause.clone(),
            other => other.to_string(),
        }
    }

    /// What kind of refusal it is, for the log. The log gets no more: a refusal may repeat what was typed.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::NotAllowed { .. } => "not_allowed",
            Self::NotFound { .. } => "not_found",
            Self::Invalid(_) => "invalid",
            Self::Confirm { .. } => "confirm",
            Self::Conflict { .. } => "conflict",
            Self::Unavailable { .. } => "unavailable",
        }
    }

    /// Something of this clinic that does not exist.
    pub fn not_found(what: impl Into<String>) -> Self {
        Self::NotFound { what: what.into() }
    }
}

/// Said to staff when the record cannot be reached; the cause stands in the log.
const NOT_NOW: &str = "The record cannot be read or written at the moment. Nothing was saved, and nothing saved before \
                       is lost. Try again in a minute; if it stays so, call whoever runs this computer.";

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { .. } => Self::Conflict { what: error.to_string() },
            StoreError::NotFound { what } => Self::not_found(format!("This {what}")),
            StoreError::Full | StoreError::ReadOnly | StoreError::Busy | StoreError::Erased => {
                tracing::error!(cause = %error, "the record could not be read or written");
                Self::Unavailable { what: error.to_string(), cause: error.to_string() }
            }
            // What the database or its driver says is for the operator's log, not for the chair.
            other => {
                tracing::error!(cause = %other, "the record could not be read or written");
                Self::Unavailable { what: NOT_NOW.to_owned(), cause: other.to_string() }
            }
        }
    }
}
