//! A thousand forms drawn at random from a seed, sent as anybody to any address.

use crate::faults_http::{FORM, MARK, Site, check};
use crate::server::encode;

/// A small generator of chance that repeats itself (PCG, Knuth's multiplier).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % n
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

const FIELDS: &[&str] = &[
    "key",
    "name",
    "birth_date",
    "phone",
    "record_number",
    "q",
    "to",
    "protocol",
    "condition",
    "primary",
    "start",
    "weekday",
    "ladder",
    "prescriber",
    "date",
    "dose_mg_per_kg",
    "weight_kg",
    "supervised_by",
    "note",
    "confirm",
    "override_reason",
    "instrument",
    "items",
    "item_1",
    "item_2",
    "item_9",
    "total",
    "after",
    "recall_days",
    "rule",
    "shown_digest",
    "verdict",
    "choice",
    "reason",
    "email",
    "password",
    "code",
    "next",
    "clinic_name",
    "country",
    "zone",
    "crisis_number",
    "ticket",
    "secret",
    MARK,
];

const VALUES: &[&str] = &[
    "",
    " ",
    "0",
    "-1",
    "1e308",
    "NaN",
    "0.5",
    "70",
    "9",
    "99999999999999999999",
    "2026-03-02",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "-9999-01-01",
    "PHQ9",
    "GAD7",
    "QIDS16",
    "iv-mood-6",
    "clinic-ladder",
    "depression",
    "monday",
    "mon",
    "D11",
    "modify",
    "adjust_dose",
    "accept",
    "yes",
    "\0",
    "\u{202e}\u{feff}",
    "🙂🙂🙂",
    "Zebedee<script>alert(1)</script>",
    "Zebedee'); DROP TABLE patient; --",
    "//evil.example",
    "../../../etc/passwd",
    "%s%n%x",
    "{{7*7}}",
    "a@b.example",
    "k-1",
    "k-2",
    "\r\nset-cookie: a=b",
];

/// A form of fields and values drawn at random; now and then a long one.
fn form(chance: &mut Chance) -> String {
    let long = "Zebedee ".repeat(700);
    let count = chance.below(14);
    let pairs: Vec<(&str, &str)> = (0..count)
        .map(|_| {
            let value = if chance.below(60) == 0 { long.as_str() } else { chance.one(VALUES) };
            (chance.one(FIELDS), value)
        })
        .collect();
    encode(&pairs)
}

#[test]
fn a_thousand_random_forms_meet_no_fault() {
    let site = Site::new();
    let paths = site.paths();
    let roles = ["prescriber", "nurse", "therapist", "front-desk", "admin", "patient"]
        .map(|role| site.server.enter(role));
    let mut chance = Chance(20_260_303);
    for round in 0..1000 {
        let path = &paths[chance.below(paths.len())];
        let cookie = match chance.below(9) {
            n if n < 6 => roles[n].as_str(),
            6 => "evenkeel=0123456789abcdef",
            7 => "evenkeel=;;;=\u{ff}",
            _ => "",
        };
        let body = form(&mut chance);
        // Moving the day far ahead would end every course; leaving would end the sign-in.
        let (method, body) = if path == "/demo/day" || path == "/sign-out" || chance.below(4) == 0 {
            ("GET", "")
        } else {
            ("POST", body.as_str())
        };
        let reply = site.server.ask(method, path, &[("cookie", cookie), FORM], body.as_bytes());
        check(&format!("round {round}: {method} {path} {body}"), &reply);
        assert!(!reply.body.contains("<script>alert"), "{path} shows what was sent as it is");
        assert!(!reply.head.contains("evil.example"), "{path} leads elsewhere: {}", reply.head);
    }
    site.close();
}
