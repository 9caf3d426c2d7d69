//! What a course costs, as screens and paper show it.

use jiff::civil::Date;
use uuid::Uuid;

use super::people::PatientHead;

/// The cost line of the course page.
#[derive(Debug, Clone, Default)]
pub struct CostLine {
    /// "USD 450" a session; `None`: the clinic has set no price for it.
    pub price: Option<String>,
    /// The next 12 months; `None` where no price is known or no forecast can be told.
    pub year: Option<CostRange>,
}

/// A cost, never alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostRange {
    /// The median, "USD 4,050".
    pub median: String,
    /// "USD 3,600 to 5,400".
    pub half: String,
    /// "USD 2,700 to 6,750".
    pub eight: String,
    /// "9 sessions (half: 8 to 12; eight in ten: 6 to 15)".
    pub sessions: String,
    /// Said before it while there is no score of the treatment: whose figures these are.
    pub whose: Option<String>,
}

/// The cost sheet of a course, to print.
#[derive(Debug, Clone)]
pub struct CostPage {
    /// The course.
    pub course: Uuid,
    /// The clinic's name.
    pub clinic: String,
    /// The patient.
    pub patient: PatientHead,
    /// "Depression · IV mood, six sessions (iv-mood-6, revision 1)".
    pub title: String,
    /// Today in the clinic.
    pub today: Date,
    /// "USD".
    pub currency: String,
    /// "USD 450" a session; `None`: the clinic has set no price for it.
    pub price: Option<String>,
    /// Sessions to come: the rest of the induction, and the next ones of maintenance.
    pub planned: Vec<CostRow>,
    /// What they cost together, "2,700.00".
    pub sum: String,
    /// The next 12 months, or why nothing can be said of them.
    pub year: Result<CostRange, String>,
    /// Caveats of the forecast, each a sentence.
    pub caveats: Vec<String>,
    /// "Rests on 5 scores and 4 sessions given. Model 1.1 · prior 45287a4c · seed 1"; empty without a forecast.
    pub basis: String,
}

/// A planned session and its price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostRow {
    /// Its number in the course.
    pub n: u32,
    /// The day.
    pub date: Date,
    /// induction or maintenance.
    pub phase: String,
    /// "450.00"; empty where no price is known.
    pub amount: String,
}
