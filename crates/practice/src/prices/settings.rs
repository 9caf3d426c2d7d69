//! The price of one session, by route, or by protocol where one costs something else.

use std::collections::BTreeMap;

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::Route;
use evenkeel_care::protocol::Protocol;
use evenkeel_store::price_setting::{self, NewPriceSetting, PriceSetting};
use evenkeel_store::{ClinicId, Source, StoreError};
use jiff::tz::TimeZone;

use super::money::Currency;
use crate::actor::Actor;
use crate::context::{Once, Practice, json, today_in};
use crate::refusal::{FieldProblem, Refusal};
use crate::rights::Right;
use crate::safety::when;
use crate::view::clinic::{PriceRow, PricesView};
use crate::words;

/// The form, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PricesForm {
    /// The version the change was made from.
    pub seen_version: i64,
    /// Three-letter code of ISO 4217.
    pub currency: String,
    /// Amounts by the key of a route or a protocol, "iv" or "iv-mood-6"; empty: not set.
    pub amounts: BTreeMap<String, String>,
}

/// What is in force; nothing is set in a new clinic.
#[derive(Debug, Clone, Default)]
pub(crate) struct PricesInForce {
    kept: Option<PriceSetting>,
    amounts: BTreeMap<String, i64>,
}

/// The price of one session of a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Price {
    pub currency: Currency,
    /// Whole minor units.
    pub minor: i64,
}

impl Price {
    /// What so many sessions cost, in minor units.
    pub(crate) fn times(self, sessions: i64) -> i64 {
        self.minor.saturating_mul(sessions)
    }
}

impl PricesInForce {
    pub(crate) async fn of(from: impl Into<Source<'_>>, clinic: ClinicId) -> Result<Self, StoreError> {
        let kept = price_setting::newest(from, clinic).await?;
        let amounts = kept.as_ref().map(|k| k.prices.parse()).transpose()?.unwrap_or_default();
        Ok(Self { kept, amounts })
    }

    fn currency(&self) -> Option<Currency> {
        Currency::of(&self.kept.as_ref()?.currency)
    }

    /// The price of a session under a protocol: its own, else its route's.
    pub(crate) fn of_protocol(&self, protocol: &Protocol) -> Option<Price> {
        let minor = self.amounts.get(&protocol.id).or_else(|| self.amounts.get(protocol.route.as_str()))?;
        Some(Price { currency: self.currency()?, minor: *minor })
    }

    fn row(&self, key: &str, name: &str) -> PriceRow {
        let known = self.amounts.get(key).zip(self.currency());
        let say = |how: fn(Currency, i64) -> String| known.map(|(m, c)| how(c, *m)).unwrap_or_default();
        PriceRow {
            key: key.to_owned(),
            name: name.to_owned(),
            amount: say(Currency::typed),
            exact: say(Currency::exact),
        }
    }
}

impl Practice {
    /// The clinic's prices, to read or to change.
    pub async fn prices(&self, actor: &Actor) -> Result<PricesView, Refusal> {
        actor.must(Right::ReadCharts)?;
        let clinic = self.clinic(actor.clinic).await?;
        let in_force = PricesInForce::of(self.store(), actor.clinic).await?;
        self.saw(actor, "clinic.prices.read", actor.clinic).await?;
        let zone = TimeZone::get(&clinic.zone).unwrap_or(TimeZone::UTC);
        let today = today_in(&clinic.zone, self.now());
        let kept = in_force.kept.as_ref();
        let protocols = self.knowledge().protocols.values();
        Ok(PricesView {
            version: kept.map_or(0, |k| k.version),
            set_by: kept.map(|k| format!("{}, {}", k.recorded.by_name, when(k.recorded.at, &zone, today))),
            may_change: actor.may(Right::SetPrices),
            currency: kept.map(|k| k.currency.clone()).unwrap_or_default(),
            routes: Route::ALL.iter().map(|r| in_force.row(r.as_str(), words::route(*r))).collect(),
            protocols: protocols.map(|p| in_force.row(&p.id, &p.name)).collect(),
        })
    }

    /// Puts prices in force. Who set what and when stays with each version.
    pub async fn set_prices(&self, actor: &Actor, form: PricesForm, key: &str) -> Result<i64, Refusal> {
        actor.must(Right::SetPrices)?;
        let new = self.read_prices(&form)?;
        let mut tx = match self.begin::<i64>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(version) => return Ok(version),
        };
        let version = price_setting::confirm(&mut tx, form.seen_version, &new).await?;
        let clinic = tx.clinic();
        let said = serde_json::json!({ "version": version, "currency": new.currency });
        tx.audit("clinic.prices.set", clinic, &said)?;
        tx.commit_with(&version).await?;
        Ok(version)
    }

    fn read_prices(&self, form: &PricesForm) -> Result<NewPriceSetting, Refusal> {
        let typed = form.currency.trim();
        let Some(currency) = Currency::of(typed) else {
            let what = format!("“{typed}” is no currency in use.");
            return Err(Refusal::field(
                "currency",
                what,
                "Write its three letters, for example USD, EUR or CAD.",
            ));
        };
        let routes = Route::ALL.iter().map(|r| r.as_str());
        let known = routes.chain(self.knowledge().protocols.keys().map(String::as_str));
        let (mut problems, mut amounts) = (Vec::new(), BTreeMap::new());
        for key in known {
            let typed = form.amounts.get(key).map_or("", |text| text.trim());
            match currency.read(typed) {
                _ if typed.is_empty() => {}
                Some(minor) => drop(amounts.insert(key.to_owned(), minor)),
                None => problems.push(unread(key, typed, currency)),
            }
        }
        if !problems.is_empty() {
            return Err(Refusal::Invalid(problems));
        }
        Ok(NewPriceSetting { currency: currency.code.to_owned(), prices: json(&amounts)? })
    }
}

fn unread(key: &str, typed: &str, currency: Currency) -> FieldProblem {
    let example = currency.exact(450 * 10_i64.pow(currency.digits));
    let digits = match currency.digits {
        0 => "without digits after the point".to_owned(),
        most => format!("with at most {most} digits after the point"),
    };
    FieldProblem::new(
        key,
        format!("“{typed}” is no price in {}.", currency.code),
        format!(
            "Write an amount above zero {digits} and without thousands separators, such as {example}, or leave it empty."
        ),
    )
}
