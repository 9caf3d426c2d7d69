use evenkeel_care::condition::Route;
use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::ScreenAnswers;
use evenkeel_store::dose_check::{self, NewDoseCheck};
use evenkeel_store::dosing_setting::{self, NewDosingSetting};
use evenkeel_store::hints::{self, HintsWord};
use evenkeel_store::price_setting::{self, NewPriceSetting};
use evenkeel_store::screen::{self, NewScreen};
use evenkeel_store::{CourseId, JsonText, StoreError, data_key, safety_wording};
use jiff::civil::date;

use crate::bench::{Bench, keep, new_clinic};

fn word(accepted: bool) -> HintsWord {
    HintsWord {
        accepted,
        text_version: "1".to_owned(),
        text: "I have read “this”.".to_owned(),
        name: "Robin Hale".to_owned(),
        role: "Medical director".to_owned(),
    }
}

fn dosing(second_check: bool) -> NewDosingSetting {
    NewDosingSetting {
        concentrations: JsonText::of(&[("im", 50.0)]).unwrap(),
        second_check,
        reason: "Two nurses on every shift.".to_owned(),
    }
}

fn prices(currency: &str) -> NewPriceSetting {
    NewPriceSetting { currency: currency.to_owned(), prices: JsonText::of(&[("iv", 45_000)]).unwrap() }
}

fn questions() -> JsonText {
    JsonText::of(&["Is life worth living?"]).unwrap()
}

fn check(course: CourseId) -> NewDoseCheck {
    NewDoseCheck {
        course_id: course,
        date: date(2026, 1, 7),
        route: Route::Iv,
        dose: Dose::MgPerKgPerHour { rate: 0.2, hours: 4.0 },
        weight_kg: Some(WeightKg(70.0)),
    }
}

/// One row of each fact that a clinic confirms.
pub async fn fill(bench: &Bench, course: CourseId) {
    let mut tx = bench.tx().await;
    hints::keep(&mut tx, 0, &word(true)).await.unwrap();
    safety_wording::confirm(&mut tx, 0, &questions(), "Robin Hale").await.unwrap();
    dosing_setting::confirm(&mut tx, 0, &dosing(true)).await.unwrap();
    dose_check::add(&mut tx, &check(course)).await.unwrap();
    price_setting::confirm(&mut tx, 0, &prices("USD")).await.unwrap();
    keep(tx).await;
}

pub async fn a_word_on_hints_is_kept_letter_for_letter(bench: Bench) {
    for (seen, accepted) in [(0, true), (1, false)] {
        let mut tx = bench.tx().await;
        assert_eq!(hints::keep(&mut tx, seen, &word(accepted)).await.unwrap(), seen + 1);
        keep(tx).await;
    }
    let late = hints::keep(&mut bench.tx().await, 1, &word(true)).await;
    assert!(matches!(late, Err(StoreError::Conflict { .. })), "{late:?}");
    let kept = hints::history(&bench.store, bench.clinic).await.unwrap();
    let accepted: Vec<_> = kept.iter().map(|w| (w.version, w.accepted)).collect();
    assert_eq!(accepted, [(2, false), (1, true)]);
    assert_eq!((kept[1].text.as_str(), kept[1].role.as_str()), ("I have read “this”.", "Medical director"));
}

