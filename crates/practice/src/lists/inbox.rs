//! S6: check-ins that have come and that nobody has looked at, in the order of what they ask for; and those that have not
//! come. A check-in enters in the transaction that keeps it.

use std::collections::HashMap;

use evenkeel_care::finding::{Finding, FindingKind, FindingState};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::questionnaire::Direction;
use evenkeel_store::course_due::{self, DueLine};
use evenkeel_store::inbox::{self, Arrived, InboxLine, KeptStep};
use evenkeel_store::{CourseId, MeasurementId, Note, Subject, Tx, forecast};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::watch::days;
use crate::actor::Actor;
use crate::check_ins::NewCheckIn;
use crate::context::{Practice, json, today_in};
use crate::forecasts::held;
use crate::jobs::PLAN;
use crate::record::Standing;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::safety::when;
use crate::view::lists::{Group, InboxPage, InboxRow, ItemChange, SilentRow, StepView};
use crate::view::people::SafetyLine;
use crate::words;

/// Rows of a page.
const ROWS: u32 = 50;
/// Items of a questionnaire that are named, those that changed most.
const ITEMS: usize = 3;
/// Places of the groups; what is about safety stands before everything else that asks for an answer.
const SAFETY: i64 = 4;
const ANSWER: i64 = 3;
const WORSE: i64 = 2;
const EXPECTED: i64 = 1;

/// What the inbox shows of a check-in; kept with its line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Shown {
    score: Option<f64>,
    before: Option<(f64, Date)>,
    /// Items that changed most: number from 1, answer before and now.
    items: Vec<(usize, u8, u8)>,
    /// The range for eight in ten that a forecast kept before had for this day.
    expected: Option<[f64; 2]>,
    /// Why an answer is needed.
    why: Vec<Finding>,
    /// Items left out, from 1.
    missing: Vec<usize>,
}

/// Which pages are asked for, from 1; 0 is the first too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Inbox {
    /// Of check-ins that have come.
    pub page: u32,
    /// Of check-ins that have not come.
    pub silent: u32,
}

impl Practice {
    /// Puts a check-in that was just kept, with all that followed from it, into the inbox.
    pub(crate) async fn put_in_inbox(
        &self,
        tx: &mut Tx,
        (new, id): (&NewCheckIn, MeasurementId),
        (total, missing, safety): (Option<f64>, &[usize], bool),
        today: Date,
    ) -> Result<(), Refusal> {
        let clinic = tx.clinic();
        let past = forecast::history(&mut *tx, clinic, new.course).await?;
        let standing = self.standing_in(tx, new.course, today).await?;
        let model = self.forecaster().model();
        let expected = total.and_then(|score| {
            let of_plan = past.iter().rev().filter(|f| f.label == PLAN && f.as_of < new.date);
            of_plan
                .filter_map(|f| held(f, std::iter::once((new.instrument, new.date, score)), model))
                .find(|held| held.came.is_some())
                .map(|held| held.eight)
        });
        let before = before(&standing, new);
        let shown = Shown {
            score: total,
            before: before.map(|m| (m.score.unwrap_or_default(), m.date)),
            items: before.map(|m| changed(m, new)).transpose()?.unwrap_or_default(),
            expected,
            why: asks(&standing, new),
            missing: missing.to_vec(),
        };
        drop(standing);
        let place = if safety { SAFETY } else { self.place(new.instrument, &shown) };
        let body = json(&shown)?;
        let (course_id, instrument, date) = (new.course, new.instrument, new.date);
        inbox::put(tx, &Arrived { course_id, instrument, measurement_id: id, date, place, body }).await?;
        Ok(())
    }

    /// Which group a check-in belongs to. Worse: beyond what was expected or, where nothing was, than the one before.
    fn place(&self, instrument: InstrumentId, shown: &Shown) -> i64 {
        let Some(score) = shown.score else { return ANSWER };
        if !shown.why.is_empty() {
            return ANSWER;
        }
        let high_is_worse = self.high_is_worse(instrument);
        let worse_than = |other: f64| if high_is_worse { score > other } else { score < other };
        let worse = match (shown.expected, shown.before) {
            (Some([low, high]), _) => worse_than(if high_is_worse { high } else { low }),
            (None, Some((before, _))) => worse_than(before),
            (None, None) => false,
        };
        if worse { WORSE } else { EXPECTED }
    }

