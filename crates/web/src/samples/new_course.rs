//! The page that opens a course.

use super::people::head;
use super::{TODAY, text, texts};
use evenkeel_care::condition::{Condition, Route};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_practice::{CourseChoices, FitView, ProtocolChoice};

pub fn choices() -> CourseChoices {
    let infusion = protocol("iv-mood-6", "IV mood, six sessions", fits());
    let weak = FitView { evidence_caution: Some(text("The evidence is limited.")), ..fits() };
    let other = FitView {
        fits: false,
        for_condition: false,
        against: texts(&["Not written for depression."]),
        ..FitView::default()
    };
    let ptsd = ProtocolChoice {
        conditions: vec![(Condition::Ptsd, text("PTSD"))],
        ..protocol("ptsd-iv-6", "IV for PTSD, six sessions", other)
    };
    CourseChoices {
        patient: head(),
        condition: Condition::Depression,
        route: None,
        conditions: vec![(Condition::Depression, "Depression"), (Condition::Ptsd, "PTSD")],
        routes: vec![(Route::Iv, "IV"), (Route::Im, "IM")],
        not_asked: vec!["Current medication"],
        looked_at_screening: true,
        protocols: vec![infusion, protocol("im-mood", "IM, six injections", weak), ptsd],
        before: None,
        earliest_start: TODAY,
    }
}

fn fits() -> FitView {
    FitView {
        fits: true,
        for_condition: true,
        why: texts(&["Written for depression.", "Six infusions are what most trials gave. Grade T."]),
        missing: texts(&["Date of birth, for the age limits of the protocol"]),
        ..FitView::default()
    }
}

fn protocol(id: &str, name: &str, fit: FitView) -> ProtocolChoice {
    ProtocolChoice {
        id: text(id),
        name: text(name),
        route: "IV",
        indication: text("Treatment-resistant depression."),
        runs: text("6 sessions within 3 weeks, then a ladder."),
        fit,
        sources: texts(&["Sanacora et al. 2017, doi:10.1001/jamapsychiatry.2017.0080"]),
        grade: text("G: guideline or consensus"),
        conditions: vec![(Condition::Depression, text("Depression"))],
        instruments: vec![(InstrumentId::Phq9, text("PHQ-9")), (InstrumentId::Qids16, text("QIDS-SR16"))],
        ladders: vec![(text("clinic-ladder"), text("Every 2 to 4 weeks, then every 4 to 8"))],
    }
}
