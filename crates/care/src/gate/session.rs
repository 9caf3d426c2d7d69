//! Gates of one session: its dose, the blood pressure before it, the observation after it, and who
//! supervised it. Each returns nothing where the rule does not apply or a past record is silent.

use super::{Asked, gate, missing};
use crate::condition::Route;
use crate::dosing;
use crate::finding::{Finding, FindingState};
use crate::message::Message;
use crate::record::{BloodPressure, Session, SessionStatus};
use crate::review::Facts;

/// X2, P41: the dose against the limits of the protocol and of the route.
pub(super) fn dose(facts: &Facts<'_>, session: &Session, asked: Asked) -> Option<Finding> {
    let rule = dosing::rule_for(facts.knowledge, session.route);
    match session.dose {
        None => missing(facts, &rule.rule, session, &["dose"]),
        Some(dose) => {
            let earlier = |s: &&&Session| (s.date, s.route) < (session.date, session.route);
            let n = facts.done.iter().chain(&facts.coming).filter(earlier).count();
            let phase = dosing::phase_after(facts.protocol, n);
            let checked = dosing::DoseCheck {
                protocol: facts.protocol,
                phase,
                route: session.route,
                dose,
                weight: session.weight_kg,
                date: session.date,
            };
            let state = dosing::state_of(facts.knowledge, &checked)?;
            if !asked.wants(state) {
                return None;
            }
            let finding = dosing::check_dose(facts.knowledge, &checked).finding;
            // Like every other gate, a past record that is silent (here on the weight) says nothing.
            (finding.missing.is_empty() || session.date == facts.today()).then_some(finding)
        }
    }
}

/// C4: the last reading before dosing.
pub(super) fn blood_pressure(facts: &Facts<'_>, session: &Session, asked: Asked) -> Option<Finding> {
    let rule = &facts.knowledge.rules.c4;
    let before = session.blood_pressures.iter().filter(|bp| bp.minute <= 0);
    let Some(bp) = before.max_by_key(|bp| (bp.minute, bp.systolic, bp.diastolic)) else {
        return missing(facts, &rule.rule, session, &["bp"]);
    };
    let limits = &rule.params;
    let BloodPressure { systolic, diastolic, .. } = *bp;
    let stop = systolic >= limits.stop_from_systolic_mmhg || diastolic >= limits.stop_from_diastolic_mmhg;
    let warn = systolic > limits.warn_above_systolic_mmhg || diastolic > limits.warn_above_diastolic_mmhg;
    let (state, key) = match (stop, warn) {
        (true, _) => (FindingState::Stop, "c4.stop"),
        (false, true) => (FindingState::Warn, "c4.warn"),
        (false, false) => (FindingState::Clear, "c4.clear"),
    };
    if !asked.wants(state) {
        return None;
    }
    let message = Message::new(key)
        .with("date", session.date)
        .with("systolic", systolic)
        .with("diastolic", diastolic)
        .with("warn_systolic", limits.warn_above_systolic_mmhg)
        .with("warn_diastolic", limits.warn_above_diastolic_mmhg)
        .with("stop_systolic", limits.stop_from_systolic_mmhg)
        .with("stop_diastolic", limits.stop_from_diastolic_mmhg);
    Some(gate(facts.knowledge, &rule.rule, state, session.date, message))
}

/// M4: how long the patient was observed.
pub(super) fn observation(facts: &Facts<'_>, session: &Session, asked: Asked) -> Option<Finding> {
    if session.status != SessionStatus::Done {
        return None;
    }
    match session.route {
        Route::NasalEsketamine => esketamine_observation(facts, session, asked),
        Route::Iv | Route::Im | Route::Sc => minutes_after_end(facts, session, asked),
    }
}

fn esketamine_observation(facts: &Facts<'_>, session: &Session, asked: Asked) -> Option<Finding> {
    let rule = &facts.knowledge.rules.m4;
    let (least, moaas) = (rule.params.nasal_min_minutes_from_start, rule.params.nasal_min_moaas);
    let too_short = session.observed_minutes.is_some_and(|m| m < least);
    let sedated = session.moaas_last.is_some_and(|score| score < moaas);
    let mut unknown = Vec::new();
    if session.observed_minutes.is_none() {
        unknown.push("observed_minutes");
    }
    if session.moaas_last.is_none() {
        unknown.push("moaas_last");
    }
    if !too_short && !sedated && !unknown.is_empty() {
        return missing(facts, &rule.rule, session, &unknown);
    }
    let stop = too_short || sedated;
    let state = if stop { FindingState::Stop } else { FindingState::Clear };
    if !asked.wants(state) {
        return None;
    }
    let message = Message::new(if stop { "m4.nasal_stop" } else { "m4.nasal_clear" })
        .with("date", session.date)
        .with("minutes", session.observed_minutes.map_or("?".to_owned(), |m| m.to_string()))
        .with("moaas", session.moaas_last.map_or("?".to_owned(), |m| m.to_string()))
        .with("least", least)
        .with("least_moaas", moaas);
    Some(gate(facts.knowledge, &rule.rule, state, session.date, message))
}

/// IV, IM and SC: minutes after the end of dosing. An injection ends at minute 0.
fn minutes_after_end(facts: &Facts<'_>, session: &Session, asked: Asked) -> Option<Finding> {
    let rule = &facts.knowledge.rules.m4;
    let end = session.infusion_end_minute.or_else(|| (session.route != Route::Iv).then_some(0));
    let (Some(observed), Some(end)) = (session.observed_minutes, end) else {
        let mut unknown = Vec::new();
        if session.observed_minutes.is_none() {
            unknown.push("observed_minutes");
        }
        if end.is_none() {
            unknown.push("infusion_end_minute");
        }
        return missing(facts, &rule.rule, session, &unknown);
    };
    let minutes = observed.saturating_sub(end);
    let least = rule.params.min_minutes_after_end;
    let short = minutes < least;
    let state = if short { FindingState::Warn } else { FindingState::Clear };
    if !asked.wants(state) {
        return None;
    }
    let message = Message::new(if short { "m4.warn" } else { "m4.clear" })
        .with("date", session.date)
        .with("minutes", minutes)
        .with("least", least);
    Some(gate(facts.knowledge, &rule.rule, state, session.date, message))
}

/// M12: every session given has a supervising clinician.
pub(super) fn supervision(facts: &Facts<'_>, session: &Session, asked: Asked) -> Option<Finding> {
    if session.status != SessionStatus::Done {
        return None;
    }
    let rule = &facts.knowledge.rules.m12;
    let supervised = session.supervised_by.as_deref().filter(|by| !by.trim().is_empty());
    Some(if let Some(by) = supervised {
        if !asked.wants(FindingState::Clear) {
            return None;
        }
        let message = Message::new("m12.clear").with("date", session.date).with("by", by);
        gate(facts.knowledge, &rule.rule, FindingState::Clear, session.date, message)
    } else {
        let message = Message::new("m12.stop").with("date", session.date);
        let mut finding = gate(facts.knowledge, &rule.rule, FindingState::Stop, session.date, message);
        finding.missing.push(Message::new("supervised_by"));
        finding
    })
}
