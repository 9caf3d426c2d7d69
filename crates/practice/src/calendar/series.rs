//! The rest of a course on the calendar: a proposal first, booked in one go as it was shown. A missed session comes back as
//! such a proposal too, its old place beside the new one.

use std::collections::{BTreeMap, BTreeSet};

use evenkeel_care::calendar::{Lengths, Outcome, Own, Placed, STEP, Series, Stay, Wanted, Wish, place};
use evenkeel_care::record::{CourseStatus, SessionStatus};
use evenkeel_care::schedule::PlannedSession;
use evenkeel_store::booking::{self, Booking, NewBooking};
use evenkeel_store::{CourseId, Tx, course};
use jiff::ToSpan;
use jiff::civil::Date;

use super::clash::{by_day, refused, stays};
use super::settings::CalendarInForce;
use super::show::now_in;
use super::words::{clock, initials, why_not};
use crate::actor::Actor;
use crate::context::{Once, Practice};
use crate::record::Standing;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::sessions::{MoveSession, running};
use crate::view::calendar::{OldPlace, SeriesLine, SeriesState, SeriesView};
use crate::words;

/// How far ahead sessions are booked, days.
pub(super) const AHEAD: i64 = 42;
/// How far back a missed session is still shown beside its new place, days.
const BACK: i64 = 14;

/// What somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedSeries {
    /// The course.
    pub course: CourseId,
    /// The minute of the day the patient would like; `None`: as booked so far.
    pub start: Option<u32>,
    /// The chair the patient would like; `None`: as booked so far.
    pub chair: Option<String>,
}

/// A session at its place, as it was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceAt {
    /// Number of the session in the course.
    pub n: u32,
    /// The day the plan has it on.
    pub planned: Date,
    /// The day it is booked for; another one than planned moves the plan.
    pub date: Date,
    /// Name of the chair.
    pub chair: String,
    /// Minute of the day.
    pub start: u32,
}

/// A series to be booked in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookSeries {
    /// The course.
    pub course: CourseId,
    /// Its sessions.
    pub places: Vec<PlaceAt>,
    /// Days of places that are given up: the plan has no session there any more.
    pub give_up: Vec<Date>,
}

impl Practice {
    /// What booking the rest of a course would come to. Nothing is written but that somebody looked.
    pub async fn series(&self, actor: &Actor, asked: AskedSeries) -> Result<SeriesView, Refusal> {
        actor.must(Right::ReadFrontDesk)?;
        let clinic = self.clinic(actor.clinic).await?;
        let standing = self.standing(actor, asked.course).await?;
        let in_force = CalendarInForce::of(self.store().into(), actor.clinic).await?;
        let places = booking::of_course(self.store(), actor.clinic, asked.course).await?;
        let (today, minute) = now_in(&clinic.zone, self.now());
        let last = today.saturating_add((AHEAD + 35).days());
        let booked = booking::booked(self.store(), actor.clinic, (today, last)).await?;
        self.saw(actor, "calendar.series.read", asked.course).await?;
        let state = Places::of(&standing, places, today);
        let wish = state.wish(&asked);
        let mut view = series_view(actor, &standing, &in_force, &wish);
        view.give_up = state.left_over.iter().map(old).collect();
        let Ok((house, own)) = in_force.needed() else { return Ok(view) };
        let mut taken: BTreeMap<Date, Vec<Stay>> = BTreeMap::new();
        for one in booked.iter().filter(|b| b.course_id != asked.course || state.keeps(b.date)) {
            taken.entry(one.date).or_default().push(super::clash::stay_of(one));
        }
        let wanted: Vec<Wanted> = state.to_book.iter().map(|s| wanted(&standing, s, own)).collect();
        let outcomes = place(&Series {
            house: &house,
            spacing: standing.protocol.spacing,
            kept: &state.kept,
            wanted: &wanted,
            taken: &taken,
            wish,
            not_before: (today, minute),
        });
        view.lines = state.lines(&outcomes, actor.may(Right::GiveSessions), &in_force);
        Ok(view)
    }

