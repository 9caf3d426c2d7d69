//! Entering a check-in: a questionnaire item by item, or the total of one kept elsewhere.

use axum::Form;
use axum::extract::{Path, State};
use evenkeel_care::closed_list::Word as _;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::SignKind;
use evenkeel_practice::{CheckInOutcome, CourseId, FieldProblem, NewCheckIn, Refusal};
use jiff::civil::Date;

use super::course::{Asked, Forms, after};
use super::{Answer, Posted};
use crate::app::App;
use crate::done::Done;
use crate::fields::{Fields, Reader};
use crate::visit::Visit;

/// No questionnaire has more items; a form that says so is damaged.
const MOST_ITEMS: usize = 60;

/// Records a check-in.
pub(crate) async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let tried = match read(id, &typed) {
        Ok(check_in) => app.practice.check_in(visit.actor()?, check_in, typed.text("key")).await,
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    let asked = Asked { instrument: typed.optional("instrument"), ..Asked::default() };
    // What the patient has answered matters even where the form cannot be taken.
    let unrecorded = match &tried {
        Ok(_) => Vec::new(),
        Err(_) => app.practice.safety_of(&as_answered(id, &typed, visit.clinic().map(|c| c.today))),
    };
    let urgent = !unrecorded.is_empty();
    let keep = |forms: Forms, refusal| {
        Ok(Forms { check_in: forms.check_in.refuse(typed, refusal)?, unrecorded, ..forms })
    };
    match after((&app, &visit, id), tried, |outcome| notice(&outcome), asked, keep).await {
        Err(refused) if urgent => Ok(refused.urgent()),
        answer => answer,
    }
}

/// What the next page says first. Safety comes before completeness.
fn notice(outcome: &CheckInOutcome) -> Done {
    if outcome.crisis || !outcome.safety.is_empty() {
        Done::CheckInCrisis
    } else if outcome.missing.is_empty() {
        Done::CheckIn
    } else {
        Done::CheckInPart
    }
}

fn read(course: CourseId, typed: &Fields) -> Result<NewCheckIn, Vec<FieldProblem>> {
    let mut reader = Reader::new(typed);
    let date = reader.date("date");
    let instrument = reader.word("instrument", "The instrument");
    let items = typed.text("items").parse().unwrap_or(0).min(MOST_ITEMS);
    let total = if items == 0 { reader.number("total", "The total") } else { None };
    let recall_days = recall(&mut reader, typed);
    let answers = (items > 0).then(|| answers(&mut reader, typed, items));
    let (date, instrument) = reader.all(date.zip(instrument))?;
    let after = typed.ticked("after");
    Ok(NewCheckIn { course, date, instrument, answers, total, after, recall_days, signs: signs(typed) })
}

/// The answers of a form as far as they can be read, whatever else is wrong with it. Only for what they
/// say about safety: a day that cannot be read counts as today.
fn as_answered(course: CourseId, typed: &Fields, today: Option<Date>) -> NewCheckIn {
    let mut reader = Reader::new(typed);
    let items = typed.text("items").parse().unwrap_or(0).min(MOST_ITEMS);
    NewCheckIn {
        course,
        date: reader.optional_date("date").or(today).unwrap_or_default(),
        instrument: reader.word("instrument", "The instrument").unwrap_or(InstrumentId::Phq9),
        answers: Some(answers(&mut reader, typed, items)),
        total: None,
        after: false,
        recall_days: None,
        signs: Vec::new(),
    }
}

/// The signs that were asked for. What is left at "not asked" says nothing.
fn signs(typed: &Fields) -> Vec<(SignKind, bool)> {
    let answer = |sign: &SignKind| match typed.text(&format!("sign_{sign}")) {
        "yes" => Some((*sign, true)),
        "no" => Some((*sign, false)),
        _ => None,
    };
    SignKind::ALL.iter().filter_map(answer).collect()
}

/// Answers in the order of the items; one that was left out stays `None`.
fn answers(reader: &mut Reader<'_>, typed: &Fields, items: usize) -> Vec<Option<u8>> {
    let mut read = |n: usize| {
        let name = format!("item_{n}");
        let text = typed.text(&name);
        if text.is_empty() {
            return None;
        }
        let value = text.parse().ok();
        if value.is_none() {
            reader.problem(
                &name,
                format!("The answer to item {n} is not one of its choices."),
                "Choose one.",
            );
        }
        value
    };
    (1..=items).map(&mut read).collect()
}

fn recall(reader: &mut Reader<'_>, typed: &Fields) -> Option<u16> {
    let text = typed.text("recall_days");
    if text.is_empty() {
        return None;
    }
    let days = text.parse().ok().filter(|days| (1..=366).contains(days));
    if days.is_none() {
        let what = format!("“{text}” is not a number of days from 1 to 366.");
        reader.problem("recall_days", what, "Enter whole days, or leave it empty.");
    }
    days
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn check(pairs: &[(&str, &str)]) -> Result<NewCheckIn, Vec<String>> {
        let pairs: Vec<_> = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        read(CourseId(Uuid::nil()), &Fields::from(pairs))
            .map_err(|problems| problems.into_iter().map(|p| p.field).collect())
    }

    #[test]
    fn an_item_left_out_is_none_and_never_nought() {
        let form = check(&[
            ("date", "2026-02-06"),
            ("instrument", "PHQ9"),
            ("items", "3"),
            ("item_1", "0"),
            ("item_3", "2"),
        ]);
        let form = form.unwrap();
        assert_eq!(form.answers, Some(vec![Some(0), None, Some(2)]));
        assert_eq!((form.total, form.instrument), (None, InstrumentId::Phq9));
    }

    #[test]
    fn an_instrument_without_items_needs_its_total() {
        let day = ("date", "2026-02-06");
        assert_eq!(check(&[day, ("instrument", "QIDS16"), ("total", "11")]).unwrap().total, Some(11.0));
        assert_eq!(check(&[day, ("instrument", "QIDS16")]).unwrap_err(), ["total"]);
        assert_eq!(check(&[day, ("instrument", "NONE"), ("total", "1")]).unwrap_err(), ["instrument"]);
    }

    #[test]
    fn damaged_answers_and_windows_are_told() {
        let form = [
            ("date", "2026-02-06"),
            ("instrument", "PHQ9"),
            ("items", "1"),
            ("item_1", "x"),
            ("recall_days", "0"),
        ];
        assert_eq!(check(&form).unwrap_err(), ["recall_days", "item_1"]);
    }

    #[test]
    fn answers_are_read_for_safety_whatever_else_is_wrong_with_the_form() {
        let today = jiff::civil::date(2026, 2, 6);
        let pairs = [("date", "2026-02-30"), ("items", "2"), ("item_1", "x"), ("item_2", "3")];
        let typed = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<Vec<_>>();
        let given = as_answered(CourseId(Uuid::nil()), &Fields::from(typed), Some(today));
        assert_eq!((given.date, given.answers), (today, Some(vec![None, Some(3)])));
        assert_eq!(given.instrument, InstrumentId::Phq9, "a form that has lost its instrument");
    }

    #[test]
    fn safety_is_told_before_completeness() {
        let outcome = |crisis, missing| CheckInOutcome {
            instrument: "PHQ-9".to_owned(),
            total: None,
            band: None,
            missing,
            safety: Vec::new(),
            crisis,
        };
        assert_eq!(notice(&outcome(true, vec![3])), Done::CheckInCrisis);
        assert_eq!(notice(&outcome(false, vec![3])), Done::CheckInPart);
        assert_eq!(notice(&outcome(false, vec![])), Done::CheckIn);
    }
}
