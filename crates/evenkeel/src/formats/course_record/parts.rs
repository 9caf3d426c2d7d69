//! The parts of a course record as they are written, and what they become.

use evenkeel_care::condition::{MedicationClass, PatientCondition, Route};
use evenkeel_care::dose::WeightKg;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::{
    BloodPressure, DecisionNote, Discharge, DischargeCheck, Event, EventKind, Measurement, Medication,
    Patient, PreviousCourse, Screen, ScreenAnswers, Session, SessionStatus, Sign, SignKind,
};
use serde::Deserialize;

use super::dose::DoseKeys;
use super::{Wrong, in_records};
use crate::formats::civil_date::CivilDate;

#[derive(Deserialize)]
#[serde(expecting = "an object, the patient")]
pub(super) struct PatientPart {
    birth_date: Option<CivilDate>,
    conditions: Option<Vec<PatientCondition>>,
    medications: Option<Vec<MedicationPart>>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object, one medication")]
struct MedicationPart {
    name: String,
    class: MedicationClass,
    diazepam_equivalent_mg_per_day: Option<f64>,
    mg_per_day: Option<f64>,
}

impl PatientPart {
    pub(super) fn into_patient(self) -> Patient {
        let medication = |m: MedicationPart| Medication {
            name: m.name,
            class: m.class,
            diazepam_equivalent_mg_per_day: m.diazepam_equivalent_mg_per_day,
            mg_per_day: m.mg_per_day,
        };
        Patient {
            birth_date: self.birth_date.map(|date| date.0),
            conditions: self.conditions,
            medications: self.medications.map(|list| list.into_iter().map(medication).collect()),
        }
    }
}

#[derive(Deserialize)]
#[serde(expecting = "an object, one session")]
pub(super) struct SessionPart {
    date: CivilDate,
    status: SessionStatus,
    route: Route,
    dose_mg_per_kg: Option<f64>,
    dose_mg: Option<f64>,
    dose_mg_per_kg_per_h: Option<f64>,
    hours: Option<f64>,
    weight_kg: Option<f64>,
    bp: Option<Vec<PressurePart>>,
    moaas_last: Option<u8>,
    observed_minutes: Option<u32>,
    infusion_end_minute: Option<u32>,
    supervised_by: Option<String>,
    rems_submitted_on: Option<CivilDate>,
    discharge: Option<DischargePart>,
}

/// The discharge list. A line left out, or null, is unknown.
#[derive(Default, Deserialize)]
#[serde(expecting = "an object, the discharge list, each line true, false or null")]
struct DischargePart {
    vitals_at_baseline: Option<bool>,
    orientated: Option<bool>,
    tolerates_fluids: Option<bool>,
    pain_controlled: Option<bool>,
    nausea_minimal: Option<bool>,
    care_at_home: Option<bool>,
    ride_arranged: Option<bool>,
    no_driving_told: Option<bool>,
}

impl DischargePart {
    fn into_list(self) -> Discharge {
        let lines = [
            (DischargeCheck::VitalsAtBaseline, self.vitals_at_baseline),
            (DischargeCheck::Orientated, self.orientated),
            (DischargeCheck::ToleratesFluids, self.tolerates_fluids),
            (DischargeCheck::PainControlled, self.pain_controlled),
            (DischargeCheck::NauseaMinimal, self.nausea_minimal),
            (DischargeCheck::CareAtHome, self.care_at_home),
            (DischargeCheck::RideArranged, self.ride_arranged),
            (DischargeCheck::NoDrivingTold, self.no_driving_told),
        ];
        lines.into_iter().filter_map(|(check, answer)| Some((check, answer?))).collect()
    }
}

#[derive(Deserialize)]
#[serde(expecting = "an object {minute, systolic, diastolic}")]
struct PressurePart {
    minute: i32,
    systolic: u16,
    diastolic: u16,
}

impl SessionPart {
    pub(super) fn into_session(self, path: &str) -> Result<Session, Wrong> {
        let keys = DoseKeys {
            mg_per_kg: self.dose_mg_per_kg,
            mg: self.dose_mg,
            mg_per_kg_per_h: self.dose_mg_per_kg_per_h,
            hours: self.hours,
        };
        let pressure = |p: PressurePart| BloodPressure {
            minute: p.minute,
            systolic: p.systolic,
            diastolic: p.diastolic,
        };
        Ok(Session {
            date: self.date.0,
            status: self.status,
            route: self.route,
            dose: keys.dose(self.route, path)?,
            weight_kg: self.weight_kg.map(WeightKg),
            blood_pressures: self.bp.unwrap_or_default().into_iter().map(pressure).collect(),
            moaas_last: self.moaas_last,
            observed_minutes: self.observed_minutes,
            infusion_end_minute: self.infusion_end_minute,
            supervised_by: self.supervised_by,
            rems_submitted_on: self.rems_submitted_on.map(|date| date.0),
            discharge: self.discharge.unwrap_or_default().into_list(),
        })
    }
}

#[derive(Deserialize)]
#[serde(expecting = "an object, one measurement")]
pub(super) struct MeasurementPart {
    date: CivilDate,
    instrument: InstrumentId,
    score: f64,
    items: Option<Vec<Option<u8>>>,
    after: Option<bool>,
    recall_days: Option<u16>,
    form: Option<String>,
}

impl MeasurementPart {
    pub(super) fn into_measurement(self, path: &str) -> Result<Measurement, Wrong> {
        in_records(&format!("{path}.instrument"), self.instrument)?;
        Ok(Measurement {
            date: self.date.0,
            instrument: self.instrument,
            score: self.score,
            items: self.items,
            after: self.after.unwrap_or(false),
            recall_days: self.recall_days,
            form: self.form,
        })
    }
}

#[derive(Deserialize)]
#[serde(expecting = "an object {date, sign}")]
pub(super) struct SignPart {
    date: CivilDate,
    sign: SignKind,
}

impl SignPart {
    pub(super) fn into_sign(self) -> Sign {
        Sign { date: self.date.0, sign: self.sign }
    }
}

#[derive(Deserialize)]
#[serde(expecting = "an object {date, instrument, answers}")]
pub(super) struct ScreenPart {
    date: CivilDate,
    instrument: InstrumentId,
    answers: AnswersPart,
}

#[derive(Deserialize)]
#[serde(expecting = "an object of answers, q1 to q6_3_months")]
struct AnswersPart {
    q1: Option<bool>,
    q2: Option<bool>,
    q3: Option<bool>,
    q4: Option<bool>,
    q5: Option<bool>,
    q6_lifetime: Option<bool>,
    q6_3_months: Option<bool>,
}

impl ScreenPart {
    pub(super) fn into_screen(self) -> Screen {
        let AnswersPart { q1, q2, q3, q4, q5, q6_lifetime, q6_3_months } = self.answers;
        let answers = ScreenAnswers { q1, q2, q3, q4, q5, q6_lifetime, q6_3_months };
        Screen { date: self.date.0, instrument: self.instrument, answers }
    }
}

#[derive(Deserialize)]
#[serde(expecting = "an object {date, rule, choice}")]
pub(super) struct DecisionPart {
    date: CivilDate,
    rule: String,
    choice: String,
    reason: Option<String>,
    by: Option<String>,
}

impl DecisionPart {
    pub(super) fn into_decision(self) -> DecisionNote {
        let Self { date, rule, choice, reason, by } = self;
        DecisionNote { date: date.0, rule, choice, reason, by }
    }
}

#[derive(Deserialize)]
#[serde(expecting = "an object {date, kind}")]
pub(super) struct EventPart {
    date: CivilDate,
    kind: EventKind,
}

impl EventPart {
    pub(super) fn into_event(self) -> Event {
        Event { date: self.date.0, kind: self.kind }
    }
}

#[derive(Deserialize)]
#[serde(expecting = "an object, the course before this one")]
pub(super) struct PreviousPart {
    id: Option<String>,
    ended_on: Option<CivilDate>,
    best_interval_days: Option<u32>,
}

impl PreviousPart {
    pub(super) fn into_previous(self) -> PreviousCourse {
        PreviousCourse {
            id: self.id,
            ended_on: self.ended_on.map(|date| date.0),
            best_interval_days: self.best_interval_days,
        }
    }
}
