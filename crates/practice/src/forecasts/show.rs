//! The answer as the screen shows it: median, half, eight in ten, population, what it rests on.

mod caveats;
mod taper;
mod ways;
mod what_if;

use evenkeel_forecast::answer::{Caveat, SessionsToResponse};
use evenkeel_forecast::{Answer, FanPoint, Model, words as forecast_words};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::asked::Replies;
use super::compute::Computed;
use crate::view::forecast::{AnswerView, DaysWell, FanPoint as ViewPoint, OwnFigure, SessionChance};
use crate::words;
use caveats::caveats;

/// The answer of a computed forecast, in words and figures; `ended`: of a course without a plan to keep; `replies`: to
/// what the reader asked besides.
pub(crate) fn answer_view(
    computed: &Computed,
    model: &Model,
    as_of: Date,
    ended: bool,
    replies: &Replies,
) -> AnswerView {
    let answer = &computed.answer;
    let early = cannot_tell_yet(answer, &computed.population);
    let shown = if early { &computed.population } else { answer };
    let sentences = sentences(&forecast_words::clinician(answer, &computed.population, model));
    let (headline, headline_rest) = headline(shown, answer.rests_on.sessions, early);
    AnswerView {
        population_only: early.then(|| CANNOT_TELL_YET.to_owned()),
        caveats: caveats(computed, model, &sentences, ended),
        sentences,
        headline,
        headline_rest,
        own: own_figures(answer, model, ended),
        rests_on: format!(
            "Rests on {} and {} given.",
            count(answer.rests_on.scores, "score", "scores"),
            count(answer.rests_on.sessions, "session", "sessions")
        ),
        grade: words::model_grade(&answer.grade),
        as_of,
        model: format!(
            "Model {} · prior {} · seed {}",
            answer.model.version,
            answer.model.prior_sha256.chars().take(8).collect::<String>(),
            answer.model.seed
        ),
        by_session: by_session(shown, &computed.population, answer.rests_on.sessions),
        response_meant: response_meant(shown, model, early),
        days_well: days_well(answer),
        ways: ways::ways(computed, model, ended),
        what_if: what_if::what_if(computed, model, ended, replies.other.as_ref()).map(Box::new),
        keeping: keeping(answer, replies),
        days_well_caution: "A simulation that knows no cost but the session: it ignores cumulative exposure (bladder, \
                            liver, dependence, tolerance). More sessions are never better for that reason alone."
            .to_owned(),
    }
}

/// The reply to a goal of days well.
fn keeping(answer: &Answer, replies: &Replies) -> Option<String> {
    taper::keeping(answer.tradeoff.as_ref()?, replies.keep_days?)
}

/// What stands large: on the way to response the median number of sessions; once the median has
/// been given, the chance of being a responder today. Both with what they mean and both ranges.
fn headline(answer: &Answer, given: usize, early: bool) -> (String, String) {
    let [median, half, eight] = by_session_words(&answer.sessions_to_response);
    if !early && reached(answer, given) {
        let better = (answer.response_at * 100.0).round();
        let rest = format!(
            "is the chance of being at least {better} % better today. The median session by which response was first \
             reached is {}; {half}; {eight}. {given} given.",
            median.trim_end_matches(" sessions").trim_end_matches(" session")
        );
        return (capital(&chance(answer.p_well_now.value)), rest);
    }
    // The population's median says nothing about how many this patient has had.
    let so_far = if given == 0 || early { String::new() } else { format!(", {given} of them given") };
    let whose = if early { " of people like this patient" } else { "" };
    (capital(&median), format!("until response is the median{whose}{so_far}; {half}; {eight}."))
}

/// Whether the median session of response has been given.
fn reached(answer: &Answer, given: usize) -> bool {
    let given = f64::from(u32::try_from(given).unwrap_or(u32::MAX));
    given > 0.0 && answer.sessions_to_response.at(0.5).is_some_and(|n| n <= given)
}

/// What the patient's own scores say whatever the questionnaire can tell yet.
fn own_figures(answer: &Answer, model: &Model, ended: bool) -> Vec<OwnFigure> {
    let mut own = Vec::new();
    if answer.rests_on.sessions > 0 {
        let at = |q: f64| (answer.benefit_now.at(q).unwrap_or_default() * 100.0).round();
        own.push(OwnFigure {
            label: "Benefit so far, share of the usual severity".to_owned(),
            median: format!("{} %", at(0.5)),
            ranges: ranges([at(0.1), at(0.25), at(0.75), at(0.9)], " %"),
        });
    }
    let [low, low_half, median, high_half, high] = score_quantiles(answer, model).map(f64::round);
    let name = model.instrument(&answer.score_forecast.instrument).map_or("Score", |i| i.name.as_str());
    own.push(OwnFigure {
        label: format!(
            "{name} in {} days, {}",
            answer.score_forecast.ahead,
            if ended { "without a further session" } else { "under the plan" }
        ),
        median: words::number(median),
        ranges: ranges([low, low_half, high_half, high], ""),
    });
    own
}

