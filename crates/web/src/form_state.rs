//! A form on a page: what was typed, what is wrong, and what must be confirmed.

use std::fmt::Display;

use evenkeel_practice::{FieldProblem, Refusal};

use crate::fields::Fields;
use crate::format::Plain;
use crate::refused::Refused;

/// What a template needs to draw a form, fresh or refused.
#[derive(Debug, Clone, Default)]
pub(crate) struct FormState {
    /// Begins the ids of the fields, so that they are unique on a page with several forms.
    pub prefix: &'static str,
    /// Idempotency key of this rendering.
    pub key: String,
    /// What was typed; empty for a fresh form.
    pub typed: Fields,
    /// Whether the form came back.
    pub refused: bool,
    /// Whether what was typed is shown again although nothing is wrong.
    pub kept: bool,
    /// What is wrong, field by field.
    pub problems: Vec<FieldProblem>,
    /// What must be confirmed: the field that asks for it, and why.
    pub confirm: Option<Confirm>,
    /// Somebody else was faster, or the like: one sentence for the whole form.
    pub conflict: Option<String>,
}

/// A question that must be answered before the form is taken.
#[derive(Debug, Clone)]
pub(crate) struct Confirm {
    /// `confirm` or `override_reason`.
    pub field: String,
    /// Why it is asked.
    pub what: String,
}

impl FormState {
    /// A fresh form.
    pub(crate) fn new(prefix: &'static str, key: String) -> Self {
        Self { prefix, key, ..Self::default() }
    }

    /// The form again with what was typed, if the refusal is about the form; else the refusal itself.
    pub(crate) fn refuse(mut self, typed: Fields, refusal: Refusal) -> Result<Self, Refused> {
        match refusal {
            Refusal::Invalid(problems) => self.problems = problems,
            Refusal::Confirm { field, what } => self.confirm = Some(Confirm { field, what }),
            Refusal::Conflict { what } => self.conflict = Some(what),
            other => return Err(Refused(other)),
        }
        self.typed = typed;
        self.refused = true;
        Ok(self)
    }

    /// The form again with what was typed: something was asked of it, and nothing is to be recorded yet.
    pub(crate) fn keep(mut self, typed: Fields) -> Self {
        self.typed = typed;
        self.kept = true;
        self
    }

    /// What stands in a field: what was typed, else the default.
    pub(crate) fn value(&self, name: &str, default: &str) -> String {
        if self.refused || self.kept { self.typed.text(name).to_owned() } else { default.to_owned() }
    }

    /// Whether a box or a radio button is on: as it was left, else as the default says.
    pub(crate) fn on(&self, name: &str, value: impl Display, default: impl Plain<bool>) -> bool {
        if self.refused || self.kept { self.typed.has(name, &value.to_string()) } else { default.plain() }
    }

    /// The id of a field.
    pub(crate) fn id(&self, name: &str) -> String {
        format!("{}-{name}", self.prefix)
    }

    /// What went wrong, in one line.
    pub(crate) fn headline(&self) -> String {
        match (self.problems.len(), self.confirm.is_some(), self.conflict.is_some()) {
            (0, true, _) => "Please confirm before this is recorded".to_owned(),
            (0, _, true) => "This was not recorded".to_owned(),
            (1, ..) => "One thing must be corrected; nothing was recorded yet".to_owned(),
            (n, ..) => format!("{n} things must be corrected; nothing was recorded yet"),
        }
    }

    /// Attributes that tie a field to its hint and its problem. Names and prefixes are our own words,
    /// so nothing needs escaping.
    pub(crate) fn described(&self, name: &str, hint: &str) -> String {
        let id = self.id(name);
        match (hint.is_empty(), self.problem(name).is_some()) {
            (true, false) => String::new(),
            (false, false) => format!("aria-describedby=\"{id}-hint\""),
            (true, true) => format!("aria-invalid=\"true\" aria-describedby=\"{id}-error\""),
            (false, true) => format!("aria-invalid=\"true\" aria-describedby=\"{id}-hint {id}-error\""),
        }
    }

    /// The problem with a field.
    pub(crate) fn problem(&self, name: &str) -> Option<&FieldProblem> {
        self.problems.iter().find(|problem| problem.field == name)
    }

    /// What the form asks in a field, if it does.
    pub(crate) fn asked(&self, field: &str) -> Option<&str> {
        self.confirm.as_ref().filter(|confirm| confirm.field == field).map(|confirm| confirm.what.as_str())
    }

    /// Whether the form asks to confirm.
    pub(crate) fn asks_to_confirm(&self) -> bool {
        self.asked("confirm").is_some() || self.typed.ticked("confirm")
    }

    /// Whether the form asks for a reason to go above a limit.
    pub(crate) fn asks_for_reason(&self) -> bool {
        self.asked("override_reason").is_some() || self.typed.ticked("override_reason")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Fields {
        Fields::from(vec![("dose".to_owned(), "x".to_owned())])
    }

    #[test]
    fn a_refused_form_keeps_what_was_typed() {
        let form = FormState::new("give", "k".to_owned());
        assert_eq!(form.value("dose", "0.5"), "0.5");
        let back = form.refuse(typed(), Refusal::field("dose", "No number.", "Use digits.")).unwrap();
        assert_eq!(back.value("dose", "0.5"), "x");
        assert_eq!(back.problem("dose").unwrap().remedy, "Use digits.");
        assert_eq!(back.id("dose"), "give-dose");
    }

    #[test]
    fn a_limit_asks_for_a_tick_or_a_reason() {
        let ask = |field: &str| {
            let refusal = Refusal::Confirm { field: field.to_owned(), what: "High.".to_owned() };
            let form = FormState::new("give", String::new()).refuse(typed(), refusal).unwrap();
            (form.asks_to_confirm(), form.asks_for_reason())
        };
        assert_eq!(ask("confirm"), (true, false));
        assert_eq!(ask("override_reason"), (false, true));
    }

    #[test]
    fn what_is_not_about_the_form_is_passed_on() {
        assert!(FormState::default().refuse(typed(), Refusal::SignIn).is_err());
    }
}
