//! The people of a backtest and the tasks their records contain.

use super::{Scale, Settings, Transition};

/// One session given, at whatever strength; a placebo is a session of dose 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Day, from any origin the person's scores share.
    pub day: i32,
    /// Route id, as in a forecast case (`iv`, `im`, …).
    pub route: String,
    /// Dose in mg/kg (mg for nasal esketamine); 0 for placebo.
    pub dose: f64,
    /// What it was called where the record comes from (`ketamine`, `placebo`, …); for reading only.
    pub label: String,
}

impl Session {
    /// Whether anything active was given.
    pub fn is_active(&self) -> bool {
        self.dose > 0.0
    }
}

/// One score on the instrument of the backtest.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// Day, from the same origin as the sessions.
    pub day: i32,
    /// Score in scale points.
    pub score: f64,
    /// Days the questionnaire asked about, when it differs from the instrument's usual window.
    pub recall_days: Option<f64>,
    /// Taken after that day's session; otherwise a score on a session day counts as taken before it.
    pub after: bool,
}

/// One person's record on one instrument.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Identifier; decides the fold, nothing else.
    pub id: String,
    /// Condition id of the forecast model (`depression`, …).
    pub condition: String,
    /// Improvement that counts as response, share of the baseline; without it no response is scored.
    pub response_at: Option<f64>,
    /// Sessions given, in any order.
    pub sessions: Vec<Session>,
    /// Scores, in any order; several of one day are kept in the order given.
    pub scores: Vec<Score>,
}

/// People in a fixed order: sorted by id, the records by day.
///
/// Folds are dealt over this order: person i belongs to fold i mod folds. People with a single score are
/// dealt too, though they are never forecast, so that a later second visit moves nobody to another fold.
#[derive(Debug, Clone)]
pub struct Cohort {
    people: Vec<Person>,
    scale: Option<Scale>,
    only_last: bool,
}

impl Cohort {
    /// Sorts people and records. People without any score are left out.
    pub fn new(mut people: Vec<Person>) -> Self {
        people.retain(|person| !person.scores.is_empty());
        people.sort_by(|a, b| a.id.cmp(&b.id));
        for person in &mut people {
            person.sessions.sort_by_key(|session| session.day);
            person.scores.sort_by_key(|score| (score.day, score.after));
        }
        Self { people, scale: None, only_last: false }
    }

    /// The same with the scale of its scores. On a scale every method is a distribution: a baseline that gives a
    /// point is surrounded by the errors it makes on other people.
    #[must_use]
    pub fn on(mut self, scale: Scale) -> Self {
        self.scale = Some(scale);
        self
    }

    /// The same with the last visit of each person as their only task: what a record cut short says of a later day.
    #[must_use]
    pub fn last_visits(self) -> Self {
        Self { only_last: true, ..self }
    }

    /// The scale of the scores, where it is known.
    pub(super) fn scale(&self) -> Option<&Scale> {
        self.scale.as_ref()
    }

    /// How many folds people are dealt into.
    pub(super) fn folds(&self, settings: &Settings) -> usize {
        settings.folds.clamp(1, self.people.len().max(1))
    }

    /// The people, sorted by id.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// Every visit that can be forecast: the first score of each day that has a score on an earlier day; of each person the
    /// last one alone after [`Self::last_visits`].
    pub fn tasks(&self, settings: &Settings) -> Vec<Task<'_>> {
        let folds = self.folds(settings);
        self.people
            .iter()
            .enumerate()
            .flat_map(|(index, person)| {
                let all = tasks_of(person, index, index % folds, settings);
                let skipped = if self.only_last { all.len().saturating_sub(1) } else { 0 };
                all.into_iter().skip(skipped)
            })
            .collect()
    }
}

/// One visit to forecast, with everything that may be known for it.
#[derive(Debug, Clone)]
pub struct Task<'a> {
    /// Whose visit.
    pub person: &'a Person,
    /// Place of the person in the cohort.
    pub person_index: usize,
    /// Fold of the person.
    pub fold: usize,
    /// Scores on days strictly before the visit, by day; never empty.
    pub history: &'a [Score],
    /// The latest score before the visit.
    pub last: &'a Score,
    /// Sessions up to the visit, by day: those given after the last score are known, too.
    pub sessions: &'a [Session],
    /// The visit: a forecaster may use its day and window, never its score.
    pub target: &'a Score,
    /// What lies between the last score and the visit.
    pub transition: Transition,
}

impl Task<'_> {
    /// Mean of the scores so far.
    pub fn mean_so_far(&self) -> f64 {
        super::metrics::mean(self.history.iter().map(|score| score.score))
    }

    /// The person's first score.
    pub fn first(&self) -> &Score {
        self.history.first().unwrap_or(self.last)
    }

    /// Change from the last score to the visit, in scale points.
    pub(super) fn change(&self) -> f64 {
        self.target.score - self.last.score
    }
}

fn tasks_of<'a>(person: &'a Person, person_index: usize, fold: usize, settings: &Settings) -> Vec<Task<'a>> {
    let mut tasks = Vec::new();
    for target in &person.scores {
        let earlier = person.scores.partition_point(|s| s.day < target.day);
        let is_first_of_day = person.scores.get(earlier).is_some_and(|first| std::ptr::eq(first, target));
        let (history, _) = person.scores.split_at(earlier);
        let Some(last) = history.last().filter(|_| is_first_of_day) else {
            continue;
        };
        let (sessions, _) = person.sessions.split_at(given_by(person, target));
        let (until_last, between) = sessions.split_at(given_by(person, last));
        tasks.push(Task {
            person,
            person_index,
            fold,
            history,
            last,
            sessions,
            target,
            transition: Transition::between(
                until_last,
                between,
                [last.day, target.day],
                history.len(),
                settings,
            ),
        });
    }
    tasks
}

/// How many of the person's sessions lie before a score.
fn given_by(person: &Person, score: &Score) -> usize {
    person
        .sessions
        .partition_point(|session| session.day < score.day || (session.day == score.day && score.after))
}
