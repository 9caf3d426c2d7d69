//! The contract of the store: every test is written once and runs on SQLite and on PostgreSQL.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the contract is written as plain functions that both engines' tests call"
)]

mod accounts;
mod audit_chain;
mod bench;
mod calendar;
mod clinical;
mod clinics_apart;
mod confirmed;
mod courses;
mod erasure;
mod facts;
mod findings;
mod jobs;
mod lists;
mod opening;
mod patients;
mod portable;
mod postgres_only;
mod requests;
mod safety;
mod schema;
mod scores;
mod sessions;
mod sittings;
mod sqlite_only;
mod therapy;
mod timeline;

/// Runs each named test on both engines, as `sqlite::MODULE::TEST` and `postgres::MODULE::TEST`.
macro_rules! contract {
    ($($module:ident: [$($test:ident),+ $(,)?]),+ $(,)?) => {
        mod sqlite { contract!(@engine sqlite, $($module: [$($test),+]),+); }
        mod postgres { contract!(@engine postgres, $($module: [$($test),+]),+); }
    };
    (@engine $engine:ident, $($module:ident: [$($test:ident),+]),+) => {
        $(mod $module {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                crate::$module::$test(crate::bench::Bench::$engine().await).await;
            })+
        })+
    };
}

contract! {
    opening: [
        opening_again_finds_what_was_kept,
        another_key_is_told_kindly,
        a_newer_schema_is_refused,
        another_text_of_a_migration_is_refused,
        a_missing_key_is_never_replaced,
        writing_can_be_probed,
    ],
    requests: [
        without_a_commit_nothing_happened,
        after_a_failed_step_nothing_is_kept,
        without_an_audit_line_nothing_is_kept,
        the_same_key_answers_the_same_outcome,
        a_failed_request_may_be_tried_again,
        keys_of_two_people_do_not_meet,
        the_same_request_many_times_at_once_lands_once,
        many_writers_all_land,
        two_programs_write_side_by_side,
    ],
    audit_chain: [
        a_chain_of_many_lines_holds,
        a_changed_line_breaks_it,
        a_removed_line_breaks_it,
        lines_cut_off_at_the_end_break_it,
        looking_leaves_a_line,
    ],
    facts: [no_fact_can_be_changed, no_fact_can_be_deleted, every_other_table_is_guarded],
    portable: [
        a_record_is_the_same_in_a_new_place,
        many_rows_are_read_page_by_page,
        a_place_with_a_record_is_left_alone,
        a_damaged_backup_leaves_the_place_empty,
        a_backup_of_a_newer_program_is_refused,
        a_changed_or_lost_fact_shows_beside_a_backup,
    ],
    patients: [
        details_come_back,
        a_change_is_a_new_version,
        the_second_of_two_changes_is_told,
        found_by_beginnings_of_names,
        a_new_name_replaces_the_old_in_the_search,
        the_same_source_key_adds_nothing,
        pages_of_a_list_do_not_overlap,
    ],
    courses: [
        a_course_comes_back_whole,
        a_course_is_active_until_changed,
        two_changes_of_state_conflict,
        the_same_source_key_adds_no_course,
        courses_of_several_patients_in_one_query,
        the_worklist_knows_last_score_and_next_day,
        the_worklist_filters_and_counts,
        the_front_desk_sees_who_comes_when,
        the_bundle_holds_everything,
        holding_a_course_makes_the_other_wait,
        two_plans_from_one_version_conflict,
    ],
    sessions: [
        every_form_of_dose_comes_back,
        a_correction_replaces_and_keeps,
        two_corrections_of_one_row_conflict,
        a_withdrawn_session_is_gone_from_lists,
        an_import_run_twice_adds_no_session,
        a_correction_stays_in_its_course,
    ],
    sittings: [
        a_sitting_is_begun_once_a_day,
        a_correction_takes_the_place_of_a_note,
        what_somebody_wrote_is_sealed,
        the_floor_holds_who_is_planned_and_who_is_there,
        a_floor_keeps_every_version,
        every_commit_is_counted_and_no_look,
        sittings_stay_in_their_clinic,
    ],
    calendar: [
        the_newest_version_of_a_place_counts,
        two_who_change_one_place_are_told,
        the_calendar_holds_what_is_booked_and_what_became_of_it,
        a_place_without_a_session_is_left_over,
        sessions_without_a_place_wait_in_their_order,
        holding_the_calendar_makes_the_other_wait,
        a_calendars_setting_keeps_every_version,
        bookings_stay_in_their_clinic,
    ],
    clinical: [
        what_was_seen_comes_back_in_its_newest_version,
        a_corrected_session_keeps_what_was_seen,
        asked_and_none_differs_from_not_asked,
        events_reach_as_far_as_they_mean,
        a_withdrawn_event_is_gone_from_the_list,
        a_change_of_protocol_keeps_its_reason,
        a_restart_brings_the_course_before,
        erasing_seals_these_facts_too,
        these_facts_stay_in_their_clinic,
    ],
    scores: [
        a_partial_score_keeps_what_was_answered,
        a_corrected_score_replaces_and_keeps,
        a_withdrawn_score_is_gone_from_lists,
        the_history_holds_what_is_in_force,
        own_courses_hold_what_is_in_force_and_no_import,
        an_import_run_twice_adds_no_score,
    ],
    findings: [
        a_finding_reads_as_it_was_shown,
        a_decision_keeps_what_was_shown_letter_for_letter,
        two_decisions_on_one_finding_conflict,
        the_newest_forecast_of_each_label,
        a_clinics_own_forecasts_are_found_newest_first,
        an_import_keeps_its_report,
    ],
    safety: [
        a_screen_comes_back_and_is_sealed,
        signs_keep_no_as_well_as_yes,
        an_alert_is_open_until_a_step_ends_it,
        the_second_of_two_same_steps_is_told,
        settings_are_versioned_and_the_second_change_is_told,
        what_was_open_before_alerts_still_waits,
    ],
    confirmed: [
        a_word_on_hints_is_kept_letter_for_letter,
        own_questions_keep_every_version,
        dosing_settings_and_checks_come_back,
        prices_keep_every_version,
        own_answers_are_sealed_with_the_screen,
        what_is_confirmed_stays_in_its_clinic,
    ],
    therapy: [
        a_visit_comes_back_and_a_correction_takes_its_place,
        a_visit_stays_in_its_course_and_in_the_bundle,
        an_own_note_is_read_by_its_author_alone,
        a_goal_keeps_its_first_entry_and_a_correction_replaces,
        erasing_seals_what_was_written,
        who_is_to_be_seen_stands_with_the_end_of_dosing,
        therapy_stays_in_its_clinic,
    ],
    timeline: [
        everything_stands_in_one_list_newest_first,
        only_the_parts_asked_for_are_answered,
        what_was_corrected_or_taken_back_stays_with_who_did_it,
        a_timeline_stays_in_its_clinic,
    ],
    erasure: [an_erased_patient_reads_as_erased, an_erased_patient_takes_no_new_words, erasing_leaves_others_alone],
    accounts: [
        sign_in_names_fold_and_are_unique,
        the_newest_credential_is_in_force,
        a_code_works_once,
        a_token_finds_its_browser_until_it_ends,
        a_link_works_once,
        failures_count_since_the_last_success,
    ],
    jobs: [
        a_job_is_taken_once,
        a_job_waits_for_its_time,
        a_silent_workers_job_is_taken_again,
        a_failed_job_waits_or_is_given_up,
        a_job_of_a_dropped_transaction_never_was,
        jobs_are_told_by_state_and_those_given_up_by_clinic,
        the_database_tells_how_it_stands,
    ],
    lists: [
        the_watch_list_is_in_the_order_of_its_places,
        a_course_set_aside_comes_back_on_its_day_and_at_once_for_safety,
        what_was_read_earlier_never_takes_the_place_of_what_was_read_later,
        the_turn_of_the_day_finds_what_is_old_or_missing,
        the_newest_snooze_is_in_force_and_its_reason_is_sealed,
        what_is_due_is_told_by_its_day_and_replaced_as_a_whole,
        a_newer_check_in_takes_the_line_and_keeps_the_urgency,
    ],
    clinics_apart: [nothing_is_read_across_clinics, nothing_is_written_across_clinics, search_stays_in_its_clinic],
    schema: [every_table_has_its_clinic],
}
