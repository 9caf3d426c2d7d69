//! Who may do what: one table, asked once per function of this crate, never on a page.

use evenkeel_store::account::Role;

use crate::actor::Actor;
use crate::refusal::Refusal;

/// Something a role may or may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Read charts: courses, scores, findings, forecasts.
    ReadCharts,
    /// Read the front desk's list: names, visits, phone numbers, no scores.
    ReadFrontDesk,
    /// Read the lists of boosters and of check-ins.
    ReadLists,
    /// Work through them: set a course aside, note what was done about a check-in.
    WorkLists,
    /// Add patients and correct their details.
    AddPatients,
    /// Open a course. A licensed prescriber leads every course.
    OpenCourses,
    /// Record sessions.
    GiveSessions,
    /// Go above a dose's stop limit, with a reason.
    OverrideDose,
    /// Enter scores.
    EnterCheckIns,
    /// Ask the safety questions, and close what they bring up short of a high level.
    SeeToSafety,
    /// Ask the screening questions.
    Screen,
    /// Take on and acknowledge what waits for a person.
    AnswerAlerts,
    /// Close a high level.
    CloseHighAlerts,
    /// Confirm the clinic's safety settings.
    SetSafety,
    /// Set the prices of sessions.
    SetPrices,
    /// Set the chairs, and the limits of readings at the chair.
    SetFloor,
    /// Book sessions on chairs.
    Book,
    /// Set opening hours, closed days and staff of the calendar.
    SetCalendar,
    /// Read how the installation stands: version, database, jobs.
    ReadStatus,
    /// Enter therapy visits, and see whose window is open.
    SeeToTherapy,
    /// Decide on findings.
    Decide,
    /// Share the answer with the patient.
    Share,
    /// Read the rules, the protocols and what is published.
    ReadKnowledge,
    /// See one's own course.
    ReadOwnCourse,
    /// Import records.
    Import,
}

impl Right {
    /// What it is called in a refusal.
    fn words(self) -> &'static str {
        match self {
            Self::ReadCharts => "reading charts is for prescribers, nurses, therapists and the clinic's lead",
            Self::ReadFrontDesk => "the front desk's list is for the clinic's staff",
            Self::ReadLists => {
                "the lists of boosters and check-ins are for prescribers, nurses and the clinic's lead"
            }
            Self::WorkLists => "the lists are worked through by prescribers and nurses",
            Self::AddPatients => "adding patients is for the clinic's staff",
            Self::OpenCourses => "only a prescriber opens a course",
            Self::GiveSessions => "sessions are recorded by prescribers and nurses",
            Self::OverrideDose => "only a prescriber may go above the stop limit",
            Self::EnterCheckIns => "check-ins are entered by clinical staff",
            Self::SeeToSafety => "safety is seen to by prescribers, nurses and therapists",
            Self::Screen => "screening is done by prescribers and nurses",
            Self::AnswerAlerts => "alerts are answered by clinical staff and the clinic's lead",
            Self::CloseHighAlerts => "only a prescriber closes a high level of risk",
            Self::SetSafety => "the safety settings are confirmed by the clinic's lead",
            Self::SetPrices => "prices are set by the clinic's lead",
            Self::SetFloor => "chairs and limits are set by the clinic's lead",
            Self::Book => "booking is for the front desk, nurses, prescribers and the clinic's lead",
            Self::SetCalendar => "opening hours and staff are set by the clinic's lead",
            Self::ReadStatus => "the status of the installation is for the clinic's lead",
            Self::SeeToTherapy => "therapy visits are for prescribers, nurses and therapists",
            Self::Decide => "only a prescriber decides on the course",
            Self::Share => "only a clinician shares the answer with a patient",
            Self::ReadKnowledge => {
                "rules, protocols and evidence are for prescribers, nurses, therapists and the clinic's lead"
            }
            Self::ReadOwnCourse => "this page belongs to a patient",
            Self::Import => "records are imported by the clinic's lead",
        }
    }
}

