//! An answer in sentences.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::AnsweredFigure;
use super::lists::{About, EvidencePhase, QuestionRoute, Unit};
use super::question::Question;
use super::study::{Study, Timepoint};
use crate::condition::Condition;

/// The answer: how much is on file, the range of each main quantity, and what must not be done with it.
pub(super) fn answer(
    question: Question,
    figures: &[AnsweredFigure],
    studies: usize,
    groups: usize,
) -> Vec<String> {
    if figures.is_empty() {
        return vec![format!("No study on file answers this: {}.", asked(question))];
    }
    let mut said = vec![on_file(question, figures.len(), studies, groups)];
    let phases: BTreeSet<EvidencePhase> = figures.iter().map(|figure| figure.phase).collect();
    for phase in phases {
        for about in [About::Response, About::Remission, About::StayingWell] {
            said.extend(range(figures, phase, about));
        }
    }
    said.push("They differ in patients, definition and day, so no average is made.".to_owned());
    if figures.iter().any(|figure| figure.about == About::StayingWell) {
        said.push(
            "Relapse is what each trial called so (rule D30); this clinic's findings use their own definition (rule D31)."
                .to_owned(),
        );
    }
    said
}

fn on_file(question: Question, figures: usize, studies: usize, groups: usize) -> String {
    let plural = |n: usize, one: &str, more: &str| format!("{n} {}", if n == 1 { one } else { more });
    let shared = if groups < studies {
        format!(
            " Some share patients: they are {}.",
            plural(groups, "independent group", "independent groups")
        )
    } else {
        String::new()
    };
    format!(
        "{}: {} from {} on file.{shared}",
        upper_first(&asked(question)),
        plural(figures, "figure", "figures"),
        plural(studies, "study", "studies")
    )
}

/// "Response at the end of the induction: from 18.3 % (Sakurai …, 15 of 82) to 91.6 % (…)."
fn range(figures: &[AnsweredFigure], phase: EvidencePhase, about: About) -> Option<String> {
    let main = match about {
        About::Response => "response_rate",
        About::Remission => "remission_rate",
        _ => "relapse_rate",
    };
    let of: Vec<&AnsweredFigure> = figures
        .iter()
        .filter(|f| f.phase == phase && f.quantity == main && f.unit == Unit::Percent && f.subgroup.is_none())
        .collect();
    let low = of.iter().min_by(|a, b| a.value.total_cmp(&b.value))?;
    let high = of.iter().max_by(|a, b| a.value.total_cmp(&b.value))?;
    let best = of.iter().min_by_key(|f| f.grade)?;
    let head = format!("{} {}", low.name, phase_words(phase));
    let one = |f: &AnsweredFigure| format!("{} ({})", f.shown, short(f));
    let span = if of.len() == 1 { one(low) } else { format!("from {} to {}", one(low), one(high)) };
    let control =
        best.control.as_ref().map(|c| format!(", against {} in {}", c.shown, c.arm)).unwrap_or_default();
    let told = format!("best graded: {}, {}{control}", one(best), best.grade.words());
    Some(if of.len() == 1 {
        format!("{head}: {span}; grade {}{control}.", best.grade.words())
    } else {
        format!("{head}: {span}; {told}.")
    })
}

/// "Zarate 2006, 12 of 17".
fn short(figure: &AnsweredFigure) -> String {
    format!("{}, {}", short_citation(&figure.citation), figure.people())
}

/// "Mathew SJ et al. 2010" from a citation.
pub(super) fn short_citation(citation: &str) -> String {
    let author = citation.split(['.', ':', ',']).next().unwrap_or(citation).trim();
    let year = citation.match_indices(|c: char| c.is_ascii_digit()).find_map(|(at, _)| {
        let word: String = citation.get(at..)?.chars().take_while(char::is_ascii_digit).collect();
        (word.len() == 4 && (word.starts_with("19") || word.starts_with("20"))).then_some(word)
    });
    let author =
        author.strip_suffix(" et al").map_or_else(|| author.to_owned(), |name| format!("{name} et al."));
    let short = year.map_or(author.clone(), |year| format!("{author} {year}"));
    if short.contains('(') && !short.contains(')') { format!("{short})") } else { short }
}

/// "for depression, by infusion (IV), at the end of the induction".
pub(super) fn asked(question: Question) -> String {
    let condition = question.condition.map(|c| format!("for {}", condition_words(c)));
    let route = question.route.map(|r| route_words(r).to_owned());
    let phase = question.phase.map(|p| phase_words(p).to_owned());
    let parts: Vec<String> = [condition, route, phase].into_iter().flatten().collect();
    if parts.is_empty() { "everything published".to_owned() } else { parts.join(", ") }
}

fn condition_words(condition: Condition) -> &'static str {
    match condition {
        Condition::Depression => "depression",
        Condition::BipolarDepression => "bipolar depression",
        Condition::Anxiety => "anxiety",
        Condition::Ptsd => "PTSD",
        Condition::ChronicPain => "chronic pain",
    }
}

fn route_words(route: QuestionRoute) -> &'static str {
    match route {
        QuestionRoute::Iv => "by infusion (IV)",
        QuestionRoute::Im => "by injection into the muscle (IM)",
        QuestionRoute::Sc => "by injection under the skin (SC)",
        QuestionRoute::NasalEsketamine => "by esketamine nasal spray",
        QuestionRoute::Sublingual => "under the tongue",
    }
}

fn phase_words(phase: EvidencePhase) -> &'static str {
    match phase {
        EvidencePhase::Acute => "after the first sessions",
        EvidencePhase::EndOfInduction => "at the end of the induction",
        EvidencePhase::Maintenance => "in maintenance",
        EvidencePhase::AfterStopping => "after stopping",
    }
}

/// The definition beside the clinic's own: which response is meant.
pub(super) fn definition(
    figure: &Timepoint,
    about: About,
    study: &Study,
    question: Question,
    responds_at: &BTreeMap<Condition, f64>,
) -> String {
    let own = figure.definition.as_deref().map(|text| text.replace(">=", "≥ ").replace("<=", "≤ "));
    let Some(own) = own else {
        return match about {
            About::Response | About::Remission => "not stated in the text read".to_owned(),
            About::StayingWell => "as the study defined it (rule D30)".to_owned(),
            _ => String::new(),
        };
    };
    let only = || study.conditions.first().copied().filter(|_| study.conditions.len() == 1);
    let meant = question.condition.or(figure.condition).or_else(only);
    let clinics =
        meant.and_then(|condition| responds_at.get(&condition)).filter(|_| about == About::Response);
    match (figure.asks_percent(), clinics) {
        (Some(asks), Some(clinics)) if (asks - clinics).abs() < 1e-9 => format!("{own}; this clinic's too"),
        (Some(_), Some(clinics)) => format!("{own}; this clinic asks for {clinics} %"),
        _ => own,
    }
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(citation: &str, short: &str) {
        assert_eq!(short_citation(citation), short);
    }

    #[test]
    fn a_citation_is_shortened_to_author_and_year() {
        check(
            "Mathew SJ et al. Riluzole for relapse prevention. Int J Neuropsychopharmacol 2010;13:71-82",
            "Mathew SJ et al. 2010",
        );
        check(
            "TRANSFORM-3 (Ochs-Ross R et al. 2020), patients 65 or older",
            "TRANSFORM-3 (Ochs-Ross R et al. 2020)",
        );
        check("New York clinic web page on booster spacing", "New York clinic web page on booster spacing");
    }
}
