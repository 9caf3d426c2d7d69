//! `evenkeel backtest`: our forecasts held against what happened, beside simple baselines.

use std::fmt::Write as _;

use evenkeel_practice::{Forecaster, InstrumentReport, backtest_prepared};
use serde::Serialize;

use crate::cli::exit::{Ended, Exit};
use crate::cli::{import, output, shipped};
use crate::place::Place;
use crate::runtime::block_on;

/// Each next visit forecast from what came before it, scored beside simple baselines.
#[derive(Debug, clap::Args)]
pub struct Backtest {
    /// A score file; without it, the record in the data folder or database.
    file: Option<String>,
    /// The mapping of the file.
    #[arg(long, value_name = "MAP", requires = "file")]
    map: Option<String>,
    #[command(flatten)]
    place: Place,
    /// JSON on standard output.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Reports<'a> {
    schema: &'static str,
    reports: &'a [InstrumentReport],
}

impl Backtest {
    /// Runs the command.
    pub fn run(&self) -> Ended {
        match &self.file {
            Some(file) => {
                let read = import::read(file, self.map.as_deref())?;
                let forecaster = Forecaster::new(&shipped::catalog()?).map_err(Exit::cannot_run)?;
                self.print(&backtest_prepared(&forecaster, &read.prepared))
            }
            None => block_on(self.of_record()),
        }
    }

    async fn of_record(&self) -> Ended {
        let practice = self.place.existing(Box::new(shipped::catalog()?)).await?;
        let clinic = practice.the_clinic().await.map_err(|why| Exit::refused(&why))?;
        let reports = practice.backtest(clinic).await.map_err(|why| Exit::refused(&why))?;
        practice.store().close().await;
        self.print(&reports)
    }

    fn print(&self, reports: &[InstrumentReport]) -> Ended {
        if self.json {
            return output::json(&Reports { schema: "evenkeel-backtest/1", reports });
        }
        if reports.is_empty() {
            return output::text("No instrument has enough visits for a backtest (20 are needed).");
        }
        output::text(&reports.iter().map(table).collect::<Vec<_>>().join("\n"))
    }
}

fn table(of: &InstrumentReport) -> String {
    let report = &of.report;
    let mut said = format!(
        "{}: {} (n = {} visits of {} people, {} forecast)\n",
        of.instrument, of.task, report.n, report.people, report.people_forecast
    );
    let _ = writeln!(
        said,
        "  {:<35}{:>7}{:>7}{:>7}{:>7}   covered 50/80/95 %",
        "", "MAE", "RMSE", "bias", "CRPS"
    );
    for row in &report.rows {
        let m = &row.metrics;
        let covered = m.coverage.map_or_else(String::new, |c| {
            format!("   {:.0} / {:.0} / {:.0}", c.p50 * 100.0, c.p80 * 100.0, c.p95 * 100.0)
        });
        let _ = writeln!(
            said,
            "  {:<35}{:>7.2}{:>7.2}{:>7.2}{:>7.2}{covered}",
            words(row.method),
            m.mae,
            m.rmse,
            m.bias,
            m.crps
        );
    }
    for c in &report.comparisons {
        let d = &c.difference;
        let _ = writeln!(
            said,
            "  MAE, ours minus {}: {:+.2} (95 % of resamples of people: {:+.2} to {:+.2})",
            words(c.against).to_lowercase(),
            d.mae_difference,
            d.low,
            d.high
        );
    }
    for refused in &report.refused {
        let _ = writeln!(said, "  not forecast: {refused:?}");
    }
    said
}

fn words(method: evenkeel_forecast::backtest::Method) -> &'static str {
    use evenkeel_forecast::backtest::Method;
    match method {
        Method::Ours => "Evenkeel, model 1.1",
        Method::LastValue => "Last value",
        Method::PersonsMean => "Person's mean",
        Method::MeanChange => "Last value + mean change of others",
        Method::Ridge => "Pooled ridge",
    }
}
