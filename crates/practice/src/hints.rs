//! Decision hints outside the United States: off until the clinic's responsible person has read what they
//! are and accepted them in writing. Every word given stays, with the text as it was read.

use evenkeel_store::clinic::{self, Clinic, ClinicDetails};
use evenkeel_store::hints::{self, HintsAcceptance, HintsWord};
use evenkeel_store::{ClinicId, Tx};
use jiff::tz::TimeZone;

use crate::actor::Actor;
use crate::context::{Once, Practice, today_in};
use crate::refusal::{FieldProblem, Refusal};
use crate::rights::Right;
use crate::safety::when;
use crate::view::clinic::{HintsLine, HintsView};

/// What the responsible person accepts by typing their name. A change of a letter is a new version.
pub const HINTS_TEXT: &str = "Decision hints (options at checkpoints and the forecast) are not approved as a medical \
                              device outside the United States. I am responsible for this clinic, I have assessed them \
                              under the law that applies here, and I accept their use by its clinicians.";

/// Version of [`HINTS_TEXT`].
pub const HINTS_TEXT_VERSION: &str = "1";

/// Decision hints are on where nobody need accept them first.
pub(crate) fn on_from_the_start(country: &str) -> bool {
    country.trim().eq_ignore_ascii_case("US")
}

/// The form, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HintsForm {
    /// The newest word the page showed; 0: none.
    pub seen_version: i64,
    /// Accept; `false`: withdraw.
    pub accept: bool,
    /// The responsible person's full name.
    pub name: String,
    /// What they are in the clinic.
    pub role: String,
}

impl Practice {
    /// Whether hints are on, the text, and every word given so far.
    pub async fn hints(&self, actor: &Actor) -> Result<HintsView, Refusal> {
        actor.must(Right::ReadCharts)?;
        let clinic = self.clinic(actor.clinic).await?;
        let kept = hints::history(self.store(), actor.clinic).await?;
        self.saw(actor, "clinic.hints.read", actor.clinic).await?;
        let zone = TimeZone::get(&clinic.zone).unwrap_or(TimeZone::UTC);
        let today = today_in(&clinic.zone, self.now());
        let line = |word: &HintsAcceptance| HintsLine {
            accepted: word.accepted,
            who: format!("{}, {}", word.name, word.role),
            when: when(word.recorded.at, &zone, today),
            text_version: word.text_version.clone(),
            text: word.text.clone(),
        };
        Ok(HintsView {
            on: clinic.hints_accepted,
            by_default: on_from_the_start(&clinic.country),
            country: clinic.country,
            may_change: actor.may(Right::SetSafety),
            version: kept.first().map_or(0, |word| word.version),
            text: HINTS_TEXT,
            text_version: HINTS_TEXT_VERSION,
            history: kept.iter().map(line).collect(),
        })
    }

    /// Accepts hints in writing, or withdraws that. Only the clinic's lead may, and only by their own name.
    pub async fn give_word_on_hints(
        &self,
        actor: &Actor,
        form: HintsForm,
        key: &str,
    ) -> Result<i64, Refusal> {
        actor.must(Right::SetSafety)?;
        check(actor, &form)?;
        let mut tx = match self.begin::<i64>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(version) => return Ok(version),
        };
        let id = tx.clinic();
        let before = clinic::get(&mut tx, id).await?.ok_or_else(|| Refusal::not_found("This clinic"))?;
        if before.hints_accepted == form.accept {
            let state = if form.accept { "on" } else { "off" };
            let what = format!("Decision hints are {state} already. Look at the page as it is now.");
            return Err(Refusal::Conflict { what });
        }
        let details = ClinicDetails { hints_accepted: form.accept, ..details_of(&before) };
        clinic::change(&mut tx, before.version, &details).await?;
        let version = keep_word(&mut tx, id, &form).await?;
        tx.commit_with(&version).await?;
        Ok(version)
    }
}

/// Keeps the word with its text, and its audit line.
pub(crate) async fn keep_word(tx: &mut Tx, clinic: ClinicId, form: &HintsForm) -> Result<i64, Refusal> {
    let word = HintsWord {
        accepted: form.accept,
        text_version: HINTS_TEXT_VERSION.to_owned(),
        text: HINTS_TEXT.to_owned(),
        name: form.name.trim().to_owned(),
        role: form.role.trim().to_owned(),
    };
    let version = hints::keep(tx, form.seen_version, &word).await?;
    let action = if form.accept { "clinic.accept_hints" } else { "clinic.withdraw_hints" };
    let said = serde_json::json!({ "text_version": word.text_version, "text": word.text, "role": word.role });
    tx.audit(action, clinic, &said)?;
    Ok(version)
}

/// A clinic's settings as they stand, to be changed in one point.
pub(crate) fn details_of(clinic: &Clinic) -> ClinicDetails {
    ClinicDetails {
        name: clinic.name.clone(),
        country: clinic.country.clone(),
        zone: clinic.zone.clone(),
        crisis_text: clinic.crisis_text.clone(),
        crisis_number: clinic.crisis_number.clone(),
        hints_accepted: clinic.hints_accepted,
    }
}

fn check(actor: &Actor, form: &HintsForm) -> Result<(), Refusal> {
    let mut problems = Vec::new();
    if !form.name.trim().eq_ignore_ascii_case(actor.name.trim()) {
        let remedy = format!("Type your own full name, {}. Nobody accepts for somebody else.", actor.name);
        problems.push(FieldProblem::new("name", "This is not the name you are signed in with.", remedy));
    }
    if form.role.trim().is_empty() || form.role.chars().count() > 120 {
        let remedy = "Write what you are in this clinic, for example: medical director.";
        problems.push(FieldProblem::new("role", "Your role is missing or too long.", remedy));
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Invalid(problems)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who changes a letter of the text changes its version here, so that it stays clear who accepted what.
    #[test]
    fn the_text_of_a_version_never_changes() {
        let known = [(
            "1",
            "Decision hints (options at checkpoints and the forecast) are not approved as a medical device \
             outside the United States. I am responsible for this clinic, I have assessed them under the law \
             that applies here, and I accept their use by its clinicians.",
        )];
        assert!(known.contains(&(HINTS_TEXT_VERSION, HINTS_TEXT)));
    }

    #[test]
    fn only_the_united_states_start_with_hints() {
        assert!(on_from_the_start(" us "));
        for elsewhere in ["DE", "CA", "UK", ""] {
            assert!(!on_from_the_start(elsewhere), "{elsewhere}");
        }
    }
}
