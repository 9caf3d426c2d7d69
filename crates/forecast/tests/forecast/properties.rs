//! What must hold for every record.

use crate::common::{answer, bank, case, model, scores, sessions};
use evenkeel_forecast::{Answer, Bank, Case, Extent, Plan, Posterior, Session};

fn records() -> Vec<Case> {
    let mut with_gad = case(&[0, 3, 7, 10], &[(0, 19), (7, 15), (10, 12)], 12);
    with_gad.scores.extend(scores("GAD7", &[(0, 14), (3, 12), (10, 0)]));
    let mut mood = case(&[0, 7], &[(0, 21), (7, 14)], 9);
    mood.scores.extend(scores("MOOD", &[(1, 3), (2, 5), (8, 10)]));
    vec![
        case(&[], &[], 0),
        case(&[], &[(0, 20)], 0),
        case(&[0, 3, 7, 10, 14, 17], &[(0, 20), (7, 11), (17, 4), (24, 0)], 24),
        case(&[0, 3, 7, 10, 14, 17], &[(0, 27), (7, 27), (17, 26), (24, 27)], 24),
        with_gad,
        mood,
    ]
}

fn text(answer: &Answer) -> String {
    serde_json::to_string(answer).unwrap()
}

fn rising(values: &[f64]) -> bool {
    values.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12)
}

#[test]
fn bands_nest_and_chances_rise_with_sessions() {
    for record in records() {
        let answer = answer(&record);
        assert!(rising(&answer.benefit_now.value));
        assert!(rising(&answer.score_forecast.value));
        assert!(rising(&answer.sessions_to_response.value));
        assert!(rising(&answer.p_response_by_session.value));
        assert!(answer.p_response_by_session.value.iter().all(|p| (0.0..=1.0).contains(p)));
        let remission = answer.p_remission_by_session.unwrap().value;
        assert!(rising(&remission));
        for (remission, response) in remission.iter().zip(&answer.p_response_by_session.value) {
            assert!(remission <= &(response + 1e-12), "remission overtakes response");
        }
    }
}

#[test]
fn the_fitted_past_meets_the_fan_at_today() {
    for record in records() {
        let checked = record.checked(model()).unwrap();
        let posterior = Posterior::new(model(), bank(), &checked);
        let today = posterior.corridor(&record.primary, &[record.today]);
        let ahead = posterior.fan(&record.primary, &[0.0], checked.plan());
        let (past, next) = (today[0].band.q50, ahead[0].band.q50);
        assert!((past - next).abs() < 0.02, "{}: {past} and {next}", record.id);
    }
}

#[test]
fn fan_and_corridor_bands_nest_on_either_kind_of_scale() {
    for record in records() {
        let checked = record.checked(model()).unwrap();
        let posterior = Posterior::new(model(), bank(), &checked);
        for id in ["PHQ9", "MOOD"] {
            let instrument = model().instrument(id).unwrap();
            let mut points = posterior.fan(id, &[0.0, 7.0, 14.0, 90.0, 365.0], checked.plan());
            assert_eq!(points.len(), 5);
            points.extend(posterior.corridor(id, &[-1.0, 0.0, record.today]));
            for point in points.iter().map(|point| point.on_scale(instrument)) {
                let band = point.band;
                assert!(rising(&[
                    instrument.lo,
                    band.q10,
                    band.q25,
                    band.q50,
                    band.q75,
                    band.q90,
                    instrument.hi
                ]));
            }
        }
    }
}

#[test]
fn the_fan_never_passes_the_horizon() {
    let record = case(&[0], &[(0, 20)], 3);
    let checked = record.checked(model()).unwrap();
    let posterior = Posterior::new(model(), bank(), &checked);
    assert_eq!(posterior.fan("PHQ9", &[-1.0, 730.0, 731.0], &Plan::none()).len(), 1);
    assert!(posterior.fan("CSSRS", &[0.0], &Plan::none()).is_empty());
}

