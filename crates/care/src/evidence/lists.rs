//! The words an evidence file may use, each with its meaning.

use crate::closed_list;
use crate::condition::Route;

closed_list!(
    /// How a study came to its figures; its grade starts from here.
    StudyKind, "kind of study", {
        /// Randomised, and those who rated did not know.
        RandomisedBlinded => "randomised_blinded",
        /// Several randomised trials pooled by a review.
        MetaAnalysis => "meta_analysis",
        /// Randomised, and everybody knew.
        RandomisedOpen => "randomised_open",
        /// A later question put to the data of trials.
        PostHoc => "post_hoc",
        /// Planned and given to all, without a control.
        OpenLabel => "open_label",
        /// Read from the records of clinics.
        Observational => "observational",
        /// Parameters of a model fitted to a trial.
        Model => "model",
        /// A review that gives no figures of its own.
        Review => "review",
        /// A plan, without results.
        Protocol => "protocol",
        /// Somebody's statement that nobody reviewed.
        Statement => "statement",
    }
);

closed_list!(
    /// What was read to get the figure.
    SourceKind, "kind of source", {
        /// The abstract of the paper.
        Abstract => "abstract",
        /// The same abstract on another site.
        AbstractCopy => "abstract_copy",
        /// A part of the abstract.
        AbstractPartial => "abstract_partial",
        /// A table of the paper.
        Table => "table",
        /// A table of another paper.
        SecondaryTable => "secondary_table",
        /// The registry's record.
        Registry => "registry",
        /// A page of the sponsor.
        SponsorSummary => "sponsor_summary",
        /// The abstract of a talk.
        ConferenceAbstract => "conference_abstract",
        /// The legend of a figure of the paper.
        FigureLegend => "figure_legend",
        /// A published protocol.
        Protocol => "protocol",
        /// The introduction of the paper only.
        IntroductionOnly => "introduction_only",
        /// Another paper, a news page.
        Secondary => "secondary",
        /// A clinic's own page.
        ClinicWebPage => "clinic_web_page",
        /// Nothing was read.
        Memory => "memory",
    }
);

impl SourceKind {
    /// Whether somebody else told the figure, not the study itself in a reviewed text.
    pub fn is_second_hand(self) -> bool {
        matches!(
            self,
            Self::SecondaryTable
                | Self::SponsorSummary
                | Self::ConferenceAbstract
                | Self::Secondary
                | Self::ClinicWebPage
        )
    }

    /// Whether a figure can have been read there at all.
    pub fn has_figures(self) -> bool {
        !matches!(self, Self::Memory | Self::IntroductionOnly | Self::Protocol)
    }
}

closed_list!(
    /// How far a published figure can be trusted, by how it was made and where it was read.
    EvidenceGrade, "evidence grade", {
        /// Blinded randomised trials.
        High => "high",
        /// Randomised but open, or a later analysis.
        Moderate => "moderate",
        /// Without a control.
        Low => "low",
        /// Second-hand, very small, or unreviewed.
        VeryLow => "very_low",
    }
);

closed_list!(
    /// When in a course a figure speaks.
    EvidencePhase, "phase", {
        /// After the first sessions, before the end of the induction.
        Acute => "acute",
        /// At the end of the induction.
        EndOfInduction => "end_of_induction",
        /// While sessions go on at longer intervals.
        Maintenance => "maintenance",
        /// After the last session.
        AfterStopping => "after_stopping",
    }
);

closed_list!(
    /// The phase as the study itself names it.
    StudyPhase, "study phase", {
        /// After a first or single dose.
        Acute => "acute",
        /// During the first course.
        Induction => "induction",
        /// A new first course after a relapse.
        Reinduction => "reinduction",
        /// Openly given part of a trial.
        OpenLabel => "open_label",
        /// Sessions at longer intervals.
        Maintenance => "maintenance",
        /// Randomised to go on or to stop.
        Withdrawal => "withdrawal",
        /// After the last session.
        FollowUp => "follow_up",
    }
);

