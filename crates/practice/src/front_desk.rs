//! The front desk: who comes when. No scores, no findings, no doses.

use evenkeel_store::front_desk;

use crate::actor::Actor;
use crate::context::Practice;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::view::people::FrontDeskRow;

const LINES: u32 = 200;

impl Practice {
    /// The coming visits, nearest first.
    pub async fn front_desk(&self, actor: &Actor) -> Result<Vec<FrontDeskRow>, Refusal> {
        actor.must(Right::ReadFrontDesk)?;
        let today = self.today(actor.clinic).await?;
        let lines = front_desk::list(self.store(), actor.clinic, today, LINES, 0).await?;
        self.saw(actor, "front_desk.read", evenkeel_store::Subject::named("front_desk")).await?;
        let row = |line: front_desk::DeskLine| {
            let details = line.person.known();
            FrontDeskRow {
                patient: line.patient_id.0,
                name: line.person.name().unwrap_or("Erased patient").to_owned(),
                phone: details.and_then(|d| d.phone.clone()),
                birth_date: details.and_then(|d| d.birth_date),
                next_on: line.next_planned_on,
                visit: line.next_planned_on.map(|_| "Session".to_owned()),
                in_days: line.next_planned_on.and_then(|d| d.since(today).ok()).map(|span| span.get_days()),
            }
        };
        Ok(lines.into_iter().map(row).collect())
    }
}
