//! Recording a session, given or missed.

use axum::Form;
use axum::extract::{Path, State};
use evenkeel_practice::{CourseId, FieldProblem, GiveSession, OrderedDose, Refusal};

use super::course::{Asked, Forms, after, draw};
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
    match typed.text("then") {
        "work_out" => return Box::pin(work_out((&app, &visit, id), typed)).await,
        "confirm_dose" => return Box::pin(confirm_dose((&app, &visit, id), typed)).await,
        _ => {}
    }
    let tried = match read(id, &typed) {
        Ok(session) => app.practice.give_session(visit.actor()?, session, typed.text("key")).await,
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    let keep = |forms: Forms, refusal| Ok(Forms { give: forms.give.refuse(typed, refusal)?, ..forms });
    after((&app, &visit, id), tried, |()| Done::Session, Asked::default(), keep).await
}

/// Works out what stands in the form; nothing is recorded.
async fn work_out((app, visit, id): (&App, &Visit, CourseId), typed: Fields) -> Answer {
    let tried = match ordered(id, &typed) {
        Ok(dose) => app.practice.work_out_dose(visit.actor()?, dose).await,
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    let forms = Forms::new(&app.practice);
    let forms = match tried {
        Ok(sheet) => Forms { give: forms.give.keep(typed), sheet: Some(sheet), ..forms },
        Err(refusal) => Forms { give: forms.give.refuse(typed, refusal)?, ..forms },
    };
    draw(app, visit, id, &Asked::default(), forms).await
}

/// Keeps the check of a second person.
async fn confirm_dose((app, visit, id): (&App, &Visit, CourseId), typed: Fields) -> Answer {
    let tried = match ordered(id, &typed) {
        Ok(dose) => app.practice.confirm_dose(visit.actor()?, dose, typed.text("key")).await,
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    let keep = |forms: Forms, refusal| Ok(Forms { give: forms.give.refuse(typed, refusal)?, ..forms });
    after((app, visit, id), tried, |_| Done::SecondCheck, Asked::default(), keep).await
}

/// Dose and weight as somebody works them out.
pub(super) fn ordered(course: CourseId, typed: &Fields) -> Result<OrderedDose, Vec<FieldProblem>> {
    let mut reader = Reader::new(typed);
    let date = reader.date("date");
    let dose = given::dose(&mut reader, typed);
    let weight_kg = reader.optional_number("weight_kg", "The weight");
    let (date, dose) = reader.all(date.zip(dose))?;
    Ok(OrderedDose { course, date, dose, weight_kg })
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
