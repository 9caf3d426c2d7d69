//! Simulated courses: draws of the posterior that live on, with the mood's fluctuation, noisy scores, and a rule that
//! decides from what the scores show (model specification, sections 7.7 and 7.8). Eight at a time.

mod courses;
mod relapse;
mod start;
mod year;

use courses::{Courses, Reader, Relapses, Stride};
pub use relapse::Relapse;
use start::Start;
pub use year::{Watch, Year};
