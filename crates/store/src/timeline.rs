//! Everything that is on record of a patient as one list, newest first: one query over all facts, a page at a time. Rows
//! that were corrected or withdrawn stay in it, with who did that and when.

use evenkeel_care::closed_list;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::db::{Query, placeholders, sql};
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId, PatientId};
use crate::row::{Field, FromRecord, Record};
use crate::sealed::{Note, read_sealed_as};
use crate::source::Source;
use crate::values::Recorded;

closed_list!(
    /// What a line of the timeline is about; a reader chooses by it.
    TimelineKind, "part of the timeline", {
        /// Sessions, and what was seen around them.
        Sessions => "sessions",
        /// Scores and signs.
        Scores => "scores",
        /// Decisions, and changes of protocol.
        Decisions => "decisions",
        /// Screens for suicidal thoughts, and alerts.
        Safety => "safety",
        /// Preparation and integration.
        Visits => "visits",
        /// Daily life.
        Life => "life",
        /// Screenings.
        Screening => "screening",
        /// Bookings, and planned sessions put on another day.
        Moves => "moves",
        /// Consent, laboratory, certificates.
        Documents => "documents",
        /// Courses opened, paused, ended.
        Courses => "courses",
    }
);

closed_list!(
    /// The fact behind a line.
    FactKind, "fact", {
        /// A session, given or missed.
        Session => "session",
        /// What was seen around one.
        Seen => "seen",
        /// A score.
        Score => "score",
        /// A sign that was there.
        Sign => "sign",
        /// A decision.
        Decision => "decision",
        /// Another protocol or ladder.
        Terms => "terms",
        /// The safety questions.
        Screen => "screen",
        /// A safety finding that waited for a person.
        Alert => "alert",
        /// An event of the course.
        Event => "event",
        /// A therapy visit.
        Visit => "visit",
        /// A fact of daily life.
        Life => "life",
        /// A screening.
        Screening => "screening",
        /// A planned session put on another day.
        Moved => "moved",
        /// A chair and a time for a day, or none any more.
        Booked => "booked",
        /// A course set aside on the list of boosters, with a reason.
        SetAside => "set_aside",
        /// A course was opened.
        Opened => "opened",
        /// A course was paused, taken up again or ended.
        State => "state",
    }
);

word_cells!(TimelineKind, FactKind);

/// What took the place of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// When.
    pub at: Timestamp,
    /// By whom, as shown at that time.
    pub by_name: String,
    /// Whether the row is taken back and nothing stands in its place.
    pub withdrawn: bool,
}

/// A line: the columns that say what it was, in the meaning of its [`FactKind`].
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineLine {
    /// Id of the fact.
    pub id: Uuid,
    /// What it is about.
    pub part: TimelineKind,
    /// The fact.
    pub fact: FactKind,
    /// The course it belongs to, if it belongs to one.
    pub course_id: Option<CourseId>,
    /// The day it is about.
    pub date: Date,
    /// The word that matters most: a status, an instrument, a choice, a kind.
    pub first: Option<String>,
    /// The next.
    pub second: Option<String>,
    /// The third.
    pub third: Option<String>,
    /// The number that matters most: a dose, a score, minutes.
    pub amount: Option<f64>,
    /// What somebody wrote, or the sealed body.
    pub words: Option<Note>,
    /// What took its place, if anything did.
    pub replaced: Option<Replaced>,
    /// Whether it takes the place of another one.
    pub corrects: bool,
    /// Who entered it, and when.
    pub recorded: Recorded,
}

