//! The row of a course in the lists: where it stands, what is shown, what is due.

use evenkeel_care::finding::{Choice, Finding, FindingKind, FindingState};
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::questionnaire::Direction;
use evenkeel_care::record::{CourseStatus, Measurement, SessionStatus};
use evenkeel_care::review::Phase;
use evenkeel_care::schedule;
use evenkeel_store::course_due::{self, Due};
use evenkeel_store::course_snooze::{self, Snooze};
use evenkeel_store::course_watch::{self, Watch};
use evenkeel_store::{Tx, course};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ready::Ready;

use crate::context::{Practice, json};
use crate::forecasts::Losing;
use crate::overview::{decidable, taken};
use crate::record::{Standing, seen_by_session};
use crate::refusal::Refusal;
use crate::terms::Terms;

/// Intervals that a patient's own usual gap is the middle of.
const GAPS: usize = 5;
/// A planned day that passed with nothing on record, among what is due.
pub(super) const UNRECORDED: &str = "unrecorded";
/// A session given of which the end of the watching is not on record.
pub(super) const UNSEEN: &str = "unseen";
/// For so many days a list asks for what a session lacks.
const LACKS_FOR_DAYS: i32 = 7;

/// What the list shows of a course; kept with its row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Shown {
    /// The middle of the last intervals between sessions after the induction, days, and how many there are.
    pub gap_days: Option<(i32, usize)>,
    /// The interval of the ladder in force, days.
    pub ladder_days: Option<u32>,
    /// The latest score on the primary instrument, and the one before.
    pub scores: Vec<ShownScore>,
    /// Which way the instrument points.
    pub high_is_worse: bool,
    /// Name of the instrument.
    pub instrument: String,
    /// Whether the response is about to be lost.
    pub losing: Losing,
    /// Signs that the effect fades.
    pub signs: Vec<Sign>,
    /// The next planned session: number and day.
    pub next: Option<(u32, Date)>,
    /// What is known of it, where it is at hand.
    pub ready: Vec<Ready>,
}

/// A score on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct ShownScore {
    pub score: f64,
    pub date: Date,
}

/// A sign that the effect fades.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Sign {
    pub finding: Finding,
    /// The day on which it was decided on.
    pub decided_on: Option<Date>,
}

impl Sign {
    /// What makes two signs the same to whoever set a course aside.
    pub(super) fn key(&self) -> String {
        let found = &self.finding;
        let instrument = found.instrument.map(|id| id.to_string()).unwrap_or_default();
        format!("{} {} {instrument}", found.rule, found.state)
    }

    /// How pressing it is; 0: somebody has decided on it.
    fn weight(&self) -> u32 {
        match self.finding.state {
            _ if self.decided_on.is_some() => 0,
            FindingState::Relapsed => 4,
            FindingState::Suspected => 3,
            FindingState::Review => 2,
            _ => 1,
        }
    }
}

/// Whether a course stands in the list of boosters.
pub(crate) fn is_watched(standing: &Standing<'_>) -> bool {
    standing.review.phase == Phase::Maintenance && standing.bundle.course.status == CourseStatus::Active
}

impl Practice {
    /// Keeps the row of a course and what is due in it, unless somebody has written what was read later.
    pub(crate) async fn put_on_lists(
        &self,
        tx: &mut Tx,
        standing: &Standing<'_>,
        losing: Option<Losing>,
        (today, read_at): (Date, Timestamp),
    ) -> Result<(), Refusal> {
        let id = standing.bundle.course.id;
        course::hold(tx, id).await?;
        let clinic = tx.clinic();
        let snooze = course_snooze::newest(&mut *tx, clinic, &[id]).await?.pop();
        let losing = losing.filter(|_| is_watched(standing)).unwrap_or(Losing::NoSession);
        let mut shown = shown(standing, self.knowledge(), losing);
        shown.ready = self.ready(standing, today)?;
        let watch = Watch {
            course_id: id,
            as_of: today,
            place: is_watched(standing).then(|| place(&shown)),
            rank: rank(&shown, standing),
            last_session_on: standing.done_dates().into_iter().max(),
            snoozed_until: snooze.as_ref().and_then(|snooze| in_force(snooze, &shown.signs, today)),
            body: json(&shown)?,
        };
        if course_watch::put(tx, &watch, read_at).await? {
            course_due::put(tx, id, &dues(standing)?).await?;
        }
        Ok(())
    }
}

/// Until when a course is set aside: no longer where there is a sign that was not known then.
pub(super) fn in_force(snooze: &Snooze, signs: &[Sign], today: Date) -> Option<Date> {
    let known: Vec<String> = snooze.signs.parse().unwrap_or_default();
    let all_known = signs.iter().all(|sign| known.contains(&sign.key()));
    Some(snooze.until_on).filter(|until| *until > today && all_known)
}

/// Signs without a chance come first, then the chances, then courses of which neither can be said.
fn place(shown: &Shown) -> i64 {
    match shown.losing.chance() {
        Some(_) => 2,
        None if shown.signs.iter().any(|sign| sign.weight() > 0) => 3,
        None => 1,
    }
}

fn rank(shown: &Shown, standing: &Standing<'_>) -> f64 {
    let weight = shown.signs.iter().map(Sign::weight).max().unwrap_or(0);
    let since = standing.done_dates().into_iter().max().map_or(0, |last| days(last, standing.today));
    match shown.losing.chance() {
        Some(chance) => chance,
        None if weight > 0 => f64::from(weight),
        None => f64::from(since),
    }
}

