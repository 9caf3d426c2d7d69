//! `evenkeel-rems/1`: drafts of the monitoring form as they are printed.

use std::fmt::Write as _;

use evenkeel_care::record::CourseRecord;
use evenkeel_care::rems::{DraftField, FormDraft, MonitoringForm, Required};
use jiff::civil::Date;
use serde::Serialize;

/// All drafts of a course.
#[derive(Serialize)]
pub struct RemsOut<'a> {
    schema: &'static str,
    /// The course's id; null where the record has none.
    id: Option<&'a str>,
    forms: Vec<FormOut<'a>>,
}

/// The draft of one session.
#[derive(Serialize)]
struct FormOut<'a> {
    name: &'a str,
    /// How far the official form was read.
    standing: &'a str,
    state: State,
    #[serde(flatten)]
    draft: &'a FormDraft,
    #[serde(skip)]
    form: &'a MonitoringForm,
}

/// Where the form stands on the record's today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Sent,
    Due,
    Overdue,
}

impl State {
    fn of(draft: &FormDraft, today: Date) -> Self {
        match draft.submitted_on {
            Some(_) => Self::Sent,
            None if today <= draft.due_on => Self::Due,
            None => Self::Overdue,
        }
    }
}

impl<'a> RemsOut<'a> {
    /// Drafts of `record`, in the order of its sessions.
    pub fn new(record: &'a CourseRecord, drafts: &'a [(&'a MonitoringForm, FormDraft)]) -> Self {
        let forms = drafts.iter().map(|(form, draft)| FormOut {
            name: &form.name,
            standing: &form.standing,
            state: State::of(draft, record.today),
            draft,
            form,
        });
        Self {
            schema: "evenkeel-rems/1",
            id: Some(record.id.as_str()).filter(|id| !id.is_empty()),
            forms: forms.collect(),
        }
    }

    /// The drafts for a person: section by section, then what is missing.
    pub fn words(&self) -> String {
        if self.forms.is_empty() {
            return "No esketamine session was given: there is no form to send.".to_owned();
        }
        self.forms.iter().map(FormOut::words).collect::<Vec<_>>().join("\n")
    }
}

impl FormOut<'_> {
    fn words(&self) -> String {
        let draft = self.draft;
        let mut out = format!("{} ({}), session of {}\n", self.name, draft.form, draft.session);
        let _ = match (self.state, draft.submitted_on) {
            (_, Some(day)) => writeln!(out, "Sent on {day}"),
            (State::Overdue, None) => writeln!(out, "OVERDUE: it was due on {}", draft.due_on),
            (_, None) => writeln!(out, "Due on {}", draft.due_on),
        };
        let _ = writeln!(out, "{}", self.standing);
        for section in &self.form.sections {
            let fields: Vec<&DraftField> = draft.fields.iter().filter(|f| f.section == section.id).collect();
            if fields.is_empty() {
                continue;
            }
            let _ = writeln!(out, "  {}", section.title);
            for field in fields {
                let _ = writeln!(out, "    {} {}{}", asked(&field.label), answer(field), confirm(field));
            }
        }
        let _ = writeln!(out, "  Missing: {} of {} fields", draft.missing.len(), draft.fields.len());
        out
    }
}

/// A question keeps its mark, a name gets a colon.
fn asked(label: &str) -> String {
    if label.ends_with('?') { label.to_owned() } else { format!("{label}:") }
}

fn answer(field: &DraftField) -> String {
    match (&field.value, field.required) {
        (Some(value), _) => value.to_string(),
        (None, Required::No) => "-".to_owned(),
        (None, _) => "MISSING".to_owned(),
    }
}

fn confirm(field: &DraftField) -> &'static str {
    if field.unverified { " (not read in the official form: clinic must confirm)" } else { "" }
}
