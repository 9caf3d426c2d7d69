//! The REMS monitoring forms of a course's esketamine sessions: what the record fills, and what is missing.

use evenkeel_care::condition::Route;
use evenkeel_care::record::{Session, SessionStatus};
use evenkeel_care::rems::{DraftField, FieldValue, FormDraft, MonitoringForm, Required, Told, fill};
use evenkeel_store::CourseId;
use jiff::civil::Date;

use crate::actor::Actor;
use crate::context::Practice;
use crate::patients::head;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::view::rems::{RemsDraftView, RemsFieldView, RemsPage, RemsSectionView};
use crate::words;

impl Practice {
    /// A draft of the monitoring form for every esketamine session given, the latest first. Reading them is an
    /// audit line. The certified setting completes and sends the official form.
    pub async fn rems_drafts(&self, actor: &Actor, course: CourseId) -> Result<RemsPage, Refusal> {
        actor.must(Right::ReadCharts)?;
        let standing = self.standing(actor, course).await?;
        let clinic = self.clinic(actor.clinic).await?;
        self.saw(actor, "course.rems", course).await?;
        let knowledge = self.knowledge();
        let told = Told::from([("setting_name".to_owned(), FieldValue::Text(clinic.name.clone()))]);
        let mut given: Vec<&Session> = standing.record.sessions.iter().filter(|s| sprayed(s)).collect();
        given.sort_by_key(|s| std::cmp::Reverse(s.date));
        let draft = |session: &Session| {
            let form = knowledge.form_on(session.date)?;
            let filled = fill(knowledge, form, &standing.record, session, &told);
            Some(view(form, &filled, standing.today))
        };
        Ok(RemsPage {
            course: course.0,
            patient: head(&standing.bundle.patient, standing.today),
            today: standing.today,
            drafts: given.into_iter().filter_map(draft).collect(),
        })
    }
}

/// An esketamine session that was given.
fn sprayed(session: &Session) -> bool {
    session.status == SessionStatus::Done && session.route == Route::NasalEsketamine
}

fn view(form: &MonitoringForm, draft: &FormDraft, today: Date) -> RemsDraftView {
    let mut sections: Vec<RemsSectionView> = Vec::new();
    for section in &form.sections {
        let fields: Vec<RemsFieldView> =
            draft.fields.iter().filter(|f| f.section == section.id).map(field).collect();
        if !fields.is_empty() {
            sections.push(RemsSectionView { title: section.title.clone(), fields });
        }
    }
    RemsDraftView {
        session: draft.session,
        form: format!("{}, revision {}", form.name, draft.revision),
        standing: form.standing.clone(),
        due_on: draft.due_on,
        due: when(draft, today),
        reminders: draft.reminders.iter().filter(|day| **day >= today).map(|day| words::date(*day)).collect(),
        sent_on: draft.submitted_on,
        missing: draft.missing.len(),
        sections,
        sources: form.sources.iter().map(|s| format!("{}: {}", words::grade(s.grade), s.citation)).collect(),
    }
}

/// Whether the form is sent, still in time or late, in a sentence.
fn when(draft: &FormDraft, today: Date) -> String {
    if let Some(on) = draft.submitted_on {
        return format!("Sent on {}.", words::date(on));
    }
    let due = words::date(draft.due_on);
    match today.until(draft.due_on).map(|left| left.get_days()) {
        Ok(0) => format!("Not sent. Today, {due}, is the last day."),
        Ok(1) => format!("Not sent. 1 day left, until {due}."),
        Ok(left) if left > 1 => format!("Not sent. {left} days left, until {due}."),
        _ => format!("Not sent, and late: the last day was {due}. Send it all the same."),
    }
}

fn field(field: &DraftField) -> RemsFieldView {
    RemsFieldView {
        label: field.label.clone(),
        value: field.value.as_ref().map(ToString::to_string),
        must: field.required != Required::No,
        must_by_default: field.required == Required::Default,
        unverified: field.unverified,
    }
}
