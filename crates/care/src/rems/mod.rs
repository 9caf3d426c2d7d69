//! The patient monitoring form of the SPRAVATO REMS: its definition as data, and what of it a session
//! and a record already answer. The certified setting completes and sends the form; this fills a draft,
//! and says what is missing. Nothing is guessed: what nobody wrote down stays open.

mod draft;
mod draw;
mod form;
mod problems;

pub use draft::{DraftField, FieldValue, FormDraft, Told, fill};
pub(crate) use draw::near;
pub use form::{DrawnFrom, Field, FieldKind, FormSource, MonitoringForm, OnlyIf, Required, Section};
