//! The clinician's text: the answer, its ranges, its ground, and its limits.

use super::ahead::ahead;
use super::phrases::{
    acute_sessions, by_session, capital, chance, count, has, percent, range, told_session, unlikely, untold,
};
use super::until_response::until_response;
use super::what_if::what_if;
use crate::answer::{Answer, Caveat, Quantiles};
use crate::model::{Instrument, Model};

/// The answer for a clinician. `population` is the answer of the same case without its scores.
pub fn clinician(answer: &Answer, population: &Answer, model: &Model) -> String {
    let instrument = model.instrument(&answer.score_forecast.instrument);
    let mut said = lead(answer, model);
    said.extend(until_response(answer, population, model));
    said.push(response(answer, population, model));
    said.extend(remission(answer, population, instrument));
    said.push(today(answer));
    said.extend(instrument.and_then(|instrument| next_score(answer, instrument)));
    said.extend(what_if(answer, population, model));
    said.extend(ahead(answer, model));
    said.extend(intervals(answer, model));
    said.extend(limits(answer));
    said.push("Therapy and daily life are not in this calculation.".into());
    said.join(" ")
}

/// What is said before any number.
fn lead(answer: &Answer, model: &Model) -> Vec<String> {
    let mut said = Vec::new();
    if unlikely(answer, model) {
        let last = answer.p_response_by_session.value.last().copied().unwrap_or(0.0);
        said.push(format!(
            "After {} a response (at least {} better) by session {} is unlikely: {}.",
            count(answer.rests_on.sessions, "session"),
            percent(answer.response_at),
            answer.p_response_by_session.value.len(),
            chance(last),
        ));
    }
    let phrases = [
        (
            Caveat::Population,
            "No scores yet, so not enough data on this patient: this is what people like this patient experience.",
        ),
        (
            Caveat::IntakeOnly,
            "Not enough data yet: there is no score since the first session, so this is close to what people like this patient experience.",
        ),
        (
            Caveat::RecallWindow,
            "Too early to judge by this questionnaire: its questions still look back to days before the first session.",
        ),
        (Caveat::Unstable, "Unstable: unusual record, few simulated patients resemble it."),
    ];
    said.extend(
        phrases.into_iter().filter(|(caveat, _)| has(answer, *caveat)).map(|(_, text)| text.to_owned()),
    );
    said.extend(slow_start(answer, model));
    said
}

/// Before the session from which a stop may be discussed, a slow start is not a verdict.
fn slow_start(answer: &Answer, model: &Model) -> Option<String> {
    let given = answer.rests_on.sessions;
    let judged = given >= model.file.answer.stop_rule_from_session;
    let told = [Caveat::Population, Caveat::IntakeOnly, Caveat::RecallWindow];
    if given == 0 || judged || told.into_iter().any(|caveat| has(answer, caveat)) {
        return None;
    }
    Some(format!(
        "Only {} so far: too early to judge a slow start, because late responders are commoner than this calculation assumes.",
        count(given, "session")
    ))
}

/// Chance of response by one session, beside the population's. While it is too early, a chance below the population's
/// is not told as the patient's: the questionnaire cannot show it yet.
fn response(answer: &Answer, population: &Answer, model: &Model) -> String {
    let session = told_session(answer, model);
    let own = by_session(&answer.p_response_by_session.value, session);
    let usual = by_session(&population.p_response_by_session.value, session);
    let meant = format!("at least {} better than at intake", percent(answer.response_at));
    let scores = count(answer.rests_on.scores, "score");
    if has(answer, Caveat::Population) {
        return format!(
            "Of people like this, {} will have responded ({meant}) by session {session}.",
            chance(usual)
        );
    }
    if untold(answer, population, model) {
        return format!(
            "This rests on {scores} that cannot yet tell this patient from the population, of whom {} will have responded \
             ({meant}) by session {session}.",
            chance(usual)
        );
    }
    format!(
        "{} will have responded ({meant}) by session {session}. This rests on {scores}; the population says {}.",
        capital(&chance(own)),
        chance(usual)
    )
}

fn remission(answer: &Answer, population: &Answer, instrument: Option<&Instrument>) -> Option<String> {
    let instrument = instrument?;
    let cut = instrument.remission_at?;
    let own = answer.p_remission_by_session.as_ref()?.value.last().copied()?;
    let usual = population.p_remission_by_session.as_ref()?.value.last().copied()?;
    let last = answer.p_response_by_session.value.len();
    let what = format!("Remission ({} {cut} or less) by session {last}", instrument.name);
    if has(answer, Caveat::Population) {
        return Some(format!("{what}: {} of people like this.", chance(usual)));
    }
    if has(answer, Caveat::RecallWindow) && own < usual {
        return Some(format!("{what}: {} of the population.", chance(usual)));
    }
    Some(format!("{what}: {}; the population says {}.", chance(own), chance(usual)))
}

