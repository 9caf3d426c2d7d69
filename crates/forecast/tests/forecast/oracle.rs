//! The filter against an exact second oracle: for scores between the ends of the scale the whole record is one
//! multivariate normal, written here from the model's equations without a filter. The benefit comes from small
//! Runge-Kutta steps, so the closed forms of the transitions are checked as well.

use crate::common::{bank, model, scores, sessions};
use evenkeel_forecast::{Case, LoglikCheck, Posterior};
use std::f64::consts::PI;

struct Patient {
    gain: f64,
    ceiling: f64,
    tau_f: f64,
    phi: f64,
    tau_s: f64,
    n: f64,
}

const TAU_N: f64 = 4.406;
const KAPPA: f64 = 0.4;

fn logistic(u: f64) -> f64 {
    1.0 / (1.0 + (-u).exp())
}

fn patient(z: &[f64; 6]) -> Patient {
    let (mean, sd) = ([0.487, 0.936, 1.456, -0.687, 4.568, -2.097], [0.901, 1.628, 0.414, 0.923, 0.7, 2.007]);
    let u = |j: usize| mean[j] + sd[j] * z[j];
    let with_m = 0.635 * z[1] + (1.0_f64 - 0.635 * 0.635).sqrt() * z[5];
    Patient {
        gain: logistic(u(0)),
        ceiling: logistic(u(1)),
        tau_f: u(2).exp(),
        phi: logistic(u(3)),
        tau_s: u(4).exp(),
        n: logistic(mean[5] + sd[5] * with_m),
    }
}

/// F, S, and A of a window, at each day of `days` before that day's session, by Runge-Kutta 4.
pub fn recalled(z: &[f64; 6], given: &[f64], days: &[f64], window: f64) -> Vec<f64> {
    let who = patient(z);
    let first = given[0];
    let slope = |t: f64, [f, s, a]: [f64; 3]| {
        let n = if t > first { who.n * (1.0 - (-(t - first) / TAU_N).exp()) } else { 0.0 };
        let b = 1.0 - (1.0 - f - s) * (1.0 - n);
        [-f / who.tau_f, who.phi / who.tau_f * f - s / who.tau_s, (b - a) / (KAPPA * window)]
    };
    let along = |x: [f64; 3], k: [f64; 3], h: f64| std::array::from_fn(|i| x[i] + h * k[i]);
    let (mut x, mut t, mut out) = ([0.0; 3], first, Vec::new());
    let mut stops: Vec<f64> = given.iter().chain(days).copied().collect();
    stops.sort_by(f64::total_cmp);
    stops.dedup();
    for stop in stops {
        let h: f64 = 0.004;
        while t < stop - 1e-12 {
            let h = h.min(stop - t);
            let k1 = slope(t, x);
            let k2 = slope(t + 0.5 * h, along(x, k1, 0.5 * h));
            let k3 = slope(t + 0.5 * h, along(x, k2, 0.5 * h));
            let k4 = slope(t + h, along(x, k3, h));
            x = std::array::from_fn(|i| x[i] + h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]));
            t += h;
        }
        if days.contains(&stop) {
            out.push(x[2]);
        }
        if given.contains(&stop) {
            x[0] += who.gain * (who.ceiling - x[0] - x[1]).max(0.0);
        }
    }
    out
}

struct Reading {
    day: f64,
    severity: f64,
    shown: f64,
    instrument: usize,
}

/// λ, σ, h, and mean and sd of b of the two instruments.
const INSTRUMENTS: [(f64, f64, f64, f64, f64); 2] =
    [(1.0, 0.06, 0.5 / 27.0, 0.65, 0.16), (0.85, 0.07, 0.5 / 21.0, 0.6, 0.2)];

