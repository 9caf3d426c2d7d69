//! The turn of the day: rows of the lists that were worked out on an earlier day are worked out anew, and so are those of
//! courses that have none yet. No forecast is kept by it: nothing has happened but that time has passed.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use evenkeel_store::course_watch::Watch;
use evenkeel_store::{ClinicId, CourseId, Subject, clinic, course_bundle, course_watch};
use jiff::civil::Date;

use crate::actor::Actor;
use crate::context::{Practice, json, today_in};
use crate::forecasts::Losing;
use crate::record::Standing;
use crate::refusal::Refusal;

use super::watch::is_watched;

/// Courses that are worked out before others get their turn at the database.
const AT_ONCE: u32 = 20;

/// The day up to which each clinic's lists are known to be whole, so that a worker does not search for nothing.
#[derive(Debug, Default)]
pub(crate) struct Turned(Mutex<HashMap<ClinicId, Date>>);

impl Turned {
    fn is(&self, clinic: ClinicId, today: Date) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&clinic) == Some(&today)
    }

    fn set(&self, clinic: ClinicId, today: Date) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(clinic, today);
    }
}

impl Practice {
    /// Brings the lists of every clinic to its today; answers how many courses were worked out. What cannot be done now is
    /// done at the next look; a list says itself how old it is.
    pub async fn turn_the_day(&self) -> usize {
        self.turn_saying_so(|| ()).await
    }

    /// The same, and says so after each part.
    pub(crate) async fn turn_saying_so(&self, after_each: impl Fn()) -> usize {
        let Ok(clinics) = clinic::list(self.store()).await else { return 0 };
        let mut done = 0;
        for clinic in clinics {
            let today = today_in(&clinic.zone, self.now());
            let mut before = Vec::new();
            while !self.turned().is(clinic.clinic_id, today) {
                match self.turn_some(clinic.clinic_id, today).await {
                    // The same again: somebody else has written them, for a day that this clock does not know.
                    Ok(turned) if turned.is_empty() || turned == before => {
                        self.turned().set(clinic.clinic_id, today);
                    }
                    Ok(turned) => {
                        done += turned.len();
                        before = turned;
                    }
                    Err(cause) => {
                        // Its kind only: the cause may repeat a score.
                        tracing::warn!(why = cause.kind(), "the lists could not be brought to the day");
                        break;
                    }
                }
                after_each();
            }
        }
        done
    }

    async fn turn_some(&self, clinic: ClinicId, today: Date) -> Result<Vec<CourseId>, Refusal> {
        let stale = course_watch::stale(self.store(), clinic, today, AT_ONCE).await?;
        if stale.is_empty() {
            return Ok(stale);
        }
        let read_at = self.now();
        let mut rows = Vec::new();
        for id in &stale {
            match self.worked_out(clinic, *id, today).await {
                Ok(row) => rows.extend(row.map(|(standing, losing)| (*id, Some(standing), losing))),
                // A course that cannot be read (its protocol is not on file) stands in no list, and stops no other.
                Err(cause) => {
                    tracing::warn!(why = cause.kind(), "a course stands in no list");
                    rows.push((*id, None, None));
                }
            }
        }
        let mut tx = self.begin_unkeyed(&Actor::program(clinic, "worker")).await?;
        for (id, standing, losing) in rows {
            match standing {
                Some(standing) => self.put_on_lists(&mut tx, &standing, losing, (today, read_at)).await?,
                None => drop(course_watch::put(&mut tx, &in_no_list(id, today)?, read_at).await?),
            }
        }
        tx.audit("lists.turn", Subject::named("lists"), &stale.len())?;
        tx.commit().await?;
        Ok(stale)
    }

    async fn worked_out(
        &self,
        clinic: ClinicId,
        id: CourseId,
        today: Date,
    ) -> Result<Option<(Standing<'_>, Option<Losing>)>, Refusal> {
        let Some(bundle) = course_bundle::get(self.store(), clinic, id).await? else { return Ok(None) };
        let standing = Standing::of(bundle, self.knowledge(), today)?;
        if !is_watched(&standing) {
            return Ok(Some((standing, None)));
        }
        let losing = match self.make_forecast(&standing, None, true).await {
            Ok(made) => made.losing,
            Err(why) => Some(Losing::NoForecast { why: why.to_string() }),
        };
        Ok(Some((standing, losing)))
    }
}

fn in_no_list(course_id: CourseId, as_of: Date) -> Result<Watch, Refusal> {
    let body = json(&())?;
    Ok(Watch { course_id, as_of, place: None, rank: 0.0, last_session_on: None, snoozed_until: None, body })
}
