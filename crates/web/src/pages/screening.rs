//! Screening of a patient, on the patient's page.

use axum::Form;
use axum::extract::{Path, State};
use evenkeel_care::condition::{MedicationClass, PatientCondition};
use evenkeel_care::record::Medication;
use evenkeel_practice::{FieldProblem, PatientId, Refusal, Screened};

use super::patient;
use super::{Answer, Posted};
use crate::app::App;
use crate::fields::{Fields, Reader};
use crate::form_state::FormState;
use crate::html::go;
use crate::visit::Visit;

/// Lines for medication on the form; more are added by saving and opening it again.
pub(crate) const LINES: usize = 4;

/// Takes the form.
pub(crate) async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<PatientId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let tried = match read(id, &typed) {
        Ok(new) => app.practice.screen_patient(visit.actor()?, new, typed.text("key")).await,
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    match tried {
        Ok(()) => Ok(go(&format!("/patients/{id}?done=screened"))),
        Err(refusal) => {
            let screening = FormState::new("screening", app.practice.new_key()).refuse(typed, refusal)?;
            patient::draw(&app, &visit, id, patient::Forms { screening, ..patient::Forms::new(&app) }).await
        }
    }
}

fn read(patient: PatientId, typed: &Fields) -> Result<Screened, Vec<FieldProblem>> {
    let mut reader = Reader::new(typed);
    let birth_date = reader.optional_date("birth_date");
    let chosen: Vec<PatientCondition> = typed.all("condition").filter_map(|word| word.parse().ok()).collect();
    let conditions = asked(&mut reader, typed, "conditions_asked", chosen);
    let lines = typed.text("lines").parse().unwrap_or(LINES).min(40);
    let drugs: Vec<Medication> = (1..=lines).filter_map(|n| drug(&mut reader, typed, n)).collect();
    let medications = asked(&mut reader, typed, "medications_asked", drugs);
    reader.finish()?;
    let seen_version = typed.text("version").parse().unwrap_or_default();
    Ok(Screened { patient, seen_version, birth_date, conditions, medications })
}

/// A list that was asked for; without the tick nothing is known, and an entry without it is a slip.
fn asked<T>(reader: &mut Reader<'_>, typed: &Fields, tick: &str, chosen: Vec<T>) -> Option<Vec<T>> {
    if typed.ticked(tick) {
        return Some(chosen);
    }
    if !chosen.is_empty() {
        let what = "Something is entered, but the list is not marked as asked.";
        reader.problem(tick, what, "Tick that the patient was asked, or empty the list.");
    }
    None
}

fn drug(reader: &mut Reader<'_>, typed: &Fields, n: usize) -> Option<Medication> {
    let name = typed.optional(&format!("drug_{n}"))?;
    let class = typed.text(&format!("class_{n}")).parse().unwrap_or(MedicationClass::Other);
    let equivalent = reader.optional_number(&format!("equivalent_{n}"), "The diazepam equivalent");
    let mg_per_day = reader.optional_number(&format!("mg_{n}"), "The dose");
    Some(Medication { name, class, diazepam_equivalent_mg_per_day: equivalent, mg_per_day })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn check(pairs: &[(&str, &str)]) -> Result<Screened, Vec<String>> {
        let pairs: Vec<_> = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        read(PatientId(Uuid::nil()), &Fields::from(pairs))
            .map_err(|problems| problems.into_iter().map(|p| p.field).collect())
    }

    #[test]
    fn asked_and_none_differs_from_not_asked() {
        let none = check(&[("conditions_asked", "yes")]).unwrap();
        assert_eq!((none.conditions, none.medications), (Some(Vec::new()), None));
    }

    #[test]
    fn an_entry_in_a_list_that_was_not_asked_is_told() {
        assert_eq!(check(&[("condition", "pregnancy")]).unwrap_err(), ["conditions_asked"]);
    }

    #[test]
    fn medication_is_read_line_by_line() {
        let form = [
            ("medications_asked", "yes"),
            ("drug_2", "lorazepam"),
            ("class_2", "benzodiazepine"),
            ("mg_2", "1,5"),
            ("equivalent_2", "10"),
        ];
        let drugs = check(&form).unwrap().medications.unwrap();
        assert_eq!(drugs.len(), 1);
        assert_eq!(drugs[0].diazepam_equivalent_mg_per_day, Some(10.0));
        assert_eq!(drugs[0].mg_per_day, Some(1.5));
    }
}
