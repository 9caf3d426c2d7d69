//! Made-up views, as full as a page can get, for the tests of this crate.

use evenkeel_care::condition::Condition;
use evenkeel_care::evidence::{
    About, AnsweredFigure, ControlFigure, EvidenceAnswer, EvidenceGrade, EvidencePhase, EvidenceRoute,
    Interval, NotUsed, Question, Treatment, Unit,
};
use evenkeel_care::finding::{Choice, FindingKind, FindingState};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_practice::view::course::{
    CourseOverview, DecisionView, FindingView, ForecastRow, GiveForm, InstrumentForm, ItemForm, May,
    NextStep, OptionView, PlanPill, ScoreRow, SessionRow,
};
use evenkeel_practice::view::course::{DoseForm, EventRow, MoveForm, ObserveForm, TasksView, UnrecordedDay};
use evenkeel_practice::view::forecast::{
    AnswerView, ChartScore, ChartSession, ChartView, Comparison, DaysWell, FanPoint, ForecastLine, OwnFigure,
    SessionChance, SessionMark,
};
use evenkeel_practice::view::people::{
    ClinicView, CourseLine, FrontDeskRow, Listed, MyCourse, MyScores, MySession, PatientHead, PatientPage,
    PatientRow, PatientsPage, SafetyLine,
};
use evenkeel_practice::view::reference::{
    EvidencePage, NumberView, ProtocolView, ProtocolsPage, RuleLine, RulePage, RulesPage, SourceView,
};
use evenkeel_practice::view::safety::{
    ActionView, AlertView, SafetySettingsView, ScreenForm, ScreenQuestion, ScreenRow, SignQuestion,
    TrailLine, WeekdayHours,
};
use evenkeel_practice::{CourseChoices, ProtocolChoice};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use uuid::Uuid;

pub const TODAY: Date = date(2026, 3, 18);

fn day(n: i64) -> Date {
    date(2026, 3, 3) + n.days()
}

fn text(s: &str) -> String {
    s.to_owned()
}

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|s| text(s)).collect()
}

pub fn clinic() -> ClinicView {
    ClinicView {
        name: text("Harbour Street Clinic"),
        crisis_text: text("Call or text 988, day or night."),
        crisis_number: text("988"),
        emergency_number: text("911"),
        watched: text(
            "Your clinic reads these answers Mon to Fri 09:00 to 17:00. At other times nobody is watching.",
        ),
        safety_confirmed: true,
        today: TODAY,
    }
}

pub fn waiting() -> SafetyLine {
    SafetyLine {
        course: Uuid::from_u128(9),
        patient: text("T. <Ada> Brandt"),
        what: text("Item 9 of PHQ-9 was answered with 1."),
        when: text("today 14:05"),
        level: FindingState::High,
        age: text("20 min"),
        owner: None,
        acknowledged: false,
        escalated_to: Some(text("all prescribers (Dr Maya Lindqvist)")),
    }
}

pub fn safety_settings() -> SafetySettingsView {
    let day = |name, from: &str, to: &str| WeekdayHours { name, from: text(from), to: text(to) };
    SafetySettingsView {
        version: 1,
        confirmed: Some(text("Robin <Ada> Hale, today 09:00")),
        may_confirm: true,
        country: text("US"),
        zone: text("America/New_York"),
        crisis_text: text("Call or text 988, day or night."),
        crisis_number: text("988"),
        emergency_number: text("911"),
        week: vec![day("Mon", "09:00", "17:00"), day("Tue", "", "")],
        closed: text("2026-12-25"),
        on_call_name: text("Dr Maya Lindqvist"),
        on_call_phone: text("555-0100"),
        minutes: 15,
    }
}

pub fn alert(level: FindingState, open: bool) -> AlertView {
    let action = |key: &str, done: Option<&str>| ActionView {
        key: text(key),
        says: text("Tell the prescriber."),
        by: text("whoever is with the patient, at once"),
        required: true,
        done: done.map(text),
    };
    AlertView {
        id: Uuid::from_u128(if level == FindingState::Screen { 21 } else { 22 }),
        level,
        finding: FindingView {
            options: Vec::new(),
            ..finding("D23", FindingKind::Safety, level, "High risk")
        },
        since: text("today 14:05"),
        age: text("20 min"),
        owner: Some(text("Tomas <Ada> Ruiz")),
        acknowledged: None,
        timer: texts(&["It has gone on twice."]),
        actions: vec![action("prescriber", None), action("means", Some("Tomas Ruiz, today 14:07"))],
        trail: vec![TrailLine {
            when: text("today 14:06"),
            who: text("Tomas Ruiz"),
            what: text("Tomas Ruiz has taken it on."),
            words: Some(text("With <Ada> now.")),
        }],
        open,
        may_close: true,
    }
}

