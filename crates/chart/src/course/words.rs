//! The course chart as sentences and as a table.

use super::{CourseChart, SessionState, marks};
use crate::figure::Table;
use crate::svg::{plain, whole};

pub(super) fn words(chart: &CourseChart) -> String {
    let parts =
        [Some(scores(chart)), levels(chart), sessions(chart), past(chart), forecast(chart), booster(chart)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn scores(chart: &CourseChart) -> String {
    let own: Vec<_> = chart.scores.iter().filter(|s| !s.other).collect();
    let others = chart.scores.len() - own.len();
    let name = &chart.instrument;
    let sentence = match own.as_slice() {
        [] => format!("No {name} scores yet."),
        [one] => format!("One {name} score: {} on {}.", one.shown, one.date),
        [first, .., last] => {
            let low = own.iter().min_by(|a, b| a.value.total_cmp(&b.value)).map_or("", |s| &s.shown);
            let high = own.iter().max_by(|a, b| a.value.total_cmp(&b.value)).map_or("", |s| &s.shown);
            format!(
                "{} {name} scores: from {} on {} to {} on {}, lowest {low}, highest {high}.",
                own.len(),
                first.shown,
                first.date,
                last.shown,
                last.date
            )
        }
    };
    match others {
        0 => sentence,
        1 => format!("{sentence} 1 score of another instrument, drawn hollow."),
        n => format!("{sentence} {n} scores of other instruments, drawn hollow."),
    }
}

fn levels(chart: &CourseChart) -> Option<String> {
    let response = chart.response.iter().map(|l| ("Response line", l));
    let all: Vec<_> = response
        .chain(chart.remission.iter().map(|l| ("Remission line", l)))
        .map(|(name, l)| format!("{name}: {} ({}).", l.label, plain(l.value)))
        .collect();
    (!all.is_empty()).then(|| all.join(" "))
}

fn sessions(chart: &CourseChart) -> Option<String> {
    if chart.sessions.is_empty() {
        return None;
    }
    let count = |state| chart.sessions.iter().filter(|s| s.state == state).count();
    let mut text = format!("Sessions: {} given", count(SessionState::Done));
    for state in [SessionState::Planned, SessionState::Missed] {
        let n = count(state);
        if n > 0 {
            text = format!("{text}, {n} {}", state.word());
        }
    }
    let mut doses: Vec<&str> =
        chart.sessions.iter().map(|s| s.dose.as_str()).filter(|d| !d.is_empty()).collect();
    doses.dedup();
    if !doses.is_empty() {
        text = format!("{text}; {}", doses.join(", then "));
    }
    let next = chart.sessions.iter().find(|s| s.state == SessionState::Planned);
    Some(next.map_or_else(|| format!("{text}."), |n| format!("{text}; next on {}.", n.date)))
}

fn past(chart: &CourseChart) -> Option<String> {
    let last = chart.past.last()?;
    let when = chart.today.as_ref().map_or(chart.past.end_date.as_str(), |t| t.date.as_str());
    Some(format!("Estimated on {when}: {}.", last.words()))
}

fn forecast(chart: &CourseChart) -> Option<String> {
    let last = chart.forecast.last()?;
    let mut text =
        format!("Forecast for {}, {}: {}.", chart.forecast.end_date, chart.forecast.label, last.words());
    if let Some(line) = &chart.alternative
        && let Some((_, value)) = line.points.last()
    {
        text = format!("{text} {}: about {} by then.", capital(&line.label), whole(*value));
    }
    Some(text)
}

fn booster(chart: &CourseChart) -> Option<String> {
    chart.booster.as_ref().map(|w| format!("{}.", capital(&w.label)))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

pub(super) fn table(chart: &CourseChart) -> Table {
    let scores =
        chart.scores.iter().map(|s| (s.day, [s.date.clone(), s.instrument.clone(), s.shown.clone()]));
    let sessions = chart.sessions.iter().map(|s| {
        let expected = chart.forecast.on(s.day).filter(|_| s.state == SessionState::Planned);
        let what = format!("session {}{}", s.state.word(), marks::dose_part(&s.dose));
        let value =
            expected.map_or_else(String::new, |p| format!("{} expected {}", chart.instrument, p.words()));
        (s.day, [s.date.clone(), what, value])
    });
    let end = chart.forecast.last().map(|p| {
        let what = format!("forecast, {}", chart.forecast.label);
        (p.day, [chart.forecast.end_date.clone(), what, p.words()])
    });
    let mut rows: Vec<_> = scores.chain(sessions).chain(end).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    Table {
        caption: chart.title.clone(),
        head: ["Date", "What", "Value"].map(str::to_owned).to_vec(),
        rows: rows.into_iter().map(|(_, cells)| cells.to_vec()).collect(),
    }
}
