//! The clinic's rule of the model specification, section 8, in its own words, for a depression record without a plan.

use super::life::{Chance, Person};
use super::record::{Known, Record};

const LADDER: [i32; 8] = [14, 21, 28, 42, 56, 84, 112, 168];
const ACUTE: usize = 6;

/// Days of a rung; −1 is the weekly floor.
fn gap(rung: i32) -> i32 {
    usize::try_from(rung).map_or(7, |rung| LADDER[rung])
}

/// The longest rung allowed so many days after the first session.
fn longest(since_first: i32) -> i32 {
    match since_first {
        ..182 => 2,
        182..365 => 4,
        _ => 7,
    }
}

/// What became of one course in its year.
#[derive(Clone, Copy)]
pub struct Lived {
    pub sessions: f64,
    pub days_well: f64,
    pub ended: f64,
    /// 366 where there was none.
    pub relapse: f64,
}

pub fn live(record: &Record, who: &Person, known: &Known, chance: &mut Chance) -> Lived {
    let baseline = record.baseline();
    let (mut body, mut mood) = (known.body, known.mood(chance));
    let mut given = record.given.len();
    let last = *record.given.last().unwrap() - record.today;
    // After an odd session 3 days, after an even one 4; the year begins within the acute series or at its end.
    let acute = |given: usize, last: i32| last + if given % 2 == 1 { 3 } else { 4 };
    let first = if given < ACUTE { acute(given, last) } else { last + gap(0) };
    let mut due = Some(first.max(0));
    let (mut rung, mut good, mut bad) = (0, 0, 0);
    let mut lived = Lived { sessions: 0.0, days_well: 0.0, ended: 0.0, relapse: 366.0 };
    let mut over = false;
    for day in 0..=365 {
        if day > 0 {
            body.pass(who, 1);
            mood.pass(1.0, chance);
            if 27.0 * mood.signal(body.benefit(who)) <= 0.5 * baseline {
                lived.days_well += 1.0;
            }
        }
        if day > 0 && day % 7 == 0 {
            let now = mood.score(body.shown(), chance) > 0.6 * baseline + 1e-7;
            if now && over && lived.relapse > 365.0 {
                lived.relapse = f64::from(day - 7);
            }
            over = now;
        }
        if due != Some(day) {
            continue;
        }
        let score = mood.score(body.shown(), chance);
        let cap = longest(record.today - record.given[0] + day);
        if given >= ACUTE {
            let well = score <= 0.5 * baseline + 1e-7;
            let better = 1.0 - score / baseline;
            (good, bad) = if well { (good + 1, 0) } else { (0, bad + 1) };
            if better < 0.2 && (given == ACUTE || bad >= 4) {
                lived.ended = 1.0;
                due = None;
                continue;
            }
            if good >= 2 {
                (rung, good) = ((rung + 1).min(cap), 0);
            }
            if !well {
                rung = (rung - 1).max(-1);
            }
        }
        body.give(who);
        given += 1;
        lived.sessions += 1.0;
        let next = if given < ACUTE { acute(given, day) } else { day + gap(rung.min(cap)) };
        due = Some(next);
    }
    lived
}

/// Day from today of the first of two weekly check-ins in a row beyond the limit if nothing is given any more; 731 for
/// none in two years. The body is the same for all who are alike, so what it shows is handed in week by week.
pub fn relapse(shown: &[f64], baseline: f64, known: &Known, chance: &mut Chance) -> f64 {
    let mut mood = known.mood(chance);
    let mut over = false;
    for (week, shown) in (1..=105).zip(shown) {
        mood.pass(7.0, chance);
        let now = mood.score(*shown, chance) > 0.6 * baseline + 1e-7;
        if now && over {
            return 7.0 * f64::from(week - 1);
        }
        over = now;
    }
    731.0
}

/// What the questionnaire shows in each of the 105 weeks.
pub fn weeks(who: &Person, known: &Known) -> Vec<f64> {
    let mut body = known.body;
    let mut week = || {
        body.pass(who, 7);
        body.shown()
    };
    (0..105).map(|_| week()).collect()
}
