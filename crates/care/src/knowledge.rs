//! What the engine knows: the clinic's instruments, protocols, ladders and rules, as values.
//!
//! `evenkeel-catalog` reads it from `clinical/` (and from the clinic's own folder laid over it);
//! tests may build it by hand. The engine never asks where it came from.

use std::collections::BTreeMap;

pub use crate::overlay::{Change, Overlay};

use crate::condition::Route;
use crate::finding::{Finding, FindingKind, FindingState};
use crate::instrument::InstrumentId;
use crate::ladder::Ladder;
use crate::message::Message;
use crate::protocol::Protocol;
use crate::questionnaire::{Questionnaire, Translation};
use crate::rems::MonitoringForm;
use crate::rules::Administration;
use crate::rules::{
    AgeGate, BeforeSession, BenzodiazepineDose, BloodPressureLimits, CheckInRhythm, Checkpoint,
    ClinicRelapse, ConditionGate, CrisisWording, DischargeList, DoseLimits, Escalation, Exposure,
    ExposureReview, FadingEffect, FormDeadline, HighSuicideRisk, ItemNine, LiverTests, MaintenanceReview,
    MedicationGate, MiddlePressure, MissedSession, MoodSwitch, NoParams, Observation, PainResponse,
    PartialResponse, PtsdResponse, Response, Restart, Rule, RuleHead, ShorterStep, ShrinkingIntervals,
    Silence, SoftSigns, Spacing, Stable, SuicideRisk, TrialRelapse, VisitWindow, Worsening,
};

/// Everything the rules rest on.
#[derive(Debug, Clone, PartialEq)]
pub struct Knowledge {
    /// Instruments by id.
    pub instruments: BTreeMap<InstrumentId, Questionnaire>,
    /// Their wording in other languages, by instrument and language tag.
    pub translations: BTreeMap<InstrumentId, BTreeMap<String, Translation>>,
    /// Protocols by id.
    pub protocols: BTreeMap<String, Protocol>,
    /// Ladders by id.
    pub ladders: BTreeMap<String, Ladder>,
    /// Versions of the REMS monitoring form by id.
    pub forms: BTreeMap<String, MonitoringForm>,
    /// The rules.
    pub rules: Rules,
    /// Sentences that belong to no single rule, by key.
    pub texts: BTreeMap<String, String>,
    /// The clinic's own folder, if one lies over the shipped one.
    pub overlay: Option<Overlay>,
}

