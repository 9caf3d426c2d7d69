//! Instruments: which questionnaires exist, and what each one means.

use crate::closed_list;

closed_list!(
    /// The instruments Evenkeel knows. The file of each is `clinical/instruments/<lower case>.toml`.
    InstrumentId, "instrument", {
        /// PHQ-9, depression, self-report over 14 days.
        Phq9 => "PHQ9",
        /// GAD-7, anxiety, self-report over 14 days.
        Gad7 => "GAD7",
        /// PCL-5, PTSD, self-report over a month (weekly form 7 days).
        Pcl5 => "PCL5",
        /// AUDIT-C, alcohol.
        AuditC => "AUDITC",
        /// QIDS-SR16, depression, self-report over 7 days.
        Qids16 => "QIDS16",
        /// MADRS, depression, clinician-rated.
        Madrs => "MADRS",
        /// HAM-D, 17 items, depression, clinician-rated.
        Hamd17 => "HAMD17",
        /// CAPS-5, PTSD, clinician-rated.
        Caps5 => "CAPS5",
        /// PEG, pain intensity and interference.
        Peg => "PEG",
        /// Pain, 0 to 10.
        Pain => "PAIN",
        /// Mood, 0 to 10, a high score is good.
        Mood => "MOOD",
        /// C-SSRS screener, suicidal thoughts and behaviour.
        Cssrs => "CSSRS",
        /// WHO-5, well-being, 0 to 100, a high score is good.
        Who5 => "WHO5",
        /// ASQ, four questions on suicidal thoughts, any yes is positive.
        Asq => "ASQ",
        /// MADRS-S, the patient's own form of the MADRS.
        MadrsS => "MADRSS",
        /// WSAS, work and social adjustment.
        Wsas => "WSAS",
        /// CADSS, dissociation in a session.
        Cadss => "CADSS",
        /// CADSS-6, six of its items.
        Cadss6 => "CADSS6",
        /// BPI-SF, pain.
        BpiSf => "BPISF",
        /// PROMIS measures.
        Promis => "PROMIS",
        /// EQ-5D-5L, health status.
        Eq5d5l => "EQ5D5L",
        /// Our own observation in a session: unreal, sleepy, sick, anxious.
        Obs4 => "OBS4",
    }
);

impl InstrumentId {
    /// Whether it is followed over a course: scores of it stand in course records and check-ins. The others
    /// are scored on their own.
    pub const fn is_followed(self) -> bool {
        match self {
            Self::Phq9
            | Self::Gad7
            | Self::Pcl5
            | Self::Qids16
            | Self::Madrs
            | Self::Hamd17
            | Self::Caps5
            | Self::Peg
            | Self::Pain
            | Self::Mood
            | Self::Cssrs => true,
            Self::AuditC
            | Self::Who5
            | Self::Asq
            | Self::MadrsS
            | Self::Wsas
            | Self::Cadss
            | Self::Cadss6
            | Self::BpiSf
            | Self::Promis
            | Self::Eq5d5l
            | Self::Obs4 => false,
        }
    }
}
