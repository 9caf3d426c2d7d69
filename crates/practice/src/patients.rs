//! Patients: add, search, and the page of one.

use std::collections::{HashMap, HashSet};

use evenkeel_care::knowledge::Knowledge;
use evenkeel_store::course_list::{self, CourseFilter, CourseSummary};
use evenkeel_store::patient::{self, Details, Patient};
use evenkeel_store::{PatientId, open_safety, patient_search};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use crate::actor::Actor;
use crate::context::{Once, Practice};
use crate::refusal::{FieldProblem, Refusal};
use crate::rights::Right;
use crate::view::people::{CourseLine, PatientHead, PatientPage, PatientRow, PatientsPage, SafetyLine};
use crate::words;

/// A patient to be added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewPatient {
    /// Name.
    pub name: String,
    /// Date of birth.
    pub birth_date: Option<Date>,
    /// Phone number.
    pub phone: Option<String>,
    /// The clinic's record number.
    pub record_number: Option<String>,
}

/// Lines on one page of the list.
const LINES: u32 = 60;
/// Source of the demo's invented patients.
pub(crate) const SYNTHETIC: &str = "synthetic";
const OLDEST_YEARS: i32 = 120;

impl Practice {
    /// The patients page: open safety findings first, then the worklist or what was searched for.
    pub async fn patients(&self, actor: &Actor, query: &str) -> Result<PatientsPage, Refusal> {
        actor.must(Right::ReadCharts)?;
        let today = self.today(actor.clinic).await?;
        let courses =
            course_list::list(self.store(), actor.clinic, &CourseFilter::default(), today, LINES + 1, 0)
                .await?;
        let (rows, more) = if query.trim().is_empty() {
            self.worklist(actor, today, courses).await?
        } else {
            let found = patient_search::search(self.store(), actor.clinic, query, LINES + 1).await?;
            self.found(actor, today, found).await?
        };
        self.saw(actor, "patient.list", evenkeel_store::Subject::named("patients")).await?;
        Ok(PatientsPage {
            query: query.trim().to_owned(),
            rows,
            more,
            needs_a_human: self.open_safety(actor, today).await?,
            may_add: actor.may(Right::AddPatients),
        })
    }

    /// Courses by their next planned day, then patients without a course.
    async fn worklist(
        &self,
        actor: &Actor,
        today: Date,
        courses: Vec<CourseSummary>,
    ) -> Result<(Vec<PatientRow>, bool), Refusal> {
        let mut more = courses.len() > LINES as usize;
        let mut seen = HashSet::new();
        let mut rows: Vec<PatientRow> = courses
            .into_iter()
            .take(LINES as usize)
            .filter(|c| seen.insert(c.patient_id))
            .map(|c| PatientRow {
                patient: head_of(c.patient_id, &c.source, c.person.known(), today),
                course: Some(course_line(&c, self.knowledge())),
            })
            .collect();
        let recent = patient::list(self.store(), actor.clinic, LINES + 1, 0).await?;
        more = more || recent.len() > LINES as usize;
        rows.extend(
            recent
                .iter()
                .filter(|p| !seen.contains(&p.id))
                .take(LINES as usize)
                .map(|p| PatientRow { patient: head(p, today), course: None }),
        );
        Ok((rows, more))
    }

    async fn found(
        &self,
        actor: &Actor,
        today: Date,
        found: Vec<Patient>,
    ) -> Result<(Vec<PatientRow>, bool), Refusal> {
        let more = found.len() > LINES as usize;
        let ids: Vec<PatientId> = found.iter().map(|p| p.id).collect();
        let courses = course_list::of_patients(self.store(), actor.clinic, &ids, today).await?;
        let mut latest: HashMap<PatientId, CourseSummary> = HashMap::new();
        for course in courses {
            latest.entry(course.patient_id).or_insert(course);
        }
        let row = |p: &Patient| PatientRow {
            patient: head(p, today),
            course: latest.get(&p.id).map(|c| course_line(c, self.knowledge())),
        };
        Ok((found.iter().take(LINES as usize).map(row).collect(), more))
    }