fn shown(standing: &Standing<'_>, knowledge: &Knowledge, losing: Losing) -> Shown {
    let primary = standing.record.primary;
    let mut taken: Vec<&Measurement> =
        standing.record.measurements.iter().filter(|m| m.instrument == primary).collect();
    taken.sort_by_key(|m| (m.date, m.after));
    let score = |m: &&Measurement| ShownScore { score: m.score, date: m.date };
    let ladder = Terms::of(&standing.bundle).ladder.and_then(|id| knowledge.ladders.get(id));
    Shown {
        gap_days: own_gap(standing),
        ladder_days: ladder
            .and_then(|ladder| schedule::current_interval_days(&standing.record, standing.protocol, ladder)),
        scores: taken.iter().rev().take(2).map(score).collect(),
        high_is_worse: knowledge
            .instruments
            .get(&primary)
            .is_none_or(|definition| definition.direction == Direction::HighIsWorse),
        instrument: knowledge.name(primary),
        losing,
        signs: signs(standing, knowledge),
        next: standing.next().map(|next| (next.n, next.date)),
        ready: Vec::new(),
    }
}

/// The middle of the last intervals from the last induction session on.
fn own_gap(standing: &Standing<'_>) -> Option<(i32, usize)> {
    let mut done = standing.done_dates();
    done.sort_unstable();
    done.dedup();
    let induction = schedule::induction_sessions(&standing.record, standing.protocol) as usize;
    let after = done.get(induction.checked_sub(1)?..)?;
    let gaps: Vec<i32> = after.iter().zip(after.iter().skip(1)).map(|(from, to)| days(*from, *to)).collect();
    let mut last: Vec<i32> = gaps.iter().rev().take(GAPS).copied().collect();
    last.sort_unstable();
    // Of an even number the shorter of the two in the middle: the patient came sooner at least as often.
    let middle = last.get(last.len().checked_sub(1)? / 2)?;
    Some((*middle, last.len()))
}

/// What the rules found of a fading effect, most pressing first.
fn signs(standing: &Standing<'_>, knowledge: &Knowledge) -> Vec<Sign> {
    let soft = |f: &Finding| f.rule == knowledge.rules.d33.rule.id;
    let speaks = |f: &&Finding| match f.kind {
        _ if soft(f) => matches!(f.state, FindingState::Due | FindingState::Overdue),
        FindingKind::Booster => matches!(f.state, FindingState::Review | FindingState::Watch),
        FindingKind::Relapse => matches!(f.state, FindingState::Relapsed | FindingState::Suspected),
        _ => false,
    };
    let sign = |f: &Finding| Sign {
        decided_on: taken(standing, f).map(|decision| decision.decided_on),
        finding: f.clone(),
    };
    let mut found: Vec<Sign> = standing.review.findings.iter().filter(speaks).map(sign).collect();
    found.sort_by_key(|sign| (std::cmp::Reverse(sign.weight()), sign.finding.rule.clone()));
    found
}

/// The signs there are, as a course set aside remembers them.
pub(super) fn sign_keys(standing: &Standing<'_>, knowledge: &Knowledge) -> Vec<String> {
    signs(standing, knowledge).iter().map(Sign::key).collect()
}

/// The finding on which a prescriber may decide for a booster now.
pub(super) fn asks_for_booster<'a>(standing: &'a Standing<'_>) -> Option<&'a Finding> {
    decidable(standing)
        .filter(|f| f.options.contains(&Choice::Booster))
        .find(|f| taken(standing, f).is_none())
}

/// What is due now, and planned days with nothing on record.
fn dues(standing: &Standing<'_>) -> Result<Vec<Due>, Refusal> {
    let now = |f: &&Finding| {
        f.kind == FindingKind::Due && matches!(f.state, FindingState::Due | FindingState::Overdue)
    };
    let mut dues = Vec::new();
    for found in standing.review.findings.iter().filter(now) {
        let due_on = found.due_on.unwrap_or(found.date);
        dues.push(Due { rule: found.rule.clone(), due_on, body: json(found)? });
    }
    for day in &standing.unrecorded {
        let due_on = day.date;
        dues.push(Due { rule: UNRECORDED.to_owned(), due_on, body: json(&(day.n, day.date))? });
    }
    for date in unseen(standing)? {
        dues.push(Due { rule: UNSEEN.to_owned(), due_on: date, body: json(&date)? });
    }
    Ok(dues)
}

/// Days of sessions given here lately of which neither the watching nor the leaving is on record.
fn unseen(standing: &Standing<'_>) -> Result<Vec<Date>, Refusal> {
    let seen = seen_by_session(&standing.bundle.observations)?;
    let lacks = |s: &&evenkeel_store::session::Session| {
        let since = days(s.date, standing.today);
        let watched =
            seen.get(&s.id).is_some_and(|seen| seen.observed_minutes.is_some() || !seen.discharge.is_empty());
        s.status == SessionStatus::Done
            && s.source_key.is_none()
            && (1..=LACKS_FOR_DAYS).contains(&since)
            && !watched
    };
    Ok(standing.bundle.sessions.iter().filter(lacks).map(|s| s.date).collect())
}

pub(super) fn days(from: Date, to: Date) -> i32 {
    to.since(from).map_or(0, |span| span.get_days())
}
