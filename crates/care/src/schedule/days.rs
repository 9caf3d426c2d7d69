//! Arithmetic on civil dates, in whole days.

use jiff::ToSpan;
use jiff::civil::Date;

/// `date` plus `days`; the calendar's last day where it would end.
pub(crate) fn add(date: Date, days: u32) -> Date {
    date.saturating_add(i64::from(days).days())
}

/// `date` minus `days`; the calendar's first day where it would begin.
pub(crate) fn sub(date: Date, days: u32) -> Date {
    date.saturating_sub(i64::from(days).days())
}

/// Days from `from` to `to`; negative if `to` is earlier.
pub(crate) fn between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}