fn today(answer: &Answer) -> String {
    if answer.rests_on.sessions == 0 {
        return "Before the first session there is no benefit to show.".into();
    }
    let middle = |part: &Quantiles| part.at(0.5).map(percent).unwrap_or_default();
    let ends = |low, high| {
        let end = |q| answer.benefit_now.at(q).map(percent).unwrap_or_default();
        range(&end(low), &end(high))
    };
    let (better, p_well) = (percent(answer.response_at), chance(answer.p_well_now.value));
    // While a questionnaire still sees untreated days, a small chance would read as a verdict.
    let early = has(answer, Caveat::RecallWindow);
    let well = if early {
        String::new()
    } else {
        format!("; chance of being at least {better} better today: {p_well}")
    };
    format!(
        "Benefit today: {} of the usual severity (half of patients like this: {}; eight in ten: {}), about {} from the \
         sessions and {} other improvement{well}.",
        middle(&answer.benefit_now),
        ends(0.25, 0.75),
        ends(0.1, 0.9),
        middle(&answer.benefit_parts.from_sessions),
        middle(&answer.benefit_parts.other),
    )
}

fn next_score(answer: &Answer, instrument: &Instrument) -> Option<String> {
    let forecast = &answer.score_forecast;
    let score = |q: f64| forecast.at(q).map(|severity| format!("{:.0}", instrument.score(severity)));
    let (low, high) = (range(&score(0.25)?, &score(0.75)?), range(&score(0.1)?, &score(0.9)?));
    Some(format!(
        "{} in {} days, before that day's session: most likely {} (half: {low}; eight in ten: {high}).",
        instrument.name,
        forecast.ahead,
        score(0.5)?,
    ))
}

/// The suggested interval and the fewest sessions for a goal, as information, once the acute series has been given and
/// there are scores to speak of.
fn intervals(answer: &Answer, model: &Model) -> Vec<String> {
    let early = [Caveat::Population, Caveat::IntakeOnly, Caveat::RecallWindow]
        .iter()
        .any(|caveat| has(answer, *caveat));
    // The acute series comes first: until it is complete no interval is in question.
    let few = answer.rests_on.sessions < acute_sessions(answer, model);
    if early || few || unlikely(answer, model) {
        return Vec::new();
    }
    let mut said: Vec<String> = suggested(answer, model).into_iter().chain(taper(answer, model)).collect();
    if !said.is_empty() {
        said.push(
            "This is a forecast, not advice: cumulative exposure (bladder, liver, dependence, tolerance) is not in it."
                .into(),
        );
    }
    said
}

fn suggested(answer: &Answer, model: &Model) -> Option<String> {
    let curve = answer.tradeoff.as_ref()?;
    let place = curve.interval.iter().position(|interval| *interval == curve.suggested)?;
    let days = curve.days_well.get(place)?;
    let spread = curve.quantiles.get(place)?;
    let (low, high) = (spread.first()?, spread.last()?);
    let said = match curve.suggested {
        None => "Going without further sessions costs few well days in the simulation".to_owned(),
        Some(interval) => {
            format!("The longest interval that costs few well days in the simulation: {interval} days")
        }
    };
    Some(format!(
        "{said} (about {days:.0} days well of {}; eight in ten: {low:.0} to {high:.0}; rough beyond 6 months).",
        model.file.answer.year_days
    ))
}

/// The fewest sessions that keep the days well asked for.
fn taper(answer: &Answer, model: &Model) -> Option<String> {
    let (curve, taper, year) =
        (answer.tradeoff.as_ref()?, answer.taper.as_ref()?, model.file.answer.year_days);
    let goal = format!("at least {:.0} days well of {year}", taper.goal);
    let Some(interval) = taper.interval else {
        return Some(format!("No interval of the list keeps {goal} in the simulation."));
    };
    let place = curve.interval.iter().position(|other| *other == interval)?;
    let spread = curve.quantiles.get(place)?;
    let (low, high) = (spread.first()?, spread.last()?);
    let every = match interval {
        None => "no further session".to_owned(),
        Some(days) => {
            format!("one every {days} days, {} in the year", count(taper.sessions? as usize, "session"))
        }
    };
    Some(format!(
        "Fewest sessions that keep {goal} in the simulation: {every} (about {:.0} days well; eight in ten: {low:.0} to \
         {high:.0}; rough beyond 6 months).",
        taper.days_well?
    ))
}

/// Grades that must be printed, and the limits of this record.
fn limits(answer: &Answer) -> Vec<String> {
    let mut said: Vec<String> = answer
        .evidence
        .iter()
        .filter(|row| row.is_weak())
        .map(|row| {
            let little = if row.kind == "route" && row.grade == "IV" {
                "little evidence for this route; "
            } else {
                ""
            };
            format!("Evidence for {}: {little}grade {}, {}.", row.name, row.grade, row.source)
        })
        .collect();
    if has(answer, Caveat::InstrumentsLeftOut) {
        said.push("Only the primary questionnaire and the three with most scores are used.".into());
    }
    if has(answer, Caveat::NewCourse) {
        said.push(
            "Sessions restart after more than half a year: the new intake score may be the better reference."
                .into(),
        );
    }
    said
}
