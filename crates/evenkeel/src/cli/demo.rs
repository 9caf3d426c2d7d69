//! `evenkeel demo`: the whole product with a clinic in it.

use std::path::PathBuf;
use std::sync::Arc;

use evenkeel_practice::{DemoClock, Practice, PracticeConfig};
use evenkeel_store::{Clock, Dice};
use evenkeel_web::WebConfig;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use crate::cli::exit::{Ended, Exit, Fault};
use crate::cli::{output, shipped};
use crate::clock::RealClock;
use crate::demo::{Clockwork, Recipe, Replayed, ZONE};
use crate::place::Place;
use crate::runtime::{asked_to_stop, block_on};
use crate::site;

/// The product with a realistic clinic in it, on a database of its own.
#[derive(Debug, clap::Args)]
pub struct Demo {
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    listen: String,
    /// Address of its own for the figures of monitoring (`/metrics`); without it there are none.
    #[arg(long, value_name = "ADDR")]
    metrics: Option<String>,
    /// Folder to keep the demo in; without it a temporary one that is removed at the end. It must be empty.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// How many invented patients (there are ten).
    #[arg(long, default_value_t = 10, value_name = "N")]
    patients: usize,
    /// The same seed makes the same clinic.
    #[arg(long, default_value_t = 7, value_name = "SEED")]
    seed: u64,
    /// The day on which the demo opens; without it, today.
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
}

impl Demo {
    /// Runs the command.
    pub fn run(&self) -> Ended {
        site::start_log();
        let folder = Folder::of(self.data.clone())?;
        block_on(self.serve(&folder))
    }

    async fn serve(&self, folder: &Folder) -> Ended {
        let listener = site::listen("--listen", &self.listen).await?;
        let monitoring = site::listen_to_monitoring(self.metrics.as_deref()).await?;
        let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
        let today = match self.today {
            Some(day) => possible(day)?,
            None => RealClock::now().to_zoned_datetime(zone.clone()).date(),
        };
        let clock = Arc::new(Clockwork::standing(founding(today, zone)?));
        let dice: Arc<dyn Dice> = Arc::new(Replayed::new(self.seed));
        let place = Place { data: Some(folder.path.clone()), database: None };
        let as_clock: Arc<dyn Clock> = clock.clone();
        let store = place.open(as_clock.clone(), dice.clone()).await?;
        let movable: Arc<dyn DemoClock> = clock.clone();
        let config = PracticeConfig {
            store,
            catalog: shipped::catalog()?,
            clock: as_clock,
            dice,
            demo: Some(movable),
        };
        let practice = Practice::new(config).map_err(Exit::cannot_run)?;
        let recipe =
            Recipe { practice: practice.clone(), clock, today, patients: self.patients, seed: self.seed };
        recipe.cook().await.map_err(|why| Exit::refused(&why))?;
        let stop = asked_to_stop();
        let address = site::address(&listener, None);
        output::text(&self.links(&practice, &address).await?)?;
        let config = WebConfig { base_url: None, demo: true };
        site::serve(site::Doors { listener, monitoring }, practice, config, stop).await
    }

    async fn links(&self, practice: &Practice, address: &str) -> Result<String, Exit> {
        let demo = practice.demo().await.map_err(|why| Exit::refused(&why))?;
        let roles = demo.map(|d| d.roles).unwrap_or_default();
        let links: Vec<String> = roles
            .iter()
            .map(|r| format!("  {address}/demo/as/{:<12} {}", r.role.to_string().replace('_', "-"), r.name))
            .collect();
        Ok(format!("Evenkeel demo: open {address}/demo, or sign in as\n{}", links.join("\n")))
    }
}

/// The demo's calendar reaches a year back and a visitor may go years forward; both must exist.
fn possible(today: Date) -> Result<Date, Exit> {
    if (2000..=2100).contains(&today.year()) {
        return Ok(today);
    }
    Err(Exit::bad_input(Fault::new(
        format!("--today {today}"),
        "the demo cannot open on this day",
        "it knows the years 2000 to 2100",
        "Name a day of these years, or leave --today out",
    )))
}

/// The clinic was founded a year ago. It follows from `today` alone, as the ids do that carry it.
fn founding(today: Date, zone: TimeZone) -> Result<Timestamp, Exit> {
    today
        .checked_sub(1.year())
        .and_then(|day| day.at(8, 0, 0, 0).to_zoned_datetime(zone))
        .map(|morning| morning.timestamp())
        .map_err(Exit::cannot_run)
}

/// The demo's folder; a temporary one goes with the demo.
struct Folder {
    path: PathBuf,
    temporary: bool,
}

impl Folder {
    fn of(named: Option<PathBuf>) -> Result<Self, Exit> {
        let Some(path) = named else {
            let path = std::env::temp_dir().join(format!("evenkeel-demo-{}", std::process::id()));
            return Ok(Self { path, temporary: true });
        };
        let taken = std::fs::read_dir(&path).is_ok_and(|mut entries| entries.next().is_some());
        if taken {
            return Err(Exit::bad_input(Fault::new(
                format!("--data {}", path.display()),
                "this folder is not empty",
                "a demo makes a clinic of its own and never writes into another",
                "Name an empty folder, or leave --data out",
            )));
        }
        Ok(Self { path, temporary: false })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.temporary {
            // Nothing to be done if the system has removed it already.
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}
