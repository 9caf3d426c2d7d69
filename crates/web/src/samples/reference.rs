//! The pages of the rules and protocols.

use super::{TODAY, text, texts};
use evenkeel_practice::view::reference::{
    LaneView, LanesView, MarkView, NumberView, OnRevision, ProtocolPage, ProtocolView, ProtocolsPage,
    RuleLine, RulePage, RulesPage, SourceView,
};

pub fn rules() -> RulesPage {
    RulesPage { overlay: Some(text("harbour")), rules: vec![rule_line()] }
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

/// One protocol with its lanes.
pub fn protocol_page() -> ProtocolPage {
    let mark = |from_day, to_day, label: &str, words: &str| MarkView {
        from_day,
        to_day,
        label: label.to_owned(),
        words: words.to_owned(),
    };
    let lane = |name: &str, marks| LaneView { name: name.to_owned(), marks };
    ProtocolPage {
        protocol: protocols().protocols.remove(0),
        lanes: Some(LanesView {
            first_weeks: 4,
            weeks: 52,
            sessions: lane(
                "Sessions",
                vec![mark(0, 0, "1", "session 1, day 0"), mark(3, 3, "2", "session 2, day 3")],
            ),
            checks: lane("Checks by the rules", vec![mark(10, 10, "D11", "D11 after session 4, day 10")]),
            ladder: Some(lane("Maintenance", vec![mark(17, 199, "every 21 d", "one every 21 days")])),
        }),
        under_way: vec![
            OnRevision { revision: "2026-01".to_owned(), courses: 7 },
            OnRevision { revision: "2025-06".to_owned(), courses: 1 },
        ],
    }
}
