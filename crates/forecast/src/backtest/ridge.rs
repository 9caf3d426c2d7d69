//! Pooled ridge regression of the next score, by normal equations.
//!
//! Features: the last score, the mean of the person's scores so far, their first score, and an indicator for each
//! phase before, each number of sessions between and each phase after (the parts of a [`super::Transition`]) met in
//! the training people. The parts add up: few people show every combination. Each feature is centred and divided by its standard deviation in
//! the training people (a constant one is only centred); the intercept, their mean score, is not penalised:
//! ```text
//! w = (XᵀX + λI)⁻¹ Xᵀ(y − ȳ)          forecast = ȳ + x·w
//! ```
#![expect(
    clippy::indexing_slicing,
    reason = "a dense Cholesky kernel: every index is below the dimension the rows were built with"
)]

use std::collections::BTreeSet;

use super::{Between, Phase, Task, metrics};

/// One part of a transition, as an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    From(Phase),
    Between(Between),
    To(Phase),
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
        let (gram, moment) = normal_equations(&rows, &residuals, penalty);
        let weights = solve(gram, moment)?;
        Some(Self { marks, centre, spread, weights, intercept })
    }

    /// The forecast of one task's score.
    pub(super) fn predict(&self, task: &Task<'_>) -> f64 {
        let row = standardised(&features(task, &self.marks), &self.centre, &self.spread);
        self.intercept + dot(&row, &self.weights)
    }
}

fn marks(task: &Task<'_>) -> [Mark; 3] {
    let kind = task.transition;
    [Mark::From(kind.from), Mark::Between(kind.between), Mark::To(kind.to)]
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

/// XᵀX + λI and Xᵀr.
fn normal_equations(rows: &[Vec<f64>], residuals: &[f64], penalty: f64) -> (Vec<Vec<f64>>, Vec<f64>) {
    let columns = rows.first().map_or(0, Vec::len);
    let mut gram = vec![vec![0.0; columns]; columns];
    let mut moment = vec![0.0; columns];
    for (row, residual) in rows.iter().zip(residuals) {
        for i in 0..columns {
            moment[i] += row[i] * residual;
            for j in 0..columns {
                gram[i][j] += row[i] * row[j];
            }
        }
    }
    for (i, line) in gram.iter_mut().enumerate() {
        line[i] += penalty;
    }
    (gram, moment)
}

/// Solves A·x = b for a symmetric positive definite A by its Cholesky factor; `None` if A is not.
pub(super) fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Option<Vec<f64>> {
    let n = b.len();
    for j in 0..n {
        let pivot = a[j][j] - a[j][..j].iter().map(|x| x * x).sum::<f64>();
        if pivot.is_nan() || pivot <= 1e-12 * a[j][j].abs() {
            return None;
        }
        a[j][j] = pivot.sqrt();
        for i in j + 1..n {
            a[i][j] = (a[i][j] - dot(&a[i][..j], &a[j][..j])) / a[j][j];
        }
    }
    for i in 0..n {
        b[i] = (b[i] - dot(&a[i][..i], &b[..i])) / a[i][i];
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|k| a[k][i] * b[k]).sum();
        b[i] = (b[i] - known) / a[i][i];
    }
    Some(b)
}

#[cfg(test)]
mod tests {
    use super::solve;

    #[test]
    fn a_small_system_is_solved_exactly() {
        // [4 2; 2 3]·x = [2; 5] has the solution x = [−1/2; 2].
        let x = solve(vec![vec![4.0, 2.0], vec![2.0, 3.0]], vec![2.0, 5.0]).unwrap();
        assert!((x[0] + 0.5).abs() < 1e-12 && (x[1] - 2.0).abs() < 1e-12);
    }

    #[test]
    fn a_singular_system_has_no_answer() {
        assert!(solve(vec![vec![1.0, 1.0], vec![1.0, 1.0]], vec![1.0, 1.0]).is_none());
    }
}
