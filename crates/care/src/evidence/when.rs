//! When a figure was taken, in words, and whether two figures were taken at the same time.

use super::lists::{StudyPhase, Unit};
use super::study::Timepoint;

impl Timepoint {
    /// "day 28, session 8", "28 days after the last session".
    pub fn when(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        if let Some(session) = self.session {
            parts.push(format!("after session {session}"));
        }
        if let Some(minute) = self.minute {
            parts.push(format!("{minute} minutes after the dose"));
        }
        if let Some(hour) = self.hour {
            parts.push(count(hour, "hour", "after the dose"));
        }
        if let Some(day) = self.day {
            parts.push(format!("day {day}"));
        }
        if let Some(week) = self.week {
            parts.push(format!("week {week}"));
        }
        match (self.days_after_last, self.days_after_last_min, self.days_after_last_max) {
            (Some(days), _, _) => parts.push(count(days, "day", "after the last session")),
            (None, Some(min), Some(max)) => parts.push(format!("{min} to {max} days after the last session")),
            _ => {}
        }
        if self.phase == Some(StudyPhase::Reinduction) {
            parts.push("in a new induction after a relapse".to_owned());
        }
        parts.join(", ")
    }

    /// Whether `other` is the same quantity at the same time of the same people, in another arm.
    pub(super) fn stands_beside(&self, other: &Self) -> bool {
        self.quantity == other.quantity
            && self.instrument == other.instrument
            && self.subgroup == other.subgroup
            && (self.minute, self.hour, self.days()) == (other.minute, other.hour, other.days())
    }

    /// Day from the first session, whether it is printed as a day or as a week.
    fn days(&self) -> Option<u32> {
        self.day.or_else(|| self.week.map(|week| week * 7))
    }

    /// The percent of improvement its definition asks for: 50 in ">=50% fall from baseline".
    pub fn asks_percent(&self) -> Option<f64> {
        let (before, after) = self.definition.as_deref()?.split_once('%')?;
        let number: String = before.chars().rev().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let number: String = number.chars().rev().collect();
        after.trim_start().starts_with("fall").then(|| number.parse().ok()).flatten()
    }

    /// "67 %", "-18.4 points", "0.75 to 0.86", "yes".
    pub fn shown(&self) -> String {
        let about = if self.approximate { "about " } else { "" };
        if self.unit == Unit::Flag {
            return if self.value > 0.0 { "yes".to_owned() } else { "no".to_owned() };
        }
        let number = |value: f64| format!("{}", (value * 100.0).round() / 100.0).replace('-', "−");
        let range = self.upper.map(|upper| format!(" to {}", number(upper))).unwrap_or_default();
        let one = (self.value.abs() - 1.0).abs() < f64::EPSILON && self.upper.is_none();
        let unit = match self.unit {
            Unit::Percent => " %".to_owned(),
            Unit::D | Unit::Ratio | Unit::Flag => String::new(),
            Unit::MmHg | Unit::NgPerMl => format!(" {}", self.unit),
            _ => format!(" {}{}", self.unit, if one { "" } else { "s" }),
        };
        format!("{about}{}{range}{unit}", number(self.value))
    }
}

fn count(n: u32, unit: &str, rest: &str) -> String {
    format!("{n} {unit}{} {rest}", if n == 1 { "" } else { "s" })
}
