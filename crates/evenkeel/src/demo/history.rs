//! The history of the invented patients, in the order of the calendar.

use evenkeel_care::condition::Condition;
use evenkeel_care::dose::Dose;
use evenkeel_care::finding::Choice;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::{BloodPressure, ScreenAnswers};
use evenkeel_practice::{
    Actor, CheckInStep, CourseId, Decide, GiveSession, NewCheckIn, NewCourse, NewPatient, NewScreen,
    PatientId, Refusal, Role, Screened, Seen, Step, Verdict,
};
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

use super::Recipe;
use super::people::{EVERYBODY, Illness, Invented};
use crate::cli::output;

/// Between sessions of the ladder a check-in is entered this often, days.
const CHECK_IN_EVERY: i32 = 14;

/// Check-ins of so many days wait in the inbox.
const INBOX_HOLDS: i32 = 5;

/// One invented patient as the history goes along.
struct Life<'a> {
    person: &'a Invented,
    illness: Illness,
    patient: PatientId,
    course: Option<CourseId>,
    started: Date,
    /// The day the illness was last moved to.
    seen: Date,
    /// The next day on which something happens.
    next: Date,
    sessions: u32,
    came_to: u32,
    keys: u32,
}

/// Writes everybody's history up to the recipe's today. Gives the patients in the order of the list.
pub async fn write(recipe: &Recipe, staff: &[Actor]) -> Result<Vec<PatientId>, Refusal> {
    let mut lives = Vec::new();
    for (index, person) in EVERYBODY.iter().enumerate().take(recipe.patients) {
        lives.push(begin(recipe, staff, person, index).await?);
    }
    let patients: Vec<PatientId> = lives.iter().map(|l| l.patient).collect();
    let mut told = 0;
    // Always the life whose next day comes first, so that the record grows as a clinic's does.
    while let Some(life) = lives.iter_mut().filter(|l| l.next <= recipe.today).min_by_key(|l| l.next) {
        day(recipe, staff, life).await?;
        let days = recipe.today.since(life.next).map_or(0, |s| s.get_days());
        if days > 0 && (told == 0 || days < told - 40) {
            told = days;
            output::note(&format!("demo: writing the clinic's history, {days} days to go"));
        }
    }
    Ok(patients)
}

fn staff_of(staff: &[Actor], role: Role) -> Result<&Actor, Refusal> {
    staff.iter().find(|a| a.role == role).ok_or_else(|| Refusal::not_found("This role"))
}

async fn begin<'a>(
    recipe: &Recipe,
    staff: &[Actor],
    person: &'a Invented,
    index: usize,
) -> Result<Life<'a>, Refusal> {
    let started = recipe.today.checked_sub(person.started_days_ago.days()).unwrap_or(recipe.today);
    let intake = started.checked_sub(7.days()).unwrap_or(started);
    recipe.set(intake, 10);
    let new = NewPatient {
        name: person.name.to_owned(),
        birth_date: person.born.parse().ok(),
        phone: Some(person.phone.to_owned()),
        record_number: Some(format!("D-{:04}", index + 1)),
    };
    let program = Actor::program(staff_of(staff, Role::Admin)?.clinic, "demo");
    let patient = recipe.practice.add_patient(&program, new, &format!("demo-patient-{index}")).await?;
    let screened = Screened {
        patient,
        seen_version: 0,
        birth_date: None,
        conditions: Some(Vec::new()),
        medications: Some(Vec::new()),
    };
    recipe.practice.screen_patient(&program, screened, &format!("demo-screening-{index}")).await?;
    Ok(Life {
        person,
        illness: Illness::new(person, index, recipe.seed),
        patient,
        course: None,
        started,
        seen: intake,
        next: started,
        sessions: 0,
        came_to: 0,
        keys: 0,
    })
}

/// One day on which something happens: a check-in, and a session if the plan says so.
async fn day(recipe: &Recipe, staff: &[Actor], life: &mut Life<'_>) -> Result<(), Refusal> {
    let today = life.next;
    life.illness.wait(today.since(life.seen).map_or(0, |s| s.get_days()));
    life.seen = today;
    recipe.set(today, 9);
    let prescriber = staff_of(staff, Role::Prescriber)?;
    let nurse = staff_of(staff, Role::Nurse)?;
    let course = match life.course {
        Some(course) => course,
        None => open(recipe, prescriber, life).await?,
    };
    let planned = recipe.practice.next_planned(nurse, course).await?;
    if planned == Some(today)
        && life.person.misses == Some(life.sessions + 1)
        && life.came_to == life.sessions
    {
        life.sessions += 1;
        recipe.set(today, 17);
        recipe.practice.miss_session(nurse, course, today, &key(life)).await?;
    } else {
        check_in(recipe, nurse, life, course, today).await?;
        seen(recipe, nurse, life, course).await?;
        // The morning of the demo's own day is left for the visitor.
        if planned == Some(today) && today < recipe.today {
            give(recipe, nurse, life, course, today).await?;
        }
    }
    if today < recipe.today {
        decide(recipe, prescriber, life, course).await?;
    }
    let tomorrow = today.checked_add(1.day()).unwrap_or(today);
    let check = today.checked_add(CHECK_IN_EVERY.days()).unwrap_or(today);
    recipe.set(tomorrow, 9);
    let next = recipe.practice.next_planned(nurse, course).await?;
    life.next = next.map_or(check, |n| n.min(check)).max(tomorrow);
    Ok(())
}

