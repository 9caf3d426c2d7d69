//! Writes every chart in its states, for eyes and for the sample pages:
//! `cargo run -p evenkeel-chart --example gallery -- FOLDER` puts one `.svg` and one `.txt` (the words) per chart
//! and an `index.html` into FOLDER. The numbers are made up; they only have the shape of a real course.

use evenkeel_chart::{
    Comparison, CourseChart, DateTick, DaysWell, DaysWellPoint, Fan, FanPoint, Figure, Level, Line, Panel,
    ResponseBar, ResponseBars, ScorePoint, SessionMark, SessionState, Size, Spark, Today, Window, YRange,
    course_chart, days_well_curve, fan_compare, response_bars, spark,
};
use std::fmt::Write as _;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/gallery".to_owned());
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let mut page = String::from(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Charts</title>\
         <link rel=\"stylesheet\" href=\"app.css\"><body class=\"page\"><main class=\"gallery\"><h1>Charts</h1>",
    );
    for (name, figure) in all() {
        std::fs::write(folder.join(format!("{name}.svg")), &figure.svg)?;
        std::fs::write(folder.join(format!("{name}.txt")), &figure.words)?;
        std::fs::write(folder.join(format!("{name}.table.html")), figure.table.html())?;
        let _ = write!(
            page,
            "<section class=\"card\"><h2>{name}</h2><div class=\"figure\">{}</div><p>{}</p></section>",
            figure.svg, figure.words
        );
    }
    page.push_str("</main></body></html>");
    std::fs::write(folder.join("index.html"), page)
}

fn all() -> Vec<(String, Figure)> {
    let mut out = Vec::new();
    for size in [Size::Wide, Size::Compact] {
        let tail = if size == Size::Wide { "" } else { "-compact" };
        let mut course = |name: &str, chart: CourseChart| {
            let id = format!("{name}{tail}");
            out.push((id.clone(), course_chart(&CourseChart { id, size, ..chart })));
        };
        course("course", session_four());
        course("course-zoom", CourseChart { y_range: YRange::Zoom, ..session_four() });
        course("course-maintenance", maintenance());
        course("course-empty", empty());
        course("course-long-labels", long_labels());
        out.push((format!("bars{tail}"), response_bars(&bars(size, format!("bars{tail}")))));
        out.push((format!("days-well{tail}"), days_well_curve(&days_well(size, format!("days-well{tail}")))));
        out.push((format!("compare{tail}"), fan_compare(&compare(size, format!("compare{tail}")))));
    }
    out.push(("spark-slow".to_owned(), spark(&small("spark-slow", &[20.0, 19.0, 18.0, 18.0, 17.0]))));
    out.push(("spark".to_owned(), spark(&small("spark", &[11.0, 9.0, 8.0, 10.0, 14.0]))));
    out.push((
        "spark-well".to_owned(),
        spark(&small("spark-well", &[20.0, 17.0, 13.0, 10.0, 9.0, 6.0, 5.0, 6.0])),
    ));
    out.push(("spark-one".to_owned(), spark(&small("spark-one", &[15.0]))));
    out
}

/// "3 Mar 2026" for a day counted from Tuesday 3 March 2026.
fn date(day: f64) -> String {
    let (day, month, year) = civil(day);
    format!("{day} {month} {year}")
}

fn civil(day: f64) -> (i64, &'static str, i64) {
    const MONTHS: [(&str, i64); 12] = [
        ("Jan", 31),
        ("Feb", 28),
        ("Mar", 31),
        ("Apr", 30),
        ("May", 31),
        ("Jun", 30),
        ("Jul", 31),
        ("Aug", 31),
        ("Sep", 30),
        ("Oct", 31),
        ("Nov", 30),
        ("Dec", 31),
    ];
    let (mut rest, mut year) = (61 + whole(day), 2026);
    loop {
        for (name, length) in MONTHS {
            if rest < length {
                return (rest + 1, name, year);
            }
            rest -= length;
        }
        year += 1;
    }
}

fn whole(v: f64) -> i64 {
    format!("{v:.0}").parse().unwrap_or(0)
}

fn weeks(n: u32) -> Vec<DateTick> {
    let monday = |w| -1.0 + 7.0 * f64::from(w);
    let label = |d| {
        let (day, month, _) = civil(d);
        format!("{day} {month}")
    };
    (1..=n).map(|w| DateTick { day: monday(w), label: label(monday(w)) }).collect()
}

fn months(days: u32) -> Vec<DateTick> {
    (0..days)
        .map(f64::from)
        .filter(|d| civil(*d).0 == 1)
        .map(|day| DateTick { day, label: format!("{} {}", civil(day).1, civil(day).2) })
        .collect()
}

