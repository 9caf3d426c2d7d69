//! One patient drawn from the prior, with a truth that the forecast does not see.

use super::{AHEAD, DAYS, SESSION};
use crate::benefit::{Draws, Effect, Event, Readings, Timeline};
use crate::case::{Case, Score, Session};
use crate::lanes::Lane;
use crate::model::{Instrument, Model};
use crate::noise::Noise;
use crate::prior::Prior;

/// What every patient fills in, and what every other one fills in as well.
pub(super) const PRIMARY: &str = "PHQ9";
const SECOND: &str = "GAD7";
/// Share of the check-ins that are missed; never the first, with which the record begins.
const MISSED: f64 = 0.2;
const ACUTE: [f64; 6] = [0.0, 3.0, 7.0, 10.0, 14.0, 17.0];
const INTAKE: f64 = -7.0;
const MAINTENANCE: f64 = 24.0;
const LAST: f64 = 217.0;

/// See the module.
pub(super) struct Patient {
    /// Benefit of the day, by day.
    benefit: Vec<(f64, f64)>,
    /// Benefit one day after each session.
    after: Vec<f64>,
    /// All scores that could be taken, with whether they were.
    scores: Vec<(Score, bool)>,
}

fn every(from: f64, days: f64) -> impl Iterator<Item = f64> {
    std::iter::successors(Some(from), move |day| Some(day + days)).take_while(|day| *day <= LAST)
}

/// Two a week, then one every two weeks.
fn session_days() -> impl Iterator<Item = f64> {
    ACUTE.into_iter().chain(every(MAINTENANCE, 14.0))
}

/// At intake, on each acute session's day, then weekly.
fn check_ins() -> impl Iterator<Item = f64> {
    std::iter::once(INTAKE).chain(ACUTE).chain(every(MAINTENANCE, 7.0))
}

/// The first check-in after a day.
pub(super) fn next_check_in(day: f64) -> f64 {
    check_ins().find(|at| *at > day).unwrap_or(LAST)
}

fn session(day: f64) -> Session {
    Session { day, route: "iv".into(), dose: 0.5 }
}

impl Patient {
    pub(super) fn new(model: &Model, noise: &mut Noise, both: bool) -> Self {
        let ids = [PRIMARY, SECOND];
        let instruments: Vec<&Instrument> =
            ids.iter().take(if both { 2 } else { 1 }).filter_map(|id| model.instrument(id)).collect();
        let prior = model.condition("depression").map(|condition| Prior::new(model, condition, &[]));
        let Some(prior) = prior else {
            return Self { benefit: Vec::new(), after: Vec::new(), scores: Vec::new() };
        };
        let mut days: Vec<f64> = check_ins().chain(DAYS).chain(DAYS.map(|day| day + AHEAD)).collect();
        days.sort_by(f64::total_cmp);
        days.dedup();
        let [z0, z1, z2, z3, z4, z5, ..]: Lane = noise.normals();
        let recall = instruments.first().map_or(0.0, |primary| primary.recall_days);
        let truth =
            course(&[z0, z1, z2, z3, z4, z5], &prior, &days, recall, model.file.answer.effect_after_days);
        let first = |row: &[f64]| row.first().copied().unwrap_or(0.0);
        Self {
            benefit: days.iter().enumerate().map(|(slot, day)| (*day, first(truth.benefit(slot)))).collect(),
            after: (0..SESSION).map(|slot| first(truth.after_session(slot))).collect(),
            scores: scores(&instruments, &prior, &days, |slot| first(truth.recalled(slot)), noise),
        }
    }

