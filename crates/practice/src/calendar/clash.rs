//! Why a place cannot be had: who is in the way, who of them could go elsewhere, and what is free.

use std::collections::BTreeMap;

use evenkeel_care::calendar::{House, Lengths, No, Stay};
use evenkeel_care::protocol::Protocol;
use evenkeel_store::CourseId;
use evenkeel_store::booking::Booked;
use jiff::civil::Date;

use super::words::{clock, initials};
use crate::context::Practice;
use crate::front_desk;
use crate::words;

/// Free times told for a chair.
const TOLD_A_CHAIR: usize = 2;
/// People told who could make room.
const TOLD_PEOPLE: usize = 3;

/// Somebody booked on a day.
#[derive(Debug, Clone)]
pub(super) struct There {
    pub course: CourseId,
    pub stay: Stay,
    /// "R.K., Session 3 of 6".
    pub who: String,
}

impl There {
    pub(super) fn of(practice: &Practice, booked: &Booked) -> Self {
        let who = initials(booked.person.name().unwrap_or("Erased patient"));
        Self {
            course: booked.course_id,
            stay: stay_of(booked),
            who: format!("{who}, {}", visit(practice, booked)),
        }
    }
}

/// Chair, time and lengths of a booking.
pub(super) fn stay_of(booked: &Booked) -> Stay {
    let lengths = Lengths {
        preparation: booked.preparation_minutes,
        dose: booked.dose_minutes,
        recovery: booked.recovery_minutes,
    };
    Stay { chair: booked.chair.clone(), start: booked.start_minute, lengths }
}

/// "Session 3 of 6".
pub(super) fn visit(practice: &Practice, booked: &Booked) -> String {
    let protocol = practice.knowledge().protocols.get(&booked.protocol_id);
    let before =
        if booked.planned { booked.given_before + booked.planned_before } else { booked.given_before };
    front_desk::visit(
        u32::try_from(before).unwrap_or_default(),
        protocol.map_or(0, Protocol::induction_sessions),
    )
}

/// What is booked, by day.
pub(super) fn by_day(practice: &Practice, booked: &[Booked]) -> BTreeMap<Date, Vec<There>> {
    let mut days: BTreeMap<Date, Vec<There>> = BTreeMap::new();
    for one in booked {
        days.entry(one.date).or_default().push(There::of(practice, one));
    }
    days
}

/// The places alone.
pub(super) fn stays(there: &[There]) -> Vec<Stay> {
    there.iter().map(|one| one.stay.clone()).collect()
}

/// Why `wanted` cannot be booked on `date`, and what can be done instead.
pub(super) fn refused(house: &House, date: Date, there: &[There], wanted: &Stay, no: No) -> String {
    let day = words::date(date);
    let (why, in_the_way): (String, Vec<&There>) = match no {
        No::Closed => return format!("The clinic is closed on {day}. Choose another day."),
        No::OutsideHours(hours) => {
            let (from, to) = (clock(wanted.start), clock(wanted.end()));
            let open = format!("{} to {}", clock(hours.from), clock(hours.to));
            (format!("{from} to {to} is outside the hours of {day}, {open}."), Vec::new())
        }
        No::NoSuchChair => (format!("The clinic has no chair “{}” any more.", wanted.chair), Vec::new()),
        No::ChairTaken { .. } => taken(house, &day, there, wanted),
        No::TooMany { from, watched, most } => {
            let at = |one: &&There| one.stay.start <= from && from < one.stay.end();
            let why = format!(
                "From {} {watched} people would be there at once on {day}; the nurses of the day may watch {most}.",
                clock(from)
            );
            (why, there.iter().filter(at).collect())
        }
    };
    let moves = in_the_way.iter().take(TOLD_PEOPLE).map(|one| could_go(house, date, there, one, wanted));
    let told: Vec<String> =
        [why].into_iter().chain(moves).chain([free(house, date, there, wanted)]).collect();
    told.join(" ")
}

fn taken<'a>(house: &House, day: &str, there: &'a [There], wanted: &Stay) -> (String, Vec<&'a There>) {
    let all = stays(there);
    let Some(other) = house.in_the_way(&all, wanted) else { return (String::new(), Vec::new()) };
    let who: Vec<&There> = there.iter().filter(|one| one.stay == *other).collect();
    let name = who.first().map_or("somebody", |one| one.who.as_str());
    let (from, to) = (clock(other.start), clock(house.free_from(other)));
    (format!("{} is taken on {day} from {from} to {to}: {name}.", other.chair), who)
}

/// Where somebody in the way could go on the same day, if `wanted` were booked.
fn could_go(house: &House, date: Date, there: &[There], one: &There, wanted: &Stay) -> String {
    let rest = there.iter().filter(|other| other.course != one.course).map(|other| other.stay.clone());
    let rest: Vec<Stay> = rest.chain([wanted.clone()]).collect();
    let name = one.who.split(',').next().unwrap_or_default();
    let of_chair = |chair: &String| {
        let starts = house.free_starts(date, &rest, chair, one.stay.lengths);
        let near = starts.into_iter().min_by_key(|start| start.abs_diff(one.stay.start))?;
        Some((near.abs_diff(one.stay.start), chair.clone(), near))
    };
    let place = house.chairs.iter().filter_map(of_chair).min_by_key(|(far, ..)| *far);
    place.map_or_else(
        || format!("{name} has no other place that day."),
        |(_, chair, start)| format!("{name} may be moved to {chair} at {}.", clock(start)),
    )
}

/// What is free on the day for a session as long as `wanted`, nearest first.
pub(super) fn free(house: &House, date: Date, there: &[There], wanted: &Stay) -> String {
    let all = stays(there);
    let of_chair = |chair: &String| {
        let mut starts = house.free_starts(date, &all, chair, wanted.lengths);
        starts.sort_by_key(|start| (start.abs_diff(wanted.start), *start));
        starts.truncate(TOLD_A_CHAIR);
        let times: Vec<String> = starts.into_iter().map(clock).collect();
        (!times.is_empty()).then(|| format!("{chair} {}", times.join(" or ")))
    };
    let free: Vec<String> = house.chairs.iter().filter_map(of_chair).collect();
    if free.is_empty() {
        "Nothing is free that day for a session of this length.".to_owned()
    } else {
        format!("Free that day: {}.", free.join(", "))
    }
}