    fn high_is_worse(&self, instrument: InstrumentId) -> bool {
        let definition = self.knowledge().instruments.get(&instrument);
        definition.is_none_or(|definition| definition.direction == Direction::HighIsWorse)
    }

    /// A page of the inbox. Who is shown stands in the audit line.
    pub async fn inbox(&self, actor: &Actor, asked: Inbox) -> Result<InboxPage, Refusal> {
        actor.must(Right::ReadLists)?;
        let clinic = self.clinic(actor.clinic).await?;
        let today = today_in(&clinic.zone, self.now());
        let (page, silent_page) = (asked.page.max(1), asked.silent.max(1));
        let offset = |page: u32| (page - 1).saturating_mul(ROWS);
        let mut lines = inbox::page(self.store(), actor.clinic, ROWS + 1, offset(page)).await?;
        let mut silent = self.silent(actor, today, offset(silent_page)).await?;
        let (more, silent_more) = (lines.len() > ROWS as usize, silent.len() > ROWS as usize);
        lines.truncate(ROWS as usize);
        silent.truncate(ROWS as usize);
        let mut ids: Vec<CourseId> =
            lines.iter().map(|l| l.course_id).chain(silent.iter().map(|l| l.course_id)).collect();
        ids.sort_unstable();
        ids.dedup();
        let steps: HashMap<CourseId, KeptStep> = inbox::newest_steps(self.store(), actor.clinic, &ids)
            .await?
            .into_iter()
            .map(|step| (step.course_id, step))
            .collect();
        let shown = ids.iter().map(|id| id.0).collect();
        self.saw_all(actor, "inbox.read", Subject::named("inbox"), shown).await?;
        let step = |course: CourseId| steps.get(&course).map(|step| step_view(step, &clinic.zone, today));
        Ok(InboxPage {
            today,
            safety: self.needs_a_human_where(actor, today).await?,
            rows: lines
                .iter()
                .map(|line| self.inbox_row(line, step(line.course_id), clinic.hints_accepted))
                .collect::<Result<_, _>>()?,
            page,
            more,
            silent: silent.iter().map(|line| self.silent_row(line, step(line.course_id), today)).collect(),
            silent_page,
            silent_more,
            hints: clinic.hints_accepted,
            may_work: actor.may(Right::WorkLists),
            may_answer: actor.may(Right::AnswerAlerts),
        })
    }

    /// Every open alert, and at which chair the patient sits now.
    async fn needs_a_human_where(&self, actor: &Actor, today: Date) -> Result<Vec<SafetyLine>, Refusal> {
        let mut open = self.needs_a_human(actor).await?;
        if !open.is_empty() {
            let chairs = self.at_the_chairs(actor, today).await?;
            for line in &mut open {
                line.at_chair = chairs.get(&CourseId(line.course)).cloned();
            }
        }
        Ok(open)
    }

    /// Check-ins that have not come, the longest overdue first.
    async fn silent(&self, actor: &Actor, today: Date, offset: u32) -> Result<Vec<DueLine>, Refusal> {
        let rules = &self.knowledge().rules;
        let named = [&rules.d33.rule.id, &rules.d34.rule.id].map(String::as_str);
        let yesterday = today.yesterday().unwrap_or(today);
        Ok(course_due::until(self.store(), actor.clinic, (yesterday, &named), ROWS + 1, offset).await?)
    }

    fn silent_row(&self, line: &DueLine, step: Option<StepView>, today: Date) -> SilentRow {
        let because = line.body.parse::<Finding>().ok().and_then(|f| f.because.into_iter().next());
        SilentRow {
            course: line.course_id.0,
            name: line.person.name().unwrap_or("Erased patient").to_owned(),
            rule: line.rule.clone(),
            because: because.map(|m| words::say(self.knowledge(), &m)).unwrap_or_default(),
            due_on: line.due_on,
            late_days: days(line.due_on, today),
            step,
        }
    }

