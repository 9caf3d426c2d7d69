//! The course page as it is drawn: full, empty, read-only, refused.

use evenkeel_practice::Refusal;
use evenkeel_practice::view::cost::CostLine;
use evenkeel_practice::view::course::May;

use super::*;
use crate::fields::Fields;
use crate::{samples, testing};
use evenkeel_care::dose::Dose;
use evenkeel_practice::WhatIfAsked;

fn forms() -> Forms {
    let form = |prefix| FormState::new(prefix, format!("key-{prefix}"));
    Forms {
        give: form("give"),
        missed: form("missed"),
        check_in: form("check-in"),
        decide: form("decide"),
        share: form("share"),
        observe: FormState::new("observe", "k".to_owned()),
        event: FormState::new("event", "k".to_owned()),
        shift: FormState::new("shift", "k".to_owned()),
        screen: form("screen"),
        alert: form("alert"),
        ask: form("ask"),
        unrecorded: Vec::new(),
        sheet: None,
    }
}

fn draw(o: CourseOverview, asked: &Asked, forms: Forms) -> String {
    testing::check(&compose(testing::clinician("Course"), o, asked, forms))
}

fn fresh(o: CourseOverview) -> String {
    draw(o, &Asked::default(), forms())
}

fn position(html: &str, words: &str) -> usize {
    html.find(words).unwrap_or_else(|| panic!("{words} is missing"))
}

#[test]
fn a_question_that_cannot_be_read_is_told_beside_its_field_and_kept() {
    let sent = |dose: &str, days: &str| Asked {
        if_route: Some("im".into()),
        if_dose: Some(dose.into()),
        keep_days: Some(days.into()),
        ..Asked::default()
    };
    let asked = sent("half", "400");
    let (nothing, ask) = question(&asked);
    assert_eq!(nothing, WhatIfAsked::default());
    let html = draw(samples::course(), &asked, Forms { ask, ..forms() });
    position(&html, "The dose “half” is not a number.");
    position(&html, "The days are not between 1 and 365.");
    position(&html, "value=\"half\"");
    let (read, _) = question(&sent("0.75", "200"));
    assert_eq!(read.other, Some((Route::Im, Dose::mg_per_kg(0.75))));
    assert_eq!(question(&sent("", "")).0, WhatIfAsked::default());
}

#[test]
fn the_exact_text_stands_beside_the_button_that_shares_it_or_why_it_may_not_be_shared() {
    let html = fresh(samples::course());
    assert!(
        position(&html, "<blockquote class=\"quoted\">This is a careful guess")
            < position(&html, "Share this text")
    );
    let mut blocked = samples::course();
    blocked.to_share.as_mut().unwrap().blocked = Some("Safety first.".to_owned());
    let html = fresh(blocked);
    position(&html, "Safety first.");
    assert!(!html.contains("Share this text"));
}

