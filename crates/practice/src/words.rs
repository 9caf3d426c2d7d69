//! Words for the screen: states, options, caveats, grades, dates and doses, in plain English.

use evenkeel_care::condition::{Condition, MedicationClass, PatientCondition, Route};
use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::finding::{Caveat, Choice, FindingState, Grade};
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::message::Message;
use evenkeel_care::protocol::Observed;
use evenkeel_care::record::{DischargeCheck, EventKind, SignKind};
use evenkeel_care::sitting::{Ask, Happening, Phase, Response};
use evenkeel_store::observation::Tolerance;
use jiff::civil::Date;

/// "Fri 6 Feb 2026".
pub fn date(date: Date) -> String {
    date.strftime("%a %-d %b %Y").to_string()
}

/// "6 Feb".
pub fn short_date(date: Date) -> String {
    date.strftime("%-d %b").to_string()
}

/// "6 Feb", and with its year where that is not plain from today.
pub fn near_date(date: Date, today: Date) -> String {
    let far = (date - today).get_days().abs() > 300;
    if far { full_date(date) } else { short_date(date) }
}

/// "6 Feb 2026".
pub fn full_date(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// What a rule says, as screens show it. The rules write ISO dates, and the command line keeps them;
/// on a screen "of 2026-01-16" reads "of 16 Jan 2026".
pub(crate) fn say(knowledge: &Knowledge, message: &Message) -> String {
    for_screens(&knowledge.say(message))
}

fn for_screens(sentence: &str) -> String {
    sentence.split_inclusive(' ').map(date_in_words).collect()
}

/// A word of a sentence; if it is an ISO date, with whatever stands around it, the date in words.
fn date_in_words(word: &str) -> String {
    let core = word.trim_matches(|c: char| !c.is_ascii_digit());
    let iso = core.len() == 10 && core.bytes().filter(|b| *b == b'-').count() == 2;
    match core.parse::<Date>() {
        Ok(day) if iso => word.replacen(core, &full_date(day), 1),
        _ => word.to_owned(),
    }
}

/// A number without needless decimals: 0.5, 35, 12.25.
pub fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    format!("{rounded}")
}

/// "0.5 mg/kg", "56 mg", "0.35 mg/kg/h for 4 h", "placebo".
pub fn dose(dose: Dose) -> String {
    match dose {
        Dose::MgPerKg { amount } | Dose::Mg { amount } if amount == 0.0 => "placebo".to_owned(),
        Dose::MgPerKg { amount } => format!("{} mg/kg", number(amount)),
        Dose::Mg { amount } => format!("{} mg", number(amount)),
        Dose::MgPerKgPerHour { rate, hours } => format!("{} mg/kg/h for {} h", number(rate), number(hours)),
    }
}

/// A chance as people say it: "about 1 in 4", "about 7 in 10"; nothing nearly sure or nearly ruled out is said exactly.
pub fn in_tenths(chance: f64) -> String {
    if chance < 0.05 {
        "fewer than 1 in 20".to_owned()
    } else if chance > 0.95 {
        "more than 19 in 20".to_owned()
    } else if chance <= 0.3 {
        format!("about 1 in {:.0}", 1.0 / chance)
    } else {
        format!("about {:.0} in 10", (chance * 10.0).clamp(1.0, 9.0))
    }
}

/// "IV 0.5 mg/kg · 35 mg at 70 kg".
pub fn dose_given(route: Route, given: Option<Dose>, weight: Option<WeightKg>) -> String {
    let Some(given) = given else { return format!("{}, dose not recorded", self::route(route)) };
    let head = format!("{} {}", self::route(route), dose(given));
    match (given, weight, given.total_mg(weight)) {
        (Dose::MgPerKg { amount } | Dose::MgPerKgPerHour { rate: amount, .. }, Some(kg), Some(mg))
            if amount > 0.0 =>
        {
            format!("{head} · {} mg at {} kg", number(mg), number(kg.0))
        }
        _ => head,
    }
}

/// "IV".
pub fn route(route: Route) -> &'static str {
    match route {
        Route::Iv => "IV",
        Route::Im => "IM",
        Route::Sc => "SC",
        Route::NasalEsketamine => "Nasal esketamine",
    }
}

