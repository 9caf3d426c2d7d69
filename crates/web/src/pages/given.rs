//! What several forms read alike: a dose in the protocol's own form, and what was seen around a session.

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::dose::Dose;
use evenkeel_care::record::{BloodPressure, Discharge, DischargeCheck};
use evenkeel_practice::Seen;

use crate::fields::{Fields, Reader};

/// Minutes from the start at which the blood pressure is taken while the drug works, as the form says.
const DURING: i32 = 40;
/// The reading before dosing counts as taken then.
const BEFORE: i32 = -5;

/// Reads a dose; `dose_unit` says in which form it was asked for.
pub(super) fn dose(reader: &mut Reader<'_>, typed: &Fields) -> Option<Dose> {
    match typed.text("dose_unit") {
        "mg" => reader.number("dose_mg", "The dose").map(Dose::mg),
        "mg_per_kg_per_h" => {
            let rate = reader.number("dose_mg_per_kg_per_h", "The rate");
            let hours = reader.number("hours", "The time");
            rate.zip(hours).map(|(rate, hours)| Dose::MgPerKgPerHour { rate, hours })
        }
        _ => reader.number("dose_mg_per_kg", "The dose").map(Dose::mg_per_kg),
    }
}

/// The dose of a decision, where one was typed.
pub(super) fn optional_dose(reader: &mut Reader<'_>, typed: &Fields) -> Option<Dose> {
    let names = ["dose_mg_per_kg", "dose_mg", "dose_mg_per_kg_per_h"];
    names.iter().any(|name| !typed.text(name).is_empty()).then(|| dose(reader, typed)).flatten()
}

/// Reads what was seen; everything may be missing.
pub(super) fn seen(reader: &mut Reader<'_>, typed: &Fields) -> Seen {
    let observed_minutes = whole(reader, typed, "observed_minutes");
    let mut blood_pressures: Vec<BloodPressure> = [("bp_before", BEFORE), ("bp_during", DURING)]
        .into_iter()
        .filter_map(|(name, minute)| pressure(reader, typed, name, minute))
        .collect();
    let leaving = observed_minutes.and_then(|m| i32::try_from(m).ok());
    match (typed.text("bp_after").is_empty(), leaving) {
        (true, _) => {}
        (false, Some(minute)) => blood_pressures.extend(pressure(reader, typed, "bp_after", minute)),
        (false, None) => {
            let what = "The blood pressure before leaving has no time.";
            reader.problem("observed_minutes", what, "Type for how many minutes the patient was observed.");
        }
    }
    Seen {
        blood_pressures,
        administrations: Vec::new(),
        moaas_last: whole(reader, typed, "moaas_last").map(|score| u8::try_from(score).unwrap_or(u8::MAX)),
        observed_minutes,
        infusion_end_minute: whole(reader, typed, "infusion_end_minute"),
        tolerance: typed.text("tolerance").parse().ok(),
        rems_submitted_on: reader.optional_date("rems_submitted_on"),
        discharge: discharge(typed),
    }
}

/// Reads the list at discharge; a line without an answer was not looked at.
fn discharge(typed: &Fields) -> Discharge {
    let answer = |check: DischargeCheck| match typed.text(check.as_str()) {
        "yes" => Some((check, true)),
        "no" => Some((check, false)),
        _ => None,
    };
    DischargeCheck::ALL.iter().copied().filter_map(answer).collect()
}

fn whole(reader: &mut Reader<'_>, typed: &Fields, name: &str) -> Option<u32> {
    let text = typed.text(name);
    if text.is_empty() {
        return None;
    }
    let value = text.parse().ok();
    if value.is_none() {
        reader.problem(name, format!("“{text}” is not a whole number."), "Use digits, as in 120.");
    }
    value
}

fn pressure(reader: &mut Reader<'_>, typed: &Fields, name: &str, minute: i32) -> Option<BloodPressure> {
    let text = typed.text(name);
    if text.is_empty() {
        return None;
    }
    let parts = text.split_once('/').map(|(high, low)| (high.trim().parse(), low.trim().parse()));
    if let Some((Ok(systolic), Ok(diastolic))) = parts {
        return Some(BloodPressure { minute, systolic, diastolic });
    }
    let what = format!("“{text}” is not a blood pressure.");
    reader.problem(name, what, "Type systolic/diastolic, for example 128/80.");
    None
}

/// How a blood pressure on record stands in its field: the last one before dosing, at 40 minutes, later.
pub(crate) fn pressure_on_record(seen: &Seen, name: &str) -> String {
    let fits = |bp: &&BloodPressure| match name {
        "bp_before" => bp.minute <= 0,
        "bp_during" => bp.minute == DURING,
        _ => bp.minute > DURING,
    };
    let found = seen.blood_pressures.iter().filter(fits).max_by_key(|bp| bp.minute);
    found.map(|bp| format!("{}/{}", bp.systolic, bp.diastolic)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Fields {
        Fields::from(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<Vec<_>>())
    }

    fn read(pairs: &[(&str, &str)]) -> (Seen, Vec<String>) {
        let fields = typed(pairs);
        let mut reader = Reader::new(&fields);
        let seen = seen(&mut reader, &fields);
        let problems = reader.finish().err().unwrap_or_default();
        (seen, problems.into_iter().map(|p| p.field).collect())
    }

    #[test]
    fn a_dose_is_read_in_the_form_in_which_it_was_asked_for() {
        let check = |pairs: &[(&str, &str)], expected| {
            let fields = typed(pairs);
            assert_eq!(dose(&mut Reader::new(&fields), &fields), expected);
        };
        check(&[("dose_mg_per_kg", "0,5")], Some(Dose::mg_per_kg(0.5)));
        check(&[("dose_unit", "mg"), ("dose_mg", "56")], Some(Dose::mg(56.0)));
        let hourly = [("dose_unit", "mg_per_kg_per_h"), ("dose_mg_per_kg_per_h", "0.2"), ("hours", "4")];
        check(&hourly, Some(Dose::MgPerKgPerHour { rate: 0.2, hours: 4.0 }));
        check(&[("dose_unit", "mg")], None);
    }

    #[test]
    fn blood_pressures_are_read_with_their_minutes() {
        let (seen, problems) =
            read(&[("bp_before", "128/80"), ("bp_after", "130 / 82"), ("observed_minutes", "125")]);
        assert!(problems.is_empty());
        let minutes: Vec<_> = seen.blood_pressures.iter().map(|bp| (bp.minute, bp.systolic)).collect();
        assert_eq!(minutes, [(-5, 128), (125, 130)]);
        assert_eq!(pressure_on_record(&seen, "bp_after"), "130/82");
    }

    #[test]
    fn a_line_nobody_looked_at_is_no_answer() {
        let (seen, _) = read(&[("orientated", "yes"), ("ride_arranged", "no"), ("care_at_home", "")]);
        let told = [(DischargeCheck::Orientated, true), (DischargeCheck::RideArranged, false)];
        assert_eq!(seen.discharge, Discharge::from(told));
    }

    #[test]
    fn what_cannot_be_read_is_told_beside_its_field() {
        assert_eq!(read(&[("bp_before", "128")]).1, ["bp_before"]);
        assert_eq!(read(&[("bp_after", "128/80")]).1, ["observed_minutes"]);
        assert_eq!(read(&[("moaas_last", "x")]).1, ["moaas_last"]);
    }
}