/// The table itself.
pub fn allows(role: Role, right: Right) -> bool {
    use Right::{
        AddPatients, AnswerAlerts, Book, EnterCheckIns, GiveSessions, Import, ReadCharts, ReadFrontDesk,
        ReadKnowledge, ReadLists, ReadOwnCourse, ReadStatus, Screen, SeeToSafety, SeeToTherapy, SetCalendar,
        SetFloor, SetPrices, SetSafety, Share, WorkLists,
    };
    match role {
        Role::Prescriber => !matches!(
            right,
            ReadOwnCourse | Import | SetSafety | SetPrices | SetFloor | SetCalendar | ReadStatus
        ),
        Role::Nurse => {
            matches!(
                right,
                ReadCharts
                    | ReadKnowledge
                    | ReadFrontDesk
                    | ReadLists
                    | WorkLists
                    | AddPatients
                    | Book
                    | GiveSessions
                    | EnterCheckIns
                    | Screen
                    | SeeToSafety
                    | SeeToTherapy
                    | AnswerAlerts
                    | Share
            )
        }
        Role::Therapist => {
            matches!(
                right,
                ReadCharts
                    | ReadKnowledge
                    | ReadFrontDesk
                    | EnterCheckIns
                    | SeeToSafety
                    | SeeToTherapy
                    | AnswerAlerts
                    | Share
            )
        }
        Role::Admin => {
            matches!(
                right,
                ReadCharts
                    | ReadKnowledge
                    | ReadFrontDesk
                    | ReadLists
                    | AddPatients
                    | Book
                    | Import
                    | AnswerAlerts
                    | SetSafety
                    | SetPrices
                    | SetFloor
                    | SetCalendar
                    | ReadStatus
            )
        }
        Role::FrontDesk => matches!(right, ReadFrontDesk | AddPatients | Book),
        Role::Patient => matches!(right, ReadOwnCourse),
    }
}

impl Actor {
    /// Refuses unless the actor's role has the right.
    pub fn must(&self, right: Right) -> Result<(), Refusal> {
        if self.may(right) { Ok(()) } else { Err(Refusal::NotAllowed { what: right.words().to_owned() }) }
    }

    /// Whether the actor's role has the right. The program itself (an import, a job, the operator's
    /// command line) may do all that is not a patient's own.
    pub fn may(&self, right: Right) -> bool {
        if self.account.is_none() { right != Right::ReadOwnCourse } else { allows(self.role, right) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_front_desk_reads_no_chart() {
        assert!(!allows(Role::FrontDesk, Right::ReadCharts));
        assert!(allows(Role::FrontDesk, Right::ReadFrontDesk));
    }

    #[test]
    fn rules_and_evidence_are_for_clinical_staff() {
        let may = |role| allows(role, Right::ReadKnowledge);
        assert!([Role::Prescriber, Role::Nurse, Role::Therapist, Role::Admin].into_iter().all(may));
        assert!(!may(Role::FrontDesk) && !may(Role::Patient));
    }

    #[test]
    fn therapy_is_for_those_who_treat() {
        let may = |role| allows(role, Right::SeeToTherapy);
        assert!([Role::Prescriber, Role::Nurse, Role::Therapist].into_iter().all(may));
        assert!(![Role::FrontDesk, Role::Admin, Role::Patient].into_iter().any(may));
    }

    #[test]
    fn a_patient_reads_only_the_own_course() {
        for right in [
            Right::ReadCharts,
            Right::ReadFrontDesk,
            Right::Decide,
            Right::GiveSessions,
            Right::EnterCheckIns,
        ] {
            assert!(!allows(Role::Patient, right));
        }
        assert!(allows(Role::Patient, Right::ReadOwnCourse));
    }

    #[test]
    fn only_a_prescriber_decides_and_opens_courses() {
        for role in [Role::Nurse, Role::Therapist, Role::FrontDesk, Role::Admin, Role::Patient] {
            assert!(
                !allows(role, Right::Decide)
                    && !allows(role, Right::OpenCourses)
                    && !allows(role, Right::OverrideDose)
            );
        }
    }
}
