//! Finished courses, from which a clinic may learn a prior of its own.

use std::collections::BTreeMap;

use evenkeel_care::finding::Choice;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::CourseStatus;
use evenkeel_forecast::backtest::{Person, Score};
use evenkeel_forecast::refit::Finished;
use evenkeel_store::own_course::{self, OwnCourse};
use evenkeel_store::{ClinicId, score_history};

use crate::context::Practice;
use crate::forecasts::Forecaster;
use crate::import::Prepared;
use crate::patients::OWN;
use crate::refusal::Refusal;
use crate::score_backtest::{day, response_at, sessions_of, taken, without_scores};

impl Practice {
    /// The clinic's own courses that are finished, each on its primary instrument: ended, or begun so long ago that they
    /// count whatever became of them (only the ended ones would be chosen by how they went). Imported and invented
    /// courses stay out, and so do those with a session whose dose nobody wrote down.
    pub async fn finished_courses(&self, clinic: ClinicId) -> Result<Vec<Finished>, Refusal> {
        let model = self.forecaster().model();
        let today = day(self.today(clinic).await?);
        let long_ago = model.finished_after_days().and_then(|days| i32::try_from(days).ok());
        let own = own_course::all(self.store(), clinic, OWN, Choice::Extend).await?;
        let sessions = score_history::sessions(self.store(), clinic).await?;
        let scores = score_history::scores(self.store(), clinic).await?;
        let finished = |course: &&OwnCourse| {
            let first = course.sessions.iter().map(|session| day(session.date)).min();
            let long = first.zip(long_ago).is_some_and(|(first, days)| today - first >= days);
            course.head.status == CourseStatus::Ended || long
        };
        let dosed = |course: &&OwnCourse| {
            sessions.iter().filter(|s| s.course_id == course.head.id).all(|s| s.dose.is_some())
        };
        let one = |course: &OwnCourse| {
            let head = &course.head;
            let on_primary = scores
                .iter()
                .filter(|s| s.course_id == head.id && s.instrument == head.primary_instrument)
                .map(|s| Score {
                    day: day(s.date),
                    score: s.score,
                    recall_days: s.recall_days.map(f64::from),
                    after: s.after_session,
                });
            let person = Person {
                id: head.id.to_string(),
                condition: head.condition.to_string(),
                response_at: response_at(self.forecaster(), head.condition),
                sessions: sessions_of(&sessions, head.id, model),
                scores: on_primary.collect(),
            };
            Finished { instrument: head.primary_instrument.to_string(), person }
        };
        Ok(own.courses.iter().filter(finished).filter(dosed).map(one).collect())
    }
}

/// The people of a prepared score file, each on the instrument with most scores (the first of several by name).
pub fn finished_prepared(forecaster: &Forecaster, prepared: &Prepared) -> Vec<Finished> {
    let one = |person: &crate::import::Person| {
        let mut by_instrument: BTreeMap<InstrumentId, Vec<Score>> = BTreeMap::new();
        for score in &person.scores {
            by_instrument.entry(score.instrument).or_default().push(taken(score));
        }
        let (instrument, scores) = by_instrument.into_iter().rev().max_by_key(|(_, scores)| scores.len())?;
        let person = Person { scores, ..without_scores(forecaster, person) };
        Some(Finished { instrument: instrument.to_string(), person })
    };
    prepared.people.iter().filter_map(one).collect()
}
