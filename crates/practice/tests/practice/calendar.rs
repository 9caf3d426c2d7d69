use std::sync::Arc;

use evenkeel_practice::view::calendar::{BarState, CalendarView, SeriesState, SeriesView, TrayLine};
use evenkeel_practice::{
    Actor, AskedCalendar, AskedSeries, BookSeries, CalendarForm, CourseId, GiveUp, MoveBooking, PlaceAt,
    Refusal, Role,
};
use evenkeel_testkit::clinic::TestClinic;
use jiff::civil::{Date, date};

const MONDAY: Date = date(2026, 1, 5);
const THURSDAY: Date = date(2026, 1, 8);

/// Weekdays from nine to five with one nurse who watches two; preparation takes twenty minutes.
fn hours() -> CalendarForm {
    let open = || ["09:00", "17:00", "1"].map(str::to_owned);
    let mut week: [[String; 3]; 7] = std::array::from_fn(|_| open());
    week[5] = <[String; 3]>::default();
    week[6] = <[String; 3]>::default();
    CalendarForm {
        seen_version: 0,
        week,
        closed: "2026-01-15 Founders’ day".to_owned(),
        preparation: "20".to_owned(),
        giving: "10".to_owned(),
        recovery: String::new(),
        watches: "2".to_owned(),
        left_after_dose: Vec::new(),
    }
}

async fn open(c: &TestClinic) {
    c.practice.set_calendar(&c.actor(Role::Admin), hours(), &c.key()).await.unwrap();
}

fn desk(c: &TestClinic) -> Actor {
    c.actor(Role::FrontDesk)
}

async fn proposal(c: &TestClinic, actor: &Actor, course: CourseId) -> SeriesView {
    c.practice.series(actor, AskedSeries { course, start: None, chair: None }).await.unwrap()
}

/// The form of a proposal as it was drawn.
fn form(s: &SeriesView, course: CourseId) -> BookSeries {
    let place = |line: &evenkeel_practice::view::calendar::SeriesLine| PlaceAt {
        n: line.n,
        planned: line.planned,
        date: line.date,
        chair: line.chair.clone(),
        start: line.start,
    };
    BookSeries {
        course,
        places: s.new_places().map(place).collect(),
        give_up: s.give_up.iter().map(|old| old.date).collect(),
    }
}

async fn book(c: &TestClinic, actor: &Actor, course: CourseId) -> Result<usize, Refusal> {
    let wanted = form(&proposal(c, actor, course).await, course);
    c.practice.book_series(actor, wanted, &c.key()).await
}

async fn calendar(c: &TestClinic, day: Date) -> CalendarView {
    let asked = AskedCalendar { week: false, day: Some(day), chosen: None };
    c.practice.calendar(&desk(c), asked).await.unwrap()
}

async fn tray(c: &TestClinic) -> Vec<TrayLine> {
    calendar(c, MONDAY).await.tray
}

/// Chair and time of everybody on a day.
async fn booked(c: &TestClinic, day: Date) -> Vec<(CourseId, String, u32)> {
    let view = calendar(c, day).await;
    view.days[0].bars.iter().map(|bar| (CourseId(bar.course), bar.chair.clone(), bar.start)).collect()
}

fn moving(course: CourseId, from: Date, to: Date, (chair, start): (&str, u32)) -> MoveBooking {
    MoveBooking { course, from, to, chair: chair.to_owned(), start, seen_version: 1 }
}

fn conflict(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Conflict { what } => what.clone(),
        other => panic!("another refusal: {other:?}"),
    }
}

pub async fn the_lead_sets_hours_and_staff_version_by_version(c: TestClinic) {
    let (lead, nurse) = (c.actor(Role::Admin), c.actor(Role::Nurse));
    let refused = c.practice.set_calendar(&nurse, hours(), &c.key()).await.unwrap_err();
    assert!(matches!(refused, Refusal::NotAllowed { .. }), "{refused:?}");
    let before = c.practice.calendar_setting(&nurse).await.unwrap();
    assert_eq!((before.version, before.watches.as_str()), (0, ""), "nothing is shipped");
    assert_eq!(c.practice.set_calendar(&lead, hours(), &c.key()).await.unwrap(), 1);
    let view = c.practice.calendar_setting(&nurse).await.unwrap();
    assert_eq!((view.week[0].from.as_str(), view.week[0].nurses.as_str()), ("09:00", "1"));
    assert_eq!(view.closed, "2026-01-15 Founders’ day");
    let late = c.practice.set_calendar(&lead, hours(), &c.key()).await.unwrap_err();
    assert!(matches!(late, Refusal::Conflict { .. }), "{late:?}");
}

