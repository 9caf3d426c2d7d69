//! What must be said with an answer: grades of what it rests on, and caveats.

use super::{Caveat, Evidence};
use crate::case::Plan;
use crate::posterior::Posterior;

const GRADES: [&str; 4] = ["I", "II", "III", "IV"];

fn rank(grade: &str) -> usize {
    GRADES.iter().position(|known| *known == grade).unwrap_or(GRADES.len() - 1)
}

impl Evidence {
    /// Grade III or IV: it is printed with the answer.
    pub fn is_weak(&self) -> bool {
        rank(&self.grade) >= 2
    }
}

impl Posterior<'_> {
    /// Condition, routes and covariates in use, with their grades.
    pub(super) fn evidence(&self, plan: &Plan) -> Vec<Evidence> {
        let (case, model) = (self.case, self.model);
        let row = |kind, id: &str, name: &str, grade: &str, source: &str| Evidence {
            kind,
            id: id.into(),
            name: name.into(),
            grade: grade.into(),
            source: source.into(),
        };
        let condition = &case.condition;
        let mut all =
            vec![row("condition", &condition.id, &condition.name, &condition.grade, &condition.source)];
        let mut routes: Vec<&str> = case.routes.iter().chain(&plan.routes).map(String::as_str).collect();
        routes.sort_unstable();
        routes.dedup();
        for route in routes.into_iter().filter_map(|id| model.route(id)) {
            all.push(row("route", &route.id, &route.name, &route.grade, &route.source));
        }
        for on in case.covariates.iter().filter_map(|id| model.covariate(id)) {
            all.push(row("covariate", &on.id, &on.name, &on.grade, &on.source));
        }
        all
    }

    pub(super) fn weakest_grade(evidence: &[Evidence]) -> String {
        let weakest = evidence.iter().map(|row| rank(&row.grade)).max().unwrap_or(0);
        GRADES.get(weakest).copied().unwrap_or("IV").into()
    }

    pub(super) fn caveats(&self, evidence: &[Evidence], continued: bool) -> Vec<Caveat> {
        let case = self.case;
        let weak_route = |row: &Evidence| row.kind == "route" && row.grade == "IV";
        let since_first = case.first_session().is_some_and(|first| {
            case.readings.iter().any(|reading| reading.day > first || (reading.day >= first && reading.after))
        });
        [
            (case.readings.is_empty(), Caveat::Population),
            (!case.readings.is_empty() && !since_first, Caveat::IntakeOnly),
            (self.looks_back_before_first_session(), Caveat::RecallWindow),
            (self.unstable(), Caveat::Unstable),
            (evidence.iter().any(Evidence::is_weak), Caveat::WeakEvidence),
            (evidence.iter().any(weak_route), Caveat::LittleEvidenceForRoute),
            (case.readings_left_out > 0, Caveat::InstrumentsLeftOut),
            (self.restarted(), Caveat::NewCourse),
            (continued, Caveat::PlanContinued),
            (true, Caveat::RoughBeyondSixMonths),
            (true, Caveat::OutsideTheModel),
        ]
        .into_iter()
        .filter_map(|(said, caveat)| said.then_some(caveat))
        .collect()
    }

    /// Whether the latest score of any instrument, taken since the first session, still asks about days before it.
    fn looks_back_before_first_session(&self) -> bool {
        let Some(first) = self.case.first_session() else { return false };
        (0..self.case.instruments.len()).any(|instrument| {
            let latest = self.case.readings.iter().rev().find(|reading| reading.instrument == instrument);
            latest.is_some_and(|reading| {
                let since = reading.day > first || (reading.day >= first && reading.after);
                since && reading.day - reading.recall_days < first
            })
        })
    }

    fn restarted(&self) -> bool {
        let gap = self.model.file.answer.new_course_gap_days;
        let days = self.case.sessions.iter().chain(self.case.plan.sessions.first());
        let days: Vec<f64> = days.map(|session| session.day).collect();
        days.windows(2).any(|pair| matches!(pair, [one, next] if next - one > gap))
    }
}
