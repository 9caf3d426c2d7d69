//! What tests share: a clock that stands until it is told to move, dice that replay a seed, folders
//! that vanish, a private PostgreSQL, and stories of courses that run. Never part of the product.

pub mod chance;
pub mod clinic;
pub mod folder;
pub mod postgres;
pub mod scenario;
pub mod time;
