//! How effective is it? What is published, by condition, route and phase.

use askama::Template;
use axum::extract::{Query, State};
use evenkeel_care::closed_list::Word;
use evenkeel_care::condition::Condition;
use evenkeel_care::evidence::{AnsweredFigure, EvidencePhase, QuestionRoute};
use evenkeel_practice::AskedEvidence;
use evenkeel_practice::view::outcomes::Share;
use evenkeel_practice::view::reference::EvidencePage;

use super::Answer;
use crate::app::App;
use crate::fields::Fields;
use crate::figures::{self, Picture};
use crate::format::Plain;
use crate::html;
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "evidence.html")]
struct Published {
    shell: Shell,
    page: EvidencePage,
    selects: Vec<Select>,
    pictures: Vec<Picture>,
}

/// A list to choose from.
struct Select {
    name: &'static str,
    label: &'static str,
    choices: Vec<SelectChoice>,
}

/// A choice of a list.
struct SelectChoice {
    value: &'static str,
    label: &'static str,
    chosen: bool,
}

/// Shows the evidence. The address may hold anything; what is on no list is told.
pub(crate) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let typed = Fields::from(pairs);
    let word = |name: &str| typed.text(name).chars().take(40).collect();
    let asked = AskedEvidence { condition: word("condition"), route: word("route"), phase: word("phase") };
    let page = app.practice.evidence(visit.actor()?, &asked).await?;
    html::page(&compose(visit.shell("Evidence").at("/evidence"), page))
}

fn compose(shell: Shell, page: EvidencePage) -> Published {
    let question = page.answer.question;
    let selects = vec![
        select("condition", "Condition", question.condition, condition_words),
        select("route", "Route", question.route, route_words),
        select("phase", "Phase", question.phase, phase_words),
    ];
    Published { shell, selects, pictures: figures::evidence(&page.answer), page }
}

fn select<W: Word + PartialEq>(
    name: &'static str,
    label: &'static str,
    chosen: Option<W>,
    words: fn(W) -> &'static str,
) -> Select {
    let all = SelectChoice { value: "", label: "all", chosen: chosen.is_none() };
    let each = W::ALL.iter().map(|word| SelectChoice {
        value: word.as_str(),
        label: words(*word),
        chosen: chosen == Some(*word),
    });
    Select { name, label, choices: std::iter::once(all).chain(each).collect() }
}

fn condition_words(condition: Condition) -> &'static str {
    match condition {
        Condition::Depression => "Depression",
        Condition::BipolarDepression => "Bipolar depression",
        Condition::Anxiety => "Anxiety",
        Condition::Ptsd => "PTSD",
        Condition::ChronicPain => "Chronic pain",
    }
}

fn route_words(route: QuestionRoute) -> &'static str {
    match route {
        QuestionRoute::Iv => "Infusion (IV)",
        QuestionRoute::Im => "Into the muscle (IM)",
        QuestionRoute::Sc => "Under the skin (SC)",
        QuestionRoute::NasalEsketamine => "Esketamine nasal spray",
        QuestionRoute::Sublingual => "Under the tongue",
    }
}

/// A phase as the page names it.
pub(crate) fn phase_words(phase: impl Plain<EvidencePhase>) -> &'static str {
    match phase.plain() {
        EvidencePhase::Acute => "After the first sessions",
        EvidencePhase::EndOfInduction => "End of the induction",
        EvidencePhase::Maintenance => "Maintenance",
        EvidencePhase::AfterStopping => "After stopping",
    }
}

/// "5 of 9: 56 % (95 %: 27 to 81 %)".
fn share(share: &Share) -> String {
    let whole = crate::format::whole;
    format!(
        "{}\u{a0}% (95\u{a0}%: {} to {}\u{a0}%)",
        whole(share.percent()),
        whole(share.interval.low),
        whole(share.interval.high)
    )
}

fn interval(figure: &AnsweredFigure) -> String {
    let Some(interval) = figure.interval else { return String::new() };
    let (low, high) = (crate::format::number(interval.low), crate::format::number(interval.high));
    let how = if interval.computed { "computed here" } else { "as printed" };
    format!("95 %: {low} to {high}, {how}")
}

#[cfg(test)]
mod tests {
    use evenkeel_practice::view::outcomes::OwnOutcomes;

    use super::*;
    use crate::{samples, testing};

    fn draw(page: EvidencePage) -> String {
        testing::check(&compose(testing::clinician("Evidence"), page))
    }

    #[test]
    fn a_figure_stands_with_number_definition_grade_source_and_control() {
        let html = draw(samples::evidence());
        let words = testing::text(&html);
        for said in
            ["67\u{a0}%", "arm of 15", "30% fall in CAPS-5", "moderate", "midazolam", "End of the induction"]
        {
            assert!(words.contains(said), "{said} in {words}");
        }
        assert!(html.contains("href=\"https://doi.org/10.1176/x\"") && html.contains("rel=\"noreferrer\""));
        assert!(html.contains("<option value=\"ptsd\" selected>"));
    }

    #[test]
    fn the_clinics_own_courses_stand_beside_with_their_interval_and_the_definition_in_words() {
        let words = testing::text(&draw(samples::evidence()));
        for said in [
            "This clinic’s own courses",
            "6 of 9",
            "67\u{a0}% (95\u{a0}%: 35 to 88\u{a0}%)",
            "better than the baseline by at least 30 %",
            "too few to say",
            "no limit on file",
            "2 were assessed",
            "3 imported or invented courses are not counted",
            "never pooled",
        ] {
            assert!(words.contains(said), "{said} in {words}");
        }
    }

    #[test]
    fn without_an_own_course_and_in_another_phase_nothing_is_counted() {
        let mut page = samples::evidence();
        page.own = Some(OwnOutcomes::default());
        assert!(testing::text(&draw(page.clone())).contains("No session of such a course is on record yet."));
        page.own = Some(OwnOutcomes { other_phase: true, ..OwnOutcomes::default() });
        assert!(testing::text(&draw(page.clone())).contains("counted at the end of the induction only"));
        page.own = None;
        assert!(!testing::text(&draw(page)).contains("own courses"));
    }

    #[test]
    fn studies_that_share_patients_are_named_as_papers_not_as_ids() {
        let words = testing::text(&draw(samples::evidence()));
        assert!(words.contains("Shares patients with Other B et al. 2020") && !words.contains("another2020"));
    }

    #[test]
    fn what_was_not_verified_is_named_without_a_figure() {
        assert!(testing::text(&draw(samples::evidence())).contains("not verified, not used"));
    }

    #[test]
    fn an_empty_answer_and_an_unknown_word_are_said() {
        let mut page = samples::evidence();
        page.answer.figures.clear();
        page.answer.words = vec!["No study on file answers this: for PTSD.".to_owned()];
        page.unknown = vec!["\"<ocd>\" is not a known condition".to_owned()];
        let html = draw(page);
        assert!(html.contains("No study on file") && !html.contains("<ocd>"));
    }
}
