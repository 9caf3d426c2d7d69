//! S11: whose window of preparation or integration closes first, what the patient wrote, what was talked about; and the form
//! that enters a visit.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use evenkeel_care::therapy::{Alliance, VisitKind};
use evenkeel_practice::view::therapy::{TherapyPage, TherapyRow, WindowLook};
use evenkeel_practice::{CourseId, FieldProblem, HoldVisit, Refusal};
use serde::Deserialize;

use super::{Answer, Posted};
use crate::app::App;
use crate::done::Done;
use crate::fields::{Fields, Reader};
use crate::form_state::FormState;
use crate::format::Plain;
use crate::html::{self, go};
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "therapy.html")]
struct Therapist {
    shell: Shell,
    page: TherapyPage,
    /// The course whose form is open: the first row.
    asked: Option<TherapyRow>,
    visit: FormState,
}

/// What stands in the address.
#[derive(Deserialize, Default)]
pub(crate) struct Asked {
    course: Option<CourseId>,
    done: Option<String>,
}

/// Shows the page.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let form = FormState::new("visit", app.practice.new_key());
    draw(&app, &visit, asked, form).await
}

/// A form's address, opened by hand or reloaded.
pub(crate) async fn back(Path(id): Path<CourseId>) -> axum::response::Response {
    go(&format!("/therapist?course={id}"))
}

/// Enters a visit.
pub(crate) async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let tried = match read(id, &typed) {
        Ok(new) => app.practice.hold_visit(visit.actor()?, new, typed.text("key")).await,
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    match tried {
        Ok(_) => Ok(go("/therapist?done=visit")),
        Err(refusal) => {
            let form = FormState::new("visit", app.practice.new_key()).refuse(typed, refusal)?;
            draw(&app, &visit, Asked { course: Some(id), done: None }, form).await
        }
    }
}

async fn draw(app: &App, visit: &Visit, asked: Asked, form: FormState) -> Answer {
    let page = app.practice.therapy(visit.actor()?, asked.course).await?;
    let shell = visit.shell("Therapy").at("/therapist").after(Done::read(asked.done.as_deref()));
    let refused = form.refused;
    let page = compose(shell, page, asked.course, form);
    if refused { html::refused_form(&page) } else { html::page(&page) }
}

fn compose(shell: Shell, mut page: TherapyPage, course: Option<CourseId>, visit: FormState) -> Therapist {
    let place = course.and_then(|course| page.rows.iter().position(|row| row.course == course.0));
    let asked = place.map(|place| page.rows.remove(place));
    Therapist { shell, page, asked, visit }
}

fn read(course: CourseId, typed: &Fields) -> Result<HoldVisit, Vec<FieldProblem>> {
    let mut reader = Reader::new(typed);
    let kind = reader.word::<VisitKind>("kind", "What the visit was for");
    let date = reader.date("date");
    let minutes = reader.number("minutes", "How long it took");
    let minutes = minutes.and_then(|minutes| whole_minutes(&mut reader, minutes));
    let alliance = alliance(&mut reader, typed);
    let (kind, date, minutes) = reader.all(kind.zip(date).zip(minutes).map(|((k, d), m)| (k, d, m)))?;
    let chips = typed.all("theme").map(str::to_owned);
    let written = typed.text("themes").split([',', '\n']).map(str::to_owned);
    Ok(HoldVisit {
        course,
        kind,
        date,
        minutes,
        held_by: typed.optional("held_by"),
        themes: chips.chain(written).collect(),
        alliance,
        shared_note: typed.optional("shared_note"),
        own_note: typed.optional("own_note"),
    })
}

fn whole_minutes(reader: &mut Reader<'_>, minutes: f64) -> Option<u32> {
    let whole = minutes.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&minutes);
    if !whole {
        reader.problem("minutes", "Minutes are whole.", "Type for example 50.");
        return None;
    }
    format!("{minutes:.0}").parse().ok()
}

