//! What sessions cost: the clinic's prices, the cost line of a course, and the cost sheet.

mod money;
mod settings;
mod sheet;

pub use settings::PricesForm;
pub(crate) use settings::PricesInForce;
pub(crate) use sheet::cost_line;
