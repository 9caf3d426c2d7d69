//! A second oracle for the simulated courses: persons, records and the clinic's rule written once more from the model's
//! equations, one person at a time (own Runge-Kutta steps, own conditioning, own chance), against relapse if stopped
//! and the year under the rule. First for one known person, so that conditioning and walk stand alone, then for the
//! whole posterior, with the oracle's own draws of the prior weighed by the dense normal density of the scores.
//!
//! Both sides are random. A figure may differ by four standard errors of the difference, which the test works out from
//! the spread of the oracle's courses and the number of courses and draws on either side; seeds are fixed.

mod life;
mod record;
mod rule;

use crate::common::{case, file};
use evenkeel_forecast::{Bank, Case, CasePolicy, Model, ModelFile, Posterior, PriorFile, Watch};
use life::{Chance, MEAN, Person, SD};
use record::{Known, Record};
use rule::{Lived, live, relapse, weeks};

const WELL: Record = Record {
    given: &[0, 3, 7, 10, 14, 17],
    scores: &[(0, 20), (7, 12), (14, 8), (17, 6), (21, 5)],
    today: 21,
};
const HALFWAY: Record = Record { given: &[0, 3], scores: &[(-7, 21), (0, 19), (3, 17), (7, 14)], today: 8 };
const POOR: Record =
    Record { given: &[0, 3, 7, 10, 14, 17], scores: &[(0, 22), (7, 18), (14, 19), (24, 16)], today: 24 };

const RELAPSE_DAYS: [f64; 6] = [14.0, 28.0, 56.0, 91.0, 182.0, 365.0];
const PATHS: usize = 16_384;

/// The shipped model with more courses and draws; `known`: every draw is this one person.
fn model(known: Option<[f64; 6]>) -> Model {
    let mut prior: PriorFile = serde_json::from_str(&file("clinical/forecast/prior-1.1.json")).unwrap();
    let mut settings: ModelFile = toml::from_str(&file("clinical/forecast/model-1.1.toml")).unwrap();
    settings.paths.paths = PATHS;
    settings.posterior.bank = 32_768;
    if let Some(mean) = known {
        (prior.mean, prior.sd, settings.posterior.bank) = (mean, [1e-6; 6], 4096);
    }
    Model::new(prior, settings, String::new()).unwrap()
}

/// Figures of both sides, and the standard error of their difference.
struct Figure {
    name: String,
    ours: f64,
    oracle: f64,
    error: f64,
}

/// Ours: chance of relapse by some days if stopped and under the rule, sessions, days well, share ended.
fn ours(model: &Model, record: &Record) -> (Vec<f64>, f64) {
    let asked = Case { plan: Vec::new(), ..case(record.given, record.scores, record.today) };
    let checked = asked.checked(model).unwrap();
    let posterior = Posterior::new(model, &Bank::new(model, Bank::SEED), &checked);
    let policy = CasePolicy::new(&checked, checked.plan());
    let year = posterior.year(&policy, checked.plan(), 0.5, Watch::Relapse).unwrap();
    let (stopped, held) = (posterior.relapse_if_stopped().unwrap(), year.relapse.as_ref().unwrap());
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let mut figures: Vec<f64> = RELAPSE_DAYS.iter().map(|day| stopped.by(*day)).collect();
    figures.extend(RELAPSE_DAYS.iter().map(|day| held.by(*day)));
    figures.extend([mean(&year.sessions), mean(&year.days_well), year.ended]);
    (figures, posterior.ess())
}

/// The oracle's figures with their spread over courses.
fn told(stopped: &[f64], lived: &[Lived]) -> Vec<(String, f64, f64)> {
    let of = |name: String, values: Vec<f64>| {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let spread = (values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n).sqrt();
        (name, mean, spread)
    };
    let by = |days: Vec<f64>, day: f64| days.iter().map(|at| f64::from(u8::from(*at <= day))).collect();
    let held = || lived.iter().map(|one| one.relapse).collect::<Vec<f64>>();
    let mut rows: Vec<_> = RELAPSE_DAYS
        .iter()
        .map(|day| of(format!("relapse by {day}, stopped"), by(stopped.to_vec(), *day)))
        .collect();
    rows.extend(RELAPSE_DAYS.iter().map(|day| of(format!("relapse by {day}, rule"), by(held(), *day))));
    rows.push(of("sessions".into(), lived.iter().map(|one| one.sessions).collect()));
    rows.push(of("days well".into(), lived.iter().map(|one| one.days_well).collect()));
    rows.push(of("ended".into(), lived.iter().map(|one| one.ended).collect()));
    rows
}

