//! Lists that are worked through.

use super::finding::finding;
use super::{TODAY, day, text, texts};
use evenkeel_care::finding::{Choice, FindingKind, FindingState};
use evenkeel_practice::view::course::MoveForm;
use evenkeel_practice::view::lists::{
    Arrow, AsideView, Asking, BoosterPlan, BoosterRow, BoostersPage, ChanceView, Group, InboxPage, InboxRow,
    ItemChange, MayPlan, ScoreView, SignView, SilentRow, StepView,
};
use uuid::Uuid;

fn row() -> BoosterRow {
    BoosterRow {
        course: Uuid::from_u128(7),
        name: text("Nora <Field>"),
        since: Some((23, day(-8))),
        gap: text("usually 21 days (last 4 gaps)"),
        beyond: true,
        score: Some(ScoreView {
            value: text("PHQ-9 9"),
            arrow: Arrow::Worse,
            went_up: true,
            from: text("6 on 22 Feb"),
            date: day(3),
            age_days: 12,
        }),
        chance: Some(ChanceView {
            headline: text("about 1 in 4"),
            percent: Some(24.0),
            range: text("80 % range of when: 8 days to 7 months; the middle 6 weeks"),
            notes: texts(&["rests on 9 scores"]),
        }),
        stale: Some(text("Worked out yesterday, 17 Mar: it is being brought up to date.")),
        signs: vec![SignView {
            rule: text("D32"),
            name: text("Booster review"),
            state: text("Prescriber should look"),
            because: text("PHQ-9 9 is 5 above the best <of the course>."),
            decided: None,
        }],
        alerts: 0,
        aside: Some(AsideView {
            until: day(20),
            who: text("Tomas Ruiz, today 09:10"),
            why: text("On a journey."),
            holds: true,
        }),
        next: Some((9, day(25))),
    }
}

pub fn boosters() -> BoostersPage {
    let alarmed = BoosterRow { course: Uuid::from_u128(8), alerts: 1, aside: None, ..row() };
    BoostersPage {
        today: TODAY,
        lead: text("Chance of losing the response within 14 days."),
        rows: vec![row(), alarmed],
        shown: 61,
        aside: 1,
        is_aside: false,
        page: 2,
        more: true,
        hints: true,
        may_work: true,
    }
}

fn inbox_row(n: u128, group: Group) -> InboxRow {
    InboxRow {
        course: Uuid::from_u128(n),
        measurement: Uuid::from_u128(n + 100),
        name: text("Nora <Field>"),
        group,
        instrument: text("PHQ-9"),
        score: Some(text("12")),
        date: day(14),
        change: text("worse by 5, from 7 on 1 Mar"),
        items: vec![ItemChange { text: text("Feeling down <or> hopeless"), from: 1, to: 3 }],
        expected: Some(text("5 to 11")),
        why: Vec::new(),
        missing: 0,
        unseen: 1,
        step: None,
    }
}

pub fn inbox() -> InboxPage {
    let step = StepView {
        what: text("Spoken with"),
        who: text("Tomas Ruiz, today 09:10"),
        words: Some(text("Comes <on> Thursday.")),
    };
    InboxPage {
        today: TODAY,
        safety: vec![super::waiting()],
        rows: vec![
            InboxRow {
                score: None,
                missing: 2,
                why: texts(&["Item 9 was <left> out."]),
                ..inbox_row(1, Group::Safety)
            },
            InboxRow { unseen: 3, ..inbox_row(2, Group::Answer) },
            inbox_row(3, Group::Worse),
            InboxRow { step: Some(step.clone()), ..inbox_row(4, Group::Expected) },
        ],
        page: 1,
        more: true,
        silent: vec![SilentRow {
            course: Uuid::from_u128(5),
            name: text("Ida <Moss>"),
            rule: text("D34"),
            because: text("A check-in is asked for every 7 days."),
            due_on: day(6),
            late_days: 9,
            step: Some(step),
        }],
        silent_page: 1,
        silent_more: false,
        hints: true,
        may_work: true,
        may_answer: true,
    }
}

pub fn booster() -> BoosterPlan {
    BoosterPlan {
        today: TODAY,
        row: row(),
        title: text("Depression · IV ketamine for mood"),
        lead: text("Chance of losing the response within 14 days."),
        asks: Some(Asking {
            finding: finding("D32", FindingKind::Booster, FindingState::Review, "Prescriber should look"),
            shown_digest: text("d1"),
            choice: Choice::Booster,
        }),
        shift: Some(MoveForm { n: 9, date: day(25), window: (day(18), day(32)) }),
        safety: vec![super::waiting()],
        aside_until: day(40),
        may: MayPlan { decide: true, shift: true, aside: true, check_in: true },
        nothing: None,
    }
}