fn scores(values: &[(f64, f64)]) -> Vec<ScorePoint> {
    let point = |(day, value): &(f64, f64)| ScorePoint {
        day: *day,
        date: date(*day),
        value: *value,
        shown: format!("{value:.0}"),
        instrument: "PHQ-9".to_owned(),
        other: false,
    };
    values.iter().map(point).collect()
}

/// A median that relaxes from `from` to `to` with a time constant, and bands that widen.
fn fan(days: (f64, f64), from: f64, to: f64, spread: (f64, f64), label: &str) -> Fan {
    let mut points = Vec::new();
    let mut day = days.0;
    while day <= days.1 {
        let t = (day - days.0) / (days.1 - days.0);
        let wave = 0.5 * ((day - days.0) / 7.0 * std::f64::consts::TAU).sin();
        let median = to + (from - to) * (-3.0 * t).exp() + wave.min(0.3) * t.min(0.5);
        let half = spread.0 + (spread.1 - spread.0) * t.sqrt();
        points.push(FanPoint {
            day,
            low80: (median - half * 1.7).max(0.0),
            low50: (median - half * 0.8).max(0.0),
            median,
            high50: median + half * 0.8,
            high80: (median + half * 2.0).min(27.0),
        });
        day += 1.0;
    }
    Fan { points, label: label.to_owned(), end_date: date(days.1) }
}

fn mark(day: f64, dose: &str, state: SessionState) -> SessionMark {
    SessionMark { day, date: date(day), dose: dose.to_owned(), state }
}

fn session_four() -> CourseChart {
    use SessionState::{Done, Missed, Planned};
    let mut points = scores(&[(-2.0, 20.0), (3.0, 19.0), (7.0, 18.0), (10.0, 18.0), (14.0, 17.0)]);
    points.push(ScorePoint {
        day: 15.0,
        date: date(15.0),
        value: 13.0,
        shown: "11 (about 13 on PHQ-9)".to_owned(),
        instrument: "QIDS".to_owned(),
        other: true,
    });
    CourseChart {
        title: "PHQ-9, sessions and forecast".to_owned(),
        instrument: "PHQ-9".to_owned(),
        max_score: 27.0,
        scores: points,
        past: fan((0.0, 15.0), 19.5, 15.4, (0.4, 2.0), ""),
        forecast: fan((15.0, 63.0), 15.4, 10.4, (2.0, 4.0), "if the plan is kept"),
        alternative: Some(Line {
            points: vec![(15.0, 15.4), (30.0, 16.4), (63.0, 18.2)],
            label: "if stopped today".to_owned(),
        }),
        response: Some(Level { value: 10.0, label: "half the intake score".to_owned() }),
        remission: Some(Level { value: 4.0, label: "remission, at or below".to_owned() }),
        sessions: vec![
            mark(0.0, "0.5 mg/kg", Done),
            mark(3.0, "0.5 mg/kg", Done),
            mark(7.0, "0.5 mg/kg", Missed),
            mark(10.0, "0.5 mg/kg", Done),
            mark(14.0, "0.5 mg/kg", Done),
            mark(17.0, "0.75 mg/kg", Planned),
            mark(21.0, "0.75 mg/kg", Planned),
            mark(35.0, "0.75 mg/kg", Planned),
            mark(56.0, "0.75 mg/kg", Planned),
        ],
        today: Some(Today { day: 15.0, date: date(15.0) }),
        dates: weeks(9),
        ..CourseChart::default()
    }
}

fn maintenance() -> CourseChart {
    use SessionState::{Done, Planned};
    let mut values = vec![(0.0, 20.0), (3.0, 17.0), (7.0, 13.0), (10.0, 10.0), (14.0, 9.0), (17.0, 8.0)];
    let pattern = [7.0, 6.0, 9.0, 8.0, 7.0, 10.0, 6.0, 9.0, 8.0];
    let tail = pattern.iter().cycle().zip(0..52_u32);
    values.extend(tail.map(|(v, week)| (24.0 + 5.0 * f64::from(week), *v)));
    let today = 282.0;
    let mut sessions: Vec<SessionMark> =
        [0.0, 3.0, 7.0, 10.0, 14.0, 17.0].map(|d| mark(d, "0.5 mg/kg", Done)).into();
    sessions.extend((1..18).map(|n| 17.0 + 15.0 * f64::from(n)).map(|d| mark(d, "0.5 mg/kg", Done)));
    sessions.extend((0..5).map(|n| 290.0 + 24.0 * f64::from(n)).map(|d| mark(d, "0.5 mg/kg", Planned)));
    CourseChart {
        title: "PHQ-9, sessions and forecast".to_owned(),
        instrument: "PHQ-9".to_owned(),
        max_score: 27.0,
        scores: scores(&values),
        past: fan((0.0, today), 19.5, 7.0, (1.0, 1.9), ""),
        forecast: fan((today, 400.0), 7.0, 6.8, (1.9, 3.0), "a session every 24 days"),
        alternative: Some(Line {
            points: vec![(today, 7.2), (330.0, 9.6), (400.0, 11.2)],
            label: "if stopped today".to_owned(),
        }),
        response: Some(Level { value: 10.0, label: "half the intake score".to_owned() }),
        sessions,
        today: Some(Today { day: today, date: date(today) }),
        dates: months(400),
        booster: Some(Window {
            from_day: 310.0,
            to_day: 340.0,
            label: "booster likely wanted, 7 Jan to 6 Feb".to_owned(),
        }),
        ..CourseChart::default()
    }
}

