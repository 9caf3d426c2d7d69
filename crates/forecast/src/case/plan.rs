//! Sessions with their strength, in order of day.

/// A session as the model sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Given {
    pub day: f64,
    /// Relative to 0.5 mg/kg intravenous.
    pub strength: f64,
}

/// Sessions to come, checked and in order of day. The first may be today.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    pub(crate) sessions: Vec<Given>,
    pub(crate) routes: Vec<String>,
}

impl Plan {
    /// No further session.
    pub fn none() -> Self {
        Self::default()
    }

    /// Number of planned sessions.
    pub fn len(&self) -> usize {
        self.sessions.len()
    }

    /// Whether nothing is planned.
    pub fn is_empty(&self) -> bool {
        self.sessions.is_empty()
    }

    /// The same sessions, each `days` later.
    #[must_use]
    pub fn later(&self, days: f64) -> Self {
        let later = |session: &Given| Given { day: session.day + days, ..*session };
        Self { sessions: self.sessions.iter().map(later).collect(), routes: self.routes.clone() }
    }

    /// Days and strengths, relative to 0.5 mg/kg intravenous.
    pub fn strengths(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.sessions.iter().map(|session| (session.day, session.strength))
    }
}
