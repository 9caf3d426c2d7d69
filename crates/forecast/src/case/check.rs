//! The one place where a case is read: every refusal.

mod scores;
mod sessions;

use super::checked::CheckedCase;
use super::plan::Plan;
use super::{AcuteGap, Case, CaseError, Session};
use crate::model::{Condition, Instrument, Model};
use crate::prior::Prior;
use crate::rule::ClinicRule;

/// Days further than this from the origin are taken for a slip.
const FARTHEST_DAY: f64 = 1e6;

impl Case {
    /// Checks every value of the case against the model. The first fault is returned with its field, and no number is
    /// ever clipped or corrected.
    pub fn checked(&self, model: &Model) -> Result<CheckedCase, CaseError> {
        let check = Check { case: &self.id, model };
        if self.id.trim().is_empty() {
            return Err(check.refuse("id", "empty", "an answer must name its case", "Give the case an id"));
        }
        check.day("today", self.today)?;
        let condition = check.condition(&self.condition)?;
        check.instrument("primary", &self.primary)?;
        let response_at = check.response_at(self, &condition)?;
        let rule = check.rule(self, &condition, response_at)?;
        check.price(self.price)?;
        check.goal(self.goal_days_well)?;
        let (sessions, routes) = check.sessions("sessions", &self.sessions, |day| day <= self.today)?;
        let plan = check.plan("plan", &self.plan, &sessions, self.today)?;
        let other_plan = self.other_plan.as_ref();
        let other_plan =
            other_plan.map(|plan| check.plan("other_plan", plan, &sessions, self.today)).transpose()?;
        let scores = check.scores(&self.scores, self.today)?;
        let loglik_z = check.loglik(self)?;
        let instruments = check.kept_instruments(&self.primary, &scores)?;
        let readings = check.readings(&scores, &instruments);
        let covariates = self.covariates();
        let prior = Prior::new(model, &condition, &covariates);
        let mut checked = CheckedCase {
            id: self.id.clone(),
            readings_left_out: scores.len() - readings.len(),
            condition,
            prior,
            instruments,
            sessions,
            routes,
            readings,
            today: self.today,
            plan,
            other_plan,
            goal_days_well: self.goal_days_well,
            response_at,
            rule,
            price: self.price,
            covariates,
            baseline: None,
            loglik_z,
        };
        checked.baseline = checked.mean_before_first_session(0);
        Ok(checked)
    }

    fn covariates(&self) -> Vec<String> {
        [
            ("new_antidepressant", self.new_antidepressant),
            ("antidepressant_free", self.antidepressant_free),
            ("age65", self.age65),
            ("high_resistance", self.high_resistance),
        ]
        .into_iter()
        .filter(|(_, on)| *on)
        .map(|(id, _)| id.to_owned())
        .collect()
    }
}

impl CheckedCase {
    /// Checks another plan for the same record, such as the same sessions at a higher dose.
    pub fn plan_of(&self, plan: &[Session], model: &Model) -> Result<Plan, CaseError> {
        Check { case: &self.id, model }.plan("plan", plan, &self.sessions, self.today)
    }
}

/// A number as it is read; one that is absurdly large in powers of ten, not as a line of zeros.
fn told(number: f64) -> String {
    if number.abs() < 1e15 { number.to_string() } else { format!("{number:e}") }
}

struct Check<'a> {
    case: &'a str,
    model: &'a Model,
}

