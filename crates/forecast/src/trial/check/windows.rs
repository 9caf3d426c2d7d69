//! How far back each reading looks.

use super::Check;
use crate::model::Instrument;
use crate::trial::plan::{Phase, ReadAt, SessionAt, Spacing};

impl Check<'_> {
    /// The recall window of each reading: the file's own; for scales a clinician rates at visits, that of the visit;
    /// else the instrument's.
    pub(super) fn windows(
        &self,
        days: &[f64],
        sessions: &[SessionAt],
        phases: &[Phase],
        instrument: &Instrument,
    ) -> (Vec<ReadAt>, Vec<f64>) {
        let settings = self.settings;
        let mut windows: Vec<f64> = Vec::new();
        let mut place = |recall_days: f64| {
            (recall_days > 0.0).then(|| {
                let known = windows.iter().position(|days| days.total_cmp(&recall_days).is_eq());
                known.unwrap_or_else(|| {
                    windows.push(recall_days);
                    windows.len() - 1
                })
            })
        };
        let by_visit = self.file.recall_days.is_none() && settings.visit_scales.contains(&instrument.id);
        let mut reads: Vec<ReadAt> = Vec::new();
        for day in days {
            let near_days = settings.near_session_days;
            let read = |near, far| ReadAt { day: *day, near, near_days, far, begins: None };
            let before = reads.last().map(|read| read.day);
            reads.push(match before {
                // Before the first session there is no benefit to look back on.
                None => read(None, None),
                Some(_) if !by_visit => {
                    let own = place(self.file.recall_days.unwrap_or(instrument.recall_days));
                    read(own, own)
                }
                Some(before) => {
                    let [least, most] = settings.visit_recall_days;
                    let near = |session: &&SessionAt| session.day < *day && day - session.day <= near_days;
                    let mut close = sessions.iter().filter(near).peekable();
                    if close.peek().is_none() {
                        let far = place((day - before).clamp(least, most));
                        read(far, far)
                    } else {
                        // A listed session is given to all who are still there; one that depends on scores, to some.
                        let listed = |session: &SessionAt| {
                            phases
                                .get(session.phase)
                                .is_some_and(|phase| matches!(phase.spacing, Spacing::Listed))
                        };
                        let near = place(settings.near_recall_days);
                        let for_all = close.any(listed);
                        read(near, if for_all { near } else { place((day - before).clamp(least, most)) })
                    }
                }
            });
        }
        (reads, windows)
    }
}
