//! What is done and seen at the chair, one deed a tap.

use serde::{Deserialize, Serialize};

use crate::closed_list;
use crate::dose::Dose;
use crate::record::DischargeCheck;

closed_list!(
    /// What is asked before the dose.
    Ask, "question before the dose", {
        /// Nothing eaten or drunk for as long as the protocol says.
        Fasting => "fasting",
        /// Somebody takes the patient home.
        Ride => "ride",
        /// Consent stands.
        Consent => "consent",
        /// Medicines are the same as at screening.
        SameMedicines => "same_medicines",
        /// Not pregnant, as far as it can be known.
        NotPregnant => "not_pregnant",
        /// No thoughts of suicide today.
        Safe => "safe",
    }
);

closed_list!(
    /// What may happen during a session.
    Happening, "event of a session", {
        /// Nausea.
        Nausea => "nausea",
        /// Vomiting.
        Vomiting => "vomiting",
        /// Headache.
        Headache => "headache",
        /// Dizziness.
        Dizziness => "dizziness",
        /// Anxiety or panic.
        Anxiety => "anxiety",
        /// Marked dissociation.
        Dissociation => "dissociation",
        /// A rise of blood pressure that was acted upon.
        Hypertension => "hypertension",
        /// A fall of oxygen saturation.
        Desaturation => "desaturation",
        /// Something else: the note says what.
        Other => "other",
    }
);

closed_list!(
    /// What was done about a reading outside the limits.
    Response, "response", {
        /// Measured again.
        Repeat => "repeat",
        /// Treated, as the clinic's own orders say.
        Treat => "treat",
        /// The prescriber was told.
        TellPrescriber => "tell_prescriber",
    }
);

/// One row of the flowsheet. What is `None` was not taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// Systolic and diastolic, mmHg.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pressure: Option<(u16, u16)>,
    /// Pulse, beats a minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pulse: Option<u16>,
    /// Oxygen saturation, %.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oxygen_percent: Option<u8>,
    /// MOAA/S, 0 (no answer to pain) to 5 (awake).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moaas: Option<u8>,
    /// Unreal, sleepy, sick, anxious, 0 to 3 each: the clinic's own four questions (OBS4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed: Option<[u8; 4]>,
    /// Pain, 0 to 10.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pain: Option<u8>,
}

/// One thing done or seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// The patient is there.
    Arrived,
    /// At which chair.
    Seated {
        /// Its name.
        chair: String,
    },
    /// Name and birth date were checked.
    Identified,
    /// Weighed today.
    Weighed {
        /// Kilograms.
        kg: f64,
    },
    /// Something was asked before the dose.
    Asked {
        /// What.
        ask: Ask,
        /// Whether it is as it should be.
        fine: bool,
    },
    /// A row of the flowsheet.
    Read(Reading),
    /// Dosing began.
    Started {
        /// The dose.
        dose: Dose,
        /// Who supervises.
        supervised_by: String,
    },
    /// Dosing is held.
    Paused,
    /// Dosing goes on.
    Resumed,
    /// An amount given besides, mg.
    Gave {
        /// Milligrams.
        mg: f64,
    },
    /// A part of the dose as it was given: one nasal device, one of several injections.
    Part {
        /// Milligrams.
        mg: f64,
    },
    /// Dosing ended.
    Ended {
        /// Milligrams in fact given, where it was stopped early.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        given_mg: Option<f64>,
    },
    /// Something happened.
    Happened {
        /// What.
        what: Happening,
        /// In whose words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// Something was done about a reading outside the limits.
    Responded {
        /// What.
        how: Response,
    },
    /// A line of the list before leaving.
    LookedAt {
        /// Which.
        check: DischargeCheck,
        /// Whether it is so.
        yes: bool,
    },
    /// The patient has left, or the sitting was called off.
    Over,
}

/// Limits a clinic has set for readings. `None`: no limit is set, and nothing is asked. During a session no threshold was
/// found in a source, so that none is shipped; those before the dose are rule C4's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Outside {
    /// Before the dose, systolic above this, mmHg.
    pub before_systolic_above: Option<u16>,
    /// Before the dose, diastolic above this, mmHg.
    pub before_diastolic_above: Option<u16>,
    /// From the start on, systolic at or above this, mmHg.
    pub systolic_from: Option<u16>,
    /// From the start on, diastolic at or above this, mmHg.
    pub diastolic_from: Option<u16>,
    /// Oxygen saturation below this, %.
    pub oxygen_below_percent: Option<u8>,
    /// Pulse at or above this, beats a minute.
    pub pulse_from: Option<u16>,
    /// Pulse below this, beats a minute.
    pub pulse_below: Option<u16>,
}

/// What of a reading is outside the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutsideOf {
    /// Blood pressure.
    Pressure,
    /// Oxygen saturation.
    Oxygen,
    /// Pulse.
    Pulse,
}

impl Reading {
    /// Whether it holds a vital sign.
    pub fn has_vitals(&self) -> bool {
        self.pressure.is_some() || self.pulse.is_some() || self.oxygen_percent.is_some()
    }

    /// Whether nothing was taken.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Outside {
    /// What of `reading` is outside; `before`: dosing has not begun.
    pub fn says(&self, reading: &Reading, before: bool) -> Option<OutsideOf> {
        let over = |value: u16, limit: Option<u16>, from: u16| {
            limit.is_some_and(|l| value >= l.saturating_add(from))
        };
        let (systolic, diastolic, from) = if before {
            (self.before_systolic_above, self.before_diastolic_above, 1)
        } else {
            (self.systolic_from, self.diastolic_from, 0)
        };
        let high = reading.pressure.is_some_and(|(s, d)| over(s, systolic, from) || over(d, diastolic, from));
        let low = |value: Option<u16>, limit: Option<u16>| value.zip(limit).is_some_and(|(v, l)| v < l);
        let oxygen = reading.oxygen_percent.map(u16::from);
        let pulse = reading.pulse.is_some_and(|pulse| over(pulse, self.pulse_from, 0));
        if high {
            Some(OutsideOf::Pressure)
        } else if low(oxygen, self.oxygen_below_percent.map(u16::from)) {
            Some(OutsideOf::Oxygen)
        } else if pulse || low(reading.pulse, self.pulse_below) {
            Some(OutsideOf::Pulse)
        } else {
            None
        }
    }
}
