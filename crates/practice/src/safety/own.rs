//! The clinic's own safety questions. Until a clinic holds the right to the wording of the C-SSRS they stand in
//! its place, each beside the row of the record it answers; what no question asks stays unknown.

use evenkeel_care::closed_list;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::ScreenAnswers;
use evenkeel_store::safety_wording::{self, SafetyWording};
use evenkeel_store::{ClinicId, Source, StoreError};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::hours::when;
use super::show::SCREEN;
use crate::actor::Actor;
use crate::context::{Once, Practice, json, today_in};
use crate::refusal::{FieldProblem, Refusal};
use crate::rights::Right;
use crate::view::clinic::{OwnQuestionRow, QuestionsView};

/// How many questions a clinic may write.
pub(crate) const MOST: usize = 7;
/// The longest question, characters.
const LONGEST: usize = 300;

closed_list!(
    /// What a yes to one of the clinic's questions means.
    Means, "meaning of a safety question", {
        /// Wish to be dead.
        Q1 => "q1",
        /// Suicidal thoughts.
        Q2 => "q2",
        /// Thoughts with a method.
        Q3 => "q3",
        /// Thoughts with some intent.
        Q4 => "q4",
        /// A plan, with intent.
        Q5 => "q5",
        /// Behaviour, ever.
        Q6Lifetime => "q6_lifetime",
        /// Behaviour in the past three months.
        Q6Recent => "q6_3_months",
        /// No row of the screener: a person asks on.
        Person => "person",
    }
);

/// A question as the clinic wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OwnQuestion {
    pub text: String,
    pub means: Means,
}

/// The form, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuestionsForm {
    /// The version the change was made from.
    pub seen_version: i64,
    /// Texts and what a yes means, in order; an empty text is no question.
    pub rows: Vec<(String, String)>,
    /// The full name of who confirms them.
    pub name: String,
}

/// Answers to the clinic's own questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnAnswers {
    /// Version of the questions that were asked.
    pub version: i64,
    /// In their order; `None`: not asked, which is never "no".
    pub answers: Vec<Option<bool>>,
}

/// The clinic's questions in force; none where it has confirmed none or has taken them back.
#[derive(Debug, Clone, Default)]
pub(crate) struct OwnWording {
    pub kept: Option<SafetyWording>,
    pub questions: Vec<OwnQuestion>,
}

/// What answers to own questions say in the rows of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mapped {
    pub rows: ScreenAnswers,
    /// A question that asks for a person was answered with yes.
    pub person: bool,
}

impl OwnWording {
    pub(crate) async fn of(from: impl Into<Source<'_>>, clinic: ClinicId) -> Result<Self, StoreError> {
        let kept = safety_wording::newest(from, clinic).await?;
        let questions = kept.as_ref().map(|k| k.questions.parse()).transpose()?.unwrap_or_default();
        Ok(Self { kept, questions })
    }

    pub(crate) fn version(&self) -> i64 {
        self.kept.as_ref().map_or(0, |kept| kept.version)
    }

    /// Answers in the rows they stand for: yes where any question of the row was answered yes, no only where
    /// each was answered no.
    pub(crate) fn map(&self, own: &OwnAnswers) -> Result<Mapped, Refusal> {
        if own.version != self.version() || own.answers.len() != self.questions.len() {
            return Err(Refusal::Conflict {
                what: "The clinic’s safety questions have changed since this page was opened. Nothing was recorded: \
                       open the page again and ask the questions that stand there now."
                    .to_owned(),
            });
        }
        let row = |means: Means| {
            let asked = self.questions.iter().zip(&own.answers).filter(|(q, _)| q.means == means);
            let answers: Vec<Option<bool>> = asked.map(|(_, answer)| *answer).collect();
            if answers.contains(&Some(true)) {
                Some(true)
            } else if answers.is_empty() || answers.contains(&None) {
                None
            } else {
                Some(false)
            }
        };
        let rows = ScreenAnswers {
            q1: row(Means::Q1),
            q2: row(Means::Q2),
            q3: row(Means::Q3),
            q4: row(Means::Q4),
            q5: row(Means::Q5),
            q6_lifetime: row(Means::Q6Lifetime),
            q6_3_months: row(Means::Q6Recent),
        };
        Ok(Mapped { rows, person: row(Means::Person) == Some(true) })
    }
}

