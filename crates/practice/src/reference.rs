//! The clinic's knowledge, to be read: its rules and protocols, and what is published.

use evenkeel_care::closed_list::Word;
use evenkeel_care::evidence::Question;
use evenkeel_care::knowledge::Change;
use evenkeel_care::protocol::Protocol;
use evenkeel_care::rules::{RuleHead, SourceAttributes};
use evenkeel_care::source::Source;
use evenkeel_store::course_list;

use crate::actor::Actor;
use crate::context::Practice;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::view::reference::{
    EvidencePage, ModelCard, NumberView, OnRevision, ProtocolPage, ProtocolView, ProtocolsPage, RuleLine,
    RulePage, RulesPage, SourceView,
};
use crate::{value_words, words};

/// A question as it stands in an address: empty words ask for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskedEvidence {
    /// Condition.
    pub condition: String,
    /// Route.
    pub route: String,
    /// Phase.
    pub phase: String,
}

impl Practice {
    /// What is published, beside the clinic's own courses. A word on no list asks for all, and is named.
    pub async fn evidence(&self, actor: &Actor, asked: &AskedEvidence) -> Result<EvidencePage, Refusal> {
        actor.must(Right::ReadKnowledge)?;
        let mut unknown = Vec::new();
        let question = Question {
            condition: word(&asked.condition, &mut unknown),
            route: word(&asked.route, &mut unknown),
            phase: word(&asked.phase, &mut unknown),
        };
        let responds_at = &self.knowledge().rules.d1.params.response_percent;
        let answer = self.catalog().evidence().answer(question, responds_at);
        Ok(EvidencePage { answer, own: self.own_outcomes(actor, question).await?, unknown })
    }

    /// All rules in force.
    pub fn rules(&self, actor: &Actor) -> Result<RulesPage, Refusal> {
        actor.must(Right::ReadKnowledge)?;
        let heads = self.knowledge().rules.all();
        let rules = heads.iter().map(|(head, _)| self.rule_line(head)).collect();
        Ok(RulesPage { overlay: self.overlay_name(), rules })
    }

    /// One rule, by the id of its row, case-blind.
    pub fn rule(&self, actor: &Actor, id: &str) -> Result<RulePage, Refusal> {
        actor.must(Right::ReadKnowledge)?;
        let head = self.knowledge().rule(id).ok_or_else(|| Refusal::not_found("This rule"))?;
        let path = format!("rules/{}.toml", head.id.to_lowercase());
        let line = self.rule_line(head);
        Ok(RulePage {
            changed_by: self.overlay_name().filter(|_| !line.changed.is_empty()),
            line,
            inputs: head.inputs.clone(),
            numbers: self.numbers(&path, "params"),
            sources: sources(&head.sources),
            attributes: attributes(&head.attributes),
        })
    }

    /// All protocols in force.
    pub fn protocols(&self, actor: &Actor) -> Result<ProtocolsPage, Refusal> {
        actor.must(Right::ReadKnowledge)?;
        let mut protocols: Vec<_> =
            self.knowledge().protocols.values().map(|p| self.protocol_view(p)).collect();
        protocols.sort_by_key(|protocol| protocol.research_only);
        Ok(ProtocolsPage { overlay: self.overlay_name(), protocols })
    }

    /// One protocol, with how a course runs by it and how many run by which revision.
    pub async fn protocol_page(&self, actor: &Actor, id: &str) -> Result<ProtocolPage, Refusal> {
        actor.must(Right::ReadKnowledge)?;
        let protocol =
            self.knowledge().protocols.get(id).ok_or_else(|| Refusal::not_found("This protocol"))?;
        let under_way = course_list::on_protocol(self.store(), actor.clinic, id).await?;
        let under_way =
            under_way.into_iter().map(|on| OnRevision { revision: on.revision, courses: on.courses });
        Ok(ProtocolPage {
            protocol: self.protocol_view(protocol),
            lanes: self.lanes(protocol),
            under_way: under_way.collect(),
        })
    }

    /// The model that forecasts here.
    pub fn model_card(&self, actor: &Actor) -> Result<ModelCard, Refusal> {
        actor.must(Right::ReadKnowledge)?;
        let model = self.forecaster().model();
        Ok(ModelCard { version: model.version().to_owned(), prior_sha256: model.prior_sha256().to_owned() })
    }

    fn overlay_name(&self) -> Option<String> {
        self.knowledge().overlay.as_ref().map(|overlay| overlay.name.clone())
    }

    fn changes(&self, path: &str) -> &[Change] {
        self.knowledge().overlay.as_ref().map_or(&[], |overlay| overlay.of_file(path))
    }

    fn rule_line(&self, head: &RuleHead) -> RuleLine {
        RuleLine {
            id: head.id.clone(),
            title: head.title.clone(),
            kind: head.kind.to_string().replace('_', " "),
            why: head.why.clone(),
            grade: words::grade(head.grade).to_owned(),
            revision: head.revision.clone(),
            effective: head.effective,
            changed: said(self.changes(&format!("rules/{}.toml", head.id.to_lowercase()))),
        }
    }

    /// The values below a table of a file, each with the shipped one where the clinic's differs.
    fn numbers(&self, path: &str, table: &str) -> Vec<NumberView> {
        let changes = self.changes(path);
        let own = |key: &str| changes.iter().find(|change| change.key == format!("{table}.{key}"));
        let values = self.catalog().values(path, table);
        let say = |key: &str, value: &str| value_words::in_words(self.knowledge(), key, value);
        let shipped = |change: &Change, key: &str| {
            change.shipped.as_ref().map_or_else(|| "not there".to_owned(), |value| say(key, value))
        };
        let number = |(key, value): (String, String)| NumberView {
            shipped: own(&key).map(|change| shipped(change, &key)),
            value: say(&key, &value),
            name: key.replace('_', " ").replace('.', ": "),
        };
        values.into_iter().map(number).collect()
    }

