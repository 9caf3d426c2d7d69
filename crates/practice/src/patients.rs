//! Patients: add one, and the page of one.

use evenkeel_store::PatientId;
use evenkeel_store::course_list::{self, CourseFilter};
use evenkeel_store::patient::{self, Details, Patient};
use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::actor::Actor;
use crate::context::{Once, Practice};
use crate::patient_lists::course_line;
use crate::refusal::{FieldProblem, Refusal};
use crate::rights::Right;
use crate::timeline::TimelineAsked;
use crate::view::people::{CourseLine, PatientHead, PatientPage};

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
pub(crate) const LINES: u32 = 60;
/// Source of the demo's invented patients.
pub(crate) const SYNTHETIC: &str = "synthetic";
/// Source of the clinic's own patients.
pub(crate) const OWN: &str = "clinic";
const OLDEST_YEARS: i32 = 120;

impl Practice {
    /// Adds a patient.
    pub async fn add_patient(&self, actor: &Actor, new: NewPatient, key: &str) -> Result<PatientId, Refusal> {
        actor.must(Right::AddPatients)?;
        let today = self.today(actor.clinic).await?;
        let details = checked(new, today)?;
        let mut tx = match self.begin::<PatientId>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(id) => return Ok(id),
        };
        let source = if self.demo_clock().is_some() && actor.account.is_none() { SYNTHETIC } else { OWN };
        let kept = patient::NewPatient { source: source.to_owned(), source_key: None, details };
        let id = patient::add(&mut tx, &kept).await?.id();
        tx.audit("patient.add", id, &())?;
        tx.commit_with(&id).await?;
        Ok(id)
    }

    /// One patient's page, with the first page of the timeline.
    pub async fn patient(&self, actor: &Actor, id: PatientId) -> Result<PatientPage, Refusal> {
        self.patient_with(actor, id, TimelineAsked::default()).await
    }

    /// One patient's page with the part of the timeline that is asked for: one look, one audit line.
    pub async fn patient_with(
        &self,
        actor: &Actor,
        id: PatientId,
        asked: TimelineAsked,
    ) -> Result<PatientPage, Refusal> {
        actor.must(Right::ReadCharts)?;
        let today = self.today(actor.clinic).await?;
        let found = self.find_patient(actor, id).await?;
        let filter = CourseFilter { patient_id: Some(id), ..CourseFilter::default() };
        let courses = course_list::list(self.store(), actor.clinic, &filter, today, LINES, 0).await?;
        let mut courses: Vec<CourseLine> =
            courses.iter().map(|c| course_line(c, self.knowledge(), today)).collect();
        self.add_trends(actor, courses.iter_mut().collect()).await?;
        let timeline = self.timeline(actor, id, asked).await?;
        self.saw(actor, "patient.read", id).await?;
        Ok(PatientPage {
            patient: head(&found, today),
            phone: found.person.known().and_then(|d| d.phone.clone()),
            courses,
            screening: self.screening_view(actor, id).await?,
            timeline,
            goals: self.open_goals(actor.clinic, id).await?,
            may_tell_life: actor.may(Right::EnterCheckIns) && found.person.known().is_some(),
            may_screen: actor.may(Right::Screen) && found.person.known().is_some(),
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

pub(crate) fn head_of(id: PatientId, source: &str, details: Option<&Details>, today: Date) -> PatientHead {
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
