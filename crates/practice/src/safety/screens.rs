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
use super::own::{OwnAnswers, OwnWording};
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

/// How the wording of a screen begins that asked the clinic's own questions; their version follows.
pub(super) const OWN: &str = "own ";

/// A screen with what was asked.
struct Asked {
    new: NewScreen,
    own: Option<OwnAnswers>,
    /// A question that asks for a person was answered with yes.
    person: bool,
}

impl Practice {
    /// Enters a screen. What it finds waits for a person from the same transaction on.
    pub async fn enter_screen(
        &self,
        actor: &Actor,
        new: NewScreen,
        key: &str,
    ) -> Result<ScreenOutcome, Refusal> {
        self.keep_screen(actor, Asked { new, own: None, person: false }, key).await
    }

    /// Enters answers to the clinic's own questions: as they were given, and in the rows they stand for.
    pub async fn enter_own_screen(
        &self,
        actor: &Actor,
        new: NewScreen,
        own: OwnAnswers,
        key: &str,
    ) -> Result<ScreenOutcome, Refusal> {
        actor.must(Right::SeeToSafety)?;
        let mapped = OwnWording::of(self.store(), actor.clinic).await?.map(&own)?;
        let new = NewScreen { answers: mapped.rows, ..new };
        self.keep_screen(actor, Asked { new, own: Some(own), person: mapped.person }, key).await
    }

    async fn keep_screen(&self, actor: &Actor, asked: Asked, key: &str) -> Result<ScreenOutcome, Refusal> {
        actor.must(Right::SeeToSafety)?;
        let Asked { new, own, person } = asked;
        let today = self.today(actor.clinic).await?;
        possible(&new, own.as_ref(), today)?;
        let found = self.found(new.answers, person, new.date);
        let unasked = own.as_ref().is_some_and(|own| own.answers.contains(&None));
        let outcome =
            ScreenOutcome { complete: !unasked && !person && all_known(new.answers), ..outcome(&found) };
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
            wording: own
                .as_ref()
                .map_or_else(|| "headings".to_owned(), |own| format!("{OWN}{}", own.version)),
            answers: new.answers,
            own_answers: own.map(|own| own.answers),
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

    /// What the answers find: the level of the rows, and the person whom an own question asks for.
    fn found(&self, answers: ScreenAnswers, person: bool, date: Date) -> Vec<Finding> {
        let knowledge = self.knowledge();
        // Where no row was answered at all, the screener has nothing to say beside the own question.
        let mut found = if person && in_order(answers).iter().all(Option::is_none) {
            Vec::new()
        } else {
            safety::after_answers(knowledge, InstrumentId::Cssrs, &listed(answers), date)
        };
        let level = found
            .iter()
            .any(|f| matches!(f.state, FindingState::Low | FindingState::Moderate | FindingState::High));
        if person && !level {
            found.retain(|f| f.state != FindingState::None && f.state != FindingState::Screen);
            found.insert(0, safety::own_question(knowledge, date));
        }
        found
    }
}

impl Practice {
    /// The same of answers to the clinic's own questions.
    pub async fn safety_of_own_screen(
        &self,
        actor: &Actor,
        own: &OwnAnswers,
        date: Date,
    ) -> Result<Vec<FindingView>, Refusal> {
        let mapped = OwnWording::of(self.store(), actor.clinic).await?.map(own)?;
        if own.answers.iter().all(Option::is_none) {
            return Ok(Vec::new());
        }
        let found = self.found(mapped.rows, mapped.person, date);
        let speaks = found.iter().filter(|f| self.speaks(f));
        Ok(speaks.map(|f| finding_view(f, self.knowledge())).collect())
    }

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

fn all_known(answers: ScreenAnswers) -> bool {
    in_order(answers).iter().all(Option::is_some)
}

fn outcome(found: &[Finding]) -> ScreenOutcome {
    ScreenOutcome {
        level: found.first().map_or(FindingState::Screen, |f| f.state),
        complete: false,
        crisis: found.iter().any(|f| f.state != FindingState::None),
    }
}

fn possible(new: &NewScreen, own: Option<&OwnAnswers>, today: Date) -> Result<(), Refusal> {
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
    let given = own.map_or_else(|| in_order(new.answers).to_vec(), |own| own.answers.clone());
    if given.iter().all(Option::is_none) {
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
