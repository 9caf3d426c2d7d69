//! What the clinic's lead confirms in writing, as screens show it.

/// Decision hints in this clinic.
#[derive(Debug, Clone)]
pub struct HintsView {
    /// Whether they are on.
    pub on: bool,
    /// Whether they are on without anybody's acceptance: in the United States.
    pub by_default: bool,
    /// ISO code of the country.
    pub country: String,
    /// Whether the reader may accept or withdraw.
    pub may_change: bool,
    /// The newest word given; 0: none yet.
    pub version: i64,
    /// The text to be accepted.
    pub text: &'static str,
    /// Its version.
    pub text_version: &'static str,
    /// Every word given, newest first.
    pub history: Vec<HintsLine>,
}

/// A word given once.
#[derive(Debug, Clone)]
pub struct HintsLine {
    /// Accepted; `false`: withdrawn.
    pub accepted: bool,
    /// "Robin Hale, medical director".
    pub who: String,
    /// "today 14:05".
    pub when: String,
    /// Version of the text.
    pub text_version: String,
    /// The text as it was read.
    pub text: String,
}

/// How this installation stands.
#[derive(Debug, Clone)]
pub struct StatusView {
    /// Version of the program.
    pub version: &'static str,
    /// "3 days 4 h": how long it has run.
    pub up_for: String,
    /// "SQLite (SQLCipher)".
    pub engine: &'static str,
    /// "12.4 MB".
    pub size: String,
    /// Version of the record's schema.
    pub schema: i64,
    /// Whether it is the one this program works with.
    pub schema_is_current: bool,
    /// "At work".
    pub worker: String,
    /// Whether it is.
    pub worker_is_alive: bool,
    /// "2 due, 1 running, 0 given up".
    pub jobs: String,
    /// Jobs given up in the whole installation.
    pub given_up_in_all: i64,
    /// Those of this clinic, newest first.
    pub given_up: Vec<GivenUpJob>,
    /// Version of the forecast model.
    pub model: String,
    /// Digest of its prior.
    pub prior: String,
    /// "412 computed, 96 more were there already, since the start".
    pub forecasts: String,
    /// When the last backup was made; `None`: none is known.
    pub last_backup: Option<String>,
    /// Digest of the clinic's own folder of clinical content; `None`: there is none.
    pub overlay: Option<String>,
}

/// A job that was given up.
#[derive(Debug, Clone)]
pub struct GivenUpJob {
    /// "The forecast of a course".
    pub what: &'static str,
    /// "today 14:05".
    pub when: String,
    /// What the last attempt said.
    pub why: String,
    /// Its id in the log.
    pub id: String,
}

/// What one session costs.
#[derive(Debug, Clone)]
pub struct PricesView {
    /// Version in force; 0: nothing is set yet.
    pub version: i64,
    /// Who set it and when.
    pub set_by: Option<String>,
    /// Whether the reader may change it.
    pub may_change: bool,
    /// "USD"; empty: not set.
    pub currency: String,
    /// One for each route.
    pub routes: Vec<PriceRow>,
    /// One for each protocol; it counts before its route's.
    pub protocols: Vec<PriceRow>,
}

/// The price of a session by a route or a protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceRow {
    /// The field, and the key in the record: "iv", "iv-mood-6".
    pub key: String,
    /// "IV", "IV mood, six sessions".
    pub name: String,
    /// As it is typed, "450"; empty: not set.
    pub amount: String,
    /// As it is read, "450.00"; empty: not set.
    pub exact: String,
}

/// How the clinic draws up and checks doses.
#[derive(Debug, Clone)]
pub struct DosingView {
    /// Version in force; 0: nothing is set yet.
    pub version: i64,
    /// Who set it and when.
    pub set_by: Option<String>,
    /// Whether the reader may change it.
    pub may_change: bool,
    /// mg/mL of what is infused; empty: not set.
    pub iv: String,
    /// mg/mL of what is injected into a muscle.
    pub im: String,
    /// mg/mL of what is injected under the skin.
    pub sc: String,
    /// Whether a second person confirms every dose.
    pub second_check: bool,
    /// Why.
    pub reason: String,
    /// Days for which a weight counts (P44).
    pub weight_days: u32,
}

/// The clinic's own safety questions.
#[derive(Debug, Clone)]
pub struct QuestionsView {
    /// Version in force; 0: none was ever confirmed.
    pub version: i64,
    /// Who confirmed them and when.
    pub confirmed: Option<String>,
    /// Whether the reader may change them.
    pub may_change: bool,
    /// Whether the clinic holds the wording of the C-SSRS by right: then that is asked.
    pub licensed: bool,
    /// How many are asked.
    pub asked: usize,
    /// Seven rows, empty ones at the end.
    pub rows: Vec<OwnQuestionRow>,
    /// The rows of the record by key and neutral heading.
    pub meanings: Vec<(String, String)>,
    /// Rows that no question asks.
    pub unasked: Vec<String>,
}

/// A question, or an empty row.
#[derive(Debug, Clone, Default)]
pub struct OwnQuestionRow {
    /// Its text.
    pub text: String,
    /// What a yes means: a key of the record, `person`, or nothing yet.
    pub means: String,
}
