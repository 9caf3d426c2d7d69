//! Days well in a year for each fixed interval between sessions (model specification, section 7.6). No random numbers:
//! for each day and draw the chance that the severity is at or below (1 − ra) of the intake's, averaged.
#![expect(clippy::indexing_slicing, reason = "numeric kernel: lanes and places below the number of draws")]

use crate::answer::Tradeoff;
use crate::benefit::{Coefficients, Effect, Event, Readings, State, Theta, Timeline, benefit};
use crate::both::both;
use crate::case::Plan;
use crate::lanes::{self, LANES, Lane, each};
use crate::mixture::{weighted_quantiles, weighted_sum};
use crate::model::Instrument;
use crate::posterior::{Forward, Gaussian, Gaussians, Posterior};

/// One block of draws on its way through the year.
struct Block<'a> {
    theta: &'a Theta,
    at: &'a Coefficients,
    today: Gaussians,
    f: Lane,
    s: Lane,
}

/// What is the same for all draws: the daily step, N's rise and the fluctuation of each day.
struct Year<'a> {
    line: Timeline,
    /// 1 − E at the end of each day.
    risen: Vec<f64>,
    forward: Vec<Forward>,
    primary: &'a Instrument,
    /// Severity at or below which a day is well.
    cut: f64,
}

impl Posterior<'_> {
    /// The whole curve, the suggested interval and its neighbours. Sessions have the strength of the plan's first
    /// (of the last session given when nothing is planned).
    pub(crate) fn tradeoff(&self, plan: &Plan) -> Tradeoff {
        let settings = &self.model.file.answer;
        let mut intervals: Vec<Option<u32>> = settings.intervals_days.iter().copied().map(Some).collect();
        intervals.push(None);
        let now = self.case.read(&self.thinned.draws, &Plan::none(), &[self.case.today], true, 0.0);
        let (first, second) = intervals.split_at(intervals.len() / 2);
        let shares = |part: &[Option<u32>]| -> Vec<Vec<f64>> {
            part.iter().map(|interval| self.well_shares(plan, *interval, &now)).collect()
        };
        let (mut rows, rest) = both(|| shares(first), || shares(second));
        rows.extend(rest);
        let days = f64::from(settings.year_days);
        let weight = &self.thinned.weight;
        let scaled = |row: &Vec<f64>| weighted_quantiles(row, weight, &settings.quantiles);
        let days_well: Vec<f64> =
            rows.iter().map(|row| days * weighted_sum(weight, |draw| row[draw])).collect();
        let sessions: Vec<u32> =
            intervals.iter().map(|interval| interval.map_or(0, |every| settings.year_days / every)).collect();
        let chosen = suggested(&days_well, &sessions, settings.days_well_slack * days);
        Tradeoff {
            suggested: intervals.get(chosen).copied().flatten(),
            longer: intervals.get(chosen + 1).copied(),
            shorter: chosen.checked_sub(1).and_then(|place| intervals.get(place)).copied(),
            q: settings.quantiles.clone(),
            quantiles: rows
                .iter()
                .map(|row| scaled(row).iter().map(|share| share * days).collect())
                .collect(),
            interval: intervals,
            days_well,
            sessions,
        }
    }

    /// Share of the year's days that are well, per draw, with a session every `interval` days from today on.
    /// `now` is today's benefit.
    fn well_shares(&self, plan: &Plan, interval: Option<u32>, now: &Readings) -> Vec<f64> {
        let Some(primary) = self.case.instruments.first() else { return Vec::new() };
        let year = Year::new(self, plan, primary, interval);
        let mut at = Coefficients::default();
        let draws = self.thinned.weight.len();
        let mut shares = Vec::with_capacity(draws + LANES);
        for (place, theta) in self.thinned.draws.blocks().iter().enumerate() {
            at.fill(theta, &year.line);
            let draw = |l: usize| (place * LANES + l).min(draws - 1);
            let block = Block {
                theta,
                at: &at,
                today: Gaussians::new(&std::array::from_fn(|l| {
                    Gaussian::of(&self.thinned.filtered, Some(0), primary, draw(l))
                })),
                f: each(|l| now.fast(0)[draw(l)]),
                s: each(|l| now.lasting(0)[draw(l)]),
            };
            shares.extend(year.walk(&block, interval));
        }
        shares.truncate(draws);
        shares
    }
}

impl<'a> Year<'a> {
    fn new(posterior: &Posterior, plan: &Plan, primary: &'a Instrument, interval: Option<u32>) -> Self {
        let case = posterior.case;
        let next = plan.sessions.first().or(case.sessions.last());
        let strength = next.map_or(1.0, |session| session.strength);
        let today = case.today;
        let every = interval.map(f64::from);
        let first = case.first_session().or(every.map(|every| today + every));
        let risen = |day: f64| match first {
            Some(first) if today + day > first => -libm::expm1(-(today + day - first) / case.prior.tau_n),
            _ => 0.0,
        };
        let days = || (1..=posterior.model.file.answer.year_days).map(f64::from);
        let step = vec![(0.0, Event::Session { strength }), (1.0, Event::Read { after: true, slot: 0 })];
        Self {
            line: Timeline::new(step, &[], &case.prior, &Effect::default()),
            risen: days().map(risen).collect(),
            forward: days().map(|day| Forward::new(case, day)).collect(),
            primary,
            cut: (1.0 - case.response_at) * posterior.baseline(),
        }
    }

    /// Day by day through the year; on a session's day the reading follows the session.
    fn walk(&self, block: &Block, interval: Option<u32>) -> Lane {
        let mut state = State { f: block.f, s: block.s, a: Vec::new() };
        let mut well = [0.0; LANES];
        let mut until_session = interval;
        for (risen, forward) in self.risen.iter().zip(&self.forward) {
            [state.f, state.s] = state.later(block.theta, block.at, 0);
            until_session = until_session.map(|days| days - 1);
            if until_session == Some(0) {
                state.give(block.theta, block.at, 0);
                until_session = interval;
            }
            let b = benefit(block.theta, &state.f, &state.s, *risen);
            let standard = each(|l| {
                let (mean, variance) = forward.signal(&block.today.at(l), self.primary.loading, b[l]);
                let held = if variance > 1e-12 { variance } else { 1e-12 };
                (self.cut - mean) / held.sqrt()
            });
            let today = lanes::cdf(&standard);
            well = each(|l| well[l] + today[l]);
        }
        #[expect(clippy::cast_precision_loss, reason = "a count of days")]
        let days = self.risen.len() as f64;
        each(|l| well[l] / days)
    }
}

/// Fewest sessions among the intervals whose expected days well are within `slack` of the best.
fn suggested(days_well: &[f64], sessions: &[u32], slack: f64) -> usize {
    let best = days_well.iter().copied().fold(0.0, f64::max);
    let good = (0..days_well.len()).filter(|place| days_well[*place] >= best - slack);
    good.min_by_key(|place| sessions[*place]).unwrap_or(0)
}
