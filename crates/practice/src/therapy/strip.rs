//! Therapy and daily life beside the outcomes of a course: the same days, nothing reckoned from them.

use evenkeel_care::life::LifeKind;
use evenkeel_care::therapy::VisitKind;
use evenkeel_store::life_entry::{self, LifeEntry};
use evenkeel_store::{ClinicId, StoreError};
use jiff::civil::Date;

use super::words::life_words;
use crate::context::Practice;
use crate::record::Standing;
use crate::view::therapy::{LifeLane, LifeStrip};
use crate::words;

/// The kinds in the order of their lanes. Words alone have no lane: they are read, not drawn.
const LANES: [(LifeKind, &str); 5] = [
    (LifeKind::Exercise, "Exercise"),
    (LifeKind::Nutrition, "Nutrition"),
    (LifeKind::Sleep, "Sleep"),
    (LifeKind::Support, "Support"),
    (LifeKind::Goal, "Goals"),
];

impl Practice {
    /// The strip of a course, from the day it was opened on.
    pub(crate) async fn life_strip(
        &self,
        clinic: ClinicId,
        standing: &Standing<'_>,
    ) -> Result<LifeStrip, StoreError> {
        let course = &standing.bundle.course;
        let patients = [course.patient_id];
        let life = life_entry::of_patients(self.store(), clinic, &patients, course.opened_on).await?;
        let mut lanes = vec![
            visits(standing, VisitKind::Preparation, "Preparation"),
            visits(standing, VisitKind::Integration, "Integration"),
        ];
        for (kind, name) in LANES {
            lanes.push(LifeLane { name, marks: marks(&life, kind, standing.today)? });
        }
        lanes.retain(|lane| !lane.marks.is_empty());
        Ok(LifeStrip { lanes })
    }
}

fn visits(standing: &Standing<'_>, kind: VisitKind, name: &'static str) -> LifeLane {
    let detailed = standing.bundle.visits.iter().filter(|v| v.kind == kind);
    let detailed = detailed.map(|v| (v.date, format!("{}, {} min", words::event(kind.event()), v.minutes)));
    let plain = standing.bundle.events.iter().filter(|e| e.kind == kind.event());
    let plain = plain.map(|e| (e.date, words::event(kind.event()).to_owned()));
    let mut marks: Vec<(Date, String)> =
        detailed.chain(plain).filter(|(day, _)| *day <= standing.today).collect();
    marks.sort();
    LifeLane { name, marks }
}

fn marks(life: &[LifeEntry], kind: LifeKind, today: Date) -> Result<Vec<(Date, String)>, StoreError> {
    let mut marks = Vec::new();
    for entry in life.iter().filter(|e| e.kind == kind && e.date <= today) {
        if let Some(said) = entry.said()? {
            let (what, detail) = life_words(&said);
            marks.push((entry.date, detail.map_or(what.clone(), |detail| format!("{what}: {detail}"))));
        }
    }
    Ok(marks)
}
