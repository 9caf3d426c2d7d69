//! Safety as the course page shows it: what is open, with its duties and its whole trail, and the questions.

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::Condition;
use evenkeel_care::finding::{Finding, FindingState};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::{ScreenAnswers, SignKind};
use evenkeel_care::rules::{ActionOwner, ActionTime, RequiredAction};
use evenkeel_care::safety as rules;
use evenkeel_store::alert::{self, Alert, Step, StepKind};
use evenkeel_store::screen::{KeptAnswers, Screen};
use evenkeel_store::{ClinicId, CourseId};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::hours::{age, when};
use super::own::{OwnQuestion, OwnWording};
use super::screens::{OWN, in_order};
use super::settings::InForce;
use crate::actor::Actor;
use crate::context::Practice;
use crate::overview::finding_view;
use crate::record::Standing;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::view::course::FindingView;
use crate::view::safety::{
    ActionView, AlertView, ScreenForm, ScreenQuestion, ScreenRow, SignQuestion, TrailLine,
};
use crate::words;

/// What the course page says about safety.
pub(crate) struct Shown {
    /// Findings that speak and have no alert.
    pub findings: Vec<FindingView>,
    /// Alerts, open ones first, then the latest.
    pub alerts: Vec<AlertView>,
}

impl Shown {
    /// Whether anything still waits for a person.
    pub(crate) fn is_open(&self) -> bool {
        !self.findings.is_empty() || self.alerts.iter().any(|alert| alert.open)
    }
}

/// Where and when it is read.
struct Reader<'a> {
    actor: &'a Actor,
    zone: TimeZone,
    today: Date,
    in_force: &'a InForce,
}

impl Practice {
    /// The alerts of a course with their trails, and safety findings that have none.
    pub(crate) async fn shown_safety(
        &self,
        actor: &Actor,
        standing: &Standing<'_>,
        zone: &str,
        in_force: &InForce,
    ) -> Result<Shown, Refusal> {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let today = self.now().to_zoned_datetime(zone.clone()).date();
        let reader = Reader { actor, zone, today, in_force };
        let (alerts, steps) = self.kept(actor.clinic, standing.bundle.course.id).await?;
        let mut known = Vec::new();
        let mut shown = Vec::new();
        for alert in alerts.iter().rev() {
            let finding: Finding = alert.body.parse()?;
            known.push((finding.rule.clone(), finding.date));
            let own: Vec<&Step> = steps.iter().filter(|s| s.alert_id == alert.id).collect();
            shown.push(self.alert_view(alert, &finding, &own, &reader));
        }
        shown.sort_by_key(|a| (!a.open, a.level == FindingState::Screen));
        let speaks = |f: &&Finding| self.speaks(f) && !known.contains(&(f.rule.clone(), f.date));
        let findings = standing.review.findings.iter().filter(speaks);
        Ok(Shown { findings: findings.map(|f| finding_view(f, self.knowledge())).collect(), alerts: shown })
    }

    async fn kept(&self, clinic: ClinicId, course: CourseId) -> Result<(Vec<Alert>, Vec<Step>), Refusal> {
        let alerts = alert::list(self.store(), clinic, course).await?;
        let steps =
            if alerts.is_empty() { Vec::new() } else { alert::steps(self.store(), clinic, course).await? };
        Ok((alerts, steps))
    }

    fn alert_view(
        &self,
        alert: &Alert,
        finding: &Finding,
        steps: &[&Step],
        reader: &Reader<'_>,
    ) -> AlertView {
        let last = |kind: StepKind| steps.iter().rev().find(|s| s.kind == kind);
        let at = |step: &Step| when(step.recorded.at, &reader.zone, reader.today);
        let open = alert.ended.is_none();
        let acknowledged = last(StepKind::Acknowledged);
        let required = rules::required_actions(self.knowledge(), finding);
        let high = alert.level == FindingState::High;
        AlertView {
            id: alert.id.0,
            level: alert.level,
            finding: finding_view(finding, self.knowledge()),
            since: when(alert.recorded.at, &reader.zone, reader.today),
            age: age(alert.recorded.at, self.now()),
            owner: last(StepKind::Taken).and_then(|s| s.names.clone()),
            acknowledged: acknowledged.map(|s| format!("{}, {}", s.recorded.by_name, at(s))),
            timer: if open && acknowledged.is_none() {
                self.timer_words(alert, steps, reader)
            } else {
                Vec::new()
            },
            actions: required.iter().map(|action| action_view(action, steps, &at)).collect(),
            trail: steps.iter().map(|step| trail_line(step, required, at(step))).collect(),
            open,
            may_close: reader.actor.may(if high { Right::CloseHighAlerts } else { Right::SeeToSafety }),
        }
    }

