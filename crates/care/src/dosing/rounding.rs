//! Rounding to what can be measured, always told: before, after, and which way.

use crate::message::Message;

/// A value before and after it was rounded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rounded {
    /// As calculated.
    pub before: f64,
    /// As it can be measured.
    pub after: f64,
    /// Rounding to the nearest mark would have passed a limit, so it went down.
    pub held_by_limit: bool,
}

/// Rounds `value` to the nearest of `parts` marks in one unit (10: tenths). Where the nearest mark lies
/// above the value and `past_limit` says that it asks for more caution than the value itself, the mark
/// below is taken: rounding never lifts a dose over a limit. Half a mark goes up unless a limit forbids it.
pub(super) fn to_mark(value: f64, parts: u32, past_limit: impl Fn(f64) -> bool) -> Rounded {
    let parts = f64::from(parts.max(1));
    let marks = value * parts;
    let exact = marks.round() / parts;
    // What differs by less than the arithmetic itself is that mark, not a value to be rounded.
    if (exact - value).abs() < 1e-9 * value.abs().max(1.0) {
        return Rounded { before: value, after: exact, held_by_limit: false };
    }
    if exact > value && past_limit(exact) {
        return Rounded { before: value, after: marks.floor() / parts, held_by_limit: true };
    }
    Rounded { before: value, after: exact, held_by_limit: false }
}

/// Rounds down to a mark.
pub(super) fn down_to_mark(value: f64, parts: u32) -> Rounded {
    let parts = f64::from(parts.max(1));
    let nearest = (value * parts).round() / parts;
    let whole = (nearest - value).abs() < 1e-9 * value.abs().max(1.0);
    let after = if whole { nearest } else { (value * parts).floor() / parts };
    Rounded { before: value, after, held_by_limit: false }
}

impl Rounded {
    /// Whether anything was rounded at all.
    pub fn changed(&self) -> bool {
        (self.after - self.before).abs() >= 1e-9 * self.before.abs().max(1.0)
    }

    /// The rounding in words; `None` where nothing was rounded.
    pub(super) fn step(&self, what: &str, unit: &str) -> Option<Message> {
        let key = match (self.after > self.before, self.held_by_limit) {
            (true, _) => "dosing.rounded_up",
            (false, true) => "dosing.rounded_down_limit",
            (false, false) => "dosing.rounded_down",
        };
        self.changed().then(|| {
            Message::new(key)
                .with("what", what)
                .with("before", super::words::exact(self.before))
                .with("after", super::words::exact(self.after))
                .with("unit", unit)
        })
    }
}
