//! The cost line of the course page, and the cost sheet: planned sessions at the clinic's price, and a forecast of
//! the sessions of the next twelve months. Sessions only; what an insurance pays is not known here.

use evenkeel_care::record::CourseStatus;
use evenkeel_forecast::answer::{Caveat, SessionsInYear};
use evenkeel_store::CourseId;

use super::settings::{Price, PricesInForce};
use crate::actor::Actor;
use crate::context::Practice;
use crate::forecasts::{Computed, NoForecast, Replies, answer_view, cannot_tell_yet};
use crate::overview::{HINTS_OFF, title};
use crate::patients::head;
use crate::record::Standing;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::view::cost::{CostLine, CostPage, CostRange, CostRow};

impl Practice {
    /// What a course costs, to print. Reading it is an audit line.
    pub async fn cost_sheet(&self, actor: &Actor, course: CourseId) -> Result<CostPage, Refusal> {
        actor.must(Right::ReadCharts)?;
        let standing = self.standing(actor, course).await?;
        let clinic = self.clinic(actor.clinic).await?;
        let prices = PricesInForce::of(self.store(), actor.clinic).await?;
        self.saw(actor, "course.cost", course).await?;
        let computed = if clinic.hints_accepted {
            self.page_forecast(&standing).await
        } else {
            Err(NoForecast(HINTS_OFF.to_owned()))
        };
        let price = prices.of_protocol(standing.protocol);
        let year = match (&computed, price) {
            (Err(why), _) => Err(why.to_string()),
            (_, None) => Err("No price is set for these sessions.".to_owned()),
            (Ok(computed), Some(price)) => next_year(&standing, computed, price),
        };
        let answer = computed.as_ref().ok().map(|c| {
            answer_view(c, self.forecaster().model(), standing.today, ended(&standing), &Replies::default())
        });
        let planned: Vec<CostRow> = planned(&standing, price);
        let sum = price.map(|price| {
            let sessions = i64::try_from(planned.len()).unwrap_or(i64::MAX);
            price.currency.exact(price.times(sessions))
        });
        Ok(CostPage {
            course: course.0,
            clinic: clinic.name,
            patient: head(&standing.bundle.patient, standing.today),
            title: title(&standing),
            today: standing.today,
            currency: price.map(|p| p.currency.code.to_owned()).unwrap_or_default(),
            price: price.map(one_session),
            planned,
            sum: sum.unwrap_or_default(),
            basis: answer
                .as_ref()
                .filter(|_| year.is_ok())
                .map(|a| format!("{} Evidence: {}. {}.", a.rests_on, a.grade, a.model))
                .unwrap_or_default(),
            caveats: answer.filter(|_| year.is_ok()).map(|a| a.caveats).unwrap_or_default(),
            year,
        })
    }
}

/// The cost line of a course; `computed`: its forecast, where there is one.
pub(crate) fn cost_line(
    standing: &Standing<'_>,
    computed: Option<&Computed>,
    prices: &PricesInForce,
) -> CostLine {
    let price = prices.of_protocol(standing.protocol);
    let year = computed.zip(price).and_then(|(computed, price)| next_year(standing, computed, price).ok());
    CostLine { price: price.map(one_session), year }
}

fn one_session(price: Price) -> String {
    price.currency.say(price.minor)
}

fn ended(standing: &Standing<'_>) -> bool {
    standing.bundle.course.status == CourseStatus::Ended
}

/// Sessions to come, each at the price.
fn planned(standing: &Standing<'_>, price: Option<Price>) -> Vec<CostRow> {
    let amount = price.map(|p| p.currency.exact(p.minor)).unwrap_or_default();
    let row = |s: &evenkeel_care::schedule::PlannedSession| CostRow {
        n: s.n,
        date: s.date,
        phase: s.phase.to_string(),
        amount: amount.clone(),
    };
    standing.ahead().into_iter().map(row).collect()
}

/// The sessions that the forecast sees in the next twelve months, at the price; `Err`: why nothing can be said.
fn next_year(standing: &Standing<'_>, computed: &Computed, price: Price) -> Result<CostRange, String> {
    let answer = &computed.answer;
    if ended(standing) {
        return Err("This course has ended.".to_owned());
    }
    if cannot_tell_yet(answer, &computed.population) {
        return Err(
            "Too early to say by this questionnaire: it still looks back to days before the first session."
                .to_owned(),
        );
    }
    let sessions = answer.paths.as_ref().map(|paths| &paths.sessions_12_months);
    let range = sessions.and_then(|sessions| range(sessions, price));
    let whose =
        answer.caveats.iter().any(|c| matches!(c, Caveat::Population | Caveat::IntakeOnly)).then(|| {
            "No score of the treatment yet, so this is what people like this patient need.".to_owned()
        });
    range
        .map(|range| CostRange { whose, ..range })
        .ok_or_else(|| "The forecast gives no number of sessions for this record.".to_owned())
}

/// Median and both ranges, in sessions and in money. Sessions are whole, so the money is exact to the minor unit.
fn range(sessions: &SessionsInYear, price: Price) -> Option<CostRange> {
    #[expect(clippy::cast_possible_truncation, reason = "sessions of one year")]
    let at = |q: f64| sessions.at(q).map(|n| n.round() as i64);
    let (low, low_half, median, high_half, high) = (at(0.1)?, at(0.25)?, at(0.5)?, at(0.75)?, at(0.9)?);
    let between = |from: i64, to: i64| {
        let from_said = price.currency.say(price.times(from));
        if from == to {
            from_said
        } else {
            format!("{from_said} to {}", price.currency.amount(price.times(to)))
        }
    };
    let count = |from: i64, to: i64| if from == to { from.to_string() } else { format!("{from} to {to}") };
    Some(CostRange {
        median: price.currency.say(price.times(median)),
        half: between(low_half, high_half),
        eight: between(low, high),
        sessions: format!(
            "{median} {} (half: {}; eight in ten: {})",
            if median == 1 { "session" } else { "sessions" },
            count(low_half, high_half),
            count(low, high)
        ),
        whose: None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::money::Currency;
    use super::*;

    fn said(value: [f64; 5], minor: i64) -> CostRange {
        let sessions = SessionsInYear {
            q: vec![0.1, 0.25, 0.5, 0.75, 0.9],
            value: value.to_vec(),
            mean: 0.0,
            p_course_ended: 0.0,
        };
        range(&sessions, Price { currency: Currency::of("USD").unwrap(), minor }).unwrap()
    }

    #[test]
    fn a_cost_is_sessions_times_the_price_to_the_minor_unit() {
        let cost = said([6.0, 8.0, 9.0, 12.0, 15.0], 44_950);
        assert_eq!(cost.median, "USD 4,045.50");
        assert_eq!(cost.half, "USD 3,596 to 5,394");
        assert_eq!(cost.eight, "USD 2,697 to 6,742.50");
        assert_eq!(cost.sessions, "9 sessions (half: 8 to 12; eight in ten: 6 to 15)");
    }

    #[test]
    fn a_range_of_one_number_is_said_once() {
        let cost = said([1.0, 1.0, 1.0, 1.0, 2.0], 45_000);
        assert_eq!((cost.half.as_str(), cost.eight.as_str()), ("USD 450", "USD 450 to 900"));
        assert!(cost.sessions.starts_with("1 session ("));
    }
}
