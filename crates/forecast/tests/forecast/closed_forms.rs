//! The closed forms of the transitions against Runge-Kutta steps, window by window.

use crate::common::{bank, case, model};
use crate::oracle::recalled;
use evenkeel_forecast::{LoglikCheck, Posterior};

fn check(window: f64, given: &[i32], today: i32) {
    let z = [
        [0.0; 6],
        [0.5, -0.8, 0.3, 0.6, -0.4, 0.9],
        [-1.2, 0.7, -0.5, -0.9, 1.1, -0.3],
        [2.0, 1.5, 1.0, 1.0, -2.5, 0.2],
    ];
    let mut asked = case(given, &[(given[0], 20)], today);
    asked.scores[0].recall_days = Some(window);
    asked.loglik_check = Some(LoglikCheck { z: z.to_vec() });
    let checked = asked.checked(model()).unwrap();
    let mine = Posterior::new(model(), bank(), &checked).answer().loglik_check.unwrap();
    assert_eq!(mine.recall_days, [window]);
    let given: Vec<f64> = given.iter().map(|day| f64::from(*day)).collect();
    for (z, mine) in z.iter().zip(&mine.recalled_benefit[0]) {
        let exact = recalled(z, &given, &[f64::from(today)], window)[0];
        assert!((mine - exact).abs() < 1e-10, "window {window}: {mine}, Runge-Kutta {exact}");
    }
}

#[test]
fn recalled_benefit_solves_its_equation() {
    for window in [0.5, 1.0, 7.0, 14.0, 30.0] {
        check(window, &[0, 3, 7, 10], 19);
        check(window, &[0], 1);
        check(window, &[0, 14, 28], 90);
    }
}

/// A window whose rate 1/(κR) equals 1/τ_n (and, for the median patient, 1/τ_f): the series takes over there.
#[test]
fn recalled_benefit_is_smooth_where_two_rates_meet() {
    check(4.406 / 0.4, &[0, 3, 7], 12);
    check(1.456_f64.exp() / 0.4, &[0, 3, 7], 12);
    check(1.456_f64.exp() / 0.4 * 1.000_05, &[0, 3, 7], 12);
}