    /// Books the sessions of a course as they were shown, all or none; answers how many.
    pub async fn book_series(&self, actor: &Actor, wanted: BookSeries, key: &str) -> Result<usize, Refusal> {
        actor.must(Right::Book)?;
        let today = self.today(actor.clinic).await?;
        let mut tx = match self.begin::<usize>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(count) => return Ok(count),
        };
        course::hold(&mut tx, wanted.course).await?;
        booking::hold(&mut tx).await?;
        self.put_plan(&mut tx, wanted.course, today).await?;
        let mut places = wanted.places;
        places.sort_by_key(|place| (place.date, place.n));
        for moved in places.iter().filter(|place| place.date != place.planned) {
            self.move_plan(&mut tx, actor, wanted.course, moved, today).await?;
        }
        self.give_up_in(&mut tx, wanted.course, &wanted.give_up, today).await?;
        self.book_in(&mut tx, wanted.course, &places, today).await?;
        let count = places.len();
        tx.audit("booking.series", wanted.course, &count)?;
        tx.commit_with(&count).await?;
        self.work().await;
        Ok(count)
    }

    /// Moves the plan for a session that is to be on another day, as the course's own page does.
    pub(super) async fn move_plan(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        course: CourseId,
        place: &PlaceAt,
        today: Date,
    ) -> Result<(), Refusal> {
        if !actor.may(Right::GiveSessions) {
            return Err(Refusal::NotAllowed {
                what: "a session is put on another day by a nurse or a prescriber".to_owned(),
            });
        }
        let reason = Some("Booked on the calendar.".to_owned());
        self.move_in(tx, actor, &MoveSession { course, n: place.n, to: place.date, reason }, today).await
    }

    /// Gives up places for which the plan has no session any more.
    async fn give_up_in(
        &self,
        tx: &mut Tx,
        course: CourseId,
        days: &[Date],
        today: Date,
    ) -> Result<(), Refusal> {
        let clinic = tx.clinic();
        let places = booking::of_course(&mut *tx, clinic, course).await?;
        let standing = self.standing_in(tx, course, today).await?;
        let state = Places::of(&standing, places, today);
        for day in days {
            let Some(place) = state.left_over.iter().find(|place| place.date == *day) else {
                return Err(changed(*day));
            };
            booking::add(tx, &given_up(place)).await?;
        }
        Ok(())
    }

    /// Books each session at its place, if the plan has it there and the house allows it.
    pub(super) async fn book_in(
        &self,
        tx: &mut Tx,
        course: CourseId,
        places: &[PlaceAt],
        today: Date,
    ) -> Result<(), Refusal> {
        let clinic = tx.clinic();
        let (house, own) = CalendarInForce::of((&mut *tx).into(), clinic).await?.needed()?;
        let known = booking::of_course(&mut *tx, clinic, course).await?;
        let standing = self.standing_in(tx, course, today).await?;
        running(&standing)?;
        let days = places.iter().map(|place| place.date);
        let Some((first, last)) = days.clone().min().zip(days.max()) else { return Ok(()) };
        let booked = booking::booked(&mut *tx, clinic, (first, last)).await?;
        let mut there = by_day(self, &booked);
        for at in places {
            let planned = standing.to_come().find(|s| s.date == at.date).ok_or_else(|| changed(at.date))?;
            let lengths = Lengths::of(standing.protocol, planned.phase, own);
            let stay = Stay { chair: at.chair.clone(), start: at.start, lengths };
            let others = there.entry(at.date).or_default();
            others.retain(|one| one.course != course);
            on_a_quarter(at.start)?;
            house
                .check(at.date, &stays(others), &stay)
                .map_err(|no| Refusal::Conflict { what: refused(&house, at.date, others, &stay, no) })?;
            let seen_version = known.iter().find(|b| b.date == at.date).map_or(0, |b| b.version);
            booking::add(tx, &kept(course, at.date, seen_version, &stay)).await?;
        }
        Ok(())
    }
}

