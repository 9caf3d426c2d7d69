//! The stories as a page of the documentation: what each tells, and what Evenkeel said, in its words.

use std::fmt::Write as _;

use evenkeel_care::finding::Finding;
use evenkeel_care::knowledge::Knowledge;
use jiff::civil::Date;

use super::expect::{Expected, What};
use super::run::Clinics;
use super::{Scenario, Wrong};

/// The text of `docs/SCENARIOS.md`.
///
/// # Errors
/// A story that cannot be run.
pub fn rendered(stories: &[Scenario]) -> Result<String, Wrong> {
    let mut page = String::from(HEAD);
    for story in stories {
        let _ =
            writeln!(page, "| [{}](#{}) | {} |", story.title, anchor(&story.title), story.promises.join(" "));
    }
    for story in stories {
        page.push_str(&story.rendered()?);
    }
    Ok(page)
}

const HEAD: &str = "# Stories

Each story below is a file in [scenarios/](../scenarios/README.md) that runs as a test. What Evenkeel says is printed as the engine said it.
This page is made from them (`UPDATE_SCENARIOS=1 cargo nextest run -p evenkeel-testkit --test scenarios`); a test compares.

| story | promises |
|---|---|
";

impl Scenario {
    fn rendered(&self) -> Result<String, Wrong> {
        let clinics = self.clinics().map_err(|what| self.wrong(1, what))?;
        let mut page =
            format!("\n## {}\n\n[{}](../scenarios/{})", self.title, self.promises.join(" "), self.file);
        for paragraph in &self.tells {
            let _ = write!(page, "\n\n{paragraph}");
        }
        page.push('\n');
        for expected in &self.expected {
            if let Some(line) = self.line(expected, &clinics)? {
                let _ = write!(page, "\n- **{}** {line}", long(expected.as_of));
            }
        }
        page.push('\n');
        Ok(page)
    }

    fn line(&self, expected: &Expected, clinics: &Clinics) -> Result<Option<String>, Wrong> {
        // What a second clinic's files say differs in a number the story names; the shipped words stand here.
        if expected.second_clinic {
            return Ok(None);
        }
        let clinic = &clinics.shipped;
        let wrong = |what| self.wrong(expected.line, what);
        Ok(match &expected.what {
            What::Plan(dates) if dates.is_empty() => Some("No session is planned.".to_owned()),
            What::Plan(dates) => {
                let days: Vec<String> = dates.iter().map(|date| long(*date)).collect();
                Some(format!("The next sessions: {}.", days.join(", ")))
            }
            What::Phase(phase) => Some(format!("The course is in this phase: {phase}.")),
            What::Forecast => Some(self.forecast(expected.as_of, clinic).map_err(wrong)?),
            What::Nothing { .. } => None,
            What::Finding { rule, state } => {
                let review = self.reviewed(expected.as_of, clinic).map_err(wrong)?;
                let knowledge = clinic.knowledge();
                let right = |f: &&Finding| {
                    f.rule == *rule
                        && f.state == *state
                        && expected.clauses.iter().all(|clause| clause.differs(f, knowledge).is_none())
                };
                review.findings.iter().find(right).map(|f| finding(f, knowledge))
            }
        })
    }
}

/// One finding in a line.
fn finding(f: &Finding, knowledge: &Knowledge) -> String {
    let title = knowledge.rule(&f.rule).map_or("", |head| head.title.as_str());
    let sentences = f.because.iter().map(|m| knowledge.say(m));
    let ended = sentences.map(|s| if s.ends_with(['.', '?', '!']) { s } else { format!("{s}.") });
    let reasons = ended.collect::<Vec<_>>().join(" ");
    let mut line = format!("{} {title}: *{}*. {reasons}", f.rule, f.state);
    let words = |table: &str, word: String| {
        let key = format!("{table}.{word}");
        knowledge.template(&key).map_or(word, str::to_owned)
    };
    if !f.options.is_empty() {
        let options: Vec<String> = f.options.iter().map(|o| words("option", o.to_string())).collect();
        let _ = write!(line, " Options: {}.", options.join(" · "));
    }
    if let Some(date) = f.due_on {
        let _ = write!(line, " Due on {}.", long(date));
    }
    let _ = write!(line, " (grade {})", f.grade);
    line
}

/// A day as it is read.
fn long(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// The address of a heading on a page of Markdown.
fn anchor(title: &str) -> String {
    let kept = title
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '-')
        .collect::<String>();
    kept.replace(' ', "-")
}