    fn protocol_view(&self, protocol: &Protocol) -> ProtocolView {
        let path = format!("protocols/{}.toml", protocol.id);
        let phases = protocol.phases.iter().enumerate();
        let mut parts: Vec<_> = phases
            .map(|(i, phase)| {
                (upper_first(phase.name.as_str()), self.numbers(&path, &format!("phases[{i}]")))
            })
            .collect();
        parts.push(("Spacing".to_owned(), self.numbers(&path, "spacing")));
        parts.push(("Monitoring".to_owned(), self.numbers(&path, "monitoring")));
        if let Some(ladder) = self.knowledge().ladders.get(&protocol.default_ladder) {
            let numbers = (0..ladder.rungs.len()).map(|i| NumberView {
                name: format!("step {}", i + 1),
                value: rung(&self.numbers(&format!("ladders/{}.toml", ladder.id), &format!("rungs[{i}]"))),
                shipped: None,
            });
            parts.push((format!("Maintenance: {}", ladder.name), numbers.collect()));
        }
        let conditions: Vec<_> = protocol.conditions.iter().map(|c| words::condition(*c)).collect();
        ProtocolView {
            id: protocol.id.clone(),
            name: protocol.name.clone(),
            treats: format!("{} · {}", conditions.join(", "), words::route(protocol.route)),
            research_only: protocol.research_only,
            evidence: protocol.evidence.clone(),
            grade: words::grade(protocol.grade).to_owned(),
            revision: protocol.revision.clone(),
            effective: protocol.effective,
            parts,
            sources: sources(&protocol.sources),
            changed: said(self.changes(&path)),
        }
    }
}

/// "every days 21, earliest days 14, …" on one line.
fn rung(numbers: &[NumberView]) -> String {
    numbers.iter().map(|n| format!("{} {}", n.name, n.value)).collect::<Vec<_>>().join(", ")
}

fn said(changes: &[Change]) -> Vec<String> {
    changes.iter().map(Change::words).collect()
}

/// A word of a list; an empty one asks for all, an unknown one is told.
fn word<W: Word>(given: &str, unknown: &mut Vec<String>) -> Option<W> {
    let given = given.trim();
    if given.is_empty() {
        return None;
    }
    W::parse(given).map_err(|refused| unknown.push(refused.to_string())).ok()
}

fn sources(sources: &[Source]) -> Vec<SourceView> {
    let one = |source: &Source| SourceView {
        citation: source.citation.clone(),
        link: link(&source.citation),
        grade: words::grade(source.grade).to_owned(),
        supports: source.supports.clone(),
    };
    sources.iter().map(one).collect()
}

/// The address of a DOI or a PubMed id within a citation.
fn link(citation: &str) -> Option<String> {
    let word = |mark: &str| {
        let (_, rest) = citation.split_once(mark)?;
        let id: String = rest.chars().take_while(|c| !c.is_whitespace()).collect();
        Some(id.trim_end_matches([',', ';', ')', '.']).to_owned()).filter(|id| !id.is_empty())
    };
    let doi = word("doi:").map(|doi| format!("https://doi.org/{doi}"));
    let digits = |id: &String| id.chars().all(|c| c.is_ascii_digit());
    doi.or_else(|| word("PubMed ").filter(digits).map(|id| format!("https://pubmed.ncbi.nlm.nih.gov/{id}/")))
}

/// The thirteen source attributes, in the order of the regulation.
fn attributes(own: &SourceAttributes) -> Vec<(&'static str, String)> {
    let yes = |uses: bool| if uses { "yes" } else { "no" }.to_owned();
    vec![
        ("Citation", own.citation.clone()),
        ("Developer", own.developer.clone()),
        ("Funding of the implementation", own.funding.clone()),
        ("Released and last revised", format!("{}, {}", own.released, own.revised)),
        ("Uses race", yes(own.uses_race)),
        ("Uses ethnicity", yes(own.uses_ethnicity)),
        ("Uses language", yes(own.uses_language)),
        ("Uses sexual orientation", yes(own.uses_sexual_orientation)),
        ("Uses gender identity", yes(own.uses_gender_identity)),
        ("Uses sex", yes(own.uses_sex)),
        ("Uses date of birth", yes(own.uses_date_of_birth)),
        ("Uses social determinants of health", yes(own.uses_social_determinants)),
        ("Uses health-status assessments", yes(own.uses_health_status_assessments)),
    ]
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(citation: &str, address: Option<&str>) {
        assert_eq!(link(citation).as_deref(), address);
    }

    #[test]
    fn a_citation_leads_to_its_paper() {
        check(
            "doi:10.1038/s41398-024-03027-2 (six infusions)",
            Some("https://doi.org/10.1038/s41398-024-03027-2"),
        );
        check("PubMed 33031861", Some("https://pubmed.ncbi.nlm.nih.gov/33031861/"));
        check(
            "Sanacora et al. 2017, doi:10.1001/jamapsychiatry.2017.0080.",
            Some("https://doi.org/10.1001/jamapsychiatry.2017.0080"),
        );
        check("Evenkeel default: a day", None);
        check("PubMed search of 2026", None);
    }
}