/// Compares all figures; a share may be off by 2e-3 more, for the oracle's own steps.
fn compare(what: &str, ours: &[f64], rows: Vec<(String, f64, f64)>, per_course: f64) {
    let figures = rows.into_iter().zip(ours).map(|((name, oracle, spread), ours)| Figure {
        name,
        ours: *ours,
        oracle,
        error: spread * per_course.sqrt(),
    });
    let mut wrong = Vec::new();
    for Figure { name, ours, oracle, error } in figures {
        let told = format!("{what}: {name}: ours {ours:.4}, oracle {oracle:.4}, standard error {error:.4}");
        println!("{told}");
        if (ours - oracle).abs() > 4.0 * error + 0.002 {
            wrong.push(told);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn one_known_person(what: &str, record: &Record, z: [f64; 6], seed: u64) {
    let mean: [f64; 6] = std::array::from_fn(|j| MEAN[j] + SD[j] * z[j]);
    let (ours, _) = ours(&model(Some(mean)), record);
    let (who, mut chance) = (Person::of(mean), Chance(seed));
    let known = record.known(&who);
    let shown = weeks(&who, &known);
    let stopped: Vec<f64> =
        (0..20_000).map(|_| relapse(&shown, record.baseline(), &known, &mut chance)).collect();
    let lived: Vec<Lived> = (0..4000).map(|_| live(record, &who, &known, &mut chance)).collect();
    let per = |courses: f64| 1.0 / courses + 1.0 / PATHS as f64;
    let mut rows = told(&stopped, &lived);
    let rest = rows.split_off(RELAPSE_DAYS.len());
    let (first, second) = ours.split_at(RELAPSE_DAYS.len());
    compare(what, first, rows, per(20_000.0));
    compare(what, second, rest, per(4000.0));
}

#[test]
fn courses_of_one_known_person_agree_with_the_plain_simulator() {
    one_known_person("usual person, well", &WELL, [0.0; 6], 1);
    one_known_person("usual person, halfway", &HALFWAY, [0.0; 6], 2);
    one_known_person("slow fading, halfway", &HALFWAY, [0.5, 0.8, 0.3, 1.0, 0.9, 0.9], 3);
    one_known_person("little benefit, poor", &POOR, [-0.6, -0.7, -0.5, 0.4, -0.8, -0.3], 4);
}

/// Somebody from the prior of depression; the deviate of n is correlated with that of M.
fn drawn(chance: &mut Chance) -> Person {
    let mut z: [f64; 6] = std::array::from_fn(|_| chance.normal());
    z[5] = 0.635 * z[1] + (1.0_f64 - 0.635 * 0.635).sqrt() * z[5];
    Person::of(std::array::from_fn(|j| MEAN[j] + SD[j] * z[j]))
}

/// Draws of the prior weighed by the dense density of the scores, as many courses as draws resampled.
fn whole_posterior(what: &str, record: &Record, draws: usize, courses: usize, seed: u64) {
    let (ours, ess) = ours(&model(None), record);
    let mut chance = Chance(seed);
    let people: Vec<(Person, Known)> = (0..draws)
        .map(|_| {
            let who = drawn(&mut chance);
            (who, record.known(&who))
        })
        .collect();
    let most = people.iter().map(|(_, known)| known.ln_density).fold(f64::NEG_INFINITY, f64::max);
    let weight: Vec<f64> = people.iter().map(|(_, known)| (known.ln_density - most).exp()).collect();
    let total: f64 = weight.iter().sum();
    let own_ess = total * total / weight.iter().map(|w| w * w).sum::<f64>();
    let (mut stopped, mut lived) = (Vec::new(), Vec::new());
    let (mut so_far, mut next) = (0.0, 0.5);
    for ((who, known), weight) in people.iter().zip(&weight) {
        so_far += weight / total * courses as f64;
        while next < so_far {
            stopped.push(relapse(&weeks(who, known), record.baseline(), known, &mut chance));
            lived.push(live(record, who, known, &mut chance));
            next += 1.0;
        }
    }
    println!("{what}: effective draws: ours {ess:.0}, oracle {own_ess:.0}; {} courses", lived.len());
    let per = 1.0 / lived.len() as f64 + 1.0 / own_ess + 1.0 / ess + 1.0 / PATHS as f64;
    compare(what, &ours, told(&stopped, &lived), per);
}

#[test]
fn courses_of_the_whole_posterior_agree_with_the_plain_simulator() {
    whole_posterior("well", &WELL, 20_000, 4000, 5);
    whole_posterior("halfway", &HALFWAY, 12_000, 4000, 6);
}