    /// What happens while nobody acknowledges, and what is not sent.
    fn timer_words(&self, alert: &Alert, steps: &[&Step], reader: &Reader<'_>) -> Vec<String> {
        if !self.knowledge().rules.d26.params.levels.contains(&alert.level) {
            return Vec::new();
        }
        let minutes = reader.in_force.confirmed.as_ref().map(|kept| kept.escalate_after_minutes);
        let minutes = minutes.unwrap_or_else(|| self.shipped_minutes());
        let open_now = reader.in_force.hours.open_at(self.now(), &reader.zone);
        let mut said = vec![if open_now {
            format!("Until somebody acknowledges it, it goes to the next person every {minutes} minutes.")
        } else {
            let on_call = reader.in_force.on_call().unwrap_or_else(|| "nobody is named yet".to_owned());
            format!(
                "It is outside the clinic’s hours. On call: {on_call}. Tell the patient that nobody is watching at \
                 this hour, and to call the crisis line."
            )
        }];
        let calls = steps.iter().filter(|s| s.kind == StepKind::Escalated).count();
        let last = steps.iter().rev().find(|s| s.kind == StepKind::Escalated).and_then(|s| s.names.clone());
        if let Some(names) = last {
            said.push(format!(
                "Nobody has acknowledged it: it has gone on {}, last to {names}.",
                times(calls)
            ));
        }
        said.push(NOT_SENT.to_owned());
        said
    }

    /// The questions of the screen: with its wording where the clinic holds the right to it, else the clinic's
    /// own, else neutral headings.
    pub(crate) fn screen_form(&self, own: &OwnWording) -> ScreenForm {
        let definition = self.knowledge().instruments.get(&InstrumentId::Cssrs);
        let worded = self.licensed();
        if !worded && !own.questions.is_empty() {
            return own_form(own);
        }
        let text = |n: usize, heading: &str| {
            let item = definition.and_then(|d| d.items.iter().find(|item| item.number == n));
            item.map_or_else(|| heading.to_owned(), |item| item.text.clone())
        };
        let basis = if worded {
            "In the wording to which your clinic holds the right."
        } else {
            "Headings only: the wording of the C-SSRS is not shipped. Ask from your licensed sheet, or let the clinic’s \
             lead write the clinic’s own questions."
        };
        let questions = (1..)
            .zip(SCREEN)
            .map(|(n, (key, heading))| ScreenQuestion { key: key.to_owned(), text: text(n, heading) });
        ScreenForm { basis: basis.to_owned(), own_version: None, questions: questions.collect() }
    }
}

/// The clinic's own questions, in their order.
fn own_form(own: &OwnWording) -> ScreenForm {
    let by = own.kept.as_ref().map(|kept| kept.name.clone()).unwrap_or_default();
    let question =
        |(n, q): (usize, &OwnQuestion)| ScreenQuestion { key: format!("own_{n}"), text: q.text.clone() };
    ScreenForm {
        basis: format!("The clinic’s own questions, version {}, confirmed by {by}.", own.version()),
        own_version: Some(own.version()),
        questions: (1..).zip(&own.questions).map(question).collect(),
    }
}

/// Said wherever somebody might wait for a message that will not come.
pub const NOT_SENT: &str = "Evenkeel sends no e-mail, no text message and makes no call. This page and the banner on \
                            every staff page are the only signs: whoever sees them calls.";

/// The questions under their names in a record, with neutral headings, in record order.
pub(super) const SCREEN: [(&str, &str); 7] = [
    ("q1", "Wish to be dead, past month"),
    ("q2", "Suicidal thoughts, past month"),
    ("q3", "Thoughts with a method, past month"),
    ("q4", "Thoughts with some intent, past month"),
    ("q5", "Plan worked out, with intent, past month"),
    ("q6_lifetime", "Suicidal behaviour, ever"),
    ("q6_3_months", "Suicidal behaviour, past three months"),
];

fn times(n: usize) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{n} times"),
    }
}