/// "Depression".
pub fn condition(condition: Condition) -> &'static str {
    match condition {
        Condition::Depression => "Depression",
        Condition::BipolarDepression => "Bipolar depression",
        Condition::Anxiety => "Anxiety",
        Condition::Ptsd => "PTSD",
        Condition::ChronicPain => "Chronic pain",
    }
}

/// A name within a sentence: "depression", but "PTSD" and "IV".
pub fn in_sentence(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(name.chars().skip(1)).collect()
        }
        _ => name.to_owned(),
    }
}

/// A state in words, as a badge shows it.
pub fn state(state: FindingState) -> &'static str {
    match state {
        FindingState::NotAssessable => "Cannot be judged yet",
        FindingState::Worsened => "Worse",
        FindingState::NoChange => "Hardly changed",
        FindingState::Improved => "Better, less than a partial response",
        FindingState::PartialResponse => "Partial response",
        FindingState::Response => "Response",
        FindingState::Remission => "Remission",
        FindingState::NotDue => "Not due",
        FindingState::Due => "Due now",
        FindingState::Continue => "Go on as planned",
        FindingState::Review => "Prescriber should look",
        FindingState::None => "Nothing found",
        FindingState::Watch => "Keep an eye on it",
        FindingState::Suspected => "Suspected",
        FindingState::Relapsed => "Relapsed (clinic's definition)",
        FindingState::Screen => "Ask the safety questions now",
        FindingState::Low => "Low risk",
        FindingState::Moderate => "Moderate risk",
        FindingState::High => "High risk",
        FindingState::Clear => "Clear",
        FindingState::Warn => "Check before going on",
        FindingState::Stop => "Stop",
        FindingState::Upcoming => "Coming up",
        FindingState::Overdue => "Overdue",
        FindingState::Offer => "To be offered",
        FindingState::Keep => "Keep the spacing",
        FindingState::Shorten => "One step shorter",
        FindingState::Lengthen => "One step longer",
    }
}

/// An event in words.
pub fn event(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Integration => "Integration visit",
        EventKind::Preparation => "Preparation visit",
        EventKind::Consent => "Consent",
        EventKind::Lft => "Liver function tests",
        EventKind::Ecg => "ECG",
        EventKind::Urine => "Urine test or urinary review",
        EventKind::SiteCertified => "REMS: the site is certified",
        EventKind::RemsEnrolled => "REMS: the patient is enrolled",
    }
}

/// A line of the list before leaving in words.
pub fn discharge(check: DischargeCheck) -> &'static str {
    match check {
        DischargeCheck::VitalsAtBaseline => "Vital signs back at baseline",
        DischargeCheck::Orientated => "Alert and orientated",
        DischargeCheck::ToleratesFluids => "Tolerates fluids",
        DischargeCheck::PainControlled => "Pain controlled",
        DischargeCheck::NauseaMinimal => "No nausea, or little",
        DischargeCheck::CareAtHome => "Somebody appropriate is at home",
        DischargeCheck::RideArranged => "Somebody takes the patient home",
        DischargeCheck::NoDrivingTold => "Told not to drive until the next day, after a night’s sleep",
    }
}

/// What is asked before the dose, in words.
pub fn asked(ask: Ask) -> &'static str {
    match ask {
        Ask::Fasting => "Nothing eaten or drunk as agreed",
        Ask::Ride => "A ride home is arranged",
        Ask::Consent => "Consent stands",
        Ask::SameMedicines => "Medicines are the same",
        Ask::NotPregnant => "Not pregnant, as far as known",
        Ask::Safe => "No thoughts of suicide today",
    }
}

/// What may happen during a session, in words.
pub fn happening(what: Happening) -> &'static str {
    match what {
        Happening::Nausea => "Nausea",
        Happening::Vomiting => "Vomiting",
        Happening::Headache => "Headache",
        Happening::Dizziness => "Dizziness",
        Happening::Anxiety => "Anxiety or panic",
        Happening::Dissociation => "Marked dissociation",
        Happening::Hypertension => "Blood pressure acted upon",
        Happening::Desaturation => "Saturation fell",
        Happening::Other => "Something else",
    }
}

/// What was done about a reading outside the limits, in words.
pub fn response(how: Response) -> &'static str {
    match how {
        Response::Repeat => "Measure again",
        Response::Treat => "Treated by the clinic’s orders",
        Response::TellPrescriber => "Prescriber told",
    }
}

