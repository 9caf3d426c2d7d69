//! What a tap at the chair says, read from its form.

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::record::DischargeCheck;
use evenkeel_care::sitting::{Ask, Deed, Happening, Reading, Response};
use evenkeel_practice::{CourseId, FieldProblem, SittingNoteId, Tap};
use jiff::civil::Date;

use super::given;
use crate::fields::{Fields, Reader};

/// What was sent.
pub(super) enum Sent {
    /// Something done or seen.
    Tap(Box<Tap>),
    /// A note that never was.
    TakeBack(SittingNoteId),
}

/// Reads a tap; what cannot be read is told field by field.
pub(super) fn read(typed: &Fields, course: CourseId, today: Option<Date>) -> Result<Sent, Vec<FieldProblem>> {
    let mut reader = Reader::new(typed);
    if typed.text("deed") == "take_back" {
        let note = reader.word("note", "The entry");
        return reader.all(note.map(Sent::TakeBack));
    }
    let deeds = deeds(&mut reader, typed);
    let at = typed.optional("at").and_then(|text| text.parse().ok());
    let corrects = typed.optional("corrects").and_then(|text| text.parse().ok());
    let mut deeds = reader.all(deeds)?.into_iter();
    let Some(deed) = deeds.next() else {
        return Err(vec![FieldProblem::new(
            "deed",
            "Nothing was entered.",
            "Tick or type at least one thing.",
        )]);
    };
    Ok(Sent::Tap(Box::new(Tap {
        also: deeds.collect(),
        at,
        words: typed.optional("words"),
        corrects,
        confirm: typed.ticked("confirm"),
        override_reason: typed.optional("override_reason"),
        ..Tap::now(course, day(typed).or(today).unwrap_or_default(), deed)
    })))
}

/// The day a tap was made for: one that waited on a device says its own.
fn day(typed: &Fields) -> Option<Date> {
    typed.text("date").parse().ok()
}

fn deeds(reader: &mut Reader<'_>, typed: &Fields) -> Option<Vec<Deed>> {
    let one = |deed: Deed| Some(vec![deed]);
    match typed.text("deed") {
        "arrived" => {
            let chair = typed.optional("chair").map(|chair| Deed::Seated { chair });
            Some(std::iter::once(Deed::Arrived).chain(chair).collect())
        }
        "seated" => one(Deed::Seated { chair: typed.text("chair").to_owned() }),
        "checks" => Some(checks(reader, typed)),
        "read" => one(Deed::Read(reading(reader, typed))),
        "started" => {
            let dose = given::dose(reader, typed)?;
            one(Deed::Started { dose, supervised_by: typed.text("supervised_by").to_owned() })
        }
        "paused" => one(Deed::Paused),
        "resumed" => one(Deed::Resumed),
        "gave" => one(Deed::Gave { mg: reader.number("mg", "The amount")? }),
        "part" => one(Deed::Part { mg: reader.number("mg", "The amount")? }),
        "ended" => one(Deed::Ended { given_mg: reader.optional_number("given_mg", "The amount") }),
        "happened" => {
            one(Deed::Happened { what: reader.word::<Happening>("what", "What happened")?, note: None })
        }
        "responded" => one(Deed::Responded { how: reader.word::<Response>("how", "The response")? }),
        "leaving" => Some(leaving(typed)),
        _ => {
            reader.problem("deed", "This tap is not known.", "Open the page again.");
            None
        }
    }
}

/// Two identifiers, the weight, and what was asked: what was not ticked was not done.
fn checks(reader: &mut Reader<'_>, typed: &Fields) -> Vec<Deed> {
    let mut deeds = Vec::new();
    if typed.ticked("identified") {
        deeds.push(Deed::Identified);
    }
    deeds.extend(reader.optional_number("kg", "The weight").map(|kg| Deed::Weighed { kg }));
    for ask in Ask::ALL {
        match typed.text(ask.as_str()) {
            "yes" => deeds.push(Deed::Asked { ask: *ask, fine: true }),
            "no" => deeds.push(Deed::Asked { ask: *ask, fine: false }),
            _ => {}
        }
    }
    deeds
}

fn leaving(typed: &Fields) -> Vec<Deed> {
    let answer = |check: &DischargeCheck| match typed.text(check.as_str()) {
        "yes" => Some(Deed::LookedAt { check: *check, yes: true }),
        "no" => Some(Deed::LookedAt { check: *check, yes: false }),
        _ => None,
    };
    DischargeCheck::ALL.iter().filter_map(answer).collect()
}

