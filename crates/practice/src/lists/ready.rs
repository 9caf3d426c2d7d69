//! What is known of a session before the patient comes, and what is due today: the side of the board.

use std::collections::HashMap;

use evenkeel_care::finding::{Finding, FindingState};
use evenkeel_care::record::EventKind;
use evenkeel_store::course_due::{self, DueLine};
use evenkeel_store::floor::OnTheFloor;
use evenkeel_store::{CourseId, course_watch};
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::watch::{Shown, UNRECORDED, UNSEEN, days};
use crate::actor::Actor;
use crate::context::Practice;
use crate::overview::rule_name;
use crate::record::Standing;
use crate::refusal::Refusal;
use crate::view::floor::{DueTask, Tick, TickState};
use crate::words;

/// Lines that the board shows of what is due.
const SHOWN: u32 = 12;
/// What comes due within so many days is shown with the days that are left.
const AHEAD_DAYS: i32 = 7;

/// What is known of the next session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ready", rename_all = "snake_case")]
pub(crate) enum Ready {
    /// Screening was asked in full.
    Screened {
        /// When.
        on: Date,
    },
    /// Screening was not asked, or not in full.
    NotScreened,
    /// Consent is on record.
    Consent {
        /// When.
        on: Date,
    },
    /// No consent is on record.
    NoConsent,
    /// A gate warns or stops.
    Gate {
        /// What it found.
        finding: Box<Finding>,
    },
}

impl Practice {
    /// What is known of a session that is planned for this day or the next.
    pub(super) fn ready(&self, standing: &Standing<'_>, today: Date) -> Result<Vec<Ready>, Refusal> {
        let soon = today.checked_add(1.day()).unwrap_or(today);
        if standing.next().is_none_or(|next| next.date > soon) {
            return Ok(Vec::new());
        }
        let mut known = Vec::new();
        let asked = match &standing.bundle.screening {
            Some(screening) => {
                let answers = screening.answers()?;
                (answers.conditions.is_some() && answers.medications.is_some()).then_some(screening.asked_on)
            }
            None => None,
        };
        known.push(asked.map_or(Ready::NotScreened, |on| Ready::Screened { on }));
        let consent = standing.bundle.events.iter().filter(|e| e.kind == EventKind::Consent);
        known.push(consent.map(|e| e.date).max().map_or(Ready::NoConsent, |on| Ready::Consent { on }));
        let gates = self.gates_ahead(standing)?;
        known.extend(gates.into_iter().map(|finding| Ready::Gate { finding: Box::new(finding) }));
        Ok(known)
    }

    /// What is known of those who are expected, in one query.
    pub(crate) async fn ready_of(
        &self,
        actor: &Actor,
        people: &[OnTheFloor],
    ) -> Result<HashMap<CourseId, Vec<Ready>>, Refusal> {
        let ids: Vec<CourseId> = people.iter().filter(|p| p.sitting_id.is_none()).map(|p| p.id).collect();
        let mut known = HashMap::new();
        for body in course_watch::bodies(self.store(), actor.clinic, &ids).await? {
            let shown: Option<Shown> = body.body.parse()?;
            known.insert(body.course_id, shown.map(|shown| shown.ready).unwrap_or_default());
        }
        Ok(known)
    }

    /// The ticks of somebody who is expected. What is asked on arrival is open for everybody.
    pub(crate) fn ticks(&self, ready: &[Ready]) -> Vec<Tick> {
        let tick = |name: &str, state, words: String| Tick { name: name.to_owned(), state, words };
        let mut ticks: Vec<Tick> = ready
            .iter()
            .map(|known| match known {
                Ready::Screened { on } => {
                    tick("Screening", TickState::Done, format!("asked {}", words::short_date(*on)))
                }
                Ready::NotScreened => tick("Screening", TickState::NotAsked, "not asked in full".to_owned()),
                Ready::Consent { on } => {
                    tick("Consent", TickState::Done, format!("on record {}", words::short_date(*on)))
                }
                Ready::NoConsent => tick("Consent", TickState::NotAsked, "not on record".to_owned()),
                Ready::Gate { finding } => {
                    let stops = finding.state == FindingState::Stop;
                    let name = if stops { "Stops" } else { "To confirm" };
                    let state = if stops { TickState::Stops } else { TickState::Open };
                    tick(name, state, format!("{} ({})", self.reasons(finding), finding.rule))
                }
            })
            .collect();
        let words = "fasting, ride, medicines and safety: not asked yet".to_owned();
        ticks.push(tick("On arrival", TickState::NotAsked, words));
        ticks
    }

    /// What is due today, overdue or within a week, the longest overdue first; and how much more there is.
    pub(crate) async fn due_today(&self, actor: &Actor, today: Date) -> Result<(Vec<DueTask>, i64), Refusal> {
        let until = today.checked_add(AHEAD_DAYS.days()).unwrap_or(today);
        // Of the day's work. Reviews of months (exposure, laboratory, consent) are told on the course page.
        let rules = &self.knowledge().rules;
        let of_rules = [
            &rules.r3.rule,
            &rules.d33.rule,
            &rules.d34.rule,
            &rules.d35.rule,
            &rules.d38.rule,
            &rules.d39.rule,
        ];
        let mut named: Vec<&str> = of_rules.iter().map(|rule| rule.id.as_str()).collect();
        named.extend([UNRECORDED, UNSEEN]);
        let lines = course_due::until(self.store(), actor.clinic, (until, &named), SHOWN, 0).await?;
        let shown = i64::try_from(lines.len()).unwrap_or(i64::MAX);
        let all = if lines.len() < SHOWN as usize {
            shown
        } else {
            course_due::count(self.store(), actor.clinic, (until, &named)).await?
        };
        let tasks = lines.iter().map(|line| self.task(line, today)).collect::<Result<_, _>>()?;
        Ok((tasks, all - shown))
    }

    fn task(&self, line: &DueLine, today: Date) -> Result<DueTask, Refusal> {
        let course = line.course_id.0;
        let rules = &self.knowledge().rules;
        let what = match line.rule.as_str() {
            UNRECORDED => {
                let (n, day): (u32, Date) = line.body.parse()?;
                format!("Session {n} of {}: nothing is on record", words::short_date(day))
            }
            UNSEEN => format!(
                "Session of {}: the end of the watching is not on record",
                words::short_date(line.due_on)
            ),
            rule => rule_name(rule, self.knowledge()),
        };
        let to = match line.rule.as_str() {
            rule if rule == rules.r3.rule.id => format!("/courses/{course}/rems"),
            rule if rule == rules.d33.rule.id || rule == rules.d34.rule.id => {
                format!("/courses/{course}#check-in")
            }
            _ => format!("/courses/{course}"),
        };
        let late = days(line.due_on, today);
        Ok(DueTask {
            name: line.person.name().unwrap_or("Erased patient").to_owned(),
            what,
            when: match late {
                0 => "today".to_owned(),
                1 => "1 day late".to_owned(),
                -1 => "1 day left".to_owned(),
                n if n > 0 => format!("{n} days late"),
                n => format!("{} days left", -n),
            },
            late: late > 0,
            to,
        })
    }
}