/// Where a sitting stands, in words.
pub fn sitting_phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Arrived => "Arrived",
        Phase::Checks => "Checks",
        Phase::Dosing => "Dosing",
        Phase::Recovery => "Recovery",
        Phase::Ready => "Ready to leave",
        Phase::Over => "Left",
    }
}

/// What is taken at a timepoint, in words.
pub fn observed(what: Observed) -> &'static str {
    match what {
        Observed::BloodPressure => "blood pressure",
        Observed::HeartRate => "pulse",
        Observed::OxygenSaturation => "saturation",
        Observed::Weight => "weight",
        Observed::Sedation => "sedation (MOAA/S)",
        Observed::Dissociation => "the four questions",
        Observed::Nausea => "nausea",
        Observed::Pain => "pain",
        Observed::Orientation => "orientation",
        Observed::RideHome => "the way home",
    }
}

/// A condition of screening in words.
pub fn patient_condition(condition: PatientCondition) -> &'static str {
    match condition {
        PatientCondition::AneurysmalVascularDisease => "Aneurysmal vascular disease",
        PatientCondition::ArteriovenousMalformation => "Arteriovenous malformation",
        PatientCondition::IntracerebralHaemorrhage => "Intracerebral haemorrhage, now or in the past",
        PatientCondition::KetamineHypersensitivity => "Hypersensitivity to ketamine or esketamine",
        PatientCondition::UncontrolledCardiovascularDisease => "Poorly controlled cardiovascular disease",
        PatientCondition::UncontrolledHypertension => "Poorly controlled hypertension",
        PatientCondition::Pregnancy => "Pregnancy",
        PatientCondition::Breastfeeding => "Breastfeeding",
        PatientCondition::ActivePsychosis => "Active psychosis",
        PatientCondition::HepaticImpairmentModerate => "Moderate hepatic impairment",
        PatientCondition::HepaticImpairmentSevere => "Severe hepatic impairment",
        PatientCondition::RaisedIntracranialPressure => "Raised intracranial pressure",
        PatientCondition::RaisedIntraocularPressure => "Raised intraocular pressure",
        PatientCondition::ActiveSubstanceMisuse => "Active substance misuse",
        PatientCondition::BipolarDisorder => "Bipolar disorder",
    }
}

/// A class of medication in words.
pub fn medication_class(class: MedicationClass) -> &'static str {
    match class {
        MedicationClass::Benzodiazepine => "Benzodiazepine",
        MedicationClass::Opioid => "Opioid",
        MedicationClass::Alcohol => "Alcohol",
        MedicationClass::SedativeHypnotic => "Other sedative or sleeping pill",
        MedicationClass::Psychostimulant => "Psychostimulant",
        MedicationClass::Maoi => "MAO inhibitor",
        MedicationClass::Lamotrigine => "Lamotrigine",
        MedicationClass::MoodStabiliser => "Other mood stabiliser",
        MedicationClass::OralAntidepressant => "Oral antidepressant",
        MedicationClass::CypInducer => "CYP inducer",
        MedicationClass::CypInhibitor => "CYP inhibitor",
        MedicationClass::NasalSteroid => "Nasal steroid",
        MedicationClass::NasalDecongestant => "Nasal decongestant",
        MedicationClass::Other => "Other",
    }
}

/// How a session was tolerated, in words.
pub fn tolerance(tolerance: Option<Tolerance>) -> &'static str {
    match tolerance {
        Some(Tolerance::Well) => "tolerated well",
        Some(Tolerance::SideEffects) => "with side effects that passed",
        Some(Tolerance::Badly) => "tolerated badly",
        None => "how it was tolerated is not on record",
    }
}

/// A sign as a question to the patient, about the time since the last check-in.
pub fn sign(sign: SignKind) -> &'static str {
    match sign {
        SignKind::MoodDip => "Has your mood dipped?",
        SignKind::AnxietyUp => "Have you been more anxious?",
        SignKind::OldThoughtPatterns => "Have old patterns of thinking come back?",
        SignKind::TraumaReactions => "Have reactions to past trauma come back?",
        SignKind::LowMotivation => "Have you been less motivated?",
        SignKind::LessSleepMoreEnergy => "Have you needed less sleep and had more energy than usual?",
        SignKind::RacingOrRisky => "Have your thoughts raced, or have you done risky things?",
    }
}

