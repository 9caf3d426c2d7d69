//! The patient's own page: plan, own scores and the crisis line. Nothing here says that anything is due.

use askama::Template;
use axum::extract::{Query, State};
use evenkeel_practice::view::people::{MyCourse, MyScores, MySession};
use serde::Deserialize;

use super::Answer;
use crate::app::App;
use crate::done::Done;
use crate::form_state::FormState;
use crate::shell::Shell;
use crate::visit::Visit;
use crate::{figures, html};

#[derive(Template)]
#[template(path = "my_course.html")]
struct MyCoursePage {
    shell: Shell,
    mine: MyCourse,
    scores: Vec<Score>,
    life: FormState,
}

/// What stands in the address.
#[derive(Deserialize)]
pub(crate) struct Notice {
    done: Option<String>,
}

struct Score {
    name: String,
    svg: String,
    sentence: String,
    meaning: &'static str,
}

/// Shows the page.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Query(notice): Query<Notice>) -> Answer {
    let life = FormState::new("life", app.practice.new_key());
    draw(&app, &visit, life, notice.done.as_deref()).await
}

/// A form's address, opened by hand or reloaded.
pub(crate) async fn back() -> axum::response::Response {
    html::go("/my-course")
}

/// The page with the form of daily life, fresh or refused.
pub(crate) async fn draw(app: &App, visit: &Visit, life: FormState, done: Option<&str>) -> Answer {
    let mine = app.practice.my_course(visit.actor()?).await?;
    let refused = life.refused;
    let page = compose(visit.shell("My course").after(Done::read(done)), mine, life);
    if refused { html::refused_form(&page) } else { html::page(&page) }
}

fn compose(shell: Shell, mine: MyCourse, life: FormState) -> MyCoursePage {
    let scores = mine.scores.iter().enumerate().map(|(n, score)| score_line(n, score)).collect();
    MyCoursePage { shell, mine, scores, life }
}

fn today(shell: &Shell) -> String {
    shell.clinic.as_ref().map(|clinic| clinic.today.to_string()).unwrap_or_default()
}

/// What a patient can tell: goals are set together with the clinic.
fn tellable() -> [(&'static str, &'static str); 5] {
    [
        ("words", "A line in your own words"),
        ("sleep", "Hours of sleep last night"),
        ("exercise", "Minutes of exercise"),
        ("nutrition", "Meals today"),
        ("support", "People you talked to who support you"),
    ]
}

fn is_next(mine: &MyCourse, session: &MySession) -> bool {
    !session.done && mine.next_on == Some(session.date)
}

fn score_line(n: usize, score: &MyScores) -> Score {
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
        testing::check(&compose(
            testing::patient("My course"),
            mine,
            FormState::new("life", "key".to_owned()),
        ))
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
    fn what_is_told_here_is_said_to_be_watched_by_nobody_now() {
        let text = testing::text(&page(empty()));
        assert!(text.contains("Nobody is watching this page"), "{text}");
    }

    #[test]
    fn a_shared_answer_is_shown_and_an_unshared_one_is_not() {
        assert!(page(samples::my_course()).contains("From your care team"));
        assert!(!page(empty()).contains("From your care team"));
    }
}
