//! Facts of daily life, entered on the patient's page and on the patient's own; and entries taken back.

use axum::Form;
use axum::extract::{Path, State};
use evenkeel_care::life::{GoalState, LifeFact, LifeKind};
use evenkeel_practice::{
    CourseId, FieldProblem, LifeEntryId, PatientId, Refusal, TellLife, TookBack, VisitId,
};

use super::{Answer, Posted, my_course, patient};
use crate::app::App;
use crate::fields::{Fields, Reader};
use crate::form_state::FormState;
use crate::html::go;
use crate::visit::Visit;

/// Enters a fact on the patient's page.
pub(crate) async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<PatientId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let tried = match read(&typed) {
        Ok(new) => app.practice.tell_life(visit.actor()?, id, new, typed.text("key")).await,
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    match tried {
        Ok(_) => Ok(go(&format!("/patients/{id}?done=life"))),
        Err(refusal) => {
            let life = FormState::new("life", app.practice.new_key()).refuse(typed, refusal)?;
            patient::draw(&app, &visit, id, patient::Forms { life, ..patient::Forms::new(&app) }).await
        }
    }
}

/// The same by the patient.
pub(crate) async fn mine(State(app): State<App>, visit: Visit, Form(pairs): Posted) -> Answer {
    let typed = Fields::from(pairs);
    let tried = match read(&typed) {
        Ok(new) => app.practice.tell_my_life(visit.actor()?, new, typed.text("key")).await,
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    match tried {
        Ok(_) => Ok(go("/my-course?done=told")),
        Err(refusal) => {
            let life = FormState::new("life", app.practice.new_key()).refuse(typed, refusal)?;
            my_course::draw(&app, &visit, life, None).await
        }
    }
}

/// Takes an entry of the timeline back.
pub(crate) async fn take_back(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<PatientId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let why = TookBack { reason: typed.text("reason").to_owned() };
    let (actor, key) = (visit.actor()?, typed.text("key"));
    let lost = || Refusal::not_found("This entry");
    let tried = if typed.text("what") == "visit" {
        let course = typed.text("course").parse::<CourseId>().map_err(|_| lost())?;
        let of = typed.text("entry").parse::<VisitId>().map_err(|_| lost())?;
        app.practice.take_visit_back(actor, (course, of), why, key).await
    } else {
        let of = typed.text("entry").parse::<LifeEntryId>().map_err(|_| lost())?;
        app.practice.take_life_back(actor, (id, of), why, key).await
    };
    match tried {
        Ok(()) => Ok(go(&format!("/patients/{id}?done=taken-back#timeline"))),
        Err(refusal) => {
            let back = FormState::new("back", app.practice.new_key()).refuse(typed, refusal)?;
            patient::draw(&app, &visit, id, patient::Forms { back, ..patient::Forms::new(&app) }).await
        }
    }
}

fn read(typed: &Fields) -> Result<TellLife, Vec<FieldProblem>> {
    let mut reader = Reader::new(typed);
    let date = reader.date("date");
    let kind = reader.word::<LifeKind>("kind", "What it is about");
    let fact = kind.and_then(|kind| fact(&mut reader, kind));
    let (date, fact) = reader.all(date.zip(fact))?;
    let goal = typed.text("goal").parse::<LifeEntryId>().ok();
    Ok(TellLife { date, fact, words: typed.optional("words"), goal })
}

fn fact(reader: &mut Reader<'_>, kind: LifeKind) -> Option<LifeFact> {
    Some(match kind {
        LifeKind::Exercise => LifeFact::Exercise { exercise_minutes: whole(reader, "The minutes")? },
        LifeKind::Nutrition => LifeFact::Nutrition { meals: whole(reader, "The number of meals")? },
        LifeKind::Support => LifeFact::Support { support_people: whole(reader, "The number of people")? },
        LifeKind::Sleep => LifeFact::Sleep { sleep_hours: reader.number("amount", "The hours of sleep")? },
        LifeKind::Goal => LifeFact::Goal { state: reader.word::<GoalState>("state", "How the goal stands")? },
        LifeKind::Words => LifeFact::Words,
    })
}

fn whole(reader: &mut Reader<'_>, what: &str) -> Option<u32> {
    let number = reader.number("amount", what)?;
    if number.fract() != 0.0 || !(0.0..=f64::from(u32::MAX)).contains(&number) {
        reader.problem("amount", format!("{what} cannot be {number}."), "Type a whole number.");
        return None;
    }
    format!("{number:.0}").parse().ok()
}

/// What can be entered, with what the number counts.
pub(crate) fn kinds() -> [(LifeKind, &'static str); 6] {
    [
        (LifeKind::Exercise, "Exercise (minutes)"),
        (LifeKind::Sleep, "Sleep (hours)"),
        (LifeKind::Nutrition, "Nutrition (meals)"),
        (LifeKind::Support, "Support (people)"),
        (LifeKind::Goal, "Goal"),
        (LifeKind::Words, "In words"),
    ]
}

/// How a goal can stand.
pub(crate) fn states() -> [(GoalState, &'static str); 4] {
    [
        (GoalState::Set, "Set"),
        (GoalState::UnderWay, "Under way"),
        (GoalState::Reached, "Reached"),
        (GoalState::LetGo, "Let go"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tell(pairs: &[(&str, &str)]) -> Result<TellLife, Vec<FieldProblem>> {
        let pairs = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        read(&Fields::from(pairs.collect::<Vec<_>>()))
    }

    #[test]
    fn each_kind_reads_its_own_number() {
        let fact = |kind: &str, amount: &str| {
            tell(&[("date", "2026-03-01"), ("kind", kind), ("amount", amount)]).unwrap().fact
        };
        assert_eq!(fact("exercise", "30"), LifeFact::Exercise { exercise_minutes: 30 });
        assert_eq!(fact("sleep", "6,5"), LifeFact::Sleep { sleep_hours: 6.5 });
        assert_eq!(fact("nutrition", "3"), LifeFact::Nutrition { meals: 3 });
        assert_eq!(fact("support", "2"), LifeFact::Support { support_people: 2 });
        assert_eq!(fact("words", ""), LifeFact::Words);
    }

    #[test]
    fn half_an_answer_is_told_beside_its_field() {
        let field = |pairs: &[(&str, &str)]| tell(pairs).unwrap_err().remove(0).field;
        assert_eq!(field(&[("date", "2026-03-01"), ("kind", "goal")]), "state");
        assert_eq!(field(&[("date", "2026-03-01"), ("kind", "exercise"), ("amount", "2.5")]), "amount");
        assert_eq!(field(&[("date", "2026-03-01"), ("kind", "exercise"), ("amount", "-5")]), "amount");
        assert_eq!(field(&[("kind", "words")]), "date");
    }
}
