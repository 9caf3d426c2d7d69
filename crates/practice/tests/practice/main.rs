//! What people do, on both databases: the same behaviour, the same words.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop where its own set-up is wrong"
)]

mod boosters;
mod calendar;
mod check_ins;
mod choices;
mod clinical;
mod courses;
mod decisions;
mod dosing;
mod finished;
mod floor;
mod hints;
mod imports;
mod inbox;
mod lists;
mod outcomes;
mod prices;
mod safety;
mod sign_in;
mod therapy;
mod upkeep;

/// Runs each named test on both engines.
macro_rules! on_both {
    ($($module:ident: [$($test:ident),+ $(,)?]),+ $(,)?) => {
        mod sqlite { on_both!(@engine sqlite, $($module: [$($test),+]),+); }
        mod postgres { on_both!(@engine postgres, $($module: [$($test),+]),+); }
    };
    (@engine $engine:ident, $($module:ident: [$($test:ident),+]),+) => {
        $(mod $module {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                crate::$module::$test(evenkeel_testkit::clinic::TestClinic::$engine().await).await;
            })+
        })+
    };
}

on_both! {
    courses: [
        a_new_course_has_six_dates_and_the_populations_answer,
        a_start_in_the_past_and_impossible_weekdays_are_refused,
        a_missed_session_moves_the_rest_and_keeps_what_was_given,
        the_second_session_of_a_day_is_refused,
        a_session_missed_today_is_planned_for_another_day,
        the_same_key_gives_one_session,
        doses_above_the_limits_ask_first,
        a_session_too_soon_asks_first,
        nurses_give_and_front_desk_reads_no_chart,
        another_clinics_course_is_not_there,
        without_accepted_hints_the_page_shows_no_option_and_no_forecast,
    ],
    finished: [finished_courses_are_the_clinics_own_on_their_primary_in_the_models_units],
    upkeep: [
        the_lead_reads_how_the_installation_stands_and_others_do_not,
        not_ready_says_why,
    ],
    outcomes: [
        own_courses_are_counted_by_the_states_of_the_rules,
        fewer_than_five_are_too_few_to_say,
        another_route_phase_or_condition_counts_nobody,
        an_extended_course_is_judged_at_its_own_end,
        imported_courses_are_not_this_clinics,
        who_reads_no_knowledge_reads_no_outcome,
        stored_forecasts_are_held_against_the_scores_that_came,
    ],
    choices: [
        protocols_stand_in_the_order_of_their_fit_with_reasons_and_sources,
        medication_and_age_decide_what_fits,
        what_forbids_a_protocol_is_said_with_its_source_and_puts_it_last,
        the_likely_condition_is_the_last_courses_and_a_named_protocol_brings_its_own,
        only_a_prescriber_sees_the_choices_and_the_look_is_audited,
        a_change_of_protocol_says_what_speaks_for_and_against_each,
    ],
    clinical: [
        a_blood_pressure_that_stops_needs_a_prescriber_and_a_reason,
        a_session_without_a_blood_pressure_asks_first,
        what_is_seen_at_discharge_stands_beside_the_next_dose,
        screening_reaches_every_running_course,
        an_event_is_recorded_once_and_listed,
        a_planned_day_without_a_record_waits_for_an_answer,
        one_planned_session_is_moved_within_its_window,
        another_protocol_keeps_the_sessions_of_before,
        each_protocol_asks_for_its_own_form_of_dose,
        a_nasal_session_waits_for_the_certificates,
        a_stale_weight_is_not_offered_for_the_next_dose,
        the_list_before_leaving_is_kept_line_by_line,
        a_monitoring_form_is_drafted_from_the_session_and_says_what_is_open,
    ],
    check_ins: [
        item_nine_speaks_on_the_same_response_and_heads_the_list,
        a_missing_item_is_said_and_no_total_is_guessed,
        a_score_out_of_range_is_refused_with_what_to_do,
        an_answer_off_its_choices_is_told_beside_its_item,
        the_same_questionnaire_twice_on_a_day_is_refused,
        every_check_in_moves_the_forecast_and_keeps_it,
        answers_that_cannot_be_recorded_still_speak_of_safety,
    ],
    boosters: [
        courses_in_maintenance_stand_in_the_order_of_the_chance,
        who_is_not_well_yet_has_no_chance_and_stands_by_the_rules,
        a_booster_is_decided_from_the_list,
        a_course_is_set_aside_with_a_reason_until_its_day,
        a_new_sign_ends_it_and_safety_is_never_hidden,
        the_list_says_how_old_it_is_until_the_day_is_turned,
        one_look_is_one_line_that_names_everybody,
    ],
    calendar: [
        the_lead_sets_hours_and_staff_version_by_version,
        hours_that_cannot_be_meant_are_told_beside_their_field,
        nothing_is_booked_before_hours_are_set,
        the_front_desk_books_a_whole_series_in_one_go,
        a_closed_day_is_told_and_a_clinician_moves_the_plan_with_the_booking,
        the_front_desk_moves_no_plan,
        a_taken_slot_says_who_may_be_moved_and_what_is_free,
        more_than_the_nurses_may_watch_are_not_booked,
        two_who_book_one_slot_at_once_do_not_both_get_it,
        what_somebody_else_changed_meanwhile_is_told,
        a_place_given_up_waits_again,
        a_missed_session_comes_back_as_a_proposal,
        a_proposal_that_is_out_of_date_books_nothing,
    ],
    decisions: [
        the_check_after_session_four_warns_of_the_recall_window,
        a_new_dose_keeps_both_forecasts_and_moves_the_plan,
        a_maintenance_review_is_decided_and_its_count_starts_again,
        a_decision_on_something_else_than_shown_is_refused,
        stopping_ends_the_course,
        what_comes_after_its_end_leaves_an_ended_course_readable,
    ],
    dosing: [
        a_dose_is_worked_out_from_todays_weight,
        a_stale_weight_is_told_and_not_reckoned_with,
        a_second_person_confirms_the_same_dose_first,
        dosing_settings_are_the_leads_and_need_a_reason,
    ],
    floor: [
        a_session_goes_from_the_door_to_the_record,
        dosing_begins_only_past_what_is_asked_before,
        thoughts_of_suicide_at_the_chair_wait_for_a_person,
        a_tap_lands_once_and_a_late_one_at_its_own_time,
        two_people_cannot_begin_twice_and_a_mistake_is_corrected,
        a_reading_outside_the_clinics_limits_asks_for_a_response,
        what_cannot_be_meant_is_told_beside_its_field,
        nasal_devices_are_noted_one_by_one,
        the_front_desk_sees_the_floor_without_doses_or_readings,
        a_sitting_in_which_nothing_was_given_is_called_off,
        who_watches_is_woken_by_a_commit_and_by_no_look,
    ],
    prices: [
        prices_are_the_leads_version_by_version,
        what_is_no_price_is_told_beside_its_field,
        a_course_shows_its_cost_only_at_a_known_price,
        the_cost_sheet_sums_the_planned_sessions,
    ],
    hints: [
        the_lead_withdraws_and_accepts_and_every_word_stays,
        nobody_accepts_hints_for_somebody_else,
        after_a_withdrawal_no_option_and_no_forecast_is_left,
    ],
    imports: [
        the_nimh_people_come_in_once,
        the_backtest_of_the_record_is_the_one_of_the_file,
    ],
    inbox: [
        a_check_in_stands_in_its_group_with_what_changed,
        what_a_forecast_expected_decides_whether_it_is_worse,
        whoever_has_looked_takes_it_out_for_everybody,
        who_does_not_answer_is_told_with_how_late,
        an_alert_of_somebody_at_a_chair_is_acknowledged_from_the_inbox,
        the_board_tells_what_is_due_and_what_is_known_of_who_comes,
    ],
    lists: [
        the_list_shows_running_courses_with_their_trend_and_past_ones_apart,
        a_course_that_has_ended_is_read_as_of_its_last_day,
        the_patients_page_never_says_that_anything_is_due,
        only_the_text_that_was_read_is_shared,
        nothing_is_shared_while_a_safety_finding_is_open,
        another_dose_route_and_goal_are_replied_to_on_the_page,
    ],
    safety: [
        a_complete_screen_answers_item_nine,
        own_questions_stand_in_the_form_and_answer_their_rows,
        an_own_question_that_asks_for_a_person_waits_for_one,
        own_questions_are_confirmed_by_the_lead_and_asked_in_the_version_shown,
        a_suggested_crisis_line_never_stands_in_for_the_clinics,
        a_calmer_answer_never_clears_an_alert,
        a_worse_screen_takes_the_place_of_a_milder_one,
        a_screen_is_refused_kindly_and_only_for_clinicians,
        signs_are_kept_as_asked,
        a_high_level_is_closed_by_a_prescriber_with_everything_on_record,
        taking_on_and_acknowledging_leave_a_trail_and_close_nothing,
        nobody_acknowledges_and_the_next_person_is_called_until_somebody_does,
        out_of_hours_whoever_is_on_call_is_called_at_once,
        an_alert_shortly_before_closing_goes_on_call_when_the_clinic_closes,
        a_timer_that_runs_twice_calls_once,
        a_clinic_without_hours_has_nobody_watching,
        safety_settings_are_confirmed_by_the_lead_version_by_version,
    ],
    therapy: [
        a_visit_keeps_the_window_and_the_rule,
        what_closes_first_stands_first_and_hours_count_from_the_chair,
        an_own_note_is_read_by_nobody_else,
        front_desk_and_lead_and_patient_see_no_therapy_page,
        a_visit_is_entered_once_and_put_right,
        what_cannot_be_a_visit_is_told_beside_its_field,
        daily_life_is_told_by_patient_and_staff_and_taken_back,
        nobody_tells_the_life_of_another_patient,
        therapy_and_life_change_no_forecast,
        the_timeline_is_one_list_filtered_paged_and_audited_once,
    ],
    sign_in: [
        the_first_administrator_signs_in_with_password_and_code,
        a_wrong_password_is_slow_and_limited,
        the_demo_has_a_door_for_every_role,
        outside_the_us_hints_are_off_until_accepted,
        a_colleague_comes_in_by_a_link_with_its_own_role,
    ],
}
