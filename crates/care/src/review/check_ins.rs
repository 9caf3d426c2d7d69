//! Check-ins on one instrument: the days on which it was scored since the first session.

use jiff::civil::Date;

use super::Facts;
use crate::instrument::InstrumentId;
use crate::record::Measurement;
use crate::schedule::days::between;

impl<'a> Facts<'a> {
    /// The check-ins taken after the last session of the induction; none before it has been given.
    pub(crate) fn maintenance_check_ins(&self, id: InstrumentId) -> &[&'a Measurement] {
        let Some(end) = self.last_induction_day() else { return &[] };
        let check_ins = self.check_ins(id);
        let first = check_ins.partition_point(|m| !taken_after(m, end));
        check_ins.get(first..).unwrap_or_default()
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
