//! The relapse rule of an arm.

use super::{Check, Checked, in_range, refuse};
use crate::trial::file::{RelapseAmong, RelapseFile};
use crate::trial::plan::{Arm, Lost, Relapse};

impl Check<'_> {
    pub(super) fn relapse(&self, file: &RelapseFile, arm: &Arm) -> Checked<Relapse> {
        let path = self.at("relapse");
        let slot = |field: &str, day: f64| {
            arm.slot(day).map_or_else(
                || {
                    let why = "nothing is read on that day";
                    refuse(&format!("{path}.{field}"), day, why, "Add the day to `reads` of its phase")
                },
                Ok,
            )
        };
        let on = slot("on", file.on)?;
        if file.among == RelapseAmong::Remission && arm.instrument.remission_at.is_none() {
            let why = "this instrument has no remission";
            return refuse(&format!("{path}.among"), "remission", why, "Use response or all");
        }
        let lost = lost(&path, file, arm)?;
        in_range(
            &format!("{path}.in_a_row"),
            f64::from(file.in_a_row),
            1.0,
            10.0,
            "so many visits in a row show it",
        )?;
        let mut slots = Vec::new();
        for (i, day) in file.reads.iter().enumerate() {
            let here = slot(&format!("reads[{i}]"), *day)?;
            if here <= slots.last().copied().unwrap_or(on) {
                let why = "relapse is looked for after the day it is counted from, in order";
                return refuse(&format!("{path}.reads[{i}]"), day, why, "Put later days, in order");
            }
            slots.push(here);
        }
        if file.reads.is_empty() {
            slots.extend(on + 1..arm.reads.len());
        }
        if slots.is_empty() {
            let why = "nobody could be seen to relapse";
            return refuse(
                &format!("{path}.on"),
                "no reading comes after it",
                why,
                "Add readings, or an earlier day",
            );
        }
        Ok(Relapse { among: file.among, on, lost, in_a_row: file.in_a_row, dated: file.dated, slots })
    }
}

fn lost(path: &str, file: &RelapseFile, arm: &Arm) -> Checked<Lost> {
    match (file.improvement_below, file.score_at_least) {
        (Some(share), None) => {
            let why = "it is a share of the entry score";
            in_range(&format!("{path}.improvement_below"), share, 0.0, 1.0, why)?;
            Ok(Lost::ImprovementBelow(share))
        }
        (None, Some(score)) => {
            let why = "it is a score of the instrument";
            in_range(&format!("{path}.score_at_least"), score, arm.instrument.lo, arm.instrument.hi, why)?;
            Ok(Lost::SeverityAtLeast(arm.instrument.severity(score)))
        }
        _ => {
            let why = "relapse is either too little improvement or too high a score";
            refuse(path, "not one of improvement_below and score_at_least", why, "Give one of the two")
        }
    }
}