fn screen_form() -> ScreenForm {
    let question = |key: &str| ScreenQuestion { key: text(key), text: text("Wish to be dead, past month") };
    ScreenForm { basis: text("Headings only."), questions: vec![question("q1"), question("q2")] }
}

pub fn head() -> PatientHead {
    PatientHead {
        id: Uuid::from_u128(7),
        name: text("<Ada> Moreno & Castellanos"),
        birth_date: Some(date(1983, 5, 2)),
        age_years: Some(42),
        record_number: Some(text("10551")),
        label: Some(text("Synthetic patient")),
    }
}

fn line() -> CourseLine {
    CourseLine {
        id: Uuid::from_u128(9),
        title: text("Depression · IV mood, six sessions"),
        phase: text("induction"),
        sessions_done: 4,
        sessions_planned: 6,
        next_on: Some(day(17)),
        trend: vec![(day(0), 20.0), (day(6), 19.0), (day(14), 17.0)],
        instrument: InstrumentId::Phq9,
        range: (0.0, 27.0),
        latest: Some(text("PHQ-9 17 on 17 Mar")),
    }
}

pub fn patients() -> PatientsPage {
    let without = PatientHead { id: Uuid::from_u128(8), name: text("J. Wren"), label: None, ..head() };
    PatientsPage {
        query: String::new(),
        listed: Listed::Running,
        rows: vec![
            PatientRow { patient: head(), course: Some(line()) },
            PatientRow { patient: without, course: None },
        ],
        more: true,
        may_add: true,
    }
}

pub fn patient() -> PatientPage {
    PatientPage {
        patient: head(),
        phone: Some(text("555-0100")),
        courses: vec![line()],
        screening: evenkeel_practice::view::people::ScreeningView::default(),
        may_screen: true,
        may_open_course: true,
    }
}

pub fn choices() -> CourseChoices {
    CourseChoices {
        patient: head(),
        protocols: vec![ProtocolChoice {
            id: text("iv-mood-6"),
            name: text("IV mood, six sessions"),
            why: texts(&["Six infusions in two to three weeks are what most trials gave."]),
            sources: texts(&["Sanacora et al. 2017, doi:10.1001/jamapsychiatry.2017.0080"]),
            grade: text("G: guideline or consensus"),
            conditions: vec![(Condition::Depression, text("Depression"))],
            instruments: vec![(InstrumentId::Phq9, text("PHQ-9")), (InstrumentId::Qids16, text("QIDS-SR16"))],
            ladders: vec![(text("clinic-ladder"), text("Every 2 to 4 weeks, then every 4 to 8"))],
        }],
        before: None,
        earliest_start: TODAY,
    }
}

pub fn finding(rule: &str, kind: FindingKind, state: FindingState, label: &str) -> FindingView {
    FindingView {
        rule: text(rule),
        name: text("Check after session 4"),
        kind,
        state,
        state_label: text(label),
        date: day(14),
        instrument: Some(text("PHQ-9")),
        because: texts(&[
            "PHQ-9 20 → 17, 15 % better.",
            "The check asks below 20 %.",
            "4 of 6 sessions given.",
        ]),
        missing: texts(&["Medication list"]),
        options: Vec::new(),
        caveats: texts(&["The score looks back 14 days, to before the first session."]),
        sources: texts(&["Sanacora et al. 2017"]),
        grade: text("C: clinic habit"),
        revision: text("1"),
        changed: texts(&["continue_percent 20 → 25"]),
        trace: texts(&["baseline 20", "latest 17", "change −15 %"]),
        due_on: Some(day(17)),
    }
}

fn option(choice: Choice, label: &str) -> OptionView {
    OptionView { choice, label: text(label), needs_dose: choice == Choice::AdjustDose }
}

fn session(n: Option<u32>, on: i64, status: SessionMark) -> ChartSession {
    ChartSession { n, date: day(on), status, dose: text("0.5 mg/kg") }
}

