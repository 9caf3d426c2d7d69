//! The page of a course, full and on its first day.

use super::cost::cost_line;
use super::finding::{finding, option};
use super::forecast::{answer, chart, sessions};
use super::forms::{give, questionnaire, tasks};
use super::people::{clinic, head};
use super::safety::{alert, screen_form, screened};
use super::{day, text, texts};
use evenkeel_care::finding::{Choice, FindingKind, FindingState};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_practice::view::cost::CostLine;
use evenkeel_practice::view::course::{
    CourseOverview, DecisionView, FindingView, ForecastRow, InstrumentForm, May, NextStep, PlanPill,
    ScoreRow, SessionRow,
};
use evenkeel_practice::view::forecast::{ChartView, Comparison, ForecastLine, SessionMark, ToShare};
use evenkeel_practice::view::safety::SignQuestion;
use uuid::Uuid;

/// A questionnaire that is entered by its total alone.
fn total() -> InstrumentForm {
    InstrumentForm {
        id: InstrumentId::Qids16,
        name: text("QIDS-SR16"),
        items: Vec::new(),
        stem: None,
        recall_days: 7,
        primary: false,
        ..questionnaire()
    }
}

fn to_share() -> ToShare {
    let words = text("This is a careful guess from numbers. It is not a promise.");
    ToShare { words, seen: text("c0ffee"), blocked: None }
}

pub fn course() -> CourseOverview {
    let options = vec![
        option(Choice::Continue, "Continue as planned"),
        option(Choice::AdjustDose, "Adjust the dose"),
        option(Choice::Stop, "Stop and talk about alternatives"),
    ];
    let check = FindingView {
        options,
        ..finding("D11", FindingKind::Checkpoint, FindingState::Review, "Prescriber should look")
    };
    CourseOverview {
        id: Uuid::from_u128(9),
        clinic: clinic(),
        patient: head(),
        title: text("Depression · IV mood, six sessions (iv-mood-6, revision 1)"),
        phase: text("induction"),
        sessions_done: 4,
        sessions_planned: 6,
        prescriber: text("Dr Maya Lindqvist"),
        protocol_evidence: texts(&["G: Sanacora et al. 2017."]),
        evidence_query: text("condition=depression&route=iv"),
        answer: Ok(answer()),
        to_share: Some(to_share()),
        chart: chart(),
        next_step: NextStep {
            title: text("Check after session 4"),
            lead: text("PHQ-9 fell from 20 to 17."),
            finding: Some(check),
            shown_digest: text("d1g35t"),
            decided: None,
        },
        alerts: vec![alert(FindingState::High, true), alert(FindingState::Moderate, false)],
        screen: screen_form(),
        screens: vec![screened()],
        sign_questions: vec![SignQuestion {
            field: text("sign_mood_dip"),
            text: text("Has your mood dipped?"),
        }],
        safety: vec![finding("D20", FindingKind::Safety, FindingState::Screen, "Screen now")],
        progress: vec![finding("D1", FindingKind::Progress, FindingState::NoChange, "Hardly changed")],
        other_findings: vec![finding("D36", FindingKind::Due, FindingState::Upcoming, "Upcoming")],
        plan: plan(),
        cost: cost_line(),
        scores: scores(),
        sessions: session_rows(),
        decisions: vec![decision()],
        ranges_held: vec![text("1 past forecasts have met their score: too few to say.")],
        forecasts: forecasts(),
        give: give(),
        check_in: vec![questionnaire(), total()],
        life: super::life_strip(),
        tasks: tasks(),
        may: May {
            give: true,
            check_in: true,
            decide: true,
            share: true,
            change: true,
            restart: false,
            screen: true,
            answer_alerts: true,
            see_to_therapy: true,
        },
        read_only: None,
    }
}

/// A course on its first day: nothing known, nothing to decide.
pub fn empty_course() -> CourseOverview {
    CourseOverview {
        answer: Err(text("No intake score yet. Enter one, and the answer appears.")),
        to_share: None,
        chart: ChartView {
            scores: Vec::new(),
            sessions: Vec::new(),
            corridor: Vec::new(),
            fan: Vec::new(),
            if_stopped: Vec::new(),
            response_line: None,
            remission_line: None,
            ..chart()
        },
        next_step: NextStep {
            title: text("Enter the intake score"),
            lead: text("Without it, response cannot be judged."),
            finding: None,
            shown_digest: String::new(),
            decided: None,
        },
        safety: Vec::new(),
        alerts: Vec::new(),
        screens: Vec::new(),
        progress: Vec::new(),
        life: evenkeel_practice::view::therapy::LifeStrip::default(),
        other_findings: Vec::new(),
        plan: Vec::new(),
        cost: CostLine::default(),
        scores: Vec::new(),
        sessions: Vec::new(),
        decisions: Vec::new(),
        ranges_held: Vec::new(),
        forecasts: Vec::new(),
        ..course()
    }
}

fn plan() -> Vec<PlanPill> {
    let pill = |session| PlanPill {
        session,
        phase: text("induction"),
        window: Some(text("any day from 17 to 20 Mar")),
        why: texts(&["Two days after the session before."]),
    };
    sessions().into_iter().map(pill).collect()
}

fn scores() -> Vec<ScoreRow> {
    vec![ScoreRow {
        date: day(14),
        instrument: text("PHQ-9"),
        score: text("17 · moderately severe"),
        change: Some(text("15 % better")),
        entered_by: text("A. Silva"),
        after: true,
        corrected: true,
    }]
}

fn session_rows() -> Vec<SessionRow> {
    let row = |n, on, mark| SessionRow {
        n,
        date: day(on),
        mark,
        dose: text("IV 0.5 mg/kg · 41 mg at 81.5 kg"),
        supervised_by: Some(text("A. Silva")),
        note: Some(text("no <events>")),
    };
    vec![row(Some(4), 14, SessionMark::Done), row(None, 7, SessionMark::Missed)]
}

fn forecasts() -> Vec<ForecastRow> {
    vec![ForecastRow {
        as_of: day(3),
        said: text("17 (half: 15 to 19; eight in ten: 12 to 21) on 17 Mar; response 12 %"),
        happened: Some(text("17 on 17 Mar, no response")),
        in_half: Some(true),
        in_eight: Some(true),
    }]
}

fn decision() -> DecisionView {
    let line = |label: &str, chance: f64| ForecastLine {
        label: text(label),
        by_end: Some((6, chance)),
        by_last: Some((12, chance + 0.2)),
        sessions: text("most likely 9 sessions; half: 7 to 12"),
        score_in_14_days: [11.0, 13.0, 15.0, 17.0, 20.0],
    };
    DecisionView {
        when: text("18 Mar 2026, 09:12"),
        who: text("Dr Maya Lindqvist"),
        on: text("Check after session 4 (D11)"),
        what: text("Accepted: adjust the dose to 0.75 mg/kg"),
        reason: text("Tolerated well <so far>."),
        shown: texts(&["PHQ-9 20 → 17, 15 % better."]),
        comparison: Some(Comparison {
            before: line("Stay at 0.5 mg/kg", 0.36),
            after: line("0.75 mg/kg", 0.38),
            difference: text("Hardly any difference: 36 against 38 of 100."),
        }),
    }
}
