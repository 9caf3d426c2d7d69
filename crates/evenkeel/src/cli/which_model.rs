//! Which forecast model a command uses: the one in force, another that is shipped, or files that are only tried.

use clap::Args;
use evenkeel_catalog::Catalog;
use evenkeel_forecast::{Model, ModelFile, PriorFile};
use evenkeel_practice::{MODEL_IN_FORCE, model_file_of};

use crate::cli::exit::{Exit, Fault};
use crate::cli::output::printable;
use crate::cli::{input, shipped};
use crate::formats::{json, trial_toml};

/// A shipped model by its version.
#[derive(Debug, Clone, Args)]
pub struct ModelChoice {
    /// The forecast model: a version in clinical/forecast
    #[arg(long, value_name = "VERSION", default_value = MODEL_IN_FORCE)]
    model: String,
}

impl ModelChoice {
    /// The model asked for.
    pub fn read(&self, catalog: &Catalog) -> Result<Model, Exit> {
        self.known(catalog)?;
        evenkeel_practice::forecast_model_of(catalog, &self.model)
            .map_err(|why| Exit::cannot_run(format!("{why} Run evenkeel check.")))
    }

    fn known(&self, catalog: &Catalog) -> Result<(), Exit> {
        if catalog.raw(&model_file_of(&self.model)).is_some() {
            return Ok(());
        }
        Err(Exit::bad_input(Fault::new(
            "--model",
            format!("there is no model {}", printable(&self.model)),
            "a model is a file clinical/forecast/model-VERSION.toml with its prior",
            format!("Leave --model out for model {MODEL_IN_FORCE}, or name another that is shipped"),
        )))
    }
}

/// A shipped model, or numbers that stand in for some of it while they are held against the shipped ones.
#[derive(Debug, Clone, Args)]
pub struct TriedModel {
    #[command(flatten)]
    shipped: ModelChoice,
    /// Score this prior instead of the model's own (evenkeel-prior/1); nothing is changed by it
    #[arg(long, value_name = "PRIOR.json")]
    prior: Option<String>,
    /// Score these instruments, conditions and settings instead of the model's own (evenkeel-forecast-model/1)
    #[arg(long, value_name = "MODEL.toml")]
    model_file: Option<String>,
}

impl TriedModel {
    /// The model to score. Files that are tried are checked as the shipped ones are; the version told is the prior's.
    pub fn read(&self, catalog: &Catalog) -> Result<Model, Exit> {
        if !self.is_tried() {
            return self.shipped.read(catalog);
        }
        self.shipped.known(catalog)?;
        let mut file: ModelFile = if let Some(path) = &self.model_file {
            let read = input::read(path)?;
            trial_toml::toml(&read.name, &read.text)?
        } else {
            let path = model_file_of(&self.shipped.model);
            trial_toml::toml(&format!("clinical/{path}"), catalog.raw(&path).unwrap_or_default())?
        };
        let (name, text) = self.prior_text(catalog, &file)?;
        let prior: PriorFile = json::read(&text, |_| ()).map_err(|fault| {
            let place = format!("{name}: {}", fault.place());
            Exit::bad_input(Fault::new(place, &fault.what, fault.why(), fault.remedy()))
        })?;
        file.version.clone_from(&prior.version);
        Model::new(prior, file, shipped::sha256(text.as_bytes())).map_err(|error| {
            let place = match error.file {
                "prior" => &name,
                _ => self.model_file.as_ref().unwrap_or(&name),
            };
            Exit::bad_input(Fault::new(
                format!("{place}: {}", error.entry),
                &error.why,
                "the forecast cannot be computed with it",
                &error.what_to_do,
            ))
        })
    }

    /// Whether anything but a shipped model is scored.
    pub fn is_tried(&self) -> bool {
        self.prior.is_some() || self.model_file.is_some()
    }

    /// The prior's name and text: the file given, else the one the model file names among the shipped.
    fn prior_text(&self, catalog: &Catalog, file: &ModelFile) -> Result<(String, String), Exit> {
        if let Some(path) = &self.prior {
            let read = input::read(path)?;
            return Ok((read.name, read.text));
        }
        let path = format!("forecast/{}", file.prior);
        let text = catalog.raw(&path).ok_or_else(|| {
            Exit::bad_input(Fault::new(
                format!("{}: prior", self.model_file.as_deref().unwrap_or_default()),
                format!("there is no clinical/{path}"),
                "a model file names its prior",
                "Name a shipped prior there, or give one with --prior",
            ))
        })?;
        Ok((format!("clinical/{path}"), text.to_owned()))
    }
}
