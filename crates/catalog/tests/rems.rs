//! Versions of the REMS form, and what every draft keeps to.

use std::path::Path;

use evenkeel_care::rems::{FieldValue, Told, fill};
use evenkeel_catalog::{Catalog, RuleCases};
use jiff::civil::date;

#[test]
fn a_newer_form_takes_over_on_its_day_and_older_sessions_keep_theirs() {
    let shipped = Catalog::embedded().unwrap();
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("forms/harbour");
    std::fs::create_dir_all(dir.join("rems")).unwrap();
    let newer = shipped.raw("rems/pmf-1.toml").unwrap().replacen(
        "id = \"pmf-1\"\n",
        "id = \"pmf-2\"\nsessions_from = \"2026-03-01\"\n",
        1,
    );
    std::fs::write(dir.join("rems/pmf-2.toml"), newer).unwrap();
    let catalog = Catalog::with_overlay(&dir).unwrap();
    let on = |day| catalog.knowledge().form_on(day).unwrap().id.clone();
    assert_eq!(on(date(2019, 3, 5)), "pmf-1");
    assert_eq!(on(date(2026, 2, 28)), "pmf-1");
    assert_eq!(on(date(2026, 3, 1)), "pmf-2");
    assert_eq!(on(date(2031, 1, 1)), "pmf-2");
}

#[test]
fn every_field_of_a_draft_is_answered_missing_or_may_stay_open() {
    let catalog = Catalog::embedded().unwrap();
    let knowledge = catalog.knowledge();
    let form = knowledge.form_on(date(2026, 1, 5)).unwrap();
    let cases: RuleCases = toml::from_str(catalog.raw("rules/m3.cases.toml").unwrap()).unwrap();
    for case in &cases.cases {
        let record = case.record(knowledge).unwrap();
        for session in &record.sessions {
            let draft = fill(knowledge, form, &record, session, &Told::new());
            for field in &draft.fields {
                let open = field.value.is_none();
                let must = field.required != evenkeel_care::rems::Required::No;
                assert_eq!(draft.missing.contains(&field.id), open && must, "{}: {}", case.name, field.id);
                assert!(field.grade.is_some(), "{}", field.id);
            }
            // Once everything is told nothing is missing, and what is told is never asked twice.
            let told: Told = draft
                .fields
                .iter()
                .filter_map(|f| Some((f.id.clone(), answer(form.fields.iter().find(|d| d.id == f.id)?))))
                .collect();
            let full = fill(knowledge, form, &record, session, &told);
            let later: Vec<&String> = full.missing.iter().filter(|id| told.contains_key(*id)).collect();
            assert!(later.is_empty(), "{later:?}");
        }
    }
}

/// Some answer that a field takes.
fn answer(field: &evenkeel_care::rems::Field) -> FieldValue {
    use evenkeel_care::rems::FieldKind;
    match field.kind {
        FieldKind::Text => FieldValue::Text("as told".to_owned()),
        FieldKind::Date => FieldValue::Day(date(1980, 2, 1)),
        FieldKind::YesNo => FieldValue::YesNo(false),
        FieldKind::Choice => FieldValue::Text(field.choices.first().cloned().unwrap_or_default()),
        FieldKind::Mg | FieldKind::Minutes => FieldValue::Number(0.0),
        FieldKind::BloodPressure => FieldValue::Pressure { minute: 40, systolic: 140, diastolic: 80 },
    }
}