/// The proposal without its sessions.
fn series_view(
    actor: &Actor,
    standing: &Standing<'_>,
    in_force: &CalendarInForce,
    wish: &Wish,
) -> SeriesView {
    let person = &standing.bundle.patient.person;
    let name = person.name().unwrap_or("Erased patient").to_owned();
    let waits = standing.unrecorded.iter().map(|u| words::date(u.date));
    SeriesView {
        course: standing.bundle.course.id.0,
        initials: initials(&name),
        name,
        birth_date: person.known().and_then(|d| d.birth_date),
        runs: standing.bundle.course.status == CourseStatus::Active,
        set: in_force.is_set(),
        may_book: actor.may(Right::Book),
        unrecorded: waits.collect(),
        lines: Vec::new(),
        give_up: Vec::new(),
        chairs: in_force.chairs().to_vec(),
        wish_start: wish.start.map(clock),
        wish_chair: wish.chair.clone(),
        starts: starts(in_force),
        problem: standing.plan.as_ref().err().cloned(),
    }
}

/// The row of a place.
fn kept(course_id: CourseId, date: Date, seen_version: i64, stay: &Stay) -> NewBooking {
    let Lengths { preparation, dose, recovery } = stay.lengths;
    NewBooking {
        course_id,
        date,
        seen_version,
        chair: Some(stay.chair.clone()),
        start_minute: stay.start,
        minutes: [preparation, dose, recovery],
    }
}

/// The row that gives a place up.
pub(super) fn given_up(place: &Booking) -> NewBooking {
    NewBooking {
        course_id: place.course_id,
        date: place.date,
        seen_version: place.version,
        chair: None,
        start_minute: place.start_minute,
        minutes: [place.preparation_minutes, place.dose_minutes, place.recovery_minutes],
    }
}

fn on_a_quarter(start: u32) -> Result<(), Refusal> {
    if start.is_multiple_of(STEP) {
        return Ok(());
    }
    let what = format!("{} is no quarter of an hour.", clock(start));
    Err(Refusal::field("start", what, "Choose a time such as 09:00, 09:15 or 09:30."))
}

/// The plan is not what was shown.
pub(super) fn changed(day: Date) -> Refusal {
    let what = format!(
        "The plan of this course has changed: it has no such session on {} any more. Nothing was booked; look at the \
         proposal again.",
        words::date(day)
    );
    Refusal::Conflict { what }
}

fn wanted(standing: &Standing<'_>, session: &PlannedSession, own: Own) -> Wanted {
    Wanted {
        n: session.n,
        date: session.date,
        earliest: session.earliest,
        latest: session.latest,
        lengths: Lengths::of(standing.protocol, session.phase, own),
    }
}

/// The times of a day that can be wished for.
fn starts(in_force: &CalendarInForce) -> Vec<String> {
    let Some((house, _)) = in_force.known() else { return Vec::new() };
    let open = || house.week.iter().flatten();
    let (Some(from), Some(to)) = (open().map(|h| h.from).min(), open().map(|h| h.to).max()) else {
        return Vec::new();
    };
    (from.div_ceil(STEP)..to.div_ceil(STEP)).map(|quarter| clock(quarter * STEP)).collect()
}

/// What of a course is booked, what is not, and what is left over.
pub(super) struct Places {
    pub held: Vec<Booking>,
    /// Planned sessions with a place.
    pub booked: Vec<PlannedSession>,
    /// Planned sessions without one.
    pub to_book: Vec<PlannedSession>,
    /// Places without a session, from today on.
    pub left_over: Vec<Booking>,
    /// Places of sessions that were missed lately.
    missed: Vec<Booking>,
    /// Days of the course's sessions that are given, or have a place.
    kept: Vec<Date>,
}

impl Places {
    pub(super) fn of(standing: &Standing<'_>, places: Vec<Booking>, today: Date) -> Self {
        let held: Vec<Booking> = places.into_iter().filter(Booking::is_held).collect();
        let last = today.saturating_add(AHEAD.days());
        let runs = standing.bundle.course.status == CourseStatus::Active;
        let coming = standing.to_come().filter(|s| runs && s.date >= today && s.date <= last);
        let days: BTreeSet<Date> = held.iter().map(|b| b.date).collect();
        let (booked, to_book): (Vec<PlannedSession>, Vec<PlannedSession>) =
            coming.cloned().partition(|s| days.contains(&s.date));
        let planned: BTreeSet<Date> =
            standing.to_come().filter(|_| runs).map(|s| s.date).chain(standing.done_dates()).collect();
        let left = |b: &&Booking| b.date >= today && !planned.contains(&b.date);
        let missed_on = |day: Date| {
            standing.record.sessions.iter().any(|s| s.date == day && s.status == SessionStatus::Missed)
        };
        let lately =
            |b: &&Booking| b.date < today && b.date >= today.saturating_sub(BACK.days()) && missed_on(b.date);
        let kept = standing.done_dates().into_iter().chain(booked.iter().map(|s| s.date)).collect();
        Self {
            left_over: held.iter().filter(left).cloned().collect(),
            missed: held.iter().filter(lately).cloned().collect(),
            held,
            booked,
            to_book,
            kept,
        }
    }