fn sessions() -> Vec<ChartSession> {
    vec![
        session(Some(1), 0, SessionMark::Done),
        session(Some(2), 3, SessionMark::Done),
        session(None, 7, SessionMark::Missed),
        session(Some(3), 10, SessionMark::Done),
        session(Some(4), 14, SessionMark::Done),
        session(Some(5), 15, SessionMark::Today),
        session(Some(6), 21, SessionMark::Planned),
    ]
}

fn fan(from: i64, to: i64, start: f64, slope: f64) -> Vec<FanPoint> {
    (from..=to)
        .scan((start, 1.0), |(median, width), n| {
            let q =
                [*median - 2.0 * *width, *median - *width, *median, *median + *width, *median + 2.0 * *width];
            *median += slope;
            *width += 0.08;
            Some(FanPoint { date: day(n), q: q.map(|v: f64| v.clamp(0.0, 27.0)) })
        })
        .collect()
}

fn score(on: i64, value: f64, label: &str, other: bool) -> ChartScore {
    ChartScore { date: day(on), value, label: text(label), other }
}

fn chart() -> ChartView {
    ChartView {
        instrument: text("PHQ-9"),
        range: (0.0, 27.0),
        high_is_worse: true,
        today: Some(TODAY),
        scores: vec![
            score(-1, 20.0, "PHQ-9 20", false),
            score(3, 19.0, "PHQ-9 19", false),
            score(10, 15.0, "QIDS-SR16 11", true),
            score(14, 17.0, "PHQ-9 17", false),
        ],
        sessions: sessions(),
        corridor: fan(0, 15, 20.0, -0.2),
        fan: fan(15, 43, 17.0, -0.15),
        if_stopped: fan(15, 43, 17.0, 0.1),
        response_line: Some((10.0, text("half the intake score"))),
        remission_line: Some((4.0, text("remission"))),
    }
}

fn answer() -> AnswerView {
    let by_session = (1..=12).map(|n| SessionChance {
        n,
        response: 0.06 * f64::from(n),
        population: 0.08 * f64::from(n),
        remission: Some(0.02 * f64::from(n)),
        given: n <= 4,
    });
    AnswerView {
        population_only: None,
        sentences: texts(&[
            "Most likely 9 sessions to response.",
            "By session 6, 36 of 100 patients like this respond.",
        ]),
        headline: text("9 sessions"),
        headline_rest: text(
            "until response is the median; half of patients like this: 7 to more than 12; eight in ten: 6 to more than 12.",
        ),
        own: vec![OwnFigure {
            label: text("PHQ-9 in 14 days, under the plan"),
            median: text("13"),
            ranges: text("half: 11 to 15; eight in ten: 9 to 18"),
        }],
        rests_on: text("This rests on 4 scores and 4 sessions."),
        grade: text("I: several trials agree"),
        caveats: texts(&["The last score looks back to before the first session."]),
        as_of: TODAY,
        model: text("Model 1.1 · prior 45287a4c · seed 1"),
        by_session: by_session.collect(),
        response_meant: text("Response here means at least 50 % better than the baseline of 20."),
        days_well: vec![
            DaysWell { interval_days: None, sessions: 0, days_well: 60.4, suggested: false },
            DaysWell { interval_days: Some(28), sessions: 13, days_well: 221.0, suggested: true },
            DaysWell { interval_days: Some(14), sessions: 26, days_well: 240.0, suggested: false },
        ],
        days_well_caution: text("Long use has risks of its own: bladder, liver, dependence."),
    }
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

fn questionnaire() -> InstrumentForm {
    let options = || ["Not at all", "Several days", "More than half the days", "Nearly every day"];
    let item = |n: usize, wording: &str, unscored| ItemForm {
        n,
        text: text(wording),
        options: (0..).zip(options()).map(|(value, words)| (value, text(words))).collect(),
        unscored,
    };
    InstrumentForm {
        id: InstrumentId::Phq9,
        name: text("PHQ-9"),
        range: (0.0, 27.0, 1.0),
        stem: Some(text("Over the last 2 weeks, how often have you been bothered by the following?")),
        items: vec![
            item(1, "Little interest or pleasure", false),
            item(2, "How difficult did this make things", true),
        ],
        recall_days: 14,
        primary: true,
    }
}

fn tasks() -> TasksView {
    TasksView {
        observe: Some(ObserveForm {
            session: Uuid::from_u128(21),
            version: 0,
            date: TODAY,
            route: evenkeel_care::condition::Route::NasalEsketamine,
            seen: evenkeel_practice::Seen::default(),
        }),
        shift: Some(MoveForm { n: 5, date: TODAY, window: (TODAY, day(18)) }),
        unrecorded: vec![UnrecordedDay { n: 3, date: day(7) }],
        due: vec![finding("D38", FindingKind::Due, FindingState::Overdue, "Overdue")],
        gates: vec![finding("C4", FindingKind::Gate, FindingState::Warn, "Check before going on")],
        events: vec![EventRow {
            date: TODAY,
            what: text("Consent"),
            note: Some(text("Signed.")),
            entered_by: text("A. Silva"),
        }],
        changes: texts(&[
            "From Tue 17 Mar 2026: im-mood with clinic-ladder. No vein was found. (Dr Maya Lindqvist)",
        ]),
        before: texts(&["Longest interval that kept a response: 42 days."]),
    }
}

fn screened() -> ScreenRow {
    ScreenRow {
        date: text("Mon 16 Mar 2026"),
        asked_by: text("Tomas Ruiz"),
        answers: text("Yes: 1, 2. No: 3. Not asked: 4."),
        note: Some(text("Sister <Ada> is with her.")),
    }
}

fn give() -> GiveForm {
    GiveForm {
        n: 5,
        date: TODAY,
        window: Some(text("The plan says Wed 18 Mar; any day to 20 Mar keeps the spacing.")),
        route: evenkeel_care::condition::Route::Iv,
        dose: DoseForm::PerKg { value: Some(0.5) },
        weight_kg: Some(81.5),
        weighed: Some(text("Last weighed 17 Mar, 81.5 kg.")),
        last: Some(text("Last time, 17 Mar: IV 0.5 mg/kg; tolerated well.")),
        observe_minutes: None,
        limits: text("Confirm above 1.0 mg/kg."),
        supervised_by: text("A. Silva"),
    }
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
    let total = InstrumentForm {
        id: InstrumentId::Qids16,
        name: text("QIDS-SR16"),
        items: Vec::new(),
        stem: None,
        recall_days: 7,
        primary: false,
        ..questionnaire()
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
        scores: scores(),
        sessions: session_rows(),
        decisions: vec![decision()],
        forecasts: forecasts(),
        give: give(),
        check_in: vec![questionnaire(), total],
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
        },
        read_only: None,
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
        said: text("Median 17 (80 %: 12 to 21) on 17 Mar"),
        happened: Some(text("17")),
        within: Some(true),
    }]
}