impl Practice {
    /// The clinic's own questions, to read or to confirm.
    pub async fn safety_questions(&self, actor: &Actor) -> Result<QuestionsView, Refusal> {
        actor.must(Right::ReadCharts)?;
        let clinic = self.clinic(actor.clinic).await?;
        let own = OwnWording::of(self.store(), actor.clinic).await?;
        self.saw(actor, "clinic.questions.read", actor.clinic).await?;
        let zone = TimeZone::get(&clinic.zone).unwrap_or(TimeZone::UTC);
        let today = today_in(&clinic.zone, self.now());
        let row = |q: &OwnQuestion| OwnQuestionRow { text: q.text.clone(), means: q.means.to_string() };
        let mut rows: Vec<OwnQuestionRow> = own.questions.iter().map(row).collect();
        rows.resize_with(MOST, OwnQuestionRow::default);
        let asked = |key: &str| own.questions.iter().any(|q| q.means.to_string() == key);
        let unasked = SCREEN.iter().filter(|(key, _)| !own.questions.is_empty() && !asked(key));
        let confirmed = |k: &SafetyWording| format!("{}, {}", k.name, when(k.recorded.at, &zone, today));
        Ok(QuestionsView {
            version: own.version(),
            confirmed: own.kept.as_ref().map(confirmed),
            may_change: actor.may(Right::SetSafety),
            licensed: self.licensed(),
            asked: own.questions.len(),
            rows,
            meanings: SCREEN
                .iter()
                .map(|(key, heading)| ((*key).to_owned(), (*heading).to_owned()))
                .collect(),
            unasked: unasked.map(|(_, heading)| (*heading).to_owned()).collect(),
        })
    }

    /// Whether the clinic's folder holds the wording of the C-SSRS, by right.
    pub(crate) fn licensed(&self) -> bool {
        let definition = self.knowledge().instruments.get(&InstrumentId::Cssrs);
        definition.is_some_and(evenkeel_care::questionnaire::Questionnaire::has_wording)
    }

    /// Confirms the clinic's own questions, or takes them back. Every version stays with who and when.
    pub async fn confirm_questions(
        &self,
        actor: &Actor,
        form: QuestionsForm,
        key: &str,
    ) -> Result<i64, Refusal> {
        actor.must(Right::SetSafety)?;
        let questions = read(actor, &form)?;
        let mut tx = match self.begin::<i64>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(version) => return Ok(version),
        };
        let (json, name) = (json(&questions)?, form.name.trim());
        let version = safety_wording::confirm(&mut tx, form.seen_version, &json, name).await?;
        let clinic = tx.clinic();
        tx.audit("clinic.questions.confirm", clinic, &version)?;
        tx.commit_with(&version).await?;
        Ok(version)
    }
}

fn read(actor: &Actor, form: &QuestionsForm) -> Result<Vec<OwnQuestion>, Refusal> {
    let mut problems = Vec::new();
    let mut questions = Vec::new();
    for (n, (text, means)) in (1..).zip(&form.rows) {
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        if text.chars().count() > LONGEST {
            let what = format!("Question {n} is over {LONGEST} characters.");
            problems.push(FieldProblem::new(&format!("text_{n}"), what, "Shorten it."));
        }
        if let Ok(means) = means.parse() {
            questions.push(OwnQuestion { text: text.to_owned(), means });
        } else {
            let what = format!("Question {n} does not say what a yes means.");
            let remedy = "Choose the row it answers, or that a person asks on.";
            problems.push(FieldProblem::new(&format!("means_{n}"), what, remedy));
        }
    }
    if form.rows.len() > MOST {
        problems.push(FieldProblem::new(
            "text_1",
            "There are too many questions.",
            "Seven are kept at most.",
        ));
    }
    if !form.name.trim().eq_ignore_ascii_case(actor.name.trim()) {
        let remedy = format!("Type your own full name, {}: you confirm these questions.", actor.name);
        problems.push(FieldProblem::new("name", "This is not the name you are signed in with.", remedy));
    }
    if problems.is_empty() { Ok(questions) } else { Err(Refusal::Invalid(problems)) }
}
