//! The ways a course can go on, compared on the same simulated lives: by the calendar, by signs, or no further session.

use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::ladder::Ladder;
use evenkeel_care::protocol::Protocol;
use evenkeel_care::record::CourseRecord;
use evenkeel_care::schedule::{self, PlanRequest, Rhythm};
use evenkeel_forecast::{Model, Plan, Posterior, Watch, Year};
use jiff::civil::Date;

use super::policy::{Course, Fades, Scheduled, Stop, SymptomLed};
use crate::case;

/// How a course goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By the plan and its ladder.
    Scheduled,
    /// A session when signs come (D32).
    SymptomLed,
    /// No further session.
    Stop,
}

/// Twelve months of one way.
#[derive(Debug, Clone)]
pub struct Strategy {
    /// Which.
    pub way: Way,
    /// Its year, on the same lives as the others.
    pub year: Year,
}

/// What the clinic would do with a course, owned, so that it can be simulated off the event loop.
#[derive(Debug, Clone)]
pub struct Lived {
    pub(crate) protocol: Protocol,
    pub(crate) ladder: Option<Ladder>,
    /// The request the plan was made from, its protocol and ladder left out.
    pub(crate) weekdays: Option<schedule::Weekdays>,
    pub(crate) closed: Vec<Date>,
    /// Last day of the induction, given or planned.
    pub(crate) end: Option<Date>,
    /// Days of the sessions to come.
    pub(crate) planned: Vec<Date>,
    pub(crate) induction: usize,
    pub(crate) fades: Option<FadesInPoints>,
}

/// The signs of D32 on the primary instrument, as the rule has them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FadesInPoints {
    /// Points above the best of the course, or else the percentage of gain below which it counts.
    above_best: Option<f64>,
    gain_below_percent: Option<f64>,
    pair_days: (i64, i64),
}

impl FadesInPoints {
    /// On an instrument that the rule judges; `None` on others.
    pub(crate) fn of(knowledge: &Knowledge, primary: InstrumentId) -> Option<Self> {
        let params = &knowledge.rules.d32.params;
        let above_best = params.points_above_nadir.get(&primary).copied();
        let gain_below_percent = params.gain_below_percent.get(&primary).copied();
        (above_best.is_some() || gain_below_percent.is_some()).then_some(Self {
            above_best,
            gain_below_percent,
            pair_days: (params.pair_first_days, params.pair_last_days),
        })
    }
}

/// All ways that can be simulated, the calendar first. `plan` is the near plan, whose first dose all sessions have.
pub(crate) fn strategies(
    posterior: &Posterior<'_>,
    plan: &Plan,
    record: &CourseRecord,
    lived: &Lived,
    model: &Model,
) -> Vec<Strategy> {
    let well = 1.0 - posterior.case().response_at();
    let scheduled =
        Scheduled::new(course(record, lived, model, well), rhythm(record, lived), last_given(record));
    let year = |way, year: Option<Year>| year.map(|year| Strategy { way, year });
    let mut all = vec![year(Way::Scheduled, posterior.year(&scheduled, plan, well, Watch::Relapse))];
    if let Some(led) = symptom_led(record, lived, model, well) {
        all.push(year(Way::SymptomLed, posterior.year(&led, plan, well, Watch::Relapse)));
    }
    all.push(year(Way::Stop, posterior.year(&Stop, plan, well, Watch::Relapse)));
    all.into_iter().flatten().collect()
}

fn course<'a>(record: &CourseRecord, lived: &Lived, model: &'a Model, well_share: f64) -> Course<'a> {
    Course {
        today: record.today,
        planned: lived.planned.iter().map(|date| case::day(record.today, *date)).collect(),
        given: case::given(record).len(),
        induction: lived.induction,
        rule: model.rule(),
        well_share,
        relapse_share: well_share + model.relapse_margin(),
    }
}

fn rhythm<'a>(record: &CourseRecord, lived: &'a Lived) -> Option<Rhythm<'a>> {
    let request = PlanRequest {
        ladder: lived.ladder.as_ref(),
        weekdays: lived.weekdays,
        closed: lived.closed.iter().copied().collect(),
        ..PlanRequest::of_course(record, &lived.protocol)
    };
    Rhythm::new(request, lived.end?).ok()
}

fn last_given(record: &CourseRecord) -> Option<f64> {
    case::given(record).last().map(|session| case::day(record.today, session.date))
}

fn symptom_led<'a>(
    record: &CourseRecord,
    lived: &Lived,
    model: &'a Model,
    well_share: f64,
) -> Option<SymptomLed<'a>> {
    let (signs, instrument) = (lived.fades?, model.instrument(&record.primary.to_string())?);
    let range = instrument.hi - instrument.lo;
    let fades = match (signs.above_best, signs.gain_below_percent) {
        (Some(points), _) => Fades::AboveBest(points / range),
        (None, Some(percent)) => Fades::GainBelow(percent / 100.0),
        (None, None) => return None,
    };
    let first = case::given(record).first().map(|session| session.date);
    let since = |m: &&evenkeel_care::record::Measurement| {
        m.instrument == record.primary
            && m.date <= record.today
            && first.is_some_and(|first| m.date > first || (m.date == first && m.after))
    };
    let severities = record.measurements.iter().filter(since).map(|m| instrument.severity(m.score));
    #[expect(clippy::cast_precision_loss, reason = "days of a fortnight")]
    let pair_days = (signs.pair_days.0 as f64, signs.pair_days.1 as f64);
    Some(SymptomLed {
        course: course(record, lived, model, well_share),
        check_in_days: model.check_in_days(),
        pair_days,
        fades,
        best: severities.reduce(f64::min),
    })
}
