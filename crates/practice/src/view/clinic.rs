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
