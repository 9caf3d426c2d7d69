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