    /// Safety findings that are the newest word on their course, newest first.
    async fn open_safety(&self, actor: &Actor, today: Date) -> Result<Vec<SafetyLine>, Refusal> {
        let zone = TimeZone::get(&self.clinic(actor.clinic).await?.zone).unwrap_or(TimeZone::UTC);
        let mut lines = Vec::new();
        for open in open_safety::list(self.store(), actor.clinic).await? {
            let because = open.body.parse::<evenkeel_care::finding::Finding>()?.because;
            lines.push(SafetyLine {
                course: open.course_id.0,
                patient: open.person.name().unwrap_or("Erased patient").to_owned(),
                what: because.first().map(|m| self.knowledge().say(m)).unwrap_or_default(),
                when: when(open.recorded.at, &zone, today),
            });
        }
        Ok(lines)
    }

    /// Adds a patient.
    pub async fn add_patient(&self, actor: &Actor, new: NewPatient, key: &str) -> Result<PatientId, Refusal> {
        actor.must(Right::AddPatients)?;
        let today = self.today(actor.clinic).await?;
        let details = checked(new, today)?;
        let mut tx = match self.begin::<PatientId>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(id) => return Ok(id),
        };
        let source =
            if self.demo_clock().is_some() && actor.account.is_none() { SYNTHETIC } else { "clinic" };
        let kept = patient::NewPatient { source: source.to_owned(), source_key: None, details };
        let id = patient::add(&mut tx, &kept).await?.id();
        tx.audit("patient.add", id, &())?;
        tx.commit_with(&id).await?;
        Ok(id)
    }

    /// One patient's page.
    pub async fn patient(&self, actor: &Actor, id: PatientId) -> Result<PatientPage, Refusal> {
        actor.must(Right::ReadCharts)?;
        let today = self.today(actor.clinic).await?;
        let found = self.find_patient(actor, id).await?;
        let filter = CourseFilter { patient_id: Some(id), ..CourseFilter::default() };
        let courses = course_list::list(self.store(), actor.clinic, &filter, today, LINES, 0).await?;
        self.saw(actor, "patient.read", id).await?;
        Ok(PatientPage {
            patient: head(&found, today),
            phone: found.person.known().and_then(|d| d.phone.clone()),
            courses: courses.iter().map(|c| course_line(c, self.knowledge())).collect(),
            may_open_course: actor.may(Right::OpenCourses) && found.person.known().is_some(),
        })
    }

    pub(crate) async fn find_patient(&self, actor: &Actor, id: PatientId) -> Result<Patient, Refusal> {
        patient::get(self.store(), actor.clinic, id).await?.ok_or_else(|| Refusal::not_found("This patient"))
    }
}

/// A patient at the head of a page.
pub(crate) fn head(patient: &Patient, today: Date) -> PatientHead {
    head_of(patient.id, &patient.source, patient.person.known(), today)
}

fn head_of(id: PatientId, source: &str, details: Option<&Details>, today: Date) -> PatientHead {
    let birth_date = details.and_then(|d| d.birth_date);
    PatientHead {
        id: id.0,
        name: details.map_or_else(|| "Erased patient".to_owned(), |d| d.name.clone()),
        birth_date,
        age_years: birth_date.and_then(|born| age(born, today)),
        record_number: details.and_then(|d| d.record_number.clone()),
        label: label(source),
    }
}

/// What stands beside the name of a record that is not the clinic's own.
pub(crate) fn label(source: &str) -> Option<String> {
    match source.split_once(':') {
        None if source == SYNTHETIC => Some("Synthetic patient: does not exist".to_owned()),
        Some(("import", label)) => Some(label.to_owned()),
        _ => None,
    }
}

/// Whole years, by the calendar.
fn age(born: Date, today: Date) -> Option<i16> {
    let span = born.until((jiff::Unit::Year, today)).ok()?;
    (span.get_years() >= 0).then(|| span.get_years())
}