fn action_view(action: &RequiredAction, steps: &[&Step], at: &impl Fn(&Step) -> String) -> ActionView {
    let who = match action.who {
        ActionOwner::Contact => "whoever is with the patient",
        ActionOwner::Clinician => "a clinician",
        ActionOwner::Prescriber => "the prescriber",
    };
    let by = match action.when {
        ActionTime::AtOnce => "at once",
        ActionTime::SameContact => "in this contact",
        ActionTime::SameDay => "today",
        ActionTime::NextVisit => "by the next visit",
    };
    let done = steps.iter().find(|s| s.kind == StepKind::Done && s.action.as_ref() == Some(&action.key));
    ActionView {
        key: action.key.clone(),
        says: action.says.clone(),
        by: format!("{who}, {by}"),
        required: action.document_before_closing,
        done: done.map(|step| format!("{}, {}", step.recorded.by_name, at(step))),
    }
}

/// Screens of the course, latest first.
pub(crate) fn screen_rows(screens: &[Screen]) -> Vec<ScreenRow> {
    let row = |screen: &Screen| ScreenRow {
        date: words::date(screen.date),
        asked_by: screen.recorded.by_name.clone(),
        answers: match screen.answers {
            KeptAnswers::Given(answers) => said_of(screen, answers),
            KeptAnswers::Erased => "erased".to_owned(),
        },
        note: screen.note.as_ref().map(|note| note.text().unwrap_or("erased").to_owned()),
    };
    screens.iter().rev().map(row).collect()
}

/// In the numbers of the questions that were asked: the clinic's own by their version, else the rows.
fn said_of(screen: &Screen, answers: ScreenAnswers) -> String {
    match (screen.own(), screen.wording.strip_prefix(OWN)) {
        (Ok(Some(own)), Some(version)) => format!("Own questions, version {version}. {}", said(&own)),
        _ => said(&in_order(answers)),
    }
}

/// "Yes: 1, 2. No: 3, 4, 5, 7. Not asked: 6."
fn said(answers: &[Option<bool>]) -> String {
    let list = |wanted: Option<bool>| {
        let numbers = (1..).zip(answers).filter(|(_, answer)| **answer == wanted);
        numbers.map(|(n, _): (u8, _)| n.to_string()).collect::<Vec<_>>().join(", ")
    };
    let parts = [("Yes", list(Some(true))), ("No", list(Some(false))), ("Not asked", list(None))];
    let parts = parts.into_iter().filter(|(_, numbers)| !numbers.is_empty());
    parts.map(|(word, numbers)| format!("{word}: {numbers}.")).collect::<Vec<_>>().join(" ")
}

/// The signs a check-in asks for: the five of every course, and two more where a mood could turn.
pub(crate) fn sign_questions(condition: Condition) -> Vec<SignQuestion> {
    let asked = |sign: &&SignKind| condition == Condition::BipolarDepression || !of_bipolar(**sign);
    let question =
        |sign: &SignKind| SignQuestion { field: format!("sign_{sign}"), text: words::sign(*sign).to_owned() };
    SignKind::ALL.iter().filter(asked).map(question).collect()
}

fn of_bipolar(sign: SignKind) -> bool {
    matches!(sign, SignKind::LessSleepMoreEnergy | SignKind::RacingOrRisky)
}

fn trail_line(step: &Step, required: &[RequiredAction], when: String) -> TrailLine {
    let names = step.names.clone().unwrap_or_default();
    let action = step.action.clone().unwrap_or_default();
    let what = match step.kind {
        StepKind::Taken => format!("{names} has taken it on."),
        StepKind::Acknowledged => "Acknowledged.".to_owned(),
        StepKind::Done => {
            let says = required.iter().find(|a| a.key == action).map_or(action, |a| a.says.clone());
            format!("Done: {says}")
        }
        StepKind::Noted => match action.parse::<FindingState>() {
            Ok(level) => format!("A later answer or screen: {}.", words::state(level).to_lowercase()),
            Err(_) => "Noted.".to_owned(),
        },
        StepKind::Escalated => format!("Nobody had acknowledged it: it went to {names}."),
        StepKind::Answered => "Answered by a complete screen.".to_owned(),
        StepKind::Superseded => "A newer finding has taken its place.".to_owned(),
        StepKind::Closed => format!("Closed by {names}."),
    };
    let words = step.words.as_ref().map(|note| note.text().unwrap_or("erased").to_owned());
    TrailLine { when, who: step.recorded.by_name.clone(), what, words }
}
