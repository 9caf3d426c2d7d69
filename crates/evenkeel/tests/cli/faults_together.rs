//! Many at once: a form sent twice lands once, and what was acknowledged is there, whatever comes.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread::scope;

use evenkeel_store::{Location, Store, StoreConfig, clinic, course_bundle, keys};
use evenkeel_testkit::chance::SeededDice;
use evenkeel_testkit::folder::TempFolder;
use evenkeel_testkit::time::TestClock;

use crate::doctor::doctor;
use crate::server::{Server, encode, links, patiently, signal};

/// Instruments the demo does not use, with their highest total.
const INSTRUMENTS: [(&str, usize); 3] = [("QIDS16", 27), ("MADRS", 60), ("HAMD17", 52)];

fn course_of(server: &Server, cookie: &str) -> String {
    links(&server.page(cookie, "/patients").body, "/courses/").first().expect("a course").clone()
}

/// Enters a total: instrument, day, total and the form's key. The status that came back.
fn try_check_in(
    server: &Server,
    cookie: &str,
    course: &str,
    [instrument, date, total, key]: [&str; 4],
) -> io::Result<u16> {
    let fields = [("instrument", instrument), ("date", date), ("total", total), ("key", key)];
    let headers = [("cookie", cookie), ("content-type", "application/x-www-form-urlencoded")];
    let path = format!("{course}/check-ins");
    server.try_ask("POST", &path, &headers, encode(&fields).as_bytes()).map(|reply| reply.status)
}

fn check_in(server: &Server, cookie: &str, course: &str, form: [&str; 4]) -> u16 {
    try_check_in(server, cookie, course, form).expect("an answer")
}

#[test]
fn one_form_sent_twenty_times_at_once_lands_once() {
    let folder = TempFolder::new();
    let data = folder.path().join("demo");
    let server = Server::demo(&data);
    let cookie = server.enter("nurse");
    let course = course_of(&server, &cookie);
    let lines = || audit_lines(&data);
    let before = lines();
    let gate = Barrier::new(20);
    let codes: Vec<u16> = scope(|all| {
        let sent: Vec<_> = (0..20)
            .map(|_| {
                all.spawn(|| {
                    gate.wait();
                    check_in(&server, &cookie, &course, ["QIDS16", "2026-03-03", "17", "one-key"])
                })
            })
            .collect();
        sent.into_iter().map(|sent| sent.join().expect("a status")).collect()
    });
    assert!(codes.iter().all(|code| *code == 303), "{codes:?}");
    // Entered once: the same score cannot be entered again under another key.
    let again = check_in(&server, &cookie, &course, ["QIDS16", "2026-03-03", "17", "another-key"]);
    assert!((400..500).contains(&again), "{again}");
    let added = lines() - before;
    assert!((1..=6).contains(&added), "{added} audit lines for one check-in");
    assert!(server.stop().0.success());
    assert_eq!(doctor(&data).code, 0);
}

/// Lines of the audit chain, as doctor counts them.
fn audit_lines(data: &Path) -> u32 {
    let said = doctor(data).stdout;
    let count =
        said.split("audit chain of ").nth(1).and_then(|rest| rest.split(' ').next()).expect("a count");
    count.parse().expect("a number")
}

/// A score as it was acknowledged: course, instrument, day, total.
type Score = (String, String, String, String);

/// Eight clients enter check-ins, each on days of its own, until they have sent fifty or nobody
/// answers any more. What was acknowledged is counted as it comes.
fn enter_many(server: &Server, cookie: &str, courses: &[String], count: &AtomicUsize) -> Vec<Score> {
    let one = |client: usize| {
        let course = &courses[client % courses.len()];
        let mut acknowledged = Vec::new();
        for n in 0..50 {
            let (instrument, most) = INSTRUMENTS[n % 3];
            let place = client * 17 + n / 3;
            let back = jiff::Span::new().days(i64::try_from(place).expect("few"));
            let date = jiff::civil::date(2026, 3, 3).checked_sub(back).expect("a day").to_string();
            let (total, key) = ((place % most).to_string(), format!("client-{client}-{n}"));
            match try_check_in(server, cookie, course, [instrument, &date, &total, &key]) {
                Ok(303) => {
                    count.fetch_add(1, Ordering::SeqCst);
                    acknowledged.push((course.clone(), instrument.to_owned(), date, total));
                }
                Ok(code) => panic!("{instrument} {date}: {code}"),
                Err(_) => break,
            }
        }
        acknowledged
    };
    scope(|all| {
        let clients: Vec<_> = (0..8).map(|client| all.spawn(move || one(client))).collect();
        clients.into_iter().flat_map(|client| client.join().expect("its check-ins")).collect()
    })
}

/// Every score in the record of these courses.
async fn recorded(data: &Path, courses: &[String]) -> BTreeSet<Score> {
    let dice = Arc::new(SeededDice::new(1));
    let keys = keys::load_or_create(data, None, dice.as_ref()).expect("the key");
    let config = StoreConfig::new(Location::in_folder(data), keys);
    let store =
        Store::open(config, Arc::new(TestClock::at("2026-03-03T15:00:00Z")), dice).await.expect("it opens");
    let clinic = clinic::list(&store).await.expect("clinics")[0].clinic_id;
    let mut found = BTreeSet::new();
    for course in courses {
        let id = course.trim_start_matches("/courses/").parse().expect("an id");
        let bundle = course_bundle::get(&store, clinic, id).await.expect("it reads").expect("the course");
        found.extend(bundle.measurements.iter().map(|m| {
            let total = m.score.unwrap_or_default().to_string();
            (course.clone(), m.instrument.to_string(), m.date.to_string(), total)
        }));
    }
    store.close().await;
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn what_eight_clients_were_told_is_saved_is_there_after_a_power_cut() {
    let folder = TempFolder::new();
    let data = folder.path().join("demo");
    let server = Server::demo(&data);
    let cookie = server.enter("nurse");
    let courses = links(&server.page(&cookie, "/patients").body, "/courses/");
    let (count, pid) = (AtomicUsize::new(0), server.pid());
    let acknowledged = scope(|all| {
        let clients = all.spawn(|| enter_many(&server, &cookie, &courses, &count));
        patiently(|| (count.load(Ordering::SeqCst) >= 60).then_some(()));
        signal("KILL", pid);
        clients.join().expect("the check-ins")
    });
    assert!(acknowledged.len() >= 60, "{}", acknowledged.len());
    let chart = doctor(&data);
    assert_eq!(chart.code, 0, "{}{}", chart.stdout, chart.stderr);
    let recorded = recorded(&data, &courses).await;
    for score in &acknowledged {
        assert!(recorded.contains(score), "{score:?} was acknowledged and is lost");
    }
}
