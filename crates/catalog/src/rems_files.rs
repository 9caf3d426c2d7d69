//! What versions of the REMS form say of each other: every session has exactly one.

use std::collections::BTreeMap;

use evenkeel_care::knowledge::Knowledge;

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
