//! The demo clinic: real trial participants as past courses, and ten invented patients whose history
//! is written by the same functions a clinic uses, day by day.

mod bookings;
mod clock;
mod dice;
mod floor;
mod history;
mod people;
mod prices;
mod safety;
mod therapy;

use std::sync::Arc;

use evenkeel_practice::import::{ImportFile, Map, ScoreLine, prepare};
use evenkeel_practice::{Actor, ClinicId, DemoClock, PatientId, Practice, Refusal, Role};
use evenkeel_store::clinic::ClinicDetails;
use jiff::civil::Date;
use jiff::tz::TimeZone;

pub use clock::Clockwork;
pub use dice::Replayed;

use crate::cli::output;
use crate::formats::scores_csv;

/// The clinic's time zone.
pub const ZONE: &str = "America/New_York";
const NIMH: &str = include_str!("../../../../reference/data/nimh_ketamine_ds005917.csv");
const NIMH_NAME: &str = "nimh_ketamine_ds005917.csv";
const NIMH_MAP: &str = include_str!("../../../../clinical/maps/nimh_ketamine_ds005917.toml");
/// The invented patient whose own page the demo shows.
const PATIENT: usize = 4;

/// Staff of the demo, one a role.
const STAFF: [(Role, &str); 5] = [
    (Role::Prescriber, "Dr Maren Vale"),
    (Role::Nurse, "Tomas Ruiz"),
    (Role::Therapist, "Ada Lind"),
    (Role::FrontDesk, "Kim Osei"),
    (Role::Admin, "Robin Hale"),
];

/// What the demo is made from.
pub struct Recipe {
    /// The practice, on an empty record.
    pub practice: Practice,
    /// Its clock, standing.
    pub clock: Arc<Clockwork>,
    /// The day the demo opens on.
    pub today: Date,
    /// How many invented patients.
    pub patients: usize,
    /// The seed of their illness.
    pub seed: u64,
}

impl Recipe {
    /// Fills the record and leaves the clock running on the morning of `today`.
    pub async fn cook(&self) -> Result<(), Refusal> {
        let clinic = self.clinic().await?;
        let program = Actor::program(clinic, "demo");
        let mut staff = Vec::new();
        for (role, name) in STAFF {
            let account = self.practice.add_demo_account(&program, role, name, None).await?;
            staff.push(Actor {
                account: Some(account),
                clinic,
                name: name.to_owned(),
                role,
                patient: None,
                from: None,
            });
        }
        output::note("demo: past courses of real trial participants (NIMH, CC0)");
        safety::confirm(&self.practice, &staff).await?;
        prices::set(&self.practice, &staff).await?;
        floor::set(&self.practice, &staff).await?;
        bookings::set(&self.practice, &staff).await?;
        self.trial_participants(&program).await?;
        let patients = history::write(self, &staff).await?;
        self.set(self.today, 7);
        bookings::fill(self, &staff, &patients).await?;
        floor::fill(self, &staff, &patients).await?;
        self.set(self.today, 9);
        safety::alert(&self.practice, &staff, &patients, self.today).await?;
        let patient = self.patients_account(&program, &patients).await?;
        therapy::fill(&self.practice, &staff, patient.as_ref(), self.today).await?;
        self.practice.work().await;
        self.clock.start();
        Ok(())
    }

    async fn clinic(&self) -> Result<ClinicId, Refusal> {
        let details = ClinicDetails {
            name: "Harbour Clinic (demo)".to_owned(),
            country: "US".to_owned(),
            zone: ZONE.to_owned(),
            crisis_text: Some("Call or text 988, day or night.".to_owned()),
            crisis_number: Some("988".to_owned()),
            hints_accepted: true,
        };
        self.practice.found_clinic(&details).await
    }

    async fn trial_participants(&self, program: &Actor) -> Result<(), Refusal> {
        let unusable = |why: String| Refusal::Unavailable { what: why, cause: String::new() };
        let map = Map::parse(NIMH_MAP).map_err(|e| unusable(e.to_string()))?;
        let lines: Vec<ScoreLine> =
            scores_csv::read(NIMH_NAME, NIMH).map_err(|e| unusable(e.to_string()))?.good;
        let prepared = prepare(lines, &map, self.practice.knowledge());
        let file = ImportFile { name: NIMH_NAME.to_owned(), ..ImportFile::default() };
        self.practice.import_scores(program, &prepared, &map, &file, &mut |_, _| {}).await?;
        Ok(())
    }

    /// The account of the patient whose own page is shown.
    async fn patients_account(
        &self,
        program: &Actor,
        patients: &[PatientId],
    ) -> Result<Option<Actor>, Refusal> {
        let Some(patient) = patients.get(PATIENT).or(patients.first()) else { return Ok(None) };
        let name = people::EVERYBODY
            .get(PATIENT.min(patients.len().saturating_sub(1)))
            .map_or("A patient", |p| p.name);
        let account = self.practice.add_demo_account(program, Role::Patient, name, Some(*patient)).await?;
        Ok(Some(Actor {
            account: Some(account),
            clinic: program.clinic,
            name: name.to_owned(),
            role: Role::Patient,
            patient: Some(*patient),
            from: None,
        }))
    }

    /// Sets the clock to an hour of a day in the clinic's zone.
    fn set(&self, day: Date, hour: i8) {
        let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
        if let Ok(at) = day.at(hour, 0, 0, 0).to_zoned_datetime(zone) {
            self.clock.travel(at.timestamp());
        }
    }
}
