//! What was looked at before a patient left.

use std::collections::BTreeMap;

use crate::closed_list;

closed_list!(
    /// One line of the list that is gone through before a patient leaves.
    DischargeCheck, "discharge check", {
        /// Vital signs are back at baseline.
        VitalsAtBaseline => "vitals_at_baseline",
        /// Alert and orientated.
        Orientated => "orientated",
        /// Fluids are tolerated.
        ToleratesFluids => "tolerates_fluids",
        /// Pain is controlled.
        PainControlled => "pain_controlled",
        /// No nausea, or little.
        NauseaMinimal => "nausea_minimal",
        /// Somebody appropriate looks after the patient at home.
        CareAtHome => "care_at_home",
        /// Somebody takes the patient home.
        RideArranged => "ride_arranged",
        /// The patient was told not to drive.
        NoDrivingTold => "no_driving_told",
    }
);

/// The list as far as it was gone through. A line that is not in it is unknown, never "no".
pub type Discharge = BTreeMap<DischargeCheck, bool>;
