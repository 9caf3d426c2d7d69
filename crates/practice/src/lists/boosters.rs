//! S5: courses in maintenance, those that are likeliest to lose their response first.

use std::collections::HashMap;

use evenkeel_store::course_snooze::{self, Snooze};
use evenkeel_store::course_watch::{self, Part, Watched};
use evenkeel_store::{CourseId, Note, Subject};
use jiff::civil::Date;

use super::said;
use super::watch::{Shown, days, in_force};
use crate::actor::Actor;
use crate::context::Practice;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::safety::when;
use crate::view::lists::{AsideView, BoosterRow, BoostersPage};

/// Rows of a page.
const ROWS: u32 = 50;

/// Which part of the list is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Boosters {
    /// Those set aside.
    pub aside: bool,
    /// The page, from 1; 0 is the first too.
    pub page: u32,
}

impl Practice {
    /// A page of the list. Who is shown stands in the audit line.
    pub async fn boosters(&self, actor: &Actor, asked: Boosters) -> Result<BoostersPage, Refusal> {
        actor.must(Right::ReadLists)?;
        let clinic = self.clinic(actor.clinic).await?;
        let today = crate::context::today_in(&clinic.zone, self.now());
        let hints = clinic.hints_accepted;
        let page = asked.page.max(1);
        let part = match (asked.aside, hints) {
            (true, _) => Part::Aside,
            (false, true) => Part::Ranked,
            (false, false) => Part::Longest,
        };
        let offset = (page - 1).saturating_mul(ROWS);
        let mut lines =
            course_watch::page(self.store(), actor.clinic, (part, today), ROWS + 1, offset).await?;
        let more = lines.len() > ROWS as usize;
        lines.truncate(ROWS as usize);
        let lengths = course_watch::lengths(self.store(), actor.clinic, today).await?;
        let ids: Vec<CourseId> = lines.iter().map(|line| line.course_id).collect();
        let mut snoozes: HashMap<CourseId, Snooze> = course_snooze::newest(self.store(), actor.clinic, &ids)
            .await?
            .into_iter()
            .map(|snooze| (snooze.course_id, snooze))
            .collect();
        let shown = ids.iter().map(|id| id.0).collect();
        self.saw_all(actor, "boosters.read", Subject::named("boosters"), shown).await?;
        let rows = lines.iter().map(|line| {
            let snooze = snoozes.remove(&line.course_id);
            self.booster_row(line, snooze.as_ref(), (today, &clinic.zone), hints)
        });
        Ok(BoostersPage {
            today,
            lead: if hints { said::lead() } else { NO_HINTS.to_owned() },
            rows: rows.collect::<Result<_, _>>()?,
            shown: lengths.shown,
            aside: lengths.aside,
            is_aside: asked.aside,
            page,
            more,
            hints,
            may_work: actor.may(Right::WorkLists),
        })
    }

    /// A row in words. Without hints it says what is on record, and neither a chance nor a sign.
    pub(super) fn booster_row(
        &self,
        line: &Watched,
        snooze: Option<&Snooze>,
        (today, zone): (Date, &str),
        hints: bool,
    ) -> Result<BoosterRow, Refusal> {
        let shown: Shown = line.body.parse()?;
        let since = line.last_session_on.map(|last| (days(last, today), last));
        let signs = shown.signs.iter().filter(|_| hints);
        Ok(BoosterRow {
            course: line.course_id.0,
            name: line.person.name().unwrap_or("Erased patient").to_owned(),
            since,
            gap: said::gap(&shown),
            beyond: since.is_some_and(|(days, _)| said::is_beyond(&shown, days)),
            score: said::score(&shown, today),
            chance: hints.then(|| said::chance(&shown.losing)),
            stale: said::stale(line.as_of, today),
            signs: signs.map(|sign| said::sign(sign, self.knowledge())).collect(),
            alerts: line.alerts,
            aside: snooze.filter(|snooze| snooze.until_on > today).map(|snooze| AsideView {
                until: snooze.until_on,
                who: format!("{}, {}", snooze.recorded.by_name, when_of(snooze, zone, today)),
                why: snooze.reason.as_ref().and_then(Note::text).unwrap_or("erased").to_owned(),
                holds: line.alerts == 0 && in_force(snooze, &shown.signs, today).is_some(),
            }),
            next: shown.next,
        })
    }
}

fn when_of(snooze: &Snooze, zone: &str, today: Date) -> String {
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    when(snooze.recorded.at, &zone, today)
}

const NO_HINTS: &str = "Decision hints are off: who had their last session longest ago stands first, without a chance and without signs.";
