//! A clinic to test with: a practice on a private database, a clock that stands, staff of every role.

use std::sync::Arc;

use evenkeel_care::condition::Condition;
use evenkeel_care::dose::Dose;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::BloodPressure;
use evenkeel_catalog::Catalog;
use evenkeel_practice::{
    AccountId, Actor, ClinicId, CourseId, DemoClock, GiveSession, NewCheckIn, NewCourse, NewPatient,
    PatientId, Practice, PracticeConfig, Role, Screened, Seen,
};
use evenkeel_store::clinic::ClinicDetails;
use evenkeel_store::{Location, Store, StoreConfig, audit, keys};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use crate::chance::SeededDice;
use crate::folder::TempFolder;
use crate::postgres;
use crate::time::TestClock;

/// A practice on its own database, on the morning of Monday 5 January 2026.
pub struct TestClinic {
    /// The practice.
    pub practice: Practice,
    /// The clinic.
    pub clinic: ClinicId,
    /// The clock.
    pub clock: Arc<TestClock>,
    accounts: Vec<(Role, AccountId)>,
    keys: std::sync::atomic::AtomicU32,
    folder: TempFolder,
}

const STAFF: [(Role, &str); 5] = [
    (Role::Prescriber, "Dr Maren Vale"),
    (Role::Nurse, "Tomas Ruiz"),
    (Role::Therapist, "Ada Lind"),
    (Role::FrontDesk, "Kim Osei"),
    (Role::Admin, "Robin Hale"),
];

impl TestClinic {
    /// On an encrypted SQLite file.
    pub async fn sqlite() -> Self {
        let folder = TempFolder::new();
        let location = Location::in_folder(folder.path());
        Box::pin(Self::at(folder, location, must(Catalog::embedded()))).await
    }

    /// On a database of the private PostgreSQL.
    pub async fn postgres() -> Self {
        let catalog = must(Catalog::embedded());
        let location = Location::Postgres(postgres::new_database());
        Box::pin(Self::at(TempFolder::new(), location, catalog)).await
    }

    /// On SQLite, with a folder of its own in which one shipped file says `own` instead of `shipped`.
    pub async fn with_own(path: &str, shipped: &str, own: &str) -> Self {
        let folder = TempFolder::new();
        let file = folder.path().join("harbour").join(path);
        let text = must(Catalog::embedded()).raw(path).unwrap_or_default().replace(shipped, own);
        must(file.parent().map_or(Ok(()), std::fs::create_dir_all));
        must(std::fs::write(&file, text));
        let catalog = must(Catalog::with_overlay(&folder.path().join("harbour")));
        let location = Location::in_folder(folder.path());
        Box::pin(Self::at(folder, location, catalog)).await
    }

    async fn at(folder: TempFolder, location: Location, catalog: Catalog) -> Self {
        let clock = Arc::new(TestClock::at("2026-01-05T14:00:00Z"));
        let dice = SeededDice::new(7);
        let keys = must(keys::load_or_create(folder.path(), None, &dice));
        let dice = Arc::new(dice);
        let store = must(Store::open(StoreConfig::new(location, keys), clock.clone(), dice.clone()).await);
        let demo: Arc<dyn DemoClock> = clock.clone();
        let config = PracticeConfig { store, catalog, clock: clock.clone(), dice, demo: Some(demo) };
        let practice = must(Practice::new(config));
        let details = ClinicDetails {
            name: "Harbour Clinic".to_owned(),
            country: "US".to_owned(),
            zone: "America/New_York".to_owned(),
            crisis_text: Some("Call or text 988, day or night.".to_owned()),
            crisis_number: Some("988".to_owned()),
            hints_accepted: true,
        };
        let clinic = must(practice.found_clinic(&details).await);
        let mut accounts = Vec::new();
        for (role, name) in STAFF {
            let program = Actor::program(clinic, "test");
            accounts.push((role, must(practice.add_demo_account(&program, role, name, None).await)));
        }
        Self { practice, clinic, clock, accounts, keys: std::sync::atomic::AtomicU32::new(0), folder }
    }