impl Check<'_> {
    #[expect(clippy::needless_pass_by_value, reason = "a message takes what it prints")]
    fn refuse(&self, field: &str, what: impl ToString, why: &str, what_to_do: &str) -> CaseError {
        CaseError {
            case: self.case.into(),
            field: field.into(),
            what: what.to_string(),
            why: why.into(),
            what_to_do: what_to_do.into(),
        }
    }

    fn day(&self, field: &str, day: f64) -> Result<(), CaseError> {
        if day.is_finite() && day.abs() <= FARTHEST_DAY {
            return Ok(());
        }
        Err(self.refuse(field, told(day), "not a usable day", "Count days from a nearby origin, as numbers"))
    }

    fn no_forecast(&self, kind: &str, id: &str, field: &str) -> Result<(), CaseError> {
        match self.model.file.no_forecast.iter().find(|row| row.kind == kind && row.id == id) {
            None => Ok(()),
            Some(row) => Err(self.refuse(
                field,
                format!("no forecast for {kind} {id}"),
                &row.why,
                "Follow this patient by scores and clinical judgement, without a forecast",
            )),
        }
    }

    fn known(ids: impl Iterator<Item = impl AsRef<str>>) -> String {
        let ids: Vec<String> = ids.map(|id| id.as_ref().to_owned()).collect();
        format!("Use one of {}", ids.join(", "))
    }

    fn condition(&self, id: &str) -> Result<Condition, CaseError> {
        self.no_forecast("condition", id, "condition")?;
        self.model.condition(id).cloned().ok_or_else(|| {
            let known = Self::known(self.model.file.conditions.iter().map(|row| &row.id));
            self.refuse("condition", format!("{id:?}"), "not a condition with a forecast", &known)
        })
    }

    fn instrument(&self, field: &str, id: &str) -> Result<&Instrument, CaseError> {
        self.model.instrument(id).ok_or_else(|| {
            let known = Self::known(self.model.instruments().iter().map(|row| &row.id));
            self.refuse(field, format!("{id:?}"), "not an instrument of the forecast", &known)
        })
    }

    fn response_at(&self, case: &Case, condition: &Condition) -> Result<f64, CaseError> {
        match case.response_at {
            None => Ok(condition.response_at),
            Some(share) if share > 0.0 && share < 1.0 => Ok(share),
            Some(other) => Err(self.refuse(
                "response_at",
                other,
                "not a share between 0 and 1",
                "Give the improvement as a fraction, such as 0.5 for one half",
            )),
        }
    }

    fn price(&self, price: Option<f64>) -> Result<(), CaseError> {
        match price {
            Some(price) if !(price.is_finite() && price >= 0.0) => {
                Err(self.refuse("price", price, "not a price", "Give a number of 0 or more, or leave it out"))
            }
            _ => Ok(()),
        }
    }

    fn goal(&self, days_well: Option<f64>) -> Result<(), CaseError> {
        let year = f64::from(self.model.file.answer.year_days);
        match days_well {
            Some(days) if !(days >= 0.0 && days <= year) => {
                let why = format!("not days well of a year, 0 to {year}");
                Err(self.refuse("goal_days_well", told(days), &why, "Correct it, or leave it out"))
            }
            _ => Ok(()),
        }
    }

    fn rule(&self, case: &Case, condition: &Condition, response_at: f64) -> Result<ClinicRule, CaseError> {
        let rule = case.rule.clone().unwrap_or_default();
        let bounds = [
            ("rule.stop_below", rule.stop_below, -10.0, 1.0),
            ("rule.step_back_floor", rule.step_back_floor, 1.0, 730.0),
            ("rule.well_frac", rule.well_frac, 0.0, 1.0),
        ];
        for (field, value, lo, hi) in bounds {
            if let Some(value) = value
                && !(value >= lo && value <= hi)
            {
                let why = format!("not between {lo} and {hi}");
                return Err(self.refuse(field, value, &why, "Correct it, or leave it out for the default"));
            }
        }
        let settled = ClinicRule::of_case(&rule, condition, &self.model.file.rule, response_at);
        if let Some((entry, what)) = settled.fault() {
            let field = format!("rule.{entry}");
            return Err(self.refuse(
                &field,
                what,
                "no rule can be followed with it",
                "Correct it, or leave it out",
            ));
        }
        if settled.acute_gap.is_usable() {
            return Ok(settled);
        }
        Err(self.refuse(
            "rule.acute_gap",
            match &settled.acute_gap {
                AcuteGap::Days(days) => told(*days),
                AcuteGap::List(list) => list.iter().map(|days| told(*days)).collect::<Vec<_>>().join(", "),
            },
            "not days of at least 1",
            "Give a number of days, or a list that repeats",
        ))
    }

    fn loglik(&self, case: &Case) -> Result<Vec<[f64; 6]>, CaseError> {
        let rows = case.loglik_check.as_ref().map(|check| check.z.clone()).unwrap_or_default();
        for (index, row) in rows.iter().enumerate() {
            if let Some(value) = row.iter().find(|value| !(value.is_finite() && value.abs() <= 40.0)) {
                let field = format!("loglik_check.z[{index}]");
                return Err(self.refuse(&field, value, "not a standard normal deviate", "Give six numbers"));
            }
        }
        Ok(rows)
    }
}
