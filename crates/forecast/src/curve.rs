//! Days well in a year for each fixed interval between sessions (model specification, section 7.6). No random numbers:
//! for each day and draw the chance that the severity is at or below (1 − ra) of the intake's, averaged.
#![expect(clippy::inline_always, reason = "kernels are inlined whole into each set of vector instructions")]
#![expect(clippy::indexing_slicing, reason = "numeric kernel: places below the number of draws")]

use crate::answer::Tradeoff;
use crate::benefit::{
    Coefficients, Effect, Event, Readings, Theta, Timeline, benefit_in, given_in, later_in,
};
use crate::both::both;
use crate::case::Plan;
use crate::dispatch::{self, Eight as _, Kernel, Machine};
use crate::lanes::{self, LANES};
use crate::mixture::{weighted_quantiles, weighted_sum};
use crate::model::Instrument;
use crate::posterior::{Forward, Posterior, Today, Weighted, block};
use std::ops::Range;

/// Days that are computed together.
const TOGETHER: usize = 4;

impl Posterior<'_> {
    /// The whole curve, the suggested interval and its neighbours. Sessions have the strength of the plan's first
    /// (of the last session given when nothing is planned).
    pub(crate) fn tradeoff(&self, plan: &Plan) -> Tradeoff {
        let settings = &self.model.file.answer;
        let mut intervals: Vec<Option<u32>> = settings.intervals_days.iter().copied().map(Some).collect();
        intervals.push(None);
        let rows = self.well_shares(plan, &intervals);
        let days = f64::from(settings.year_days);
        let weight = &self.thinned().weight;
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

    /// Share of the year's days that are well, with a session every so many days from today on: a row of all thinned
    /// draws for each interval.
    fn well_shares(&self, plan: &Plan, intervals: &[Option<u32>]) -> Vec<Vec<f64>> {
        let chosen = self.thin();
        let Some(primary) = self.case.instruments.first() else {
            return vec![vec![0.0; chosen.len()]; intervals.len()];
        };
        // A draw that the thinning takes more than once is walked once.
        let mut distinct = chosen.clone();
        distinct.dedup();
        let draws = self.all.select(&distinct);
        let now = self.case.read(&draws.draws, &Plan::none(), &[self.case.today], true, 0.0);
        let year = Year::new(self, plan, primary, intervals);
        let part =
            |blocks: Range<usize>| dispatch::run(Shares { draws: &draws, year: &year, now: &now, blocks });
        let blocks = draws.draws.blocks().len();
        let (mut rows, rest) = both(|| part(0..blocks / 2), || part(blocks / 2..blocks));
        rows.iter_mut().zip(rest).for_each(|(row, rest)| row.extend(rest));
        let mut place = 0;
        let places: Vec<usize> = chosen
            .iter()
            .map(|draw| {
                place += usize::from(distinct[place] != *draw);
                place
            })
            .collect();
        rows.iter().map(|row| places.iter().map(|place| row[*place]).collect()).collect()
    }
}

/// What is the same for all draws: the daily step, N's rise and the fluctuation of each day.
struct Year<'a> {
    line: Timeline,
    /// 1 − E at the end of each day, by interval; one row where a session of the record has set it going.
    risen: Vec<Vec<f64>>,
    forward: Vec<Forward>,
    primary: &'a Instrument,
    /// Severity at or below which a day is well.
    cut: f64,
    /// Places of the intervals, the shortest first, with their days.
    intervals: Vec<(usize, usize)>,
    /// Place of the year without a session.
    stopped: usize,
}

impl<'a> Year<'a> {
    fn new(posterior: &Posterior, plan: &Plan, primary: &'a Instrument, intervals: &[Option<u32>]) -> Self {
        let case = posterior.case;
        let next = plan.sessions.first().or(case.sessions.last());
        let strength = next.map_or(1.0, |session| session.strength);
        let today = case.today;
        let days = || (1..=posterior.model.file.answer.year_days).map(f64::from);
        let risen = |first: Option<f64>| -> Vec<f64> {
            let at = |day: f64| match first {
                Some(first) if today + day > first => -libm::expm1(-(today + day - first) / case.prior.tau_n),
                _ => 0.0,
            };
            days().map(at).collect()
        };
        let risen = match case.first_session() {
            Some(first) => vec![risen(Some(first))],
            None => {
                intervals.iter().map(|every| risen(every.map(|every| today + f64::from(every)))).collect()
            }
        };
        let step = vec![(0.0, Event::Session { strength }), (1.0, Event::Read { after: true, slot: 0 })];
        let numbered = intervals.iter().enumerate();
        let mut by_days: Vec<(usize, usize)> =
            numbered.filter_map(|(place, every)| Some((place, every.map(|days| days as usize)?))).collect();
        by_days.sort_by_key(|(_, days)| *days);
        Self {
            line: Timeline::new(step, &[], &case.prior, &Effect::default()),
            risen,
            forward: days().map(|day| Forward::new(case, day)).collect(),
            primary,
            cut: (1.0 - case.response_at) * posterior.baseline(),
            intervals: by_days,
            stopped: intervals.len() - 1,
        }
    }

    /// 1 − E of each day under an interval.
    fn risen(&self, place: usize) -> &[f64] {
        self.risen.get(place).unwrap_or(&self.risen[0])
    }
}

/// The year of some blocks of draws.
struct Shares<'a> {
    draws: &'a Weighted,
    year: &'a Year<'a>,
    now: &'a Readings,
    blocks: Range<usize>,
}

