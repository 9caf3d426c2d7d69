//! One course of the list of boosters, with what can be done about it: decide for a booster, bring the planned session
//! forward, ask for a check-in, set it aside. Options, never orders; each goes the way it always goes.

use evenkeel_care::finding::Choice;
use evenkeel_store::{CourseId, alert, course_snooze, course_watch};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::aside::LONGEST_DAYS;
use super::said;
use super::watch::{asks_for_booster, is_watched};
use crate::actor::Actor;
use crate::context::Practice;
use crate::decisions::digest;
use crate::overview::{finding_view, shift, title};
use crate::record::Standing;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::view::lists::{Asking, BoosterPlan, MayPlan};
use crate::view::people::SafetyLine;

impl Practice {
    /// One course of the list. Reading it is an audit line.
    pub async fn booster_plan(&self, actor: &Actor, id: CourseId) -> Result<BoosterPlan, Refusal> {
        actor.must(Right::ReadLists)?;
        let clinic = self.clinic(actor.clinic).await?;
        let standing = self.standing(actor, id).await?;
        if !is_watched(&standing) {
            let what = "This course is not in maintenance, so it does not stand in the list of boosters. Open the course itself.";
            return Err(Refusal::Conflict { what: what.to_owned() });
        }
        let line = course_watch::of_course(self.store(), actor.clinic, id).await?;
        let line = line.ok_or_else(|| Refusal::not_found("This course in the list"))?;
        let snooze = course_snooze::newest(self.store(), actor.clinic, &[id]).await?.pop();
        let safety = self.alerts_of(actor, id).await?;
        self.saw(actor, "course.read", id).await?;
        let hints = clinic.hints_accepted;
        let today = crate::context::today_in(&clinic.zone, self.now());
        let asks = asks_for_booster(&standing).filter(|_| hints).map(|found| Asking {
            finding: finding_view(found, self.knowledge()),
            shown_digest: digest(found),
            choice: Choice::Booster,
        });
        let may = MayPlan {
            decide: asks.is_some() && actor.may(Right::Decide),
            shift: actor.may(Right::GiveSessions),
            aside: actor.may(Right::WorkLists),
            check_in: actor.may(Right::EnterCheckIns),
        };
        let shift = shift(&standing);
        Ok(BoosterPlan {
            today,
            row: self.booster_row(&line, snooze.as_ref(), (today, &clinic.zone), hints)?,
            title: title(&standing),
            lead: said::lead(),
            nothing: nothing(&standing, asks.is_some() || shift.is_some()),
            asks,
            shift,
            safety,
            aside_until: latest_day(today),
            may,
        })
    }

    async fn alerts_of(&self, actor: &Actor, id: CourseId) -> Result<Vec<SafetyLine>, Refusal> {
        if alert::list(self.store(), actor.clinic, id).await?.iter().all(|a| a.ended.is_some()) {
            return Ok(Vec::new());
        }
        let all = self.needs_a_human(actor).await?;
        Ok(all.into_iter().filter(|line| line.course == id.0).collect())
    }
}

/// The last day until which a course can be set aside.
pub(super) fn latest_day(today: Date) -> Date {
    today.checked_add(LONGEST_DAYS.days()).unwrap_or(today)
}

/// Why no booster can be planned from the list.
fn nothing(standing: &Standing<'_>, offered: bool) -> Option<String> {
    if offered {
        return None;
    }
    Some(match standing.next() {
        Some(next) => format!(
            "Session {} stands on {} and cannot come earlier: spacing and the ladder leave no room. A rule that asks for a booster \
             would offer one here.",
            next.n,
            crate::words::date(next.date)
        ),
        None => "No session is planned: this course goes by signs, and no rule asks for a booster now. Ask for a check-in; a \
                 prescriber may choose a ladder on the course page."
            .to_owned(),
    })
}
