//! What can be wrong with the file of a form beyond its shape.

use std::collections::BTreeSet;

use super::form::{DrawnFrom, Field, FieldKind, MonitoringForm, Required};
use crate::field_problem::FieldProblem;

impl MonitoringForm {
    /// Everything that is wrong with the definition; empty when it may be used.
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut found = Vec::new();
        if !self.id.starts_with("pmf-") || self.id.len() == "pmf-".len() {
            let what = format!("{:?} is no version of the form", self.id);
            let why = "drafts and their due days name the version of the form";
            found.push(FieldProblem::new("id", what, why, "write pmf- and the version, for example pmf-2"));
        }
        for (field, text) in
            [("name", &self.name), ("revision", &self.revision), ("standing", &self.standing)]
        {
            if text.trim().is_empty() {
                let why = "whoever sends the form must see which one it is and how far it was read";
                found.push(FieldProblem::new(field, "it is empty", why, "write it"));
            }
        }
        found.extend(self.source_problems());
        found.extend(twice("sections", self.sections.iter().map(|s| s.id.as_str())));
        found.extend(twice("fields", self.fields.iter().map(|f| f.id.as_str())));
        for (i, field) in self.fields.iter().enumerate() {
            let at = |problem: (&str, String, &str, &str)| {
                let (key, what, why, remedy) = problem;
                let place =
                    if key.is_empty() { format!("fields[{i}]") } else { format!("fields[{i}].{key}") };
                FieldProblem::new(place, format!("{}: {what}", field.id), why, remedy)
            };
            found.extend(self.named_problem(field).map(at));
            found.extend(self.asked_problem(i, field).map(at));
            found.extend(drawn_problem(field).map(at));
            found.extend(choice_problem(field).map(at));
            found.extend(unread_problem(field).map(at));
        }
        found
    }

    fn source_problems(&self) -> Vec<FieldProblem> {
        const WHY: &str = "a field without a source cannot be compared with the official form";
        if self.sources.is_empty() {
            return vec![FieldProblem::new(
                "sources",
                "no source is named",
                WHY,
                "name where the form was read",
            )];
        }
        let mut found = twice("sources", self.sources.iter().map(|s| s.id.as_str()));
        let empty = self.sources.iter().enumerate().filter(|(_, s)| s.citation.trim().is_empty());
        found.extend(empty.map(|(i, _)| {
            FieldProblem::new(format!("sources[{i}].citation"), "it is empty", WHY, "name where it was read")
        }));
        found
    }

    /// The section and the source a field names must exist.
    fn named_problem(&self, field: &Field) -> Option<Wrong> {
        if !self.sections.iter().any(|section| section.id == field.section) {
            let known = self.sections.iter().map(|s| s.id.as_str()).collect::<Vec<_>>().join(", ");
            let what = format!("there is no section {:?}; there are {known}", field.section);
            return Some(("section", what, "the field would stand nowhere", "name one of them, or add it"));
        }
        if self.grade(field).is_none() {
            let what = format!("there is no source {:?}", field.source);
            let why = "a field without a source cannot be compared with the official form";
            return Some(("source", what, why, "name the id of one of the sources"));
        }
        None
    }

    /// What a field hangs on stands before it and can give that answer.
    fn asked_problem(&self, i: usize, field: &Field) -> Option<Wrong> {
        let only_if = field.only_if.as_ref()?;
        let before = self.fields.iter().take(i).find(|other| other.id == only_if.field);
        let Some(before) = before else {
            let what = format!("no field {:?} stands before it", only_if.field);
            return Some(("only_if", what, "the field would never be asked", "name a field above it"));
        };
        let possible = match before.kind {
            FieldKind::YesNo => matches!(only_if.is.as_str(), "yes" | "no"),
            FieldKind::Choice => before.choices.contains(&only_if.is),
            _ => false,
        };
        let what = format!("{:?} is no answer of {}", only_if.is, before.id);
        (!possible).then_some(("only_if", what, "the field would never be asked", "name one of its answers"))
    }
}

/// Key, what, why, what to do.
type Wrong = (&'static str, String, &'static str, &'static str);

/// What a field is drawn from fits its kind and has the numbers it needs.
fn drawn_problem(field: &Field) -> Option<Wrong> {
    let from = field.from?;
    let kind = match from {
        DrawnFrom::BirthDate | DrawnFrom::SessionDate => FieldKind::Date,
        DrawnFrom::FirstTreatment | DrawnFrom::Enrolled | DrawnFrom::Medication => FieldKind::YesNo,
        DrawnFrom::Dose => FieldKind::Choice,
        DrawnFrom::DoseMg => FieldKind::Mg,
        DrawnFrom::ObservedMinutes => FieldKind::Minutes,
        DrawnFrom::PressureBefore | DrawnFrom::PressureAt | DrawnFrom::PressureLast => {
            FieldKind::BloodPressure
        }
    };
    if field.kind != kind {
        let what = format!("{from} gives a {kind}, not a {}", field.kind);
        return Some((
            "kind",
            what,
            "the answer would not fit the field",
            "change the kind, or take out from",
        ));
    }
    if from == DrawnFrom::Medication && field.classes.is_empty() {
        let what = "no class of medication is named".to_owned();
        return Some((
            "classes",
            what,
            "the answer would always be no",
            "name the classes that are asked for",
        ));
    }
    let timed = matches!(from, DrawnFrom::PressureAt | DrawnFrom::PressureLast);
    let numbers = field.minute.is_some_and(|minute| minute > 0) && field.within_minutes.is_some();
    (timed && !numbers).then(|| {
        let what = "minute (from 1) and within_minutes are needed".to_owned();
        ("minute", what, "no reading could be chosen", "write both, for example 40 and 10")
    })
}

fn choice_problem(field: &Field) -> Option<Wrong> {
    let is_choice = field.kind == FieldKind::Choice;
    (is_choice == field.choices.is_empty()).then(|| {
        let what = "choices belong to a choice, and a choice needs them".to_owned();
        ("choices", what, "the field could not be answered, or not checked", "add or remove the choices")
    })
}

/// What nobody read cannot be demanded in the form's name.
fn unread_problem(field: &Field) -> Option<Wrong> {
    (field.unverified && field.required == Required::Form).then(|| {
        let what = "it is unverified, and yet the form is said to require it".to_owned();
        let why = "a demand in the form's name must have been read there";
        ("required", what, why, "write default or no, or read the official form and take out unverified")
    })
}

/// Ids that stand twice in one list.
fn twice<'a>(list: &str, ids: impl Iterator<Item = &'a str>) -> Vec<FieldProblem> {
    let mut seen = BTreeSet::new();
    ids.enumerate()
        .filter(|(_, id)| !seen.insert(*id))
        .map(|(i, id)| {
            let why = "an answer could not be told from that of the other";
            FieldProblem::new(format!("{list}[{i}].id"), format!("{id:?} stands twice"), why, "rename one")
        })
        .collect()
}
