//! The course page: the answer, the picture, the next decision, and two small forms.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::Route;
use evenkeel_care::finding::FindingState;
use evenkeel_care::record::{DischargeCheck, EventKind};
use evenkeel_practice::view::course::{CourseOverview, DoseForm, DoseSheetView, FindingView, InstrumentForm};
use evenkeel_practice::view::forecast::{SessionChance, SessionMark};
use evenkeel_practice::view::safety::AlertView;
use evenkeel_practice::{CourseId, Practice, Refusal, Seen, words};
use jiff::civil::Date;
use serde::Deserialize;

use super::Answer;
use super::what_if::question;
use crate::app::App;
use crate::done::Done;
use crate::figures::{self, Picture};
use crate::form_state::FormState;
use crate::format::Plain;
use crate::html::{self, go};
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "course.html")]
#[expect(clippy::struct_excessive_bools, reason = "independent answers, each asked once by the template")]
struct CoursePage {
    shell: Shell,
    o: CourseOverview,
    pictures: Pictures,
    give: FormState,
    missed: FormState,
    check_in: FormState,
    decide: FormState,
    share: FormState,
    observe: FormState,
    event: FormState,
    shift: FormState,
    /// Whether the steps of the dose are unfolded: somebody asked for them.
    sheet_open: bool,
    /// The day offered for a session: today, or the day asked for.
    give_on: String,
    /// Nothing seen yet, for the form of a new session.
    nothing_seen: Seen,
    screen: FormState,
    /// What is asked of the forecast.
    ask: FormState,
    /// Alerts that wait for a person.
    open_alerts: Vec<OpenAlert>,
    /// Alerts that no longer do, latest first.
    past_alerts: Vec<AlertView>,
    /// Whether the safety questions come first: an answer asks for them, or the form came back.
    screen_first: bool,
    /// Whether they are unfolded.
    screen_open: bool,
    /// The questionnaire that is open.
    chosen: Option<InstrumentForm>,
    /// Whether the questionnaire is unfolded: somebody asked for it, or it came back.
    check_in_open: bool,
    /// Whether the form of a session comes first: it came back with something to correct or confirm.
    give_first: bool,
    /// That this questionnaire has been entered today, before somebody asks nine questions again.
    on_record: Option<String>,
    /// What the answers of a check-in that was not recorded say about safety: first on the page.
    unrecorded: Vec<FindingView>,
    /// Whether the crisis line comes first.
    crisis: bool,
    /// Whether anything can be entered at all.
    may_enter: bool,
    /// The chance by the end of the induction.
    by_end: Option<SessionChance>,
    /// Which response is meant, as a sentence.
    response_meant: String,
    /// Whether the caveats say already what the calculation leaves out.
    outside_said: bool,
    /// Whether the sentence of the next step is its reasons already.
    reasons_said: bool,
    /// The limits of what progress can tell, each with the instruments it holds for.
    progress_limits: Vec<String>,
    /// The options that take a dose, as the script reads them: `adjust_dose|booster`.
    dose_choices: String,
}

/// An open alert with its form.
struct OpenAlert {
    view: AlertView,
    form: FormState,
}

struct Pictures {
    course: Picture,
    life: Option<Picture>,
    bars: Option<Picture>,
    days_well: Option<Picture>,
    ways: Option<Picture>,
}

/// The forms of the page, fresh or refused.
pub(crate) struct Forms {
    pub give: FormState,
    pub missed: FormState,
    pub check_in: FormState,
    pub decide: FormState,
    pub share: FormState,
    pub observe: FormState,
    pub event: FormState,
    pub shift: FormState,
    pub screen: FormState,
    /// The form of one alert; which one stands in what was typed.
    pub alert: FormState,
    /// What the answers of a refused check-in say about safety.
    pub unrecorded: Vec<FindingView>,
    /// What is asked of the forecast.
    pub ask: FormState,
    /// The dose that was asked to be worked out.
    pub sheet: Option<DoseSheetView>,
}

impl Forms {
    pub(crate) fn new(practice: &Practice) -> Self {
        let form = |prefix| FormState::new(prefix, practice.new_key());
        Self {
            give: form("give"),
            missed: form("missed"),
            check_in: form("check-in"),
            decide: form("decide"),
            share: form("share"),
            observe: form("observe"),
            event: form("event"),
            shift: form("shift"),
            screen: form("screen"),
            alert: form("alert"),
            unrecorded: Vec::new(),
            ask: FormState::new("ask", String::new()),
            sheet: None,
        }
    }

