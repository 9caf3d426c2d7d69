//! What is kept: one file per noun, its SQL written once for both engines.
//!
//! - [`Store::open`] opens a clinic's database (encrypted SQLite file, or PostgreSQL).
//! - [`Store::tx`] is the one way to write: facts, audit lines, jobs and the idempotency outcome of
//!   one request, all or nothing. Acknowledged means on disk.
//! - Facts are append-only. A correction is a new row that points at the old one.
//! - Reads take a [`Source`]: `&store`, or `&mut tx` to see what the transaction wrote.
//! - The clinic is an argument of every call. The exceptions are those that *find* the clinic: a
//!   sign-in token, a set-up link, the worker's next job, the list of clinics; and the figures of the
//!   whole installation (how the database and its jobs stand), which name nobody.
//!
//! There are no rules here: what may be written, and by whom, is decided in `evenkeel-practice`.

#[macro_use]
mod row;
mod clock;
mod db;
mod dialect;
mod error;
mod ids;
pub mod keys;
mod migrate;
mod open;
pub mod own_course;
mod sealed;
mod source;
mod threads;
mod token;
mod tx;
mod values;
#[cfg(test)]
mod walks;

pub mod account;
pub mod alert;
pub mod audit;
pub mod booking;
pub mod clinic;
pub mod course;
pub mod course_bundle;
pub mod course_due;
pub mod course_event;
pub mod course_list;
pub mod course_protocol;
pub mod course_snooze;
pub mod course_state;
pub mod course_watch;
pub mod data_key;
pub mod decision;
pub mod dose_check;
pub mod dosing_setting;
pub mod finding;
pub mod floor;
pub mod forecast;
pub mod front_desk;
pub mod hints;
pub mod import_batch;
pub mod inbox;
pub mod job;
pub mod life_entry;
pub mod live;
pub mod login_session;
pub mod measurement;
pub mod observation;
pub mod own_note;
pub mod patient;
pub mod patient_search;
pub mod plan;
pub mod planned_move;
pub mod portable;
pub mod price_setting;
pub mod safety_setting;
pub mod safety_wording;
pub mod score_history;
pub mod screen;
pub mod screening;
pub mod session;
pub mod setting;
pub mod setup_link;
pub mod sign;
pub mod sign_in;
pub mod sitting;
pub mod therapy_list;
pub mod therapy_visit;
pub mod timeline;
pub mod upkeep;

pub use audit::Subject;
pub use clock::{Clock, Dice};
pub use dialect::Location;
pub use error::{OpenError, StoreError};
pub use ids::{
    AccountId, AlertId, ClinicId, CourseEventId, CourseId, DecisionId, FindingId, ForecastId, ImportBatchId,
    JobId, LifeEntryId, LoginSessionId, MeasurementId, OwnNoteId, PatientId, PlanId, ScreenId, SessionId,
    SetupLinkId, SittingId, SittingNoteId, VisitId,
};
pub use keys::MasterKeys;
pub use open::{Store, StoreConfig};
pub use sealed::Note;
pub use source::Source;
pub use tx::{ActorRef, Begun, Tx};
pub use values::{Inserted, JsonText, Recorded};
