//! The figures the prior is held against, each against the rows of the evidence it is from.

use evenkeel_care::evidence::{Evidence, Timepoint, Unit};
use evenkeel_catalog::Problem;
use evenkeel_forecast::trial::{EvidenceRow, FigureFile, FigureKind, TrialFile};

use super::forecast_files::Named;

/// A share that is printed as a percentage with one decimal, and a number of points of pooled arms.
const SHARE_WITHIN: f64 = 0.000_6;
const POINTS_WITHIN: f64 = 0.055;

/// What is wrong with the figures of a trial file; those of an arm that is `held` against the prior need their rows.
pub fn problems(evidence: &Evidence, file: Named<'_>, trial: &TrialFile, held: bool) -> Vec<Problem> {
    let mut found = Vec::new();
    for (a, arm) in trial.arms.iter().enumerate() {
        for (f, figure) in arm.figures.iter().enumerate() {
            let at = format!("arm[{a}].figure[{f}]");
            found.extend(Figure { evidence, file, at, written: figure, trial }.problem(held));
        }
    }
    found
}

struct Figure<'a> {
    evidence: &'a Evidence,
    file: Named<'a>,
    at: String,
    written: &'a FigureFile,
    trial: &'a TrialFile,
}

impl Figure<'_> {
    fn told(&self, field: &str, what: String, why: &str, remedy: &str) -> Problem {
        self.file.at(&format!("{}{field}", self.at), what, why, remedy)
    }

    fn problem(&self, held: bool) -> Option<Problem> {
        if self.written.evidence.is_empty() {
            let why = "nobody could see whether it is what was published";
            let remedy = "name the row: evidence = [{ study = \"…\", arm = \"…\", quantity = \"…\" }]";
            let what = format!("{:?} names no row of the evidence", self.written.name);
            return held.then(|| self.told("", what, why, remedy));
        }
        let mut rows = Vec::new();
        for (place, row) in self.written.evidence.iter().enumerate() {
            match self.row(row) {
                Ok(found) => rows.push(found),
                Err((what, why, remedy)) => {
                    return Some(self.told(&format!(".evidence[{place}]"), what, why, remedy));
                }
            }
        }
        self.compared(&rows)
    }

    /// The one row that is meant.
    fn row(&self, row: &EvidenceRow) -> Result<&Timepoint, (String, &'static str, &'static str)> {
        let lost = "the figure would rest on nothing";
        if !self.trial.studies.contains(&row.study) {
            let what = format!("{:?} is not one of the studies of the file", row.study);
            return Err((
                what,
                "the file says which studies it is from",
                "add it to studies, or correct the id",
            ));
        }
        let study = self.evidence.studies.iter().find(|study| study.id == row.study);
        let arm = study.and_then(|study| study.arm.iter().find(|arm| arm.id == row.arm));
        let Some(arm) = arm else {
            return Err((format!("{} has no arm {:?}", row.study, row.arm), lost, "correct the id"));
        };
        let mut rows: Vec<&Timepoint> = arm.timepoint.iter().filter(|own| is(own, row)).collect();
        if rows.len() > 1 && row.instrument.is_none() {
            // The arm's own instrument is meant where none is named.
            rows.retain(|own| own.instrument.is_none());
        }
        match rows.as_slice() {
            [only] if only.verified => Ok(only),
            [_] => {
                let what = format!("{} of {} is not verified", row.quantity, row.study);
                Err((
                    what,
                    "a figure from memory is not calibrated on",
                    "read the paper, and say so in the evidence",
                ))
            }
            [] => {
                let what = format!("{} {} has no such row of {:?}", row.study, row.arm, row.quantity);
                Err((what, lost, "correct it after evidence/"))
            }
            more => {
                let what = format!("{} rows of {:?} fit", more.len(), row.quantity);
                Err((
                    what,
                    "it is not clear which one is meant",
                    "name its hour, day, week, session or instrument",
                ))
            }
        }
    }

    fn compared(&self, rows: &[&Timepoint]) -> Option<Problem> {
        let (figure, published) = (self.written, pooled(self.written.kind, rows));
        let within = if figure.kind.is_share() { SHARE_WITHIN } else { POINTS_WITHIN };
        let same = published.is_some_and(|published| (published - figure.observed).abs() <= within);
        let says_why = figure.differs.as_ref().is_some_and(|why| !why.trim().is_empty());
        match (same, says_why) {
            (true, false) | (false, true) => None,
            (true, true) => {
                let what = format!("it is said to differ, and the evidence has {} too", figure.observed);
                Some(self.told(
                    ".differs",
                    what,
                    "a reason for nothing hides the next one",
                    "take the line out",
                ))
            }
            (false, false) => {
                let there =
                    published.map_or("nothing that compares".to_owned(), |there| format!("{there:.4}"));
                let what = format!("observed is {}, the evidence has {there}", figure.observed);
                let why = "the prior would be held against a figure that nobody published";
                let remedy = "correct one of the two, or say the reason: differs = \"…\"";
                Some(self.told(".observed", what, why, remedy))
            }
        }
    }
}

/// Whether a row has everything that is asked for.
fn is(own: &Timepoint, asked: &EvidenceRow) -> bool {
    let same = |own: Option<u32>, asked: Option<u32>| asked.is_none() || own == asked;
    own.quantity == asked.quantity
        && same(own.hour, asked.hour)
        && same(own.day, asked.day)
        && same(own.week, asked.week)
        && same(own.session, asked.session)
        && same(own.days_after_last, asked.days_after_last)
        && (asked.instrument.is_none() || own.instrument == asked.instrument)
}

/// The rows as the figure counts; several are weighted by their people. `None` where they do not say enough.
fn pooled(kind: FigureKind, rows: &[&Timepoint]) -> Option<f64> {
    if let [only] = rows {
        return counted(kind, only);
    }
    let (mut sum, mut people) = (0.0, 0.0);
    for row in rows {
        let (value, n) = (counted(kind, row)?, f64::from(row.denominator?));
        // Deviations are pooled as variances.
        sum += n * if kind == FigureKind::FallSd { value * value } else { value };
        people += n;
    }
    let mean = sum / people;
    (people > 0.0).then(|| if kind == FigureKind::FallSd { mean.sqrt() } else { mean })
}

/// One row in the figure's own terms: shares for percentages, falls for changes, those still well for those who relapsed.
fn counted(kind: FigureKind, row: &Timepoint) -> Option<f64> {
    let percent = row.unit == Unit::Percent;
    match kind {
        FigureKind::FallSd => row.sd,
        FigureKind::Fall => Some(-row.value),
        FigureKind::StillWell if row.quantity.starts_with("relapse_rate") => {
            percent.then(|| 1.0 - row.value / 100.0)
        }
        kind if kind.is_share() => percent.then(|| row.value / 100.0),
        _ => Some(row.value),
    }
}
