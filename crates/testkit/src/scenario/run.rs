//! Runs a story: the record as it was known on each day, reviewed, planned and forecast by the engine
//! that the product runs.

use evenkeel_care::dose::Dose;
use evenkeel_care::protocol::PhaseName;
use evenkeel_care::record::{CourseRecord, CourseStatus, Patient, SessionStatus};
use evenkeel_care::review::{Review, review};
use evenkeel_care::schedule::{self, PlanRequest, PlannedSession, PlannedStatus};
use evenkeel_catalog::Catalog;
use evenkeel_forecast::words;
use evenkeel_practice::Forecaster;
use evenkeel_practice::case::Intended;
use jiff::civil::Date;

use super::expect::{Expected, What};
use super::happened::Fact;
use super::{Scenario, Wrong};
use crate::folder::TempFolder;

/// The two clinics of a story: the shipped files, and those of a clinic that changed some.
pub(super) struct Clinics {
    pub(super) shipped: Catalog,
    second: Option<Catalog>,
    _folder: TempFolder,
}

impl Scenario {
    /// Runs the story; everything that did not come out as written.
    pub fn run(&self) -> Vec<Wrong> {
        let clinics = match self.clinics() {
            Ok(clinics) => clinics,
            Err(what) => return vec![self.wrong(1, what)],
        };
        self.expected
            .iter()
            .filter_map(|expected| Some(self.wrong(expected.line, self.differs(expected, &clinics)?)))
            .collect()
    }

    /// The catalogs a story is run by.
    pub(super) fn clinics(&self) -> Result<Clinics, String> {
        let shipped = Catalog::embedded().map_err(|problems| format!("{problems:?}"))?;
        let folder = TempFolder::new();
        let second = (!self.settings.second_clinic.is_empty())
            .then(|| self.second_clinic(&shipped, &folder))
            .transpose()?;
        Ok(Clinics { shipped, second, _folder: folder })
    }

    /// A clinic's own folder with the story's changes in it, laid over the shipped one.
    fn second_clinic(&self, shipped: &Catalog, folder: &TempFolder) -> Result<Catalog, String> {
        let own = folder.path().join("second-clinic");
        std::fs::create_dir_all(own.join("rules")).map_err(|e| e.to_string())?;
        for change in &self.settings.second_clinic {
            let file = format!("rules/{}.toml", change.rule);
            let text = shipped.raw(&file).ok_or_else(|| format!("there is no {file}"))?;
            let mut rule: toml::Table = text.parse().map_err(|e| format!("{file}: {e}"))?;
            let number = rule.get_mut("params").and_then(|params| params.get_mut(&change.key));
            let number = number.ok_or_else(|| format!("{file} has no params.{}", change.key))?;
            *number = match number {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "a story writes small whole numbers here"
                )]
                toml::Value::Integer(_) => toml::Value::Integer(change.value as i64),
                _ => toml::Value::Float(change.value),
            };
            std::fs::write(own.join(&file), rule.to_string()).map_err(|e| e.to_string())?;
        }
        Catalog::with_overlay(&own).map_err(|problems| format!("{problems:?}"))
    }

    /// The course as it was known on a day.
    pub(super) fn as_of(&self, today: Date) -> CourseRecord {
        let settings = &self.settings;
        let mut record = CourseRecord {
            id: self.file.trim_end_matches(".md").to_owned(),
            patient: Patient { birth_date: settings.born, conditions: None, medications: None },
            previous_course: settings.previous.clone(),
            ..CourseRecord::new(settings.condition, settings.protocol.clone(), settings.primary, today)
        };
        for happened in &self.happened {
            let planned = matches!(&happened.fact, Fact::Session(s) if s.status == SessionStatus::Planned);
            if (happened.on <= today) != planned || (planned && happened.on == today) {
                take(&mut record, happened.on, &happened.fact);
            }
        }
        record
    }

    /// What a clinic's engine says of the course on a day.
    pub(super) fn reviewed(&self, today: Date, clinic: &Catalog) -> Result<Review, String> {
        review(&self.as_of(today), clinic.knowledge()).map_err(|refusal| refusal.to_string())
    }

    fn differs(&self, expected: &Expected, clinics: &Clinics) -> Option<String> {
        let clinic = if expected.second_clinic { clinics.second.as_ref() } else { Some(&clinics.shipped) };
        let Some(clinic) = clinic else { return Some("the story has no second clinic".to_owned()) };
        match &expected.what {
            What::Plan(dates) => self.plan_differs(expected.as_of, dates, clinic),
            What::Forecast => self.forecast_differs(expected, clinic),
            _ => match self.reviewed(expected.as_of, clinic) {
                Err(refusal) => Some(format!("the record was refused: {refusal}")),
                Ok(review) => found_differs(expected, &review, clinic),
            },
        }
    }

    fn plan_differs(&self, today: Date, dates: &[Date], clinic: &Catalog) -> Option<String> {
        let planned = match self.planned(today, clinic) {
            Ok(planned) => planned,
            Err(refusal) => return Some(format!("no plan: {refusal}")),
        };
        let planned: Vec<Date> = planned.iter().map(|s| s.date).collect();
        let same = if dates.is_empty() { planned.is_empty() } else { planned.starts_with(dates) };
        let shown: Vec<&Date> = planned.iter().take(dates.len().max(3) + 2).collect();
        (!same).then(|| format!("the next planned days are {shown:?}, expected {dates:?}"))
    }

    /// The sessions planned as of a day, those of the past left out.
    pub(super) fn planned(&self, today: Date, clinic: &Catalog) -> Result<Vec<PlannedSession>, String> {
        let record = self.as_of(today);
        let knowledge = clinic.knowledge();
        let id = &record.protocol;
        let protocol = knowledge.protocols.get(id).ok_or_else(|| format!("there is no protocol {id}"))?;
        let ladder = match &self.settings.ladder {
            Some(id) => Some(knowledge.ladders.get(id).ok_or_else(|| format!("there is no ladder {id}"))?),
            None => None,
        };
        let request = PlanRequest::of_course(&record, protocol);
        let begun = record.sessions.iter().any(|s| s.status != SessionStatus::Cancelled);
        let start = if begun { request.start } else { self.settings.start.unwrap_or(today) };
        let request = PlanRequest {
            start,
            ladder,
            weekdays: self.settings.weekdays,
            closed: self.settings.closed.clone(),
            ..request
        };
        let plan = schedule::plan(&request).map_err(|refusal| refusal.to_string())?;
        Ok(plan.into_iter().filter(|s| s.status == PlannedStatus::Planned).collect())
    }

    fn forecast_differs(&self, expected: &Expected, clinic: &Catalog) -> Option<String> {
        let said = match self.forecast(expected.as_of, clinic) {
            Ok(said) => said,
            Err(why) => return Some(why),
        };
        expected.clauses.iter().find_map(|clause| match clause {
            super::expect::Clause::Says(words) => {
                (!said.contains(words)).then(|| format!("the forecast does not say {words:?}: {said}"))
            }
            super::expect::Clause::NeverSays(words) => {
                said.contains(words).then(|| format!("the forecast says {words:?}: {said}"))
            }
            other => Some(format!("a forecast has no {other:?}")),
        })
    }

    /// The clinician's sentences of the forecast as of a day, under the plan of that day.
    pub(super) fn forecast(&self, today: Date, clinic: &Catalog) -> Result<String, String> {
        let record = self.as_of(today);
        let given = record.sessions.iter().filter(|s| s.status == SessionStatus::Done);
        let last = given.filter_map(|s| Some((s.date, s.route, s.dose?))).max_by_key(|(date, ..)| *date);
        let (route, dose) =
            last.map_or((evenkeel_care::condition::Route::Iv, Dose::mg_per_kg(0.5)), |l| (l.1, l.2));
        let near: Vec<Intended> = self
            .planned(today, clinic)?
            .into_iter()
            .filter(|s| s.phase == PhaseName::Induction)
            .map(|s| Intended { date: s.date, route, dose })
            .collect();
        let forecaster = Forecaster::new(clinic).map_err(|e| e.to_string())?;
        let answered = forecaster.answer(&record, &near).map_err(|e| e.to_string())?;
        Ok(words::both(&answered.answer, &answered.population, forecaster.model()).clinician)
    }
}

