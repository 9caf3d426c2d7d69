//! Check-ins on one instrument: the days on which it was scored since the first session.

use jiff::civil::Date;

use super::Facts;
use super::change::severity;
use crate::instrument::InstrumentId;
use crate::record::Measurement;
use crate::schedule::days::between;

impl<'a> Facts<'a> {
    /// One score for each day since the first session, by date; of several on one day the last.
    pub(crate) fn check_ins(&self, id: InstrumentId) -> Vec<&'a Measurement> {
        let mut days: Vec<&Measurement> = Vec::new();
        for m in self.scores(id).iter().copied().filter(|m| !self.is_baseline(m)) {
            match days.last_mut() {
                Some(last) if last.date == m.date => *last = m,
                _ => days.push(m),
            }
        }
        days
    }

    /// The check-ins taken after the last session of the induction; none before it has been given.
    pub(crate) fn maintenance_check_ins(&self, id: InstrumentId) -> Vec<&'a Measurement> {
        let Some(end) = self.last_induction_day() else { return Vec::new() };
        self.check_ins(id).into_iter().filter(|m| taken_after(m, end)).collect()
    }

    /// The best score since the first session, up to and including the moment of `m`; the first of
    /// equals. What came later does not change it.
    pub(crate) fn nadir_at(&self, m: &Measurement) -> Option<&'a Measurement> {
        let instrument = self.knowledge.instruments.get(&m.instrument);
        self.scores(m.instrument)
            .iter()
            .copied()
            .filter(|n| !self.is_baseline(n) && (n.date, n.after) <= (m.date, m.after))
            .min_by(|a, b| severity(instrument, a.score).total_cmp(&severity(instrument, b.score)))
    }

    /// Whether a session was given after the moment of `m` and, where a later score is named, before
    /// that one's.
    pub(crate) fn session_after(&self, m: &Measurement, until: Option<&Measurement>) -> bool {
        self.done.iter().any(|s| taken_before(m, s.date) && until.is_none_or(|u| taken_after(u, s.date)))
    }
}

/// Days from one check-in to the next.
pub(crate) fn days_apart(first: &Measurement, second: &Measurement) -> i64 {
    between(first.date, second.date)
}

/// Whether a score was taken after the session of that day.
pub(crate) fn taken_after(m: &Measurement, day: Date) -> bool {
    m.date > day || (m.date == day && m.after)
}

/// Whether a score was taken before the session of that day.
pub(crate) fn taken_before(m: &Measurement, day: Date) -> bool {
    m.date < day || (m.date == day && !m.after)
}
