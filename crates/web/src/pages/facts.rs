//! The small forms beside sessions and check-ins: observation at discharge, an event, a planned session moved.

use axum::Form;
use axum::extract::{Path, State};
use evenkeel_practice::{Actor, CourseId, FieldProblem, MoveSession, NewEvent, Observe, Refusal, SessionId};

use super::course::{Asked, Forms, after};
use super::{Answer, Posted, given};
use crate::app::App;
use crate::done::Done;
use crate::fields::{Fields, Reader};
use crate::visit::Visit;

/// Records what was seen around a session.
pub(crate) async fn observe(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let tried = match read_observation(id, &typed) {
        Ok(new) => app.practice.observe(visit.actor()?, new, typed.text("key")).await,
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    let keep = |forms: Forms, refusal| Ok(Forms { observe: forms.observe.refuse(typed, refusal)?, ..forms });
    after((&app, &visit, id), tried, |()| Done::Observed, Asked::default(), keep).await
}

fn read_observation(course: CourseId, typed: &Fields) -> Result<Observe, Vec<FieldProblem>> {
    let mut reader = Reader::new(typed);
    let session = reader.word::<SessionId>("session", "The session");
    let seen = given::seen(&mut reader, typed);
    let session = reader.all(session)?;
    Ok(Observe { course, session, seen_version: typed.text("version").parse().unwrap_or_default(), seen })
}

/// Records an event.
pub(crate) async fn event(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let mut reader = Reader::new(&typed);
    let read = reader.date("date").zip(reader.word("kind", "What happened"));
    let tried = match reader.all(read) {
        Ok((date, kind)) => {
            let new = NewEvent { course: id, date, kind, note: typed.optional("note") };
            app.practice.record_event(visit.actor()?, new, typed.text("key")).await
        }
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    let keep = |forms: Forms, refusal| Ok(Forms { event: forms.event.refuse(typed, refusal)?, ..forms });
    after((&app, &visit, id), tried, |()| Done::Event, Asked::default(), keep).await
}

/// Puts a planned session on another day.
pub(crate) async fn shift(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let tried = move_as_typed(&app, visit.actor()?, id, &typed).await;
    let keep = |forms: Forms, refusal| Ok(Forms { shift: forms.shift.refuse(typed, refusal)?, ..forms });
    after((&app, &visit, id), tried, |()| Done::Moved, Asked::default(), keep).await
}

/// Puts a planned session on another day, as it was typed on this page or in a list.
pub(super) async fn move_as_typed(
    app: &App,
    actor: &Actor,
    course: CourseId,
    typed: &Fields,
) -> Result<(), Refusal> {
    let mut reader = Reader::new(typed);
    let read = reader.date("to").zip(reader.word("n", "The session"));
    let (to, n) = reader.all(read).map_err(Refusal::Invalid)?;
    let new = MoveSession { course, n, to, reason: typed.optional("reason") };
    app.practice.move_session(actor, new, typed.text("key")).await
}