async fn open(recipe: &Recipe, prescriber: &Actor, life: &mut Life<'_>) -> Result<CourseId, Refusal> {
    let new = NewCourse {
        patient: life.patient,
        condition: Condition::Depression,
        protocol: "iv-mood-6".to_owned(),
        ladder: Some("clinic-ladder".to_owned()),
        primary: InstrumentId::Phq9,
        start: life.started,
        weekdays: weekdays(life.person.weekdays),
        prescriber: None,
        previous: None,
    };
    let course = recipe.practice.open_course(prescriber, new, &key(life)).await?;
    life.course = Some(course);
    Ok(course)
}

/// Somebody has looked at what came, but for the last days: those wait in the inbox.
async fn seen(recipe: &Recipe, nurse: &Actor, life: &mut Life<'_>, course: CourseId) -> Result<(), Refusal> {
    let lately = recipe.today.checked_sub(INBOX_HOLDS.days()).unwrap_or(recipe.today);
    if life.seen >= lately {
        return Ok(());
    }
    let step = CheckInStep { course, measurement: None, step: Step::Seen, words: String::new() };
    recipe.practice.step_on_check_in(nurse, step, &key(life)).await
}

async fn check_in(
    recipe: &Recipe,
    nurse: &Actor,
    life: &mut Life<'_>,
    course: CourseId,
    date: Date,
) -> Result<(), Refusal> {
    let answers = |instrument, answers| NewCheckIn {
        course,
        date,
        instrument,
        answers: Some(answers),
        total: None,
        after: false,
        recall_days: None,
        signs: Vec::new(),
    };
    let mood = life.illness.phq9();
    let outcome = recipe.practice.check_in(nurse, answers(InstrumentId::Phq9, mood), &key(life)).await?;
    if outcome.crisis {
        // As the rule asks: the screen in the same contact. Here every answer is no.
        let no = Some(false);
        let answers =
            ScreenAnswers { q1: no, q2: no, q3: no, q4: no, q5: no, q6_lifetime: no, q6_3_months: no };
        let asked = NewScreen { course, date, answers, note: String::new() };
        recipe.practice.enter_screen(nurse, asked, &key(life)).await?;
    }
    if life.person.watches_anxiety && life.sessions.is_multiple_of(2) {
        let worry = life.illness.gad7();
        recipe.practice.check_in(nurse, answers(InstrumentId::Gad7, worry), &key(life)).await?;
    }
    Ok(())
}

/// The prescriber decides at once on what waits for a decision; only the demo's own day is left open.
async fn decide(
    recipe: &Recipe,
    prescriber: &Actor,
    life: &mut Life<'_>,
    course: CourseId,
) -> Result<(), Refusal> {
    let Some(open) = recipe.practice.open_decision(prescriber, course).await? else { return Ok(()) };
    let wanted = [Choice::CompleteCourse, Choice::Continue, Choice::Extend];
    let Some(choice) = wanted.into_iter().find(|c| open.options.contains(c)) else { return Ok(()) };
    let decide = Decide {
        course,
        rule: open.rule,
        shown_digest: open.shown_digest,
        verdict: Verdict::Accept,
        choice: Some(choice),
        dose: None,
        reason: "Tolerated well; discussed with the patient, who wants to go on.".to_owned(),
    };
    recipe.practice.decide(prescriber, decide, &key(life)).await?;
    Ok(())
}

async fn give(
    recipe: &Recipe,
    nurse: &Actor,
    life: &mut Life<'_>,
    course: CourseId,
    date: Date,
) -> Result<(), Refusal> {
    recipe.set(date, 11);
    let session = GiveSession {
        course,
        date,
        dose: Dose::mg_per_kg(0.5),
        weight_kg: Some(life.person.weight_kg),
        supervised_by: Some("Dr Maren Vale".to_owned()),
        note: None,
        seen: Seen {
            blood_pressures: vec![BloodPressure { minute: -5, systolic: 124, diastolic: 78 }],
            ..Seen::default()
        },
        confirm: false,
        override_reason: None,
    };
    recipe.practice.give_session(nurse, session, &key(life)).await?;
    life.sessions += 1;
    life.came_to += 1;
    life.illness.session();
    Ok(())
}

fn key(life: &mut Life<'_>) -> String {
    life.keys += 1;
    format!("demo-{}-{}", life.patient, life.keys)
}

fn weekdays(words: &str) -> Vec<Weekday> {
    let day = |word: &str| match word {
        "mon" => Some(Weekday::Monday),
        "tue" => Some(Weekday::Tuesday),
        "wed" => Some(Weekday::Wednesday),
        "thu" => Some(Weekday::Thursday),
        "fri" => Some(Weekday::Friday),
        "sat" => Some(Weekday::Saturday),
        "sun" => Some(Weekday::Sunday),
        _ => None,
    };
    words.split(',').filter_map(day).collect()
}