pub async fn hours_that_cannot_be_meant_are_told_beside_their_field(c: TestClinic) {
    let check = async |form: CalendarForm, field: &str| {
        let refused = c.practice.set_calendar(&c.actor(Role::Admin), form, &c.key()).await.unwrap_err();
        let Refusal::Invalid(problems) = refused else { panic!("{refused:?}") };
        assert!(problems.iter().any(|p| p.field == field), "{field}: {problems:?}");
    };
    let day = |from: &str, to: &str, nurses: &str| {
        let mut form = hours();
        form.week[0] = [from, to, nurses].map(str::to_owned);
        form
    };
    check(day("17:00", "09:00", "1"), "from_0").await;
    check(day("9", "17:00", "1"), "from_0").await;
    check(day("09:00", "17:00", ""), "nurses_0").await;
    check(CalendarForm { watches: "many".to_owned(), ..hours() }, "watches").await;
    check(CalendarForm { preparation: String::new(), ..hours() }, "preparation").await;
    check(CalendarForm { closed: "Christmas".to_owned(), ..hours() }, "closed").await;
    check(CalendarForm { week: <[[String; 3]; 7]>::default(), ..hours() }, "from_0").await;
}

pub async fn nothing_is_booked_before_hours_are_set(c: TestClinic) {
    let course = c.course("Rana Kessel").await;
    let s = proposal(&c, &desk(&c), course).await;
    assert!(!s.set && s.lines.is_empty());
    let place = PlaceAt { n: 1, planned: MONDAY, date: MONDAY, chair: "Chair 1".to_owned(), start: 600 };
    let wanted = BookSeries { course, places: vec![place], give_up: Vec::new() };
    let refused = c.practice.book_series(&desk(&c), wanted, &c.key()).await.unwrap_err();
    assert!(conflict(&refused).contains("opening hours are not set"));
}

pub async fn the_front_desk_books_a_whole_series_in_one_go(c: TestClinic) {
    open(&c).await;
    let course = c.course("Rana Kessel").await;
    let waits = tray(&c).await;
    assert_eq!((waits[0].initials.as_str(), waits[0].next_on), ("R.K.", Some(MONDAY)));
    let s = proposal(&c, &desk(&c), course).await;
    let days: Vec<_> = s.new_places().map(|line| line.date).collect();
    assert_eq!(days[0], MONDAY);
    assert!(!days.contains(&date(2026, 1, 15)), "closed, and the front desk moves no plan");
    let key = c.key();
    let wanted = form(&s, course);
    let count = c.practice.book_series(&desk(&c), wanted.clone(), &key).await.unwrap();
    assert_eq!(count, days.len());
    assert_eq!(
        c.practice.book_series(&desk(&c), wanted, &key).await.unwrap(),
        count,
        "sent twice, booked once"
    );
    let monday = calendar(&c, MONDAY).await;
    let bar = &monday.days[0].bars[0];
    assert_eq!(
        (bar.visit.as_str(), bar.state, bar.end - bar.start),
        ("Session 1 of 6", BarState::Booked, 120)
    );
    let thursday = &calendar(&c, THURSDAY).await.days[0].bars[0];
    assert_eq!((thursday.visit.as_str(), thursday.start), ("Session 2 of 6", bar.start));
    assert_eq!(c.last_audit_line(course).await.0, "booking.series");
}

pub async fn a_closed_day_is_told_and_a_clinician_moves_the_plan_with_the_booking(c: TestClinic) {
    open(&c).await;
    let course = c.course("Rana Kessel").await;
    let line =
        |s: &SeriesView| s.lines.iter().find(|line| line.planned == date(2026, 1, 15)).cloned().unwrap();
    let shown = line(&proposal(&c, &desk(&c), course).await);
    assert_eq!(shown.state, SeriesState::NeedsMove);
    assert!(shown.note.contains("closed (Founders’ day)"), "{}", shown.note);
    let nurse = c.actor(Role::Nurse);
    let shown = line(&proposal(&c, &nurse, course).await);
    assert_eq!(shown.state, SeriesState::Moved);
    book(&c, &nurse, course).await.unwrap();
    assert_eq!(booked(&c, shown.date).await.len(), 1);
    let after = proposal(&c, &nurse, course).await;
    assert!(!after.lines.iter().any(|line| line.planned == date(2026, 1, 15)), "the plan has moved");
    assert!(tray(&c).await.is_empty());
}

