//! The patient's own page: plan, own scores, next visit. Nothing here says or hints that a dose,
//! a booster or a stop is due; that is for the clinician.

use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::protocol::PhaseName;
use evenkeel_care::questionnaire::{Direction, Questionnaire};
use evenkeel_care::record::SessionStatus;
use evenkeel_care::schedule;
use evenkeel_store::course;

use crate::actor::Actor;
use crate::context::Practice;
use crate::record::Standing;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::sharing::{SHARED, Shared};
use crate::view::people::{MyCourse, MyScores, MySession};
use crate::words;

/// A change in points smaller than this share of the scale is called "about the same".
const SAME_SHARE: f64 = 0.08;

impl Practice {
    /// The patient's own page.
    pub async fn my_course(&self, actor: &Actor) -> Result<MyCourse, Refusal> {
        actor.must(Right::ReadOwnCourse)?;
        let patient = actor.patient.ok_or_else(|| Refusal::not_found("Your record"))?;
        let found = self.find_patient(actor, patient).await?;
        let name = found.person.name().and_then(|n| n.split_whitespace().next()).unwrap_or("you").to_owned();
        let courses = course::list_for_patient(self.store(), actor.clinic, patient).await?;
        let Some(latest) = courses.first() else {
            self.saw(actor, "my_course.read", patient).await?;
            return Ok(MyCourse { name, ..empty() });
        };
        let standing = self.standing(actor, latest.id).await?;
        self.saw(actor, "my_course.read", latest.id).await?;
        let hints = self.clinic(actor.clinic).await?.hints_accepted;
        Ok(MyCourse {
            name,
            plan_sentence: plan_sentence(&standing),
            next_on: standing.next().map(|s| s.date),
            checklist: standing.next().map(|_| checklist()).unwrap_or_default(),
            sessions: my_sessions(&standing),
            scores: self.my_scores(&standing),
            shared_answer: if hints { shared(&standing)? } else { None },
        })
    }

    fn my_scores(&self, standing: &Standing<'_>) -> Vec<MyScores> {
        let mut ids: Vec<InstrumentId> = standing.record.measurements.iter().map(|m| m.instrument).collect();
        ids.sort_by_key(|id| (*id != standing.record.primary, *id));
        ids.dedup();
        let one = |id: InstrumentId| {
            let definition = self.knowledge().instruments.get(&id)?;
            let range = definition.range?;
            let points: Vec<_> = standing
                .record
                .measurements
                .iter()
                .filter(|m| m.instrument == id)
                .map(|m| (m.date, m.score))
                .collect();
            Some(MyScores {
                name: plain_name(definition),
                range: (range.lo, range.hi),
                sentence: trend(&points, range.hi - range.lo, definition.direction),
                points,
                high_is_worse: definition.direction == Direction::HighIsWorse,
            })
        };
        ids.into_iter().filter_map(one).collect()
    }
}

fn empty() -> MyCourse {
    MyCourse {
        name: String::new(),
        plan_sentence: None,
        next_on: None,
        checklist: Vec::new(),
        sessions: Vec::new(),
        scores: Vec::new(),
        shared_answer: None,
    }
}

fn plan_sentence(standing: &Standing<'_>) -> Option<String> {
    let total = schedule::induction_sessions(&standing.record, standing.protocol);
    let done = standing.review.sessions_done;
    let next = standing.next()?;
    Some(match next.phase {
        PhaseName::Induction => format!(
            "Your plan has {total} sessions. You have had {done}. Your next visit is on {}.",
            words::date(next.date)
        ),
        PhaseName::Maintenance => {
            format!("You have had {done} sessions. Your next visit is on {}.", words::date(next.date))
        }
    })
}

fn checklist() -> Vec<String> {
    [
        "Ask the clinic when to have your last food and drink before you come.",
        "Have somebody take you home. Do not drive until the next day, after a night’s sleep.",
        "Bring a list of your medicines, and tell us about any change.",
        "Wear something comfortable.",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn my_sessions(standing: &Standing<'_>) -> Vec<MySession> {
    let mut sessions: Vec<MySession> = Vec::new();
    let mut done: Vec<_> =
        standing.record.sessions.iter().filter(|s| s.status == SessionStatus::Done).map(|s| s.date).collect();
    done.sort_unstable();
    for (n, date) in (1..).zip(done) {
        sessions.push(MySession { n, date, done: true });
    }
    // The rest of the first series, else the next visit: a year of dates would only worry.
    let ahead = standing.to_come().filter(|s| s.phase == PhaseName::Induction);
    let ahead: Vec<_> = ahead.map(|s| MySession { n: s.n, date: s.date, done: false }).collect();
    if ahead.is_empty() {
        sessions.extend(standing.next().map(|s| MySession { n: s.n, date: s.date, done: false }));
    } else {
        sessions.extend(ahead);
    }
    sessions
}

fn plain_name(definition: &Questionnaire) -> String {
    let about = match definition.id {
        InstrumentId::Phq9 | InstrumentId::Qids16 | InstrumentId::Madrs | InstrumentId::Hamd17 => {
            "Mood questionnaire"
        }
        InstrumentId::Gad7 => "Worry questionnaire",
        InstrumentId::Mood => "Mood",
        InstrumentId::Pain | InstrumentId::Peg => "Pain",
        _ => "Questionnaire",
    };
    format!("{about} ({})", definition.name)
}

/// One plain sentence on the way from the first score to the latest.
fn trend(points: &[(jiff::civil::Date, f64)], width: f64, direction: Direction) -> String {
    let (Some((first_on, first)), Some((last_on, last))) = (points.first(), points.last()) else {
        return "You have not answered this yet.".to_owned();
    };
    if first_on == last_on {
        return format!("Your score on {} was {}.", words::short_date(*last_on), words::number(*last));
    }
    let change = match direction {
        Direction::HighIsWorse => first - last,
        Direction::HighIsBetter => last - first,
    };
    let how = if change.abs() < SAME_SHARE * width {
        "about the same as"
    } else if change > 0.0 {
        "better than"
    } else {
        "worse than"
    };
    format!(
        "Your latest score is {} on {}. That is {how} your first, {} on {}.",
        words::number(*last),
        words::short_date(*last_on),
        words::number(*first),
        words::short_date(*first_on)
    )
}

fn shared(standing: &Standing<'_>) -> Result<Option<String>, Refusal> {
    let newest = standing.bundle.forecasts.iter().find(|f| f.label == SHARED);
    let words = newest.map(|f| f.answer.parse::<Shared>().map(|s| (f.as_of, s.words))).transpose()?;
    Ok(words.map(|(on, words)| format!("{words} (Shared by your clinic on {}.)", words::date(on))))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn says(points: &[f64], direction: Direction, words: &str) {
        let points: Vec<_> = (1..).zip(points).map(|(day, p)| (date(2026, 1, day), *p)).collect();
        let sentence = trend(&points, 27.0, direction);
        assert!(sentence.contains(words), "{sentence}");
    }

    #[test]
    fn the_trend_is_said_in_the_direction_of_the_scale() {
        says(&[20.0, 10.0], Direction::HighIsWorse, "better than");
        says(&[10.0, 20.0], Direction::HighIsWorse, "worse than");
        says(&[3.0, 8.0], Direction::HighIsBetter, "better than");
        says(&[20.0, 19.0], Direction::HighIsWorse, "about the same");
        says(&[20.0], Direction::HighIsWorse, "was 20");
        says(&[], Direction::HighIsWorse, "not answered");
    }
}
