//! The clinical content and the forecast model that travel inside the binary.

use std::fmt::{Display, Write as _};

use evenkeel_catalog::Catalog;
use evenkeel_forecast::{Model, ModelFile, PriorFile};
use sha2::{Digest as _, Sha256};

use crate::cli::exit::Exit;

/// The forecast model in force. Its own file names the prior it goes with.
const MODEL: &str = "forecast/model-1.1.toml";

/// Instruments, protocols, ladders and rules as shipped.
pub fn catalog() -> Result<Catalog, Exit> {
    Catalog::embedded().map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Exit::cannot_run(format!("the clinical content of this build cannot be used:\n{}", lines.join("\n")))
    })
}

/// The forecast model of `catalog`; the digest is taken over the prior file's bytes as they are.
pub fn model(catalog: &Catalog) -> Result<Model, Exit> {
    let file: ModelFile = toml::from_str(raw(catalog, MODEL)?).map_err(|error| unusable(MODEL, &error))?;
    let prior_path = format!("forecast/{}", file.prior);
    let prior_text = raw(catalog, &prior_path)?;
    let prior: PriorFile = serde_json::from_str(prior_text).map_err(|error| unusable(&prior_path, &error))?;
    Model::new(prior, file, sha256(prior_text.as_bytes())).map_err(|error| unusable(MODEL, &error))
}

/// SHA-256 of `bytes`, hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn raw<'a>(catalog: &'a Catalog, path: &str) -> Result<&'a str, Exit> {
    catalog.raw(path).ok_or_else(|| unusable(path, &"it is missing"))
}

fn unusable(path: &str, why: &dyn Display) -> Exit {
    Exit::cannot_run(format!("clinical/{path}: this file cannot be used: {why}. Run evenkeel check."))
}
