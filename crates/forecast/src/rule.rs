//! The clinic's rule with every entry settled: the case's own, else the condition's, else the model file's (model
//! specification, section 8).

use crate::case::{AcuteGap, Rule};
use crate::model::{Condition, LadderCap, RuleSettings};

/// What a clinic does from visit to visit, as numbers. Gaps and days are in days, shares are of the intake's severity.
#[derive(Debug, Clone)]
pub(crate) struct ClinicRule {
    pub acute_total: usize,
    pub acute_gap: AcuteGap,
    pub stop_below: f64,
    /// Rung −1 (the floor reached only by stepping back), then 0, 1, ….
    pub gaps: Vec<f64>,
    /// Places in `gaps`.
    pub start: usize,
    pub current: Option<usize>,
    caps: Vec<LadderCap>,
    pub extend_after: u32,
    pub step_back: usize,
    pub give_up_after: u32,
    /// A visit is good at or below this share of the intake's severity.
    pub well_share: f64,
    start_rung: i32,
    current_rung: Option<i32>,
}

impl ClinicRule {
    /// The model file's own.
    pub(crate) fn of_model(file: &RuleSettings) -> Self {
        let gaps: Vec<f64> =
            std::iter::once(file.step_back_floor_days).chain(file.ladder_days.iter().copied()).collect();
        Self {
            acute_total: count(file.acute_total),
            acute_gap: file.acute_gap_days.clone(),
            stop_below: file.stop_below,
            gaps,
            start: place(file.start_rung),
            current: None,
            caps: file.ladder_caps.clone(),
            extend_after: file.extend_after,
            step_back: count(file.step_back),
            give_up_after: file.give_up_after,
            well_share: 0.5,
            start_rung: file.start_rung,
            current_rung: None,
        }
    }

    /// Of a case: what it does not set comes from its condition, then from the model file.
    pub(crate) fn of_case(own: &Rule, condition: &Condition, file: &RuleSettings, response_at: f64) -> Self {
        let usual = Self::of_model(file);
        let ladder = own.ladder.as_ref().unwrap_or(&file.ladder_days);
        let floor = own.step_back_floor.unwrap_or(file.step_back_floor_days);
        let start_rung = own.start_rung.unwrap_or(file.start_rung);
        let acute_total = own.acute_total.or(condition.acute_total).unwrap_or(file.acute_total);
        let caps = own.ladder_caps.as_ref().map_or(usual.caps, |caps| {
            caps.iter().map(|(until_day, days)| LadderCap { until_day: *until_day, days: *days }).collect()
        });
        Self {
            acute_total: count(acute_total.max(1)),
            acute_gap: own
                .acute_gap
                .clone()
                .or_else(|| condition.acute_gap_days.clone())
                .unwrap_or(usual.acute_gap),
            stop_below: own.stop_below.unwrap_or(usual.stop_below),
            gaps: std::iter::once(floor).chain(ladder.iter().copied()).collect(),
            start: place(start_rung),
            current: own.current_rung.map(place),
            caps,
            extend_after: own.extend_after.unwrap_or(usual.extend_after),
            step_back: own.step_back.map_or(usual.step_back, count),
            give_up_after: own.give_up_after.unwrap_or(usual.give_up_after),
            well_share: own.well_frac.unwrap_or(1.0 - response_at),
            start_rung,
            current_rung: own.current_rung,
        }
    }

    /// The first entry that makes no rule, and why.
    pub(crate) fn fault(&self) -> Option<(&'static str, String)> {
        let ladder = self.gaps.get(1..).unwrap_or_default();
        let usable = |days: &f64| days.is_finite() && *days >= 1.0;
        let rung = |rung: i32| usize::try_from(rung + 1).is_ok_and(|place| place < self.gaps.len());
        if let Some(days) = ladder.iter().find(|days| !usable(days)) {
            return Some(("ladder", format!("a gap of {days} days is shorter than one day")));
        }
        if ladder.is_empty() || !ladder.is_sorted_by(|one, next| one < next) {
            return Some(("ladder", "a ladder is a list of gaps, each longer than the one before".into()));
        }
        if !rung(self.start_rung) {
            return Some(("start_rung", format!("{} is not a rung of the ladder", self.start_rung)));
        }
        if let Some(own) = self.current_rung.filter(|own| !rung(*own)) {
            return Some(("current_rung", format!("{own} is not a rung of the ladder")));
        }
        let cap = |cap: &&LadderCap| !usable(&cap.days) || cap.until_day.is_some_and(|day| !usable(&day));
        if let Some(cap) = self.caps.iter().find(cap) {
            return Some(("ladder_caps", format!("a gap of {} days is shorter than one day", cap.days)));
        }
        (!usable(&self.gaps.first().copied().unwrap_or(0.0)))
            .then(|| ("step_back_floor", "a gap of less than 1 days is shorter than one day".into()))
    }

    /// Place in `gaps` of the longest gap allowed on a day counted from the first session: the longest one not above
    /// the cap of that day.
    pub(crate) fn longest(&self, since_first: f64) -> usize {
        let now = |cap: &&LadderCap| cap.until_day.is_none_or(|until| since_first < until);
        let days = self.caps.iter().find(now).map_or(f64::INFINITY, |cap| cap.days);
        self.gaps.iter().filter(|gap| **gap <= days).count().saturating_sub(1)
    }

    /// The gap at a place, held below the longest allowed.
    pub(crate) fn gap(&self, place: usize, longest: usize) -> f64 {
        self.gaps.get(place.min(longest)).copied().unwrap_or(f64::INFINITY)
    }

    /// Place of the gap nearest to `days`, the shorter on a tie.
    pub(crate) fn nearest(&self, days: f64) -> usize {
        let away = |place: &usize| self.gaps.get(*place).map_or(f64::INFINITY, |gap| (gap - days).abs());
        let nearer = |best: usize, next: usize| if away(&next) < away(&best) { next } else { best };
        (0..self.gaps.len()).reduce(nearer).unwrap_or(0)
    }
}

fn count(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Place of a rung in the list that begins with rung −1.
fn place(rung: i32) -> usize {
    usize::try_from(rung.saturating_add(1)).unwrap_or(0)
}