#[test]
fn same_seed_gives_the_same_bytes_and_another_seed_nearly_the_same_answer() {
    for record in records() {
        let checked = record.checked(model()).unwrap();
        let once = Posterior::new(model(), bank(), &checked).answer();
        let again = Posterior::new(model(), &Bank::new(model(), Bank::SEED), &checked).answer();
        assert_eq!(text(&once), text(&again));
        let other = Posterior::new(model(), &Bank::new(model(), 7), &checked).answer();
        assert_eq!(other.model.seed, 7);
        for (one, two) in once.benefit_now.value.iter().zip(&other.benefit_now.value) {
            assert!((one - two).abs() < 0.015, "{one} and {two}");
        }
    }
}

#[test]
fn shifting_all_days_changes_nothing() {
    for record in records() {
        let mut later = record.clone();
        later.today += 20_000.0;
        later.sessions.iter_mut().chain(&mut later.plan).for_each(|session| session.day += 20_000.0);
        later.scores.iter_mut().for_each(|score| score.day += 20_000.0);
        assert_eq!(text(&answer(&record)), text(&answer(&later)));
    }
}

#[test]
fn order_of_entry_of_different_days_changes_nothing() {
    for record in records() {
        let mut shuffled = record.clone();
        shuffled.sessions.reverse();
        shuffled.plan.reverse();
        shuffled.scores.sort_by(|one, other| other.day.total_cmp(&one.day));
        assert_eq!(text(&answer(&record)), text(&answer(&shuffled)));
    }
}

#[test]
fn a_placebo_session_adds_no_benefit_from_sessions() {
    let mut record = case(&[0, 3], &[(0, 20), (3, 18)], 7);
    record.sessions.iter_mut().for_each(|session| session.dose = 0.0);
    let parts = answer(&record).benefit_parts;
    assert!(parts.from_sessions.value.iter().all(|share| *share == 0.0));
    assert!(parts.other.at(0.9).unwrap() > 0.0, "contact and natural course go on");
}

#[test]
fn before_the_first_session_only_the_usual_severity_moves() {
    let (none, intake) = (answer(&case(&[], &[], 0)), answer(&case(&[], &[(0, 25)], 0)));
    assert_eq!(none.p_response_by_session, intake.p_response_by_session);
    assert!(intake.score_forecast.mean > none.score_forecast.mean);
}

#[test]
fn a_higher_dose_never_looks_worse_and_shares_the_posterior() {
    let record = case(&[0, 3, 7], &[(0, 20), (7, 17)], 10);
    let checked = record.checked(model()).unwrap();
    let higher: Vec<Session> =
        record.plan.iter().map(|session| Session { dose: 0.75, ..session.clone() }).collect();
    let posterior = Posterior::new(model(), bank(), &checked);
    let stay = posterior.answers(checked.plan(), Extent::Quick);
    let more = posterior.answers(&checked.plan_of(&higher, model()).unwrap(), Extent::Quick);
    assert!(stay.tradeoff.is_none());
    assert_eq!(stay.benefit_now, more.benefit_now);
    for (stay, more) in stay.p_response_by_session.value.iter().zip(&more.p_response_by_session.value) {
        assert!(more >= stay);
    }
}

#[test]
fn fewer_sessions_never_give_more_days_well() {
    let curve = answer(&records()[2]).tradeoff.unwrap();
    let mut falling = curve.days_well.clone();
    falling.reverse();
    assert!(rising(&falling), "{:?}", curve.days_well);
    assert_eq!(curve.interval.len(), curve.quantiles.len());
    assert!(curve.quantiles.iter().all(|row| rising(row)));
}

#[test]
fn what_is_not_defined_is_an_absent_key() {
    let mut record = case(&[0, 3], &[], 7);
    record.primary = "PCL5".into();
    let value = serde_json::to_value(answer(&record)).unwrap();
    for key in ["p_remission_by_session", "cost_12_months", "words", "loglik_check"] {
        assert!(value.get(key).is_none(), "{key}");
    }
    assert!(!text(&answer(&record)).contains("NaN"));
}

