//! An answer as text for the terminal.

use std::fmt::Write as _;

use evenkeel_care::evidence::{AnsweredFigure, ControlFigure, EvidenceAnswer};

/// The answer in sentences, then a paragraph a figure.
pub fn words(answer: &EvidenceAnswer) -> String {
    let mut out = answer.words.join("\n");
    out.push('\n');
    let mut heading = String::new();
    for figure in &answer.figures {
        let own = format!("{}, {}", plain(figure.phase), plain(figure.about));
        if own != heading {
            let _ = writeln!(out, "\n{}", own.to_uppercase());
            heading = own;
        }
        paragraph(&mut out, figure);
    }
    if !answer.not_used.is_empty() {
        out.push_str("\nON FILE, WITHOUT A FIGURE\n");
        for study in &answer.not_used {
            let _ = writeln!(out, "  {}: {}", study.citation, study.why);
        }
    }
    out
}

fn paragraph(out: &mut String, figure: &AnsweredFigure) {
    let subgroup = figure.subgroup.as_ref().map(|s| format!(" ({s})")).unwrap_or_default();
    let range = figure.interval.map(|i| format!(", 95 % {:.1} to {:.1}", i.low, i.high)).unwrap_or_default();
    let control = figure.control.as_ref().map(against).unwrap_or_default();
    let _ =
        writeln!(out, "  {}{subgroup}: {} ({}{range}){control}", figure.name, figure.shown, figure.people());
    let when = if figure.when.is_empty() { "time not stated" } else { &figure.when };
    let _ = writeln!(out, "    {}; {}; {}; {when}", figure.population, figure.arm, figure.instrument);
    if !figure.definition_words.is_empty() {
        let _ = writeln!(out, "    Definition: {}", figure.definition_words);
    }
    if let Some(note) = &figure.note {
        let _ = writeln!(out, "    Note: {note}");
    }
    let _ = writeln!(out, "    Grade {}: {}", figure.grade.words(), figure.grade_why.join(", "));
    if !figure.shares_patients_words.is_empty() {
        let _ = writeln!(out, "    Shares patients with {}", figure.shares_patients_words.join("; "));
    }
    let source = figure.source.as_ref().map(|s| format!(" {s}")).unwrap_or_default();
    let _ = writeln!(out, "    {}{source}", figure.citation);
}

fn against(control: &ControlFigure) -> String {
    format!(", against {} ({}) with {}", control.shown, control.people(), control.arm)
}

/// A word of a closed list, as it is read.
fn plain(word: impl std::fmt::Display) -> String {
    word.to_string().replace('_', " ")
}
