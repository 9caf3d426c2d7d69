//! The calendar of a day or a week, with the tray of what waits for a place.

use std::collections::{BTreeMap, BTreeSet};

use evenkeel_care::calendar::{House, loads};
use evenkeel_care::record::CourseStatus;
use evenkeel_store::booking::{self, Booked};
use evenkeel_store::{CourseId, Subject};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::clash::{There, free, stay_of, visit};
use super::series::AHEAD;
use super::settings::CalendarInForce;
use super::words::{clock, initials};
use crate::actor::Actor;
use crate::context::Practice;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::view::calendar::{
    Bar, BarState, BookedAt, CalendarView, ChosenBooking, DayView, LoadLine, TrayLine,
};

/// A series waits in the tray once a session of it is this near, days.
const SOON: i64 = 14;
/// Lines of the tray.
const TRAY: u32 = 40;

/// What somebody asks to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskedCalendar {
    /// The week of the day, instead of the day alone.
    pub week: bool,
    /// The day; `None`: today.
    pub day: Option<Date>,
    /// A booking to look at: its course and day.
    pub chosen: Option<(CourseId, Date)>,
}

impl Practice {
    /// The calendar, for everybody who works in the clinic.
    pub async fn calendar(&self, actor: &Actor, asked: AskedCalendar) -> Result<CalendarView, Refusal> {
        actor.must(Right::ReadFrontDesk)?;
        let clinic = self.clinic(actor.clinic).await?;
        let now = now_in(&clinic.zone, self.now());
        let today = now.0;
        let day = asked.day.unwrap_or(today);
        let (first, last) = if asked.week { week_of(day) } else { (day, day) };
        let in_force = CalendarInForce::of(self.store().into(), actor.clinic).await?;
        let booked = booking::booked(self.store(), actor.clinic, (first, last)).await?;
        let tray = self.tray(actor, today).await?;
        let shown = booked.iter().map(|b| b.course_id.0).chain(tray.iter().map(|line| line.course)).collect();
        self.saw_all(actor, "calendar.read", Subject::named("calendar"), shown).await?;
        let house = in_force.known().map(|(house, _)| house);
        let days = first.series(1.day()).take_while(|date| *date <= last);
        let days: Vec<DayView> =
            days.map(|date| self.day_view(date, &booked, &in_force, house.as_ref(), now)).collect();
        let shown = |d: &DayView| !asked.week || d.hours.is_some() || !d.bars.is_empty() || house.is_none();
        let step = if asked.week { 7 } else { 1 };
        Ok(CalendarView {
            as_of: self.now(),
            today,
            week: asked.week,
            day,
            before: day.saturating_sub(i64::from(step).days()),
            after: day.saturating_add(i64::from(step).days()),
            set: in_force.is_set(),
            may_set: actor.may(Right::SetCalendar),
            may_book: actor.may(Right::Book),
            may_move: actor.may(Right::GiveSessions),
            chosen: asked
                .chosen
                .and_then(|chosen| self.chosen_booking(chosen, &booked, house.as_ref(), &in_force, today)),
            days: days.into_iter().filter(shown).collect(),
            tray,
        })
    }

    fn day_view(
        &self,
        date: Date,
        booked: &[Booked],
        in_force: &CalendarInForce,
        house: Option<&House>,
        (today, minute): (Date, u32),
    ) -> DayView {
        let of_day: Vec<&Booked> = booked.iter().filter(|b| b.date == date).collect();
        let stays: Vec<_> = of_day.iter().map(|b| stay_of(b)).collect();
        let hours = house.and_then(|house| house.hours(date)).map(|hours| (hours.from, hours.to));
        let mut chairs = in_force.chairs().to_vec();
        let gone: BTreeSet<&String> =
            of_day.iter().map(|b| &b.chair).filter(|c| !chairs.contains(c)).collect();
        let gone: Vec<String> = gone.into_iter().cloned().collect();
        chairs.extend(gone);
        let load = |l: evenkeel_care::calendar::Load| LoadLine { from: l.from, to: l.to, watched: l.watched };
        DayView {
            date,
            hours,
            words: hours_in_words(date, hours, in_force),
            chairs,
            bars: of_day.iter().map(|b| self.bar(b, house, today)).collect(),
            loads: loads(&stays).into_iter().map(load).collect(),
            most: house.map_or(0, |house| house.most(date)),
            now: (date == today).then_some(minute),
        }
    }

