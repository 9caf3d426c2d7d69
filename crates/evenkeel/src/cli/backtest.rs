//! `evenkeel backtest`: our forecasts held against what happened, beside simple baselines.

use std::fmt::Write as _;

use evenkeel_forecast::backtest::{Brier, Row};
use evenkeel_practice::{Forecaster, InstrumentReport, backtest_prepared};
use serde::Serialize;

use crate::cli::exit::{Ended, Exit};
use crate::cli::trial::ModelStamp;
use crate::cli::which_model::TriedModel;
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
    model: TriedModel,
    #[command(flatten)]
    place: Place,
    /// JSON on standard output.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Told<'a> {
    schema: &'static str,
    model: ModelStamp,
    reports: &'a [InstrumentReport],
}

impl Backtest {
    /// Runs the command.
    pub fn run(&self) -> Ended {
        match &self.file {
            Some(file) => {
                let read = import::read(file, self.map.as_deref())?;
                let forecaster = self.forecaster()?;
                self.print(&forecaster, &backtest_prepared(&forecaster, &read.prepared))
            }
            None => block_on(self.of_record()),
        }
    }

    async fn of_record(&self) -> Ended {
        let forecaster = self.forecaster()?;
        let practice = self.place.existing(Box::new(shipped::catalog()?)).await?;
        let clinic = practice.the_clinic().await.map_err(|why| Exit::refused(&why))?;
        let reports = practice.backtest(clinic, &forecaster).await.map_err(|why| Exit::refused(&why))?;
        practice.store().close().await;
        self.print(&forecaster, &reports)
    }

    fn forecaster(&self) -> Result<Forecaster, Exit> {
        Ok(Forecaster::with(self.model.read(&shipped::catalog()?)?))
    }

    fn print(&self, forecaster: &Forecaster, reports: &[InstrumentReport]) -> Ended {
        let model = ModelStamp::of(forecaster.model());
        if self.json {
            return output::json(&Told { schema: "evenkeel-backtest/1", model, reports });
        }
        if reports.is_empty() {
            return output::text("No instrument has enough visits for a backtest (20 are needed).");
        }
        output::text(&reports.iter().map(|of| table(of, &model)).collect::<Vec<_>>().join("\n"))
    }
}

fn table(of: &InstrumentReport, model: &ModelStamp) -> String {
    let report = &of.report;
    let mut said = format!(
        "{}: {} (n = {} visits of {} people, {} forecast)\n",
        of.instrument, of.task, report.n, report.people, report.people_forecast
    );
    if let Some(why) = &of.baselines_only {
        let _ = writeln!(said, "  No forecast of ours: {why}.");
    }
    rows(&mut said, &report.rows, model);
    said.push_str(NOTE);
    let beyond = report.horizons.len() > 1;
    for horizon in report.horizons.iter().filter(|_| beyond) {
        let n = horizon.rows.first().map_or(0, |row| row.metrics.n);
        let most = horizon.at_most_days.map_or_else(|| "later".to_owned(), |most| most.to_string());
        let _ = writeln!(said, "  {} to {most} days ahead (n = {n})", horizon.more_than_days + 1);
        rows(&mut said, &horizon.rows, model);
    }
    for c in &report.comparisons {
        let d = &c.difference;
        let _ = writeln!(
            said,
            "  Ours minus {}: MAE {:+.2} (95 % of resamples of people: {:+.2} to {:+.2}){}",
            words(c.against, model).to_lowercase(),
            d.mae_difference,
            d.low,
            d.high,
            c.crps.map_or_else(String::new, |d| {
                format!("; CRPS {:+.2} ({:+.2} to {:+.2})", d.mae_difference, d.low, d.high)
            })
        );
    }
    for refused in &report.refused {
        let _ = writeln!(said, "  not forecast: {refused:?}");
    }
    said
}

/// What the columns mean, below the first table.
const NOTE: &str = "  * CRPS, log score, coverage and Brier scores of a point forecast: surrounded by the errors it made on other people.\n  \
                    Brier: response at the visit; relapse at the visit, of those whose last score was a response (n).\n";

fn rows(said: &mut String, rows: &[Row], model: &ModelStamp) {
    let _ = writeln!(
        said,
        "  {:<36}{:>7}{:>7}{:>7}{:>7}{:>7}  {:<17}{:<15}Brier relapse",
        "", "MAE", "RMSE", "bias", "CRPS", "log", "in 50/80/95 %", "Brier response"
    );
    for row in rows {
        let (m, d) = (&row.metrics, row.distribution());
        let mark = if row.around.is_some() { "*" } else { "" };
        let covered = d.coverage.map_or_else(String::new, |c| {
            format!("{:.0} / {:.0} / {:.0}", c.p50 * 100.0, c.p80 * 100.0, c.p95 * 100.0)
        });
        let log = d.log_score.map_or_else(String::new, |score| format!("{score:.2}"));
        let brier = |of: Option<Brier>| of.map_or_else(String::new, |b| format!("{:.3} ({})", b.score, b.n));
        let line = format!(
            "  {:<36}{:>7.2}{:>7.2}{:>7.2}{:>7.2}{log:>7}  {covered:<17}{:<15}{}",
            format!("{}{mark}", words(row.method, model)),
            m.mae,
            m.rmse,
            m.bias,
            d.crps,
            brier(d.brier_response),
            brier(d.brier_relapse)
        );
        let _ = writeln!(said, "{}", line.trim_end());
    }
}

fn words(method: evenkeel_forecast::backtest::Method, model: &ModelStamp) -> String {
    use evenkeel_forecast::backtest::Method;
    let said = match method {
        Method::Ours => return format!("Evenkeel, model {}", model.version()),
        Method::LastValue => "Last value",
        Method::PersonsMean => "Person's mean",
        Method::MeanChange => "Last value + mean change of others",
        Method::Ridge => "Pooled ridge",
        Method::Mixed => "Linear mixed model",
    };
    said.to_owned()
}
