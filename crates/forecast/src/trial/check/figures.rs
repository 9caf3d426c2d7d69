//! Published figures: what each kind needs is there, and read.

use super::{Checked, in_range, refuse};
use crate::trial::figures::{Figure, How};
use crate::trial::file::{FigureFile, FigureKind};
use crate::trial::plan::Arm;

pub(super) fn figure(path: &str, file: &FigureFile, arm: &Arm) -> Checked<Figure> {
    let check = Check { path, file, arm };
    if file.name.trim().is_empty() {
        return refuse(&check.at("name"), "empty", "the table names its figures", "Say in words what it is");
    }
    in_range(&check.at("observed"), file.observed, -1e4, 1e4, "it is a share, or points or days")?;
    if file.kind.is_share() {
        in_range(&check.at("observed"), file.observed, 0.0, 1.0, "it is a share, not a percentage")?;
    }
    in_range(&check.at("se"), file.se, 0.0, 1e4, "it is the sampling error of the figure")?;
    in_range(&check.at("spread"), file.spread, 0.0, 1e4, "it is the spread between studies")?;
    let sd = file.se.hypot(file.spread);
    if sd <= 0.0 {
        return refuse(
            &check.at("se"),
            "no error at all",
            "nothing is known that exactly",
            "Give its sampling error",
        );
    }
    let how = check.how()?;
    Ok(Figure { name: file.name.clone(), observed: file.observed, sd, is_share: file.kind.is_share(), how })
}

struct Check<'a> {
    path: &'a str,
    file: &'a FigureFile,
    arm: &'a Arm,
}

impl Check<'_> {
    fn at(&self, field: &str) -> String {
        format!("{}.{field}", self.path)
    }

    fn needed<T>(&self, field: &str, value: Option<T>) -> Checked<T> {
        value.map_or_else(
            || {
                refuse(
                    &self.at(field),
                    "missing",
                    "this kind of figure needs it",
                    "Add it; docs/API.md lists what each kind needs",
                )
            },
            Ok,
        )
    }

    fn slot(&self, field: &str, day: Option<f64>) -> Checked<usize> {
        let day = self.needed(field, day)?;
        self.arm.slot(day).map_or_else(
            || {
                refuse(
                    &self.at(field),
                    day,
                    "nothing is read on that day",
                    "Add the day to `reads` of its phase",
                )
            },
            Ok,
        )
    }

    fn slots(&self) -> Checked<Vec<usize>> {
        if self.file.days.is_empty() {
            return self.needed("days", None);
        }
        let days = self.file.days.iter().enumerate();
        days.map(|(i, day)| self.slot(&format!("days[{i}]"), Some(*day))).collect()
    }

    fn how(&self) -> Checked<How> {
        let file = self.file;
        let response = file.improvement.unwrap_or(self.arm.response_at);
        in_range(&self.at("improvement"), response, 0.0, 1.0, "it is a share of the entry score")?;
        Ok(match file.kind {
            FigureKind::Response => {
                How::Response { slot: self.slot("day", file.day)?, improvement: response }
            }
            FigureKind::Remission => {
                How::Remission { slot: self.slot("day", file.day)?, at_most: self.cut()? }
            }
            FigureKind::Fall => How::Fall { slot: self.slot("day", file.day)? },
            FigureKind::FallSd => How::FallSd { slot: self.slot("day", file.day)? },
            FigureKind::ResponseEver => How::ResponseEver { slots: self.slots()? },
            FigureKind::ResponseAfterNone => How::ResponseAfterNone {
                slot: self.slot("day", file.day)?,
                none: self.slot("from", file.from)?,
            },
            FigureKind::ImprovedEarlier => How::ImprovedEarlier {
                slot: self.slot("day", file.day)?,
                improvement: self.needed("improvement", file.improvement)?,
                responders: self.slot("from", file.from)?,
            },
            FigureKind::ReadsToResponse => How::ReadsToResponse { slots: self.slots()? },
            FigureKind::Drift => {
                How::Drift { slot: self.slot("day", file.day)?, from: self.slot("from", file.from)? }
            }
            FigureKind::StillWell | FigureKind::DaysToRelapse | FigureKind::Relapsed => self.of_relapse()?,
        })
    }

    fn cut(&self) -> Checked<f64> {
        let instrument = &self.arm.instrument;
        match self.file.score {
            Some(score) => {
                in_range(
                    &self.at("score"),
                    score,
                    instrument.lo,
                    instrument.hi,
                    "it is a score of the instrument",
                )?;
                Ok(instrument.severity(score))
            }
            None => self.needed("score", instrument.remission_severity()),
        }
    }

    fn of_relapse(&self) -> Checked<How> {
        let Some(relapse) = &self.arm.relapse else {
            let why = "the arm does not say what counts as relapse";
            return refuse(&self.at("kind"), "a figure of relapse", why, "Add [arm.relapse]");
        };
        match self.file.kind {
            FigureKind::StillWell => {
                let day = self.needed("day", self.file.day)?;
                let on = self.arm.reads.get(relapse.on).map_or(0.0, |read| read.day);
                if day <= on {
                    return refuse(
                        &self.at("day"),
                        day,
                        "it is not after the day relapse is counted from",
                        "Give a later day",
                    );
                }
                Ok(How::StillWell { days: day - on })
            }
            FigureKind::DaysToRelapse => {
                Ok(How::DaysToRelapse { at_most: self.needed("at_most_days", self.file.at_most_days)? })
            }
            _ => Ok(How::Relapsed),
        }
    }
}