    fn bar(&self, booked: &Booked, house: Option<&House>, today: Date) -> Bar {
        let stay = stay_of(booked);
        let name = booked.person.name().unwrap_or("Erased patient").to_owned();
        let left = !booked.planned || booked.status != CourseStatus::Active;
        let state = match booked.date {
            _ if booked.came => BarState::Came,
            _ if booked.missed => BarState::Missed,
            date if date < today => BarState::NotRecorded,
            _ if left => BarState::LeftOver,
            _ => BarState::Booked,
        };
        Bar {
            course: booked.course_id.0,
            on: booked.date,
            version: booked.booking_version,
            start: stay.start,
            dose_from: stay.dose_from(),
            recovery_from: stay.recovery_from(),
            end: stay.end(),
            free_from: house.map_or_else(|| stay.end(), |house| house.free_from(&stay)),
            initials: initials(&name),
            name,
            visit: visit(self, booked),
            state,
            chair: stay.chair,
        }
    }

    fn chosen_booking(
        &self,
        (course, on): (CourseId, Date),
        booked: &[Booked],
        house: Option<&House>,
        in_force: &CalendarInForce,
        today: Date,
    ) -> Option<ChosenBooking> {
        let of_day = || booked.iter().filter(|b| b.date == on);
        let one = of_day().find(|b| b.course_id == course)?;
        let there: Vec<There> =
            of_day().filter(|b| b.course_id != course).map(|b| There::of(self, b)).collect();
        let starts = house.map(|house| house.starts(on, stay_of(one).lengths).map(clock).collect());
        Some(ChosenBooking {
            bar: self.bar(one, house, today),
            chairs: in_force.chairs().to_vec(),
            starts: starts.unwrap_or_default(),
            free: house.map(|house| free(house, on, &there, &stay_of(one))).unwrap_or_default(),
            over: on < today,
        })
    }

    /// The places of a stretch of days, by course and day.
    pub(crate) async fn held_places(
        &self,
        actor: &Actor,
        days: (Date, Date),
    ) -> Result<BTreeMap<(CourseId, Date), BookedAt>, Refusal> {
        let held = booking::held(self.store(), actor.clinic, days).await?;
        let at = |b: booking::Booking| {
            let place = BookedAt { time: clock(b.start_minute), chair: b.chair.unwrap_or_default() };
            ((b.course_id, b.date), place)
        };
        Ok(held.into_iter().map(at).collect())
    }

    /// Series that wait for a place, and places without a session, one line a course; who waits longest first.
    async fn tray(&self, actor: &Actor, today: Date) -> Result<Vec<TrayLine>, Refusal> {
        let days = (today, today.saturating_add(SOON.days()), today.saturating_add(AHEAD.days()));
        let unbooked = booking::unbooked(self.store(), actor.clinic, days, TRAY).await?;
        let left = booking::left_over(self.store(), actor.clinic, (today, days.1), TRAY).await?;
        let mut lines: BTreeMap<CourseId, TrayLine> = BTreeMap::new();
        for one in &unbooked {
            let name = one.person.name().unwrap_or("Erased patient");
            let line = TrayLine { to_book: one.to_book, next_on: Some(one.next_on), ..line(one.id, name) };
            lines.insert(one.id, line);
        }
        for one in &left {
            let name = one.person.name().unwrap_or("Erased patient");
            lines.entry(one.id).or_insert_with(|| line(one.id, name)).left_over.push(one.date);
        }
        let mut lines: Vec<TrayLine> = lines.into_values().collect();
        lines.sort_by_key(|line| {
            (line.left_over.is_empty(), line.next_on.or(line.left_over.first().copied()), line.course)
        });
        Ok(lines)
    }
}

fn line(course: CourseId, name: &str) -> TrayLine {
    TrayLine {
        course: course.0,
        initials: initials(name),
        name: name.to_owned(),
        to_book: 0,
        next_on: None,
        left_over: Vec::new(),
    }
}

/// Monday to Sunday.
fn week_of(day: Date) -> (Date, Date) {
    let monday = day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days());
    (monday, monday.saturating_add(6.days()))
}

/// Today and the minute of the day in the clinic's zone.
pub(super) fn now_in(zone: &str, now: jiff::Timestamp) -> (Date, u32) {
    let now = now.to_zoned_datetime(TimeZone::get(zone).unwrap_or(TimeZone::UTC));
    (now.date(), u32::from(now.hour().unsigned_abs()) * 60 + u32::from(now.minute().unsigned_abs()))
}

fn hours_in_words(date: Date, hours: Option<(u32, u32)>, in_force: &CalendarInForce) -> String {
    match (hours, in_force.closed_name(date)) {
        (Some((from, to)), _) => format!("{} to {}", clock(from), clock(to)),
        (None, Some(name)) if !name.is_empty() => format!("closed: {name}"),
        (None, _) if in_force.is_set() => "closed".to_owned(),
        (None, _) => "hours not set".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_week_begins_on_monday() {
        let week = (date(2026, 1, 5), date(2026, 1, 11));
        assert_eq!(week_of(date(2026, 1, 5)), week);
        assert_eq!(week_of(date(2026, 1, 11)), week);
    }
}