pub async fn the_front_desk_moves_no_plan(c: TestClinic) {
    open(&c).await;
    let course = c.course("Rana Kessel").await;
    let nurse = c.actor(Role::Nurse);
    let wanted = form(&proposal(&c, &nurse, course).await, course);
    let refused = c.practice.book_series(&desk(&c), wanted, &c.key()).await.unwrap_err();
    assert!(matches!(refused, Refusal::NotAllowed { .. }), "{refused:?}");
    assert!(booked(&c, MONDAY).await.is_empty(), "all or none");
    book(&c, &desk(&c), course).await.unwrap();
    let wanted = moving(course, THURSDAY, date(2026, 1, 9), ("Chair 1", 600));
    let refused = c.practice.move_booking(&desk(&c), wanted.clone(), &c.key()).await.unwrap_err();
    assert!(matches!(refused, Refusal::NotAllowed { .. }), "{refused:?}");
    c.practice.move_booking(&nurse, wanted, &c.key()).await.unwrap();
    assert!(booked(&c, THURSDAY).await.is_empty());
    assert_eq!(booked(&c, date(2026, 1, 9)).await, [(course, "Chair 1".to_owned(), 600)]);
    let series = BookSeries { course, places: Vec::new(), give_up: Vec::new() };
    let refused = c.practice.book_series(&c.actor(Role::Therapist), series, &c.key()).await.unwrap_err();
    assert!(matches!(refused, Refusal::NotAllowed { .. }), "{refused:?}");
}

pub async fn a_taken_slot_says_who_may_be_moved_and_what_is_free(c: TestClinic) {
    open(&c).await;
    let (first, second) = (c.course("Rana Kessel").await, c.course("Ida Moss").await);
    book(&c, &desk(&c), first).await.unwrap();
    book(&c, &desk(&c), second).await.unwrap();
    let there = booked(&c, THURSDAY).await;
    let (_, chair, start) = there.iter().find(|(course, ..)| *course == first).cloned().unwrap();
    let wanted = moving(second, THURSDAY, THURSDAY, (&chair, start + 30));
    let refused = c.practice.move_booking(&desk(&c), wanted, &c.key()).await.unwrap_err();
    let what = conflict(&refused);
    for words in ["is taken", "R.K., Session 2 of 6", "R.K. may be moved to", "Free that day:"] {
        assert!(what.contains(words), "{words} is missing: {what}");
    }
    assert_eq!(booked(&c, THURSDAY).await, there, "nothing was changed");
}

pub async fn more_than_the_nurses_may_watch_are_not_booked(c: TestClinic) {
    open(&c).await;
    let mut courses = Vec::new();
    for name in ["Rana Kessel", "Ida Moss", "Jon Abara"] {
        let course = c.course(name).await;
        book(&c, &desk(&c), course).await.unwrap();
        courses.push(course);
    }
    let there = booked(&c, THURSDAY).await;
    assert!(there.iter().filter(|(_, _, start)| *start == there[0].2).count() <= 2, "{there:?}");
    let (course, ..) = there.last().cloned().unwrap();
    let wanted = moving(course, THURSDAY, THURSDAY, ("Chair 3", there[0].2));
    let refused = c.practice.move_booking(&desk(&c), wanted, &c.key()).await.unwrap_err();
    let what = conflict(&refused);
    assert!(what.contains("3 people would be there at once") && what.contains("may watch 2"), "{what}");
}

pub async fn two_who_book_one_slot_at_once_do_not_both_get_it(c: TestClinic) {
    open(&c).await;
    let (first, second) = (c.course("Rana Kessel").await, c.course("Ida Moss").await);
    let place = |course| {
        let place =
            PlaceAt { n: 2, planned: THURSDAY, date: THURSDAY, chair: "Chair 1".to_owned(), start: 600 };
        BookSeries { course, places: vec![place], give_up: Vec::new() }
    };
    let c = Arc::new(c);
    let tasks: Vec<_> = [first, second]
        .into_iter()
        .map(|course| {
            let (c, wanted) = (c.clone(), place(course));
            tokio::spawn(async move { c.practice.book_series(&desk(&c), wanted, &c.key()).await })
        })
        .collect();
    let mut refused = Vec::new();
    for task in tasks {
        refused.extend(task.await.unwrap().err());
    }
    assert_eq!(refused.len(), 1, "one wins");
    assert!(conflict(&refused[0]).contains("Chair 1 is taken"), "{refused:?}");
    assert_eq!(booked(&c, THURSDAY).await.len(), 1);
}

