//! Visits and daily life in words.

use evenkeel_care::life::{GoalState, LifeFact};
use evenkeel_care::therapy::Alliance;
use evenkeel_store::life_entry::Said;
use evenkeel_store::therapy_visit::Written;

use crate::words::number;

/// "SRS 36 of 40".
pub(crate) fn alliance_words(rated: &Alliance) -> String {
    format!("{} {} of {}", rated.scale, number(rated.rating), number(rated.out_of))
}

/// What was written at a visit, in one paragraph; `None` if nothing was.
pub(crate) fn visit_words(written: &Written) -> Option<String> {
    let themes = (!written.themes.is_empty()).then(|| format!("Themes: {}.", written.themes.join(", ")));
    let alliance = written.alliance.as_ref().map(|rated| format!("Alliance: {}.", alliance_words(rated)));
    let parts: Vec<String> = [themes, alliance, written.shared_note.clone()].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// "Exercise, 30 min", with what was said of it.
pub(crate) fn life_words(said: &Said) -> (String, Option<String>) {
    let what = match said.fact {
        LifeFact::Exercise { exercise_minutes } => format!("Exercise, {exercise_minutes} min"),
        LifeFact::Nutrition { meals: 1 } => "Nutrition, 1 meal".to_owned(),
        LifeFact::Nutrition { meals } => format!("Nutrition, {meals} meals"),
        LifeFact::Sleep { sleep_hours } => format!("Sleep, {} h", number(sleep_hours)),
        LifeFact::Support { support_people: 1 } => "Support, 1 person".to_owned(),
        LifeFact::Support { support_people } => format!("Support, {support_people} people"),
        LifeFact::Goal { state } => format!("Goal {}", goal_words(state)),
        LifeFact::Words => "In the patient’s own words".to_owned(),
    };
    (what, said.words.clone())
}

fn goal_words(state: GoalState) -> &'static str {
    match state {
        GoalState::Set => "set",
        GoalState::UnderWay => "under way",
        GoalState::Reached => "reached",
        GoalState::LetGo => "let go",
    }
}

/// "40 min", "5 h", "2 days 3 h": time left or gone.
pub(super) fn span_words(seconds: i64) -> String {
    let minutes = seconds.max(0) / 60;
    match (minutes / 60, minutes) {
        (0, minutes) => format!("{minutes} min"),
        (hours @ 1..=47, _) => format!("{hours} h"),
        (hours, _) if hours % 24 == 0 => format!("{} days", hours / 24),
        (hours, _) => format!("{} days {} h", hours / 24, hours % 24),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_said_in_what_people_count() {
        let said = |hours: i64, minutes: i64| span_words((hours * 60 + minutes) * 60);
        assert_eq!([said(0, 40), said(5, 59), said(47, 0)], ["40 min", "5 h", "47 h"]);
        assert_eq!([said(48, 0), said(51, 10)], ["2 days", "2 days 3 h"]);
    }

    #[test]
    fn units_are_said_with_the_numbers() {
        let said = |fact| life_words(&Said { fact, words: None }).0;
        assert_eq!(said(LifeFact::Sleep { sleep_hours: 6.5 }), "Sleep, 6.5 h");
        assert_eq!(said(LifeFact::Support { support_people: 1 }), "Support, 1 person");
        assert_eq!(said(LifeFact::Goal { state: GoalState::LetGo }), "Goal let go");
    }
}