/// Declares the set of rules: one field a rule with the kind of its findings, and the same list once more for whoever needs all.
macro_rules! rules {
    ($($(#[$meta:meta])* $field:ident: $params:ty => $kind:ident),+ $(,)?) => {
        /// The rules that exist, each with its own limits.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Rules { $($(#[$meta])* pub $field: Rule<$params>),+ }

        impl Rules {
            /// File names (without `.toml`) of all rules, in order.
            pub const IDS: &'static [&'static str] = &[$(stringify!($field)),+];

            /// The kind each rule's findings have, in the same order.
            pub const KINDS: &'static [FindingKind] = &[$(FindingKind::$kind),+];

            /// Head and sentences of every rule, in order.
            pub fn all(&self) -> Vec<(&RuleHead, &BTreeMap<String, String>)> {
                vec![$((&self.$field.rule, &self.$field.texts)),+]
            }

            /// Reads each rule through `read`, which knows the files. It is asked for every rule even
            /// after a failure, so that all problems of a folder are told at once.
            pub fn read_with(read: &mut impl ReadRule) -> Option<Self> {
                $(let $field = read.read::<$params>(stringify!($field));)+
                Some(Self { $($field: $field?),+ })
            }
        }
    };
}

/// Reads one rule file into its typed form; `None` when it could not be read (the reader has then
/// noted why).
pub trait ReadRule {
    /// Reads the rule of this id.
    fn read<P>(&mut self, id: &'static str) -> Option<Rule<P>>
    where
        P: serde::de::DeserializeOwned + crate::rules::Sensible;
}

rules! {
    /// Response.
    d1: Response => Progress,
    /// Partial response and improvement.
    d2: PartialResponse => Progress,
    /// Remission.
    d3: NoParams => Progress,
    /// Stable remission or response.
    d4: Stable => Progress,
    /// Response in PTSD.
    d5: PtsdResponse => Progress,
    /// Response in chronic pain.
    d6: PainResponse => Progress,
    /// Worsening.
    d7: Worsening => Progress,
    /// Not assessable.
    d8: NoParams => Progress,
    /// Early look after session 2.
    d10: Checkpoint => Checkpoint,
    /// The check after session 4.
    d11: Checkpoint => Checkpoint,
    /// The end of the induction.
    d12: Checkpoint => Checkpoint,
    /// Maintenance review.
    d13: MaintenanceReview => Checkpoint,
    /// A step to a shorter interval.
    d14: ShorterStep => Schedule,
    /// A new course after a stop.
    d15: Restart => Restart,
    /// Item 9 of the PHQ-9.
    d20: ItemNine => Safety,
    /// Screener: low.
    d21: SuicideRisk => Safety,
    /// Screener: moderate.
    d22: SuicideRisk => Safety,
    /// Screener: high.
    d23: HighSuicideRisk => Safety,
    /// Question 4 where sources conflict.
    d24: NoParams => Safety,
    /// Crisis wording.
    d25: CrisisWording => Safety,
    /// A level nobody has acknowledged.
    d26: Escalation => Safety,
    /// Relapse as trials define it.
    d30: TrialRelapse => Relapse,
    /// Relapse as the clinic defines it.
    d31: ClinicRelapse => Relapse,
    /// The effect fades.
    d32: FadingEffect => Booster,
    /// Soft signs.
    d33: SoftSigns => Due,
    /// Intervals that shrink.
    d37: ShrinkingIntervals => Booster,
    /// Floor between doses.
    d36: Spacing => Gate,
    /// Blood pressure before dosing.
    c4: BloodPressureLimits => Gate,
    /// Observation after dosing.
    m4: Observation => Gate,
    /// Blood pressure in the middle of a session.
    m3: MiddlePressure => Gate,
    /// Driving after a session.
    m8: NoParams => Gate,
    /// A ride home.
    m9: NoParams => Gate,
    /// Ready to leave.
    m10: DischargeList => Gate,
    /// A supervising clinician.
    m12: NoParams => Gate,
    /// From the order to the syringe: weight, devices, split doses, rounding.
    p44: Administration => Gate,
    /// Dose limits by injection.
    p41: DoseLimits => Gate,
    /// A missed session of the induction.
    p11: MissedSession => Schedule,
    /// A missed session of the maintenance.
    p12: ShorterStep => Schedule,
    /// Dose limits by infusion.
    x2: DoseLimits => Gate,
    /// Signs of a switch.
    x5: MoodSwitch => Due,
    /// Vessels.
    c1: ConditionGate => Gate,
    /// Bleeding in the brain.
    c2: ConditionGate => Gate,
    /// Hypersensitivity.
    c3: ConditionGate => Gate,
    /// Heart, pregnancy, psychosis.
    c5: ConditionGate => Gate,
    /// Liver.
    c6: ConditionGate => Gate,
    /// Pressure in skull or eye.
    c7: ConditionGate => Gate,
    /// Substance misuse.
    c8: ConditionGate => Gate,
    /// Pregnancy and breastfeeding.
    c9: ConditionGate => Gate,
    /// Age.
    c10: AgeGate => Gate,
    /// Depressants.
    i1: MedicationGate => Gate,
    /// Stimulants and MAO inhibitors.
    i2: MedicationGate => Gate,
    /// Dose of benzodiazepines.
    i3: BenzodiazepineDose => Gate,
    /// Lamotrigine.
    i4: MedicationGate => Gate,
    /// Enzyme inducers and inhibitors.
    i5: MedicationGate => Gate,
    /// Other nasal sprays.
    p16: MedicationGate => Gate,
    /// Certified site, enrolled patient.
    r1: NoParams => Gate,
    /// Rhythm of check-ins.
    d34: CheckInRhythm => Due,
    /// Silence.
    d35: Silence => Due,
    /// Integration visit.
    d38: VisitWindow => Due,
    /// Preparation visit.
    d39: BeforeSession => Due,
    /// Bladder.
    l1: ExposureReview => Due,
    /// Liver tests.
    l2: LiverTests => Due,
    /// Electrocardiogram.
    l3: BeforeSession => Due,
    /// Cognition and craving.
    l4: ExposureReview => Due,
    /// Misuse.
    l5: ExposureReview => Due,
    /// Consent.
    l6: BeforeSession => Due,
    /// REMS monitoring form.
    r3: FormDeadline => Due,
    /// Exposure.
    x11: Exposure => Checkpoint,
}

impl Knowledge {
    /// Name of an instrument as a clinician says it; its id where it is not on file.
    pub fn name(&self, id: InstrumentId) -> String {
        self.instruments.get(&id).map_or_else(|| id.to_string(), |q| q.name.clone())
    }

    /// The version of the REMS monitoring form that is used for a session of that day.
    pub fn form_on(&self, session: jiff::civil::Date) -> Option<&MonitoringForm> {
        let in_use = self.forms.values().filter(|f| f.sessions_from.is_none_or(|from| from <= session));
        in_use.max_by_key(|form| form.sessions_from)
    }

    /// The head of a rule by its id, case-blind: title, logic, sources, attributes.
    pub fn rule(&self, id: &str) -> Option<&RuleHead> {
        self.rules.all().into_iter().map(|(head, _)| head).find(|head| head.id.eq_ignore_ascii_case(id))
    }

    /// The route-wide dose limits, where a rule sets them.
    pub fn dose_limits(&self, route: Route) -> Option<&Rule<DoseLimits>> {
        [&self.rules.x2, &self.rules.p41].into_iter().find(|rule| rule.params.route == route)
    }

    /// The sentence a message stands for: of the rule named before the first dot, or of the common
    /// table. A key without a sentence is said as the key itself, so that the gap can be seen.
    pub fn say(&self, message: &Message) -> String {
        self.template(&message.key).map_or_else(|| message.key.clone(), |template| message.fill(template))
    }

    /// The template of a key.
    pub fn template(&self, key: &str) -> Option<&str> {
        let (rule, rest) = key.split_once('.').unwrap_or_default();
        self.rules
            .all()
            .into_iter()
            .find(|(head, _)| head.id.eq_ignore_ascii_case(rule))
            .and_then(|(_, texts)| texts.get(rest))
            .or_else(|| self.texts.get(key))
            .map(String::as_str)
    }

    /// A finding of `rule` with its sources, grade and revision filled in and nothing else.
    pub(crate) fn finding(&self, rule: &RuleHead, state: FindingState, date: jiff::civil::Date) -> Finding {
        Finding {
            rule: rule.id.clone(),
            revision: rule.revision.clone(),
            overlay: self.overlay.as_ref().map(|o| o.name.clone()),
            kind: rule.kind,
            state,
            date,
            instrument: None,
            because: Vec::new(),
            missing: Vec::new(),
            options: Vec::new(),
            caveats: Vec::new(),
            sources: rule.cites(),
            grade: rule.grade,
            due_on: None,
            trace: Vec::new(),
        }
    }
}
