//! What the texts say, and what they never say.

use crate::common::{bank, case, model, scores};
use evenkeel_forecast::{Answer, Case, Posterior, words};

fn both(case: &Case) -> (Answer, String, String) {
    let checked = case.checked(model()).unwrap();
    let alone = checked.population();
    let answer = Posterior::new(model(), bank(), &checked).answer();
    let population = Posterior::new(model(), bank(), &alone).answer();
    let words = words::both(&answer, &population, model());
    println!("{}\n  {}\n", words.clinician, words.patient);
    (answer, words.clinician, words.patient)
}

fn check_patient(text: &str) {
    let lower = text.to_lowercase();
    for word in ["dose", "booster", "stop", "due", "unlikely", "session", "mg", "%"] {
        assert!(!lower.contains(word), "a patient reads {word:?}: {text}");
    }
    assert!(text.contains("Therapy and daily life are not in this calculation."));
    let longest = text.split(['.', '?']).map(|sentence| sentence.split_whitespace().count()).max().unwrap();
    assert!(longest <= 24, "a sentence of {longest} words: {text}");
}

fn check(case: &Case, contains: &[&str], never: &[&str]) -> Answer {
    let (answer, clinician, patient) = both(case);
    for words in contains {
        assert!(clinician.contains(words), "{words:?} is missing: {clinician}");
    }
    for words in never.iter().chain(&["the drug works", "NaN"]) {
        assert!(!clinician.contains(words), "{words:?} is said: {clinician}");
    }
    assert!(clinician.ends_with("Therapy and daily life are not in this calculation."));
    check_patient(&patient);
    answer
}

fn clear_answer() -> Case {
    case(&[0, 3, 7, 10, 14, 17], &[(0, 20), (3, 15), (7, 12), (10, 10), (17, 8), (24, 7)], 24)
}

#[test]
fn a_clear_answer_gives_ranges_ground_and_the_population() {
    check(
        &clear_answer(),
        &[
            "half of patients like this",
            "eight in ten",
            "rests on 6 scores",
            "the population says",
            "at least 50% better",
            "from the sessions",
            "other improvement",
            "not advice",
            "cumulative exposure",
        ],
        &["unlikely", "Too early"],
    );
}

#[test]
fn the_patient_reads_of_the_year_only_once_the_scores_can_tell() {
    let (_, _, told) = both(&clear_answer());
    assert!(told.contains("In the next year, half of people like you come "), "{told}");
    assert!(told.contains("good days in that year") && told.contains("only a rough guess"), "{told}");
    for early in [case(&[], &[], 0), case(&[], &[(0, 20)], 0), case(&[0, 4, 8], &[(0, 20), (12, 17)], 12)] {
        let (_, _, untold) = both(&early);
        assert!(!untold.contains("next year"), "{untold}");
    }
}

#[test]
fn a_response_already_reached_is_told_as_reached() {
    check(&clear_answer(), &["was most likely reached by session 2"], &["until response"]);
    check(&case(&[0], &[(0, 20)], 2), &["until response"], &["reached"]);
}

#[test]
fn without_scores_it_is_what_people_like_this_experience() {
    check(
        &case(&[], &[], 0),
        &[
            "people like this patient experience",
            "not enough data",
            "Of people like this, ",
            "of people like this.",
        ],
        &["unlikely", "rests on 0"],
    );
    check(&case(&[], &[(0, 20)], 0), &["Not enough data yet"], &["unlikely"]);
}

/// Session 4 on day 12 and a PHQ-9 down from 20 to 17: its fortnight still holds untreated days.
#[test]
fn an_early_fortnight_is_too_early_to_judge() {
    let early = case(&[0, 4, 8], &[(0, 20), (12, 17)], 12);
    check(
        &early,
        &["Too early to judge by this questionnaire"],
        &["unlikely", "fewer than 1 in 20 will", "ost likely more", "better today"],
    );
    check(
        &early,
        &["People like this patient: most likely 3 sessions until response"],
        &["The longest interval"],
    );
    let mut flat = case(&[0, 3, 7, 10], &[(0, 20), (3, 19), (7, 19), (10, 18), (12, 17)], 12);
    flat.high_resistance = true;
    check(&flat, &["Too early to judge by this questionnaire"], &["unlikely", "ost likely more"]);
}

#[test]
fn a_week_long_form_can_be_judged_on_day_twelve() {
    let mut record = case(&[0, 4, 8], &[], 12);
    record.primary = "QIDS16".into();
    record.scores = scores("QIDS16", &[(0, 20), (12, 17)]);
    check(
        &record,
        &["the population says", "Only 3 sessions so far: too early to judge a slow start"],
        &["Too early to judge by this questionnaire", "unlikely", "The longest interval"],
    );
}

/// More sessions than are counted, and no response among those that are.
#[test]
fn a_response_not_reached_in_the_sessions_counted_is_told_as_that() {
    let days: Vec<i32> = (0..24).map(|n| n * 7).collect();
    let flat: Vec<(i32, i32)> = days.iter().map(|day| (*day, 19)).collect();
    let text = check_text(&case(&days, &flat, 165));
    assert!(text.contains("not reached within the first 20 sessions"), "{text}");
    assert!(!text.contains("by session more than"), "{text}");
}