    /// The status that tells a program what the page tells a person.
    fn status(&self) -> StatusCode {
        let all = [&self.give, &self.missed, &self.check_in, &self.decide, &self.share, &self.screen];
        let more = [&self.observe, &self.event, &self.shift, &self.alert];
        let all = all.into_iter().chain(more).collect::<Vec<_>>();
        if all.iter().any(|form| form.conflict.is_some()) {
            StatusCode::CONFLICT
        } else if all.iter().any(|form| form.refused) {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        }
    }
}

/// What stands in the address.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    pub instrument: Option<String>,
    pub done: Option<String>,
    /// The day for which a session is to be recorded.
    pub on: Option<Date>,
    /// `safety`: the safety questions are unfolded.
    pub ask: Option<String>,
    /// Other sessions to compare: the route,
    pub if_route: Option<String>,
    /// and the dose.
    pub if_dose: Option<String>,
    /// Days well to keep with as few sessions as possible.
    pub keep_days: Option<String>,
}

/// Shows the course.
pub(crate) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let forms = Forms::new(&app.practice);
    draw(&app, &visit, id, &asked, forms).await
}

/// A form's address, opened by hand or reloaded, leads to the course.
pub(crate) async fn back(Path(id): Path<CourseId>) -> Response {
    go(&format!("/courses/{id}"))
}

/// The course after something was done, or the page again with the form that was refused.
/// `keep` puts the refusal into its form and gives a refusal that is not about the form back.
pub(crate) async fn after<T>(
    (app, visit, id): (&App, &Visit, CourseId),
    tried: Result<T, Refusal>,
    done: impl FnOnce(T) -> Done,
    asked: Asked,
    keep: impl FnOnce(Forms, Refusal) -> Result<Forms, crate::refused::Refused>,
) -> Answer {
    match tried {
        Ok(outcome) => Ok(go(&format!("/courses/{id}?done={}", done(outcome)))),
        Err(refusal) => {
            let forms = keep(Forms::new(&app.practice), refusal)?;
            draw(app, visit, id, &asked, forms).await
        }
    }
}

/// The page with these forms.
pub(crate) async fn draw(app: &App, visit: &Visit, id: CourseId, asked: &Asked, forms: Forms) -> Answer {
    let (question, ask) = question(asked);
    let o = app.practice.course_asking(visit.actor()?, id, question).await?;
    let shell = visit.shell(format!("{}, course", o.patient.name)).at("/patients");
    html::page_with(forms.status(), &compose(shell, o, asked, Forms { ask, ..forms }))
}

