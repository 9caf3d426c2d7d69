//! The whole site over a practice on a private database: what a browser sends and gets.
#![expect(clippy::unwrap_used, reason = "the small functions beside the tests fail as the tests do: loudly")]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_practice::{CourseId, Role};
use evenkeel_testkit::clinic::TestClinic;
use evenkeel_web::{WebConfig, router};
use jiff::civil::date;
use tower::ServiceExt;

/// A visitor of one role, signed in by the demonstration's link.
struct Visitor {
    site: Router,
    cookie: String,
}

/// What came back.
struct Page {
    status: StatusCode,
    to: String,
    html: String,
}

impl Visitor {
    async fn of(clinic: &TestClinic, slug: &str) -> Self {
        let site = router(clinic.practice.clone(), WebConfig { base_url: None, demo: true });
        let mut visitor = Self { site, cookie: String::new() };
        if !slug.is_empty() {
            let request = Request::get(format!("/demo/as/{slug}")).body(Body::empty()).unwrap();
            let answer = visitor.site.clone().oneshot(request).await.unwrap();
            let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
            assert!(cookie.contains("; HttpOnly; SameSite=Lax"));
            cookie.split(';').next().unwrap().clone_into(&mut visitor.cookie);
        }
        visitor
    }

    async fn ask(&self, request: axum::http::request::Builder, body: String) -> Page {
        let request = request.header(header::COOKIE, &self.cookie).body(Body::from(body)).unwrap();
        let answer = self.site.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let to = answer.headers().get(header::LOCATION).map_or("", |to| to.to_str().unwrap()).to_owned();
        let html = to_bytes(answer.into_body(), 4 << 20).await.unwrap();
        Page { status, to, html: String::from_utf8(html.to_vec()).unwrap() }
    }

    async fn get(&self, path: &str) -> Page {
        self.ask(Request::get(path), String::new()).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = fields
            .iter()
            .map(|(key, value)| format!("{key}={}", value.replace(' ', "+")))
            .collect::<Vec<_>>();
        let form = "application/x-www-form-urlencoded";
        self.ask(Request::post(path).header(header::CONTENT_TYPE, form), body.join("&")).await
    }
}

