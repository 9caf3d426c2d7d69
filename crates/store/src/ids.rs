//! Ids, one type per noun, so that a course's id can never stand for a patient's.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::audit::Subject;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident is $kind:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// What the id names, as audit lines and addresses say it.
            pub const KIND: &'static str = $kind;
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl From<$name> for Subject {
            fn from(id: $name) -> Self {
                Self { kind: $kind.to_owned(), id: Some(id.0) }
            }
        }

        /// A row whose one column is `id`.
        impl $crate::row::FromRecord for $name {
            fn from_record(record: &$crate::row::Record<'_>) -> Result<Self, $crate::error::StoreError> {
                <Self as $crate::row::Field>::field(record, "id")
            }
        }

        cell!($name => Id: |id| id.0, |uuid| Ok::<_, std::convert::Infallible>($name(uuid)));
    )+};
}

ids!(
    /// A clinic.
    ClinicId is "clinic",
    /// A person who signs in.
    AccountId is "account",
    /// A patient.
    PatientId is "patient",
    /// A course of treatment.
    CourseId is "course",
    /// An event of a course.
    CourseEventId is "course_event",
    /// One version of a course's plan.
    PlanId is "plan",
    /// A session.
    SessionId is "session",
    /// A session while it goes on.
    SittingId is "sitting",
    /// One note of a sitting.
    SittingNoteId is "sitting_note",
    /// A therapy visit.
    VisitId is "therapy_visit",
    /// A note that only its author reads.
    OwnNoteId is "own_note",
    /// A small fact of daily life.
    LifeEntryId is "life_entry",
    /// A score.
    MeasurementId is "measurement",
    /// A screen for suicidal thoughts.
    ScreenId is "screen",
    /// A finding.
    FindingId is "finding",
    /// A finding that waits for a person; the same id as the finding's.
    AlertId is "alert",
    /// A decision.
    DecisionId is "decision",
    /// A forecast.
    ForecastId is "forecast",
    /// A job.
    JobId is "job",
    /// An import.
    ImportBatchId is "import_batch",
    /// A signed-in browser.
    LoginSessionId is "login_session",
    /// A one-time set-up link.
    SetupLinkId is "setup_link",
);