fn compose(shell: Shell, mut o: CourseOverview, asked: &Asked, mut forms: Forms) -> CoursePage {
    let sheet_open = forms.sheet.is_some();
    // What was typed is worked out, never what the form began with.
    let typed = forms.give.refused || forms.give.kept;
    o.give.sheet = forms.sheet.take().or_else(|| o.give.sheet.take().filter(|_| !typed));
    let (open, past_alerts) = std::mem::take(&mut o.alerts).into_iter().partition(|a: &AlertView| a.open);
    let open_alerts = with_forms(open, &forms.alert);
    let asks = open_alerts.iter().any(|a| a.view.level == FindingState::Screen);
    let done = Done::read(asked.done.as_deref());
    let answer = o.answer.as_ref().ok();
    // What is still to come is nothing to show of a course that has ended.
    let ahead = answer.filter(|_| o.chart.today.is_some());
    let pictures = Pictures {
        course: figures::course(&o.chart),
        life: figures::life(&o.chart, &o.life),
        bars: ahead.and_then(figures::bars),
        days_well: ahead.and_then(figures::days_well),
        ways: ahead.and_then(figures::ways),
    };
    let by_end = answer.and_then(|a| {
        let end = a.by_session.iter().find(|chance| chance.n == o.sessions_planned);
        end.or(a.by_session.last()).cloned()
    });
    let give_on = asked.on.unwrap_or(o.give.date).to_string();
    let chosen = chosen(&o, asked.instrument.as_deref()).cloned();
    CoursePage {
        shell: shell.after(done),
        crisis: !o.safety.is_empty()
            || !open_alerts.is_empty()
            || !forms.unrecorded.is_empty()
            || matches!(done, Some(Done::CheckInCrisis | Done::ScreenCrisis)),
        screen_first: asks || forms.screen.refused || asked.ask.is_some(),
        screen_open: asks || forms.screen.refused || asked.ask.is_some(),
        check_in_open: asked.instrument.is_some() || forms.check_in.refused,
        give_first: forms.give.refused || forms.give.kept || forms.missed.refused || asked.on.is_some(),
        unrecorded: forms.unrecorded,
        progress_limits: limits(&o.progress),
        reasons_said: o.next_step.finding.as_ref().is_some_and(|f| f.because.join(" ") == o.next_step.lead),
        may_enter: o.read_only.is_none(),
        by_end,
        response_meant: answer.map(|a| a.response_meant.clone()).unwrap_or_default(),
        outside_said: answer
            .is_some_and(|a| a.caveats.iter().any(|c| c.starts_with("Therapy and daily life"))),
        dose_choices: dose_choices(&o),
        on_record: chosen.as_ref().and_then(|sheet| on_record(&o, sheet)),
        chosen,
        pictures,
        o,
        give: forms.give,
        missed: forms.missed,
        check_in: forms.check_in,
        decide: forms.decide,
        share: forms.share,
        observe: forms.observe,
        event: forms.event,
        shift: forms.shift,
        give_on,
        sheet_open,
        nothing_seen: Seen::default(),
        screen: forms.screen,
        ask: forms.ask,
        open_alerts,
        past_alerts,
    }
}

/// The options that take a dose, as the script reads them: `adjust_dose|booster`.
fn dose_choices(o: &CourseOverview) -> String {
    let options = o.next_step.finding.iter().flat_map(|f| &f.options);
    let doses = options.filter(|option| option.needs_dose).map(|option| option.choice.to_string());
    doses.collect::<Vec<_>>().join("|")
}

/// Each alert with a form of its own: the one that came back, or a fresh one.
fn with_forms(alerts: Vec<AlertView>, form: &FormState) -> Vec<OpenAlert> {
    let own = |view: AlertView| {
        let asks = view.level == FindingState::Screen;
        let prefix = if asks { "alert-screen" } else { "alert-level" };
        let came_back = form.refused && form.typed.text("alert") == view.id.to_string();
        let form = if came_back {
            FormState { prefix, ..form.clone() }
        } else {
            FormState::new(prefix, format!("{}-{prefix}", form.key))
        };
        OpenAlert { view, form }
    };
    alerts.into_iter().map(own).collect()
}

/// Caveats of progress, said once with the instruments they hold for: "PHQ-9 and GAD-7: …".
fn limits(progress: &[FindingView]) -> Vec<String> {
    let mut said: Vec<(&str, Vec<&str>)> = Vec::new();
    for finding in progress {
        let name = finding.instrument.as_deref().unwrap_or(&finding.name);
        for caveat in &finding.caveats {
            match said.iter_mut().find(|(words, _)| words == caveat) {
                Some((_, names)) => names.push(name),
                None => said.push((caveat, vec![name])),
            }
        }
    }
    said.into_iter().map(|(words, names)| format!("{}: {words}", names.join(" and "))).collect()
}

/// The questionnaire asked for, else the primary one, else the first.
fn chosen<'a>(o: &'a CourseOverview, asked: Option<&str>) -> Option<&'a InstrumentForm> {
    let named = asked.and_then(|word| o.check_in.iter().find(|form| form.id.to_string() == word));
    named.or_else(|| o.check_in.iter().find(|form| form.primary)).or_else(|| o.check_in.first())
}

/// "A PHQ-9 of today is on record already": a second one counts only as taken after the session.
fn on_record(o: &CourseOverview, sheet: &InstrumentForm) -> Option<String> {
    let twin = o.scores.iter().find(|row| row.date == o.clinic.today && row.instrument == sheet.name)?;
    Some(format!(
        "{} of today is on record already ({}, entered by {}). A second one of the day can only be one taken after the \
         session.",
        sheet.name, twin.score, twin.entered_by
    ))
}

/// How a session looks: never by colour alone.
struct Look {
    class: &'static str,
    icon: &'static str,
    word: &'static str,
}

