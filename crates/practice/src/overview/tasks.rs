//! What is to be done beside the decision: days without a record, what is due, gates, events, changes.

use evenkeel_care::finding::{Finding, FindingKind, FindingState};
use evenkeel_care::knowledge::Knowledge;
use evenkeel_store::{Note, StoreError};

use super::finding_view;
use super::forms::to_observe;
use crate::carried;
use crate::record::Standing;
use crate::view::course::{EventRow, FindingView, MoveForm, TasksView, UnrecordedDay};
use crate::words;

/// All of it.
pub(super) fn tasks(
    standing: &Standing<'_>,
    knowledge: &Knowledge,
    ahead: Vec<Finding>,
) -> Result<TasksView, StoreError> {
    Ok(TasksView {
        observe: to_observe(standing)?,
        shift: shift(standing),
        unrecorded: unrecorded(standing),
        due: due(standing, knowledge),
        gates: gates(standing, knowledge, ahead),
        events: events(standing)?,
        changes: changes(standing),
        before: match &standing.bundle.previous {
            Some(before) => carried::sentences(before, knowledge)?,
            None => Vec::new(),
        },
    })
}

/// Planned days that passed, of which nobody wrote down what became of them.
fn unrecorded(standing: &Standing<'_>) -> Vec<UnrecordedDay> {
    standing.unrecorded.iter().map(|u| UnrecordedDay { n: u.n, date: u.date }).collect()
}

/// The next session, if there is room to move it.
pub(crate) fn shift(standing: &Standing<'_>) -> Option<MoveForm> {
    let next = standing.next()?;
    let earliest = next.earliest.max(standing.today);
    (earliest < next.latest).then_some(MoveForm {
        n: next.n,
        date: next.date,
        window: (earliest, next.latest),
    })
}

/// What is due now, overdue first.
fn due(standing: &Standing<'_>, knowledge: &Knowledge) -> Vec<FindingView> {
    let now = |state| matches!(state, FindingState::Due | FindingState::Overdue);
    let mut open: Vec<_> =
        standing.review.findings.iter().filter(|f| f.kind == FindingKind::Due && now(f.state)).collect();
    open.sort_by_key(|f| (f.state != FindingState::Overdue, f.due_on, f.rule.clone()));
    open.into_iter().map(|f| finding_view(f, knowledge)).collect()
}

/// Gates that warn or stop: of the session given today, and of the next one as far as it is known before.
fn gates(standing: &Standing<'_>, knowledge: &Knowledge, ahead: Vec<Finding>) -> Vec<FindingView> {
    let loud = |state| matches!(state, FindingState::Warn | FindingState::Stop);
    let gates = standing.review.findings.iter().filter(|f| f.kind == FindingKind::Gate && loud(f.state));
    let mut all: Vec<Finding> = gates.filter(|f| f.date == standing.today).cloned().collect();
    all.extend(ahead.into_iter().filter(|f| f.date != standing.today || !standing.given_on(f.date)));
    all.sort_by_key(|f| f.state != FindingState::Stop);
    let mut once: Vec<FindingView> = Vec::new();
    for found in all.iter().map(|f| finding_view(f, knowledge)) {
        if !once.iter().any(|f| f.because == found.because) {
            once.push(found);
        }
    }
    once
}

/// Events and therapy visits, latest first.
fn events(standing: &Standing<'_>) -> Result<Vec<EventRow>, StoreError> {
    let row = |e: &evenkeel_store::course_event::CourseEvent| EventRow {
        date: e.date,
        what: words::event(e.kind).to_owned(),
        note: e.note.as_ref().map(|n| n.text().unwrap_or("erased").to_owned()),
        entered_by: e.recorded.by_name.clone(),
    };
    let mut rows: Vec<EventRow> = standing.bundle.events.iter().map(row).collect();
    for visit in &standing.bundle.visits {
        rows.push(EventRow {
            date: visit.date,
            what: format!("{}, {} min", words::event(visit.kind.event()), visit.minutes),
            note: visit.written()?.shared_note,
            entered_by: visit.recorded.by_name.clone(),
        });
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.date));
    Ok(rows)
}

/// Changes of protocol, route or ladder, latest first.
fn changes(standing: &Standing<'_>) -> Vec<String> {
    let said = |c: &evenkeel_store::course_protocol::CourseProtocol| {
        let ladder = c.ladder_id.as_deref().unwrap_or("no ladder");
        let why = c.reason.as_ref().and_then(Note::text).unwrap_or("erased");
        format!(
            "From {}: {} with {ladder}. {why} ({})",
            words::date(c.from_on),
            c.protocol_id,
            c.recorded.by_name
        )
    };
    standing.bundle.protocols.iter().rev().map(said).collect()
}