fn check_text(case: &Case) -> String {
    let (_, clinician, patient) = both(case);
    check_patient(&patient);
    clinician
}

#[test]
fn non_response_after_six_sessions_is_said_first() {
    let flat: Vec<(i32, i32)> = [0, 3, 7, 10, 14, 17, 24, 31, 38].map(|day| (day, 21)).to_vec();
    let mut record = case(&[0, 3, 7, 10, 14, 17], &flat, 38);
    record.high_resistance = true;
    let (_, clinician, patient) = both(&record);
    assert!(clinician.starts_with("After 6 sessions a response"), "{clinician}");
    check_patient(&patient);
}

#[test]
fn weak_evidence_is_printed() {
    let mut record = clear_answer();
    record.condition = "ptsd".into();
    record.plan.iter_mut().for_each(|session| session.route = "nasal_racemic".into());
    let answer = check(
        &record,
        &[
            "grade III, one positive, one null trial",
            "little evidence for this route",
            "grade IV",
            "at least 30% better",
        ],
        &[],
    );
    assert_eq!(answer.grade, "IV");
    assert_eq!(check(&clear_answer(), &[], &["grade"]).grade, "I");
}

#[test]
fn sessions_beyond_those_counted_are_more_than() {
    let mut slow = case(&[0, 3, 7, 10, 14, 17], &[(0, 20), (10, 17), (17, 16), (24, 15), (31, 15)], 31);
    slow.high_resistance = true;
    check(&slow, &["more than 12"], &["13 sessions", "session 13", "to 13"]);
}

#[test]
fn a_patient_who_is_well_is_told_when_a_relapse_may_come_and_what_the_year_holds() {
    let record = Case {
        price: Some(400.0),
        ..case(&[0, 3, 7, 10, 14, 17], &[(0, 20), (7, 12), (14, 8), (17, 6), (21, 5), (28, 4)], 28)
    };
    let (_, said, _) = both(&record);
    for phrase in [
        "a relapse (less than 40% better at two check-ins in a row) most likely after",
        "within 28 days",
        "The next 12 months under this rule, rough beyond 6 months: most likely",
        "sessions (half of patients like this:",
        "that the rule ends the course within the year.",
        "Sessions at the given price cost most likely",
    ] {
        assert!(said.contains(phrase), "{phrase} is not in {said}");
    }
    assert!(!said.contains("Not well yet"), "{said}");
}

#[test]
fn a_patient_who_is_not_well_gets_no_time_to_a_relapse() {
    let record =
        case(&[0, 3, 7, 10, 14, 17], &[(0, 20), (7, 18), (14, 17), (17, 15), (21, 14), (31, 14)], 31);
    let (_, said, _) = both(&record);
    assert!(said.contains("Not well yet") || said.contains("is unlikely"), "{said}");
    assert!(!said.contains("most likely after"), "{said}");
}

#[test]
fn what_would_change_is_told_both_ways_once_the_questionnaire_can_tell() {
    let halfway = case(&[0, 3, 7, 10], &[(0, 19), (7, 15), (10, 13), (15, 13)], 15);
    check(
        &halfway,
        &[
            "What would change this: the chance of response by session 6 is",
            "A good PHQ-9 in 7 days",
            "or less (chance",
            "would raise it to",
            "or more (chance",
            "would lower it to",
            "Waiting 7 days with the planned sessions",
        ],
        &["With the other plan"],
    );
    let mut other = halfway.clone();
    for session in &mut other.plan {
        session.dose = 0.75;
    }
    let other = Case { other_plan: Some(other.plan), ..halfway };
    check(&other, &["With the other plan: the chance of response by session 6"], &[]);
}

#[test]
fn while_it_is_too_early_no_next_score_lowers_a_chance() {
    let early = [
        case(&[], &[], 0),
        case(&[], &[(0, 20)], 0),
        case(&[0, 3], &[(0, 20)], 5),
        case(&[0, 3], &[(0, 20), (5, 20)], 5),
        case(&[0, 3, 7], &[(0, 20), (8, 17)], 8),
    ];
    for case in early {
        check(&case, &[], &["would lower", "falls from", "unlikely", "a bad one"]);
    }
    let promising = case(&[0, 3], &[(0, 20), (5, 14)], 5);
    check(&promising, &["What would change this: a good PHQ-9", "would raise the chance"], &["would lower"]);
}

#[test]
fn a_taper_goal_names_the_fewest_sessions_with_the_caution() {
    let goal = |days| Case { goal_days_well: Some(days), ..clear_answer() };
    let caution = "cumulative exposure (bladder, liver, dependence, tolerance) is not in it";
    check(
        &goal(150.0),
        &["Fewest sessions that keep at least 150 days well of 365", caution],
        &["No interval"],
    );
    check(
        &goal(365.0),
        &["No interval of the list keeps at least 365 days well of 365", caution],
        &["Fewest"],
    );
    let none = case(&[0, 3, 7], &[(0, 20)], 8);
    check(&Case { goal_days_well: Some(150.0), ..none }, &[], &["Fewest sessions", "No interval"]);
}
