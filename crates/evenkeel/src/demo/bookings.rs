//! The demo's calendar: hours and staff by the clinic's lead, then the coming sessions of its people booked by the front
//! desk, series by series. Every fourth patient waits in the tray.

use evenkeel_practice::view::calendar::SeriesLine;
use evenkeel_practice::{
    Actor, AskedSeries, BookSeries, CalendarForm, CourseId, PatientId, PlaceAt, Practice, Refusal, Role,
};

use super::Recipe;

/// Who is left for the reader to book: one of so many.
const WAITS: usize = 4;

/// The clinic's lead sets hours, staff and lengths.
pub async fn set(practice: &Practice, staff: &[Actor]) -> Result<(), Refusal> {
    let Some(lead) = staff.iter().find(|a| a.role == Role::Admin) else { return Ok(()) };
    let day = |n: usize| if n < 6 { ["08:00", "17:00", "2"] } else { ["", "", ""] }.map(str::to_owned);
    let form = CalendarForm {
        seen_version: 0,
        week: std::array::from_fn(day),
        closed: "2026-05-25 Memorial Day\n2026-07-03 Independence Day\n2026-12-24 to 2026-12-31 Year’s end"
            .to_owned(),
        preparation: "20".to_owned(),
        giving: "10".to_owned(),
        recovery: String::new(),
        watches: "2".to_owned(),
        left_after_dose: Vec::new(),
    };
    practice.set_calendar(lead, form, "demo-calendar").await.map(drop)
}

/// Books what is planned and has a place; answers how many sessions.
pub async fn fill(recipe: &Recipe, staff: &[Actor], patients: &[PatientId]) -> Result<usize, Refusal> {
    let by_role = |role| staff.iter().find(|a: &&Actor| a.role == role);
    let Some((nurse, desk)) = by_role(Role::Nurse).zip(by_role(Role::FrontDesk)) else { return Ok(0) };
    let mut booked = 0;
    for (n, patient) in patients.iter().enumerate() {
        if n % WAITS == WAITS - 1 {
            continue;
        }
        let view = recipe.practice.patient(nurse, *patient).await?;
        for course in &view.courses {
            booked += book(&recipe.practice, desk, CourseId(course.id)).await?;
        }
    }
    Ok(booked)
}

async fn book(practice: &Practice, desk: &Actor, course: CourseId) -> Result<usize, Refusal> {
    let shown = practice.series(desk, AskedSeries { course, start: None, chair: None }).await?;
    let place = |line: &SeriesLine| PlaceAt {
        n: line.n,
        planned: line.planned,
        date: line.date,
        chair: line.chair.clone(),
        start: line.start,
    };
    let places: Vec<PlaceAt> = shown.new_places().map(place).collect();
    if places.is_empty() {
        return Ok(0);
    }
    let wanted = BookSeries { course, places, give_up: Vec::new() };
    practice.book_series(desk, wanted, &format!("demo-series-{course}")).await
}
