//! What makes it last besides the drug: small facts of daily life, each with its day. They are kept and shown beside the
//! outcomes; no rule and no forecast reads them.

use serde::{Deserialize, Serialize};

use crate::closed_list;

closed_list!(
    /// What a small fact of daily life is about.
    LifeKind, "part of daily life", {
        /// Exercise.
        Exercise => "exercise",
        /// Nutrition.
        Nutrition => "nutrition",
        /// Sleep.
        Sleep => "sleep",
        /// People who support.
        Support => "support",
        /// A goal.
        Goal => "goal",
        /// In the patient's own words.
        Words => "words",
    }
);

closed_list!(
    /// How a goal stands.
    GoalState, "state of a goal", {
        /// Set.
        Set => "set",
        /// Under way.
        UnderWay => "under_way",
        /// Reached.
        Reached => "reached",
        /// Let go: no failure, something else matters more now.
        LetGo => "let_go",
    }
);

/// A small fact of daily life.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LifeFact {
    /// Exercise of the day.
    Exercise {
        /// Minutes.
        exercise_minutes: u32,
    },
    /// Nutrition of the day.
    Nutrition {
        /// Meals eaten.
        meals: u32,
    },
    /// Sleep of the night before.
    Sleep {
        /// Hours slept.
        sleep_hours: f64,
    },
    /// Support of the day.
    Support {
        /// People seen or talked to who support.
        support_people: u32,
    },
    /// A goal.
    Goal {
        /// How it stands from this day on.
        state: GoalState,
    },
    /// Words alone.
    Words,
}

/// A number that nobody can have meant: the day has fewer hours, or meals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this number cannot be meant: {0}")]
pub struct Impossible(&'static str);

impl Impossible {
    /// Why, as a sentence.
    pub fn why(self) -> &'static str {
        self.0
    }
}

const DAY_MINUTES: u32 = 24 * 60;
const DAY_HOURS: f64 = 24.0;
/// More than anybody counts on one day.
const MOST: u32 = 99;

impl LifeFact {
    /// What it is about.
    pub fn kind(self) -> LifeKind {
        match self {
            Self::Exercise { .. } => LifeKind::Exercise,
            Self::Nutrition { .. } => LifeKind::Nutrition,
            Self::Sleep { .. } => LifeKind::Sleep,
            Self::Support { .. } => LifeKind::Support,
            Self::Goal { .. } => LifeKind::Goal,
            Self::Words => LifeKind::Words,
        }
    }

    /// Refuses what cannot be: more minutes or hours than a day has, a number below zero.
    pub fn check(self) -> Result<(), Impossible> {
        match self {
            Self::Exercise { exercise_minutes } if exercise_minutes > DAY_MINUTES => {
                Err(Impossible("A day has 1,440 minutes."))
            }
            Self::Sleep { sleep_hours } if !(0.0..=DAY_HOURS).contains(&sleep_hours) => {
                Err(Impossible("Hours of sleep lie between 0 and 24."))
            }
            Self::Nutrition { meals: n } | Self::Support { support_people: n } if n > MOST => {
                Err(Impossible("That is more than anybody counts on one day."))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(fact: LifeFact, possible: bool) {
        assert_eq!(fact.check().is_ok(), possible, "{fact:?}");
    }

    #[test]
    fn what_cannot_be_is_refused_and_what_can_be_is_not() {
        check(LifeFact::Exercise { exercise_minutes: 1440 }, true);
        check(LifeFact::Exercise { exercise_minutes: 1441 }, false);
        check(LifeFact::Sleep { sleep_hours: 0.0 }, true);
        check(LifeFact::Sleep { sleep_hours: 24.5 }, false);
        check(LifeFact::Sleep { sleep_hours: f64::NAN }, false);
        check(LifeFact::Nutrition { meals: 3 }, true);
        check(LifeFact::Support { support_people: 100 }, false);
        check(LifeFact::Words, true);
    }

    #[test]
    fn units_stand_in_the_names_that_are_kept() {
        let kept = toml::to_string(&LifeFact::Sleep { sleep_hours: 6.5 }).unwrap();
        assert_eq!(kept, "kind = \"sleep\"\nsleep_hours = 6.5\n");
        assert_eq!(toml::from_str::<LifeFact>(&kept).unwrap(), LifeFact::Sleep { sleep_hours: 6.5 });
    }
}
