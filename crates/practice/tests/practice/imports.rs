use evenkeel_practice::import::{ImportFile, Map, Prepared, ScoreLine, prepare};
use evenkeel_practice::{Actor, backtest_prepared};
use evenkeel_testkit::clinic::TestClinic;

const NIMH: &str = include_str!("../../../../reference/data/nimh_ketamine_ds005917.csv");
const MAP: &str = include_str!("../../../../clinical/maps/nimh_ketamine_ds005917.toml");

/// The file has no quoted fields, so a test may split it by hand.
fn lines() -> Vec<ScoreLine> {
    let line = |(i, text): (usize, &str)| {
        let mut fields = text.split(',').map(str::to_owned);
        let mut next = || fields.next().unwrap_or_default();
        let (dataset, subject, day, _session) = (next(), next(), next(), next());
        ScoreLine {
            line: i as u64 + 1,
            dataset,
            subject,
            day,
            instrument: next(),
            score: next(),
            event: next(),
            arm: next(),
        }
    };
    NIMH.lines().enumerate().skip(1).map(line).collect()
}

fn prepared(c: &TestClinic) -> (Prepared, Map) {
    let map = Map::parse(MAP).unwrap();
    (prepare(lines(), &map, c.practice.knowledge()), map)
}

pub async fn the_nimh_people_come_in_once(c: TestClinic) {
    let (prepared, map) = prepared(&c);
    assert_eq!(prepared.people.len(), 35, "healthy volunteers get no course");
    assert!(prepared.refused.is_empty(), "{:?}", prepared.refused);
    let actor = Actor::program(c.clinic, "import");
    let mut told = Vec::new();
    let mut progress = |done: usize, all: usize| told.push((done, all));
    let file = ImportFile::default();
    let first = c.practice.import_scores(&actor, &prepared, &map, &file, &mut progress).await.unwrap();
    assert_eq!((first.patients, first.already_there), (35, 0));
    assert_eq!(told.last(), Some(&(35, 35)));
    let again = c.practice.import_scores(&actor, &prepared, &map, &file, &mut |_, _| {}).await.unwrap();
    assert_eq!((again.patients, again.sessions, again.scores, again.differing), (0, 0, 0, 0));
    let mut changed = prepared.clone();
    changed.people[0].scores[0].score += 1.0;
    let told = c.practice.import_scores(&actor, &changed, &map, &file, &mut |_, _| {}).await.unwrap();
    assert_eq!((told.scores, told.differing), (0, 1), "the record stands, and the difference is told");
    let list = c.practice.patients(&c.prescriber(), "MOA101").await.unwrap();
    let line = list.rows.first().expect("found by its id");
    assert!(line.patient.label.as_deref().is_some_and(|l| l.contains("Trial participant")), "{line:?}");
    let course = evenkeel_practice::CourseId(line.course.as_ref().unwrap().id);
    let page = c.practice.course(&c.prescriber(), course).await.unwrap();
    assert!(page.read_only.is_some() && page.sessions.len() == 2, "{:?}", page.sessions);
    assert!(page.sessions.iter().any(|s| s.dose.contains("placebo")));
}

pub async fn the_backtest_of_the_record_is_the_one_of_the_file(c: TestClinic) {
    let (prepared, map) = prepared(&c);
    let actor = Actor::program(c.clinic, "import");
    let file = ImportFile::default();
    c.practice.import_scores(&actor, &prepared, &map, &file, &mut |_, _| {}).await.unwrap();
    let of_file = backtest_prepared(c.practice.forecaster(), &prepared);
    let of_record = c.practice.backtest(c.clinic, c.practice.forecaster()).await.unwrap();
    let madrs = |reports: &[evenkeel_practice::InstrumentReport]| {
        let report = reports.iter().find(|r| r.instrument == "MADRS").unwrap();
        assert_eq!(report.report.n, 111);
        report.report.rows.iter().map(|row| format!("{:.6}", row.metrics.mae)).collect::<Vec<_>>()
    };
    assert_eq!(madrs(&of_file), madrs(&of_record));
}
