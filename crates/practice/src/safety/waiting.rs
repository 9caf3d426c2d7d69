//! "Needs a human now": every open alert of the clinic, for the head of every staff page.

use evenkeel_store::alert::{self, OpenAlert};
use jiff::tz::TimeZone;

use super::hours::{age, when};
use crate::actor::Actor;
use crate::context::{Practice, today_in};
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::view::people::SafetyLine;
use crate::words;

impl Practice {
    /// Every open alert, newest first, with its age and its owner. One query; empty for who reads no charts.
    pub async fn needs_a_human(&self, actor: &Actor) -> Result<Vec<SafetyLine>, Refusal> {
        if !actor.may(Right::ReadCharts) {
            return Ok(Vec::new());
        }
        let open = alert::open_ones(self.store(), actor.clinic).await?;
        if open.is_empty() {
            return Ok(Vec::new());
        }
        let zone = self.clinic(actor.clinic).await?.zone;
        open.iter().map(|alert| self.line(alert, &zone)).collect()
    }

    fn line(&self, open: &OpenAlert, zone: &str) -> Result<SafetyLine, Refusal> {
        let because = open.body.parse::<evenkeel_care::finding::Finding>()?.because;
        let known = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        Ok(SafetyLine {
            alert: open.id.0,
            at_chair: None,
            course: open.course_id.0,
            patient: open.person.name().unwrap_or("Erased patient").to_owned(),
            what: because.first().map(|m| words::say(self.knowledge(), m)).unwrap_or_default(),
            when: when(open.recorded.at, &known, today_in(zone, self.now())),
            level: open.level,
            age: age(open.recorded.at, self.now()),
            owner: open.owner.clone(),
            acknowledged: open.acknowledged_at.is_some(),
            escalated_to: open.escalated_to.clone(),
        })
    }
}
