//! What the gates say of a session about to be recorded: confirm, override with a reason, or no way.

use evenkeel_care::finding::{Caveat, Choice, Finding, FindingKind, FindingState};
use evenkeel_care::record::{Session, SessionStatus};
use evenkeel_care::review::review;
use evenkeel_store::decision::{self, NewDecision};
use evenkeel_store::{CourseId, SessionId, Tx};
use jiff::civil::Date;

use crate::actor::Actor;
use crate::context::{Practice, json};
use crate::decisions::{Shown, Verdict};
use crate::record::Standing;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::sessions::{GiveSession, dose_field};

impl Practice {
    /// Every gate that speaks of this session, if it were on record. Dose and spacing are asked apart: they
    /// hold for the day before it is on record. What is only seen at discharge is not asked for before.
    pub(crate) fn gates_of(
        &self,
        standing: &Standing<'_>,
        given: &GiveSession,
    ) -> Result<Vec<Finding>, Refusal> {
        let rules = &self.knowledge().rules;
        // Before its day is over a session is asked as one still to come; what counts at its end, as given.
        let ahead = given.date >= standing.today;
        let leaving = [&rules.m3.rule, &rules.m4.rule, &rules.m8.rule, &rules.m9.rule, &rules.m10.rule];
        let of_leaving = |f: &Finding| leaving.iter().any(|rule| rule.id == f.rule);
        let at_end = |f: &Finding| of_leaving(f) || f.rule == rules.m12.rule.id;
        let mut found = self.reviewed(standing, candidate(standing, given, SessionStatus::Done))?;
        if ahead {
            found.retain(at_end);
            let coming = self.reviewed(standing, candidate(standing, given, SessionStatus::Planned))?;
            found.extend(coming.into_iter().filter(|f| !at_end(f)));
        }
        let apart = |f: &Finding| {
            let dose = self.knowledge().dose_limits(standing.protocol.route);
            f.rule == rules.d36.rule.id
                || f.rule == rules.x2.rule.id
                || dose.is_some_and(|r| r.rule.id == f.rule)
        };
        let at_discharge = |f: &Finding| of_leaving(f) && !f.missing.is_empty();
        let speaks = |f: &Finding| {
            f.kind == FindingKind::Gate
                && matches!(f.state, FindingState::Warn | FindingState::Stop)
                && f.date == given.date
        };
        Ok(found.into_iter().filter(|f| speaks(f) && !apart(f) && !at_discharge(f)).collect())
    }

    /// The findings if this session were on record.
    fn reviewed(&self, standing: &Standing<'_>, session: Session) -> Result<Vec<Finding>, Refusal> {
        let mut record = standing.record.clone();
        record.sessions.push(session);
        let review = review(&record, self.knowledge())
            .map_err(|e| Refusal::field("date", e.to_string(), "Check what was entered."))?;
        Ok(review.findings)
    }

    /// What screening, medication and certificates say of the next planned session: known before the day,
    /// each sentence once. What is measured on the day is asked on the form.
    pub(crate) fn gates_ahead(&self, standing: &Standing<'_>) -> Result<Vec<Finding>, Refusal> {
        let Some(next) = standing.next() else { return Ok(Vec::new()) };
        let rules = &self.knowledge().rules;
        let route = standing.protocol.route;
        let dose = self.knowledge().dose_limits(route).map(|rule| rule.rule.id.clone());
        let session = Session::new(next.date, SessionStatus::Planned, route);
        let on_the_day = [&rules.c4.rule.id, &rules.m4.rule.id, &rules.m12.rule.id, &rules.d36.rule.id];
        let measured = |f: &Finding| {
            on_the_day.contains(&&f.rule) || Some(&f.rule) == dose.as_ref() || f.rule == rules.x2.rule.id
        };
        let mut said = std::collections::BTreeSet::new();
        let speaks = |f: &Finding| {
            f.kind == FindingKind::Gate
                && matches!(f.state, FindingState::Warn | FindingState::Stop)
                && f.date >= standing.today
                && f.rule != rules.p44.rule.id
        };
        let mut found: Vec<Finding> = self.reviewed(standing, session)?;
        found.retain(|f| speaks(f) && !measured(f) && said.insert(self.reasons(f)));
        Ok(found)
    }

