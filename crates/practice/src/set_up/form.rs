//! What is filled in at set-up, and what of it is refused.

use evenkeel_store::clinic::ClinicDetails;
use jiff::tz::TimeZone;

use crate::hints::on_from_the_start;
use crate::refusal::{FieldProblem, Refusal};
use crate::secrets;

/// What the first administrator fills in.
#[derive(Debug, Clone, Default)]
pub struct SetupForm {
    /// The clinic's name.
    pub clinic_name: String,
    /// ISO country code, two letters.
    pub country: String,
    /// IANA time zone.
    pub zone: String,
    /// The crisis line the clinic confirms.
    pub crisis_number: String,
    /// The administrator's name.
    pub name: String,
    /// The administrator's e-mail address: the sign-in name.
    pub email: String,
    /// The password.
    pub password: String,
    /// Outside the US: the responsible person's full name, typed to accept decision hints in writing.
    /// Empty: hints stay off.
    pub accept_hints: String,
}

pub(super) fn details(form: &SetupForm) -> ClinicDetails {
    let number = form.crisis_number.trim();
    ClinicDetails {
        name: form.clinic_name.trim().to_owned(),
        country: form.country.trim().to_uppercase(),
        zone: form.zone.trim().to_owned(),
        crisis_text: (!number.is_empty()).then(|| format!("Call {number} now, day or night.")),
        crisis_number: (!number.is_empty()).then(|| number.to_owned()),
        // Decision hints are on in the US; elsewhere the responsible person accepts them first.
        hints_accepted: in_us(form) || !form.accept_hints.trim().is_empty(),
    }
}

pub(super) fn in_us(form: &SetupForm) -> bool {
    on_from_the_start(&form.country)
}

/// Refuses a first administrator's form: the clinic and the person.
pub(super) fn check(form: &SetupForm) -> Result<(), Refusal> {
    let mut problems = clinic_problems(form);
    problems.extend(person_problems(form));
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Invalid(problems)) }
}

/// Refuses a colleague's form: the person only.
pub(super) fn check_person(form: &SetupForm) -> Result<(), Refusal> {
    let problems = person_problems(form);
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Invalid(problems)) }
}

fn clinic_problems(form: &SetupForm) -> Vec<FieldProblem> {
    let country = form.country.trim();
    let two_letters = country.len() == 2 && country.chars().all(|c| c.is_ascii_alphabetic());
    let digits = form.crisis_number.chars().filter(char::is_ascii_digit).count() >= 2;
    let accepted = form.accept_hints.trim();
    let own_name = accepted.is_empty() || accepted.eq_ignore_ascii_case(form.name.trim());
    let checks = [
        (
            !form.clinic_name.trim().is_empty(),
            "clinic_name",
            "The clinic has no name.",
            "Type the name patients know.",
        ),
        (two_letters, "country", "The country is two letters.", "Type its ISO code, for example US."),
        (
            TimeZone::get(form.zone.trim()).is_ok(),
            "zone",
            "This time zone is not known.",
            "Take one like America/New_York.",
        ),
        (
            digits,
            "crisis_number",
            "The crisis line is missing.",
            "Type the number patients shall call, in the US 988.",
        ),
        (
            own_name,
            "accept_hints",
            "The name typed to accept decision hints is not yours.",
            "Type your full name as above, or leave it empty to keep hints off.",
        ),
    ];
    failed(&checks)
}

fn person_problems(form: &SetupForm) -> Vec<FieldProblem> {
    let email_like = form.email.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.'));
    let checks = [
        (
            !form.name.trim().is_empty(),
            "name",
            "Your name is missing.",
            "Type it as colleagues shall read it.",
        ),
        (email_like, "email", "This is not an e-mail address.", "Type one like name@clinic.org."),
    ];
    let mut problems = failed(&checks);
    if let Err(Refusal::Invalid(more)) = secrets::check_new_password(&form.password, &form.email) {
        problems.extend(more);
    }
    problems
}

fn failed(checks: &[(bool, &str, &str, &str)]) -> Vec<FieldProblem> {
    let problem =
        |(_, field, what, remedy): &(bool, &str, &str, &str)| FieldProblem::new(field, *what, *remedy);
    checks.iter().filter(|(fine, ..)| !fine).map(problem).collect()
}
