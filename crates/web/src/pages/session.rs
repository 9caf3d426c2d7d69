//! Recording a session, given or missed.

use axum::Form;
use axum::extract::{Path, State};
use evenkeel_practice::{CourseId, FieldProblem, GiveSession, Refusal};

use super::course::{Asked, Forms, after};
use super::{Answer, Posted, given};
use crate::app::App;
use crate::done::Done;
use crate::fields::{Fields, Reader};
use crate::visit::Visit;

/// Records a session that was given.
pub(crate) async fn give(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let tried = match read(id, &typed) {
        Ok(session) => app.practice.give_session(visit.actor()?, session, typed.text("key")).await,
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    let keep = |forms: Forms, refusal| Ok(Forms { give: forms.give.refuse(typed, refusal)?, ..forms });
    after((&app, &visit, id), tried, |()| Done::Session, Asked::default(), keep).await
}

fn read(course: CourseId, typed: &Fields) -> Result<GiveSession, Vec<FieldProblem>> {
    let mut reader = Reader::new(typed);
    let date = reader.date("date");
    let dose = given::dose(&mut reader, typed);
    let weight_kg = reader.optional_number("weight_kg", "The weight");
    let seen = given::seen(&mut reader, typed);
    let (date, dose) = reader.all(date.zip(dose))?;
    Ok(GiveSession {
        course,
        date,
        dose,
        weight_kg,
        supervised_by: typed.optional("supervised_by"),
        note: typed.optional("note"),
        seen,
        confirm: typed.ticked("confirm"),
        override_reason: typed.optional("override_reason"),
    })
}

/// Records that the patient did not come.
pub(crate) async fn miss(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let mut reader = Reader::new(&typed);
    let date = reader.date("date");
    let tried = match reader.all(date) {
        Ok(date) => app.practice.miss_session(visit.actor()?, id, date, typed.text("key")).await,
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    let keep = |forms: Forms, refusal| Ok(Forms { missed: forms.missed.refuse(typed, refusal)?, ..forms });
    after((&app, &visit, id), tried, |()| Done::Missed, Asked::default(), keep).await
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Fields {
        Fields::from(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn a_session_needs_a_day_and_a_dose_and_may_lack_a_weight() {
        let session =
            read(CourseId(Uuid::nil()), &typed(&[("date", "2026-02-06"), ("dose_mg_per_kg", "0,5")]))
                .unwrap();
        let half = evenkeel_care::dose::Dose::mg_per_kg(0.5);
        assert_eq!((session.dose, session.weight_kg, session.confirm), (half, None, false));
        let problems = read(CourseId(Uuid::nil()), &typed(&[("weight_kg", "heavy")])).unwrap_err();
        let fields: Vec<_> = problems.iter().map(|p| p.field.as_str()).collect();
        assert_eq!(fields, ["date", "dose_mg_per_kg", "weight_kg"]);
    }

    #[test]
    fn an_empty_reason_is_no_reason() {
        let pairs = [
            ("date", "2026-02-06"),
            ("dose_mg_per_kg", "1.6"),
            ("override_reason", "  "),
            ("confirm", "yes"),
        ];
        let session = read(CourseId(Uuid::nil()), &typed(&pairs)).unwrap();
        assert_eq!((session.override_reason, session.confirm), (None, true));
    }
}
