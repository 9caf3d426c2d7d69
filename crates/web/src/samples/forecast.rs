//! The answer and the chart of a course.

use super::{TODAY, day, text, texts};
use evenkeel_practice::view::forecast::{
    AnswerView, ChartScore, ChartSession, ChartView, DaysWell, FanPoint, OwnFigure, SessionChance,
    SessionMark, WayRow, Ways, WhatIf, WhatIfRow,
};

pub(super) fn answer() -> AnswerView {
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
        ways: Ok(ways()),
        what_if: Some(Box::new(what_if())),
        days_well: vec![
            DaysWell { interval_days: None, sessions: 0, days_well: 60.4, suggested: false },
            DaysWell { interval_days: Some(28), sessions: 13, days_well: 221.0, suggested: true },
            DaysWell { interval_days: Some(14), sessions: 26, days_well: 240.0, suggested: false },
        ],
        keeping: None,
        days_well_caution: text("Long use has risks of its own: bladder, liver, dependence."),
    }
}

pub(super) fn chart() -> ChartView {
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

fn session(n: Option<u32>, on: i64, status: SessionMark) -> ChartSession {
    ChartSession { n, date: day(on), status, dose: text("0.5 mg/kg") }
}

pub(super) fn sessions() -> Vec<ChartSession> {
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

fn what_if() -> WhatIf {
    let row = |name: &str, chance: &str| WhatIfRow {
        name: text(name),
        chance: text(chance),
        sessions: text("9 sessions (half: 7 to more than 12; eight in ten: 6 to more than 12)"),
        benefit: text("24 % (half: 15 % to 33 %; eight in ten: 9 % to 42 %)"),
    };
    WhatIf {
        chance_of: text("Chance of response by session 6"),
        benefit_of: text("Benefit in 7 days"),
        rows: vec![
            row("As it is", "36 %"),
            row("PHQ-9 of 11 or less in 7 days (chance 12 %)", "52 %"),
            row("PHQ-9 of 18 or more in 7 days (chance 13 %)", "14 %"),
        ],
        reserve: None,
        no_other: None,
    }
}

fn ways() -> Ways {
    let row = |name: &str, sessions, days_well, relapse: &str| WayRow {
        name: text(name),
        sessions,
        days_well,
        relapse: [text(relapse), text(relapse)],
    };
    Ways {
        rows: vec![
            row(
                "By the calendar",
                [11.0, 11.0, 13.0, 18.0, 26.0],
                [200.0, 280.0, 326.0, 350.0, 365.0],
                "18 %",
            ),
            row("No further session", [0.0; 5], [30.0, 90.0, 180.0, 300.0, 360.0], "53 %"),
        ],
        note: text("Information, not advice."),
        by_signs_missing: None,
    }
}
