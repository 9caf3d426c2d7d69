//! A check-in: answers in, a measurement out, and anything unsafe said on the same response.

use evenkeel_care::finding::Finding;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::questionnaire::Questionnaire;
use evenkeel_care::record::SignKind;
use evenkeel_care::scoring::ScoreError;
use evenkeel_care::{safety, scoring};
use evenkeel_store::measurement::{self, NewMeasurement};
use evenkeel_store::sign::{self, NewSign};
use evenkeel_store::{CourseId, Tx, course};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::context::{Once, Practice};
use crate::courses::about;
use crate::overview::finding_view;
use crate::record::Standing;
use crate::refusal::{FieldProblem, Refusal};
use crate::rights::Right;
use crate::sessions::watched;
use crate::view::course::FindingView;
use crate::words;

/// A check-in to be entered: answers item by item, or a bare total.
#[derive(Debug, Clone, PartialEq)]
pub struct NewCheckIn {
    /// The course.
    pub course: CourseId,
    /// The day; today or earlier.
    pub date: Date,
    /// The instrument.
    pub instrument: InstrumentId,
    /// Answers in the instrument's order, `None` where skipped.
    pub answers: Option<Vec<Option<u8>>>,
    /// The total, where only that is known.
    pub total: Option<f64>,
    /// Taken after that day's session.
    pub after: bool,
    /// How many days it looks back, where it differs from the instrument's window.
    pub recall_days: Option<u16>,
    /// Signs that were asked for: yes, or asked and no. What was not asked is not in it.
    pub signs: Vec<(SignKind, bool)>,
}

/// What became of a check-in.
#[derive(Debug, Clone)]
pub struct CheckInOutcome {
    /// The instrument by name.
    pub instrument: String,
    /// The total; `None` while answers are missing.
    pub total: Option<f64>,
    /// Its band in words.
    pub band: Option<String>,
    /// Items without an answer, from 1.
    pub missing: Vec<usize>,
    /// Safety findings: they come first on the page.
    pub safety: Vec<FindingView>,
    /// The crisis wording belongs on this response.
    pub crisis: bool,
}

/// What is kept under the form's key.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    instrument: InstrumentId,
    total: Option<f64>,
    band: Option<String>,
    missing: Vec<usize>,
    safety: Vec<Finding>,
}

impl Practice {
    /// Enters a check-in. Partial is a value, not an error: what is missing is said.
    pub async fn check_in(
        &self,
        actor: &Actor,
        new: NewCheckIn,
        key: &str,
    ) -> Result<CheckInOutcome, Refusal> {
        actor.must(Right::EnterCheckIns)?;
        let today = self.today(actor.clinic).await?;
        possible(&new, today)?;
        let kept = self.scored(&new)?;
        let mut tx = match self.begin::<Kept>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(before) => return Ok(self.outcome(before)),
        };
        course::hold(&mut tx, new.course).await?;
        let standing = self.standing_in(&mut tx, new.course, today).await?;
        watched(&standing)?;
        first_of_its_kind(&standing, &new, &self.knowledge().name(new.instrument))?;
        drop(standing);
        let row = NewMeasurement {
            course_id: new.course,
            date: new.date,
            instrument: new.instrument,
            score: kept.total,
            items: new.answers.clone(),
            after: new.after,
            recall_days: new.recall_days,
            form: None,
            source: "staff".to_owned(),
            source_key: None,
        };
        let id = measurement::add(&mut tx, &row).await?.id();
        tx.audit("check_in.enter", id, &new.course)?;
        keep_signs(&mut tx, &new).await?;
        // The crisis wording (D25) is a duty of this response, not a state of the course: it is audited.
        let crisis_rule = &self.knowledge().rules.d25.rule.id;
        for finding in &kept.safety {
            if finding.rule == *crisis_rule {
                tx.audit("check_in.crisis_wording", id, &new.course)?;
            } else {
                self.keep_finding(&mut tx, new.course, finding, id.into()).await?;
            }
        }
        self.after_a_fact(&mut tx, new.course, today, id.into()).await?;
        let read = (kept.total, kept.missing.as_slice(), !kept.safety.is_empty());
        self.put_in_inbox(&mut tx, (&new, id), read, today).await?;
        tx.commit_with(&kept).await?;
        self.work().await;
        Ok(self.outcome(kept))
    }

    /// What the answers say about safety, whether or not they can be recorded: a check-in that is
    /// refused for its day or as a duplicate still tells what the patient has answered. Empty where
    /// nothing gives cause, and where not one question was answered.
    pub fn safety_of(&self, new: &NewCheckIn) -> Vec<FindingView> {
        let answers = new.answers.as_deref().unwrap_or_default();
        if answers.iter().all(Option::is_none) {
            return Vec::new();
        }
        self.shown(&safety::of_answers(self.knowledge(), new.instrument, answers, new.date))
    }

    /// Safety findings as the screen shows them. D25 is the crisis wording itself and no finding to read.
    fn shown(&self, findings: &[Finding]) -> Vec<FindingView> {
        let wording = &self.knowledge().rules.d25.rule.id;
        let read = findings.iter().filter(|f| f.rule != *wording);
        read.map(|f| finding_view(f, self.knowledge())).collect()
    }

    /// Scores the answers, or takes the total as it stands.
    fn scored(&self, new: &NewCheckIn) -> Result<Kept, Refusal> {
        let definition = self.knowledge().instruments.get(&new.instrument).ok_or_else(|| {
            Refusal::field("instrument", "This instrument is not on file.", "Choose one from the list.")
        })?;
        if !new.instrument.is_followed() {
            let what = format!("The {} is not followed over a course.", definition.name);
            return Err(Refusal::field("instrument", what, "Choose one from the list."));
        }
        let mut kept = Kept {
            instrument: new.instrument,
            total: None,
            band: None,
            missing: Vec::new(),
            safety: Vec::new(),
        };
        match (&new.answers, new.total) {
            (Some(answers), _) => {
                let scored = scoring::score(definition, answers).map_err(|e| unscored(&e))?;
                if scored.missing.len() == definition.item_count() {
                    return Err(Refusal::field(
                        "answers",
                        "No question was answered.",
                        "Answer at least one.",
                    ));
                }
                kept.total = scored.total;
                kept.missing = scored.missing;
                kept.safety = safety::after_answers(self.knowledge(), new.instrument, answers, new.date);
            }
            (None, Some(total)) => {
                definition.check_total(total).map_err(|e| about("total", &e.to_string()))?;
                kept.total = Some(total);
                // A bare total leaves the question about suicidal thoughts open: it must be asked.
                if definition.safety_item.is_some() {
                    let unknown = vec![None; definition.item_count()];
                    kept.safety = safety::after_answers(self.knowledge(), new.instrument, &unknown, new.date);
                }
            }
            (None, None) => {
                return Err(Refusal::field("total", "The score is missing.", "Type the total."));
            }
        }
        kept.band = kept.total.and_then(|t| band(definition, t));
        Ok(kept)
    }

    fn outcome(&self, kept: Kept) -> CheckInOutcome {
        CheckInOutcome {
            instrument: self.knowledge().name(kept.instrument),
            total: kept.total,
            band: kept.band,
            missing: kept.missing,
            crisis: !kept.safety.is_empty(),
            safety: self.shown(&kept.safety),
        }
    }
}

