//! S1: everyone's home. The floor by chair, what needs a human, who comes; live.

use askama::Template;
use axum::extract::{Query, State};
use evenkeel_care::sitting::Phase;
use evenkeel_practice::Right;
use evenkeel_practice::view::floor::{BoardView, ChairCard, ComingRow, TickState};
use serde::Deserialize;

use super::Answer;
use crate::app::App;
use crate::done::Done;
use crate::form_state::FormState;
use crate::format::Plain;
use crate::html;
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "today.html")]
struct TodayPage {
    shell: Shell,
    b: BoardView,
    /// Keys of the forms that let somebody in, one a row.
    arrive: FormState,
    may_seat: bool,
}

/// What stands in the address.
#[derive(Deserialize)]
pub(crate) struct Notice {
    done: Option<String>,
}

/// Shows the floor.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Query(notice): Query<Notice>) -> Answer {
    let actor = visit.actor()?;
    let may_seat = actor.may(Right::GiveSessions);
    let b = app.practice.board(actor).await?;
    let shell = visit.shell("Today").at("/today").after(Done::read(notice.done.as_deref()));
    html::page(&TodayPage { shell, b, arrive: FormState::new("arrive", app.practice.new_key()), may_seat })
}

/// How a phase looks: never by colour alone.
pub(super) fn phase_icon(phase: impl Plain<Phase>) -> &'static str {
    match phase.plain() {
        Phase::Arrived => "user",
        Phase::Checks => "clipboard-list",
        Phase::Dosing => "syringe",
        Phase::Recovery => "activity",
        Phase::Ready => "circle-check",
        Phase::Over => "log-out",
    }
}

/// How a tick looks: icon, word and colour say the same.
fn tick_icon(state: impl Plain<TickState>) -> &'static str {
    match state.plain() {
        TickState::Done => "circle-check",
        TickState::Open => "triangle-alert",
        TickState::NotAsked => "circle-dashed",
        TickState::Stops => "octagon-alert",
    }
}

fn tick_class(state: impl Plain<TickState>) -> &'static str {
    match state.plain() {
        TickState::Done => "done",
        TickState::Open => "open",
        TickState::NotAsked => "not-asked",
        TickState::Stops => "stops",
    }
}

/// What the clock of a card counts.
fn clock_words(card: &ChairCard) -> &'static str {
    match card.phase {
        Phase::Arrived | Phase::Checks => "since arrival",
        Phase::Dosing | Phase::Recovery | Phase::Ready | Phase::Over => "since the start",
    }
}

/// Whether somebody is booked for this chair, so that it is chosen already.
fn booked_for(row: &ComingRow, chair: &str) -> bool {
    row.booked.as_ref().is_some_and(|at| at.chair == chair)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    fn draw(b: BoardView, may_seat: bool) -> String {
        let arrive = FormState::new("arrive", "key".to_owned());
        testing::check(&TodayPage { shell: testing::clinician("Today"), b, arrive, may_seat })
    }

    #[test]
    fn a_card_tells_chair_phase_clock_and_what_is_next() {
        let text = testing::text(&draw(samples::board(), true));
        for words in ["Window", "Dosing", "23 min", "at 20 min", "3 min late", "128/80", "above the limit"] {
            assert!(text.contains(words), "{words} is missing: {text}");
        }
    }

    #[test]
    fn who_comes_is_let_in_with_one_tap() {
        let html = draw(samples::board(), true);
        assert!(html.contains("name=\"deed\" value=\"arrived\"") && html.contains("name=\"chair\""));
        assert!(html.contains("11:00, Door") && html.contains("<option selected>Door</option>"));
        assert!(!draw(samples::board(), false).contains("value=\"arrived\""));
    }

    #[test]
    fn who_comes_is_told_with_what_is_known_and_what_is_due_stands_beside() {
        let text = testing::text(&draw(samples::board(), true));
        for words in
            ["asked 2 Mar", "not on record", "certified", "REMS monitoring form", "2 days left", "And 4 more"]
        {
            assert!(text.contains(words), "{words} is missing: {text}");
        }
        let desk =
            testing::text(&draw(BoardView { clinical: false, due: Vec::new(), ..samples::board() }, false));
        assert!(!desk.contains("Due today"), "{desk}");
    }

    #[test]
    fn an_empty_floor_says_so() {
        let empty = BoardView { cards: Vec::new(), coming: Vec::new(), left: Vec::new(), ..samples::board() };
        let text = testing::text(&draw(empty, true));
        assert!(text.contains("Nobody is at a chair") && text.contains("Nobody else is planned for today"));
    }
}
