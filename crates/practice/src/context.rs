//! What every function of this crate works with: the record, the clinical content, the model,
//! a clock and dice.

use std::collections::BTreeSet;
use std::sync::Arc;

use evenkeel_care::knowledge::Knowledge;
use evenkeel_catalog::Catalog;
use evenkeel_store::{Begun, ClinicId, Clock, Dice, JsonText, Store, StoreError, Subject, Tx, audit, clinic};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::actor::Actor;
use crate::demo::DemoClock;
use crate::floor::Live;
use crate::forecasts::{Forecaster, NoForecast};
use crate::lists::Turned;
use crate::looks::Looks;
use crate::refusal::Refusal;
use crate::set_up::Pending;
use crate::upkeep::Pulse;

/// The practice: cheap to clone, shared by every request.
#[derive(Clone)]
pub struct Practice {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    catalog: Catalog,
    forecaster: Forecaster,
    clock: Arc<dyn Clock>,
    dice: Arc<dyn Dice>,
    demo: Option<Arc<dyn DemoClock>>,
    pending: Pending,
    live: Live,
    pulse: Pulse,
    turned: Turned,
    looks: Looks,
}

/// What a practice is made from.
pub struct PracticeConfig {
    /// The record.
    pub store: Store,
    /// The clinical content, with the clinic's overlay if there is one.
    pub catalog: Catalog,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The dice.
    pub dice: Arc<dyn Dice>,
    /// In demo mode: the clock that can be moved.
    pub demo: Option<Arc<dyn DemoClock>>,
}

/// Why a practice cannot start.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("The forecast model cannot be used. {0} Run `evenkeel check`.")]
pub struct StartError(#[from] NoForecast);

impl Practice {
    /// Starts a practice.
    pub fn new(config: PracticeConfig) -> Result<Self, StartError> {
        let PracticeConfig { store, catalog, clock, dice, demo } = config;
        let forecaster = Forecaster::new(&catalog)?;
        let (pending, live, pulse) = (Pending::default(), Live::default(), Pulse::default());
        let (turned, looks) = (Turned::default(), Looks::default());
        let inner =
            Inner { store, catalog, forecaster, clock, dice, demo, pending, live, pulse, turned, looks };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The record.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The forecaster.
    pub fn forecaster(&self) -> &Forecaster {
        &self.inner.forecaster
    }

    /// The clinical content.
    pub(crate) fn catalog(&self) -> &Catalog {
        &self.inner.catalog
    }

    /// What the rules know.
    pub fn knowledge(&self) -> &Knowledge {
        self.inner.catalog.knowledge()
    }

    pub(crate) fn demo_clock(&self) -> Option<&Arc<dyn DemoClock>> {
        self.inner.demo.as_ref()
    }

    pub(crate) fn pending(&self) -> &Pending {
        &self.inner.pending
    }

    pub(crate) fn live(&self) -> &Live {
        &self.inner.live
    }

    /// What the program counts about itself.
    pub(crate) fn pulse(&self) -> &Pulse {
        &self.inner.pulse
    }

    pub(crate) fn turned(&self) -> &Turned {
        &self.inner.turned
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// Fresh chance.
    pub(crate) fn chance<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.inner.dice.fill(&mut bytes);
        bytes
    }

    /// A key that nobody can guess, for a form, a link or a browser session.
    pub fn new_key(&self) -> String {
        hex(&self.chance::<24>())
    }

    /// Today in the clinic's zone.
    pub async fn today(&self, clinic: ClinicId) -> Result<Date, Refusal> {
        Ok(today_in(&self.clinic(clinic).await?.zone, self.now()))
    }

    pub(crate) async fn clinic(&self, id: ClinicId) -> Result<clinic::Clinic, Refusal> {
        clinic::get(self.store(), id).await?.ok_or_else(|| Refusal::not_found("This clinic"))
    }

    /// Does something once: within one transaction, under the form's key. A repeated key gives the
    /// first outcome again and does nothing.
    pub(crate) async fn begin<T: DeserializeOwned>(
        &self,
        actor: &Actor,
        key: &str,
    ) -> Result<Once<T>, Refusal> {
        if key.is_empty() || key.len() > 200 {
            return Err(Refusal::field(
                "key",
                "The form has lost its key.",
                "Open the page again, then send it.",
            ));
        }
        match self.store().tx(actor.clinic, &actor.to_ref(), Some(key)).await? {
            Begun::Fresh(tx) => Ok(Once::Fresh(tx)),
            Begun::Replayed(outcome) => Ok(Once::Replayed(outcome.parse()?)),
        }
    }

    /// A transaction without a key, for the program's own work.
    pub(crate) async fn begin_unkeyed(&self, actor: &Actor) -> Result<Tx, Refusal> {
        Ok(self.store().tx(actor.clinic, &actor.to_ref(), None).await?.fresh()?)
    }

    /// Notes that a chart was read.
    pub(crate) async fn saw(
        &self,
        actor: &Actor,
        action: &str,
        subject: impl Into<Subject> + Send,
    ) -> Result<(), Refusal> {
        Ok(audit::saw(self.store(), actor.clinic, &actor.to_ref(), action, subject).await?)
    }

    /// Notes that several were seen at once. One look of one person at a list that draws itself anew is one line for
    /// some minutes, as long as nobody else is shown: each line names all who were.
    pub(crate) async fn saw_all(
        &self,
        actor: &Actor,
        action: &'static str,
        subject: Subject,
        shown: BTreeSet<Uuid>,
    ) -> Result<(), Refusal> {
        let key = (actor.account, actor.from.clone(), action);
        if self.inner.looks.holds(&key, &shown, self.now()) {
            return Ok(());
        }
        audit::saw_all(self.store(), actor.clinic, &actor.to_ref(), action, subject, &shown).await?;
        self.inner.looks.keep(key, shown, self.now());
        Ok(())
    }

    /// The id of the catalog in force, kept with findings.
    pub(crate) fn overlay_digest(&self) -> Option<String> {
        self.knowledge().overlay.as_ref().map(|o| o.digest.clone())
    }
}

/// A transaction begun, or the outcome of the same request done before.
#[expect(clippy::large_enum_variant, reason = "taken apart at once, never stored")]
pub(crate) enum Once<T> {
    Fresh(Tx),
    Replayed(T),
}

/// The day it is at `now` in `zone`. An unknown zone counts as UTC; set-up refuses one.
pub(crate) fn today_in(zone: &str, now: Timestamp) -> Date {
    now.to_zoned_datetime(TimeZone::get(zone).unwrap_or(TimeZone::UTC)).date()
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |n: u8| DIGITS.get(usize::from(n)).copied().unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Letter for letter what the record keeps of `value`.
pub(crate) fn json(value: &impl Serialize) -> Result<JsonText, StoreError> {
    JsonText::of(value)
}