    fn inbox_row(&self, line: &InboxLine, step: Option<StepView>, hints: bool) -> Result<InboxRow, Refusal> {
        let shown: Shown = line.body.parse()?;
        let definition = self.knowledge().instruments.get(&line.instrument);
        let high_is_worse = self.high_is_worse(line.instrument);
        let item = |(n, from, to): &(usize, u8, u8)| ItemChange {
            text: definition
                .and_then(|d| d.items.get(n.saturating_sub(1)))
                .map_or_else(|| format!("Item {n}"), |item| item.text.clone()),
            from: *from,
            to: *to,
        };
        let change = shown.score.zip(shown.before).map(|(now, (before, on))| {
            let points = now - before;
            let way = match points {
                p if p.abs() < 1e-9 => "as before",
                p if (p > 0.0) == high_is_worse => "worse",
                _ => "better",
            };
            let by = if way == "as before" {
                String::new()
            } else {
                format!(" by {}", words::number(points.abs()))
            };
            format!("{way}{by}, from {} on {}", words::number(before), words::short_date(on))
        });
        let why = shown.why.iter().filter(|f| hints || f.kind == FindingKind::Safety);
        Ok(InboxRow {
            course: line.course_id.0,
            measurement: line.measurement_id.0,
            name: line.person.name().unwrap_or("Erased patient").to_owned(),
            group: match line.place {
                SAFETY => Group::Safety,
                ANSWER => Group::Answer,
                WORSE => Group::Worse,
                _ => Group::Expected,
            },
            instrument: self.knowledge().name(line.instrument),
            score: shown.score.map(words::number),
            date: line.date,
            change: change.unwrap_or_else(|| "the first one".to_owned()),
            items: shown.items.iter().map(item).collect(),
            expected: shown
                .expected
                .filter(|_| hints)
                .map(|[low, high]| format!("{} to {}", words::number(low), words::number(high))),
            why: why.filter_map(|f| f.because.first()).map(|m| words::say(self.knowledge(), m)).collect(),
            missing: shown.missing.len(),
            unseen: line.unseen,
            step,
        })
    }
}

/// The score before this one on the same instrument.
fn before<'a>(
    standing: &'a Standing<'_>,
    new: &NewCheckIn,
) -> Option<&'a evenkeel_store::measurement::Measurement> {
    let earlier = |m: &&evenkeel_store::measurement::Measurement| {
        m.instrument == new.instrument
            && m.score.is_some()
            && (m.date, m.after_session) < (new.date, new.after)
    };
    standing.bundle.measurements.iter().filter(earlier).max_by_key(|m| (m.date, m.after_session))
}

/// The items whose answers differ most, the largest difference first.
fn changed(
    before: &evenkeel_store::measurement::Measurement,
    new: &NewCheckIn,
) -> Result<Vec<(usize, u8, u8)>, Refusal> {
    let (Some(from), Some(to)) = (before.items()?, &new.answers) else { return Ok(Vec::new()) };
    let pairs = from.iter().zip(to).enumerate();
    let mut items: Vec<(usize, u8, u8)> = pairs
        .filter_map(|(n, (from, to))| Some((n + 1, (*from)?, (*to)?)))
        .filter(|(_, a, b)| a != b)
        .collect();
    items.sort_by_key(|(n, from, to)| (std::cmp::Reverse(from.abs_diff(*to)), *n));
    items.truncate(ITEMS);
    Ok(items)
}

/// What the rules found on the day of a check-in that asks for a person: signs, a relapse, worsening, safety.
fn asks(standing: &Standing<'_>, new: &NewCheckIn) -> Vec<Finding> {
    let speaks = |f: &&Finding| match f.kind {
        FindingKind::Booster => f.state == FindingState::Review,
        FindingKind::Relapse => matches!(f.state, FindingState::Relapsed | FindingState::Suspected),
        FindingKind::Progress => f.state == FindingState::Worsened && f.instrument == Some(new.instrument),
        FindingKind::Safety => f.state != FindingState::None,
        FindingKind::Due => f.rule == "D33",
        _ => false,
    };
    standing.review.findings.iter().filter(|f| f.date == new.date).filter(speaks).cloned().collect()
}

fn step_view(step: &KeptStep, zone: &str, today: Date) -> StepView {
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    StepView {
        what: words::check_in_step(step.kind).to_owned(),
        who: format!("{}, {}", step.recorded.by_name, when(step.recorded.at, &zone, today)),
        words: step.words.as_ref().map(|note| note_text(note).to_owned()),
    }
}

fn note_text(note: &Note) -> &str {
    note.text().unwrap_or("erased")
}
