//! A checked case laid on timelines: for reading the benefit, and for the filter.

use crate::benefit::{Draws, Effect, Event, Readings, Timeline};
use crate::case::{CheckedCase, Given, Plan};
use crate::filter::{Filtered, Measure, Record};
use crate::num;

impl CheckedCase {
    /// The day of the first event; today when there is none.
    pub(crate) fn first_day(&self) -> f64 {
        let sessions = self.sessions.iter().map(|session| session.day);
        let readings = self.readings.iter().map(|reading| reading.day);
        sessions.chain(readings).fold(self.today, f64::min)
    }

    /// Sessions given and those of a plan, as events.
    pub(crate) fn session_events(&self, plan: &[Given]) -> Vec<(f64, Event)> {
        let event = |session: &Given| (session.day, Event::Session { strength: session.strength });
        self.sessions.iter().chain(plan).map(event).collect()
    }

    /// The benefit of every draw at the given days (slot = place in the list; `after` the sessions of the day or before
    /// them), if the plan's sessions are given. `recall_days` 0 asks for the state of the moment.
    pub(crate) fn read(
        &self,
        draws: &Draws,
        plan: &Plan,
        days: &[f64],
        after: bool,
        recall_days: f64,
    ) -> Readings {
        let mut events = self.session_events(&plan.sessions);
        events.extend(days.iter().enumerate().map(|(slot, day)| (*day, Event::Read { after, slot })));
        let window = [recall_days];
        let windows: &[f64] = if recall_days > 0.0 { &window } else { &[] };
        Readings::of(draws, &Timeline::new(events, windows, &self.prior, &Effect::default()))
    }
}

/// The record laid out once for the filter.
pub(crate) struct RecordFilter<'a> {
    case: &'a CheckedCase,
    timeline: Timeline,
    measures: Vec<Measure>,
    usual: Vec<(f64, f64)>,
}

impl<'a> RecordFilter<'a> {
    pub(crate) fn new(case: &'a CheckedCase) -> Self {
        let mut windows: Vec<f64> = case.readings.iter().map(|reading| reading.recall_days).collect();
        windows.retain(|days| *days > 0.0);
        windows.sort_by(f64::total_cmp);
        windows.dedup();
        let measures = case
            .readings
            .iter()
            .filter_map(|reading| {
                let instrument = case.instruments.get(reading.instrument)?;
                Some(Measure {
                    place: reading.instrument,
                    window: windows.iter().position(|days| days.total_cmp(&reading.recall_days).is_eq()),
                    severity: reading.severity,
                    loading: instrument.loading,
                    half_step: instrument.half_step(),
                    noise_sd: instrument.noise_sd,
                    fluctuation: instrument.fluctuation,
                    constant: libm::log(2.0 * instrument.half_step()) - num::HALF_LN_2PI,
                })
            })
            .collect();
        let mut events = case.session_events(&[]);
        let score = |(index, reading): (usize, &crate::case::Reading)| {
            (reading.day, Event::Score { after: reading.after, index })
        };
        events.extend(case.readings.iter().enumerate().map(score));
        events.push((case.today, Event::Read { after: true, slot: 0 }));
        Self {
            case,
            timeline: Timeline::new(events, &windows, &case.prior, &Effect::default()),
            measures,
            usual: case.instruments.iter().map(|row| (row.usual_mean, row.usual_sd)).collect(),
        }
    }

    pub(crate) fn run(&self, draws: &Draws) -> Filtered {
        let record = Record {
            timeline: &self.timeline,
            measures: &self.measures,
            usual: &self.usual,
            prior: &self.case.prior,
        };
        Filtered::run(draws, &record)
    }
}
