//! What versions of the REMS form say of each other: every session has exactly one.

use std::collections::BTreeMap;

use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::rems::DrawnFrom;

use crate::files::Files;
use crate::problem::Problem;
use crate::toml_file::line_of;

/// Two versions from one day on, or a time without any.
pub(crate) fn problems(files: &Files, knowledge: &Knowledge) -> Vec<Problem> {
    let mut seen = BTreeMap::new();
    let mut found = Vec::new();
    for (id, form) in &knowledge.forms {
        let other = seen.insert(form.sessions_from, id);
        let (Some(other), Some(file)) = (other, files.get(&format!("rems/{id}.toml"))) else { continue };
        found.push(Problem::new(
            &file.shown,
            line_of(&file.text, "sessions_from"),
            format!("sessions_from: it is used from the same day on as {other}"),
            "a session has one form, and it must be clear which",
            "give the newer version the first day of its use",
        ));
    }
    found.extend(other_reading(files, knowledge));
    if !knowledge.forms.values().any(|form| form.sessions_from.is_none()) {
        found.push(Problem::new(
            "rems",
            0,
            "no version of the form is used from the beginning",
            "sessions before the first version would have no form",
            "leave sessions_from out of the oldest version",
        ));
    }
    found
}

/// The reading in the middle of a session that the form asks for is the one M3 looks for.
fn other_reading(files: &Files, knowledge: &Knowledge) -> Vec<Problem> {
    let rule = &knowledge.rules.m3.params;
    let mut found = Vec::new();
    for (id, form) in &knowledge.forms {
        let Some(file) = files.get(&format!("rems/{id}.toml")) else { continue };
        let timed = form.fields.iter().enumerate().filter(|(_, f)| f.from == Some(DrawnFrom::PressureAt));
        let other = timed.filter(|(_, f)| {
            f.within_minutes != Some(rule.within_minutes)
                || f.minute.and_then(|m| u32::try_from(m).ok()) != Some(rule.nasal_minute)
        });
        found.extend(other.map(|(i, field)| {
            Problem::new(
                &file.shown,
                line_of(&file.text, &format!("fields[{i}].minute")),
                format!("{}: another minute or tolerance than rules/m3.toml", field.id),
                "a session could be in order for the rule and have a gap in the form, or the other way round",
                format!("write {} within {}, or change both", rule.nasal_minute, rule.within_minutes),
            )
        }));
    }
    found
}