impl FromRecord for TimelineLine {
    fn from_record(record: &Record<'_>) -> Result<Self, StoreError> {
        let fact = FactKind::field(record, "fact")?;
        let sealed_as = match fact {
            FactKind::Visit | FactKind::Life => "body",
            FactKind::Decision | FactKind::Terms | FactKind::Moved | FactKind::State | FactKind::SetAside => {
                "reason"
            }
            _ => "note",
        };
        let replaced_by: Option<String> = Option::field(record, "replaced_by")?;
        let replaced = match (Option::field(record, "replaced_at")?, replaced_by) {
            (Some(at), Some(by_name)) => {
                let withdrawn = Option::field(record, "replaced_withdrawn")?.unwrap_or(false);
                Some(Replaced { at, by_name, withdrawn })
            }
            _ => None,
        };
        Ok(Self {
            id: Uuid::field(record, "id")?,
            part: TimelineKind::field(record, "part")?,
            fact,
            course_id: Option::field(record, "course_id")?,
            date: Date::field(record, "date")?,
            first: Option::field(record, "first")?,
            second: Option::field(record, "second")?,
            third: Option::field(record, "third")?,
            amount: Option::field(record, "amount")?,
            words: read_sealed_as(record, "id", "sealed", sealed_as)?,
            replaced,
            corrects: bool::field(record, "corrects")?,
            recorded: Recorded::field(record, "recorded")?,
        })
    }
}

