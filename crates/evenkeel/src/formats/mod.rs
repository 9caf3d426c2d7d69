//! The file formats of the outside doors: read strictly, once, at the edge.

pub mod answers;
pub mod civil_date;
pub mod course_record;
pub mod forecast_case;
pub mod json;
pub mod review;
pub mod scores_csv;
pub mod trial_toml;
