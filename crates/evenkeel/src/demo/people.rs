//! The ten synthetic patients of the demo: who they are and how their illness behaves.
//!
//! None of them exists. Their scores come from a process of its own: a session takes away a share
//! that grows or shrinks with the number of sessions, and what was taken comes back in a straight
//! line, with a wandering mood on top. That is on purpose *not* the forecast's model, so that a
//! good fit on the demo would prove nothing.

use rand_pcg::Pcg64;
use rand_pcg::rand_core::{Rng as _, SeedableRng as _};

/// Somebody who does not exist.
pub struct Invented {
    /// Name.
    pub name: &'static str,
    /// Date of birth.
    pub born: &'static str,
    /// Phone number, of a range reserved for fiction.
    pub phone: &'static str,
    /// Days before today on which the first session was planned.
    pub started_days_ago: i32,
    /// Weekdays on which this patient comes; empty: the protocol's own rhythm.
    pub weekdays: &'static str,
    /// Body weight, kg.
    pub weight_kg: f64,
    /// Score at intake, points of the PHQ-9.
    pub intake: f64,
    /// How the illness answers.
    pub answer: Answer,
    /// Whether the anxiety questionnaire is watched as well.
    pub watches_anxiety: bool,
    /// The number of the session (from 1) the patient does not come to, if any.
    pub misses: Option<u32>,
}

/// How an illness answers to sessions.
#[derive(Clone, Copy)]
pub struct Answer {
    /// Share of the present illness the first session takes away.
    pub first: f64,
    /// What that share is multiplied with from session to session.
    pub growth: f64,
    /// The illness never falls below this share of the intake.
    pub floor: f64,
    /// Share of the intake that comes back in a day.
    pub back_per_day: f64,
}

/// Total from which the ninth item of the PHQ-9 is answered above 0.
const DARK_FROM: u32 = 22;

const QUICK: Answer = Answer { first: 0.34, growth: 0.98, floor: 0.12, back_per_day: 0.006 };
const GRADUAL: Answer = Answer { first: 0.07, growth: 1.33, floor: 0.20, back_per_day: 0.005 };
const PARTIAL: Answer = Answer { first: 0.14, growth: 0.90, floor: 0.45, back_per_day: 0.004 };
const HARDLY: Answer = Answer { first: 0.035, growth: 0.97, floor: 0.75, back_per_day: 0.003 };
const FADING: Answer = Answer { first: 0.30, growth: 0.97, floor: 0.15, back_per_day: 0.017 };

/// Everybody, in the order of the list.
pub const EVERYBODY: &[Invented] = &[
    person("Amara Okafor", "1986-04-12", "555-0101", 11, "mon,wed,fri", 64.0, 20.0, HARDLY, true, None),
    person("Bruno Castellano", "1974-11-02", "555-0102", 5, "", 88.5, 18.0, QUICK, false, None),
    person("Celeste Marchetti", "1991-07-23", "555-0103", 16, "mon,thu", 57.0, 22.0, GRADUAL, true, Some(4)),
    person("Dmitri Halvorsen", "1968-01-30", "555-0104", 1, "tue,fri", 79.0, 17.0, PARTIAL, false, None),
    person("Esther Lindqvist", "1979-09-15", "555-0105", 64, "", 71.0, 21.0, QUICK, true, None),
    person("Farid Nazari", "1983-03-08", "555-0106", 95, "mon,thu", 82.0, 19.0, GRADUAL, false, Some(7)),
    person("Greta Fairweather", "1959-12-19", "555-0107", 130, "tue,fri", 66.5, 23.0, FADING, true, None),
    person("Hiroshi Tanabe", "1994-06-27", "555-0108", 176, "", 74.0, 16.0, QUICK, false, None),
    person("Ingrid Bauer", "1971-05-05", "555-0109", 212, "mon,thu", 69.0, 20.0, PARTIAL, true, Some(9)),
    person("Jonah Whitfield", "1988-10-11", "555-0110", 44, "wed,sat", 91.0, 24.0, FADING, false, None),
];

