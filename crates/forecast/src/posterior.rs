//! The posterior of one record: the bank weighted by the filter's likelihood, and the remedy when few draws count.

#![expect(clippy::inline_always, reason = "kernels are inlined whole into each set of vector instructions")]

mod gaussian;
mod record;

use crate::bank::Bank;
use crate::benefit::Draws;
use crate::case::CheckedCase;
use crate::dispatch::{self, Eight, Kernel, Machine};
use crate::filter::Filtered;
use crate::lanes::LANES;
use crate::mixture::Mixture;
use crate::model::{Instrument, Model, PosteriorSettings};
use crate::num;
use crate::proposal::{Proposal, ln_prior};
pub(crate) use gaussian::{Forward, Today, block, block_of_weight};
pub(crate) use record::RecordFilter;
use std::sync::{Arc, OnceLock};

/// Weighted draws with the Gaussian state of each, today.
#[derive(Debug, Clone)]
pub(crate) struct Weighted {
    pub draws: Arc<Draws>,
    pub filtered: Filtered,
    pub weight: Vec<f64>,
}

/// What is known of one patient after all scores and sessions up to today. All answers are read from it.
#[derive(Debug)]
pub struct Posterior<'a> {
    pub(crate) model: &'a Model,
    pub(crate) case: &'a CheckedCase,
    pub(crate) all: Weighted,
    /// See [`Self::thinned`]; made when it is first asked for.
    thinned: OnceLock<Weighted>,
    ess: f64,
    rounds: usize,
    pub(crate) seed: u64,
}

impl<'a> Posterior<'a> {
    /// Weighs the bank by the record and, while fewer than 1000 draws count, adds draws where the weight is.
    pub fn new(model: &'a Model, bank: &Bank, case: &'a CheckedCase) -> Self {
        let settings = &model.file.posterior;
        let filter = RecordFilter::new(case);
        let mut draws = bank.draws(&case.prior);
        let mut filtered = filter.run(&draws);
        let mut weight = normalised(&filtered.loglik);
        let mut ess = effective(&weight);
        let mut proposals: Vec<Proposal> = Vec::new();
        let prior_draws = draws.len();
        while ess < settings.ess_enough
            && let Some(points) = bank.proposals(proposals.len())
        {
            let mut proposal = Proposal::fit(draws.z(), &weight, ess, settings);
            let z: Vec<[f64; 6]> =
                points.iter().map(|(normal, radius)| proposal.draw(normal, *radius)).collect();
            proposal.count = z.len();
            proposals.push(proposal);
            let new = Draws::new(&z, &case.prior);
            filtered.join(filter.run(&new));
            Arc::make_mut(&mut draws).join(new);
            weight = balanced(&draws, &filtered.loglik, prior_draws, &proposals);
            ess = effective(&weight);
        }
        let all = Weighted { draws, filtered, weight };
        Self { model, case, all, thinned: OnceLock::new(), ess, rounds: proposals.len(), seed: bank.seed() }
    }

    /// Effective number of draws, 1/Σw².
    pub fn ess(&self) -> f64 {
        self.ess
    }

    /// Rounds of the remedy that were taken.
    pub fn rounds(&self) -> usize {
        self.rounds
    }

    /// Whether so few draws count that the forecast is to be called unstable: an unusual record.
    pub fn unstable(&self) -> bool {
        let settings: &PosteriorSettings = &self.model.file.posterior;
        self.ess < settings.ess_unstable
    }

    /// At most 1024 equally weighted draws, for what is evaluated day by day.
    pub(crate) fn thinned(&self) -> &Weighted {
        self.thinned.get_or_init(|| self.all.select(&self.thin()))
    }

    /// Which draws those are, in order; a heavy one comes more than once.
    pub(crate) fn thin(&self) -> Vec<usize> {
        let (all, n) = (self.all.weight.len(), self.model.file.answer.curve_draws);
        if all <= n { (0..all).collect() } else { self.all.systematic(n, 0.5) }
    }

    /// The case it belongs to.
    pub fn case(&self) -> &CheckedCase {
        self.case
    }

    /// Severity of the intake: the mean before the first session or, without a score there, the expected usual severity.
    pub fn baseline(&self) -> f64 {
        self.case.baseline.unwrap_or_else(|| {
            crate::mixture::weighted_sum(&self.all.weight, |draw| {
                self.all.filtered.mean(0).get(draw).copied().unwrap_or(0.0)
            })
        })
    }
}

impl Weighted {
    /// These draws, equally weighted where they are not all.
    pub(crate) fn select(&self, chosen: &[usize]) -> Self {
        if chosen.len() == self.weight.len() {
            return self.clone();
        }
        #[expect(clippy::cast_precision_loss, reason = "a count of draws")]
        let weight = vec![1.0 / chosen.len() as f64; chosen.len()];
        Self { draws: Arc::new(self.draws.select(chosen)), filtered: self.filtered.select(chosen), weight }
    }

