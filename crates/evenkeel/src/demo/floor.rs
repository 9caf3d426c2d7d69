//! The floor of the demo at nine in the morning: one infusion runs with a reading that waits for an answer, one patient
//! recovers, one has just come. Patients who cannot sit today are passed over.

use std::collections::BTreeMap;

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::sitting::{Ask, Deed, Happening, Reading};
use evenkeel_practice::{Actor, CourseId, FloorForm, PatientId, Practice, Refusal, Role, Tap};
use jiff::civil::{Date, Time, time};

use super::Recipe;

/// What happens at one chair: the minute of the morning from midnight, and the deed.
type Story = Vec<(Time, Deed)>;

/// Somebody at the chairs.
struct Seat<'a> {
    recipe: &'a Recipe,
    nurse: &'a Actor,
    course: CourseId,
    chair: String,
}

/// The clinic's lead names three chairs and sets a limit.
pub async fn set(practice: &Practice, staff: &[Actor]) -> Result<(), Refusal> {
    let Some(lead) = staff.iter().find(|a| a.role == Role::Admin) else { return Ok(()) };
    let limit = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let limits = BTreeMap::from([
        limit("systolic_from", "180"),
        limit("diastolic_from", "110"),
        limit("oxygen_below_percent", "92"),
    ]);
    let form = FloorForm { seen_version: 0, chairs: "Window\nMiddle\nDoor".to_owned(), limits };
    practice.set_floor(lead, form, "demo-floor").await.map(drop)
}

/// Fills the chairs from the end of the list of patients; answers how many sit.
pub async fn fill(recipe: &Recipe, staff: &[Actor], patients: &[PatientId]) -> Result<usize, Refusal> {
    let Some(nurse) = staff.iter().find(|a| a.role == Role::Nurse) else { return Ok(0) };
    let stories: [fn(&Seat<'_>, &str) -> Story; 3] = [running, recovering, arrived];
    let chairs = ["Window", "Middle", "Door"];
    let mut seated = 0;
    // Whom safety waits for sits at no chair today.
    let calm = patients.iter().enumerate().rev().filter(|(n, _)| *n != super::safety::SAFETY_PATIENT);
    for (_, patient) in calm {
        let (Some(story), Some(chair)) = (stories.get(seated), chairs.get(seated)) else { break };
        let view = recipe.practice.patient(nurse, *patient).await?;
        let Some(course) =
            view.courses.first().filter(|c| c.phase == "induction" || c.phase == "maintenance")
        else {
            continue;
        };
        let seat = Seat { recipe, nurse, course: CourseId(course.id), chair: (*chair).to_owned() };
        let page = recipe.practice.sitting(nurse, seat.course).await?;
        if !page.may_note || page.giving != "infusion" {
            continue;
        }
        seat.play(story(&seat, &page.give.supervised_by)).await?;
        seated += 1;
    }
    Ok(seated)
}

impl Seat<'_> {
    async fn play(&self, story: Story) -> Result<(), Refusal> {
        for (n, (at, deed)) in story.into_iter().enumerate() {
            self.recipe.set_minute(self.recipe.today, at);
            let tap = Tap { confirm: true, ..Tap::now(self.course, self.recipe.today, deed) };
            let key = format!("demo-{}-{n}", self.course);
            self.recipe.practice.tap(self.nurse, tap, &key).await?;
        }
        Ok(())
    }

    /// At the chair with everything asked.
    fn checked(&self, hour: i8, minute: i8) -> Story {
        let at = |late: i8| time(hour, minute + late, 0, 0);
        let mut story = vec![
            (at(0), Deed::Arrived),
            (at(0), Deed::Seated { chair: self.chair.clone() }),
            (at(3), Deed::Identified),
            (at(4), Deed::Weighed { kg: 71.0 }),
        ];
        story.extend(Ask::ALL.iter().map(|ask| (at(5), Deed::Asked { ask: *ask, fine: true })));
        story.push((at(6), row(126, 80, 74, 98, 5)));
        story
    }
}

fn row(systolic: u16, diastolic: u16, pulse: u16, oxygen: u8, moaas: u8) -> Deed {
    Deed::Read(Reading {
        pressure: Some((systolic, diastolic)),
        pulse: Some(pulse),
        oxygen_percent: Some(oxygen),
        moaas: Some(moaas),
        ..Reading::default()
    })
}

fn begin(supervised_by: &str) -> Deed {
    Deed::Started { dose: evenkeel_care::dose::Dose::mg_per_kg(0.5), supervised_by: supervised_by.to_owned() }
}

/// The infusion runs; its second reading is above the limit and waits for an answer.
fn running(seat: &Seat<'_>, supervised_by: &str) -> Story {
    let mut story = seat.checked(8, 20);
    story.push((time(8, 36, 0, 0), begin(supervised_by)));
    story.push((time(8, 46, 0, 0), row(148, 92, 84, 98, 4)));
    story.push((time(8, 57, 0, 0), row(184, 104, 96, 97, 4)));
    story
}

/// The infusion is over; the patient was sick for a while.
fn recovering(seat: &Seat<'_>, supervised_by: &str) -> Story {
    let mut story = seat.checked(7, 30);
    story.push((time(7, 42, 0, 0), begin(supervised_by)));
    for (minute, systolic) in [(52, 138), (59, 146)] {
        story.push((time(7, minute, 0, 0), row(systolic, 88, 82, 98, 4)));
    }
    story.push((time(8, 12, 0, 0), row(150, 90, 84, 97, 4)));
    story.push((time(8, 15, 0, 0), Deed::Happened { what: Happening::Nausea, note: None }));
    story.push((time(8, 22, 0, 0), row(144, 88, 80, 98, 4)));
    story.push((time(8, 22, 0, 0), Deed::Ended { given_mg: None }));
    story.push((time(8, 42, 0, 0), row(132, 82, 76, 98, 5)));
    story
}

/// Just come.
fn arrived(seat: &Seat<'_>, _: &str) -> Story {
    vec![(time(8, 55, 0, 0), Deed::Arrived), (time(8, 55, 0, 0), Deed::Seated { chair: seat.chair.clone() })]
}

impl Recipe {
    /// Sets the clock to a minute of a day in the clinic's zone.
    fn set_minute(&self, day: Date, at: Time) {
        let zone = jiff::tz::TimeZone::get(super::ZONE).unwrap_or(jiff::tz::TimeZone::UTC);
        if let Ok(at) = day.to_datetime(at).to_zoned_datetime(zone) {
            evenkeel_practice::DemoClock::travel(&*self.clock, at.timestamp());
        }
    }
}