    /// The folder of the database and its key.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Somebody of this role.
    pub fn actor(&self, role: Role) -> Actor {
        let account = self.accounts.iter().find(|(r, _)| *r == role).map(|(_, id)| *id);
        let name = STAFF.iter().find(|(r, _)| *r == role).map_or("", |(_, name)| *name);
        Actor { account, clinic: self.clinic, name: name.to_owned(), role, patient: None, from: None }
    }

    /// The prescriber.
    pub fn prescriber(&self) -> Actor {
        self.actor(Role::Prescriber)
    }

    /// A key nobody used yet.
    pub fn key(&self) -> String {
        let n = self.keys.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        format!("test-key-{n}")
    }

    /// Moves the clock to the morning of a day.
    pub fn day(&self, date: Date) {
        let zone = TimeZone::get("America/New_York").unwrap_or(TimeZone::UTC);
        let morning = must(date.at(9, 0, 0, 0).to_zoned_datetime(zone));
        self.clock.travel(morning.timestamp());
    }

    /// Adds a patient.
    pub async fn patient(&self, name: &str) -> PatientId {
        let new = NewPatient { name: name.to_owned(), ..NewPatient::default() };
        must(self.practice.add_patient(&self.prescriber(), new, &self.key()).await)
    }

    /// Screens a patient: asked, and nothing found.
    pub async fn screen(&self, patient: PatientId) {
        let none = Screened {
            patient,
            seen_version: 0,
            birth_date: Some(jiff::civil::date(1980, 2, 1)),
            conditions: Some(Vec::new()),
            medications: Some(Vec::new()),
        };
        must(self.practice.screen_patient(&self.prescriber(), none, &self.key()).await);
    }

    /// A patient with a course of `iv-mood-6` on Mondays and Thursdays from today.
    pub async fn course(&self, name: &str) -> CourseId {
        let patient = self.patient(name).await;
        self.screen(patient).await;
        let start = must(self.practice.today(self.clinic).await);
        let new = NewCourse {
            patient,
            condition: Condition::Depression,
            protocol: "iv-mood-6".to_owned(),
            ladder: Some("clinic-ladder".to_owned()),
            primary: InstrumentId::Phq9,
            start,
            weekdays: vec![Weekday::Monday, Weekday::Thursday],
            prescriber: None,
            previous: None,
        };
        must(self.practice.open_course(&self.prescriber(), new, &self.key()).await)
    }

    /// What was last done to a course, and from which address.
    pub async fn last_audit_line(&self, course: CourseId) -> (String, Option<String>) {
        let lines = must(audit::list(self.practice.store(), self.clinic, Some(course.0), 1).await);
        lines.into_iter().next().map_or_else(|| (String::new(), None), |line| (line.action, line.actor_from))
    }

    /// A session of 0.5 mg/kg at 70 kg.
    pub fn session(course: CourseId, date: Date) -> GiveSession {
        GiveSession {
            course,
            date,
            dose: Dose::mg_per_kg(0.5),
            weight_kg: Some(70.0),
            supervised_by: Some("Dr Maren Vale".to_owned()),
            note: None,
            seen: Seen {
                blood_pressures: vec![BloodPressure { minute: -5, systolic: 124, diastolic: 78 }],
                ..Seen::default()
            },
            confirm: false,
            override_reason: None,
        }
    }

    /// A total on an instrument.
    pub fn total(course: CourseId, date: Date, instrument: InstrumentId, total: f64) -> NewCheckIn {
        NewCheckIn {
            course,
            date,
            instrument,
            answers: None,
            total: Some(total),
            after: false,
            recall_days: None,
            signs: Vec::new(),
        }
    }
}

/// The value, or the test ends with what went wrong.
fn must<T, E: std::fmt::Debug>(result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        #[expect(clippy::panic, reason = "a test that cannot be set up has failed")]
        Err(error) => panic!("the test clinic cannot be set up: {error:?}"),
    }
}