#[expect(clippy::too_many_arguments, reason = "one line a person, read as a table")]
const fn person(
    name: &'static str,
    born: &'static str,
    phone: &'static str,
    started_days_ago: i32,
    weekdays: &'static str,
    weight_kg: f64,
    intake: f64,
    answer: Answer,
    watches_anxiety: bool,
    misses: Option<u32>,
) -> Invented {
    Invented {
        name,
        born,
        phone,
        started_days_ago,
        weekdays,
        weight_kg,
        intake,
        answer,
        watches_anxiety,
        misses,
    }
}

/// One person's illness as it goes along.
pub struct Illness {
    answer: Answer,
    /// Share of the intake severity that is there today, 0 to 1.
    load: f64,
    mood: f64,
    sessions: i32,
    intake: f64,
    dice: Pcg64,
}

impl Illness {
    /// The illness of person number `index` under `seed`.
    pub fn new(person: &Invented, index: usize, seed: u64) -> Self {
        let stream = u64::try_from(index).unwrap_or_default();
        let dice = Pcg64::seed_from_u64(seed.wrapping_mul(0x9E37_79B9).wrapping_add(stream));
        Self { answer: person.answer, load: 1.0, mood: 0.0, sessions: 0, intake: person.intake, dice }
    }

    /// Lets `days` go by.
    pub fn wait(&mut self, days: i32) {
        for _ in 0..days.max(0) {
            self.load = (self.load + self.answer.back_per_day).min(1.0);
            self.mood = 0.93 * self.mood + 0.02 * (self.chance() + self.chance() + self.chance() - 1.5);
        }
    }

    /// Has a session.
    pub fn session(&mut self) {
        let share = (self.answer.first * self.answer.growth.powi(self.sessions)).min(0.6);
        self.load = (self.load * (1.0 - share)).max(self.answer.floor);
        self.sessions += 1;
    }

    /// Nine answers of the PHQ-9 that add up to today's severity. The ninth, which asks for thoughts
    /// of death, is answered above 0 by the severely ill only.
    pub fn phq9(&mut self) -> Vec<Option<u8>> {
        let total = self.points(self.intake, 27.0);
        let dark = u8::from(total >= DARK_FROM);
        let mut answers = self.spread(total - u32::from(dark), &[3; 8]);
        answers.push(Some(dark));
        answers
    }

    /// Seven answers of the GAD-7.
    pub fn gad7(&mut self) -> Vec<Option<u8>> {
        let total = self.points(self.intake * 0.7, 21.0);
        self.spread(total, &[3; 7])
    }

    /// A total between 0 and `most`.
    fn points(&mut self, intake: f64, most: f64) -> u32 {
        let noise = self.chance() + self.chance() - 1.0;
        let value = (intake * (self.load + self.mood) + 1.3 * noise).round().clamp(0.0, most);
        // In range by the clamp.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 27 by the clamp above"
        )]
        let points = value as u32;
        points
    }

    /// Spreads a total over items that each take at most their own share.
    fn spread(&mut self, total: u32, most: &[u8]) -> Vec<Option<u8>> {
        let mut items = vec![0_u8; most.len()];
        let room: u32 = most.iter().map(|m| u32::from(*m)).sum();
        let mut left = total.min(room);
        while left > 0 {
            let start = usize::try_from(self.dice.next_u32()).unwrap_or_default() % items.len().max(1);
            let order = (start..items.len()).chain(0..start);
            let Some(i) = order.into_iter().find(|i| items.get(*i) < most.get(*i)) else { break };
            if let Some(item) = items.get_mut(i) {
                *item += 1;
            }
            left -= 1;
        }
        items.into_iter().map(Some).collect()
    }

    fn chance(&mut self) -> f64 {
        f64::from(self.dice.next_u32()) / f64::from(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_add_up_and_stay_on_their_scale() {
        for (index, person) in EVERYBODY.iter().enumerate() {
            let mut illness = Illness::new(person, index, 7);
            for _ in 0..20 {
                illness.wait(3);
                let answers = illness.phq9();
                assert_eq!(answers.len(), 9);
                assert!(answers.iter().all(|a| a.is_some_and(|a| a <= 3)));
                illness.session();
            }
        }
    }

    #[test]
    fn a_seed_makes_the_same_patient_again() {
        let run = |seed| {
            let mut illness = Illness::new(&EVERYBODY[0], 0, seed);
            (0..10)
                .map(|_| {
                    illness.wait(2);
                    illness.phq9()
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(run(7), run(7));
        assert_ne!(run(7), run(8));
    }
}
