//! A store of its own for every test, with a clinic in it, and a back door past the store.

use std::sync::Arc;

use evenkeel_care::condition::{Condition, Route};
use evenkeel_care::dose::Dose;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::SessionStatus;
use evenkeel_store::clinic::{self, ClinicDetails};
use evenkeel_store::course::{self, NewCourse};
use evenkeel_store::measurement::NewMeasurement;
use evenkeel_store::patient::{self, Details, NewPatient};
use evenkeel_store::session::NewSession;
use evenkeel_store::{
    ActorRef, ClinicId, CourseId, Location, OpenError, PatientId, Store, StoreConfig, Tx, keys,
};
use evenkeel_testkit::chance::SeededDice;
use evenkeel_testkit::folder::TempFolder;
use evenkeel_testkit::postgres;
use evenkeel_testkit::time::TestClock;
use jiff::civil::{Date, Weekday, date};
use sqlx::{Connection, Executor, PgConnection, Row, SqliteConnection};

pub struct Bench {
    pub store: Store,
    pub clinic: ClinicId,
    pub clock: Arc<TestClock>,
    pub folder: TempFolder,
    pub location: Location,
}

pub fn actor() -> ActorRef {
    ActorRef {
        account: None,
        name: "Dr Vale".to_owned(),
        role: "prescriber".to_owned(),
        from: Some("10.0.0.7".to_owned()),
    }
}

impl Bench {
    pub async fn sqlite() -> Self {
        let folder = TempFolder::new();
        let location = Location::in_folder(folder.path());
        Self::at(folder, location).await
    }

    pub async fn postgres() -> Self {
        Self::at(TempFolder::new(), Location::Postgres(postgres::new_database())).await
    }

    async fn at(folder: TempFolder, location: Location) -> Self {
        let clock = Arc::new(TestClock::at("2026-01-05T09:00:00.123456789Z"));
        let dice = SeededDice::new(7);
        let keys = keys::load_or_create(folder.path(), None, &dice).unwrap();
        let config = StoreConfig::new(location.clone(), keys);
        let store = Store::open(config, clock.clone(), Arc::new(dice)).await.unwrap();
        let clinic = new_clinic(&store, "Harbour Clinic").await;
        Self { store, clinic, clock, folder, location }
    }

    /// Opens the same database again with the key in its folder, or another one.
    pub async fn reopen(&self, key: Option<&str>) -> Result<Store, OpenError> {
        let keys = keys::load_or_create(self.folder.path(), key, &SeededDice::new(99)).unwrap();
        let config = StoreConfig::new(self.location.clone(), keys);
        Store::open(config, self.clock.clone(), Arc::new(SeededDice::new(8))).await
    }

    pub async fn tx(&self) -> Tx {
        self.store.tx(self.clinic, &actor(), None).await.unwrap().fresh().unwrap()
    }

    pub async fn add_patient(&self, name: &str) -> PatientId {
        let mut tx = self.tx().await;
        let id = patient::add(&mut tx, &new_patient(name)).await.unwrap().id();
        keep(tx).await;
        id
    }

    /// A patient with a course.
    pub async fn add_course(&self, name: &str) -> (PatientId, CourseId) {
        let patient = self.add_patient(name).await;
        let mut tx = self.tx().await;
        let id = course::add(&mut tx, &new_course(patient)).await.unwrap().id();
        keep(tx).await;
        (patient, id)
    }

    /// Runs statements past the store, as somebody with the key and a database tool would.
    pub async fn raw(&self, text: &str) -> Result<(), String> {
        let sql = sqlx::AssertSqlSafe(text.to_owned());
        match &self.location {
            Location::Sqlite(_) => self.lite().await.execute(sqlx::raw_sql(sql)).await.map(drop),
            Location::Postgres(url) => {
                PgConnection::connect(url).await.unwrap().execute(sqlx::raw_sql(sql)).await.map(drop)
            }
        }
        .map_err(|e| e.to_string())
    }

    /// The same with the triggers of `table` out of the way.
    pub async fn tamper(&self, table: &str, text: &str) {
        let guards_off = match &self.location {
            Location::Sqlite(_) => format!("DROP TRIGGER {table}_no_update; DROP TRIGGER {table}_no_delete;"),
            Location::Postgres(_) => "SET session_replication_role = replica;".to_owned(),
        };
        self.raw(&format!("{guards_off} {text}")).await.unwrap();
    }

