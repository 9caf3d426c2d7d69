//! S5: boosters and who is at risk, those that are likeliest to lose their response first.

use askama::Template;
use axum::extract::{Query, State};
use evenkeel_practice::Boosters;
use evenkeel_practice::view::lists::{Arrow, BoosterRow, BoostersPage, ScoreView};
use serde::Deserialize;

use super::Answer;
use crate::app::App;
use crate::done::Done;
use crate::format::Plain;
use crate::html;
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "boosters.html")]
struct BoostersList {
    shell: Shell,
    b: BoostersPage,
}

/// What stands in the address.
#[derive(Deserialize)]
pub(crate) struct Asked {
    done: Option<String>,
    aside: Option<String>,
    page: Option<u32>,
}

/// Shows the list.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let wanted = Boosters { aside: asked.aside.is_some(), page: asked.page.unwrap_or(1) };
    let b = app.practice.boosters(visit.actor()?, wanted).await?;
    let shell = visit.shell("Boosters").at("/boosters").after(Done::read(asked.done.as_deref()));
    html::page(&BoostersList { shell, b })
}

/// The address of another page of the same part.
fn page_of(b: &BoostersPage, page: u32) -> String {
    format!("/boosters?{}page={page}", if b.is_aside { "aside=1&amp;" } else { "" })
}

/// An arrow for which way the number went; the word beside it says what that means.
pub(super) fn arrow_icon(score: &ScoreView) -> &'static str {
    match (score.arrow, score.went_up) {
        (Arrow::First | Arrow::Same, _) => "arrow-right",
        (_, true) => "arrow-up-right",
        (_, false) => "arrow-down-right",
    }
}

/// "worse, from 6 on 12 Feb".
pub(super) fn went(score: &ScoreView) -> String {
    match score.arrow {
        Arrow::Worse => format!("worse, from {}", score.from),
        Arrow::Better => format!("better, from {}", score.from),
        Arrow::Same => format!("as before, {}", score.from),
        Arrow::First => "the first one".to_owned(),
    }
}

/// "23 days".
pub(super) fn count_days(days: impl Plain<i32>) -> String {
    match days.plain() {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

/// "12 days old".
pub(super) fn score_age(score: &ScoreView) -> String {
    match score.age_days {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days => format!("{days} days old"),
    }
}

/// What the button of a row leads to.
fn action(row: &BoosterRow, may_work: bool) -> &'static str {
    match (may_work, row.alerts) {
        (false, _) => "Look",
        (true, 0) => "Plan",
        (true, _) => "Safety first",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    fn draw(b: BoostersPage) -> String {
        testing::check(&BoostersList { shell: testing::clinician("Boosters"), b })
    }

    #[test]
    fn a_row_tells_gap_score_chance_with_its_range_and_signs() {
        let text = testing::text(&draw(samples::boosters()));
        for words in [
            "23 days",
            "usually 21 days",
            "PHQ-9 9",
            "worse, from 6",
            "12 days old",
            "about 1 in 4",
            "80 % range of when",
            "D32",
            "Worked out",
            "safety finding is open",
        ] {
            assert!(text.contains(words), "{words} is missing: {text}");
        }
    }

    #[test]
    fn who_is_set_aside_is_told_with_who_and_why() {
        let text = testing::text(&draw(BoostersPage { is_aside: true, ..samples::boosters() }));
        assert!(text.contains("Tomas Ruiz, today 09:10") && text.contains("On a journey."), "{text}");
    }

    #[test]
    fn an_empty_list_says_what_belongs_in_it() {
        let text = testing::text(&draw(BoostersPage { rows: Vec::new(), shown: 0, ..samples::boosters() }));
        assert!(text.contains("No course is in maintenance"));
        let aside = BoostersPage { rows: Vec::new(), is_aside: true, aside: 0, ..samples::boosters() };
        assert!(testing::text(&draw(aside)).contains("Nobody is set aside"));
    }

    #[test]
    fn without_hints_there_is_no_column_of_chances() {
        let b = samples::boosters();
        let rows = b.rows.iter().cloned().map(|row| BoosterRow { chance: None, signs: Vec::new(), ..row });
        let html = draw(BoostersPage { hints: false, rows: rows.collect(), ..b });
        assert!(!html.contains("Chance in 14 days") && !html.contains("data-label=\"Signs\""));
    }
}
