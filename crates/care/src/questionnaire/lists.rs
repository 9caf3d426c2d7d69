//! The closed lists an instrument's file draws on.

use crate::closed_list;

closed_list!(
    /// What may be shipped of an instrument.
    LicenceClass, "licence class", {
        /// The wording may be shipped.
        A => "A",
        /// The wording may be shipped once its owner has confirmed it in writing.
        B => "B",
        /// Only the skeleton: id, number of items, scoring and codes. A clinic with rights loads the text.
        C => "C",
    }
);

closed_list!(
    /// Which way a score points.
    Direction, "direction", {
        /// A high score means more illness.
        HighIsWorse => "high_is_worse",
        /// A high score means more health.
        HighIsBetter => "high_is_better",
    }
);

closed_list!(
    /// Who gives the answers.
    RatedBy, "rater", {
        /// The patient.
        Patient => "patient",
        /// A clinician.
        Clinician => "clinician",
    }
);

closed_list!(
    /// How a total comes from the answers.
    Scoring, "scoring", {
        /// The sum of all items.
        Sum => "sum",
        /// The nine domains of the QIDS: the highest of the sleep, of the appetite and weight, and of the
        /// psychomotor items, and the other six items as they are.
        Qids16 => "qids16",
        /// The mean of all items.
        Mean => "mean",
        /// One item is the score.
        Single => "single",
        /// The sum of all items times 4 (WHO-5: a percentage of the best).
        SumTimes4 => "sum_times_4",
        /// No total is formed: the answers are read one by one, or the owner's scoring was not verified. A
        /// skeleton without items takes no answers at all.
        Items => "items",
        /// No total: the answers are read one by one.
        NoTotal => "no_total",
    }
);

closed_list!(
    /// What a skipped item does to the total.
    MissingItems, "missing-item policy", {
        /// There is no total; the sum of what was answered is shown as partial. Nothing is filled in.
        NoTotal => "no_total",
    }
);