/// The rating, if one was typed. Half of one is a slip.
fn alliance(reader: &mut Reader<'_>, typed: &Fields) -> Option<Alliance> {
    let rating = reader.optional_number("alliance_rating", "The rating")?;
    let out_of = reader.number("alliance_out_of", "The highest value of the scale")?;
    Some(Alliance { scale: typed.text("alliance_scale").to_owned(), rating, out_of })
}

/// How a window looks: never by colour alone.
fn window_icon(look: impl Plain<WindowLook>) -> &'static str {
    match look.plain() {
        WindowLook::Open => "clock",
        WindowLook::Upcoming => "circle-dashed",
        WindowLook::Missed => "circle-x",
        WindowLook::Kept => "circle-check",
    }
}

fn window_class(look: impl Plain<WindowLook>) -> &'static str {
    match look.plain() {
        WindowLook::Open => "warn",
        WindowLook::Upcoming => "",
        WindowLook::Missed => "bad",
        WindowLook::Kept => "good",
    }
}

fn is_kind(row: &TherapyRow, word: &str) -> bool {
    row.next_kind.to_string() == word
}

fn minutes(row: &TherapyRow) -> String {
    row.minutes.map(|minutes| minutes.to_string()).unwrap_or_default()
}

fn scale(row: &TherapyRow) -> String {
    row.scale.as_ref().map(|(name, _)| name.clone()).unwrap_or_default()
}

fn out_of(row: &TherapyRow) -> String {
    row.scale.as_ref().map(|(_, highest)| crate::format::number(highest)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    fn draw(asked: bool, form: FormState) -> String {
        let page = samples::therapy();
        let course = page.rows.first().filter(|_| asked).map(|row| CourseId(row.course));
        testing::check(&compose(testing::clinician("Therapy"), page, course, form))
    }

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields::from(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<Vec<_>>())
    }

    const VISIT: [(&str, &str); 3] = [("kind", "integration"), ("date", "2026-03-17"), ("minutes", "50")];

    #[test]
    fn a_row_tells_window_words_themes_and_notes() {
        let text = testing::text(&draw(false, FormState::default()));
        for words in [
            "closes in 5 h",
            "Integration after session 3",
            "I slept through",
            "grief",
            "SRS 36 of 40",
            "Wants a slower start",
            "Only you read this",
            "our default",
        ] {
            assert!(text.contains(words), "{words} is missing: {text}");
        }
        assert!(!text.contains("Save the visit"));
    }

    #[test]
    fn a_visit_is_entered_with_few_taps_beside_typing() {
        let html = draw(true, FormState::new("visit", "key".to_owned()));
        // The kind, the day and the minutes of the latest visit stand there already; earlier themes are one tap each.
        assert!(html.contains("value=\"integration\" checked") && html.contains("value=\"2026-03-18\""));
        assert!(html.contains("name=\"theme\" value=\"grief\"") && html.contains("value=\"50\""));
    }

    #[test]
    fn nobody_to_be_seen_is_said() {
        let page = TherapyPage { rows: Vec::new(), ..samples::therapy() };
        let html = testing::check(&compose(testing::clinician("Therapy"), page, None, FormState::default()));
        assert!(testing::text(&html).contains("Nobody is to be seen"));
    }

    #[test]
    fn themes_are_taken_from_chips_and_from_words() {
        let typed: Vec<_> =
            VISIT.into_iter().chain([("theme", "grief"), ("themes", "work, sleep")]).collect();
        let new = read(CourseId(uuid::Uuid::nil()), &fields(&typed)).unwrap();
        let themes: Vec<_> = new.themes.iter().map(|t| t.trim()).collect();
        assert_eq!((themes, new.minutes), (vec!["grief", "work", "sleep"], 50));
    }

    #[test]
    fn half_a_rating_and_half_a_minute_are_told() {
        let problem = |more: (&str, &str)| {
            let typed: Vec<_> = VISIT.into_iter().chain([more]).collect();
            read(CourseId(uuid::Uuid::nil()), &fields(&typed)).unwrap_err().remove(0).field
        };
        assert_eq!(problem(("alliance_rating", "36")), "alliance_out_of");
        assert_eq!(problem(("minutes", "12.5")), "minutes");
    }
}
