//! Who goes on into a phase.

use super::{Checked, in_range, refuse};
use crate::model::Instrument;
use crate::trial::file::{Keep, KeepRule};
use crate::trial::plan::Kept;

pub(super) fn kept(path: &str, keep: &Keep, instrument: &Instrument) -> Checked<Kept> {
    let unused = keep.score.is_some() || keep.at_least.is_some() || keep.of_last.is_some();
    if unused && keep.rule != KeepRule::Score {
        let why = "only rule = \"score\" takes score, at_least and of_last";
        return refuse(path, "settings that would not be used", why, "Remove them, or use that rule");
    }
    match keep.rule {
        KeepRule::Response => Ok(Kept::Response),
        KeepRule::NoResponse => Ok(Kept::NoResponse),
        KeepRule::Remission => match instrument.remission_severity() {
            Some(at_most) => Ok(Kept::Below { at_most, at_least: 1, of_last: 1 }),
            None => refuse(path, "remission", "this instrument has no remission", "Use rule = \"score\""),
        },
        KeepRule::Score => {
            let Some(score) = keep.score else {
                return refuse(&format!("{path}.score"), "missing", "the rule needs a score", "Add it");
            };
            in_range(
                &format!("{path}.score"),
                score,
                instrument.lo,
                instrument.hi,
                "it is a score of the instrument",
            )?;
            let (at_least, of_last) = (keep.at_least.unwrap_or(1), keep.of_last.unwrap_or(1));
            if at_least == 0 || at_least > of_last {
                let why = "of the last readings, so many must be as good";
                return refuse(&format!("{path}.at_least"), at_least, why, "Give a number from 1 to of_last");
            }
            let number = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
            let at_most = instrument.severity(score);
            Ok(Kept::Below { at_most, at_least: number(at_least), of_last: number(of_last) })
        }
    }
}