pub async fn what_somebody_else_changed_meanwhile_is_told(c: TestClinic) {
    open(&c).await;
    let course = c.course("Rana Kessel").await;
    book(&c, &desk(&c), course).await.unwrap();
    let to = moving(course, THURSDAY, THURSDAY, ("Chair 2", 660));
    c.practice.move_booking(&c.actor(Role::Nurse), to.clone(), &c.key()).await.unwrap();
    let late = MoveBooking { chair: "Chair 3".to_owned(), ..to };
    let refused = c.practice.move_booking(&desk(&c), late, &c.key()).await.unwrap_err();
    assert!(conflict(&refused).contains("Tomas Ruiz changed this booking"), "{refused:?}");
    assert!(conflict(&refused).contains("Chair 2 at 11:00"), "{refused:?}");
}

pub async fn a_place_given_up_waits_again(c: TestClinic) {
    open(&c).await;
    let course = c.course("Rana Kessel").await;
    book(&c, &c.actor(Role::Nurse), course).await.unwrap();
    assert!(tray(&c).await.is_empty());
    let wanted = GiveUp { course, date: THURSDAY, seen_version: 1 };
    c.practice.give_up_booking(&desk(&c), wanted, &c.key()).await.unwrap();
    let waits = tray(&c).await;
    assert_eq!((waits[0].to_book, waits[0].next_on), (1, Some(THURSDAY)));
    assert!(booked(&c, THURSDAY).await.is_empty());
    book(&c, &desk(&c), course).await.unwrap();
    assert_eq!(booked(&c, THURSDAY).await.len(), 1);
}

pub async fn a_missed_session_comes_back_as_a_proposal(c: TestClinic) {
    open(&c).await;
    let course = c.course("Rana Kessel").await;
    let nurse = c.actor(Role::Nurse);
    book(&c, &nurse, course).await.unwrap();
    let before: Vec<Date> = proposal(&c, &nurse, course).await.lines.iter().map(|line| line.date).collect();
    c.practice.give_session(&nurse, TestClinic::session(course, MONDAY), &c.key()).await.unwrap();
    c.day(THURSDAY);
    c.practice.miss_session(&nurse, course, THURSDAY, &c.key()).await.unwrap();
    // The plan has moved by its own rule; places stay until somebody accepts.
    assert_eq!(calendar(&c, THURSDAY).await.days[0].bars[0].state, BarState::Missed);
    let line = &calendar(&c, THURSDAY).await.tray[0];
    assert_eq!(line.left_over[0], THURSDAY);
    let s = proposal(&c, &desk(&c), course).await;
    let beside =
        s.lines.iter().find(|line| line.was.as_ref().is_some_and(|was| was.date == THURSDAY)).unwrap();
    assert!(!before.contains(&beside.date) || beside.state == SeriesState::New, "{beside:?}");
    assert_eq!(s.give_up[0].date, THURSDAY);
    book(&c, &desk(&c), course).await.unwrap();
    assert!(calendar(&c, THURSDAY).await.days[0].bars.is_empty());
    assert_eq!(booked(&c, beside.date).await.len(), 1);
    assert!(tray(&c).await.is_empty());
}

pub async fn a_proposal_that_is_out_of_date_books_nothing(c: TestClinic) {
    open(&c).await;
    let course = c.course("Rana Kessel").await;
    let nurse = c.actor(Role::Nurse);
    let old = form(&proposal(&c, &desk(&c), course).await, course);
    c.day(THURSDAY);
    c.practice.miss_session(&nurse, course, MONDAY, &c.key()).await.unwrap();
    c.practice.miss_session(&nurse, course, THURSDAY, &c.key()).await.unwrap();
    let refused = c.practice.book_series(&desk(&c), old, &c.key()).await.unwrap_err();
    assert!(conflict(&refused).contains("plan of this course has changed"), "{refused:?}");
    assert!(booked(&c, date(2026, 1, 12)).await.is_empty());
}
