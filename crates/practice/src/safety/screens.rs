//! A screen for suicidal thoughts, asked in the same contact: answers in, the level out, and what must
//! now be done on the same response. It can be entered whatever the state of the course.

use evenkeel_care::finding::{Finding, FindingState};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::ScreenAnswers;
use evenkeel_care::safety;
use evenkeel_store::screen::{self, NewScreen as Row};
use evenkeel_store::{CourseId, course};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::open::answered;
use crate::actor::Actor;
use crate::context::{Once, Practice};
use crate::overview::finding_view;
use crate::refusal::{FieldProblem, Refusal};
use crate::rights::Right;
use crate::view::course::FindingView;
use crate::words;

/// A screen to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewScreen {
    /// The course.
    pub course: CourseId,
    /// The day it was asked; today or earlier.
    pub date: Date,
    /// Answers; `None`: not asked, which is never "no".
    pub answers: ScreenAnswers,
    /// What the asking person notes.
    pub note: String,
}

/// What became of a screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreenOutcome {
    /// The level found; `none` only if every question was answered.
    pub level: FindingState,
    /// Whether every question was answered.
    pub complete: bool,
    /// The crisis wording belongs on this response.
    pub crisis: bool,
}

impl Practice {
    /// Enters a screen. What it finds waits for a person from the same transaction on.
    pub async fn enter_screen(
        &self,
        actor: &Actor,
        new: NewScreen,
        key: &str,
    ) -> Result<ScreenOutcome, Refusal> {
        actor.must(Right::SeeToSafety)?;
        let today = self.today(actor.clinic).await?;
        possible(&new, today)?;
        let found =
            safety::after_answers(self.knowledge(), InstrumentId::Cssrs, &listed(new.answers), new.date);
        let outcome = outcome(&found, new.answers);
        let mut tx = match self.begin::<ScreenOutcome>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(before) => return Ok(before),
        };
        course::hold(&mut tx, new.course).await?;
        let note = new.note.trim();
        let row = Row {
            course_id: new.course,
            date: new.date,
            instrument: InstrumentId::Cssrs,
            wording: "headings".to_owned(),
            answers: new.answers,
            own_answers: None,
            note: (!note.is_empty()).then(|| note.to_owned()),
        };
        let id = screen::add(&mut tx, &row).await?;
        tx.audit("screen.enter", id, &new.course)?;
        if outcome.crisis {
            tx.audit("screen.crisis_wording", id, &new.course)?;
        }
        if outcome.complete {
            answered(&mut tx, new.course, new.date).await?;
        }
        let crisis_rule = &self.knowledge().rules.d25.rule.id;
        for finding in found.iter().filter(|f| f.rule != *crisis_rule) {
            self.keep_finding(&mut tx, new.course, finding, id.into()).await?;
        }
        self.after_a_fact(&mut tx, new.course, today, id.into()).await?;
        tx.commit_with(&outcome).await?;
        self.work().await;
        Ok(outcome)
    }
}

impl Practice {
    /// What the answers of a screen say about safety, whether or not they can be recorded. Empty where
    /// nothing gives cause, and where not one question was answered.
    pub fn safety_of_screen(&self, answers: ScreenAnswers, date: Date) -> Vec<FindingView> {
        if in_order(answers).iter().all(Option::is_none) {
            return Vec::new();
        }
        let found = safety::of_answers(self.knowledge(), InstrumentId::Cssrs, &listed(answers), date);
        let speaks = found.iter().filter(|f| f.state != FindingState::None);
        speaks.map(|f| finding_view(f, self.knowledge())).collect()
    }
}

/// The seven answers in record order, as the rules take them.
fn listed(answers: ScreenAnswers) -> [Option<u8>; 7] {
    in_order(answers).map(|answer| answer.map(u8::from))
}

pub(super) fn in_order(a: ScreenAnswers) -> [Option<bool>; 7] {
    [a.q1, a.q2, a.q3, a.q4, a.q5, a.q6_lifetime, a.q6_3_months]
}

fn outcome(found: &[Finding], answers: ScreenAnswers) -> ScreenOutcome {
    ScreenOutcome {
        level: found.first().map_or(FindingState::Screen, |f| f.state),
        complete: in_order(answers).iter().all(Option::is_some),
        crisis: found.iter().any(|f| f.state != FindingState::None),
    }
}

fn possible(new: &NewScreen, today: Date) -> Result<(), Refusal> {
    let mut problems = Vec::new();
    if new.date > today {
        let what = format!("{} has not come yet.", words::date(new.date));
        problems.push(FieldProblem::new("date", what, "Enter the day on which it was asked."));
    }
    let longest_ago = today.checked_sub(jiff::Span::new().days(731)).unwrap_or(today);
    if new.date < longest_ago {
        let what = format!("{} is over two years ago.", words::date(new.date));
        problems.push(FieldProblem::new("date", what, "Check the year."));
    }
    if in_order(new.answers).iter().all(Option::is_none) {
        let what = "No question was answered.";
        problems.push(FieldProblem::new(
            "answers",
            what,
            "Answer what was asked; leave the rest at not asked.",
        ));
    }
    if new.note.chars().count() > 2000 {
        problems.push(FieldProblem::new("note", "The note is too long.", "Shorten it to 2,000 characters."));
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Invalid(problems)) }
}
