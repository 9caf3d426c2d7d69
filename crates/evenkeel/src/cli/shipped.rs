//! The clinical content and the forecast model that travel inside the binary.

use std::fmt::Write as _;

use evenkeel_catalog::Catalog;
use evenkeel_forecast::Model;
use sha2::{Digest as _, Sha256};

use crate::cli::exit::Exit;

/// Instruments, protocols, ladders and rules as shipped.
pub fn catalog() -> Result<Catalog, Exit> {
    Catalog::embedded().map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Exit::cannot_run(format!("the clinical content of this build cannot be used:\n{}", lines.join("\n")))
    })
}

/// The forecast model of `catalog`.
pub fn model(catalog: &Catalog) -> Result<Model, Exit> {
    evenkeel_practice::forecast_model(catalog)
        .map_err(|why| Exit::cannot_run(format!("{why} Run evenkeel check.")))
}

/// SHA-256 of `bytes`, hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
