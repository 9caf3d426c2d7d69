//! The prior that would make the courses likeliest, tethered to the shipped one.

use super::NotLearned;
use crate::bank::Bank;
use crate::both::both;
use crate::case::Case;
use crate::model::{Model, RefitSettings};
use crate::posterior::Posterior;

/// First and second moment of the six parameters of one course, in deviations of its own prior.
type Moments = [[f64; 2]; 6];

/// EM from the shipped prior on, for as many rounds as the settings say.
pub(super) fn learn(
    model: &Model,
    bank: &Bank,
    settings: &RefitSettings,
    cases: &[&Case],
) -> Result<Model, NotLearned> {
    let mut now = model.clone();
    for _ in 0..settings.rounds {
        let (first, rest) = cases.split_at(cases.len() / 2);
        let part = |cases: &[&Case]| cases.iter().filter_map(|case| moments(&now, bank, case)).collect();
        let (mut all, rest): (Vec<Moments>, Vec<Moments>) = both(|| part(first), || part(rest));
        all.extend(rest);
        now = next(model, &now, settings.shipped_weight, &all)?;
    }
    let to_three = |values: [f64; 6]| values.map(|value| (value * 1000.0).round() / 1000.0);
    with(model, to_three(now.prior.mean), to_three(now.prior.sd))
}

/// One course: weighted mean of each deviate and of its square. The deviate of n is correlated with that of M.
fn moments(model: &Model, bank: &Bank, case: &Case) -> Option<Moments> {
    let checked = case.checked(model).ok()?;
    let posterior = Posterior::new(model, bank, &checked);
    let rho = checked.prior.rho_m_n;
    let mut found = [[0.0; 2]; 6];
    let draws = posterior.all.draws.z().iter().zip(&posterior.all.weight);
    for (&[g, ceiling, tau_f, phi, tau_s, own], weight) in draws {
        let n = rho * ceiling + (1.0 - rho * rho).sqrt() * own;
        for (sums, z) in found.iter_mut().zip([g, ceiling, tau_f, phi, tau_s, n]) {
            let [mean, square] = sums;
            *mean += weight * z;
            *square += weight * z * z;
        }
    }
    Some(found)
}

/// The next prior, the shipped one counting as `weight` courses. Deviates are put on the scale of the base prior, so that
/// courses of every condition teach the same six numbers.
fn next(shipped: &Model, now: &Model, weight: f64, all: &[Moments]) -> Result<Model, NotLearned> {
    #[expect(clippy::cast_precision_loss, reason = "a count of courses")]
    let n = all.len() as f64;
    let (mut mean, mut sd) = ([0.0; 6], [0.0; 6]);
    let was = now.prior.mean.iter().zip(now.prior.sd);
    let tether = shipped.prior.mean.iter().zip(shipped.prior.sd);
    let rows = mean.iter_mut().zip(&mut sd).zip(was).zip(tether).enumerate();
    for (place, (((mean, sd), (was_mean, was_sd)), (own_mean, own_sd))) in rows {
        let sum =
            |power: usize| -> f64 { all.iter().filter_map(|course| course.get(place)?.get(power)).sum() };
        let (z, square) = (sum(0), sum(1));
        *mean = (weight * own_mean + n * was_mean + was_sd * z) / (weight + n);
        // E[(θ − mean)²] with θ = was_mean + was_sd·z.
        let off = was_mean - *mean;
        let spread = n * off * off + 2.0 * off * was_sd * z + was_sd * was_sd * square;
        let tethered = weight * (own_sd * own_sd + (own_mean - *mean) * (own_mean - *mean));
        *sd = ((tethered + spread) / (weight + n)).sqrt();
    }
    with(shipped, mean, sd)
}

fn with(model: &Model, mean: [f64; 6], sd: [f64; 6]) -> Result<Model, NotLearned> {
    model.with_parameters(mean, sd).map_err(|error| NotLearned::NoModel(error.to_string()))
}