/// What was done about a check-in.
pub fn check_in_step(step: evenkeel_store::inbox::Step) -> &'static str {
    use evenkeel_store::inbox::Step;
    match step {
        Step::Seen => "Seen",
        Step::Called => "Spoken with",
        Step::NotReached => "Not reached",
    }
}

/// An option in words.
pub fn choice(choice: Choice) -> &'static str {
    match choice {
        Choice::Continue => "Go on as planned",
        Choice::AdjustDose => "Adjust the dose",
        Choice::AdjustSchedule => "Adjust the schedule",
        Choice::ChangeRoute => "Change the route",
        Choice::CompleteCourse => "Complete the course as planned",
        Choice::Extend => "Extend the course",
        Choice::Stop => "Stop the course",
        Choice::Booster => "Give a booster",
        Choice::ShortenInterval => "Shorten the interval",
        Choice::LengthenInterval => "Lengthen the interval",
        Choice::Restart => "Start a new course",
        Choice::CallPatient => "Call the patient",
    }
}

/// A caveat as a sentence.
pub fn caveat(caveat: Caveat) -> &'static str {
    match caveat {
        Caveat::RecallWindow => {
            "Too early to judge by this questionnaire: its look-back still reaches before the first session."
        }
        Caveat::SmallStudy => "The evidence is one small study.",
        Caveat::Late => "The score was taken later than the check asks for.",
        Caveat::Missed => "No score was taken in the check's window.",
        Caveat::RouteNotStudied => "The evidence is from another route.",
        Caveat::OtherInstrument => "Another questionnaire is up to date where this one is not.",
        Caveat::SafetyFirst => "Safety comes first; this is no reason to wait with it.",
        Caveat::NoOverride => "This cannot be overridden.",
        Caveat::TooEarly => {
            "Too early to stop: many who had not improved after one or two sessions still did by the fourth."
        }
    }
}

/// A grade in words.
pub fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::Label => "L: label, law or regulator",
        Grade::Guideline => "G: guideline or consensus",
        Grade::Trial => "T: trial or peer-reviewed study",
        Grade::Clinic => "C: clinic habit",
        Grade::Default => "D: our default; clinic must confirm or change",
    }
}

/// A grade of the forecast's evidence in words.
pub fn model_grade(grade: &str) -> String {
    let meaning = match grade {
        "I" => "several trials agree",
        "II" => "one programme of trials",
        "III" => "trials that conflict, or a tiny one",
        "IV" => "judgement",
        _ => return grade.to_owned(),
    };
    format!("{grade}: {meaning}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_a_sentence_writes_them() {
        assert_eq!(in_sentence("Chronic pain"), "chronic pain");
        assert_eq!(in_sentence("PTSD"), "PTSD");
        assert_eq!(in_sentence("IV"), "IV");
    }

    #[test]
    fn a_dose_reads_as_the_chart_writes_it() {
        let given = dose_given(Route::Iv, Some(Dose::mg_per_kg(0.5)), Some(WeightKg(70.0)));
        assert_eq!(given, "IV 0.5 mg/kg · 35 mg at 70 kg");
        assert_eq!(dose(Dose::mg_per_kg(0.0)), "placebo");
    }

    #[test]
    fn iso_dates_in_a_sentence_read_as_people_say_them() {
        let check = |said: &str, shown: &str| assert_eq!(for_screens(said), shown);
        check("Item 9 of 2026-01-16 was 1.", "Item 9 of 16 Jan 2026 was 1.");
        check("From (2026-01-16) to 2026-02-01.", "From (16 Jan 2026) to 1 Feb 2026.");
        check("Version 2026-13-40 of 1234567890.", "Version 2026-13-40 of 1234567890.");
        check("No date, 0.5 mg/kg.", "No date, 0.5 mg/kg.");
    }

    #[test]
    fn a_date_far_away_carries_its_year() {
        let on = |year| near_date(jiff::civil::date(year, 2, 6), jiff::civil::date(2026, 1, 5));
        assert_eq!((on(2026).as_str(), on(2010).as_str()), ("6 Feb", "6 Feb 2010"));
    }

    #[test]
    fn dates_read_as_people_say_them() {
        assert_eq!(date(jiff::civil::date(2026, 2, 6)), "Fri 6 Feb 2026");
    }
}
