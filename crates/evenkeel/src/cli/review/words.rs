//! A review as text for the terminal.

use std::fmt::{Display, Write as _};

use evenkeel_care::finding::Finding;
use evenkeel_care::message::Message;
use evenkeel_care::record::CourseRecord;
use evenkeel_care::review::Review;
use evenkeel_catalog::Catalog;

use crate::cli::output;

/// The whole review: a heading, then one paragraph a finding, safety first.
pub fn words(record: &CourseRecord, review: &Review, catalog: &Catalog) -> String {
    let id = if record.id.is_empty() { "Course".to_owned() } else { output::printable(&record.id) };
    let sessions = if review.sessions_done == 1 { "session" } else { "sessions" };
    let mut out = format!(
        "{id}: {}, {} on {}\nPhase: {}, {} {sessions} given\n",
        plain(record.condition),
        record.protocol,
        record.today.strftime("%-d %B %Y"),
        review.phase,
        review.sessions_done,
    );
    for finding in &review.findings {
        out.push('\n');
        paragraph(&mut out, finding, catalog);
    }
    out
}

fn paragraph(out: &mut String, finding: &Finding, catalog: &Catalog) {
    let Finding { rule, kind, state, date, .. } = finding;
    let on = finding.instrument.map(|id| format!(", {}", catalog.knowledge().name(id))).unwrap_or_default();
    let _ = writeln!(out, "{rule} {kind}: {}{on} ({date})", plain(state).to_uppercase());
    let said = |messages: &[Message]| messages.iter().map(|message| catalog.say(message)).collect::<Vec<_>>();
    if let Some(day) = finding.due_on {
        let _ = writeln!(out, "  Due on {day}");
    }
    for reason in said(&finding.because) {
        let _ = writeln!(out, "  {reason}");
    }
    line(out, "Missing", &said(&finding.missing));
    line(out, "May be chosen", &finding.options.iter().map(plain).collect::<Vec<_>>());
    line(out, "Keep in mind", &finding.caveats.iter().map(plain).collect::<Vec<_>>());
    line(out, &format!("Sources (grade {})", finding.grade), &finding.sources);
}

fn line(out: &mut String, label: &str, entries: &[String]) {
    if !entries.is_empty() {
        let _ = writeln!(out, "  {label}: {}", entries.join("; "));
    }
}

/// A word of a closed list, as it is read.
fn plain(word: impl Display) -> String {
    word.to_string().replace('_', " ")
}
