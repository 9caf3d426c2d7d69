//! The page of the evidence.

use super::{text, texts};
use evenkeel_care::condition::Condition;
use evenkeel_care::evidence::{
    About, AnsweredFigure, ControlFigure, EvidenceAnswer, EvidenceGrade, EvidencePhase, EvidenceRoute,
    Interval, NotUsed, Question, Treatment, Unit,
};
use evenkeel_practice::view::forecast::RangesHeld;
use evenkeel_practice::view::outcomes::{OwnOutcome, OwnOutcomes, Share};
use evenkeel_practice::view::reference::EvidencePage;

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
    EvidencePage { answer, own: Some(own()), unknown: Vec::new() }
}

fn own() -> OwnOutcomes {
    let ptsd = OwnOutcome {
        condition: "PTSD",
        begun: 12,
        finished: 10,
        assessed: 9,
        responded: Interval::of_share(6, 9).map(|interval| Share { count: 6, people: 9, interval }),
        remission_defined: false,
        in_remission: None,
        definitions: texts(&["PCL-5: response is better than the baseline by at least 30 %."]),
    };
    let few = OwnOutcome {
        condition: "Anxiety",
        begun: 3,
        finished: 2,
        assessed: 2,
        responded: None,
        ..ptsd.clone()
    };
    OwnOutcomes {
        lines: vec![ptsd, few],
        when: text("A course is judged by its last score within 7 days."),
        other_phase: false,
        left_out: 3,
        forecasts: RangesHeld {
            met: 14,
            in_half: 8,
            in_eight: 12,
            words: texts(&[
                "Of 14 past forecasts that have met their score, 8 came inside the range for half (57 %, 50 % were \
                            to) and 12 inside the range for eight in ten (86 %, 80 % were to).",
            ]),
            ..RangesHeld::default()
        },
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
