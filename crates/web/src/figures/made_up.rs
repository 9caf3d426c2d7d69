//! Charts for the design system's page.

use evenkeel_chart as chart;

use super::Picture;

/// Two charts of made-up numbers, for the design system's page.
pub(crate) fn made_up() -> [Picture; 2] {
    let bars = (1u32..).zip([0.12, 0.31, 0.46, 0.55, 0.60, 0.64]).map(|(session, chance)| {
        chart::ResponseBar { session, chance, population: Some(0.9 * chance), given: session < 3 }
    });
    let bars = chart::ResponseBars {
        id: String::new(),
        title: "Chance of response by session, made up".to_owned(),
        outcome: "response".to_owned(),
        population: "people in trials".to_owned(),
        bars: bars.collect(),
        size: chart::Size::Wide,
    };
    let every = [
        (0.0, 96.0, "none"),
        (9.0, 188.0, "every 42 days"),
        (13.0, 231.0, "every 28 days"),
        (26.0, 262.0, "every 14 days"),
    ];
    let curve = chart::DaysWell {
        title: "Days well in the next 12 months, made up".to_owned(),
        points: every
            .map(|(sessions, days, interval)| chart::DaysWellPoint {
                sessions,
                days,
                low80: Some(days - 60.0),
                high80: Some(days + 50.0),
                interval: interval.to_owned(),
            })
            .to_vec(),
        suggested: Some(2),
        ..chart::DaysWell::default()
    };
    [
        Picture::of("made-up-bars", |size, id| {
            chart::response_bars(&chart::ResponseBars { id, size, ..bars.clone() })
        }),
        Picture::of("made-up-days", |size, id| {
            chart::days_well_curve(&chart::DaysWell { id, size, ..curve.clone() })
        }),
    ]
}