fn reading(reader: &mut Reader<'_>, typed: &Fields) -> Reading {
    let four = ["unreal", "sleepy", "sick", "anxious"].map(|name| whole::<u8>(reader, typed, name));
    let observed = match four {
        [Some(unreal), Some(sleepy), Some(sick), Some(anxious)] => Some([unreal, sleepy, sick, anxious]),
        [None, None, None, None] => None,
        _ => {
            reader.problem(
                "observed",
                "Not all four questions were answered.",
                "Answer each of them, or none.",
            );
            None
        }
    };
    Reading {
        pressure: pressure(reader, typed),
        pulse: whole(reader, typed, "pulse"),
        oxygen_percent: whole(reader, typed, "oxygen_percent"),
        moaas: whole(reader, typed, "moaas"),
        observed,
        pain: whole(reader, typed, "pain"),
    }
}

fn whole<T: std::str::FromStr>(reader: &mut Reader<'_>, typed: &Fields, name: &str) -> Option<T> {
    let text = typed.text(name);
    if text.is_empty() {
        return None;
    }
    let value = text.parse().ok();
    if value.is_none() {
        reader.problem(
            name,
            format!("“{text}” is not a whole number that can be meant."),
            "Use digits, as in 72.",
        );
    }
    value
}

/// Two fields, so that a number pad is enough; or one, "128/80".
fn pressure(reader: &mut Reader<'_>, typed: &Fields) -> Option<(u16, u16)> {
    let text = typed.text("pressure");
    let (high, low) = if text.is_empty() {
        (typed.text("systolic"), typed.text("diastolic"))
    } else {
        text.split_once('/').unwrap_or((text, ""))
    };
    if high.is_empty() && low.is_empty() {
        return None;
    }
    let read = high.trim().parse().ok().zip(low.trim().parse().ok());
    if read.is_none() {
        reader.problem(
            "systolic",
            "The blood pressure is not whole.",
            "Type both numbers, for example 128 and 80.",
        );
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course() -> CourseId {
        CourseId(uuid::Uuid::nil())
    }

    fn sent(pairs: &[(&str, &str)]) -> Result<Vec<Deed>, Vec<String>> {
        let pairs: Vec<_> = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        match read(&Fields::from(pairs), course(), None) {
            Ok(Sent::Tap(tap)) => Ok(std::iter::once(tap.deed).chain(tap.also).collect()),
            Ok(Sent::TakeBack(_)) => Ok(Vec::new()),
            Err(problems) => Err(problems.into_iter().map(|p| p.field).collect()),
        }
    }

    #[test]
    fn one_form_holds_all_that_is_checked_before_the_dose() {
        let deeds = sent(&[
            ("deed", "checks"),
            ("identified", "yes"),
            ("kg", "70,5"),
            ("ride", "yes"),
            ("safe", "no"),
        ]);
        assert_eq!(
            deeds.unwrap(),
            [
                Deed::Identified,
                Deed::Weighed { kg: 70.5 },
                Deed::Asked { ask: Ask::Ride, fine: true },
                Deed::Asked { ask: Ask::Safe, fine: false }
            ]
        );
        assert_eq!(sent(&[("deed", "checks")]).unwrap_err(), ["deed"]);
    }

    #[test]
    fn a_row_of_the_flowsheet_is_read_from_a_number_pad_or_from_one_field() {
        let expected = Reading { pressure: Some((128, 80)), pulse: Some(72), ..Reading::default() };
        for pressure in [[("systolic", "128"), ("diastolic", "80")], [("pressure", "128/80"), ("", "")]] {
            let pairs = [("deed", "read"), ("pulse", "72"), pressure[0], pressure[1]];
            assert_eq!(sent(&pairs).unwrap(), [Deed::Read(expected)]);
        }
        assert_eq!(sent(&[("deed", "read"), ("systolic", "128")]).unwrap_err(), ["systolic"]);
        assert_eq!(
            sent(&[("deed", "read"), ("pulse", "x"), ("unreal", "1")]).unwrap_err(),
            ["observed", "pulse"]
        );
    }

    #[test]
    fn what_is_not_known_is_told() {
        assert_eq!(sent(&[("deed", "dance")]).unwrap_err(), ["deed"]);
        assert_eq!(sent(&[("deed", "happened"), ("what", "x")]).unwrap_err(), ["what"]);
    }
}
