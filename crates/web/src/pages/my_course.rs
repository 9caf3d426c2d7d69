//! The patient's own page: plan, own scores and the crisis line. Nothing here says that anything is due.

use askama::Template;
use axum::extract::State;
use evenkeel_practice::view::people::{MyCourse, MyScores, MySession};

use super::Answer;
use crate::app::App;
use crate::shell::Shell;
use crate::visit::Visit;
use crate::{figures, html};

#[derive(Template)]
#[template(path = "my_course.html")]
struct MyCoursePage {
    shell: Shell,
    mine: MyCourse,
    scores: Vec<Score>,
}

struct Score {
    name: String,
    svg: String,
    sentence: String,
    meaning: &'static str,
}

/// Shows the page.
pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Answer {
    let mine = app.practice.my_course(visit.actor()?).await?;
    html::page(&compose(visit.shell("My course"), mine))
}

fn compose(shell: Shell, mine: MyCourse) -> MyCoursePage {
    let scores = mine.scores.iter().enumerate().map(|(n, score)| draw(n, score)).collect();
    MyCoursePage { shell, mine, scores }
}

fn is_next(mine: &MyCourse, session: &MySession) -> bool {
    !session.done && mine.next_on == Some(session.date)
}

fn draw(n: usize, score: &MyScores) -> Score {
    let title = format!("{}, your scores", score.name);
    Score {
        name: score.name.clone(),
        svg: figures::trend(&format!("my-scores-{n}"), &title, &score.name, score.range, &score.points),
        sentence: score.sentence.clone(),
        meaning: if score.high_is_worse {
            "A lower number means fewer problems."
        } else {
            "A higher number means feeling better."
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    fn page(mine: MyCourse) -> String {
        testing::check(&compose(testing::patient("My course"), mine))
    }

    fn empty() -> MyCourse {
        MyCourse {
            plan_sentence: None,
            next_on: None,
            checklist: Vec::new(),
            sessions: Vec::new(),
            scores: Vec::new(),
            shared_answer: None,
            ..samples::my_course()
        }
    }

    #[test]
    fn no_word_says_that_anything_is_due() {
        for html in [page(samples::my_course()), page(empty())] {
            let words = testing::text(&html).to_lowercase();
            for forbidden in ["due", "booster", "stop", "dose", "overdue", "forecast"] {
                assert!(!words.split(|c: char| !c.is_alphabetic()).any(|w| w == forbidden), "{forbidden}");
            }
        }
    }

    #[test]
    fn the_crisis_line_is_on_the_page_and_always_at_hand() {
        for html in [page(samples::my_course()), page(empty())] {
            assert!(html.contains("class=\"crisis\"") && html.contains("class=\"crisis-bar\""));
            assert_eq!(html.matches("href=\"tel:988\"").count(), 2);
        }
    }

    #[test]
    fn a_shared_answer_is_shown_and_an_unshared_one_is_not() {
        assert!(page(samples::my_course()).contains("From your care team"));
        assert!(!page(empty()).contains("From your care team"));
    }
}
