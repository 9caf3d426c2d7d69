//! The linear mixed model: every person has a level and a slope of their own around those of all people.
//!
//! ```text
//! y = Xβ + Zb + ε      Z: 1, time      b ~ N(0, σ²ΛΛᵀ)      ε ~ N(0, σ²)
//! ```
//! X: 1, time, and an indicator for each [`super::Phase`] but the commonest, so that it knows of the treatment as the
//! other baselines do. Time is days since the person's first score, in standard deviations of the training people.
//! β, Λ and σ by restricted maximum likelihood on the people outside the fold (the profiled criterion of Bates et al.
//! 2015, doi 10.18637/jss.v067.i01, by a simplex search over Λ). The person forecast is known by their earlier scores
//! alone: the forecast is the Gaussian of the next score given those.

use nalgebra::{DMatrix, DVector, Matrix2, Matrix2xX, MatrixXx2, Vector2};

use super::simplex;
use super::{Phase, Score, Session, Settings, Task, metrics, transition};

/// Fewer people than this show no spread between people.
const FEWEST_PEOPLE: usize = 4;
/// Keeps a phase that nobody in training was in solvable.
const RIDGE: f64 = 1e-9;

/// One person's scores as the model sees them.
pub(super) struct Rows {
    /// Days since the first score.
    time: Vec<f64>,
    phase: Vec<Phase>,
    score: Vec<f64>,
}

impl Rows {
    /// Rows of scores in order of day, and of the visit `next` whose score is not used.
    pub(super) fn new(
        scores: &[Score],
        next: Option<&Score>,
        sessions: &[Session],
        settings: &Settings,
    ) -> Self {
        let first = scores.first().map_or(0, |score| score.day);
        let all = || scores.iter().chain(next);
        let phase = |score: &Score| {
            let given =
                sessions.iter().rev().find(|s| s.day < score.day || (s.day == score.day && score.after));
            transition::phase(given, score.day, settings)
        };
        Self {
            time: all().map(|score| f64::from(score.day - first)).collect(),
            phase: all().map(phase).collect(),
            score: scores.iter().map(|score| score.score).collect(),
        }
    }

    /// Of a task: the history and the visit.
    pub(super) fn of(task: &Task<'_>, settings: &Settings) -> Self {
        Self::new(task.history, Some(task.target), task.sessions, settings)
    }
}

/// A fitted model.
pub(super) struct Mixed {
    phases: Vec<Phase>,
    unit: f64,
    beta: DVector<f64>,
    lambda: Matrix2<f64>,
    sigma: f64,
}

/// Sums of one person that the criterion needs, whatever Λ is.
struct Sums {
    zz: Matrix2<f64>,
    zx: Matrix2xX<f64>,
    zy: Vector2<f64>,
    xx: DMatrix<f64>,
    xy: DVector<f64>,
    yy: f64,
    n: usize,
}

/// The criterion at one Λ, with the β and σ² that go with it.
struct Profile {
    deviance: f64,
    beta: DVector<f64>,
    variance: f64,
}

impl Mixed {
    /// Fits on other people; `None` when they are too few or their equations cannot be solved.
    pub(super) fn fit(people: &[Rows]) -> Option<Self> {
        if people.len() < FEWEST_PEOPLE {
            return None;
        }
        let times = || people.iter().flat_map(|p| p.time.iter().copied());
        let centre = metrics::mean(times());
        let unit = metrics::mean(times().map(|t| (t - centre).powi(2))).sqrt();
        let mut model = Self {
            phases: phases(people),
            unit: if unit > 0.0 { unit } else { 1.0 },
            beta: DVector::zeros(0),
            lambda: Matrix2::zeros(),
            sigma: 0.0,
        };
        let sums: Vec<Sums> = people.iter().map(|person| model.sums(person)).collect();
        let criterion = |at: [f64; 3]| profile(&sums, lambda(at)).map_or(f64::INFINITY, |p| p.deviance);
        model.lambda = lambda(simplex::minimum([1.0, 0.0, 0.3], &criterion));
        let Profile { beta, variance, .. } = profile(&sums, model.lambda)?;
        model.beta = beta;
        model.sigma = variance.sqrt();
        model.sigma.is_finite().then_some(model)
    }