/// ln of the density of all scores at once, times the width of a step of each.
fn log_density(readings: &[Reading]) -> f64 {
    let start = readings[0].day;
    let eta = |reading: &Reading| 0.5 + 0.5 * (1.0 - reading.shown);
    let cover = |one: &Reading, other: &Reading| {
        let (early, late) = (one.day.min(other.day) - start, one.day.max(other.day) - start);
        let b = if one.instrument == other.instrument {
            let (lambda, _, _, _, sd) = INSTRUMENTS[one.instrument];
            (1.0 - lambda * one.shown) * (1.0 - lambda * other.shown) * sd * sd
        } else {
            0.0
        };
        let w = eta(one) * eta(other) * 0.09 * 0.09 * (-(late - early) / 30.0_f64).exp();
        let u = 0.15 * 0.15 * (1.0 - (-2.0 * early / 180.0_f64).exp()) * (-(late - early) / 180.0_f64).exp();
        b + w + u
    };
    let n = readings.len();
    let mut rest: Vec<f64> = Vec::new();
    let mut matrix = vec![vec![0.0; n]; n];
    let mut widths = 0.0;
    for (i, reading) in readings.iter().enumerate() {
        let (lambda, sigma, half, mean, _) = INSTRUMENTS[reading.instrument];
        rest.push(reading.severity - mean * (1.0 - lambda * reading.shown));
        widths += (2.0 * half).ln();
        for (j, other) in readings.iter().enumerate() {
            matrix[i][j] = cover(reading, other);
        }
        matrix[i][i] += sigma * sigma + half * half / 3.0;
    }
    // Gaussian elimination: the determinant and the quadratic form in one pass.
    let (mut ln_determinant, mut quadratic) = (0.0, 0.0);
    for i in 0..n {
        ln_determinant += matrix[i][i].ln();
        quadratic += rest[i] * rest[i] / matrix[i][i];
        for j in i + 1..n {
            let factor = matrix[j][i] / matrix[i][i];
            rest[j] -= factor * rest[i];
            let above = matrix[i].clone();
            for (value, above) in matrix[j].iter_mut().zip(above).skip(i) {
                *value -= factor * above;
            }
        }
    }
    widths - 0.5 * (quadratic + ln_determinant + f64::from(u32::try_from(n).unwrap()) * (2.0 * PI).ln())
}

const Z: [[f64; 6]; 3] = [[0.0; 6], [0.5, -0.8, 0.3, 0.6, -0.4, 0.9], [-1.2, 0.7, -0.5, -0.9, 1.1, -0.3]];

fn check(given: &[i32], phq9: &[(i32, i32)], gad7: &[(i32, i32)], today: i32) {
    let mut all = scores("PHQ9", phq9);
    all.extend(scores("GAD7", gad7));
    let case = Case {
        id: "oracle".into(),
        condition: "depression".into(),
        primary: "PHQ9".into(),
        sessions: sessions(given),
        scores: all,
        today: f64::from(today),
        loglik_check: Some(LoglikCheck { z: Z.to_vec() }),
        ..Case::default()
    };
    let checked = case.checked(model()).unwrap();
    let mine = Posterior::new(model(), bank(), &checked).answer().loglik_check.unwrap();
    let given: Vec<f64> = given.iter().map(|day| f64::from(*day)).collect();
    for (z, mine) in Z.iter().zip(mine.loglik) {
        let mut readings = Vec::new();
        for (instrument, list, top) in [(0, phq9, 27.0), (1, gad7, 21.0)] {
            let days: Vec<f64> = list.iter().map(|(day, _)| f64::from(*day)).collect();
            let since: Vec<f64> = days.iter().copied().filter(|day| *day >= given[0]).collect();
            let shown = recalled(z, &given, &since, 14.0);
            for ((day, score), _) in list.iter().zip(0..) {
                let day = f64::from(*day);
                let shown = since
                    .iter()
                    .position(|known| (known - day).abs() < 1e-9)
                    .map_or(0.0, |place| shown[place]);
                readings.push(Reading { day, severity: f64::from(*score) / top, shown, instrument });
            }
        }
        readings.sort_by(|one, other| one.day.total_cmp(&other.day));
        let exact = log_density(&readings);
        assert!((mine - exact).abs() < 1e-9, "filter {mine}, multivariate normal {exact}, z {z:?}");
    }
}

#[test]
fn the_filter_agrees_with_the_full_multivariate_normal_on_one_instrument() {
    check(&[0, 3, 7], &[(0, 20), (3, 15), (7, 12), (12, 9)], &[], 14);
}

#[test]
fn the_filter_agrees_with_the_full_multivariate_normal_on_two_instruments() {
    check(
        &[0, 4, 9],
        &[(-9, 21), (0, 20), (4, 15), (9, 12), (40, 14)],
        &[(-9, 12), (4, 9), (10, 8), (41, 11)],
        45,
    );
}
