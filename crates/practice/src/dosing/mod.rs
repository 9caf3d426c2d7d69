//! Doses at the chair: worked out from today's weight, drawn from the clinic's own vials, and confirmed by a
//! second person where the clinic asks for it.

mod second;
mod settings;
mod sheet;

pub use settings::DosingForm;
pub(crate) use settings::DosingInForce;
pub use sheet::OrderedDose;
