//! Sharing the answer, in words, with the patient: the text that was read, one click, logged.

use axum::Form;
use axum::extract::{Path, State};
use evenkeel_practice::CourseId;

use super::course::{Asked, Forms, after};
use super::{Answer, Posted};
use crate::app::App;
use crate::done::Done;
use crate::fields::Fields;
use crate::visit::Visit;

/// Shares the answer if it still is the one that was read.
pub(crate) async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let tried = app.practice.share_answer(visit.actor()?, id, typed.text("seen"), typed.text("key")).await;
    let keep = |forms: Forms, refusal| Ok(Forms { share: forms.share.refuse(typed, refusal)?, ..forms });
    after((&app, &visit, id), tried, |()| Done::Shared, Asked::default(), keep).await
}