fn found_differs(expected: &Expected, review: &Review, clinic: &Catalog) -> Option<String> {
    let knowledge = clinic.knowledge();
    let of = |rule: &str| review.findings.iter().filter(|f| f.rule == rule).collect::<Vec<_>>();
    match &expected.what {
        What::Phase(phase) => {
            let found = review.phase.to_string();
            (found != *phase).then(|| format!("the phase is {found}"))
        }
        What::Nothing { rule } => of(rule).first().map(|f| format!("{rule} found {}", f.state)),
        What::Finding { rule, state } => {
            let all = of(rule);
            let right = |f: &&&evenkeel_care::finding::Finding| f.state == *state;
            let differences = |f: &evenkeel_care::finding::Finding| {
                expected.clauses.iter().find_map(|clause| clause.differs(f, knowledge))
            };
            let candidates: Vec<_> = all.iter().filter(right).collect();
            if candidates.iter().any(|f| differences(f).is_none()) {
                return None;
            }
            match candidates.first() {
                Some(f) => differences(f),
                None if all.is_empty() => {
                    let list = review.findings.iter().map(|f| format!("{} {}", f.rule, f.state));
                    Some(format!("{rule} made no finding, only {}", list.collect::<Vec<_>>().join(", ")))
                }
                None => {
                    let list = all.iter().map(|f| {
                        format!("{} on {} ({})", f.state, f.date, super::expect::said(f, knowledge))
                    });
                    Some(format!("{rule} found {}", list.collect::<Vec<_>>().join(", ")))
                }
            }
        }
        What::Plan(_) | What::Forecast => None,
    }
}

fn take(record: &mut CourseRecord, on: Date, fact: &Fact) {
    match fact {
        Fact::Session(session) => record.sessions.push(session.clone()),
        Fact::Score(score) => record.measurements.push(score.clone()),
        Fact::Screen(screen) => record.screens.push(screen.clone()),
        Fact::Sign(sign) => record.signs.push(sign.clone()),
        Fact::Event(event) => record.events.push(event.clone()),
        Fact::Decision(decision) => record.decisions.push(decision.clone()),
        Fact::Status(status) => {
            record.status = Some(*status);
            record.stopped_on = (*status == CourseStatus::Ended).then_some(on);
        }
        Fact::Asked => {
            record.patient.conditions.get_or_insert_default();
            record.patient.medications.get_or_insert_default();
        }
        Fact::Condition(condition) => record.patient.conditions.get_or_insert_default().push(*condition),
        Fact::Medication(drug) => record.patient.medications.get_or_insert_default().push(drug.clone()),
        Fact::Protocol(id) => record.protocol.clone_from(id),
    }
}
