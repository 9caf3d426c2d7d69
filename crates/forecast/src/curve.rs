//! Days well in a year for each fixed interval between sessions (model specification, section 7.6). No random numbers:
//! for each day and draw the chance that the severity is at or below (1 − ra) of the intake's, averaged.
#![expect(clippy::inline_always, reason = "kernels are inlined whole into each set of vector instructions")]
#![expect(clippy::indexing_slicing, reason = "numeric kernel: places below the number of draws")]
#![expect(clippy::many_single_char_names, reason = "the symbols of the equations")]

use crate::answer::Tradeoff;
use crate::benefit::{
    Coefficients, Effect, Event, Readings, Theta, Timeline, benefit_in, given_in, later_in,
};
use crate::both::both;
use crate::case::Plan;
use crate::dispatch::{self, Eight, Kernel, Machine};
use crate::lanes::{self, LANES};
use crate::mixture::{weighted_quantiles, weighted_sum};
use crate::model::Instrument;
use crate::posterior::{Forward, Posterior, Today, Weighted, block};

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
        dispatch::run(Shares { draws: &self.thinned, year: &year, now, interval })
    }
}

/// The year of all draws.
struct Shares<'a> {
    draws: &'a Weighted,
    year: &'a Year<'a>,
    now: &'a Readings,
    interval: Option<u32>,
}

impl Kernel for Shares<'_> {
    type Out = Vec<f64>;

    #[inline(always)]
    fn run<M: Machine>(self, m: M) -> Vec<f64> {
        let Self { draws, year, now, interval } = self;
        let count = draws.weight.len();
        let mut at = Coefficients::default();
        let mut shares = Vec::with_capacity(count + LANES);
        for (place, theta) in draws.draws.blocks().iter().enumerate() {
            at.fill_on(m, theta, &year.line);
            let first = place * LANES;
            let start = [now.fast(0), now.lasting(0)].map(|row| m.load(&block(row, first)));
            let today = Today::block(m, &draws.filtered, Some(0), year.primary, first);
            shares.extend_from_slice(&year.walk(m, theta, &at, &today, start, interval).lane());
        }
        shares.truncate(count);
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
    #[inline(always)]
    fn walk<M: Machine>(
        &self,
        m: M,
        theta: &Theta,
        at: &Coefficients,
        today: &Today<M::Eight>,
        start: [M::Eight; 2],
        interval: Option<u32>,
    ) -> M::Eight {
        let (fade, gain) = (at.fade(m, 0), at.gain(m, 0));
        let [k, n, ceiling] = [&theta.k, &theta.n, &theta.ceiling].map(|lane| m.load(lane));
        let (cut, least) = (m.all(self.cut), m.all(1e-12));
        let [mut f, mut s] = start;
        let mut well = m.all(0.0);
        let mut until_session = interval.unwrap_or(0);
        for (risen, forward) in self.risen.iter().zip(&self.forward) {
            [f, s] = later_in(m, [f, s], k, fade);
            if let Some(interval) = interval {
                until_session -= 1;
                if until_session == 0 {
                    f = given_in(f, s, ceiling, gain);
                    until_session = interval;
                }
            }
            let b = benefit_in(f, s, n, *risen);
            let [mean, variance] = forward.signal(today, self.primary.loading, b);
            well = well + lanes::cdf_in((cut - mean) / variance.or_more(least).sqrt());
        }
        #[expect(clippy::cast_precision_loss, reason = "a count of days")]
        let days = self.risen.len() as f64;
        well / m.all(days)
    }
}

/// Fewest sessions among the intervals whose expected days well are within `slack` of the best.
fn suggested(days_well: &[f64], sessions: &[u32], slack: f64) -> usize {
    let best = days_well.iter().copied().fold(0.0, f64::max);
    let good = (0..days_well.len()).filter(|place| days_well[*place] >= best - slack);
    good.min_by_key(|place| sessions[*place]).unwrap_or(0)
}
