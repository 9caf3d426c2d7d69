//! The page that opens a course.

use super::people::head;
use super::{TODAY, text, texts};
use evenkeel_care::condition::Condition;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_practice::{CourseChoices, ProtocolChoice};

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
