//! What is due in courses, as the rules found it on the day of the course's row in the watch list. No fact.

use jiff::civil::Date;

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId};
use crate::patient::{PERSON, Person, person_joins};
use crate::source::Source;
use crate::tx::Tx;
use crate::values::JsonText;

/// Something due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Id of the rule, or another word of the caller's for what asks.
    pub rule: String,
    /// The last day on which it is in time.
    pub due_on: Date,
    /// What the screen shows, as JSON.
    pub body: JsonText,
}

record! {
    /// A line of what is due.
    pub struct DueLine {
        /// The course.
        pub course_id: CourseId,
        /// The patient's details.
        pub person: Person,
        /// Id of the rule, or another word for what asks.
        pub rule: String,
        /// The last day on which it is in time.
        pub due_on: Date,
        /// What the screen shows, as JSON.
        pub body: JsonText,
    }
}

/// Keeps what is due in a course, in the place of what was kept before.
pub async fn put(tx: &mut Tx, course: CourseId, dues: &[Due]) -> Result<(), StoreError> {
    let query =
        sql("DELETE FROM course_due WHERE clinic_id = $1 AND course_id = $2").bind(tx.clinic()).bind(course);
    tx.execute(query).await?;
    for (n, due) in (0_i64..).zip(dues) {
        let query = sql("INSERT INTO course_due (clinic_id, course_id, n, rule, due_on, body) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(tx.clinic())
            .bind(course)
            .bind(n)
            .bind(&due.rule)
            .bind(due.due_on)
            .bind(&due.body);
        tx.insert(query, "list of what is due").await?;
    }
    Ok(())
}

/// What is due up to a day by some rules (all, where none is named), the longest overdue first: one query.
pub async fn until(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    (until, rules): (Date, &[&str]),
    limit: u32,
    offset: u32,
) -> Result<Vec<DueLine>, StoreError> {
    let named = if rules.is_empty() {
        String::new()
    } else {
        format!("AND u.rule IN ({})", crate::db::placeholders(5, rules.len()))
    };
    let query = sql(format!(
        "SELECT u.course_id, {PERSON}, u.rule, u.due_on, u.body FROM (SELECT u.* FROM course_due u \
         WHERE u.clinic_id = $1 AND u.due_on <= $2 {named} ORDER BY u.due_on, u.course_id, u.n LIMIT $3 OFFSET $4) u \
         JOIN course c ON c.clinic_id = u.clinic_id AND c.id = u.course_id {} ORDER BY u.due_on, u.course_id, u.n",
        person_joins("c.clinic_id", "c.patient_id"),
    ));
    let query = query.bind(clinic).bind(until).bind(limit).bind(offset);
    from.into().all(rules.iter().fold(query, |query, rule| query.bind(*rule))).await
}

/// How much is due up to a day by some rules (all, where none is named).
pub async fn count(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    (until, rules): (Date, &[&str]),
) -> Result<i64, StoreError> {
    let named = if rules.is_empty() {
        String::new()
    } else {
        format!("AND u.rule IN ({})", crate::db::placeholders(3, rules.len()))
    };
    let query = sql(format!(
        "SELECT COUNT(*) AS n FROM course_due u WHERE u.clinic_id = $1 AND u.due_on <= $2 {named}"
    ));
    let query = query.bind(clinic).bind(until);
    from.into().count(rules.iter().fold(query, |query, rule| query.bind(*rule))).await
}
