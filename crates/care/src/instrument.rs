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
    }
);
