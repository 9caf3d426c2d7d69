//! When each patient relapsed, or was last seen without.

use super::file::{Dated, RelapseAmong};
use super::outcomes::{Outcomes, Row, improved};
use super::plan::{Arm, Lost, Relapse};
use super::survival::Course;

/// One course for each patient who could relapse: who did not go on into the phase of that day could not.
pub(super) fn courses(arm: &Arm, relapse: &Relapse, outcomes: &Outcomes) -> Vec<Course> {
    let on = arm.reads.get(relapse.on).map_or(0.0, |read| read.day);
    let phase = arm.phases.iter().rposition(|phase| phase.from <= on).unwrap_or(0);
    let there = outcomes.rows().zip(&outcomes.last).filter(|(_, last)| last.phase >= phase);
    there.filter_map(|(row, _)| course(arm, relapse, row)).collect()
}

fn course(arm: &Arm, relapse: &Relapse, row: Row<'_>) -> Option<Course> {
    let (entry, start) = (row.entry(arm), row.at(arm, relapse.on)?);
    let counted = match relapse.among {
        RelapseAmong::All => true,
        RelapseAmong::Response => improved(entry, start, arm.response_at),
        RelapseAmong::Remission => arm.instrument.remission_severity().is_some_and(|cut| start <= cut),
    };
    if !counted {
        return None;
    }
    let day = |slot: usize| arm.reads.get(slot).map_or(0.0, |read| read.day);
    let since = day(relapse.on);
    let (mut run, mut first, mut seen) = (0, 0.0, 0.0);
    for slot in &relapse.slots {
        let Some(now) = row.at(arm, *slot) else { break };
        seen = day(*slot) - since;
        let lost = match relapse.lost {
            Lost::ImprovementBelow(share) => !improved(entry, now, share),
            Lost::SeverityAtLeast(severity) => now >= severity - 1e-9,
        };
        if !lost {
            run = 0;
            continue;
        }
        run += 1;
        if run == 1 {
            first = seen;
        }
        if run >= relapse.in_a_row {
            let days = if relapse.dated == Dated::First { first } else { seen };
            return Some(Course { days, event: true });
        }
    }
    Some(Course { days: seen, event: false })
}