closed_list!(
    /// What the forecast may use a study for.
    StudyRole, "role", {
        /// Numbers the model may be fitted to.
        Calibrate => "calibrate",
        /// Background only.
        Context => "context",
    }
);

closed_list!(
    /// How the drug, or its control, was given in a study.
    EvidenceRoute, "route of a study", {
        /// Intravenous.
        Iv => "iv",
        /// Intramuscular.
        Im => "im",
        /// Subcutaneous.
        Sc => "sc",
        /// Esketamine nasal spray.
        IntranasalEsketamine => "intranasal_esketamine",
        /// Intramuscular or sublingual, not told apart.
        ImOrSublingual => "im_or_sublingual",
        /// Under the tongue.
        Sublingual => "sublingual",
        /// Electroconvulsive therapy.
        Ect => "ect",
        /// Several routes.
        Mixed => "mixed",
    }
);

closed_list!(
    /// The routes one can ask for: those of a course, and what is published besides.
    QuestionRoute, "route", {
        /// Intravenous infusion.
        Iv => "iv",
        /// Intramuscular injection.
        Im => "im",
        /// Subcutaneous injection.
        Sc => "sc",
        /// Esketamine nasal spray.
        NasalEsketamine => "nasal_esketamine",
        /// Under the tongue.
        Sublingual => "sublingual",
    }
);

impl QuestionRoute {
    /// Whether a study by `route` answers.
    pub fn holds(self, route: EvidenceRoute) -> bool {
        matches!(
            (self, route),
            (Self::Iv, EvidenceRoute::Iv)
                | (Self::Im, EvidenceRoute::Im | EvidenceRoute::ImOrSublingual)
                | (Self::Sc, EvidenceRoute::Sc)
                | (Self::NasalEsketamine, EvidenceRoute::IntranasalEsketamine)
                | (Self::Sublingual, EvidenceRoute::Sublingual | EvidenceRoute::ImOrSublingual)
        )
    }
}

impl From<Route> for QuestionRoute {
    fn from(route: Route) -> Self {
        match route {
            Route::Iv => Self::Iv,
            Route::Im => Self::Im,
            Route::Sc => Self::Sc,
            Route::NasalEsketamine => Self::NasalEsketamine,
        }
    }
}

closed_list!(
    /// What an arm of a study got.
    Treatment, "treatment", {
        /// Ketamine or esketamine.
        Ketamine => "ketamine",
        /// Saline or an empty spray.
        Placebo => "placebo",
        /// A drug that can be felt but does not treat, as midazolam.
        ActivePlacebo => "active_placebo",
        /// Another treatment that works.
        OtherTreatment => "other_treatment",
        /// Nothing more, after ketamine.
        Stopped => "stopped",
    }
);

closed_list!(
    /// What a quantity is about; the answer keeps these apart.
    About, "subject", {
        /// Response.
        Response => "response",
        /// Remission.
        Remission => "remission",
        /// Relapse, and staying well.
        StayingWell => "staying_well",
        /// Change of a score, and the difference from control.
        Change => "change",
        /// Harm.
        Harm => "harm",
        /// How a course went.
        Course => "course",
        /// Anything else.
        Other => "other",
    }
);

closed_list!(
    /// Units of a figure.
    Unit, "unit", {
        /// Percent, 0 to 100.
        Percent => "%",
        /// Points of the instrument.
        Point => "point",
        /// Cohen's d.
        D => "d",
        /// Minutes.
        Minute => "minute",
        /// Hours.
        Hour => "hour",
        /// Days.
        Day => "day",
        /// Weeks.
        Week => "week",
        /// Months.
        Month => "month",
        /// Sessions.
        Session => "session",
        /// People.
        Patient => "patient",
        /// Yes (1) or no (0).
        Flag => "flag",
        /// A ratio, 1 = no difference.
        Ratio => "ratio",
        /// Millimetres of mercury.
        MmHg => "mmHg",
        /// Nanograms per millilitre.
        NgPerMl => "ng/ml",
    }
);