/// A course on its first day: nothing known, nothing to decide.
pub fn empty_course() -> CourseOverview {
    CourseOverview {
        answer: Err(text("No intake score yet. Enter one, and the answer appears.")),
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
        other_findings: Vec::new(),
        plan: Vec::new(),
        scores: Vec::new(),
        sessions: Vec::new(),
        decisions: Vec::new(),
        forecasts: Vec::new(),
        ..course()
    }
}

pub fn front_desk() -> Vec<FrontDeskRow> {
    let row = |name: &str, next_on, in_days| FrontDeskRow {
        patient: Uuid::from_u128(7),
        name: text(name),
        phone: Some(text("555-0100")),
        birth_date: Some(date(1983, 5, 2)),
        next_on,
        visit: Some(text("Session 5 of 6")),
        in_days,
    };
    vec![
        row("A. Moreno", Some(TODAY), Some(0)),
        row("T. Brandt", Some(day(13)), Some(-2)),
        row("J. Wren", None, None),
    ]
}

pub fn my_course() -> MyCourse {
    MyCourse {
        name: text("Ada"),
        plan_sentence: Some(text("You have had 4 of your 6 first sessions.")),
        next_on: Some(day(17)),
        checklist: texts(&["Someone drives you home", "Nothing to eat from 04:30"]),
        sessions: (1..=6).map(|n| MySession { n, date: day(i64::from(n) * 3), done: n <= 4 }).collect(),
        scores: vec![MyScores {
            name: text("Mood questionnaire (PHQ-9)"),
            range: (0.0, 27.0),
            points: vec![(day(0), 20.0), (day(14), 17.0)],
            sentence: text("Your score went from 20 to 17."),
            high_is_worse: true,
        }],
        shared_answer: Some(text("Many people like you need 7 to 12 sessions.")),
    }
}

fn midazolam() -> ControlFigure {
    ControlFigure {
        arm: text("midazolam"),
        treatment: Treatment::ActivePlacebo,
        value: 20.0,
        shown: text("20 %"),
        count: None,
        denominator: None,
        n_arm: Some(15),
        interval: None,
    }
}

