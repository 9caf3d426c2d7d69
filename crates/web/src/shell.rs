//! The frame of a page: mark, clinic, ways to go, who is signed in, the demonstration's ribbon.

use evenkeel_practice::view::people::{ClinicView, SafetyLine};
use evenkeel_practice::{Actor, Right, Role};

use crate::format;

/// What the frame shows.
#[derive(Debug, Clone)]
pub(crate) struct Shell {
    /// Title of the page.
    pub title: String,
    /// The clinic, where somebody is signed in.
    pub clinic: Option<ClinicView>,
    /// Who is signed in.
    pub person: Option<Person>,
    /// The demonstration's day, in demo mode.
    pub demo: Option<String>,
    /// Whether the page is a patient's: large type, the crisis line always at hand.
    pub phone: bool,
    /// What was just done.
    pub done: Option<&'static str>,
    /// Address of the way that leads here, to mark it.
    pub here: &'static str,
    /// What is in the search field.
    pub query: String,
    /// What needs a human now: at the head of every staff page.
    pub waiting: Vec<SafetyLine>,
    /// Whether the reader is the one who must still confirm the clinic's safety settings.
    pub must_confirm: bool,
    /// Whether the reader sees how the installation stands.
    pub runs_it: bool,
    /// Where decision hints are off, for all who read charts: what the link beside that says.
    pub hints_off: Option<&'static str>,
}

/// The pages on which the clinic's lead confirms something: address and name.
pub(crate) const CLINIC_WAYS: &[(&str, &str)] = &[
    ("/clinic/safety", "Safety"),
    ("/clinic/questions", "Own questions"),
    ("/clinic/hints", "Decision hints"),
    ("/clinic/dosing", "Doses"),
    ("/clinic/prices", "Prices"),
    ("/clinic/floor", "Chairs"),
    ("/clinic/calendar", "Calendar"),
];

/// The same for whoever runs the installation: the lead.
pub(crate) const STATUS_WAY: (&str, &str) = ("/clinic/status", "Status");

/// Who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// Name.
    pub name: String,
    /// Role, in words.
    pub role: &'static str,
    /// Own page.
    pub home: &'static str,
    /// Ways to go: address and name.
    pub ways: &'static [(&'static str, &'static str)],
    /// Whether the role searches patients.
    pub searches: bool,
}

impl Person {
    pub(crate) fn new(name: &str, role: Role) -> Self {
        let ways = ways(role);
        Self {
            name: name.to_owned(),
            role: role_words(role),
            home: home(role),
            ways,
            searches: ways.iter().any(|(to, _)| *to == "/patients"),
        }
    }
}

impl Shell {
    pub(crate) fn new(title: String, actor: Option<&Actor>, clinic: Option<&ClinicView>, demo: bool) -> Self {
        Self {
            title,
            clinic: clinic.cloned(),
            person: actor.map(|actor| Person::new(&actor.name, actor.role)),
            demo: demo.then(|| clinic.map_or_else(String::new, |c| format::date(c.today))),
            phone: actor.is_some_and(|actor| actor.role == Role::Patient),
            done: None,
            here: "",
            query: String::new(),
            waiting: Vec::new(),
            hints_off: actor.zip(clinic).and_then(|(actor, clinic)| hints_off(actor, clinic)),
            runs_it: actor.is_some_and(|actor| actor.may(Right::ReadStatus)),
            must_confirm: actor.is_some_and(|actor| actor.role == Role::Admin)
                && clinic.is_some_and(|clinic| !clinic.safety_confirmed),
        }
    }

    /// Puts what needs a human now at the head of the page.
    pub(crate) fn with_waiting(mut self, waiting: &[SafetyLine]) -> Self {
        self.waiting = waiting.to_vec();
        self
    }

    /// Whether the reader has the page on which alerts stand with all that can be done about them at once.
    pub(crate) fn has_panel(&self) -> bool {
        let ways = self.person.as_ref().map_or(&[][..], |person| person.ways);
        self.here != "/inbox" && ways.iter().any(|(to, _)| *to == "/inbox")
    }

    /// Marks the way that leads here.
    pub(crate) fn at(mut self, here: &'static str) -> Self {
        self.here = here;
        self
    }

    /// Tells what was just done.
    pub(crate) fn after(mut self, done: Option<crate::done::Done>) -> Self {
        self.done = done.map(crate::done::Done::sentence);
        self
    }
}

fn hints_off(actor: &Actor, clinic: &ClinicView) -> Option<&'static str> {
    let says = if actor.role == Role::Admin { "Read and accept them in writing" } else { "What this means" };
    (!clinic.hints && actor.may(Right::ReadCharts)).then_some(says)
}

/// The page a role starts from.
pub(crate) fn home(role: Role) -> &'static str {
    match role {
        Role::FrontDesk => "/front-desk",
        Role::Patient => "/my-course",
        Role::Therapist => "/therapist",
        _ => "/today",
    }
}

/// A role as people say it.
pub(crate) fn role_words(role: Role) -> &'static str {
    match role {
        Role::Prescriber => "Prescriber",
        Role::Nurse => "Nurse",
        Role::Therapist => "Therapist",
        Role::FrontDesk => "Front desk",
        Role::Admin => "Clinic lead",
        Role::Patient => "Patient",
    }
}

fn ways(role: Role) -> &'static [(&'static str, &'static str)] {
    match role {
        Role::FrontDesk => &[("/today", "Today"), ("/calendar", "Calendar"), ("/front-desk", "Visits")],
        Role::Patient => &[],
        Role::Admin => &[
            ("/today", "Today"),
            ("/inbox", "Inbox"),
            ("/boosters", "Boosters"),
            ("/patients", "Patients"),
            ("/calendar", "Calendar"),
            ("/front-desk", "Visits"),
            ("/evidence", "Evidence"),
            ("/rules", "Rules"),
            ("/clinic/safety", "Safety"),
        ],
        Role::Prescriber | Role::Nurse => &[
            ("/today", "Today"),
            ("/inbox", "Inbox"),
            ("/boosters", "Boosters"),
            ("/patients", "Patients"),
            ("/calendar", "Calendar"),
            ("/front-desk", "Visits"),
            ("/evidence", "Evidence"),
            ("/rules", "Rules"),
        ],
        Role::Therapist => &[
            ("/today", "Today"),
            ("/patients", "Patients"),
            ("/calendar", "Calendar"),
            ("/therapist", "Therapy"),
            ("/front-desk", "Visits"),
            ("/evidence", "Evidence"),
            ("/rules", "Rules"),
        ],
    }
}