/// One branch: part, fact, and the columns from `day` on, over `FROM … WHERE`.
struct Branch {
    part: &'static str,
    fact: &'static str,
    /// course, date, first, second, third, amount, sealed
    columns: [&'static str; 7],
    /// at, by, withdrawn
    replaced: [&'static str; 3],
    corrects: &'static str,
    from: &'static str,
}

const NOT_REPLACED: [&str; 3] = ["NULL", "NULL", "NULL"];
const BY_A_ROW: [&str; 3] = ["w.recorded_at", "w.recorded_by_name", "w.withdrawn"];
const BY_A_VERSION: [&str; 3] = ["w.recorded_at", "w.recorded_by_name", "FALSE"];

/// The facts. The first branch has every column with its type, which PostgreSQL takes for the rest.
const BRANCHES: [Branch; 17] = [
    Branch {
        part: "sessions",
        fact: "session",
        columns: ["e.course_id", "e.date", "e.status", "e.route", "e.dose_unit", "e.dose_amount", "e.note"],
        replaced: BY_A_ROW,
        corrects: "e.corrects IS NOT NULL",
        from: "session e LEFT JOIN session w ON w.clinic_id = e.clinic_id AND w.corrects = e.id \
               WHERE e.clinic_id = $1 AND e.course_id IN (SELECT id FROM own) AND NOT e.withdrawn",
    },
    Branch {
        part: "sessions",
        fact: "seen",
        columns: [
            "e.course_id",
            "s.date",
            "e.tolerance",
            "e.rems_submitted_on",
            "NULL",
            "CAST(e.observed_minutes AS DOUBLE PRECISION)",
            "NULL",
        ],
        replaced: BY_A_VERSION,
        corrects: "e.version > 1",
        from: "session_observation e JOIN session s ON s.clinic_id = e.clinic_id AND s.id = e.session_id \
               LEFT JOIN session_observation w ON w.session_id = e.session_id AND w.version = e.version + 1 \
               WHERE e.clinic_id = $1 AND e.course_id IN (SELECT id FROM own)",
    },
    Branch {
        part: "scores",
        fact: "score",
        columns: ["e.course_id", "e.date", "e.instrument", "e.source", "NULL", "e.score", "NULL"],
        replaced: BY_A_ROW,
        corrects: "e.corrects IS NOT NULL",
        from: "measurement e LEFT JOIN measurement w ON w.clinic_id = e.clinic_id AND w.corrects = e.id \
               WHERE e.clinic_id = $1 AND e.course_id IN (SELECT id FROM own) AND NOT e.withdrawn",
    },
    Branch {
        part: "scores",
        fact: "sign",
        columns: ["e.course_id", "e.date", "e.sign", "e.source", "NULL", "NULL", "NULL"],
        replaced: NOT_REPLACED,
        corrects: "FALSE",
        from: "sign e WHERE e.clinic_id = $1 AND e.course_id IN (SELECT id FROM own) AND e.present",
    },
    Branch {
        part: "decisions",
        fact: "decision",
        columns: ["e.course_id", "e.decided_on", "e.choice", "e.chosen", "f.rule", "NULL", "e.reason"],
        replaced: BY_A_VERSION,
        corrects: "e.version > 1",
        from: "decision e JOIN finding f ON f.clinic_id = e.clinic_id AND f.id = e.finding_id \
               LEFT JOIN decision w ON w.finding_id = e.finding_id AND w.version = e.version + 1 \
               WHERE e.clinic_id = $1 AND e.course_id IN (SELECT id FROM own)",
    },
    Branch {
        part: "decisions",
        fact: "terms",
        columns: ["e.course_id", "e.from_on", "e.protocol_id", "e.ladder_id", "NULL", "NULL", "e.reason"],
        replaced: NOT_REPLACED,
        corrects: "FALSE",
        from: "course_protocol e WHERE e.clinic_id = $1 AND e.course_id IN (SELECT id FROM own)",
    },
    Branch {
        part: "safety",
        fact: "screen",
        columns: ["e.course_id", "e.date", "e.instrument", "NULL", "NULL", "NULL", "e.note"],
        replaced: NOT_REPLACED,
        corrects: "FALSE",
        from: "screen e WHERE e.clinic_id = $1 AND e.course_id IN (SELECT id FROM own)",
    },
    Branch {
        part: "safety",
        fact: "alert",
        columns: ["e.course_id", "e.date", "e.level", "w.kind", "w.recorded_by_name", "NULL", "NULL"],
        replaced: NOT_REPLACED,
        corrects: "FALSE",
        from: "alert e LEFT JOIN alert_step w ON w.clinic_id = e.clinic_id AND w.id = (SELECT x.id FROM alert_step x \
               WHERE x.clinic_id = e.clinic_id AND x.alert_id = e.id AND x.kind IN ('answered', 'superseded', 'closed') ORDER BY x.id LIMIT 1) \
               WHERE e.clinic_id = $1 AND e.course_id IN (SELECT id FROM own)",
    },
    Branch {
        part: "CASE WHEN e.kind IN ('integration', 'preparation') THEN 'visits' ELSE 'documents' END",
        fact: "event",
        columns: ["e.course_id", "e.date", "e.kind", "NULL", "NULL", "NULL", "e.note"],
        replaced: BY_A_ROW,
        corrects: "e.corrects IS NOT NULL",
        from: "course_event e LEFT JOIN course_event w ON w.clinic_id = e.clinic_id AND w.corrects = e.id \
               WHERE e.clinic_id = $1 AND e.course_id IN (SELECT id FROM own) AND NOT e.withdrawn",
    },
    Branch {
        part: "visits",
        fact: "visit",
        columns: [
            "e.course_id",
            "e.date",
            "e.kind",
            "e.held_by",
            "NULL",
            "CAST(e.minutes AS DOUBLE PRECISION)",
            "e.body",
        ],
        replaced: BY_A_ROW,
        corrects: "e.corrects IS NOT NULL",
        from: "therapy_visit e LEFT JOIN therapy_visit w ON w.clinic_id = e.clinic_id AND w.corrects = e.id \
               WHERE e.clinic_id = $1 AND e.course_id IN (SELECT id FROM own) AND NOT e.withdrawn",
    },
    Branch {
        part: "life",
        fact: "life",
        columns: [
            "NULL",
            "e.date",
            "e.kind",
            "CASE WHEN e.by_patient THEN 'patient' ELSE 'staff' END",
            "NULL",
            "NULL",
            "e.body",
        ],
        replaced: BY_A_ROW,
        corrects: "e.corrects IS NOT NULL",
        from: "life_entry e LEFT JOIN life_entry w ON w.clinic_id = e.clinic_id AND w.corrects = e.id \
               WHERE e.clinic_id = $1 AND e.patient_id = $2 AND NOT e.withdrawn",
    },
    Branch {
        part: "screening",
        fact: "screening",
        columns: [
            "NULL",
            "e.asked_on",
            "CASE WHEN e.conditions IS NULL THEN NULL ELSE 'conditions' END",
            "CASE WHEN e.medications IS NULL THEN NULL ELSE 'medications' END",
            "NULL",
            "NULL",
            "NULL",
        ],
        replaced: NOT_REPLACED,
        corrects: "FALSE",
        from: "screening e WHERE e.clinic_id = $1 AND e.patient_id = $2",
    },
    Branch {
        part: "moves",
        fact: "moved",
        columns: [
            "e.course_id",
            "e.from_on",
            "e.to_on",
            "NULL",
            "NULL",
            "CAST(e.session_number AS DOUBLE PRECISION)",
            "e.reason",
        ],
        replaced: NOT_REPLACED,
        corrects: "FALSE",
        from: "planned_move e WHERE e.clinic_id = $1 AND e.course_id IN (SELECT id FROM own)",
    },
    Branch {
        part: "moves",
        fact: "booked",
        columns: [
            "e.course_id",
            "e.date",
            "e.chair",
            "NULL",
            "NULL",
            "CAST(e.start_minute AS DOUBLE PRECISION)",
            "NULL",
        ],
        replaced: BY_A_VERSION,
        corrects: "e.version > 1",
        from: "booking e LEFT JOIN booking w ON w.clinic_id = e.clinic_id AND w.course_id = e.course_id AND w.date = e.date \
               AND w.version = e.version + 1 WHERE e.clinic_id = $1 AND e.course_id IN (SELECT id FROM own)",
    },
    Branch {
        part: "decisions",
        fact: "set_aside",
        columns: ["e.course_id", "e.from_on", "e.until_on", "NULL", "NULL", "NULL", "e.reason"],
        replaced: NOT_REPLACED,
        corrects: "FALSE",
        from: "course_snooze e WHERE e.clinic_id = $1 AND e.course_id IN (SELECT id FROM own)",
    },
    Branch {
        part: "courses",
        fact: "opened",
        columns: [
            "e.id",
            "e.opened_on",
            "e.condition",
            "e.protocol_id",
            "e.prescriber_name",
            "NULL",
            "e.note",
        ],
        replaced: NOT_REPLACED,
        corrects: "FALSE",
        from: "course e WHERE e.clinic_id = $1 AND e.patient_id = $2",
    },
    Branch {
        part: "courses",
        fact: "state",
        columns: ["e.course_id", "e.on_date", "e.status", "NULL", "NULL", "NULL", "e.reason"],
        replaced: NOT_REPLACED,
        corrects: "FALSE",
        from: "course_state e WHERE e.clinic_id = $1 AND e.course_id IN (SELECT id FROM own) AND e.version > 1",
    },
];

impl Branch {
    fn select(&self) -> String {
        let [course, date, first, second, third, amount, sealed] = self.columns;
        let [at, by, withdrawn] = self.replaced;
        let part = if self.part.contains(' ') { self.part.to_owned() } else { format!("'{}'", self.part) };
        let (fact, corrects, from) = (self.fact, self.corrects, self.from);
        format!(
            "SELECT e.id AS id, {part} AS part, '{fact}' AS fact, {course} AS course_id, {date} AS date, \
             {first} AS first, {second} AS second, {third} AS third, {amount} AS amount, {sealed} AS sealed, \
             {corrects} AS corrects, {at} AS replaced_at, {by} AS replaced_by, {withdrawn} AS replaced_withdrawn, \
             e.recorded_at, e.recorded_by, e.recorded_by_name FROM {from}"
        )
    }
}

/// A page of the timeline of a patient: the parts asked for, newest first. Rows that only say that another one was taken back
/// are told with that one.
pub async fn of_patient(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    patient: PatientId,
    parts: &[TimelineKind],
    (limit, offset): (u32, u32),
) -> Result<Vec<TimelineLine>, StoreError> {
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let all = BRANCHES.iter().map(Branch::select).collect::<Vec<_>>().join(" UNION ALL ");
    let text = format!(
        "WITH own AS (SELECT id FROM course WHERE clinic_id = $1 AND patient_id = $2) \
         SELECT t.*, k.patient_id AS key_patient, k.wrapped AS key_wrapped FROM ({all}) t \
         JOIN data_key k ON k.clinic_id = $1 AND k.patient_id = $2 WHERE t.part IN ({}) \
         ORDER BY t.date DESC, t.recorded_at DESC, t.id DESC LIMIT $3 OFFSET $4",
        placeholders(5, parts.len())
    );
    let query = sql(text).bind(clinic).bind(patient).bind(limit).bind(offset);
    from.into().all(parts.iter().copied().fold(query, Query::bind)).await
}