pub fn evidence() -> EvidencePage {
    let figure = AnsweredFigure {
        study: text("feder2021"),
        citation: text("Feder A et al. Repeated infusions <of> ketamine. Am J Psychiatry 2021"),
        source: Some(text("doi:10.1176/x")),
        link: Some(text("https://doi.org/10.1176/x")),
        population: text("PTSD"),
        conditions: vec![Condition::Ptsd],
        design: text("RCT"),
        route: EvidenceRoute::Iv,
        arm: text("ketamine"),
        treatment: Treatment::Ketamine,
        dose: text("0.5 mg/kg"),
        schedule: text("3x/week"),
        instrument: text("CAPS-5"),
        quantity: text("response_rate"),
        name: text("Response"),
        about: About::Response,
        definition: None,
        definition_words: text("≥ 30% fall in CAPS-5; this clinic's too"),
        value: 67.0,
        upper: None,
        unit: Unit::Percent,
        shown: text("67 %"),
        approximate: false,
        count: None,
        denominator: None,
        n_arm: Some(15),
        interval: Some(Interval { low: 41.7, high: 84.8, computed: true }),
        sd: None,
        phase: EvidencePhase::EndOfInduction,
        study_phase: None,
        day: None,
        week: Some(2),
        session: Some(6),
        days_after_last: None,
        when: text("after session 6, week 2"),
        subgroup: None,
        control: Some(midazolam()),
        grade: EvidenceGrade::Moderate,
        grade_why: vec!["randomised and blinded", "a small group"],
        second_hand: false,
        shares_patients_with: texts(&["another2020"]),
        shares_patients_words: texts(&["Other B et al. 2020"]),
        note: Some(text("a note")),
        study_notes: String::new(),
    };
    let second = AnsweredFigure { control: None, link: None, source: None, interval: None, ..figure.clone() };
    let question = Question { condition: Some(Condition::Ptsd), ..Question::default() };
    let not_used = vec![NotUsed {
        study: text("old"),
        citation: text("Old et al. 2001"),
        why: "not verified, not used",
    }];
    let answer = EvidenceAnswer {
        question,
        words: texts(&["For PTSD: 2 figures from 1 study on file."]),
        studies: 1,
        independent_groups: 1,
        figures: vec![figure, second],
        not_used,
    };
    EvidencePage { answer, unknown: Vec::new() }
}

fn rule_line() -> RuleLine {
    RuleLine {
        id: text("D11"),
        title: text("Check after session 4"),
        kind: text("checkpoint"),
        why: text("At least 20 % better: the course goes on."),
        grade: text("T: trial or peer-reviewed study"),
        revision: text("1-harbour"),
        effective: TODAY,
        changed: texts(&["continue_percent 20 → 25"]),
    }
}

pub fn rules() -> RulesPage {
    RulesPage { overlay: Some(text("harbour")), rules: vec![rule_line()] }
}

fn numbers() -> Vec<NumberView> {
    let number = |name: &str, value: &str, shipped: Option<&str>| NumberView {
        name: text(name),
        value: text(value),
        shipped: shipped.map(text),
    };
    vec![number("continue percent", "25", Some("20")), number("dose: stop above", "1.5", None)]
}

fn sources() -> Vec<SourceView> {
    vec![SourceView {
        citation: text("doi:10.1038/s41398-024-03027-2"),
        link: Some(text("https://doi.org/10.1038/s41398-024-03027-2")),
        grade: text("T: trial or peer-reviewed study"),
        supports: text("continue_percent"),
    }]
}

pub fn rule() -> RulePage {
    RulePage {
        line: rule_line(),
        changed_by: Some(text("harbour")),
        inputs: texts(&["primary score one to three days after session 4"]),
        numbers: numbers(),
        sources: sources(),
        attributes: vec![("Citation", text("doi:10.1038/x")), ("Uses race", text("no"))],
    }
}

pub fn protocols() -> ProtocolsPage {
    let protocol = ProtocolView {
        id: text("iv-mood-6"),
        name: text("IV mood, six sessions"),
        treats: text("Depression · IV"),
        research_only: false,
        evidence: text("Six infusions are what most trials gave."),
        grade: text("G: guideline or consensus"),
        revision: text("1"),
        effective: TODAY,
        parts: vec![(text("Induction"), numbers()), (text("Spacing"), numbers())],
        sources: sources(),
        changed: texts(&["spacing.min_gap_days 2 → 3"]),
    };
    ProtocolsPage { overlay: None, protocols: vec![protocol] }
}
