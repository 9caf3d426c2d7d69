//! A course record put in order, so that every rule looks at the same facts in the same way.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::change::Change;
use super::series::Series;
use crate::finding::{Caveat, Finding};
use crate::instrument::InstrumentId;
use crate::knowledge::Knowledge;
use crate::message::Message;
use crate::protocol::Protocol;
use crate::record::{CourseRecord, Measurement, Session, SessionStatus};
use crate::schedule;
use crate::schedule::days::{between, sub};

/// The record, sorted. Ties are broken by the values themselves, never by the order of entry.
pub(crate) struct Facts<'a> {
    pub(crate) course: &'a CourseRecord,
    pub(crate) knowledge: &'a Knowledge,
    pub(crate) protocol: &'a Protocol,
    /// Sessions given, by date.
    pub(crate) done: Vec<&'a Session>,
    /// Sessions still to come (today's included), by date.
    pub(crate) coming: Vec<&'a Session>,
    scores: BTreeMap<InstrumentId, Series<'a>>,
}

/// Where an instrument stood before the first session (the model specification, §7.5).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Baseline {
    /// Mean of the scores, in points.
    pub(crate) score: f64,
    /// How many scores it is the mean of.
    pub(crate) count: usize,
    /// The last day that counts.
    pub(crate) until: Date,
}

impl<'a> Facts<'a> {
    pub(crate) fn new(course: &'a CourseRecord, knowledge: &'a Knowledge, protocol: &'a Protocol) -> Self {
        let sessions = |keep: &dyn Fn(&Session) -> bool| {
            let mut kept: Vec<&Session> = course.sessions.iter().filter(|s| keep(s)).collect();
            kept.sort_by_key(|s| (s.date, s.route));
            kept
        };
        let done = sessions(&|s| s.status == SessionStatus::Done);
        let first_session = done.first().map(|s| s.date);
        let mut by_instrument: BTreeMap<InstrumentId, Vec<&Measurement>> = BTreeMap::new();
        for measurement in &course.measurements {
            by_instrument.entry(measurement.instrument).or_default().push(measurement);
        }
        let series = |(id, scores)| {
            let instrument = knowledge.instruments.get(&id);
            (id, Series::of(scores, instrument, first_session, course.today))
        };
        Self {
            course,
            knowledge,
            protocol,
            done,
            coming: sessions(&|s| s.status == SessionStatus::Planned && s.date >= course.today),
            scores: by_instrument.into_iter().map(series).collect(),
        }
    }

    pub(crate) fn today(&self) -> Date {
        self.course.today
    }

    /// Scores on one instrument, by date.
    pub(crate) fn scores(&self, id: InstrumentId) -> &[&'a Measurement] {
        self.scores.get(&id).map_or(&[], Series::all)
    }

    /// Instruments with a score, the primary first.
    pub(crate) fn instruments(&self) -> Vec<InstrumentId> {
        let others = self.scores.keys().copied().filter(|id| *id != self.course.primary);
        std::iter::once(self.course.primary).chain(others).collect()
    }

    /// The day of the `n`th session given, counted from 1.
    pub(crate) fn session_day(&self, n: usize) -> Option<Date> {
        self.done.get(n.checked_sub(1)?).map(|s| s.date)
    }

    /// How many sessions the induction has: the protocol's, and those a clinician has added.
    pub(crate) fn induction_sessions(&self) -> usize {
        schedule::induction_sessions(self.course, self.protocol) as usize
    }

    /// The day of the last session of the induction, once it has been given.
    pub(crate) fn last_induction_day(&self) -> Option<Date> {
        self.session_day(self.induction_sessions())
    }

    /// Whether a score counts towards the baseline.
    pub(crate) fn is_baseline(&self, m: &Measurement) -> bool {
        match self.session_day(1) {
            None => true,
            Some(first) => m.date < first || (m.date == first && !m.after),
        }
    }

    /// The baseline of an instrument: the mean of all scores on or before the first session's day
    /// and before that session; with no session yet, of all scores so far.
    pub(crate) fn baseline(&self, id: InstrumentId) -> Option<Baseline> {
        self.scores.get(&id)?.baseline()
    }

    /// One score for each day since the first session, by date; of several on one day the last.
    pub(crate) fn check_ins(&self, id: InstrumentId) -> &[&'a Measurement] {
        self.scores.get(&id).map_or(&[], Series::check_ins)
    }

    /// The best score since the first session, up to and including the moment of `m`; the first of
    /// equals. What came later does not change it.
    pub(crate) fn nadir_at(&self, m: &Measurement) -> Option<&'a Measurement> {
        self.scores.get(&m.instrument)?.best_at(m)
    }

    /// The latest score on an instrument, the baseline's own scores left aside.
    pub(crate) fn latest(&self, id: InstrumentId) -> Option<&'a Measurement> {
        self.scores.get(&id)?.since().last().copied()
    }

    /// How many days a score looks back.
    pub(crate) fn recall_days(&self, m: &Measurement) -> u16 {
        self.knowledge
            .instruments
            .get(&m.instrument)
            .map_or(0, |q| q.recall_days(m.form.as_deref(), m.recall_days))
    }

    /// Whether a score is recent enough to speak for today.
    pub(crate) fn is_current(&self, m: &Measurement) -> bool {
        between(m.date, self.today()) <= i64::from(self.recall_days(m))
    }

    /// The caveat of a score that still counts days before the first session.
    pub(crate) fn recall_caveat(&self, m: &Measurement) -> Option<Caveat> {
        let window_starts = sub(m.date, self.recall_days(m).into());
        self.session_day(1).filter(|first| window_starts < *first).map(|_| Caveat::RecallWindow)
    }

    /// Whether the latest score on any instrument still counts days before the first session. While
    /// one does, nothing may be said of the patient's prospects.
    pub(crate) fn any_recall_before_first_session(&self) -> bool {
        self.scores.keys().any(|id| self.latest(*id).is_some_and(|m| self.recall_caveat(m).is_some()))
    }

    /// The same as a sentence, beside the caveat.
    pub(crate) fn say_recall(&self, m: &Measurement, finding: &mut Finding) {
        if let Some(caveat) = self.recall_caveat(m) {
            finding.caveats.push(caveat);
            finding.because.push(
                Message::new("recall.before_first_session")
                    .with("instrument", self.knowledge.name(m.instrument))
                    .with("days", self.recall_days(m)),
            );
        }
    }

    /// A score beside its baseline.
    pub(crate) fn change(&self, baseline: &Baseline, m: &Measurement) -> Change {
        Change::between(self.knowledge.instruments.get(&m.instrument), baseline.score, m.score)
    }
}
