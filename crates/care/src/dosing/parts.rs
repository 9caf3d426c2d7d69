//! A session as one to several administrations: split injections, nasal devices.

use super::rounding;
use super::units::{MgPerMl, Milligrams, Millilitres, Minutes};
use crate::message::Message;
use crate::rules::Administration;

/// One administration of a session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// How much drug.
    pub mg: Milligrams,
    /// How much is drawn up; `None` without a concentration, and for a device.
    pub ml: Option<Millilitres>,
    /// Minutes after the first administration, where the rules say how far apart they are.
    pub minute: Option<Minutes>,
}

/// The whole of `measured` in `count` injections as equal as the marks of the syringe allow: all but the
/// last are rounded down, the last takes the rest, so that together they are exactly the whole.
pub(super) fn injections(
    marks: &Administration,
    measured: Milligrams,
    concentration: Option<MgPerMl>,
    count: u32,
) -> Vec<Part> {
    let part = |amount: f64| match concentration {
        Some(per_ml) => {
            Part { mg: per_ml * Millilitres(amount), ml: Some(Millilitres(amount)), minute: None }
        }
        None => Part { mg: Milligrams(amount), ml: None, minute: None },
    };
    let (whole, per_unit) = match concentration {
        Some(per_ml) => ((measured / per_ml).0, marks.marks_per_ml),
        None => (measured.0, marks.marks_per_mg),
    };
    let each = rounding::down_to_mark(whole / f64::from(count), per_unit).after;
    let rest = whole - each * f64::from(count.saturating_sub(1));
    // The rest is a difference of marks: its last digits are the arithmetic's, not the syringe's.
    let rest = rounding::to_mark(rest, per_unit, |_| false).after;
    let mut parts = vec![part(each); count.saturating_sub(1) as usize];
    parts.push(part(rest));
    parts
}

/// `measured` in devices of `each`, with the rest between them that the label asks for.
pub(super) fn devices(measured: Milligrams, each: Milligrams, rest: Minutes) -> Vec<Part> {
    let starts = (0..).map(f64::from).take_while(|n| n * each.0 < measured.0 - 1e-9);
    starts.map(|n| Part { mg: each, ml: None, minute: Some(Minutes(n * rest.0)) }).collect()
}

/// Each part in words.
pub(super) fn steps(parts: &[Part]) -> Vec<Message> {
    let count = parts.len();
    let say = |(n, part): (usize, &Part)| {
        let key = match (part.minute, part.ml) {
            (Some(_), _) => "dosing.device",
            (None, Some(_)) => "dosing.injection",
            (None, None) => "dosing.injection_mg",
        };
        let minute = part.minute.map_or(0.0, |minute| minute.0);
        Message::new(key)
            .with("n", n)
            .with("count", count)
            .with("mg", super::words::exact(part.mg.0))
            .with("ml", super::words::exact(part.ml.map_or(0.0, |ml| ml.0)))
            .with("minute", super::words::exact(minute))
    };
    (1..).zip(parts).map(say).collect()
}