    /// Refuses, asks a prescriber for a reason, or asks to confirm; `besides` is asked along with the gates.
    pub(crate) fn ask(
        &self,
        actor: &Actor,
        given: &GiveSession,
        stops: &[Finding],
        asks: &[Finding],
        besides: &str,
    ) -> Result<(), Refusal> {
        let say = |all: &[Finding]| {
            let mut once = Vec::new();
            for reason in all.iter().map(|f| self.reasons(f)) {
                if !once.contains(&reason) {
                    once.push(reason);
                }
            }
            once.join(" ")
        };
        let field = |f: &Finding| self.field_of(f, given);
        if let Some(never) = stops.iter().find(|f| f.caveats.contains(&Caveat::NoOverride)) {
            return Err(Refusal::field(field(never), self.reasons(never), "This cannot be overridden."));
        }
        if let Some(first) = stops.first() {
            let remedy = "Only a prescriber can override this, with a reason.";
            if !actor.may(Right::OverrideDose) {
                return Err(Refusal::field(field(first), say(stops), remedy));
            }
            let reason = given.override_reason.as_deref().map(str::trim).filter(|r| !r.is_empty());
            if reason.is_none() {
                return Err(Refusal::Confirm { field: "override_reason".into(), what: say(stops) });
            }
        }
        if (!asks.is_empty() || !besides.is_empty()) && !given.confirm {
            let what = [besides, &say(asks)].join(" ").trim().to_owned();
            return Err(Refusal::Confirm { field: "confirm".into(), what });
        }
        Ok(())
    }

    /// The field of the form to which a gate belongs.
    fn field_of(&self, found: &Finding, given: &GiveSession) -> &'static str {
        let rules = &self.knowledge().rules;
        match found.rule.as_str() {
            id if id == rules.c4.rule.id => "bp_before",
            id if id == rules.m4.rule.id => "observed_minutes",
            id if id == rules.m12.rule.id => "supervised_by",
            id if id == rules.x2.rule.id || id.starts_with('P') => dose_field(given.dose),
            _ => "date",
        }
    }

    /// Keeps that a prescriber has overridden a stop, with the reason, as a decision on the finding.
    pub(crate) async fn keep_override(
        &self,
        tx: &mut Tx,
        (course, session): (CourseId, SessionId),
        found: &Finding,
        (reason, today): (&str, Date),
    ) -> Result<(), Refusal> {
        let finding_id = self.keep_finding(tx, course, found, session.into()).await?;
        let new = NewDecision {
            course_id: course,
            finding_id,
            seen_version: 0,
            choice: Verdict::Accept,
            chosen: Some(Choice::Continue),
            values: None,
            reason: Some(reason.to_owned()),
            shown: json(&Shown { finding: found.clone(), forecast: None })?,
            decided_on: today,
        };
        let id = decision::add(tx, &new).await?;
        tx.audit("gate.override", id, &found.rule)?;
        Ok(())
    }
}

fn candidate(standing: &Standing<'_>, given: &GiveSession, status: SessionStatus) -> Session {
    Session {
        date: given.date,
        status,
        route: standing.protocol.route,
        dose: Some(given.dose),
        weight_kg: given.weight_kg.map(evenkeel_care::dose::WeightKg),
        blood_pressures: given.seen.blood_pressures.clone(),
        moaas_last: given.seen.moaas_last,
        observed_minutes: given.seen.observed_minutes,
        infusion_end_minute: given.seen.infusion_end_minute,
        supervised_by: given.supervised_by.clone(),
        rems_submitted_on: given.seen.rems_submitted_on,
        discharge: given.seen.discharge.clone(),
    }
}