#[test]
fn safety_comes_first_then_the_answer_the_next_step_and_the_picture() {
    let html = fresh(samples::course());
    let order = [
        "class=\"crisis\"",
        "id=\"safety-1\"",
        "<h1",
        "id=\"answer\"",
        "id=\"next\"",
        "id=\"give\"",
        "id=\"check-in\"",
        "id=\"trajectory\"",
        "id=\"plan\"",
        "id=\"record\"",
    ];
    let places: Vec<_> = order.iter().map(|words| position(&html, words)).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn what_would_change_the_answer_stands_in_a_table_with_its_ranges() {
    let html = fresh(samples::course());
    for words in
        ["What would change this", "PHQ-9 of 11 or less in 7 days (chance 12 %)", "eight in ten: 9 % to 42 %"]
    {
        assert!(html.contains(words), "{words} is missing");
    }
    let mut early = samples::course();
    if let Ok(answer) = &mut early.answer {
        answer.what_if = None;
    }
    assert!(!fresh(early).contains("id=\"what-if\""));
}

#[test]
fn the_answer_never_travels_alone() {
    let html = fresh(samples::course());
    for words in [
        "9 sessions",
        "7 to 12",
        "6 to more than 12",
        "This rests on 4 scores",
        "several trials agree",
        "18 Mar 2026",
        "Model 1.1",
        "Therapy and daily life are not in this calculation",
        "patients in trials",
    ] {
        position(&html, words);
    }
}

#[test]
fn the_next_step_offers_options_with_reasons_and_sends_back_what_was_shown() {
    let html = fresh(samples::course());
    assert_eq!(html.matches("name=\"choice\"").count(), 3);
    for words in [
        "name=\"shown_digest\" value=\"d1g35t\"",
        "data-shown-when=\"choice=adjust_dose\"",
        "value=\"decline\"",
        "Medication list",
    ] {
        position(&html, words);
    }
}

#[test]
fn the_cost_stands_with_the_plan_and_its_ranges() {
    let html = fresh(samples::course());
    assert!(
        position(&html, "Why these dates")
            < position(&html, "most likely USD 4,050 (half: USD 3,600 to 5,400")
    );
    assert!(html.contains("/cost\"") && html.contains("at USD 450 a session"));
    // Nothing can be told: the planned sessions still have a price.
    let early = fresh(CourseOverview {
        cost: CostLine { year: None, ..samples::course().cost },
        ..samples::course()
    });
    assert!(!early.contains("Cost of the next 12 months") && early.contains("/cost\""));
}

#[test]
fn without_a_price_one_line_says_where_it_can_be_set() {
    let html = fresh(samples::empty_course());
    assert!(html.contains("href=\"/clinic/prices\"") && !html.contains("/cost\""));
}

#[test]
fn both_forecasts_stand_beside_a_decision() {
    let html = fresh(samples::course());
    assert!(position(&html, "Stay at 0.5 mg/kg") < position(&html, "Hardly any difference"));
}

#[test]
fn a_course_without_scores_says_what_to_do() {
    let html = fresh(samples::empty_course());
    position(&html, "No answer yet");
    position(&html, "Enter the intake score");
    assert!(!html.contains("class=\"crisis\""));
}

#[test]
fn a_read_only_course_has_no_forms_but_those_of_safety() {
    let html = fresh(CourseOverview {
        read_only: Some("This course was imported.".to_owned()),
        may: May { screen: true, answer_alerts: true, ..May::default() },
        ..samples::course()
    });
    position(&html, "This course was imported.");
    let here = "action=\"/courses/00000000-0000-0000-0000-000000000009";
    let safety = html.matches(&format!("{here}/screens\"")).count()
        + html.matches(&format!("{here}/alerts\"")).count();
    assert_eq!((html.matches(here).count(), safety), (2, 2));
}

#[test]
fn an_ended_course_that_is_watched_takes_check_ins_and_no_session() {
    let html = fresh(CourseOverview {
        read_only: Some("This course ended.".to_owned()),
        may: May { check_in: true, restart: true, ..May::default() },
        ..samples::course()
    });
    position(&html, "Open a new course");
    assert!(html.contains("/check-ins\"") && html.contains("/events\""));
    assert!(!html.contains("/sessions\"") && !html.contains("/moves\""));
}

#[test]
fn a_role_sees_only_the_forms_it_may_use() {
    let html = fresh(CourseOverview { may: May { check_in: true, ..May::default() }, ..samples::course() });
    assert!(html.contains("/check-ins\"") && !html.contains("/sessions\"") && !html.contains("/decisions\""));
    position(&html, "Adjust the dose");
}

#[test]
fn the_instrument_is_chosen_by_a_link_that_works_without_script() {
    let asked = Asked { instrument: Some("QIDS16".to_owned()), ..Asked::default() };
    let html = draw(samples::course(), &asked, forms());
    position(&html, "name=\"total\"");
    assert!(!html.contains("name=\"item_1\""));
    assert!(fresh(samples::course()).contains("name=\"item_1\""));
}

#[test]
fn a_refused_session_keeps_what_was_typed_beside_what_is_wrong() {
    let typed = Fields::from(vec![("dose_mg_per_kg".to_owned(), "<9>".to_owned())]);
    let refusal = Refusal::field("dose_mg_per_kg", "The dose is not a number.", "Use digits.");
    let start = forms();
    let html = draw(
        samples::course(),
        &Asked::default(),
        Forms { give: start.give.refuse(typed, refusal).unwrap(), ..start },
    );
    position(&html, "href=\"#give-dose_mg_per_kg\"");
    position(&html, "value=\"&#60;9&#62;\"");
    position(&html, "autofocus");
}

#[test]
fn a_dose_above_a_limit_asks_to_confirm_or_for_a_reason() {
    let ask = |field: &str| {
        let refusal = Refusal::Confirm { field: field.to_owned(), what: "1.2 mg/kg is high.".to_owned() };
        let start = forms();
        let give = start.give.refuse(Fields::default(), refusal).unwrap();
        draw(samples::course(), &Asked::default(), Forms { give, ..start })
    };
    position(&ask("confirm"), "I confirm this session as entered");
    position(&ask("override_reason"), "name=\"override_reason\"");
}

#[test]
fn a_check_in_that_calls_for_a_person_shows_the_crisis_line_even_before_a_finding() {
    let asked = Asked { done: Some("check-in-crisis".to_owned()), ..Asked::default() };
    position(&draw(samples::empty_course(), &asked, forms()), "class=\"crisis\"");
}

#[test]
fn answers_that_could_not_be_recorded_come_before_what_is_wrong_with_the_form() {
    let start = forms();
    let refusal = Refusal::field("date", "That day is taken.", "Check the day.");
    let said = samples::finding(
        "D20",
        evenkeel_care::finding::FindingKind::Safety,
        FindingState::Screen,
        "Ask the safety questions now",
    );
    let html = draw(
        samples::empty_course(),
        &Asked::default(),
        Forms {
            check_in: start.check_in.refuse(Fields::default(), refusal).unwrap(),
            unrecorded: vec![said],
            ..start
        },
    );
    let order = ["class=\"crisis\"", "id=\"unrecorded-1\"", "id=\"check-in-errors\"", "<h1"];
    let places: Vec<_> = order.iter().map(|words| position(&html, words)).collect();
    assert!(places.is_sorted(), "{places:?}");
    position(&html, "Act on them all the same");
    assert_eq!(html.matches("autofocus").count(), 1, "the focus goes to what must be read first");
    position(&html, "class=\"crisis\" aria-labelledby=\"crisis\" tabindex=\"-1\" autofocus");
}

#[test]
fn the_questionnaire_is_folded_until_somebody_asks_for_it() {
    let folded = fresh(samples::course());
    position(&folded, "<details class=\"fold\"><summary id=\"check-in\">");
    position(&folded, "href=\"/courses/00000000-0000-0000-0000-000000000009?instrument=PHQ9#check-in\"");
    let asked = Asked { instrument: Some("PHQ9".to_owned()), ..Asked::default() };
    let open = draw(samples::course(), &asked, forms());
    assert!(position(&open, "<details class=\"fold\" open>") < position(&open, "id=\"answer\""));
}

#[test]
fn a_caveat_on_progress_is_said_once_with_its_instruments() {
    let progress = |instrument: &str| FindingView {
        instrument: Some(instrument.to_owned()),
        ..samples::course().progress.remove(0)
    };
    let said = limits(&[progress("PHQ-9"), progress("GAD-7")]);
    assert_eq!(said, ["PHQ-9 and GAD-7: The score looks back 14 days, to before the first session."]);
}

#[test]
fn somebody_else_was_faster_is_a_conflict_and_a_mistake_is_not() {
    let refused = |refusal| {
        let start = forms();
        Forms { decide: start.decide.refuse(Fields::default(), refusal).unwrap(), ..start }.status()
    };
    assert_eq!(refused(Refusal::Conflict { what: "It has changed.".to_owned() }), StatusCode::CONFLICT);
    assert_eq!(refused(Refusal::field("a", "b", "c")), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(forms().status(), StatusCode::OK);
}

#[test]
fn a_course_that_has_ended_shows_nothing_as_still_to_come() {
    let mut o = samples::course();
    position(&fresh(o.clone()), "id=\"by-session\"");
    o.chart.today = None;
    let html = fresh(o);
    assert!(
        !html.contains("id=\"by-session\"") && !html.contains("id=\"well\"") && !html.contains(">today,")
    );
}

#[test]
fn a_session_that_came_back_stands_before_the_answer() {
    let place = |forms: Forms| {
        let html = draw(samples::course(), &Asked::default(), forms);
        assert_eq!(html.matches("id=\"give\"").count(), 1);
        position(&html, "id=\"give\"") < position(&html, "id=\"answer\"")
    };
    assert!(!place(forms()));
    for missed in [false, true] {
        let mut refused = forms();
        if missed {
            refused.missed.refused = true;
        } else {
            refused.give.refused = true;
        }
        assert!(place(refused));
    }
}

#[test]
fn a_questionnaire_of_today_is_told_before_it_is_asked_again() {
    let mut course = samples::course();
    let asked = Asked { instrument: Some("PHQ9".to_owned()), ..Asked::default() };
    course.scores.retain(|row| row.date != course.clinic.today);
    assert!(!draw(course.clone(), &asked, forms()).contains("of today is on record already"));
    let mut row = samples::course().scores.remove(0);
    (row.date, row.instrument) = (course.clinic.today, "PHQ-9".to_owned());
    course.scores.push(row);
    assert!(draw(course, &asked, forms()).contains("PHQ-9 of today is on record already"));
}

#[test]
fn a_dose_that_has_to_be_typed_anew_leaves_its_field_empty() {
    let mut course = samples::course();
    course.give.dose = DoseForm::PerKg { value: None };
    let html = fresh(course);
    let field = &html[position(&html, "id=\"give-dose_mg_per_kg\"")..];
    assert!(field.split('>').next().unwrap().contains("value=\"\""), "{field:.300}");
}

#[test]
fn a_chance_by_a_session_that_has_been_given_is_of_having_been_there_once() {
    let mut course = samples::course();
    assert!(fresh(course.clone()).contains("<dt>Response by session 6</dt>"));
    for chance in &mut course.answer.as_mut().unwrap().by_session {
        chance.given = true;
    }
    let html = fresh(course);
    assert!(html.contains("<dt>Response at least once by session 6</dt>"));
    assert!(html.contains("<dt>Remission at least once by session 6</dt>"));
}

#[test]
fn options_nobody_can_take_here_are_not_offered_as_such() {
    let mut course = samples::course();
    course.next_step.shown_digest.clear();
    let html = fresh(course);
    let card = &html[position(&html, "id=\"next\"")..position(&html, "id=\"give\"")];
    assert!(card.contains("<h3>To weigh then</h3>") && !card.contains("<h3>Options</h3>"), "{card}");
}