fn course_line(course: &CourseSummary, knowledge: &Knowledge) -> CourseLine {
    let protocol = knowledge.protocols.get(&course.protocol_id);
    let planned = protocol.map_or(0, evenkeel_care::protocol::Protocol::induction_sessions);
    let done = u32::try_from(course.sessions_done).unwrap_or_default();
    let name = protocol.map_or(course.protocol_id.as_str(), |p| p.name.as_str());
    let latest = course.last_score.zip(course.last_score_on).map(|(score, on)| {
        format!(
            "{} {} on {}",
            knowledge.name(course.primary_instrument),
            words::number(score),
            words::short_date(on)
        )
    });
    CourseLine {
        id: course.id.0,
        title: format!("{} · {name}", words::condition(course.condition)),
        phase: phase(course, done, planned).to_owned(),
        sessions_done: done,
        sessions_planned: planned,
        next_on: course.next_planned_on,
        trend: Vec::new(),
        instrument: course.primary_instrument,
        latest,
    }
}

fn phase(course: &CourseSummary, done: u32, planned: u32) -> &'static str {
    use evenkeel_care::record::CourseStatus;
    match course.status {
        CourseStatus::Ended => "ended",
        CourseStatus::Paused => "paused",
        CourseStatus::Active if done == 0 => "before",
        CourseStatus::Active if done < planned => "induction",
        CourseStatus::Active => "maintenance",
    }
}

fn when(at: Timestamp, zone: &TimeZone, today: Date) -> String {
    let local = at.to_zoned_datetime(zone.clone());
    if local.date() == today {
        local.strftime("today %H:%M").to_string()
    } else {
        words::short_date(local.date())
    }
}

fn checked(new: NewPatient, today: Date) -> Result<Details, Refusal> {
    let mut problems = Vec::new();
    let name = new.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        problems.push(FieldProblem::new("name", "The name is missing.", "Type it as on the identity card."));
    }
    if name.chars().count() > 120 {
        problems.push(FieldProblem::new("name", "The name is too long.", "Shorten it to 120 characters."));
    }
    let oldest = today.checked_sub(OLDEST_YEARS.years()).unwrap_or(Date::MIN);
    match new.birth_date {
        Some(born) if born > today => {
            problems.push(FieldProblem::new(
                "birth_date",
                "The date of birth lies in the future.",
                "Correct the year.",
            ));
        }
        Some(born) if born < oldest => {
            problems.push(FieldProblem::new(
                "birth_date",
                "The date of birth is over 120 years ago.",
                "Correct the year.",
            ));
        }
        _ => {}
    }
    let tidy = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let (phone, record_number) = (tidy(new.phone), tidy(new.record_number));
    for (field, text) in [("phone", &phone), ("record_number", &record_number)] {
        if text.as_ref().is_some_and(|t| t.chars().count() > 60) {
            problems.push(FieldProblem::new(field, "This is too long.", "Shorten it to 60 characters."));
        }
    }
    if problems.is_empty() {
        Ok(Details { name, birth_date: new.birth_date, phone, record_number })
    } else {
        Err(Refusal::Invalid(problems))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn somebody_born_on_a_leap_day_has_a_birthday() {
        assert_eq!(age(date(2000, 2, 29), date(2026, 2, 28)), Some(25));
        assert_eq!(age(date(2000, 2, 29), date(2026, 3, 1)), Some(26));
    }

    #[test]
    fn a_patient_without_a_name_or_from_the_future_is_refused() {
        let today = date(2026, 1, 5);
        let from_tomorrow = NewPatient { birth_date: Some(date(2026, 1, 6)), ..NewPatient::default() };
        let Err(Refusal::Invalid(problems)) = checked(from_tomorrow, today) else { panic!("taken") };
        assert_eq!(problems.iter().map(|p| p.field.as_str()).collect::<Vec<_>>(), ["name", "birth_date"]);
    }

    #[test]
    fn imported_and_synthetic_records_carry_a_label() {
        assert_eq!(label("import:Trial participant").as_deref(), Some("Trial participant"));
        assert!(label("synthetic").is_some() && label("clinic").is_none());
    }
}
