//! What an arm came to: every share with its number of patients and its sampling error.

use super::figures::moments;
use super::file::RelapseAmong;
use super::outcomes::Outcomes;
use super::plan::{Arm, Phase};
use super::survival::Curve;
use super::{count, relapse};
use serde::Serialize;

/// A share of `n` patients and its standard error, √(p(1−p)/n): the sampling error of the simulation, not that of a
/// trial of another size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    /// The share, 0..1.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
    /// Patients it is a share of.
    pub n: usize,
}

impl Share {
    fn of(hits: usize, n: usize) -> Option<Self> {
        let value = count(hits) / count(n.max(1));
        (n > 0).then(|| Self { value, se: (value * (1.0 - value) / count(n)).sqrt(), n })
    }
}

/// What an arm came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArmReport {
    /// The arm's id.
    pub arm: String,
    /// The instrument it is read by.
    pub instrument: String,
    /// Improvement that counts as response, share of the entry score.
    pub response_at: f64,
    /// Patients drawn.
    pub drawn: usize,
    /// Patients whose entry score met the criterion.
    pub entered: usize,
    /// Mean entry score of those, and its standard deviation.
    pub entry_mean: Option<f64>,
    /// See `entry_mean`.
    pub entry_sd: Option<f64>,
    /// Mean number of sessions given.
    pub sessions_mean: Option<f64>,
    /// Its phases.
    pub phases: Vec<PhaseReport>,
    /// Its readings, without the entry score.
    pub reads: Vec<ReadReport>,
    /// Relapse, where the file says what counts as one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relapse: Option<RelapseReport>,
}

/// Who came into a phase, and who dropped out of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PhaseReport {
    /// Its name.
    pub phase: String,
    /// Its first day.
    pub from: f64,
    /// Patients who went on into it.
    pub entered: usize,
    /// Share of them that dropped out during it.
    pub dropped_out: Option<Share>,
}

/// One reading, of those still in the arm.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadReport {
    /// Its day.
    pub day: f64,
    /// Patients read.
    pub n: usize,
    /// Share whose score shows a response.
    pub response: Option<Share>,
    /// Share in remission; absent on a scale without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remission: Option<Share>,
    /// Mean fall of the score since entry, in points (improvement is positive on every scale).
    pub fall_mean: Option<f64>,
    /// Standard deviation of the fall.
    pub fall_sd: Option<f64>,
    /// Standard error of the mean fall.
    pub fall_se: Option<f64>,
}

/// Relapse by day (Kaplan-Meier).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RelapseReport {
    /// Among whom.
    pub among: &'static str,
    /// The day it is counted from.
    pub on: f64,
    /// Patients who could relapse.
    pub n: usize,
    /// Share seen to relapse.
    pub relapsed: Option<Share>,
    /// Median days to relapse; `null` where fewer than half relapse in the time they are seen.
    pub median_days: Option<f64>,
    /// One point for each day with a relapse.
    pub curve: Vec<CurvePoint>,
}

/// Share still well.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CurvePoint {
    /// Days since `on`.
    pub days: f64,
    /// Share without a relapse up to and including that day.
    pub well: f64,
    /// Its standard error (Greenwood).
    pub se: f64,
    /// Patients looked at just before.
    pub at_risk: usize,
}

impl Arm {
    /// Counts what came out.
    pub fn report(&self, outcomes: &Outcomes) -> ArmReport {
        let entry = moments(outcomes.rows().map(|row| self.instrument.score(row.entry(self))));
        let sessions = moments(outcomes.last.iter().map(|last| f64::from(last.sessions)));
        let phases = self.phases.iter().enumerate();
        ArmReport {
            arm: self.id.clone(),
            instrument: self.instrument.id.clone(),
            response_at: self.response_at,
            drawn: outcomes.drawn(),
            entered: outcomes.entered(),
            entry_mean: entry.map(|m| m.mean),
            entry_sd: entry.map(|m| m.sd),
            sessions_mean: sessions.map(|m| m.mean),
            phases: phases.map(|(place, phase)| phase_report(place, phase, outcomes)).collect(),
            reads: (1..self.reads.len()).map(|slot| self.read_report(slot, outcomes)).collect(),
            relapse: self.relapse_report(outcomes),
        }
    }

    fn read_report(&self, slot: usize, outcomes: &Outcomes) -> ReadReport {
        let (mut n, mut responders, mut remitters) = (0, 0, 0);
        let cut = self.instrument.remission_severity();
        for row in outcomes.rows() {
            let Some(now) = row.at(self, slot) else { continue };
            n += 1;
            responders += usize::from(row.improved(self, slot, self.response_at) == Some(true));
            remitters += usize::from(cut.is_some_and(|cut| now <= cut));
        }
        let fall = moments(outcomes.rows().filter_map(|row| self.fall(row, 0, slot)));
        ReadReport {
            day: self.reads.get(slot).map_or(0.0, |read| read.day),
            n,
            response: Share::of(responders, n),
            remission: cut.and_then(|_| Share::of(remitters, n)),
            fall_mean: fall.map(|m| m.mean),
            fall_sd: fall.map(|m| m.sd),
            fall_se: fall.map(|m| m.sd / count(m.n).sqrt()),
        }
    }

    fn relapse_report(&self, outcomes: &Outcomes) -> Option<RelapseReport> {
        let relapse = self.relapse.as_ref()?;
        let courses = relapse::courses(self, relapse, outcomes);
        let curve = Curve::new(&courses);
        let point = |drop: &super::survival::Drop| CurvePoint {
            days: drop.days,
            well: drop.free,
            se: drop.se,
            at_risk: drop.at_risk,
        };
        Some(RelapseReport {
            among: match relapse.among {
                RelapseAmong::Response => "response",
                RelapseAmong::Remission => "remission",
                RelapseAmong::All => "all",
            },
            on: self.reads.get(relapse.on).map_or(0.0, |read| read.day),
            n: courses.len(),
            relapsed: Share::of(courses.iter().filter(|course| course.event).count(), courses.len()),
            median_days: curve.median(),
            curve: curve.0.iter().map(point).collect(),
        })
    }
}

fn phase_report(place: usize, phase: &Phase, outcomes: &Outcomes) -> PhaseReport {
    let entered = outcomes.last.iter().filter(|last| last.phase >= place).count();
    let out = outcomes.last.iter().filter(|last| last.phase == place && last.dropped_out).count();
    PhaseReport {
        phase: phase.name.clone(),
        from: phase.from,
        entered,
        dropped_out: phase.drop_out.as_ref().and_then(|_| Share::of(out, entered)),
    }
}
