//! Screening of a patient: conditions, medication, date of birth. What was not asked stays unknown.

use evenkeel_care::condition::PatientCondition;
use evenkeel_care::record::Medication;
use evenkeel_store::patient::{self, Details};
use evenkeel_store::screening::{self, Answers};
use evenkeel_store::{PatientId, Tx, course};
use jiff::civil::Date;

use crate::actor::Actor;
use crate::context::{Once, Practice};
use crate::refusal::{FieldProblem, Refusal};
use crate::rights::Right;
use crate::view::people::ScreeningView;
use crate::words;

/// Answers of a screening.
#[derive(Debug, Clone, PartialEq)]
pub struct Screened {
    /// The patient.
    pub patient: PatientId,
    /// The version that was on the screen; 0 for the first.
    pub seen_version: i64,
    /// Date of birth, if it was asked.
    pub birth_date: Option<Date>,
    /// Conditions; `None`: not asked.
    pub conditions: Option<Vec<PatientCondition>>,
    /// Medication; `None`: not asked.
    pub medications: Option<Vec<Medication>>,
}

impl Practice {
    /// Keeps a screening, and looks at every running course of the patient anew.
    pub async fn screen_patient(&self, actor: &Actor, new: Screened, key: &str) -> Result<(), Refusal> {
        actor.must(Right::Screen)?;
        let today = self.today(actor.clinic).await?;
        possible(&new, today)?;
        let mut tx = match self.begin::<()>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(()) => return Ok(()),
        };
        let answers = Answers { conditions: new.conditions, medications: new.medications };
        screening::add(&mut tx, new.patient, new.seen_version, today, &answers).await?;
        tx.audit("patient.screen", new.patient, &())?;
        keep_birth_date(&mut tx, new.patient, new.birth_date).await?;
        for running in course::list_for_patient(&mut tx, actor.clinic, new.patient).await? {
            if running.status == evenkeel_care::record::CourseStatus::Active {
                self.after_a_fact(&mut tx, running.id, today, new.patient.into()).await?;
            }
        }
        tx.commit_with(&()).await?;
        self.work().await;
        Ok(())
    }

    /// The screening in force as the patient's page shows it.
    pub(crate) async fn screening_view(
        &self,
        actor: &Actor,
        id: PatientId,
    ) -> Result<ScreeningView, Refusal> {
        let Some(kept) = screening::newest(self.store(), actor.clinic, id).await? else {
            return Ok(ScreeningView::default());
        };
        let answers = kept.answers()?;
        Ok(ScreeningView {
            version: kept.version,
            asked: Some(format!("{}, {}", words::date(kept.asked_on), kept.recorded.by_name)),
            conditions: answers.conditions,
            medications: answers.medications,
        })
    }
}

async fn keep_birth_date(tx: &mut Tx, id: PatientId, born: Option<Date>) -> Result<(), Refusal> {
    let Some(born) = born else { return Ok(()) };
    let clinic = tx.clinic();
    let known =
        patient::get(&mut *tx, clinic, id).await?.ok_or_else(|| Refusal::not_found("This patient"))?;
    if let Some(details) = known.person.known().filter(|d| d.birth_date != Some(born)) {
        let details = Details { birth_date: Some(born), ..details.clone() };
        patient::change(tx, id, known.version, &details, Some("screening")).await?;
        tx.audit("patient.change", id, &())?;
    }
    Ok(())
}

fn possible(new: &Screened, today: Date) -> Result<(), Refusal> {
    let mut problems = Vec::new();
    if new.birth_date.is_some_and(|born| born > today) {
        let what = "The date of birth lies in the future.";
        problems.push(FieldProblem::new("birth_date", what, "Correct the year."));
    }
    for (n, drug) in new.medications.iter().flatten().enumerate() {
        if drug.name.trim().is_empty() || drug.name.chars().count() > 120 {
            let what = format!("Medication {} has no name, or a very long one.", n + 1);
            problems.push(FieldProblem::new(&format!("drug_{}", n + 1), what, "Type it as in the chart."));
        }
        let equivalent = drug.diazepam_equivalent_mg_per_day;
        if equivalent.is_some_and(|mg| !mg.is_finite() || !(0.0..=500.0).contains(&mg)) {
            let what =
                format!("The diazepam equivalent of medication {} is not between 0 and 500 mg.", n + 1);
            problems.push(FieldProblem::new(&format!("equivalent_{}", n + 1), what, "Type mg a day."));
        }
        if drug.mg_per_day.is_some_and(|mg| !mg.is_finite() || !(0.0..=10_000.0).contains(&mg)) {
            let what = format!("The dose of medication {} is not between 0 and 10 000 mg.", n + 1);
            problems.push(FieldProblem::new(&format!("mg_{}", n + 1), what, "Type mg a day."));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Invalid(problems)) }
}