fn pill_look(mark: impl Plain<SessionMark>) -> Look {
    let (class, icon, word) = match mark.plain() {
        SessionMark::Done => ("done", "check", "given"),
        SessionMark::Planned => ("planned", "circle-dashed", "planned"),
        SessionMark::Today => ("today", "circle-dot", "today"),
        SessionMark::Overdue => ("due", "clock", "not recorded yet"),
        SessionMark::Missed => ("missed", "x", "missed"),
    };
    Look { class, icon, word }
}

fn state_class(state: impl Plain<FindingState>) -> &'static str {
    match state.plain() {
        FindingState::Response | FindingState::Remission => "good",
        FindingState::Improved | FindingState::PartialResponse => "info",
        FindingState::Worsened => "bad",
        _ => "",
    }
}

fn state_icon(state: impl Plain<FindingState>) -> &'static str {
    match state.plain() {
        FindingState::Response | FindingState::Remission => "circle-check",
        FindingState::Improved | FindingState::PartialResponse => "arrow-down-right",
        FindingState::Worsened => "triangle-alert",
        FindingState::NotAssessable => "circle-question-mark",
        _ => "circle",
    }
}

fn score_range(q: impl Plain<[f64; 5]>) -> String {
    let [low80, low50, median, high50, high80] = q.plain().map(crate::format::whole);
    format!("{median} (half: {low50} to {high50}; eight in ten: {low80} to {high80})")
}

fn or_empty(value: impl Plain<Option<f64>>) -> String {
    value.plain().map(crate::format::number).unwrap_or_default()
}

/// How a session can be said to have been tolerated.
const TOLERATED: [(&str, &str); 3] =
    [("well", "Well"), ("side_effects", "With side effects that passed"), ("badly", "Badly")];

fn tolerated_as(seen: &Seen, word: &str) -> bool {
    seen.tolerance.is_some_and(|t| t.to_string() == word)
}

/// The list before leaving: the name of each line in the form, and its words.
fn before_leaving() -> impl Iterator<Item = (&'static str, &'static str)> {
    DischargeCheck::ALL.iter().map(|check| (check.as_str(), words::discharge(*check)))
}

fn looked_at(seen: &Seen, check: &str) -> Option<bool> {
    seen.discharge.iter().find(|(key, _)| key.as_str() == check).map(|(_, yes)| *yes)
}

fn pressure(seen: &Seen, name: &str) -> String {
    super::given::pressure_on_record(seen, name)
}

fn whole_or_empty(value: impl Plain<Option<u32>>) -> String {
    value.plain().map(|v| v.to_string()).unwrap_or_default()
}

fn small_or_empty(value: impl Plain<Option<u8>>) -> String {
    value.plain().map(|v| v.to_string()).unwrap_or_default()
}

fn is_iv(route: impl Plain<Route>) -> bool {
    matches!(route.plain(), Route::Iv)
}

fn is_nasal(route: impl Plain<Route>) -> bool {
    matches!(route.plain(), Route::NasalEsketamine)
}

fn is_dose(value: impl Plain<Option<f64>>, mg: impl Plain<f64>) -> bool {
    let mg = mg.plain();
    value.plain().is_some_and(|v| (v - mg).abs() < 1e-9)
}

/// Routes that can be compared, with their words.
fn routes() -> impl Iterator<Item = (&'static str, &'static str)> {
    Route::ALL.iter().map(|route| (route.as_str(), words::route(*route)))
}

/// "Between Mon 5 Jan and Thu 8 Jan."
fn room(first: impl Plain<Date>, last: impl Plain<Date>) -> String {
    format!("Between {} and {}.", crate::format::date(first), crate::format::date(last))
}

fn events() -> Vec<(String, &'static str)> {
    EventKind::ALL.iter().map(|kind| (kind.to_string(), words::event(*kind))).collect()
}

fn item_name(n: impl Plain<usize>) -> String {
    format!("item_{}", n.plain())
}

fn range_words(form: &InstrumentForm) -> String {
    let (low, high, _) = form.range;
    format!("{} to {}", crate::format::number(low), crate::format::number(high))
}

fn recall_hint(form: &InstrumentForm) -> String {
    format!("Leave empty for {}, as printed.", form.recall_days)
}

#[cfg(test)]
#[path = "course_tests.rs"]
mod tests;
