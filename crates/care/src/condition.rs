//! What is treated, by which route, and what else is known of the patient.

use crate::closed_list;

closed_list!(
    /// The primary condition of a course. One course treats one condition and may watch others.
    Condition, "condition", {
        /// Major depression, treatment-resistant or not.
        Depression => "depression",
        /// A depressive episode of bipolar disorder.
        BipolarDepression => "bipolar_depression",
        /// An anxiety disorder.
        Anxiety => "anxiety",
        /// Post-traumatic stress disorder.
        Ptsd => "ptsd",
        /// Chronic pain: CRPS, fibromyalgia, neuropathic pain.
        ChronicPain => "chronic_pain",
    }
);

closed_list!(
    /// How the drug is given.
    Route, "route", {
        /// Intravenous infusion of racemic ketamine.
        Iv => "iv",
        /// Intramuscular injection of racemic ketamine.
        Im => "im",
        /// Subcutaneous injection of racemic ketamine.
        Sc => "sc",
        /// Esketamine nasal spray, dosed in mg.
        NasalEsketamine => "nasal_esketamine",
    }
);

closed_list!(
    /// Conditions of the patient that screening asks for (contraindications and warnings).
    PatientCondition, "patient condition", {
        /// Aneurysmal disease of thoracic or abdominal aorta, intracranial or peripheral vessels.
        AneurysmalVascularDisease => "aneurysmal_vascular_disease",
        /// Arteriovenous malformation.
        ArteriovenousMalformation => "arteriovenous_malformation",
        /// History of intracerebral haemorrhage.
        IntracerebralHaemorrhage => "intracerebral_haemorrhage",
        /// Hypersensitivity to ketamine or esketamine.
        KetamineHypersensitivity => "ketamine_hypersensitivity",
        /// Poorly controlled cardiovascular disease.
        UncontrolledCardiovascularDisease => "uncontrolled_cardiovascular_disease",
        /// Poorly controlled hypertension.
        UncontrolledHypertension => "uncontrolled_hypertension",
        /// Pregnancy.
        Pregnancy => "pregnancy",
        /// Breastfeeding.
        Breastfeeding => "breastfeeding",
        /// Active psychosis.
        ActivePsychosis => "active_psychosis",
        /// Moderate hepatic impairment.
        HepaticImpairmentModerate => "hepatic_impairment_moderate",
        /// Severe hepatic impairment.
        HepaticImpairmentSevere => "hepatic_impairment_severe",
        /// Raised intracranial pressure.
        RaisedIntracranialPressure => "raised_intracranial_pressure",
        /// Raised intraocular pressure.
        RaisedIntraocularPressure => "raised_intraocular_pressure",
        /// Active substance misuse.
        ActiveSubstanceMisuse => "active_substance_misuse",
        /// Bipolar disorder.
        BipolarDisorder => "bipolar_disorder",
    }
);

closed_list!(
    /// Classes of medication that matter to a session.
    MedicationClass, "medication class", {
        /// Benzodiazepines.
        Benzodiazepine => "benzodiazepine",
        /// Opioids.
        Opioid => "opioid",
        /// Alcohol.
        Alcohol => "alcohol",
        /// Sedative hypnotics other than benzodiazepines.
        SedativeHypnotic => "sedative_hypnotic",
        /// Psychostimulants.
        Psychostimulant => "psychostimulant",
        /// Monoamine oxidase inhibitors.
        Maoi => "maoi",
        /// Lamotrigine.
        Lamotrigine => "lamotrigine",
        /// Mood stabilisers.
        MoodStabiliser => "mood_stabiliser",
        /// Oral antidepressants.
        OralAntidepressant => "oral_antidepressant",
        /// Inducers of CYP2B6 or CYP3A4.
        CypInducer => "cyp_inducer",
        /// Inhibitors of CYP2B6 or CYP3A4.
        CypInhibitor => "cyp_inhibitor",
        /// Nasal steroids.
        NasalSteroid => "nasal_steroid",
        /// Nasal decongestants.
        NasalDecongestant => "nasal_decongestant",
        /// Anything else.
        Other => "other",
    }
);
