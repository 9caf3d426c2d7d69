use evenkeel_store::Location;

use crate::bench::{Bench, keep, new_score};
use crate::findings::{add_decision, add_finding, add_forecast};

/// The tables of facts that hold rows after [`filled`].
const FACTS: [&str; 41] = [
    "clinic",
    "clinic_detail",
    "audit",
    "patient",
    "patient_detail",
    "account",
    "account_credential",
    "course",
    "course_state",
    "plan",
    "plan_date",
    "session",
    "measurement",
    "finding",
    "decision",
    "forecast",
    "screen",
    "sign",
    "alert",
    "alert_step",
    "safety_setting",
    "session_observation",
    "screening",
    "course_event",
    "course_protocol",
    "planned_move",
    "hints_acceptance",
    "safety_wording",
    "dosing_setting",
    "dose_check",
    "price_setting",
    "sitting",
    "sitting_note",
    "floor_setting",
    "course_snooze",
    "check_in_step",
    "therapy_visit",
    "own_note",
    "life_entry",
    "booking",
    "calendar_setting",
];

pub async fn filled(bench: &Bench) {
    let (patient, course) = bench.add_course("Ines Okafor").await;
    let finding = add_finding(bench, course).await;
    add_decision(bench, course, finding, 0).await.unwrap();
    add_forecast(bench, course, "plan", 1).await;
    crate::accounts::add_account(bench, "vale").await;
    crate::courses::add_plan(bench, course, 0, &["2026-01-07"]).await.unwrap();
    crate::clinical::add_all(bench, patient, course).await;
    let mut tx = bench.tx().await;
    let score = new_score(course, jiff::civil::date(2026, 1, 7), 19.0);
    evenkeel_store::measurement::add(&mut tx, &score).await.unwrap();
    keep(tx).await;
    crate::safety::fill(bench, course).await;
    crate::confirmed::fill(bench, course).await;
    crate::sittings::fill(bench, course).await;
    crate::lists::fill(bench, course).await;
    crate::therapy::fill(bench, patient, course).await;
    crate::calendar::fill(bench, course).await;
}

async fn check_refused(bench: &Bench, text: &str) {
    let error = bench.raw(text).await.unwrap_err();
    assert!(error.contains("never changed or deleted"), "{text}: {error}");
}

pub async fn no_fact_can_be_changed(bench: Bench) {
    filled(&bench).await;
    for table in FACTS {
        check_refused(&bench, &format!("UPDATE {table} SET clinic_id = clinic_id")).await;
    }
}

pub async fn no_fact_can_be_deleted(bench: Bench) {
    filled(&bench).await;
    for table in FACTS {
        check_refused(&bench, &format!("DELETE FROM {table}")).await;
        if matches!(bench.location, Location::Postgres(_)) {
            check_refused(&bench, &format!("TRUNCATE {table} CASCADE")).await;
        }
    }
}

/// Each table of facts in the schema has its triggers, also those that hold no row above.
pub async fn every_other_table_is_guarded(bench: Bench) {
    let mutable = [
        "instance",
        "audit_head",
        "commit_mark",
        "course_watch",
        "course_due",
        "inbox",
        "idempotency",
        "data_key",
        "patient_token",
        "totp_use",
        "sign_in_attempt",
        "login_session",
        "setup_link",
        "job",
        "schema_version",
    ];
    let (tables, guarded) = match bench.location {
        Location::Sqlite(_) => (
            "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
            "SELECT tbl_name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '%_no_update' ORDER BY tbl_name",
        ),
        Location::Postgres(_) => (
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
            "SELECT DISTINCT event_object_table::text FROM information_schema.triggers WHERE trigger_name LIKE '%_no_change' ORDER BY 1",
        ),
    };
    let mut facts = bench.raw_texts(tables).await;
    facts.retain(|table| !mutable.contains(&table.as_str()));
    assert_eq!(facts, bench.raw_texts(guarded).await);
}
