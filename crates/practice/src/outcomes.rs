//! What became of the clinic's own courses at the end of the induction, by the words of the rules: D12 says
//! which score counts, D1 to D6 what it means. Nobody is named, and nothing is pooled with what is published.

use std::collections::{BTreeSet, HashMap};

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::{Condition, Route};
use evenkeel_care::evidence::{EvidencePhase, Interval, Question, QuestionRoute};
use evenkeel_care::finding::{Choice, Finding, FindingState};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::record::{CourseRecord, CourseStatus, DecisionNote, Measurement, Session, SessionStatus};
use evenkeel_care::review::review;
use evenkeel_care::schedule::induction_sessions;
use evenkeel_store::own_course::{self, OwnChoice, OwnCourse, OwnCourseHead, OwnScore};
use evenkeel_store::{ClinicId, CourseId, forecast, score_history};
use jiff::civil::Date;

use crate::actor::Actor;
use crate::context::Practice;
use crate::forecasts::{Held, held, ranges_held};
use crate::jobs::PLAN;
use crate::patients::OWN;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::view::forecast::RangesHeld;
use crate::view::outcomes::{OwnOutcome, OwnOutcomes, Share};
use crate::words;

/// Below this many courses a share says nothing: one patient more or less moves it by a fifth.
const FEWEST: u32 = 5;
/// The forecasts that are held against their scores: the newest, so that the page stays quick and speaks of today's
/// model and patients.
const MOST_FORECASTS: u32 = 2000;

/// How far a course has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Came {
    /// Still in the induction, or stopped in it.
    Begun,
    /// To the end of the induction, without a baseline or a score that can be judged.
    Finished,
    /// To a state at the end of the induction.
    Judged(FindingState),
}

/// One course as it is counted.
struct Counted {
    condition: Condition,
    came: Came,
    has_remission: bool,
    definition: String,
}

impl Practice {
    /// The clinic's own courses that a question asks for; `None` for a role that reads no charts.
    pub(crate) async fn own_outcomes(
        &self,
        actor: &Actor,
        question: Question,
    ) -> Result<Option<OwnOutcomes>, Refusal> {
        if !actor.may(Right::ReadCharts) {
            return Ok(None);
        }
        let when = self.when_judged();
        if question.phase.is_some_and(|phase| phase != EvidencePhase::EndOfInduction) {
            return Ok(Some(OwnOutcomes { when, other_phase: true, ..OwnOutcomes::default() }));
        }
        let today = self.today(actor.clinic).await?;
        let own = own_course::all(self.store(), actor.clinic, OWN, Choice::Extend).await?;
        self.saw(actor, "outcomes.read", actor.clinic).await?;
        let asked = |c: &&OwnCourse| question.condition.is_none_or(|condition| condition == c.head.condition);
        let counted: Vec<Counted> = own
            .courses
            .iter()
            .filter(asked)
            .filter_map(|course| count(course, self.knowledge(), today, question.route))
            .collect();
        let conditions: BTreeSet<Condition> = counted.iter().map(|c| c.condition).collect();
        let lines = conditions.into_iter().map(|condition| line(condition, &counted)).collect();
        let forecasts = self.ranges_held(actor.clinic).await?;
        Ok(Some(OwnOutcomes { lines, when, other_phase: false, left_out: own.others, forecasts }))
    }

    /// How often the ranges of the clinic's own stored forecasts held, whatever was asked.
    async fn ranges_held(&self, clinic: ClinicId) -> Result<RangesHeld, Refusal> {
        let kept = forecast::of_clinic(self.store(), clinic, OWN, PLAN, MOST_FORECASTS).await?;
        let mut taken: HashMap<CourseId, Vec<(InstrumentId, Date, f64)>> = HashMap::new();
        if !kept.is_empty() {
            for s in score_history::scores(self.store(), clinic).await? {
                taken.entry(s.course_id).or_default().push((s.instrument, s.date, s.score));
            }
        }
        let model = self.forecaster().model();
        let scores = |course| taken.get(&course).into_iter().flatten().copied();
        let all: Vec<Held> = kept.iter().filter_map(|f| held(f, scores(f.course_id), model)).collect();
        Ok(ranges_held(all.iter()))
    }

    fn when_judged(&self) -> String {
        let rule = &self.knowledge().rules.d12;
        let within = rule.params.last_day.map_or(String::new(), |days| format!(" within {days} days"));
        format!(
            "A course is judged by its primary instrument: the last score{within} after the last session of the \
             induction, else the first one before the next session ({}, revision {}).",
            rule.rule.id, rule.rule.revision
        )
    }
}

/// A course, counted; `None` where the question asks for another route, or its protocol is not on file.
fn count(
    course: &OwnCourse,
    knowledge: &Knowledge,
    today: Date,
    route: Option<QuestionRoute>,
) -> Option<Counted> {
    let protocol = knowledge.protocols.get(&course.head.protocol_id)?;
    let record = record(course, today);
    let induction = induction_sessions(&record, protocol) as usize;
    let by_route = |s: &Session| route.is_none_or(|route| given_by(route) == Some(s.route));
    if !record.sessions.iter().take(induction).all(by_route) {
        return None;
    }
    let review = review(&record, knowledge).ok()?;
    let check = review.findings.iter().find(|f| f.rule == knowledge.rules.d12.rule.id)?;
    let primary = course.head.primary_instrument;
    let cut = protocol.remission_at_most.get(&primary).copied();
    let cut = cut.or_else(|| knowledge.instruments.get(&primary).and_then(|i| i.remission_at_most));
    Some(Counted {
        condition: course.head.condition,
        came: came(check),
        has_remission: cut.is_some(),
        definition: definition(&course.head, cut, knowledge),
    })
}