/// Answers that cannot be scored, for who typed them: beside the item that is off, where it is one.
fn unscored(error: &ScoreError) -> Refusal {
    match error {
        ScoreError::NotShipped { .. } => about("instrument", &error.to_string()),
        ScoreError::Answer { instrument, item, given, .. } => Refusal::field(
            &format!("item_{item}"),
            format!("Answer {given} to item {item} of the {instrument} is not one of its choices."),
            "Choose one, or leave the item empty if the patient skipped it.",
        ),
        ScoreError::Length { instrument, expected, given } => Refusal::field(
            "answers",
            format!("The {instrument} takes {expected} answers, and {given} came."),
            "Open the form again from the course page.",
        ),
    }
}

/// The band of a total in words.
pub(crate) fn band(definition: &Questionnaire, total: f64) -> Option<String> {
    definition.severity(total).map(|b| b.label.clone())
}

/// Keeps the signs that were asked for. Suicidal thoughts are never one of them.
async fn keep_signs(tx: &mut Tx, new: &NewCheckIn) -> Result<(), Refusal> {
    for (sign, present) in &new.signs {
        let row = NewSign {
            course_id: new.course,
            date: new.date,
            sign: *sign,
            present: *present,
            source: "staff".to_owned(),
        };
        sign::add(tx, &row).await?;
    }
    Ok(())
}

fn first_of_its_kind(standing: &Standing<'_>, new: &NewCheckIn, name: &str) -> Result<(), Refusal> {
    let taken = |m: &&evenkeel_store::measurement::Measurement| {
        m.date == new.date && m.instrument == new.instrument && m.after_session == new.after
    };
    match standing.bundle.measurements.iter().find(taken) {
        None => Ok(()),
        Some(_) => Err(Refusal::field(
            "date",
            format!("A {name} of {} is on record already.", words::date(new.date)),
            "Check the day, or tick that it was taken after the session.",
        )),
    }
}

fn possible(new: &NewCheckIn, today: Date) -> Result<(), Refusal> {
    let mut problems = Vec::new();
    if new.date > today {
        let what = format!("{} has not come yet.", words::date(new.date));
        problems.push(FieldProblem::new("date", what, "Enter the day on which it was answered."));
    }
    let longest_ago = today.checked_sub(jiff::Span::new().days(731)).unwrap_or(today);
    if new.date < longest_ago {
        let what = format!("{} is over two years ago.", words::date(new.date));
        problems.push(FieldProblem::new("date", what, "Check the year."));
    }
    if new.recall_days.is_some_and(|days| days > 366) {
        let what = "The questions cannot look back over a year.";
        problems.push(FieldProblem::new(
            "recall_days",
            what,
            "Leave it empty for the questionnaire's own window.",
        ));
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Invalid(problems)) }
}
