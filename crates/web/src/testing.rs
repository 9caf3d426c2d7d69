//! What the tests of the pages share: visitors, and one check that every page must pass.

use askama::Template;
use evenkeel_practice::Role;

use crate::samples;
use crate::shell::{self, Person, Shell};

/// Runs a handler to its end.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

/// Nobody signed in, in demo mode.
pub(crate) fn nobody(title: &str) -> Shell {
    Shell::new(title.to_owned(), None, None, true)
}

/// A prescriber.
pub(crate) fn clinician(title: &str) -> Shell {
    visitor(title, Role::Prescriber)
}

/// The front desk.
pub(crate) fn front_desk(title: &str) -> Shell {
    visitor(title, Role::FrontDesk)
}

/// A patient.
pub(crate) fn patient(title: &str) -> Shell {
    visitor(title, Role::Patient)
}

fn visitor(title: &str, role: Role) -> Shell {
    let mut frame = Shell::new(title.to_owned(), None, Some(&samples::clinic()), false);
    frame.person = Some(Person::new("Maya <Lindqvist>", role));
    frame.phone = role == Role::Patient;
    assert_eq!(shell::home(role).chars().next(), Some('/'));
    frame
}

/// Draws a page and checks what holds for all: the policy (nothing inline), one main, one heading of
/// the first rank, ids that are unique, links and labels that lead somewhere, visitors' names escaped.
pub(crate) fn check(page: &impl Template) -> String {
    let html = page.render().unwrap();
    for inline in [" style=", "<style", "<script>", "javascript:", " onclick=", " onload=", " onsubmit="] {
        assert!(!html.contains(inline), "the policy forbids {inline}");
    }
    assert_eq!(html.matches("<main id=\"main\"").count(), 1);
    assert_eq!(html.matches("<h1").count(), 1);
    let ids: Vec<_> = values(&html, " id=\"");
    for id in &ids {
        assert_eq!(ids.iter().filter(|other| other == &id).count(), 1, "id {id} is not unique");
    }
    for attribute in [" for=\"", " aria-labelledby=\"", " aria-describedby=\"", " href=\"#"] {
        for target in values(&html, attribute).iter().flat_map(|value| value.split(' ')) {
            assert!(ids.contains(&target), "{attribute}{target} leads nowhere");
        }
    }
    assert!(!html.contains("Maya <L") && !html.contains("<Ada>"), "names are escaped");
    html
}

fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    html.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// What a person reads: the page without its tags, from the main part on.
pub(crate) fn text(html: &str) -> String {
    let body = html.split("<body").nth(1).unwrap();
    let parts = body.split('<').filter_map(|part| part.split_once('>').map(|(_, words)| words));
    parts.collect::<Vec<_>>().join(" ")
}

/// Every template: its path and text.
pub(crate) fn templates() -> Vec<(String, String)> {
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/templates"))];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}