fn ranges([low, low_half, high_half, high]: [f64; 4], unit: &str) -> String {
    let say = words::number;
    format!(
        "half: {} to {}{unit}; eight in ten: {} to {}{unit}",
        say(low_half),
        say(high_half),
        say(low),
        say(high)
    )
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Median, half, eight in ten. Beyond the sessions counted it says "more than", never a number.
pub(crate) fn by_session_words(sessions: &SessionsToResponse) -> [String; 3] {
    let most = sessions.none.saturating_sub(1);
    let say = |q: f64| match sessions.at(q) {
        Some(n) if n > f64::from(u32::try_from(most).unwrap_or(u32::MAX)) => format!("more than {most}"),
        Some(n) => words::number(n),
        None => "unknown".to_owned(),
    };
    let range = |lo: f64, hi: f64| {
        let (lo, hi) = (say(lo), say(hi));
        if lo == hi { lo } else { format!("{lo} to {hi}") }
    };
    let median = say(0.5);
    let noun = if median == "1" { "session" } else { "sessions" };
    [
        format!("{median} {noun}"),
        format!("half of patients like this: {}", range(0.25, 0.75)),
        format!("eight in ten: {}", range(0.1, 0.9)),
    ]
}

/// "71 %", "fewer than 1 in 20", "more than 19 in 20".
pub(crate) fn chance(p: f64) -> String {
    if p < 0.05 {
        "fewer than 1 in 20".to_owned()
    } else if p > 0.95 {
        "more than 19 in 20".to_owned()
    } else {
        format!("{} %", (p * 100.0).round())
    }
}

/// Quantiles 10 to 90 of the score in 14 days, on the instrument's own scale, lowest first.
pub(crate) fn score_quantiles(answer: &Answer, model: &Model) -> [f64; 5] {
    let forecast = &answer.score_forecast;
    let Some(instrument) = model.instrument(&forecast.instrument) else { return [0.0; 5] };
    let mut scores =
        [0.1, 0.25, 0.5, 0.75, 0.9].map(|q| instrument.score(forecast.at(q).unwrap_or_default()));
    scores.sort_by(f64::total_cmp);
    scores
}

/// The calendar day of a forecast day.
pub(crate) fn chart_days(origin: Date, day: f64) -> Date {
    // Whole days of a course: far inside the range of an i32.
    #[expect(clippy::cast_possible_truncation, reason = "days of a course are small whole numbers")]
    let days = day.round() as i32;
    origin.checked_add(days.days()).unwrap_or(origin)
}

/// A band with calendar days.
pub(crate) fn fan_points(origin: Date, points: &[FanPoint]) -> Vec<ViewPoint> {
    let one = |p: &FanPoint| ViewPoint {
        date: chart_days(origin, p.day),
        q: [p.band.q10, p.band.q25, p.band.q50, p.band.q75, p.band.q90],
    };
    points.iter().map(one).collect()
}

fn sentences(text: &str) -> Vec<String> {
    text.split_inclusive(". ").map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect()
}

fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// While a score still looks back to days before the first session, a figure below the population's
/// would read as a verdict that the questionnaire cannot give.
pub(crate) fn cannot_tell_yet(answer: &Answer, population: &Answer) -> bool {
    let last = |a: &Answer| a.p_response_by_session.value.last().copied().unwrap_or_default();
    answer.caveats.contains(&Caveat::RecallWindow) && last(answer) < last(population)
}

const CANNOT_TELL_YET: &str = "Too early to judge by this questionnaire. These are the figures of people like this \
                               patient; the patient's own scores cannot tell yet.";

fn by_session(answer: &Answer, population: &Answer, given: usize) -> Vec<SessionChance> {
    let remission = answer.p_remission_by_session.as_ref().map(|r| r.value.as_slice());
    let row = |(i, response): (usize, &f64)| SessionChance {
        n: u32::try_from(i + 1).unwrap_or(u32::MAX),
        response: *response,
        population: population.p_response_by_session.value.get(i).copied().unwrap_or_default(),
        remission: remission.and_then(|r| r.get(i)).copied(),
        given: i < given,
    };
    answer.p_response_by_session.value.iter().enumerate().map(row).collect()
}

fn response_meant(answer: &Answer, model: &Model, early: bool) -> String {
    let share = (answer.response_at * 100.0).round();
    let baseline = model.instrument(&answer.score_forecast.instrument).map(|i| {
        format!(" than the baseline of {}", words::number((i.score(answer.baseline) * 10.0).round() / 10.0))
    });
    let meant = format!("Response here means at least {share} % better{}.", baseline.unwrap_or_default());
    if early || !reached(answer, answer.rests_on.sessions) {
        return meant;
    }
    // The headline is the chance of today: a reader lays the two side by side.
    format!(
        "{meant} A bar is the chance that it was reached at least once by then, day-to-day ups and downs left out. The \
         chance of today counts them and a return of symptoms too, so the two can differ."
    )
}

fn days_well(answer: &Answer) -> Vec<DaysWell> {
    let Some(curve) = &answer.tradeoff else { return Vec::new() };
    let rows = curve.interval.iter().zip(&curve.sessions).zip(&curve.days_well);
    rows.map(|((interval, sessions), days)| DaysWell {
        interval_days: *interval,
        sessions: *sessions,
        days_well: *days,
        suggested: *interval == curve.suggested,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sessions(value: [f64; 5]) -> SessionsToResponse {
        SessionsToResponse { q: vec![0.1, 0.25, 0.5, 0.75, 0.9], value: value.to_vec(), none: 13, given: 0 }
    }

    #[test]
    fn beyond_the_sessions_counted_it_says_more_than() {
        let [median, half, eight] = by_session_words(&sessions([2.0, 3.0, 4.0, 6.0, 13.0]));
        assert_eq!(median, "4 sessions");
        assert_eq!(half, "half of patients like this: 3 to 6");
        assert_eq!(eight, "eight in ten: 2 to more than 12");
    }

    #[test]
    fn nothing_is_said_more_exactly_than_it_is_known() {
        assert_eq!(chance(0.041), "fewer than 1 in 20");
        assert_eq!(chance(0.96), "more than 19 in 20");
        assert_eq!(chance(0.614), "61 %");
    }
}
