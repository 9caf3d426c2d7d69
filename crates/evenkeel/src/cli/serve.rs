//! `evenkeel serve`: the product.

use std::path::PathBuf;

use evenkeel_catalog::Catalog;
use evenkeel_web::WebConfig;

use crate::cli::exit::{Ended, Exit};
use crate::cli::{output, shipped};
use crate::place::Place;
use crate::runtime::{asked_to_stop, block_on};
use crate::site;

/// The product: pages for the clinic, on the embedded database or on PostgreSQL.
#[derive(Debug, clap::Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    listen: String,
    /// Address under which people reach it, if a proxy stands in front: https://clinic.example
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Address of its own for the figures of monitoring (`/metrics`), which only the admin network should reach;
    /// without it there are none. For example 127.0.0.1:9464
    #[arg(long, value_name = "ADDR", env = "EVENKEEL_METRICS")]
    metrics: Option<String>,
    /// The clinic's own folder of clinical content, laid over the shipped one.
    #[arg(long, value_name = "DIR")]
    clinical: Option<PathBuf>,
}

impl Serve {
    /// Runs the command.
    pub fn run(&self) -> Ended {
        site::start_log();
        block_on(self.serve())
    }

    async fn serve(&self) -> Ended {
        let listener = site::listen("--listen", &self.listen).await?;
        let monitoring = site::listen_to_monitoring(self.metrics.as_deref()).await?;
        let practice = self.place.practice(Box::new(catalog(self.clinical.as_deref())?)).await?;
        let stop = asked_to_stop();
        let address = site::address(&listener, self.base_url.as_deref());
        output::note(&format!("Evenkeel is at {address}"));
        if let Some(token) = practice.first_link().await.map_err(|why| Exit::refused(&why))? {
            output::text(&format!(
                "First start: open this link once, within 24 hours, to set up the clinic:\n{address}/setup/{token}"
            ))?;
        }
        let config = WebConfig { base_url: self.base_url.clone(), demo: false };
        site::serve(site::Doors { listener, monitoring }, practice, config, stop).await
    }
}

/// The clinical content, with the clinic's folder over it if there is one.
pub fn catalog(overlay: Option<&std::path::Path>) -> Result<Catalog, Exit> {
    let Some(folder) = overlay else { return shipped::catalog() };
    Catalog::with_overlay(folder).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Exit::bad_input(format!(
            "The clinic's folder cannot be used:\n{}\nRun `evenkeel check {}`.",
            lines.join("\n"),
            folder.display()
        ))
    })
}
