//! One course of the list of boosters: decide, bring forward, ask for a check-in, set aside. Each form goes the way it
//! always goes and comes back to the list.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use evenkeel_practice::view::course::MoveForm;
use evenkeel_practice::view::lists::BoosterPlan;
use evenkeel_practice::{CourseId, Decide, FieldProblem, Refusal, SetAside, Verdict};

use super::boosters::{arrow_icon, count_days, score_age, went};
use super::{Answer, Posted, facts};
use crate::app::App;
use crate::done::Done;
use crate::fields::{Fields, Reader};
use crate::form_state::FormState;
use crate::html::{self, go};
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "booster.html")]
struct PlanPage {
    shell: Shell,
    p: BoosterPlan,
    forms: Forms,
}

/// The forms of the page.
struct Forms {
    decide: FormState,
    shift: FormState,
    aside: FormState,
}

impl Forms {
    fn new(app: &App) -> Self {
        let form = |prefix| FormState::new(prefix, app.practice.new_key());
        Self { decide: form("decide"), shift: form("move"), aside: form("aside") }
    }

    /// The one that came back, to head the page.
    fn refused(&self) -> Option<&FormState> {
        [&self.decide, &self.shift, &self.aside].into_iter().find(|form| form.refused)
    }
}

/// Shows it.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Path(id): Path<CourseId>) -> Answer {
    let forms = Forms::new(&app);
    html::page(&page(&app, &visit, id, forms).await?)
}

async fn page(
    app: &App,
    visit: &Visit,
    id: CourseId,
    forms: Forms,
) -> Result<PlanPage, crate::refused::Refused> {
    let p = app.practice.booster_plan(visit.actor()?, id).await?;
    let shell = visit.shell(format!("Booster: {}", p.row.name)).at("/boosters");
    Ok(PlanPage { shell, p, forms })
}

/// A form that was sent without its page: back to the page.
pub(crate) async fn back(Path(id): Path<CourseId>) -> axum::response::Response {
    go(&format!("/boosters/{id}"))
}

/// The list again, or the page with what is wrong.
async fn after(
    (app, visit, id): (&App, &Visit, CourseId),
    tried: Result<(), Refusal>,
    done: Done,
    keep: impl FnOnce(Forms, Refusal) -> Result<Forms, crate::refused::Refused>,
) -> Answer {
    match tried {
        Ok(()) => Ok(go(&format!("/boosters?done={done}"))),
        Err(refusal) => {
            let forms = keep(Forms::new(app), refusal)?;
            html::refused_form(&page(app, visit, id, forms).await?)
        }
    }
}

/// Decides for a booster.
pub(crate) async fn decide(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let mut reader = Reader::new(&typed);
    let choice = reader.word("choice", "The option");
    let tried = match reader.all(choice) {
        Ok(choice) => {
            let decide = Decide {
                course: id,
                rule: typed.text("rule").to_owned(),
                shown_digest: typed.text("shown_digest").to_owned(),
                verdict: Verdict::Accept,
                choice: Some(choice),
                dose: None,
                reason: typed.text("reason").to_owned(),
            };
            app.practice.decide(visit.actor()?, decide, typed.text("key")).await.map(drop)
        }
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    let keep = |forms: Forms, refusal| Ok(Forms { decide: forms.decide.refuse(typed, refusal)?, ..forms });
    after((&app, &visit, id), tried, Done::Booster, keep).await
}

/// Brings the planned session to another day.
pub(crate) async fn shift(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let tried = facts::move_as_typed(&app, visit.actor()?, id, &typed).await;
    let keep = |forms: Forms, refusal| Ok(Forms { shift: forms.shift.refuse(typed, refusal)?, ..forms });
    after((&app, &visit, id), tried, Done::Moved, keep).await
}

/// Sets the course aside, or takes that back.
pub(crate) async fn aside(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let back = typed.text("deed") == "back";
    let tried = if back {
        app.practice.take_up_again(visit.actor()?, id, typed.text("key")).await
    } else {
        match read_aside(id, &typed) {
            Ok(aside) => app.practice.set_aside(visit.actor()?, aside, typed.text("key")).await,
            Err(problems) => Err(Refusal::Invalid(problems)),
        }
    };
    let keep = |forms: Forms, refusal| Ok(Forms { aside: forms.aside.refuse(typed, refusal)?, ..forms });
    after((&app, &visit, id), tried, if back { Done::TakenUp } else { Done::SetAside }, keep).await
}

fn read_aside(course: CourseId, typed: &Fields) -> Result<SetAside, Vec<FieldProblem>> {
    let mut reader = Reader::new(typed);
    let until = reader.date("until");
    let until = reader.all(until)?;
    Ok(SetAside { course, until, reason: typed.text("reason").to_owned() })
}

/// The first day on which the session may stand.
fn earliest(shift: &MoveForm) -> String {
    shift.window.0.to_string()
}

/// The days that the field takes. Our own words and dates: nothing needs escaping.
fn limits(shift: &MoveForm) -> String {
    format!("min='{}' max='{}' required", shift.window.0, shift.window.1)
}

/// The days until which it can be set aside.
fn until(p: &BoosterPlan) -> String {
    let tomorrow = p.today.tomorrow().unwrap_or(p.today);
    format!("min='{tomorrow}' max='{}' required", p.aside_until)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    fn draw(p: BoosterPlan) -> String {
        let form = |prefix| FormState::new(prefix, "key".to_owned());
        let forms = Forms { decide: form("decide"), shift: form("move"), aside: form("aside") };
        testing::check(&PlanPage { shell: testing::clinician("Booster"), p, forms })
    }

    #[test]
    fn a_booster_is_offered_with_reasons_sources_and_grade() {
        let html = draw(samples::booster());
        let text = testing::text(&html);
        assert!(html.contains("name=\"shown_digest\"") && html.contains("/decide\""));
        for words in ["Grade", "Options, never orders", "about 1 in 4", "Set aside", "Ask for a check-in"] {
            assert!(text.contains(words), "{words} is missing: {text}");
        }
    }

    #[test]
    fn who_may_not_decide_sees_the_finding_and_no_button() {
        let p = samples::booster();
        let may = evenkeel_practice::view::lists::MayPlan {
            decide: false,
            shift: false,
            aside: false,
            check_in: false,
        };
        let html = draw(BoosterPlan { may, ..p });
        assert!(!html.contains("<form class=\"form\"") && testing::text(&html).contains("Only a prescriber"));
    }

    #[test]
    fn where_nothing_can_be_planned_it_is_said() {
        let p = samples::booster();
        let nothing = Some("No session is planned.".to_owned());
        let text = testing::text(&draw(BoosterPlan { asks: None, shift: None, nothing, ..p }));
        assert!(text.contains("No session is planned."));
    }

    #[test]
    fn a_day_that_does_not_exist_is_told() {
        let pairs = vec![("until".to_owned(), "2026-02-30".to_owned())];
        let problems = read_aside(CourseId(uuid::Uuid::nil()), &Fields::from(pairs)).unwrap_err();
        assert_eq!(problems[0].field, "until");
    }
}