    /// Mean and standard deviation of the last row's score, given the scores of the rows before it.
    pub(super) fn predict(&self, rows: &Rows) -> (f64, f64) {
        let (x, z) = self.design(rows);
        let last = x.nrows() - 1;
        let (known_x, known_z) = (x.rows(0, last), z.rows(0, last));
        let scores = DVector::from_column_slice(&rows.score);
        let zl = known_z * self.lambda;
        let inner = Matrix2::identity() + zl.transpose() * &zl;
        let inverse = inner.try_inverse().unwrap_or_else(Matrix2::zeros);
        let lean = zl.transpose() * (scores - known_x * &self.beta);
        let own = inverse * lean;
        let next = Vector2::new(1.0, rows.time.last().copied().unwrap_or_default() / self.unit);
        let loading = self.lambda.transpose() * next;
        let mean = (x.row(last) * &self.beta).sum() + loading.dot(&own);
        let variance = 1.0 + loading.dot(&(inverse * loading));
        (mean, self.sigma * variance.sqrt())
    }

    fn design(&self, rows: &Rows) -> (DMatrix<f64>, MatrixXx2<f64>) {
        let n = rows.time.len();
        let time = |i: usize| rows.time.get(i).map_or(0.0, |days| days / self.unit);
        let x = DMatrix::from_fn(n, 2 + self.phases.len(), |i, j| match j {
            0 => 1.0,
            1 => time(i),
            _ => f64::from(u8::from(rows.phase.get(i) == self.phases.get(j - 2))),
        });
        (x, MatrixXx2::from_fn(n, |i, j| if j == 0 { 1.0 } else { time(i) }))
    }

    fn sums(&self, rows: &Rows) -> Sums {
        let (x, z) = self.design(rows);
        let y = DVector::from_column_slice(&rows.score);
        Sums {
            zz: z.transpose() * &z,
            zx: z.transpose() * &x,
            zy: z.transpose() * &y,
            xx: x.transpose() * &x,
            xy: x.transpose() * &y,
            yy: y.dot(&y),
            n: y.len(),
        }
    }
}

/// All phases met, but the commonest: it is what the intercept stands for.
fn phases(people: &[Rows]) -> Vec<Phase> {
    let mut counted = std::collections::BTreeMap::<Phase, usize>::new();
    for phase in people.iter().flat_map(|p| &p.phase) {
        *counted.entry(*phase).or_default() += 1;
    }
    let commonest = counted.iter().max_by_key(|(_, count)| **count).map(|(phase, _)| *phase);
    counted.into_keys().filter(|phase| Some(*phase) != commonest).collect()
}

fn lambda([level, both, slope]: [f64; 3]) -> Matrix2<f64> {
    Matrix2::new(level.abs(), 0.0, both, slope.abs())
}

fn profile(people: &[Sums], lambda: Matrix2<f64>) -> Option<Profile> {
    let columns = people.first()?.xx.nrows();
    let mut gram = DMatrix::<f64>::identity(columns, columns) * RIDGE;
    let mut moment = DVector::<f64>::zeros(columns);
    let (mut square_sum, mut log_det, mut n) = (0.0, 0.0, 0);
    for person in people {
        let inner = Matrix2::identity() + lambda.transpose() * person.zz * lambda;
        let inverse = lambda * inner.try_inverse()? * lambda.transpose();
        gram += &person.xx - person.zx.transpose() * inverse * &person.zx;
        moment += &person.xy - person.zx.transpose() * (inverse * person.zy);
        square_sum += person.yy - person.zy.dot(&(inverse * person.zy));
        log_det += inner.determinant().ln();
        n += person.n;
    }
    let free = n.checked_sub(columns).filter(|free| *free > 0).and_then(|free| u32::try_from(free).ok())?;
    let factor = gram.cholesky()?;
    let beta = factor.solve(&moment);
    let variance = ((square_sum - beta.dot(&moment)) / f64::from(free)).max(1e-12);
    let deviance = log_det + factor.ln_determinant() + f64::from(free) * variance.ln();
    deviance.is_finite().then_some(Profile { deviance, beta, variance })
}