pub async fn own_questions_keep_every_version(bench: Bench) {
    assert!(safety_wording::newest(&bench.store, bench.clinic).await.unwrap().is_none());
    let mut tx = bench.tx().await;
    safety_wording::confirm(&mut tx, 0, &questions(), "Robin Hale").await.unwrap();
    safety_wording::confirm(&mut tx, 1, &JsonText::of(&[(); 0]).unwrap(), "Robin Hale").await.unwrap();
    keep(tx).await;
    let late = safety_wording::confirm(&mut bench.tx().await, 1, &questions(), "Kim Osei").await;
    assert!(matches!(late, Err(StoreError::Conflict { .. })), "{late:?}");
    let kept = safety_wording::history(&bench.store, bench.clinic).await.unwrap();
    assert_eq!(kept.iter().map(|w| w.version).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(kept[1].questions.parse::<Vec<String>>().unwrap(), ["Is life worth living?"]);
}

pub async fn dosing_settings_and_checks_come_back(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    fill(&bench, course).await;
    let late = dosing_setting::confirm(&mut bench.tx().await, 0, &dosing(false)).await;
    assert!(matches!(late, Err(StoreError::Conflict { .. })), "{late:?}");
    let kept = dosing_setting::newest(&bench.store, bench.clinic).await.unwrap().unwrap();
    assert_eq!((kept.version, kept.second_check), (1, true));
    assert_eq!(kept.concentrations.parse::<Vec<(String, f64)>>().unwrap(), [("im".to_owned(), 50.0)]);
    let day = date(2026, 1, 7);
    let checks = dose_check::of_day(&bench.store, bench.clinic, course, day).await.unwrap();
    let new = check(course);
    assert_eq!(
        (checks[0].dose, checks[0].weight_kg, checks[0].route),
        (Some(new.dose), new.weight_kg, Route::Iv)
    );
    assert!(
        dose_check::of_day(&bench.store, bench.clinic, course, date(2026, 1, 8)).await.unwrap().is_empty()
    );
}

pub async fn prices_keep_every_version(bench: Bench) {
    assert!(price_setting::newest(&bench.store, bench.clinic).await.unwrap().is_none());
    for (seen, currency) in [(0, "USD"), (1, "EUR")] {
        let mut tx = bench.tx().await;
        assert_eq!(price_setting::confirm(&mut tx, seen, &prices(currency)).await.unwrap(), seen + 1);
        keep(tx).await;
    }
    let late = price_setting::confirm(&mut bench.tx().await, 1, &prices("USD")).await;
    assert!(matches!(late, Err(StoreError::Conflict { .. })), "{late:?}");
    let kept = price_setting::newest(&bench.store, bench.clinic).await.unwrap().unwrap();
    assert_eq!((kept.version, kept.currency.as_str()), (2, "EUR"));
    assert_eq!(kept.prices.parse::<Vec<(String, i64)>>().unwrap(), [("iv".to_owned(), 45_000)]);
}

pub async fn own_answers_are_sealed_with_the_screen(bench: Bench) {
    let (patient, course) = bench.add_course("Ines Okafor").await;
    let own = vec![Some(true), None, Some(false)];
    let new = NewScreen {
        course_id: course,
        date: date(2026, 1, 7),
        instrument: InstrumentId::Cssrs,
        wording: "own 1".to_owned(),
        answers: ScreenAnswers { q1: Some(true), ..ScreenAnswers::default() },
        own_answers: Some(own.clone()),
        note: None,
    };
    let mut tx = bench.tx().await;
    screen::add(&mut tx, &new).await.unwrap();
    screen::add(&mut tx, &NewScreen { own_answers: None, ..new }).await.unwrap();
    keep(tx).await;
    let kept = screen::list(&bench.store, bench.clinic, course).await.unwrap();
    assert_eq!((kept[0].own().unwrap(), kept[1].own().unwrap()), (Some(own), None));
    let mut tx = bench.tx().await;
    data_key::destroy(&mut tx, patient).await.unwrap();
    keep(tx).await;
    let erased = screen::list(&bench.store, bench.clinic, course).await.unwrap();
    assert_eq!(erased[0].own().unwrap(), None);
}

pub async fn what_is_confirmed_stays_in_its_clinic(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    fill(&bench, course).await;
    let other = new_clinic(&bench.store, "Other").await;
    assert!(hints::history(&bench.store, other).await.unwrap().is_empty());
    assert!(safety_wording::newest(&bench.store, other).await.unwrap().is_none());
    assert!(safety_wording::history(&bench.store, other).await.unwrap().is_empty());
    assert!(dosing_setting::newest(&bench.store, other).await.unwrap().is_none());
    assert!(price_setting::newest(&bench.store, other).await.unwrap().is_none());
    assert!(dose_check::of_day(&bench.store, other, course, date(2026, 1, 7)).await.unwrap().is_empty());
}
