//! The front desk: who comes when. No scores, no findings, no doses.

use std::collections::HashMap;

use evenkeel_care::protocol::Protocol;
use evenkeel_store::{CourseId, PatientId, course_list, front_desk};
use jiff::civil::Date;

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
        let patients: Vec<PatientId> = lines.iter().map(|line| line.patient_id).collect();
        let visits = self.visits(actor, &patients, today).await?;
        let last = lines.iter().filter_map(|line| line.next_planned_on).max().unwrap_or(today);
        let mut places = self.held_places(actor, (today, last)).await?;
        self.saw(actor, "front_desk.read", evenkeel_store::Subject::named("front_desk")).await?;
        let mut row = |line: front_desk::DeskLine| {
            let details = line.person.known();
            FrontDeskRow {
                patient: line.patient_id.0,
                name: line.person.name().unwrap_or("Erased patient").to_owned(),
                phone: details.and_then(|d| d.phone.clone()),
                birth_date: details.and_then(|d| d.birth_date),
                booked: line.next_planned_on.and_then(|day| places.remove(&(line.id, day))),
                next_on: line.next_planned_on,
                visit: line.next_planned_on.map(|_| visits.get(&line.id).cloned().unwrap_or_default()),
                in_days: line.next_planned_on.and_then(|d| d.since(today).ok()).map(|span| span.get_days()),
            }
        };
        Ok(lines.into_iter().map(&mut row).collect())
    }

    /// What the next visit of each course is; of all that is known of a course only the count is told.
    async fn visits(
        &self,
        actor: &Actor,
        patients: &[PatientId],
        today: Date,
    ) -> Result<HashMap<CourseId, String>, Refusal> {
        let courses = course_list::of_patients(self.store(), actor.clinic, patients, today).await?;
        let of = |course: course_list::CourseSummary| {
            let protocol = self.knowledge().protocols.get(&course.protocol_id);
            let first_series = protocol.map_or(0, Protocol::induction_sessions);
            (course.id, visit(u32::try_from(course.sessions_done).unwrap_or_default(), first_series))
        };
        Ok(courses.into_iter().map(of).collect())
    }
}

/// "Session 4 of 6" in the first series, "Session 9" after it.
pub(crate) fn visit(done: u32, first_series: u32) -> String {
    let next = done.saturating_add(1);
    if next <= first_series { format!("Session {next} of {first_series}") } else { format!("Session {next}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_is_counted_against_the_first_series_only_while_it_lasts() {
        let check = |done, words: &str| assert_eq!(visit(done, 6), words);
        check(0, "Session 1 of 6");
        check(5, "Session 6 of 6");
        check(6, "Session 7");
    }
}