/// The idempotency key of the form that posts to `action`.
fn key(page: &Page, action: &str) -> String {
    let form = page.html.split(&format!("action=\"{action}\"")).nth(1).unwrap();
    form.split("name=\"key\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

async fn course(clinic: &TestClinic) -> (CourseId, String) {
    let id = clinic.course("R. Kallio").await;
    (id, format!("/courses/{id}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_course_can_be_lived_from_the_intake_score_to_a_session() {
    let clinic = TestClinic::sqlite().await;
    let (_, address) = course(&clinic).await;
    let prescriber = Visitor::of(&clinic, "prescriber").await;
    let page = prescriber.get(&address).await;
    assert_eq!(page.status, StatusCode::OK);
    let sent = key(&page, &format!("{address}/check-ins"));
    let answers: Vec<_> = (1..=9).map(|n| (format!("item_{n}"), if n == 9 { "0" } else { "2" })).collect();
    let mut form =
        vec![("key", sent.as_str()), ("instrument", "PHQ9"), ("items", "10"), ("date", "2026-01-05")];
    form.extend(answers.iter().map(|(name, value)| (name.as_str(), *value)));
    let done = prescriber.post(&format!("{address}/check-ins"), &form).await;
    assert_eq!(
        (done.status, done.to.as_str()),
        (StatusCode::SEE_OTHER, format!("{address}?done=check-in").as_str())
    );
    let page = prescriber.get(&done.to).await;
    assert!(page.html.contains("answer-main") && !page.html.contains("class=\"crisis\""));
    let sent = key(&page, &format!("{address}/sessions"));
    let form = [
        ("key", sent.as_str()),
        ("date", "2026-01-05"),
        ("dose_mg_per_kg", "0,5"),
        ("weight_kg", "70"),
        ("bp_before", "124/78"),
        ("supervised_by", "Dr Maren Vale"),
    ];
    let done = prescriber.post(&format!("{address}/sessions"), &form).await;
    assert_eq!(done.to, format!("{address}?done=session"));
    let again = prescriber.post(&format!("{address}/sessions"), &form).await;
    assert_eq!(again.to, done.to, "a retried form lands once");
    assert!(prescriber.get(&address).await.html.contains("1 of 6 given"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn item_nine_puts_the_crisis_line_and_the_finding_first() {
    let clinic = TestClinic::sqlite().await;
    let (_, address) = course(&clinic).await;
    let nurse = Visitor::of(&clinic, "nurse").await;
    let page = nurse.get(&address).await;
    let sent = key(&page, &format!("{address}/check-ins"));
    let form = [
        ("key", sent.as_str()),
        ("instrument", "PHQ9"),
        ("items", "9"),
        ("date", "2026-01-05"),
        ("item_1", "1"),
        ("item_9", "1"),
    ];
    let done = nurse.post(&format!("{address}/check-ins"), &form).await;
    assert_eq!(done.to, format!("{address}?done=check-in-crisis"));
    let html = nurse.get(&done.to).await.html;
    let (crisis, finding, head) =
        (html.find("class=\"crisis\""), html.find("id=\"alert-screen\""), html.find("<h1"));
    assert!(crisis.unwrap() < finding.unwrap() && finding.unwrap() < head.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn item_nine_speaks_also_from_a_check_in_that_is_refused() {
    let clinic = TestClinic::sqlite().await;
    let (_, address) = course(&clinic).await;
    let nurse = Visitor::of(&clinic, "nurse").await;
    let action = format!("{address}/check-ins");
    let refused = async |day: &str, ninth: &str| {
        let page = nurse.get(&address).await;
        let sent = key(&page, &action);
        let mut form = vec![("key", sent.as_str()), ("instrument", "PHQ9"), ("items", "9"), ("date", day)];
        form.push(("item_1", "1"));
        if !ninth.is_empty() {
            form.push(("item_9", ninth));
        }
        let back = nurse.post(&action, &form).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        back.html
    };
    for (day, ninth) in [("2026-02-30", "2"), ("2027-01-05", "1"), ("2026-01-05x", "")] {
        let html = refused(day, ninth).await;
        let (crisis, finding) = (html.find("class=\"crisis\""), html.find("id=\"unrecorded-1\""));
        assert!(crisis.unwrap() < finding.unwrap() && html.contains("check-in-date-error"), "{day}");
    }
    assert!(!refused("2026-02-30", "0").await.contains("class=\"crisis\""));
    let lost = "/courses/00000000-0000-7000-8000-000000000000/check-ins";
    let form =
        [("key", "k"), ("instrument", "PHQ9"), ("items", "9"), ("date", "2026-01-05"), ("item_9", "1")];
    let page = nurse.post(lost, &form).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.html.contains("class=\"crisis\""), "also where no form can come back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_form_comes_back_with_what_was_typed() {
    let clinic = TestClinic::sqlite().await;
    let (_, address) = course(&clinic).await;
    let nurse = Visitor::of(&clinic, "nurse").await;
    let page = nurse.get(&address).await;
    let sent = key(&page, &format!("{address}/sessions"));
    let high = [
        ("key", sent.as_str()),
        ("date", "2026-01-05"),
        ("dose_mg_per_kg", "1.2"),
        ("note", "calm today"),
        ("supervised_by", "Dr Maren Vale"),
    ];
    let back = nurse.post(&format!("{address}/sessions"), &high).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.html.contains("name=\"confirm\"") && back.html.contains("calm today"));
    let later = [
        ("key", sent.as_str()),
        ("date", "2027-01-05"),
        ("dose_mg_per_kg", "0.5"),
        ("supervised_by", "Dr Maren Vale"),
    ];
    let back = nurse.post(&format!("{address}/sessions"), &later).await;
    assert!(back.html.contains("id=\"give-date-error\"") && back.html.contains("value=\"2027-01-05\""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_front_desk_sees_visits_and_no_chart() {
    let clinic = TestClinic::sqlite().await;
    let (id, address) = course(&clinic).await;
    let intake = TestClinic::total(id, date(2026, 1, 5), evenkeel_care::instrument::InstrumentId::Phq9, 19.0);
    clinic.practice.check_in(&clinic.prescriber(), intake, &clinic.key()).await.unwrap();
    let desk = Visitor::of(&clinic, "front-desk").await;
    let page = desk.get("/front-desk").await;
    assert!(
        page.html.contains("R. Kallio") && !page.html.contains("PHQ") && !page.html.contains("/courses/")
    );
    let therapist = Visitor::of(&clinic, "therapist").await;
    assert_eq!(therapist.get("/patients/new").await.status, StatusCode::FORBIDDEN, "adds no patient");
    for path in [address.as_str(), "/patients"] {
        let closed = desk.get(path).await;
        assert_eq!(closed.status, StatusCode::FORBIDDEN, "{path}");
        assert!(closed.html.contains("Go back to your own page") && !closed.html.contains("PHQ"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_patient_sees_the_own_page_and_no_other() {
    let clinic = TestClinic::sqlite().await;
    let (id, address) = course(&clinic).await;
    let page = clinic.practice.course(&clinic.prescriber(), id).await.unwrap();
    let program = evenkeel_practice::Actor::program(clinic.clinic, "test");
    let patient = Some(evenkeel_practice::PatientId(page.patient.id));
    clinic.practice.add_demo_account(&program, Role::Patient, "R. Kallio", patient).await.unwrap();
    let visitor = Visitor::of(&clinic, "patient").await;
    let own = visitor.get("/my-course").await;
    assert!(own.html.contains("href=\"tel:988\"") && own.html.contains("Monday 5 January"));
    let closed = visitor.get(&address).await;
    assert_eq!(closed.status, StatusCode::FORBIDDEN);
    assert!(
        closed.html.contains("This page is for your care team") && closed.html.contains("href=\"tel:988\"")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_not_signed_in_is_led_to_the_sign_in_and_back() {
    let clinic = TestClinic::sqlite().await;
    let (_, address) = course(&clinic).await;
    let nobody = Visitor::of(&clinic, "").await;
    assert_eq!(nobody.get(&address).await.to, format!("/sign-in?next={address}"));
    let sent = nobody.post(&format!("{address}/share"), &[("key", "k")]).await;
    assert_eq!(sent.status, StatusCode::UNAUTHORIZED);
    let wrong = nobody.post("/sign-in", &[("email", "a@b.example"), ("password", "x"), ("code", "1")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(nobody.get("/healthz").await.html, "ok\n");
    let ready = nobody.get("/readyz").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE, "no worker runs here");
    assert_eq!(ready.html, "The worker that does the jobs has not started.\n");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_status_of_the_installation_is_for_the_lead_alone() {
    let clinic = TestClinic::sqlite().await;
    let lead = Visitor::of(&clinic, "admin").await;
    let page = lead.get("/clinic/status").await;
    assert!(page.status == StatusCode::OK && page.html.contains("SQLite (SQLCipher)"), "{}", page.html);
    assert!(lead.get("/clinic/safety").await.html.contains("href=\"/clinic/status\""));
    let nurse = Visitor::of(&clinic, "nurse").await;
    assert_eq!(nurse.get("/clinic/status").await.status, StatusCode::FORBIDDEN);
    assert!(!nurse.get("/clinic/safety").await.html.contains("/clinic/status"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_patient_is_added_searched_and_gets_a_course() {
    let clinic = TestClinic::sqlite().await;
    let prescriber = Visitor::of(&clinic, "prescriber").await;
    let page = prescriber.get("/patients/new").await;
    let sent = key(&page, "/patients/new");
    let added = prescriber
        .post("/patients/new", &[("key", &sent), ("name", "Riikka Kallio"), ("birth_date", "1983-05-02")])
        .await;
    let patient = added.to.split('?').next().unwrap().to_owned();
    assert!(prescriber.get(&added.to).await.html.contains("Riikka Kallio"));
    let found = prescriber.post("/patients/search", &[("q", "kallio")]).await;
    assert!(found.html.contains(&format!("href=\"{patient}\"")));
    let form = prescriber.get(&format!("{patient}/courses/new")).await;
    let sent = key(&form, &format!("{patient}/courses/new"));
    let fields = [
        ("key", sent.as_str()),
        ("protocol", "iv-mood-6"),
        ("condition", "depression"),
        ("primary", "PHQ9"),
        ("start", "2026-01-05"),
        ("weekday", "mon"),
        ("weekday", "thu"),
    ];
    let opened = prescriber.post(&format!("{patient}/courses/new"), &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.html);
    let course = prescriber.get(&opened.to).await;
    assert_eq!(course.html.matches("class=\"pill ").count(), 6, "the six of the induction");
}

/// Four sessions and a questionnaire that moved by 15 %: the check after session 4 is open.
async fn at_the_check(clinic: &TestClinic) -> String {
    let (id, address) = course(clinic).await;
    let prescriber = clinic.prescriber();
    let phq9 = |day, total| TestClinic::total(id, day, evenkeel_care::instrument::InstrumentId::Phq9, total);
    clinic.practice.check_in(&prescriber, phq9(date(2026, 1, 5), 20.0), &clinic.key()).await.unwrap();
    for day in [5, 8, 12, 15] {
        clinic.day(date(2026, 1, day));
        let session = TestClinic::session(id, date(2026, 1, day));
        clinic.practice.give_session(&prescriber, session, &clinic.key()).await.unwrap();
    }
    clinic.day(date(2026, 1, 16));
    clinic.practice.check_in(&prescriber, phq9(date(2026, 1, 16), 17.0), &clinic.key()).await.unwrap();
    address
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_check_after_session_four_is_decided_with_both_forecasts_kept() {
    let clinic = TestClinic::sqlite().await;
    let address = at_the_check(&clinic).await;
    let prescriber = Visitor::of(&clinic, "prescriber").await;
    let page = prescriber.get(&address).await;
    assert!(!page.html.to_lowercase().contains("unlikely to respond"));
    let action = format!("{address}/decisions");
    let sent = key(&page, &action);
    let hidden = |name: &str| {
        let field = page.html.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
        field.split('"').next().unwrap().to_owned()
    };
    let (rule, digest) = (hidden("rule"), hidden("shown_digest"));
    let mut form =
        vec![("key", sent.as_str()), ("rule", &rule), ("shown_digest", &digest), ("verdict", "accept")];
    form.extend([("choice", "adjust_dose"), ("dose_mg_per_kg", "0.75")]);
    let without = prescriber.post(&action, &form).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.html.contains("id=\"decide-reason-error\"") && without.html.contains("value=\"0.75\""));
    form.push(("reason", "Tolerated well, little change."));
    let done = prescriber.post(&action, &form).await;
    assert_eq!(done.to, format!("{address}?done=decision"), "{}", done.html);
    let html = prescriber.get(&done.to).await.html;
    assert!(html.contains("Both forecasts, as they were") && html.contains("Tolerated well, little change."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stale_page_decides_nothing() {
    let clinic = TestClinic::sqlite().await;
    let address = at_the_check(&clinic).await;
    let prescriber = Visitor::of(&clinic, "prescriber").await;
    let page = prescriber.get(&address).await;
    let action = format!("{address}/decisions");
    let sent = key(&page, &action);
    let form = [
        ("key", sent.as_str()),
        ("rule", "D11"),
        ("shown_digest", "old"),
        ("verdict", "decline"),
        ("reason", "x"),
    ];
    let back = prescriber.post(&action, &form).await;
    assert_eq!(back.status, StatusCode::CONFLICT);
    assert!(back.html.contains("This was not recorded") && back.html.contains("then decide"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_answer_is_shared_with_one_click_once_safety_is_seen_to() {
    let clinic = TestClinic::sqlite().await;
    let address = at_the_check(&clinic).await;
    let prescriber = Visitor::of(&clinic, "prescriber").await;
    let blocked = prescriber.get(&address).await;
    assert!(blocked.html.contains("Safety first") && !blocked.html.contains("Share this text"));
    let asked = key(&blocked, &format!("{address}/screens"));
    let no = ["q1", "q2", "q3", "q4", "q5", "q6_lifetime", "q6_3_months"].map(|q| (q, "no"));
    let screen: Vec<_> = no.into_iter().chain([("key", asked.as_str()), ("date", "2026-01-16")]).collect();
    prescriber.post(&format!("{address}/screens"), &screen).await;
    let page = prescriber.get(&address).await;
    let sent = key(&page, &format!("{address}/share"));
    let seen = page.html.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let unread = prescriber.post(&format!("{address}/share"), &[("key", &sent), ("seen", "another")]).await;
    assert!(unread.html.contains("has changed since this page was opened"));
    let done = prescriber.post(&format!("{address}/share"), &[("key", &sent), ("seen", seen)]).await;
    assert_eq!(done.to, format!("{address}?done=shared"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn outside_the_demonstration_there_is_no_way_in_without_a_password() {
    let clinic = TestClinic::sqlite().await;
    let site = router(clinic.practice.clone(), WebConfig::default());
    for path in ["/demo", "/demo/as/prescriber"] {
        let request = Request::get(path).body(Body::empty()).unwrap();
        assert_eq!(site.clone().oneshot(request).await.unwrap().status(), StatusCode::NOT_FOUND, "{path}");
    }
}

/// The trail says where a chart was read from: the client, or what a proxy on this computer says last.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_trail_says_where_a_chart_was_read_from() {
    let clinic = TestClinic::sqlite().await;
    let (id, address) = course(&clinic).await;
    let prescriber = Visitor::of(&clinic, "prescriber").await;
    for (peer, forwarded, told) in [
        ("10.0.0.7:50000", "1.2.3.4", "10.0.0.7"),
        ("127.0.0.1:50000", "9.9.9.9, 10.0.0.8", "10.0.0.8"),
        ("127.0.0.1:50000", "nonsense", "127.0.0.1"),
    ] {
        let peer: std::net::SocketAddr = peer.parse().unwrap();
        let request = Request::get(&address)
            .extension(axum::extract::ConnectInfo(peer))
            .header("x-forwarded-for", forwarded);
        assert_eq!(prescriber.ask(request, String::new()).await.status, StatusCode::OK);
        let (action, from) = clinic.last_audit_line(id).await;
        assert_eq!((action.as_str(), from.as_deref()), ("course.read", Some(told)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_finding_says_which_number_this_clinic_changed() {
    let clinic =
        TestClinic::with_own("rules/d11.toml", "continue_percent = 20.0", "continue_percent = 25.0").await;
    let (course, address) = course(&clinic).await;
    let actor = clinic.prescriber();
    let score = |day, total| TestClinic::total(course, day, InstrumentId::Phq9, total);
    clinic.practice.check_in(&actor, score(date(2026, 1, 5), 20.0), &clinic.key()).await.unwrap();
    for day in [5, 8, 12, 15] {
        clinic.day(date(2026, 1, day));
        let session = TestClinic::session(course, date(2026, 1, day));
        clinic.practice.give_session(&actor, session, &clinic.key()).await.unwrap();
    }
    clinic.day(date(2026, 1, 16));
    clinic.practice.check_in(&actor, score(date(2026, 1, 16), 17.0), &clinic.key()).await.unwrap();
    let prescriber = Visitor::of(&clinic, "prescriber").await;
    let page = prescriber.get(&address).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.html.contains("Changed by this clinic: continue_percent 20 → 25"), "{}", page.html);
    for path in ["/rules", "/rules/d11"] {
        assert!(prescriber.get(path).await.html.contains("continue_percent 20 → 25"), "{path}");
    }
    assert!(!prescriber.get("/rules/d12").await.html.contains("Changed by this clinic"));
}
