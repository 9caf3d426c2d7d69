//! The lists of patients: open safety findings first, then courses that run, past ones, or a search.

use std::collections::{HashMap, HashSet};

use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::record::CourseStatus;
use evenkeel_store::course_list::{self, CourseFilter, CourseSummary};
use evenkeel_store::patient::{self, Patient};
use evenkeel_store::{CourseId, PatientId, patient_search, score_history};
use jiff::civil::Date;

use crate::actor::Actor;
use crate::context::Practice;
use crate::patients::{LINES, head, head_of};
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::view::people::{CourseLine, Listed, PatientRow, PatientsPage};
use crate::words;

impl Practice {
    /// The patients page for a search; without one, the courses that run.
    pub async fn patients(&self, actor: &Actor, query: &str) -> Result<PatientsPage, Refusal> {
        if query.trim().is_empty() {
            return self.patient_list(actor, Listed::Running).await;
        }
        actor.must(Right::ReadCharts)?;
        let today = self.today(actor.clinic).await?;
        let found = patient_search::search(self.store(), actor.clinic, query, LINES + 1).await?;
        let more = found.len() > LINES as usize;
        let rows = self.with_latest_course(actor, today, &found).await?;
        self.page(actor, Sheet { query: query.trim(), listed: Listed::All, rows, more }).await
    }

    /// The patients page: open safety findings first, then courses by their next planned day, then
    /// patients without a course.
    pub async fn patient_list(&self, actor: &Actor, listed: Listed) -> Result<PatientsPage, Refusal> {
        actor.must(Right::ReadCharts)?;
        let today = self.today(actor.clinic).await?;
        let courses = self.courses_listed(actor, listed, today).await?;
        let mut more = courses.len() > LINES as usize;
        let mut seen = HashSet::new();
        let mut rows: Vec<PatientRow> = courses
            .into_iter()
            .take(LINES as usize)
            .filter(|c| seen.insert(c.patient_id))
            .map(|c| PatientRow {
                patient: head_of(c.patient_id, &c.source, c.person.known(), today),
                course: Some(course_line(&c, self.knowledge(), today)),
            })
            .collect();
        if listed != Listed::Past {
            let recent = patient::list(self.store(), actor.clinic, LINES + 1, 0).await?;
            more = more || (listed == Listed::All && recent.len() > LINES as usize);
            let unseen: Vec<Patient> = recent.into_iter().filter(|p| !seen.contains(&p.id)).collect();
            let others = self.with_latest_course(actor, today, &unseen).await?;
            rows.extend(others.into_iter().filter(|row| listed == Listed::All || row.course.is_none()));
        }
        self.page(actor, Sheet { query: "", listed, rows, more }).await
    }

    /// The courses of one list, one more than fits, so that it is known whether there are more.
    async fn courses_listed(
        &self,
        actor: &Actor,
        listed: Listed,
        today: Date,
    ) -> Result<Vec<CourseSummary>, Refusal> {
        let states: &[Option<CourseStatus>] = match listed {
            Listed::Running => &[Some(CourseStatus::Active), Some(CourseStatus::Paused)],
            Listed::Past => &[Some(CourseStatus::Ended)],
            Listed::All => &[None],
        };
        let mut courses = Vec::new();
        for status in states {
            let filter = CourseFilter { status: *status, ..CourseFilter::default() };
            courses
                .extend(course_list::list(self.store(), actor.clinic, &filter, today, LINES + 1, 0).await?);
        }
        Ok(courses)
    }

    /// Patients with their latest course, in the order given.
    async fn with_latest_course(
        &self,
        actor: &Actor,
        today: Date,
        patients: &[Patient],
    ) -> Result<Vec<PatientRow>, Refusal> {
        let ids: Vec<PatientId> = patients.iter().map(|p| p.id).collect();
        let courses = course_list::of_patients(self.store(), actor.clinic, &ids, today).await?;
        let mut latest: HashMap<PatientId, CourseSummary> = HashMap::new();
        for course in courses {
            latest.entry(course.patient_id).or_insert(course);
        }
        let row = |p: &Patient| PatientRow {
            patient: head(p, today),
            course: latest.get(&p.id).map(|c| course_line(c, self.knowledge(), today)),
        };
        Ok(patients.iter().take(LINES as usize).map(row).collect())
    }

    async fn page(&self, actor: &Actor, sheet: Sheet<'_>) -> Result<PatientsPage, Refusal> {
        let Sheet { query, listed, mut rows, more } = sheet;
        self.add_trends(actor, rows.iter_mut().filter_map(|row| row.course.as_mut()).collect()).await?;
        self.saw(actor, "patient.list", evenkeel_store::Subject::named("patients")).await?;
        Ok(PatientsPage {
            query: query.to_owned(),
            listed,
            rows,
            more,
            may_add: actor.may(Right::AddPatients),
        })
    }

    /// The scores on each course's primary instrument: one query for all lines.
    pub(crate) async fn add_trends(&self, actor: &Actor, lines: Vec<&mut CourseLine>) -> Result<(), Refusal> {
        let ids: Vec<CourseId> = lines.iter().map(|line| CourseId(line.id)).collect();
        let mut trends: HashMap<CourseId, Vec<(Date, f64)>> = HashMap::new();
        for score in score_history::of_courses(self.store(), actor.clinic, &ids).await? {
            trends.entry(score.course_id).or_default().push((score.date, score.score));
        }
        for line in lines {
            line.trend = trends.remove(&CourseId(line.id)).unwrap_or_default();
        }
        Ok(())
    }
}

/// What a patients page is made of.
struct Sheet<'a> {
    query: &'a str,
    listed: Listed,
    rows: Vec<PatientRow>,
    more: bool,
}

/// A course in one line, without its trend.
pub(crate) fn course_line(course: &CourseSummary, knowledge: &Knowledge, today: Date) -> CourseLine {
    let protocol = knowledge.protocols.get(&course.protocol_id);
    let planned = protocol.map_or(0, evenkeel_care::protocol::Protocol::induction_sessions);
    let done = u32::try_from(course.sessions_done).unwrap_or_default();
    let name = protocol.map_or(course.protocol_id.as_str(), |p| p.name.as_str());
    let latest = course.last_score.zip(course.last_score_on).map(|(score, on)| {
        format!(
            "{} {} on {}",
            knowledge.name(course.primary_instrument),
            words::number(score),
            words::near_date(on, today)
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
        range: knowledge
            .instruments
            .get(&course.primary_instrument)
            .and_then(|d| d.range)
            .map_or((0.0, 1.0), |range| (range.lo, range.hi)),
        latest,
    }
}

fn phase(course: &CourseSummary, done: u32, planned: u32) -> &'static str {
    match course.status {
        CourseStatus::Ended => "ended",
        CourseStatus::Paused => "paused",
        CourseStatus::Active if done == 0 => "before",
        CourseStatus::Active if done < planned => "induction",
        CourseStatus::Active => "maintenance",
    }
}
