//! Limits of the rules on conditions and medication (C1–C10, I1–I5, P16).

use serde::{Deserialize, Serialize};

use crate::condition::{MedicationClass, PatientCondition, Route};
use crate::finding::{FindingState, Grade};

/// C1–C3, C5–C9: conditions that stop a session or warn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionGate {
    /// Conditions with which no session is given unless a prescriber overrides with a reason.
    #[serde(default)]
    pub stop: Vec<PatientCondition>,
    /// Conditions to be acknowledged.
    #[serde(default)]
    pub warn: Vec<PatientCondition>,
}

/// C10: the patient's age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgeGate {
    /// Completed years from which a patient counts as an adult.
    pub adult_from_years: i16,
    /// Routes that stop below that age; the others warn.
    pub stop_routes: Vec<Route>,
}

/// I1, I2, I4, I5, P16: classes of medication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MedicationGate {
    /// The classes.
    pub classes: Vec<MedicationClass>,
    /// What they lead to: `warn`, or `clear` for a note.
    pub state: FindingState,
    /// The routes it is for.
    pub routes: Vec<Route>,
}

/// I3: benzodiazepines, as diazepam equivalents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BenzodiazepineDose {
    /// Above this sum of all benzodiazepines a day: warn.
    pub warn_above_mg_per_day: f64,
    /// What equals 10 mg of diazepam, drug by drug.
    pub equivalents: Vec<Equivalent>,
}

/// One benzodiazepine beside diazepam.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Equivalent {
    /// Its name.
    pub name: String,
    /// Brand names that mean the same.
    #[serde(default)]
    pub also: Vec<String>,
    /// Its dose that equals 10 mg of diazepam by mouth, table by table.
    pub equals_diazepam_10_mg: Vec<EquivalentFigure>,
}

/// What one table says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EquivalentFigure {
    /// The dose, mg; the lower end where the table gives a range.
    pub from_mg: f64,
    /// The upper end of a range, mg.
    #[serde(default)]
    pub to_mg: Option<f64>,
    /// The table.
    pub source: String,
    /// How good it is.
    pub grade: Grade,
}

impl Equivalent {
    /// Whether a name as written in a chart means this drug: one of its words does.
    fn is_named(&self, written: &str) -> bool {
        let mut words = written.split(|c: char| !c.is_alphabetic());
        words.any(|word| std::iter::once(&self.name).chain(&self.also).any(|n| n.eq_ignore_ascii_case(word)))
    }

    /// Diazepam equivalents of `mg`, lowest and highest over all tables; `None` where no table has a figure.
    fn of(&self, mg: f64) -> Option<(f64, f64)> {
        let doses = self.equals_diazepam_10_mg.iter().flat_map(|f| [f.from_mg, f.to_mg.unwrap_or(f.from_mg)]);
        let equal = doses.filter(|dose| *dose > 0.0).map(|dose| mg * 10.0 / dose);
        equal.fold(None, |range: Option<(f64, f64)>, e| {
            Some(range.map_or((e, e), |(low, high)| (low.min(e), high.max(e))))
        })
    }
}

impl BenzodiazepineDose {
    /// Diazepam equivalents of a daily dose, mg: the lowest and the highest of the tables. `None` for a drug
    /// that stands in none, or whose name could mean two.
    pub fn equivalent(&self, written: &str, mg_per_day: f64) -> Option<(f64, f64)> {
        let mut meant = self.equivalents.iter().filter(|drug| drug.is_named(written));
        let drug = meant.next()?;
        meant.next().is_none().then(|| drug.of(mg_per_day))?
    }
}
