//! Pooled ridge regression of the next score, by normal equations.
//!
//! Features: the last score, the mean of the person's scores so far, their first score, and an indicator for each
//! phase before, each number of sessions between, each phase after and each visit of the schedule (the parts of a [`super::Transition`]) met in
//! the training people. The parts add up: few people show every combination. Each feature is centred and divided by its standard deviation in
//! the training people (a constant one is only centred); the intercept, their mean score, is not penalised:
//! ```text
//! w = (XᵀX + λI)⁻¹ Xᵀ(y − ȳ)          forecast = ȳ + x·w
//! ```
#![expect(clippy::indexing_slicing, reason = "every index is below the dimension the rows were built with")]

use std::collections::BTreeSet;

use nalgebra::{DMatrix, DVector};

use super::{Between, Phase, Task, metrics};

/// One part of a transition, as an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    From(Phase),
    Between(Between),
    To(Phase),
    Visit(Option<usize>),
}

/// A fitted ridge.
pub(super) struct Ridge {
    marks: Vec<Mark>,
    centre: Vec<f64>,
    spread: Vec<f64>,
    weights: Vec<f64>,
    intercept: f64,
}

impl Ridge {
    /// Fits on the tasks of other people; `None` when there are none or the equations cannot be solved
    /// (λ = 0 with collinear features).
    pub(super) fn fit(train: &[&Task<'_>], penalty: f64) -> Option<Self> {
        let marks: BTreeSet<Mark> = train.iter().flat_map(|task| marks(task)).collect();
        let marks: Vec<Mark> = marks.into_iter().collect();
        let raw: Vec<Vec<f64>> = train.iter().map(|task| features(task, &marks)).collect();
        let columns = raw.first()?.len();
        let centre: Vec<f64> = (0..columns).map(|j| metrics::mean(raw.iter().map(|row| row[j]))).collect();
        let spread: Vec<f64> = (0..columns).map(|j| spread(&raw, j, centre[j])).collect();
        let rows: Vec<Vec<f64>> = raw.iter().map(|row| standardised(row, &centre, &spread)).collect();
        let intercept = metrics::mean(train.iter().map(|task| task.target.score));
        let residuals: Vec<f64> = train.iter().map(|task| task.target.score - intercept).collect();
        let weights = solve(&rows, &residuals, penalty)?;
        Some(Self { marks, centre, spread, weights, intercept })
    }

    /// The forecast of one task's score.
    pub(super) fn predict(&self, task: &Task<'_>) -> f64 {
        let row = standardised(&features(task, &self.marks), &self.centre, &self.spread);
        self.intercept + dot(&row, &self.weights)
    }
}

fn marks(task: &Task<'_>) -> [Mark; 4] {
    let kind = task.transition;
    [Mark::From(kind.from), Mark::Between(kind.between), Mark::To(kind.to), Mark::Visit(kind.visit)]
}

fn features(task: &Task<'_>, marks: &[Mark]) -> Vec<f64> {
    let shown = self::marks(task);
    let mut row = vec![task.last.score, task.mean_so_far(), task.first().score];
    row.extend(marks.iter().map(|mark| f64::from(u8::from(shown.contains(mark)))));
    row
}

fn spread(rows: &[Vec<f64>], column: usize, centre: f64) -> f64 {
    let sd = metrics::mean(rows.iter().map(|row| (row[column] - centre).powi(2))).sqrt();
    if sd < 1e-9 { 1.0 } else { sd }
}

fn standardised(row: &[f64], centre: &[f64], spread: &[f64]) -> Vec<f64> {
    row.iter().zip(centre).zip(spread).map(|((x, c), s)| (x - c) / s).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Solves (XᵀX + λI)·w = Xᵀr; `None` if the matrix is not positive definite.
fn solve(rows: &[Vec<f64>], residuals: &[f64], penalty: f64) -> Option<Vec<f64>> {
    let columns = rows.first().map_or(0, Vec::len);
    let x = DMatrix::from_row_iterator(rows.len(), columns, rows.iter().flatten().copied());
    let gram = x.transpose() * &x + DMatrix::identity(columns, columns) * penalty;
    let weights = gram.cholesky()?.solve(&(x.transpose() * DVector::from_column_slice(residuals)));
    weights.iter().all(|w| w.is_finite()).then(|| weights.iter().copied().collect())
}

#[cfg(test)]
mod tests {
    use super::solve;

    #[test]
    fn a_small_system_is_solved_exactly() {
        // XᵀX + 1 = [3 1; 1 3], Xᵀr = [2; 2]: w = [1/2; 1/2].
        let w = solve(&[vec![1.0, 0.0], vec![1.0, 1.0], vec![0.0, 1.0]], &[1.0, 1.0, 1.0], 1.0).unwrap();
        assert!(w.iter().all(|w| (w - 0.5).abs() < 1e-12), "{w:?}");
    }

    #[test]
    fn a_singular_system_has_no_answer() {
        assert!(solve(&[vec![0.0], vec![0.0]], &[1.0, 1.0], 0.0).is_none());
    }
}