    /// What is on record by a day: scores of that day and before, sessions before it; the plan goes on from there.
    pub(super) fn case(&self, today: f64) -> Case {
        let (given, to_come): (Vec<f64>, Vec<f64>) = session_days().partition(|day| *day < today);
        let wanted = SESSION.saturating_sub(given.len());
        let soon = to_come.iter().filter(|day| **day <= today + AHEAD).count();
        let taken = self.scores.iter().filter(|(score, taken)| *taken && score.day <= today);
        Case {
            id: "simulated".into(),
            condition: "depression".into(),
            primary: PRIMARY.into(),
            sessions: given.into_iter().map(session).collect(),
            scores: taken.map(|(score, _)| score.clone()).collect(),
            today,
            plan: to_come.into_iter().take(soon.max(wanted)).map(session).collect(),
            ..Case::default()
        }
    }

    pub(super) fn benefit(&self, day: f64) -> f64 {
        self.benefit.iter().find(|(at, _)| at.total_cmp(&day).is_eq()).map_or(0.0, |(_, benefit)| *benefit)
    }

    /// The score on the primary, whether it was taken or not.
    pub(super) fn score(&self, day: f64) -> Option<f64> {
        let here = |score: &Score| score.instrument == PRIMARY && score.day.total_cmp(&day).is_eq();
        self.scores.iter().find(|(score, _)| here(score)).map(|(score, _)| score.score)
    }

    pub(super) fn responds_by(&self, session: usize, response_at: f64) -> bool {
        self.after.iter().take(session).any(|benefit| *benefit >= response_at)
    }
}

/// The patient's benefit under the whole schedule.
fn course(z: &[f64; 6], prior: &Prior, days: &[f64], recall: f64, effect_after: f64) -> Readings {
    let mut events: Vec<(f64, Event)> =
        session_days().map(|day| (day, Event::Session { strength: 1.0 })).collect();
    let read = |(slot, day): (usize, &f64)| (*day, Event::Read { after: false, slot });
    events.extend(days.iter().enumerate().map(read));
    let effect = Effect { days: effect_after, sessions: SESSION, given: 0 };
    Readings::of(&Draws::new(&[*z], prior), &Timeline::new(events, &[recall], prior, &effect))
}

/// Scores with mood, noise, rounding and the ends of the scale. Day by day, the primary first.
fn scores(
    instruments: &[&Instrument],
    prior: &Prior,
    days: &[f64],
    recalled: impl Fn(usize) -> f64,
    noise: &mut Noise,
) -> Vec<(Score, bool)> {
    let [b0, b1, mut w, ..]: Lane = noise.normals();
    w *= prior.sig_w;
    let (mut u, mut before) = (0.0, INTAKE);
    let recorded: Vec<f64> = check_ins().collect();
    let mut all = Vec::new();
    for (slot, day) in days.iter().enumerate() {
        let [to_w, to_u, e0, e1, ..]: Lane = noise.normals();
        let fade = |tau: f64| libm::exp(-(day - before) / tau);
        let (r_w, r_u) = (fade(prior.tau_w), fade(prior.tau_u));
        w = w * r_w + prior.sig_w * (1.0 - r_w * r_w).sqrt() * to_w;
        u = u * r_u + prior.sig_u * (1.0 - r_u * r_u).sqrt() * to_u;
        before = *day;
        let taken = (noise.uniform() >= MISSED || slot == 0) && recorded.contains(day);
        let shown = recalled(slot);
        let eta = prior.h_floor + (1.0 - prior.h_floor) * (1.0 - shown);
        for (instrument, (usual, error)) in instruments.iter().zip([(b0, e0), (b1, e1)]) {
            let b = instrument.usual_mean + instrument.usual_sd * usual;
            let f = instrument.fluctuation;
            let signal = b * (1.0 - instrument.loading * shown) + f * eta * w + f * u;
            let severity =
                instrument.read_step(signal + instrument.noise_sd * error) * 2.0 * instrument.half_step();
            let score = Score {
                day: *day,
                instrument: instrument.id.clone(),
                score: instrument.score(severity).round(),
                after: false,
                recall_days: None,
            };
            all.push((score, taken));
        }
    }
    all
}
