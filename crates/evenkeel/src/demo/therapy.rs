//! Therapy and daily life in the demo: visits held and missed, goals, nights and walks, and a line from the patient whose own
//! page the demo shows. Nothing of it bears on the scores: those come from the illness of the demo alone.

use evenkeel_care::life::{GoalState, LifeFact};
use evenkeel_care::therapy::{Alliance, VisitKind};
use evenkeel_practice::view::therapy::{TherapyRow, WindowLook};
use evenkeel_practice::{Actor, CourseId, HoldVisit, PatientId, Practice, Refusal, Role, TellLife};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// What was talked about, in turn.
const TALKS: [(&str, &str); 3] = [
    (
        "grief, letting go",
        "Wants the same music again, and somebody to sit beside him for the first minutes.",
    ),
    ("work, rest", "Will ask for two mornings off after each session."),
    ("family, trust", "Sister comes along to the next visit."),
];

/// Writes it.
pub async fn fill(
    practice: &Practice,
    staff: &[Actor],
    patient: Option<&Actor>,
    today: Date,
) -> Result<(), Refusal> {
    let Some(therapist) = staff.iter().find(|a| a.role == Role::Therapist) else { return Ok(()) };
    let page = practice.therapy(therapist, None).await?;
    for (n, row) in page.rows.iter().enumerate() {
        let open = row.windows.first().is_some_and(|w| w.state == WindowLook::Open);
        if !n.is_multiple_of(2) || !open {
            hold(practice, therapist, row, n, today).await?;
        }
        days(practice, therapist, PatientId(row.patient), n, today).await?;
    }
    let Some(patient) = patient else { return Ok(()) };
    let line = "I slept through the night, and cried on the way home. It felt good. I would like to talk about my father.";
    let told = TellLife { date: today, fact: LifeFact::Words, words: Some(line.to_owned()), goal: None };
    practice.tell_my_life(patient, told, "demo-life-mine").await.map(drop)
}

/// A visit of some days ago, or of today.
async fn hold(
    practice: &Practice,
    therapist: &Actor,
    row: &TherapyRow,
    n: usize,
    today: Date,
) -> Result<(), Refusal> {
    let Some((themes, note)) = TALKS.get(n % TALKS.len()) else { return Ok(()) };
    let visit = HoldVisit {
        course: CourseId(row.course),
        kind: row.next_kind,
        date: if row.next_kind == VisitKind::Preparation { today } else { today - 1.day() },
        minutes: 50,
        held_by: None,
        themes: themes.split(", ").map(str::to_owned).collect(),
        alliance: n.is_multiple_of(3).then(|| Alliance {
            scale: "SRS".to_owned(),
            rating: 36.0,
            out_of: 40.0,
        }),
        shared_note: Some((*note).to_owned()),
        own_note: (n % 3 == 1).then(|| "For supervision: I was tired, and he noticed.".to_owned()),
    };
    practice.hold_visit(therapist, visit, &format!("demo-visit-{n}")).await.map(drop)
}

/// A goal, and a fortnight of nights and walks.
async fn days(
    practice: &Practice,
    therapist: &Actor,
    patient: PatientId,
    n: usize,
    today: Date,
) -> Result<(), Refusal> {
    let goal = LifeFact::Goal { state: GoalState::Set };
    let mut told = vec![(14, goal, Some("Swim on Fridays"))];
    for (back, hours) in [(12, 5.5), (9, 6.0), (6, 6.5), (3, 7.0)] {
        told.push((back, LifeFact::Sleep { sleep_hours: hours }, None));
    }
    told.push((8, LifeFact::Exercise { exercise_minutes: 30 }, Some("walked along the harbour")));
    told.push((2, LifeFact::Support { support_people: 1 }, Some("her sister")));
    for (k, (back, fact, words)) in told.into_iter().enumerate() {
        let entry = TellLife { date: today - back.days(), fact, words: words.map(str::to_owned), goal: None };
        practice.tell_life(therapist, patient, entry, &format!("demo-life-{n}-{k}")).await?;
    }
    Ok(())
}