fn empty() -> CourseChart {
    CourseChart {
        title: "PHQ-9, sessions and forecast".to_owned(),
        instrument: "PHQ-9".to_owned(),
        max_score: 27.0,
        sessions: [0.0, 3.0, 7.0, 10.0, 14.0, 17.0]
            .map(|d| mark(d, "0.5 mg/kg", SessionState::Planned))
            .into(),
        today: Some(Today { day: -4.0, date: "27 Feb 2026".to_owned() }),
        dates: weeks(3),
        ..CourseChart::default()
    }
}

fn long_labels() -> CourseChart {
    let long = "esketamine nasal spray 84 mg with the second device given five minutes later";
    let base = session_four();
    let sessions =
        base.sessions.iter().zip(1..).map(|(s, n)| SessionMark { dose: format!("{n} {long}"), ..s.clone() });
    CourseChart {
        sessions: sessions.collect(),
        response: Some(Level {
            value: 10.4,
            label: "half the intake score of the first complete interview <MADRS> & more".to_owned(),
        }),
        remission: Some(Level { value: 9.6, label: "remission by the clinic's own definition".to_owned() }),
        forecast: Fan {
            label: "if the plan is kept with six more sessions twice weekly".to_owned(),
            ..base.forecast.clone()
        },
        booster: Some(Window {
            from_day: 40.0,
            to_day: 44.0,
            label: "booster likely wanted, 12 to 16 April, sooner if signs return".to_owned(),
        }),
        ..base
    }
}

fn bars(size: Size, id: String) -> ResponseBars {
    let own = [0.01, 0.05, 0.10, 0.16, 0.31, 0.42, 0.47, 0.51, 0.54, 0.56];
    let people = [0.24, 0.36, 0.45, 0.52, 0.57, 0.61, 0.63, 0.65, 0.66, 0.67];
    let bars = own.iter().zip(people).zip(1..).map(|((chance, p), session)| ResponseBar {
        session,
        chance: *chance,
        population: Some(p),
        given: session <= 4,
    });
    ResponseBars {
        id,
        title: "Chance of response by session".to_owned(),
        outcome: "response".to_owned(),
        population: "people like this patient before any score".to_owned(),
        bars: bars.collect(),
        size,
    }
}

fn days_well(size: Size, id: String) -> DaysWell {
    let rows = [
        (0.0, 152.0, 68.0, 262.0, "none"),
        (3.0, 180.0, 97.0, 282.0, "every 112 days"),
        (6.5, 206.0, 134.0, 293.0, "every 56 days"),
        (13.0, 243.0, 176.0, 306.0, "every 28 days"),
        (26.0, 280.0, 226.0, 326.0, "every 14 days"),
        (36.0, 296.0, 244.0, 334.0, "every 10 days"),
        (52.0, 308.0, 260.0, 341.0, "every 7 days"),
    ];
    let points = rows.map(|(sessions, days, low80, high80, interval)| DaysWellPoint {
        sessions,
        days,
        low80: Some(low80),
        high80: Some(high80),
        interval: interval.to_owned(),
    });
    let title = "Days well in the next 12 months".to_owned();
    DaysWell { id, title, points: points.into(), suggested: Some(4), size }
}

fn compare(size: Size, id: String) -> Comparison {
    let panel = |label: &str, to| Panel {
        label: label.to_owned(),
        start_date: date(15.0),
        forecast: fan((15.0, 63.0), 15.4, to, (2.0, 4.0), label),
    };
    Comparison {
        id,
        title: "Two doses compared".to_owned(),
        instrument: "PHQ-9".to_owned(),
        max_score: 27.0,
        panels: vec![panel("stay at 0.5 mg/kg", 11.6), panel("0.75 mg/kg", 10.4)],
        response: Some(Level { value: 10.0, label: "half the intake score".to_owned() }),
        size,
    }
}

fn small(id: &str, values: &[f64]) -> Spark {
    let points: Vec<_> = values.iter().zip(0..6000_u32).map(|(v, n)| (f64::from(n) * 4.0, *v)).collect();
    Spark {
        id: id.to_owned(),
        title: "PHQ-9 scores".to_owned(),
        instrument: "PHQ-9".to_owned(),
        max_score: 27.0,
        scores: scores(&points),
        ..Spark::default()
    }
}
