//! What was just done, told on the page that follows: a closed list in the address, never a person's data.

use evenkeel_care::closed_list;

closed_list!(
    /// Something that was just done.
    Done, "notice", {
        /// A patient was added.
        Patient => "patient",
        /// A course was opened.
        Course => "course",
        /// A session was recorded.
        Session => "session",
        /// A missed session was recorded.
        Missed => "missed",
        /// What was seen around a session was recorded.
        Observed => "observed",
        /// An event was recorded.
        Event => "event",
        /// A planned session was moved.
        Moved => "moved",
        /// Protocol, route or ladder was changed.
        Changed => "changed",
        /// A screening was recorded.
        Screened => "screened",
        /// A check-in was recorded.
        CheckIn => "check-in",
        /// A check-in with skipped items was recorded.
        CheckInPart => "check-in-part",
        /// A check-in was recorded and calls for a person now.
        CheckInCrisis => "check-in-crisis",
        /// A complete screen without a yes was recorded.
        Screen => "screen",
        /// A screen that calls for a person now was recorded.
        ScreenCrisis => "screen-crisis",
        /// Something was done about an alert.
        Alert => "alert",
        /// An alert was closed.
        AlertClosed => "alert-closed",
        /// The clinic's safety settings were confirmed.
        Safety => "safety",
        /// The clinic's own safety questions were confirmed.
        Questions => "questions",
        /// The dosing settings were put in force.
        Dosing => "dosing",
        /// The prices were put in force.
        Prices => "prices",
        /// A dose was confirmed by a second person.
        SecondCheck => "second-check",
        /// Decision hints were accepted in writing.
        HintsOn => "hints-on",
        /// Their acceptance was withdrawn.
        HintsOff => "hints-off",
        /// Chairs and limits were put in force.
        Floor => "floor",
        /// What the calendar keeps to was put in force.
        Calendar => "calendar",
        /// Sessions were booked.
        Booked => "booked",
        /// A booking was moved.
        BookingMoved => "booking-moved",
        /// A place was given up.
        GivenUp => "given-up",
        /// A booked session was recorded as missed.
        MissedPlace => "missed-place",
        /// A session was called off.
        CalledOff => "called-off",
        /// A decision was recorded.
        Decision => "decision",
        /// Somebody has looked at a check-in.
        CheckInSeen => "check-in-seen",
        /// A call, or that nobody was reached, was written down.
        Call => "call",
        /// A booster was decided on.
        Booster => "booster",
        /// A course was set aside.
        SetAside => "set-aside",
        /// A course was taken back into the list.
        TakenUp => "taken-up",
        /// The answer was shared with the patient.
        Shared => "shared",
        /// A therapy visit was entered.
        Visit => "visit",
        /// A fact of daily life was entered.
        Life => "life",
        /// The same by the patient.
        Told => "told",
        /// An entry was taken back.
        TakenBack => "taken-back",
        /// The demonstration's day was changed.
        Day => "day",
    }
);

impl Done {
    /// Reads it from the address; anything else says nothing.
    pub(crate) fn read(word: Option<&str>) -> Option<Self> {
        word.and_then(|word| word.parse().ok())
    }

    /// The sentence.
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            Self::Patient => "The patient is on the list.",
            Self::Course => "The course is open. Enter the intake score before the first session.",
            Self::Session => "The session is recorded; the plan and the answer are up to date.",
            Self::Missed => "The missed session is recorded; the rest of the plan has moved.",
            Self::Observed => "The observation is recorded with the session.",
            Self::Event => "It is recorded; what was due because of it is up to date.",
            Self::Moved => "The session stands on its new day.",
            Self::Changed => "The change holds from today on; the plan and the answer are up to date.",
            Self::Screened => "The screening is recorded; every running course was looked at again.",
            Self::CheckIn | Self::CheckInCrisis => "The check-in is recorded; the answer is up to date.",
            Self::CheckInPart => {
                "The check-in is recorded. Some items were skipped: the table of scores says what could be counted."
            }
            Self::Screen => "The answers are recorded: every question was answered with no.",
            Self::ScreenCrisis => "The answers are recorded. See to what stands above now.",
            Self::Alert => "It is recorded in the trail, with your name and the time.",
            Self::AlertClosed => {
                "It is closed, with your name and your reason. The trail stays readable below."
            }
            Self::Safety => "The safety settings are confirmed and in force.",
            Self::Questions => "The questions are confirmed; they stand in the form from now on.",
            Self::Dosing => "The dosing settings are in force.",
            Self::Prices => "The prices are in force; course pages and cost sheets reckon with them.",
            Self::SecondCheck => {
                "Your check is recorded. The session can now be recorded with this dose and this weight."
            }
            Self::HintsOn => "Decision hints are on. Your words are kept with the text you accepted.",
            Self::HintsOff => "Decision hints are off: no options and no forecast are shown.",
            Self::Decision => "The decision is recorded, with what was shown when it was taken.",
            Self::Floor => "These chairs and limits are in force from now on.",
            Self::Calendar => "Hours, closed days and staff are in force from now on.",
            Self::Booked => "The sessions are booked.",
            Self::BookingMoved => "The booking stands on its new place.",
            Self::GivenUp => "The place is given up; the session waits for another one.",
            Self::MissedPlace => {
                "The missed session is recorded and the plan has moved. Old and new places stand below: book them, or leave them."
            }
            Self::CalledOff => "The session was called off; nothing was given. The plan keeps it.",
            Self::CheckInSeen => {
                "It is out of the inbox, for everybody; that you have seen it stays on record."
            }
            Self::Call => "It is written down, with your name and the time. The check-in stays in the inbox.",
            Self::Booster => {
                "The booster is decided; the next session stands on the first day that the spacing allows."
            }
            Self::SetAside => "It is set aside, with your name and your reason, and comes back by itself.",
            Self::TakenUp => "It stands in the list again.",
            Self::Shared => "The patient can now read the answer, in words, on their own page.",
            Self::Visit => "The visit is recorded, with your name and the time.",
            Self::Life => "It is recorded, and stands on the timeline.",
            Self::Told => "Thank you. Your care team can read it now.",
            Self::TakenBack => "The entry counts no more. It stays readable, with your name and your reason.",
            Self::Day => "The demonstration now stands at another day.",
        }
    }
}
