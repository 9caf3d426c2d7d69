//! Before and after on courses that were held out.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finished, Gap, HeldOut};
use crate::backtest::bootstrap::{PersonSum, difference};
use crate::backtest::report::outcome;
use crate::backtest::{Cohort, Metrics, OurForecast, Person, Scale, Settings};
use crate::bank::Bank;
use crate::model::{Model, RefitSettings};

/// What the held-out courses say.
pub(super) struct Judged {
    pub held_out: Vec<HeldOut>,
    pub log_score: Gap,
    pub crps: Gap,
}

/// One visit: whose, and how the forecast of it fared.
struct Visit {
    person: String,
    log_score: f64,
    /// Share of the scale's range.
    crps: f64,
}

/// Forecasts each visit of every course by the shipped prior and by the prior of the fold that did not see the course.
/// `people` are in the order in which folds were dealt.
pub(super) fn judge(
    model: &Model,
    bank: &Bank,
    settings: &RefitSettings,
    people: &[Finished],
    folds: &[Model],
) -> Judged {
    let of_person: BTreeMap<&str, &Model> =
        people.iter().zip(folds.iter().cycle()).map(|(one, fold)| (one.person.id.as_str(), fold)).collect();
    let instruments: BTreeSet<&str> = people.iter().map(|one| one.instrument.as_str()).collect();
    let (mut held_out, mut shipped, mut learned) = (Vec::new(), Vec::new(), Vec::new());
    for instrument in instruments {
        let of = people.iter().filter(|one| one.instrument == instrument).map(|one| one.person.clone());
        let of: Vec<Person> = of.collect();
        let ask = Ask { model, bank, instrument, people: &of };
        let before = ask.forecast(&|_| Some(model), &mut shipped);
        let after = ask.forecast(&|id| of_person.get(id).copied(), &mut learned);
        if let (Some(shipped), Some(learned)) = (before, after) {
            held_out.push(HeldOut { instrument: instrument.to_owned(), shipped, learned });
        }
    }
    let gap = |of: fn(&Visit) -> f64| paired(&shipped, &learned, of, settings);
    Judged { held_out, log_score: gap(|visit| visit.log_score), crps: gap(|visit| visit.crps) }
}

/// The courses on one instrument.
struct Ask<'a> {
    model: &'a Model,
    bank: &'a Bank,
    instrument: &'a str,
    people: &'a [Person],
}

impl<'a> Ask<'a> {
    /// Every visit by one prior a person.
    fn forecast(
        &self,
        which: &dyn Fn(&str) -> Option<&'a Model>,
        visits: &mut Vec<Visit>,
    ) -> Option<Metrics> {
        let Self { bank, instrument, .. } = *self;
        let scale = Scale::of(self.model, instrument)?;
        let cohort = Cohort::new(self.people.to_vec());
        let mut outcomes = Vec::new();
        for task in cohort.tasks(&Settings::default()) {
            let person = &task.person.id;
            // What lies beyond the horizon has no forecast by either prior.
            let said = which(person).map(|model| OurForecast { model, bank, instrument }.forecast(&task));
            let Some(Ok(said)) = said else { continue };
            let found = outcome(&said, &task, Some(&scale));
            let (log_score, crps) = (found.log_score.unwrap_or_default(), found.crps / (scale.hi - scale.lo));
            visits.push(Visit { person: person.clone(), log_score, crps });
            outcomes.push(found);
        }
        Metrics::over(&outcomes)
    }
}

/// Learned minus shipped on the same visits, people drawn with replacement.
fn paired(shipped: &[Visit], learned: &[Visit], of: fn(&Visit) -> f64, settings: &RefitSettings) -> Gap {
    let mut sums: BTreeMap<&str, PersonSum> = BTreeMap::new();
    for (before, after) in shipped.iter().zip(learned) {
        let sum = sums.entry(&before.person).or_default();
        sum.sum += of(after) - of(before);
        sum.visits += 1.0;
    }
    let people: Vec<PersonSum> = sums.into_values().collect();
    let found = difference(&people, settings.resamples, 1);
    found.map_or(Gap { difference: 0.0, low: 0.0, high: 0.0 }, |found| Gap {
        difference: found.mae_difference,
        low: found.low,
        high: found.high,
    })
}