    /// Whether the course's own place on a day stays.
    fn keeps(&self, day: Date) -> bool {
        self.booked.iter().any(|s| s.date == day)
    }

    /// What was asked for, else as the course was booked last.
    fn wish(&self, asked: &AskedSeries) -> Wish {
        let last = self.held.last();
        Wish {
            start: asked.start.or_else(|| last.map(|b| b.start_minute)),
            chair: asked.chair.clone().or_else(|| last.and_then(|b| b.chair.clone())),
        }
    }

    /// All sessions in their order: those that stay, and what became of the others; the old places that are without a
    /// session go beside the new ones, the first beside the first.
    fn lines(&self, outcomes: &[Outcome], may_move: bool, in_force: &CalendarInForce) -> Vec<SeriesLine> {
        let stay = |s: &PlannedSession| {
            let place = self.held.iter().find(|b| b.date == s.date);
            SeriesLine {
                n: s.n,
                planned: s.date,
                date: s.date,
                chair: place.and_then(|b| b.chair.clone()).unwrap_or_default(),
                start: place.map_or(0, |b| b.start_minute),
                end: place.map_or(0, end),
                state: SeriesState::Stays,
                note: String::new(),
                was: None,
            }
        };
        let mut olds = self.missed.iter().chain(&self.left_over).map(|b| old_beside(b, &self.missed));
        let new = outcomes.iter().map(|outcome| {
            let line = of_outcome(outcome, may_move, in_force);
            SeriesLine { was: olds.next(), ..line }
        });
        let mut lines: Vec<SeriesLine> = self.booked.iter().map(stay).chain(new).collect();
        lines.sort_by_key(|line| (line.planned, line.n));
        lines
    }
}

fn end(place: &Booking) -> u32 {
    place.start_minute + place.preparation_minutes + place.dose_minutes + place.recovery_minutes
}

fn old(place: &Booking) -> OldPlace {
    let chair = place.chair.clone().unwrap_or_default();
    OldPlace { date: place.date, words: format!("{}, {chair}", clock(place.start_minute)), missed: false }
}

fn old_beside(place: &Booking, missed: &[Booking]) -> OldPlace {
    OldPlace { missed: missed.contains(place), ..old(place) }
}

fn of_outcome(outcome: &Outcome, may_move: bool, in_force: &CalendarInForce) -> SeriesLine {
    let because = |why, day: Date| {
        let name = in_force.closed_name(day).filter(|name| !name.is_empty());
        let name = name.map(|name| format!(" ({name})")).unwrap_or_default();
        format!("On {} {}{name}.", words::date(day), why_not(why))
    };
    match outcome {
        Outcome::NotPlaced(left) => SeriesLine {
            n: left.n,
            planned: left.planned,
            date: left.planned,
            chair: String::new(),
            start: 0,
            end: 0,
            state: SeriesState::NoPlace,
            note: format!(
                "{} No other day of its window does either: ask the prescriber.",
                because(left.why, left.planned)
            ),
            was: None,
        },
        Outcome::Placed(Placed { n, planned, at, why_moved }) => SeriesLine {
            n: *n,
            planned: *planned,
            date: at.date,
            chair: at.stay.chair.clone(),
            start: at.stay.start,
            end: at.stay.end(),
            state: match why_moved {
                None => SeriesState::New,
                Some(_) if may_move => SeriesState::Moved,
                Some(_) => SeriesState::NeedsMove,
            },
            note: match why_moved {
                None => String::new(),
                Some(why) if may_move => {
                    format!("{} Booking moves the plan to this day.", because(*why, *planned))
                }
                Some(why) => format!(
                    "{} This day would do: a nurse or the prescriber moves the plan, then book.",
                    because(*why, *planned)
                ),
            },
            was: None,
        },
    }
}
