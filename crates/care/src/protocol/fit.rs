//! Why a protocol fits a patient, what else could, and why the others do not. It names what is known and
//! what is missing; it chooses nothing.

use jiff::civil::Date;

use super::{Protocol, Strength};
use crate::condition::{Condition, Route};
use crate::finding::{Caveat, Grade};
use crate::knowledge::Knowledge;
use crate::message::Message;
use crate::record::Patient;

/// What a protocol is sought for.
#[derive(Debug, Clone, Copy)]
pub struct FitQuestion<'a> {
    /// What is to be treated.
    pub condition: Condition,
    /// The route wished for; `None`: any.
    pub route: Option<Route>,
    /// What is known of the patient.
    pub patient: &'a Patient,
    /// The day on which the patient's age counts.
    pub today: Date,
}

/// One protocol beside the question.
#[derive(Debug, Clone, PartialEq)]
pub struct ProtocolFit {
    /// Its id.
    pub protocol: String,
    /// Whether nothing known speaks against it; cautions may remain.
    pub fits: bool,
    /// Why it fits, most important first.
    pub reasons: Vec<Message>,
    /// Why it does not fit; empty where it does.
    pub against: Vec<Message>,
    /// What to weigh although it fits.
    pub cautions: Vec<Message>,
    /// The same in the words of findings.
    pub caveats: Vec<Caveat>,
    /// What is not known and would decide.
    pub missing: Vec<Message>,
    /// How well the evidence carries it.
    pub strength: Strength,
    /// The best grade it rests on.
    pub grade: Grade,
    /// Its sources, as shown on screen.
    pub sources: Vec<String>,
}

/// Every protocol a clinic may open, those that fit first; among them the better carried by evidence, then
/// the better graded, then by id. Deterministic, and independent of the order of any list.
pub fn fit(knowledge: &Knowledge, question: &FitQuestion<'_>) -> Vec<ProtocolFit> {
    let open = knowledge.protocols.values().filter(|protocol| !protocol.research_only);
    let mut fits: Vec<ProtocolFit> = open.map(|protocol| of(protocol, question)).collect();
    fits.sort_by(|a, b| {
        let key = |fit: &ProtocolFit| (!fit.fits, fit.strength, fit.grade);
        key(a).cmp(&key(b)).then_with(|| a.protocol.cmp(&b.protocol))
    });
    fits
}

fn of(protocol: &Protocol, question: &FitQuestion<'_>) -> ProtocolFit {
    let mut fit = ProtocolFit {
        protocol: protocol.id.clone(),
        fits: true,
        reasons: Vec::new(),
        against: Vec::new(),
        cautions: Vec::new(),
        caveats: Vec::new(),
        missing: Vec::new(),
        strength: protocol.strength,
        grade: protocol.grade,
        sources: protocol.sources.iter().map(|source| source.citation.clone()).collect(),
    };
    purpose(protocol, question, &mut fit);
    evidence(protocol, &mut fit);
    age(protocol, question, &mut fit);
    medication(protocol, question.patient, &mut fit);
    fit.fits = fit.against.is_empty();
    fit
}

/// Condition and route.
fn purpose(protocol: &Protocol, question: &FitQuestion<'_>, fit: &mut ProtocolFit) {
    let condition = Message::new("fit.condition").with("condition", question.condition);
    if protocol.conditions.contains(&question.condition) {
        fit.reasons.push(condition);
    } else {
        fit.against.push(Message::new("fit.other_condition").with("condition", question.condition));
    }
    fit.reasons.push(Message::new("fit.indication").with("indication", &protocol.indication));
    if let Some(there) = &protocol.only_where {
        fit.missing.push(Message::new("fit.only_where").with("where", there));
    }
    match question.route {
        Some(route) if route == protocol.route => {
            fit.reasons.push(Message::new("fit.route").with("route", route));
        }
        Some(route) => {
            let other = Message::new("fit.other_route").with("route", protocol.route).with("wished", route);
            fit.against.push(other);
        }
        None => {}
    }
    fit.cautions.extend(protocol.asks.iter().map(|ask| Message::new("fit.asks").with("question", ask)));
}

fn evidence(protocol: &Protocol, fit: &mut ProtocolFit) {
    let said = Message::new("fit.evidence").with("evidence", &protocol.evidence);
    fit.reasons.push(said.with("grade", protocol.grade));
    if protocol.strength != Strength::Good {
        let key = format!("fit.strength_{}", protocol.strength);
        fit.cautions.insert(0, Message::new(key));
    }
    if protocol.strength == Strength::Weak {
        fit.caveats.push(Caveat::SmallStudy);
    }
    if matches!(protocol.route, Route::Im | Route::Sc) {
        fit.cautions.push(Message::new("fit.route_less_studied").with("route", protocol.route));
        fit.caveats.push(Caveat::RouteNotStudied);
    }
}

fn age(protocol: &Protocol, question: &FitQuestion<'_>, fit: &mut ProtocolFit) {
    let bounds = (protocol.minimum_age, protocol.caution_from_age);
    if bounds == (None, None) {
        return;
    }
    let Some(born) = question.patient.birth_date else {
        fit.missing.push(Message::new("fit.birth_date"));
        return;
    };
    let years = years(born, question.today);
    if let Some(least) = protocol.minimum_age.filter(|least| years < i64::from(*least)) {
        fit.against.push(Message::new("fit.too_young").with("age", years).with("from", least));
    }
    if let Some(from) = protocol.caution_from_age.filter(|from| years >= i64::from(*from)) {
        fit.cautions.push(Message::new("fit.older").with("age", years).with("from", from));
    }
}

/// Whole years from birth; somebody born on 29 February turns a year older on 1 March.
fn years(born: Date, today: Date) -> i64 {
    let before_birthday = (today.month(), today.day()) < (born.month(), born.day());
    i64::from(today.year()) - i64::from(born.year()) - i64::from(before_birthday)
}

fn medication(protocol: &Protocol, patient: &Patient, fit: &mut ProtocolFit) {
    for class in &protocol.needs_medication {
        match &patient.medications {
            None => fit.missing.push(Message::new("fit.medication_unknown").with("class", class)),
            Some(taken) if taken.iter().any(|m| m.class == *class) => {
                fit.reasons.push(Message::new("fit.medication").with("class", class));
            }
            Some(_) => fit.against.push(Message::new("fit.medication_absent").with("class", class)),
        }
    }
}