    /// Systematic resampling: `n` draws, each as often as its weight asks for, the first at `offset` (0..1) of a share.
    pub(crate) fn systematic(&self, n: usize, offset: f64) -> Vec<usize> {
        let mut chosen = Vec::with_capacity(n);
        let total: f64 = self.weight.iter().sum();
        #[expect(clippy::cast_precision_loss, reason = "a count of draws")]
        let share = total / n as f64;
        let (mut so_far, mut next) = (0.0, offset * share);
        for (draw, weight) in self.weight.iter().enumerate() {
            so_far += weight;
            while next <= so_far && chosen.len() < n {
                chosen.push(draw);
                next += share;
            }
        }
        chosen.resize(n, self.weight.len() - 1);
        chosen
    }

    /// The signal on an instrument `days` after today where the benefit it shows is `shown` in each draw: the filtered
    /// Gaussian carried forward in closed form, with `noise_sd` of a reading added (0 for the signal itself).
    pub(crate) fn mixture(
        &self,
        case: &CheckedCase,
        instrument: &Instrument,
        shown: &[f64],
        days: f64,
        noise_sd: f64,
    ) -> Mixture {
        let place = case.instruments.iter().position(|row| row.id == instrument.id);
        self.signals(&Forward::new(case, days), place, instrument, shown, noise_sd)
    }

    /// [`Self::mixture`] for a fluctuation carried to any day.
    pub(crate) fn signals(
        &self,
        forward: &Forward,
        place: Option<usize>,
        instrument: &Instrument,
        shown: &[f64],
        noise_sd: f64,
    ) -> Mixture {
        let filtered = &self.filtered;
        let [mean, sd] = dispatch::run(Signals { filtered, forward, place, instrument, shown, noise_sd });
        Mixture { mean, sd, weight: self.weight.clone() }
    }
}

/// Mean and standard deviation of the signal in every draw.
struct Signals<'a> {
    filtered: &'a Filtered,
    forward: &'a Forward,
    place: Option<usize>,
    instrument: &'a Instrument,
    shown: &'a [f64],
    noise_sd: f64,
}

impl Kernel for Signals<'_> {
    type Out = [Vec<f64>; 2];

    #[inline(always)]
    fn run<M: Machine>(self, m: M) -> [Vec<f64>; 2] {
        let draws = self.shown.len();
        let (mut means, mut sds) = (Vec::with_capacity(draws + LANES), Vec::with_capacity(draws + LANES));
        let noise = m.all(self.noise_sd * self.noise_sd);
        for first in (0..draws).step_by(LANES) {
            let today = Today::block(m, self.filtered, self.place, self.instrument, first);
            let shown = m.load(&block(self.shown, first));
            let [mean, variance] = self.forward.signal(&today, self.instrument, shown);
            let sd = (variance.or_more(m.all(1e-12)) + noise).sqrt();
            means.extend_from_slice(&mean.lane());
            sds.extend_from_slice(&sd.lane());
        }
        means.truncate(draws);
        sds.truncate(draws);
        [means, sds]
    }
}

/// exp(ℓ − max ℓ), normalised. Equal weights if no draw has a usable likelihood.
fn normalised(ln_weight: &[f64]) -> Vec<f64> {
    let most = ln_weight.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let raw: Vec<f64> = if most.is_finite() {
        ln_weight.iter().map(|ln| if ln.is_nan() { 0.0 } else { libm::exp(ln - most) }).collect()
    } else {
        vec![1.0; ln_weight.len()]
    };
    let total: f64 = raw.iter().sum();
    raw.into_iter().map(|weight| weight / total).collect()
}

fn effective(weight: &[f64]) -> f64 {
    1.0 / weight.iter().map(|weight| weight * weight).sum::<f64>()
}

/// Balance heuristic: ln w = ℓ + ln N(z) − ln Σ (n_c/T)·density_c(z) over the prior bank and all proposals.
#[expect(clippy::cast_precision_loss, reason = "counts of draws")]
fn balanced(draws: &Draws, loglik: &[f64], prior_draws: usize, proposals: &[Proposal]) -> Vec<f64> {
    let total = draws.len() as f64;
    let ln_weight: Vec<f64> = draws
        .z()
        .iter()
        .zip(loglik)
        .map(|(z, loglik)| {
            let ln_n = ln_prior(z);
            let mut mixture = libm::log(prior_draws as f64 / total) + ln_n;
            for proposal in proposals {
                let term = libm::log(proposal.count as f64 / total) + proposal.ln_density(z);
                mixture = num::ln_add_exp(mixture, term);
            }
            loglik + ln_n - mixture
        })
        .collect();
    normalised(&ln_weight)
}
