//! Steps on a ladder: one rung up or down from where time alone would stand.

use super::{Ladder, LadderKind, Rung};

impl Ladder {
    /// The rung `shift` steps beyond the one that time sets `days` after the end of induction (negative:
    /// before it). `None` where the ladder has ended or plans no dates. The shift stays on the ladder:
    /// beyond its ends the outermost step holds.
    pub fn rung_after_steps(&self, days: i64, shift: i64) -> Option<Rung> {
        self.at(self.place(days, shift))
    }

    /// The shift after one more step, taken where the ladder stands `days` after the end of induction.
    /// A step beyond the ladder's ends changes nothing.
    pub fn stepped(&self, days: i64, shift: i64, steps: i64) -> i64 {
        let place = self.place(days, shift);
        self.clamp(place.saturating_add(steps)).saturating_sub(self.by_time(days))
    }

    /// Whether one more step (1: longer, −1: shorter) leads anywhere from where the ladder stands.
    pub fn can_step(&self, days: i64, shift: i64, step: i64) -> bool {
        let place = self.place(days, shift);
        self.clamp(place.saturating_add(step)) != place
    }

    /// The place on the ladder: −1 before the first rung, then the rungs from 0, then the end.
    fn place(&self, days: i64, shift: i64) -> i64 {
        self.clamp(self.by_time(days).saturating_add(shift))
    }

    /// The place that time alone sets.
    fn by_time(&self, days: i64) -> i64 {
        let ended = |rung: &&Rung| rung.until_day.is_some_and(|until| days >= i64::from(until));
        i64::try_from(self.rungs.iter().take_while(ended).count()).unwrap_or(i64::MAX)
    }

    fn clamp(&self, place: i64) -> i64 {
        let count = i64::try_from(self.rungs.len()).unwrap_or(i64::MAX);
        let lowest = if self.shorter_than_first().is_some() { -1 } else { 0 };
        let highest = if self.kind == LadderKind::GoesOn { count.saturating_sub(1) } else { count };
        place.clamp(lowest.min(highest), highest)
    }

    fn at(&self, place: i64) -> Option<Rung> {
        if place < 0 {
            return self.shorter_than_first();
        }
        self.rungs.get(usize::try_from(place).ok()?).copied()
    }

    /// The step before the first rung: the file's own, else the shortest the first rung allows; `None`
    /// where the first rung leaves no room.
    fn shorter_than_first(&self) -> Option<Rung> {
        let first = self.rungs.first()?;
        let shortest = (first.earliest_days < first.every_days).then_some(Rung {
            until_day: None,
            every_days: first.earliest_days,
            latest_days: first.every_days,
            ..*first
        });
        self.before_first.or(shortest)
    }
}