#[test]
fn two_scores_of_one_day_both_count() {
    let once = answer(&case(&[0, 3], &[(0, 20), (7, 9)], 7));
    let twice = answer(&case(&[0, 3], &[(0, 20), (7, 9), (7, 9)], 7));
    assert_eq!(twice.rests_on.scores, 3);
    assert!(twice.ess < once.ess);
}

#[test]
fn a_fifth_instrument_is_left_out_and_said() {
    let mut record = case(&[0], &[(0, 20), (2, 18)], 3);
    for (id, score) in [("GAD7", 10), ("QIDS16", 12), ("MADRS", 30), ("MOOD", 4)] {
        record.scores.extend(scores(id, &[(0, score), (2, score)]));
    }
    record.scores.extend(scores("GAD7", &[(1, 10)]));
    let answer = answer(&record);
    assert_eq!(answer.rests_on.scores, 9);
    assert!(text(&answer).contains("instruments_left_out"));
}

#[test]
fn a_predicted_score_is_a_distribution_over_the_scale() {
    let record = case(&[0, 3, 7], &[(0, 20), (7, 12)], 10);
    let checked = record.checked(model()).unwrap();
    let posterior = Posterior::new(model(), bank(), &checked);
    for (id, recall) in
        [("PHQ9", None), ("PHQ9", Some(0.0)), ("MADRS", Some(1.0)), ("MOOD", None), ("PEG", None)]
    {
        let prediction = posterior.predict_score(id, 17.0, checked.plan(), recall).unwrap();
        assert!((prediction.chance.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        let median = prediction.quantile(0.5);
        assert!(prediction.quantile(0.1) <= median && median <= prediction.quantile(0.9));
        assert!(prediction.cdf(median) >= 0.5 && (prediction.cdf(1e6) - 1.0).abs() < 1e-9);
        let last = *prediction.scores.last().unwrap();
        assert!(prediction.crps(median) < prediction.crps(last) && prediction.crps(median) > 0.0);
        assert!(prediction.mean() > 0.0 && prediction.mean() < last);
    }
    let forecast = posterior.score_forecast(checked.plan(), 7.0);
    let rounded = posterior.predict_score("PHQ9", 17.0, checked.plan(), None).unwrap();
    assert!((forecast.mean * 27.0 - rounded.mean()).abs() < 0.1);
    assert!(posterior.predict_score("PHQ9", 9.0, checked.plan(), None).is_none());
    assert!(posterior.predict_score("CSSRS", 12.0, checked.plan(), None).is_none());
}

#[test]
fn a_long_daily_record_stays_finite() {
    let daily: Vec<(i32, i32)> = (0..400).map(|day| (day, 10 + day * 7 % 9)).collect();
    let given: Vec<i32> = (0..26).map(|k| k * 14).collect();
    let mut record = case(&given, &daily, 400);
    record.plan = sessions(&[400, 414]);
    let answer = answer(&record);
    assert!(answer.ess.is_finite() && answer.ess >= 1.0);
    assert_eq!(answer.p_response_by_session.value.len(), 20);
    assert!(answer.benefit_now.value.iter().all(|share| (0.0..=1.0).contains(share)));
}

/// Only part-days let a planned session come within a day of the last one given; the reference reads on for the day.
#[test]
fn a_plan_does_not_change_what_the_sessions_given_have_reached() {
    let reached = |first_planned: f64| {
        let mut record = case(&[0, 3], &[(0, 20)], 4);
        record.sessions[1].day = 3.9;
        record.plan[0].day = first_planned;
        answer(&record).p_response_by_session.value[..2].to_vec()
    };
    assert_eq!(reached(4.05), reached(6.0));
}