    /// The first column of each row, as text.
    pub async fn raw_texts(&self, text: &str) -> Vec<String> {
        let sql = sqlx::AssertSqlSafe(text.to_owned());
        match &self.location {
            Location::Sqlite(_) => {
                let rows = sqlx::query(sql).fetch_all(&mut self.lite().await).await.unwrap();
                rows.iter().map(|row| row.get(0)).collect()
            }
            Location::Postgres(url) => {
                let rows =
                    sqlx::query(sql).fetch_all(&mut PgConnection::connect(url).await.unwrap()).await.unwrap();
                rows.iter().map(|row| row.get(0)).collect()
            }
        }
    }

    async fn lite(&self) -> SqliteConnection {
        let Location::Sqlite(path) = &self.location else { unreachable!() };
        let key = sqlcipher_key(&std::fs::read_to_string(self.folder.path().join("evenkeel.key")).unwrap());
        let options = sqlx::sqlite::SqliteConnectOptions::new()
            .filename(path)
            .pragma("key", key)
            .busy_timeout(std::time::Duration::from_secs(10))
            .foreign_keys(false);
        SqliteConnection::connect_with(&options).await.unwrap()
    }
}

/// The SQLCipher key as docs say it is derived, written a second time.
fn sqlcipher_key(root_hex: &str) -> String {
    let hex = root_hex.trim();
    let root: Vec<u8> = (0..64).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect();
    let mut key = [0_u8; 32];
    hkdf::Hkdf::<sha2::Sha256>::new(None, &root).expand(b"evenkeel/1/sqlcipher", &mut key).unwrap();
    let digits: Vec<String> = key.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("\"x'{}'\"", digits.concat())
}

pub async fn new_clinic(store: &Store, name: &str) -> ClinicId {
    let mut tx = store.tx_for_new_clinic(&actor()).await.unwrap();
    let id = clinic::add(&mut tx, &clinic_details(name)).await.unwrap();
    tx.audit("clinic.add", id, &()).unwrap();
    tx.commit().await.unwrap();
    id
}

pub fn clinic_details(name: &str) -> ClinicDetails {
    ClinicDetails {
        name: name.to_owned(),
        country: "US".to_owned(),
        zone: "America/New_York".to_owned(),
        crisis_text: Some("988 Suicide & Crisis Lifeline".to_owned()),
        crisis_number: Some("988".to_owned()),
        hints_accepted: true,
    }
}

/// Commits with an audit line of no particular meaning.
pub async fn keep(mut tx: Tx) {
    tx.audit("test.write", evenkeel_store::Subject::named("test"), &()).unwrap();
    tx.commit().await.unwrap();
}

pub fn details(name: &str) -> Details {
    Details {
        name: name.to_owned(),
        birth_date: Some(date(1980, 2, 1)),
        phone: Some("+1 212 555 0142".to_owned()),
        record_number: Some("MRN-0042".to_owned()),
    }
}

pub fn new_patient(name: &str) -> NewPatient {
    NewPatient { source: "clinic".to_owned(), source_key: None, details: details(name) }
}

pub fn new_course(patient: PatientId) -> NewCourse {
    NewCourse {
        patient_id: patient,
        condition: Condition::Depression,
        protocol_id: "iv-mood-6".to_owned(),
        protocol_revision: "2026-01".to_owned(),
        ladder_id: Some("clinic-ladder".to_owned()),
        primary_instrument: InstrumentId::Phq9,
        opened_on: date(2026, 1, 5),
        start_on: date(2026, 1, 7),
        weekdays: vec![Weekday::Monday, Weekday::Wednesday, Weekday::Friday],
        closed_dates: vec![date(2026, 1, 19)],
        prescriber_id: None,
        prescriber_name: "Dr Vale".to_owned(),
        note: Some("Prefers mornings.".to_owned()),
        previous_course: None,
        source_key: None,
    }
}

pub fn new_session(course: CourseId, date: Date) -> NewSession {
    NewSession {
        course_id: course,
        date,
        status: SessionStatus::Done,
        route: Route::Iv,
        dose: Some(Dose::mg_per_kg(0.5)),
        weight_kg: Some(evenkeel_care::dose::WeightKg(70.4)),
        supervised_by: Some("Dr Vale".to_owned()),
        note: Some("Calm throughout.".to_owned()),
        source_key: None,
    }
}

pub fn new_score(course: CourseId, date: Date, score: f64) -> NewMeasurement {
    NewMeasurement {
        course_id: course,
        date,
        instrument: InstrumentId::Phq9,
        score: Some(score),
        items: None,
        after: false,
        recall_days: Some(14),
        form: None,
        source: "staff".to_owned(),
        source_key: None,
    }
}
