//! Sessions given and planned: days, routes, doses.

use super::Check;
use crate::case::plan::{Given, Plan};
use crate::case::{CaseError, Session};

impl Check<'_> {
    pub(super) fn sessions(
        &self,
        field: &str,
        sessions: &[Session],
        in_time: impl Fn(f64) -> bool,
    ) -> Result<(Vec<Given>, Vec<String>), CaseError> {
        let mut given: Vec<(Given, String)> = Vec::with_capacity(sessions.len());
        for (index, session) in sessions.iter().enumerate() {
            let at = format!("{field}[{index}]");
            self.day(&format!("{at}.day"), session.day)?;
            if !in_time(session.day) {
                let (why, what_to_do) = if field == "sessions" {
                    ("a session after today", "Move it to plan, or correct its day")
                } else {
                    (
                        "a planned session before today",
                        "Move it to today or later, or record it under sessions",
                    )
                };
                return Err(self.refuse(&format!("{at}.day"), session.day, why, what_to_do));
            }
            let strength = self.strength(&at, session)?;
            if given.iter().any(|(other, _)| same_day(other.day, session.day)) {
                return Err(self.duplicate(&at, session.day));
            }
            given.push((Given { day: session.day, strength }, session.route.clone()));
        }
        given.sort_by(|one, other| one.0.day.total_cmp(&other.0.day));
        Ok(given.into_iter().unzip())
    }

    fn duplicate(&self, at: &str, day: f64) -> CaseError {
        self.refuse(
            &format!("{at}.day"),
            day,
            "duplicate: there is already a session on this day",
            "Remove one of the two, or correct its day",
        )
    }

    fn strength(&self, at: &str, session: &Session) -> Result<f64, CaseError> {
        let field = format!("{at}.route");
        self.no_forecast("route", &session.route, &field)?;
        let route = self.model.route(&session.route).ok_or_else(|| {
            let known = Self::known(self.model.file.routes.iter().map(|row| &row.id));
            self.refuse(&field, format!("{:?}", session.route), "not a route of the forecast", &known)
        })?;
        let field = format!("{at}.dose");
        if !(session.dose.is_finite() && session.dose >= 0.0) {
            return Err(self.refuse(&field, session.dose, "not a dose", "Give 0 (placebo) or more"));
        }
        if session.dose > route.dose_max {
            let why = format!("above {}, the most that is taken for a dose by this route", route.dose_max);
            return Err(self.refuse(
                &field,
                session.dose,
                &why,
                "Check the unit: mg/kg, or mg for nasal esketamine",
            ));
        }
        Ok(self.model.strength(route, session.dose))
    }

    pub(super) fn plan(
        &self,
        field: &str,
        plan: &[Session],
        given: &[Given],
        today: f64,
    ) -> Result<Plan, CaseError> {
        let (sessions, routes) = self.sessions(field, plan, |day| day >= today)?;
        for (index, session) in plan.iter().enumerate() {
            if given.iter().any(|other| same_day(other.day, session.day)) {
                return Err(self.duplicate(&format!("{field}[{index}]"), session.day));
            }
        }
        Ok(Plan { sessions, routes })
    }
}

/// Whole days apart or the same: two sessions within one day are one day's.
#[expect(clippy::float_cmp, reason = "days are compared as they were written")]
fn same_day(one: f64, other: f64) -> bool {
    one.floor() == other.floor()
}
