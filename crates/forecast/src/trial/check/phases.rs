//! Phases, their sessions and readings, laid on one timeline.

use super::keep::kept;
use super::{Check, Checked, a_day, ids, in_range, refuse};
use crate::benefit::{Effect, Event, Timeline};
use crate::model::Instrument;
use crate::prior::Prior;
use crate::trial::file::PhaseFile;
use crate::trial::plan::{Phase, ReadAt, SessionAt, Spacing};

/// More events than this in one arm are taken for a slip.
const MOST: f64 = 4000.0;

/// An arm's days.
pub(super) struct Laid {
    pub timeline: Timeline,
    pub reads: Vec<ReadAt>,
    pub sessions: Vec<SessionAt>,
    pub phases: Vec<Phase>,
}

/// The days of one phase.
struct Days {
    sessions: Vec<f64>,
    reads: Vec<f64>,
    strength: f64,
}

impl Check<'_> {
    pub(super) fn phases(&self, instrument: &Instrument, prior: &Prior) -> Checked<Laid> {
        let files = &self.file.phases;
        if files.is_empty() {
            return refuse(
                &self.at("phase"),
                "none",
                "an arm has at least one phase",
                "Add an [[arm.phase]]",
            );
        }
        let (mut phases, mut read_days, mut sessions, mut events) =
            (Vec::new(), vec![0.0], Vec::new(), Vec::new());
        for (i, file) in files.iter().enumerate() {
            phases.push(self.phase(&self.at(&format!("phase[{i}]")), i, file, instrument)?);
        }
        for (i, file) in files.iter().enumerate() {
            let path = self.at(&format!("phase[{i}]"));
            let next = files.get(i + 1).map(|next| next.from);
            let days = self.days(&path, file, next)?;
            read_days.push(file.from);
            read_days.extend(days.reads);
            for day in days.sessions {
                sessions.push(SessionAt { day, phase: i });
                events.push((day, Event::Session { strength: days.strength }));
            }
        }
        read_days.sort_by(f64::total_cmp);
        read_days.dedup();
        let (mut reads, windows) = self.windows(&read_days, &sessions, &phases, instrument);
        for (place, phase) in phases.iter().enumerate() {
            if let Some(read) = reads.iter_mut().find(|read| read.day.total_cmp(&phase.from).is_eq()) {
                read.begins = Some(place);
            }
        }
        let read = |(slot, read): (usize, &ReadAt)| (read.day, Event::Read { after: false, slot });
        events.extend(reads.iter().enumerate().map(read));
        let timeline = Timeline::new(events, &windows, prior, &Effect::default());
        Ok(Laid { timeline, reads, sessions, phases })
    }

    fn phase(&self, path: &str, place: usize, file: &PhaseFile, instrument: &Instrument) -> Checked<Phase> {
        a_day(&format!("{path}.from"), file.from)?;
        let before = place.checked_sub(1).and_then(|before| self.file.phases.get(before));
        let ordered = before.map_or(file.from.abs() < 1e-9, |before| before.from < file.from);
        if !ordered {
            let why = "the first phase begins on day 0, each other after the one before";
            return refuse(
                &format!("{path}.from"),
                file.from,
                why,
                "Put the phases in order of their first day",
            );
        }
        let keep =
            file.keep.as_ref().map(|keep| kept(&format!("{path}.keep"), keep, instrument)).transpose()?;
        if keep.is_some() && place == 0 {
            let why = "who comes into the trial is said by `entry`";
            return refuse(
                &format!("{path}.keep"),
                "in the first phase",
                why,
                "Move it to a later phase, or use entry.at_least",
            );
        }
        if let Some(drop_out) = &file.drop_out {
            let (median, least) = (drop_out.median_days, drop_out.at_least_days);
            in_range(&format!("{path}.drop_out.median_days"), median, 0.1, 1e5, "half have left after it")?;
            in_range(&format!("{path}.drop_out.at_least_days"), least, 0.0, 1e5, "nobody leaves before it")?;
        }
        let stretch = match (&file.stretch, file.sessions_every_days) {
            (None, _) => None,
            (Some(stretch), Some(every)) => {
                let path = format!("{path}.stretch");
                in_range(
                    &format!("{path}.score"),
                    stretch.score,
                    instrument.lo,
                    instrument.hi,
                    "it is a score of the instrument",
                )?;
                let times = stretch.every_days / every;
                if times.is_nan() || times < 1.0 || (times - times.round()).abs() > 1e-9 {
                    let why = "sessions fall on the days of sessions_every_days only";
                    return refuse(
                        &format!("{path}.every_days"),
                        stretch.every_days,
                        why,
                        "Give a multiple of sessions_every_days",
                    );
                }
                Some((instrument.severity(stretch.score), stretch.every_days))
            }
            (Some(_), None) => {
                let why = "only sessions at a fixed distance can be stretched";
                return refuse(
                    &format!("{path}.stretch"),
                    "without sessions_every_days",
                    why,
                    "Add sessions_every_days, or remove it",
                );
            }
        };
        let spacing =
            file.sessions_every_days.map_or(Spacing::Listed, |days| Spacing::Every { days, stretch });
        Ok(Phase { name: file.name.clone(), from: file.from, keep, spacing, drop_out: file.drop_out.clone() })
    }

    fn days(&self, path: &str, file: &PhaseFile, next: Option<f64>) -> Checked<Days> {
        let end = next.unwrap_or(f64::INFINITY);
        if let Some(until) = file.until {
            a_day(&format!("{path}.until"), until)?;
            if until <= file.from || until > end {
                let why = "a phase lasts until the next begins, or less";
                return refuse(&format!("{path}.until"), until, why, "Give a day within the phase");
            }
        }
        let last = file.until.unwrap_or(end);
        let every = |field: &str, days: Option<f64>| match days {
            None => Ok(Vec::new()),
            Some(days) => {
                let path = format!("{path}.{field}");
                in_range(&path, days, 1.0, 366.0, "it is a number of days")?;
                if !last.is_finite() {
                    return refuse(
                        &path,
                        "without an end",
                        "it would go on for ever",
                        "Add `until` to the phase",
                    );
                }
                let steps = ((last - file.from) / days).clamp(0.0, MOST);
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped above")]
                let steps = steps as u32;
                Ok((0..=steps).map(|k| file.from + f64::from(k) * days).collect::<Vec<f64>>())
            }
        };
        let listed = |field: &str, days: &[f64]| -> Checked<()> {
            for (i, day) in days.iter().enumerate() {
                let path = format!("{path}.{field}[{i}]");
                a_day(&path, *day)?;
                if *day < file.from || *day > last {
                    return refuse(
                        &path,
                        day,
                        "it is not within the phase",
                        "Move it to the phase of that day",
                    );
                }
                if i > 0 && days.get(i - 1).is_some_and(|before| before >= day) {
                    return refuse(&path, day, "days come once and in order", "Put the days in order");
                }
            }
            Ok(())
        };
        listed("sessions", &file.sessions)?;
        listed("reads", &file.reads)?;
        let mut reads = every("reads_every_days", file.reads_every_days)?;
        reads.extend(&file.reads);
        let mut sessions = every("sessions_every_days", file.sessions_every_days)?;
        if !sessions.is_empty() && !file.sessions.is_empty() {
            let why = "it is not clear which of the two holds";
            return refuse(
                &format!("{path}.sessions"),
                "beside sessions_every_days",
                why,
                "Keep one of the two",
            );
        }
        sessions.extend(&file.sessions);
        sessions.retain(|day| *day < end);
        let strength = if sessions.is_empty() { 0.0 } else { self.strength(path, file)? };
        Ok(Days { sessions, reads, strength })
    }

    fn strength(&self, path: &str, file: &PhaseFile) -> Checked<f64> {
        let known = ids(self.model.file.routes.iter().map(|row| row.id.as_str()));
        let what_to_do = format!("Use one of {known}");
        let id = file.route.as_deref().unwrap_or_default();
        let Some(route) = self.model.route(id) else {
            let refused = self.model.file.no_forecast.iter().find(|row| row.kind == "route" && row.id == id);
            let why = refused.map_or("sessions need a route the model knows", |row| row.why.as_str());
            return refuse(&format!("{path}.route"), format!("{id:?}"), why, &what_to_do);
        };
        let Some(dose) = file.dose else {
            let why = "sessions need a dose; 0 is a placebo";
            return refuse(&format!("{path}.dose"), "missing", why, "Give mg/kg, or mg of nasal esketamine");
        };
        in_range(&format!("{path}.dose"), dose, 0.0, route.dose_max, "it is no dose of this route")?;
        Ok(self.model.strength(route, dose))
    }
}