impl Kernel for Shares<'_> {
    type Out = Vec<Vec<f64>>;

    /// Until its first session every interval goes the way of the year without one: that way is walked once, and each
    /// interval leaves it on the day of its first session.
    #[inline(always)]
    fn run<M: Machine>(self, m: M) -> Vec<Vec<f64>> {
        let Self { draws, year, now, blocks } = self;
        let (count, days) = (draws.weight.len(), year.forward.len());
        let mut at = Coefficients::default();
        let mut shares = vec![Vec::with_capacity(blocks.len() * LANES); year.intervals.len() + 1];
        #[expect(clippy::cast_precision_loss, reason = "a count of days")]
        let all_days = m.all(days as f64);
        for place in blocks {
            let theta = &draws.draws.blocks()[place];
            at.fill_on(m, theta, &year.line);
            let first = place * LANES;
            let eight = Eight {
                year,
                theta,
                fade: at.fade(m, 0),
                gain: at.gain(m, 0),
                today: Today::block(m, &draws.filtered, Some(0), year.primary, first),
            };
            let taken = LANES.min(count - first);
            let [f, s] = [now.fast(0), now.lasting(0)].map(|row| m.load(&block(row, first)));
            let mut stopped = Course { f, s, well: m.all(0.0), day: 0 };
            for (interval, every) in &year.intervals {
                eight.walk(m, &mut stopped, year.stopped, every - 1, 0);
                let mut course = stopped;
                eight.walk(m, &mut course, *interval, days, *every);
                shares[*interval].extend_from_slice(&(course.well / all_days).lane()[..taken]);
            }
            eight.walk(m, &mut stopped, year.stopped, days, 0);
            shares[year.stopped].extend_from_slice(&(stopped.well / all_days).lane()[..taken]);
        }
        shares
    }
}

/// Eight draws with what does not change over the year.
struct Eight<'a, V> {
    year: &'a Year<'a>,
    theta: &'a Theta,
    fade: [V; 2],
    gain: V,
    today: Today<V>,
}

/// Where they are.
#[derive(Clone, Copy)]
struct Course<V> {
    f: V,
    s: V,
    /// Days well so far.
    well: V,
    day: usize,
}

impl<V: dispatch::Eight> Eight<'_, V> {
    /// On to the end of day `until`, with a session every so many days (0: none) from the next day on; on a session's day
    /// the reading follows the session.
    ///
    /// The roots and divisions of some days are begun before the distribution functions of the days before them: the one
    /// unit that divides would otherwise stand still while the others multiply, and the other way round.
    #[inline(always)]
    fn walk<M: Machine<Eight = V>>(
        &self,
        m: M,
        course: &mut Course<V>,
        place: usize,
        until: usize,
        every: usize,
    ) {
        let risen = self.year.risen(place);
        let mut until_session = if every > 0 { 1 } else { usize::MAX };
        let until = until.min(self.year.forward.len());
        let whole = (until.saturating_sub(course.day)) / TOGETHER * TOGETHER + course.day;
        if course.day < whole {
            let mut off = self.days::<M, TOGETHER>(m, course, risen, &mut until_session, every);
            while course.day < whole {
                let next = self.days::<M, TOGETHER>(m, course, risen, &mut until_session, every);
                course.count(off);
                off = next;
            }
            course.count(off);
        }
        while course.day < until {
            let off = self.days::<M, 1>(m, course, risen, &mut until_session, every);
            course.count(off);
        }
    }

    /// How many standard deviations the limit of "well" lies above the mean on the next days.
    #[inline(always)]
    fn days<M: Machine<Eight = V>, const N: usize>(
        &self,
        m: M,
        course: &mut Course<V>,
        risen: &[f64],
        until_session: &mut usize,
        every: usize,
    ) -> [V; N] {
        let [k, n, ceiling] = [&self.theta.k, &self.theta.n, &self.theta.ceiling].map(|lane| m.load(lane));
        let (cut, least) = (m.all(self.year.cut), m.all(1e-12));
        let risen = &risen[course.day..course.day + N];
        let forward = &self.year.forward[course.day..course.day + N];
        let mut off = [cut; N];
        for i in 0..N {
            [course.f, course.s] = later_in(m, [course.f, course.s], k, self.fade);
            *until_session -= 1;
            if *until_session == 0 {
                course.f = given_in(course.f, course.s, ceiling, self.gain);
                *until_session = every;
            }
            let b = benefit_in(course.f, course.s, n, risen[i]);
            let [mean, variance] = forward[i].signal(&self.today, self.year.primary, b);
            off[i] = (cut - mean) / variance.or_more(least).sqrt();
        }
        course.day += N;
        off
    }
}

impl<V: dispatch::Eight> Course<V> {
    /// Adds the chances of some days, in their order.
    #[inline(always)]
    fn count<const N: usize>(&mut self, off: [V; N]) {
        for below in lanes::cdfs_in(off) {
            self.well = self.well + below;
        }
    }
}

/// Fewest sessions among the intervals whose expected days well are within `slack` of the best.
fn suggested(days_well: &[f64], sessions: &[u32], slack: f64) -> usize {
    let best = days_well.iter().copied().fold(0.0, f64::max);
    let good = (0..days_well.len()).filter(|place| days_well[*place] >= best - slack);
    good.min_by_key(|place| sessions[*place]).unwrap_or(0)
}
