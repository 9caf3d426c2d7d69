//! Pages that draw themselves anew every few seconds: one look of one person is one audit line, and every line names all
//! who were shown.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use evenkeel_store::AccountId;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// How long one line stands for a look.
const ONE_LOOK: SignedDuration = SignedDuration::from_mins(10);
/// More than this many are not remembered: a line too many is no harm.
const REMEMBERED: usize = 1000;

/// Whose look: the account, from where, at what.
pub(crate) type Look = (Option<AccountId>, Option<String>, &'static str);

/// The looks of this program that have a line.
#[derive(Debug, Default)]
pub(crate) struct Looks(Mutex<HashMap<Look, (Timestamp, BTreeSet<Uuid>)>>);

impl Looks {
    /// Whether a line written a short while ago names everybody who is shown now.
    pub(crate) fn holds(&self, look: &Look, shown: &BTreeSet<Uuid>, now: Timestamp) -> bool {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(look).is_some_and(|(at, named)| {
            let age = now.duration_since(*at);
            age >= SignedDuration::ZERO && age < ONE_LOOK && shown.is_subset(named)
        })
    }

    /// Remembers a line that was written.
    pub(crate) fn keep(&self, look: Look, shown: BTreeSet<Uuid>, now: Timestamp) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= REMEMBERED {
            kept.retain(|_, (at, _)| now.duration_since(*at) < ONE_LOOK);
        }
        if kept.len() >= REMEMBERED {
            kept.clear();
        }
        kept.insert(look, (now, shown));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(ids: &[u128]) -> BTreeSet<Uuid> {
        ids.iter().map(|id| Uuid::from_u128(*id)).collect()
    }

    #[test]
    fn a_line_stands_for_ten_minutes_and_for_whom_it_names() {
        let looks = Looks::default();
        let look: Look = (None, None, "floor.read");
        let at = Timestamp::UNIX_EPOCH;
        let later = |minutes| at.checked_add(SignedDuration::from_mins(minutes)).unwrap();
        assert!(!looks.holds(&look, &shown(&[1, 2]), at));
        looks.keep(look.clone(), shown(&[1, 2]), at);
        assert!(looks.holds(&look, &shown(&[1]), later(9)));
        assert!(!looks.holds(&look, &shown(&[1, 3]), later(1)), "somebody new is shown");
        assert!(!looks.holds(&look, &shown(&[1]), later(10)));
        assert!(!looks.holds(&(None, None, "inbox.read"), &shown(&[1]), at));
    }
}
