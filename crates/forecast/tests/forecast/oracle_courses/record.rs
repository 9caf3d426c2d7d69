//! What the scores say of one person's usual severity and mood, by conditioning one dense multivariate normal.

use super::life::{Body, Chance, Mood, Person, SD_U, SD_W, TAU_U, TAU_W};

/// Days of the sessions (0.5 mg/kg intravenous), days and scores of a PHQ-9 between its ends, and the day it is now.
pub struct Record {
    pub given: &'static [i32],
    pub scores: &'static [(i32, i32)],
    pub today: i32,
}

/// A person as the record leaves them today: mean and Cholesky factor of (b, w, u), and the ln of the scores' density.
pub struct Known {
    pub body: Body,
    mean: [f64; 3],
    root: Vec<Vec<f64>>,
    pub ln_density: f64,
}

const USUAL: (f64, f64) = (0.65, 0.16);

/// Lower triangle of a symmetric positive matrix.
fn cholesky(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n = matrix.len();
    let mut root = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let before: f64 = (0..j).map(|k| root[i][k] * root[j][k]).sum();
            let rest = matrix[i][j] - before;
            root[i][j] = if i == j { rest.max(1e-14).sqrt() } else { rest / root[j][j] };
        }
    }
    root
}

/// x of root·x = right.
fn forward(root: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
    let mut x: Vec<f64> = Vec::new();
    for (i, row) in root.iter().enumerate() {
        let before: f64 = x.iter().zip(row).map(|(x, r)| x * r).sum();
        x.push((right[i] - before) / row[i]);
    }
    x
}

impl Record {
    pub fn baseline(&self) -> f64 {
        let before: Vec<f64> =
            self.scores.iter().filter(|(day, _)| *day <= self.given[0]).map(|(_, y)| f64::from(*y)).collect();
        before.iter().sum::<f64>() / before.len() as f64
    }

    /// The benefit shown at each score (taken before that day's session), and the body of today.
    fn followed(&self, who: &Person) -> (Vec<f64>, Body) {
        let (mut body, mut shown) = (Body::default(), Vec::new());
        for day in self.scores[0].0.min(self.given[0])..=self.today {
            shown.extend(self.scores.iter().filter(|(at, _)| *at == day).map(|_| body.shown()));
            if self.given.contains(&day) {
                body.give(who);
            }
            if day < self.today {
                body.pass(who, 1);
            }
        }
        (shown, body)
    }

    pub fn known(&self, who: &Person) -> Known {
        let (shown, body) = self.followed(who);
        let start = f64::from(self.scores[0].0.min(self.given[0]));
        let days: Vec<f64> = self.scores.iter().map(|(day, _)| f64::from(*day)).collect();
        let today = f64::from(self.today);
        // Loadings of a reading on b, w and u, and the covariance of w and of u on two days.
        let loads = |i: usize| [1.0 - shown[i], 1.0 - 0.5 * shown[i], 1.0];
        let moods = |s: f64, t: f64| {
            let w = SD_W * SD_W * (-(s - t).abs() / TAU_W).exp();
            let grown = 1.0 - (-2.0 * (s.min(t) - start) / TAU_U).exp();
            [USUAL.1 * USUAL.1, w, SD_U * SD_U * grown * (-(s - t).abs() / TAU_U).exp()]
        };
        let n = days.len();
        let half = 0.5 / 27.0;
        let mut between = vec![vec![0.0; n]; n];
        for i in 0..n {
            for j in 0..n {
                let cover = moods(days[i], days[j]);
                between[i][j] = (0..3).map(|k| loads(i)[k] * cover[k] * loads(j)[k]).sum();
            }
            between[i][i] += 0.06 * 0.06 + half * half / 3.0;
        }
        let root = cholesky(&between);
        let off: Vec<f64> =
            (0..n).map(|i| f64::from(self.scores[i].1) / 27.0 - USUAL.0 * loads(i)[0]).collect();
        let white = forward(&root, &off);
        let ln_density = -white.iter().map(|x| 0.5 * x * x).sum::<f64>()
            - root.iter().enumerate().map(|(i, r)| r[i].ln()).sum::<f64>();
        // Covariance of today's b, w, u with the readings, whitened.
        let with: Vec<Vec<f64>> = (0..3)
            .map(|k| {
                let column: Vec<f64> = (0..n).map(|i| moods(days[i], today)[k] * loads(i)[k]).collect();
                forward(&root, &column)
            })
            .collect();
        let dot = |one: &[f64], other: &[f64]| one.iter().zip(other).map(|(x, y)| x * y).sum::<f64>();
        let own = moods(today, today);
        let mean = std::array::from_fn(|k| [USUAL.0, 0.0, 0.0][k] + dot(&with[k], &white));
        let left: Vec<Vec<f64>> = (0..3)
            .map(|k| (0..3).map(|l| if k == l { own[k] } else { 0.0 } - dot(&with[k], &with[l])).collect())
            .collect();
        Known { body, mean, root: cholesky(&left), ln_density }
    }
}

impl Known {
    pub fn mood(&self, chance: &mut Chance) -> Mood {
        let e: [f64; 3] = std::array::from_fn(|_| chance.normal());
        let at = |k: usize| self.mean[k] + (0..=k).map(|l| self.root[k][l] * e[l]).sum::<f64>();
        Mood { b: at(0), w: at(1), u: at(2) }
    }
}