/// What the check at the end of the induction says of how far the course has come.
fn came(check: &Finding) -> Came {
    let step = check.trace.iter().find(|step| step.key == "trace.progress");
    let state = step.and_then(|step| step.values.get("state")).and_then(|s| FindingState::parse(s).ok());
    if let Some(state) = state {
        return Came::Judged(state);
    }
    let before =
        ["checkpoint.before", "checkpoint.opens", "checkpoint.not_for_route", "checkpoint.not_for_condition"];
    match check.because.first() {
        Some(reason) if before.contains(&reason.key.as_str()) => Came::Begun,
        _ => Came::Finished,
    }
}

fn line(condition: Condition, all: &[Counted]) -> OwnOutcome {
    let of = |keep: &dyn Fn(&Counted) -> bool| {
        let kept = all.iter().filter(|c| c.condition == condition && keep(c)).count();
        u32::try_from(kept).unwrap_or(u32::MAX)
    };
    let is = |c: &Counted, states: &[FindingState]| matches!(c.came, Came::Judged(s) if states.contains(&s));
    let judged = |c: &Counted| matches!(c.came, Came::Judged(_));
    let remission = [FindingState::Remission];
    let response = [FindingState::Response, FindingState::Remission];
    let assessed = of(&judged);
    let with_limit = of(&|c| judged(c) && c.has_remission);
    let definitions: BTreeSet<&String> =
        all.iter().filter(|c| c.condition == condition).map(|c| &c.definition).collect();
    OwnOutcome {
        condition: words::condition(condition),
        begun: of(&|_| true),
        finished: of(&|c| c.came != Came::Begun),
        assessed,
        responded: share(of(&|c| is(c, &response)), assessed),
        remission_defined: of(&|c| c.has_remission) > 0,
        in_remission: share(of(&|c| c.has_remission && is(c, &remission)), with_limit),
        definitions: definitions.into_iter().cloned().collect(),
    }
}

fn share(count: u32, people: u32) -> Option<Share> {
    let interval = Interval::of_share(count, people).filter(|_| people >= FEWEST)?;
    Some(Share { count, people, interval })
}

/// What response and remission mean on the instrument of a course, in the figures of the rules.
fn definition(course: &OwnCourseHead, cut: Option<f64>, knowledge: &Knowledge) -> String {
    let (rules, primary) = (&knowledge.rules, course.primary_instrument);
    let (percent, points) = if rules.d5.params.instruments.contains(&primary) {
        (rules.d5.params.response_percent, rules.d5.params.or_points.get(&primary).copied())
    } else if rules.d6.params.instruments.contains(&primary) {
        (rules.d6.params.response_percent, None)
    } else {
        let d1 = &rules.d1.params;
        let own = d1.response_percent.get(&course.condition).copied();
        (own.unwrap_or(d1.watched_response_percent), None)
    };
    let points = points.map_or(String::new(), |p| format!(" or by {} points", words::number(p)));
    let remission = cut.map_or_else(
        || "no limit for remission is on file.".to_owned(),
        |cut| format!("remission: a score of at most {}, and counted as a response too.", words::number(cut)),
    );
    format!(
        "{}: response is better than the baseline by at least {} %{points}; {remission}",
        knowledge.name(primary),
        words::number(percent)
    )
}

fn given_by(route: QuestionRoute) -> Option<Route> {
    match route {
        QuestionRoute::Iv => Some(Route::Iv),
        QuestionRoute::Im => Some(Route::Im),
        QuestionRoute::Sc => Some(Route::Sc),
        QuestionRoute::NasalEsketamine => Some(Route::NasalEsketamine),
        QuestionRoute::Sublingual => None,
    }
}

/// As much of a course's record as the check at the end of the induction reads.
fn record(course: &OwnCourse, today: Date) -> CourseRecord {
    let head = &course.head;
    let measurement = |s: &OwnScore| Measurement {
        date: s.date,
        instrument: head.primary_instrument,
        score: s.score,
        items: None,
        after: s.after_session,
        recall_days: None,
        form: None,
    };
    let decision = |d: &OwnChoice| DecisionNote {
        date: d.decided_on,
        rule: d.rule.clone(),
        choice: Choice::Extend.to_string(),
        reason: None,
        by: None,
    };
    CourseRecord {
        id: head.id.to_string(),
        status: Some(head.status),
        stopped_on: (head.status == CourseStatus::Ended).then_some(head.status_on.min(today)),
        sessions: course.sessions.iter().map(|s| session(s.date, s.route)).collect(),
        measurements: course.scores.iter().map(measurement).collect(),
        decisions: course.choices.iter().map(decision).collect(),
        ..CourseRecord::new(head.condition, head.protocol_id.clone(), head.primary_instrument, today)
    }
}

fn session(date: Date, route: Route) -> Session {
    Session::new(date, SessionStatus::Done, route)
}
