//! The shipped folder is whole, and every case in it comes out as written.

use std::path::Path;

use evenkeel_catalog::{Catalog, CheckReport, check, check_whole};

fn clean(report: &CheckReport) {
    let told = report.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    assert!(report.is_clean(), "\n{told}");
    assert!(report.cases_run > 100, "only {} cases", report.cases_run);
}

#[test]
fn the_embedded_folder_is_clean() {
    clean(&check(None));
}

#[test]
fn the_folder_on_disk_is_clean_by_itself() {
    clean(&check_whole(Path::new("../../clinical")));
}

#[test]
fn the_same_files_have_the_same_digest_wherever_they_were_read() {
    let embedded = Catalog::embedded().unwrap();
    let on_disk = Catalog::from_dir(Path::new("../../clinical")).unwrap();
    assert_eq!(embedded.digest(), on_disk.digest());
    assert_eq!(embedded.digest().len(), 64);
}

#[test]
fn forecast_files_can_be_read_as_text() {
    let catalog = Catalog::embedded().unwrap();
    assert!(catalog.raw("forecast/prior-1.1.json").is_some_and(|text| text.contains("schema")));
    assert_eq!(catalog.raw("forecast/none.json"), None);
}

#[test]
fn every_shipped_rule_has_a_case() {
    let catalog = Catalog::embedded().unwrap();
    let paths = catalog.paths();
    for id in evenkeel_care::knowledge::Rules::IDS {
        let cases = format!("rules/{id}.cases.toml");
        assert!(paths.contains(&cases.as_str()), "no {cases}");
    }
}

#[test]
fn every_planned_date_is_explained_in_words() {
    use evenkeel_care::schedule::{Pause, PlanRequest, plan};
    use jiff::civil::date;
    let catalog = Catalog::embedded().unwrap();
    let knowledge = catalog.knowledge();
    let mut request = PlanRequest::new(&knowledge.protocols["iv-mood-6"], date(2026, 1, 5));
    request.ladder = knowledge.ladders.get("clinic-ladder");
    request.weekdays = Some("mon,thu".parse().unwrap());
    request.done = vec![date(2026, 1, 5)];
    request.missed = vec![date(2026, 1, 8)];
    request.closed = [date(2026, 1, 12)].into();
    request.pauses = vec![Pause { from: date(2026, 3, 1), to: Some(date(2026, 4, 20)) }];
    request.not_before = Some(date(2026, 1, 9));
    for session in plan(&request).unwrap() {
        assert!(!session.why.is_empty());
        for message in &session.why {
            let said = catalog.say(message);
            assert!(said != message.key && !said.contains('{'), "{}: {said}", message.key);
        }
    }
}
