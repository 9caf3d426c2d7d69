//! Safety in the demo: confirmed settings, and one alert that somebody has taken on.

use evenkeel_care::record::ScreenAnswers;
use evenkeel_practice::{
    Actor, AlertId, CourseId, Deed, NewScreen, PatientId, Practice, Refusal, Role, SafetyForm, SeeTo,
};
use jiff::civil::Date;

/// The invented patient with an open alert. Shorter demos have none.
pub const SAFETY_PATIENT: usize = 9;

/// The clinic's lead confirms the settings.
pub async fn confirm(practice: &Practice, staff: &[Actor]) -> Result<(), Refusal> {
    let Some(lead) = staff.iter().find(|a| a.role == Role::Admin) else { return Ok(()) };
    let day = || ("08:00".to_owned(), "18:00".to_owned());
    let free = || (String::new(), String::new());
    let form = SafetyForm {
        seen_version: 0,
        crisis_text: "Call or text 988, day or night.".to_owned(),
        crisis_number: "988".to_owned(),
        emergency_number: "911".to_owned(),
        week: [day(), day(), day(), day(), day(), free(), free()],
        closed: String::new(),
        on_call_name: "Dr Maren Vale".to_owned(),
        on_call_phone: "555-0111".to_owned(),
        minutes: "15".to_owned(),
    };
    practice.confirm_safety(lead, form, "demo-safety").await.map(drop)
}

/// A moderate level this morning; the nurse has it, and it waits for the prescriber.
pub async fn alert(
    practice: &Practice,
    staff: &[Actor],
    patients: &[PatientId],
    today: Date,
) -> Result<(), Refusal> {
    let nurse = staff.iter().find(|a| a.role == Role::Nurse);
    let (Some(patient), Some(nurse)) = (patients.get(SAFETY_PATIENT), nurse) else { return Ok(()) };
    let Some(course) = practice.patient(nurse, *patient).await?.courses.first().map(|c| CourseId(c.id))
    else {
        return Ok(());
    };
    let (yes, no) = (Some(true), Some(false));
    let answers =
        ScreenAnswers { q1: yes, q2: yes, q3: yes, q4: no, q5: no, q6_lifetime: no, q6_3_months: no };
    let note = "On the telephone; a friend is there.".to_owned();
    let asked = NewScreen { course, date: today, answers, note };
    practice.enter_screen(nurse, asked, "demo-screen").await?;
    let open = practice.course(nurse, course).await?.alerts.into_iter().find(|a| a.open);
    let Some(open) = open else { return Ok(()) };
    let see_to = SeeTo {
        course,
        alert: AlertId(open.id),
        deed: Deed::Acknowledge,
        done: vec!["contact".to_owned()],
        words: "Spoke for ten minutes. A friend stays until the evening; Dr Vale calls at noon.".to_owned(),
    };
    practice.see_to(nurse, see_to, "demo-acknowledge").await
}
