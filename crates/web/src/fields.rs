//! A posted form, read once at the edge into typed values. Every field that cannot be read leaves a
//! problem with its remedy, and reading goes on, so that a person sees all of them at once.

use std::str::FromStr;

use evenkeel_practice::FieldProblem;
use jiff::civil::Date;

/// The fields of a form as they were typed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl From<Vec<(String, String)>> for Fields {
    /// No browser sends the character NUL, and PostgreSQL cannot keep it: it is left out.
    fn from(pairs: Vec<(String, String)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name, value.replace('\0', ""))).collect())
    }
}

impl Fields {
    /// The last value of a field without surrounding spaces; empty if it was not sent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0.iter().rev().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// The value of a field exactly as typed: passwords may begin with a space.
    pub(crate) fn verbatim(&self, name: &str) -> &str {
        self.0.iter().rev().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The value, or `None` if nothing was typed.
    pub(crate) fn optional(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// Whether a field was on the page at all.
    pub(crate) fn asked(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// Whether a box was ticked.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }

    /// Whether a box of several with the same name was ticked with this value.
    pub(crate) fn has(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(key, typed)| key == name && typed == value)
    }

    /// Every value of boxes with the same name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Reads fields and collects what is wrong with them.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    fields: &'a Fields,
    problems: Vec<FieldProblem>,
}

impl<'a> Reader<'a> {
    /// Starts to read a form.
    pub(crate) fn new(fields: &'a Fields) -> Self {
        Self { fields, problems: Vec::new() }
    }

    /// Notes a problem.
    pub(crate) fn problem(&mut self, field: &str, what: impl Into<String>, remedy: impl Into<String>) {
        self.problems.push(FieldProblem::new(field, what, remedy));
    }

    /// A day that must be there.
    pub(crate) fn date(&mut self, name: &str) -> Option<Date> {
        if self.fields.text(name).is_empty() {
            self.problem(name, "The date is missing.", "Choose a day.");
        }
        self.optional_date(name)
    }

    /// A day that may be missing.
    pub(crate) fn optional_date(&mut self, name: &str) -> Option<Date> {
        let text = self.fields.text(name);
        if text.is_empty() {
            return None;
        }
        let day = written_date(text);
        if day.is_none() {
            let what = format!("There is no day “{text}” in the calendar.");
            self.problem(name, what, "Write year, month and day, as in 2026-02-06.");
        }
        day
    }

    /// A number that must be there; `what` names it in a sentence, "The dose".
    pub(crate) fn number(&mut self, name: &str, what: &str) -> Option<f64> {
        if self.fields.text(name).is_empty() {
            self.problem(name, format!("{what} is missing."), "Enter a number.");
        }
        self.optional_number(name, what)
    }

    /// A number that may be missing.
    pub(crate) fn optional_number(&mut self, name: &str, what: &str) -> Option<f64> {
        let text = self.fields.text(name);
        if text.is_empty() {
            return None;
        }
        let value = plain_number(text);
        if value.is_none() {
            self.problem(name, format!("{what} “{text}” is not a number."), "Use digits, as in 0.5 or 70.");
        }
        value
    }

    /// A value of a closed list that must be chosen; `what` names it, "The condition".
    pub(crate) fn word<T: FromStr>(&mut self, name: &str, what: &str) -> Option<T> {
        let word = self.fields.text(name).parse().ok();
        if word.is_none() {
            self.problem(name, format!("{what} is not chosen."), "Choose one of the list.");
        }
        word
    }

    /// The problems, if there are any.
    pub(crate) fn finish(self) -> Result<(), Vec<FieldProblem>> {
        if self.problems.is_empty() { Ok(()) } else { Err(self.problems) }
    }

    /// The typed values together if each could be read, else what is wrong.
    pub(crate) fn all<T>(self, values: Option<T>) -> Result<T, Vec<FieldProblem>> {
        match values {
            Some(values) if self.problems.is_empty() => Ok(values),
            _ => Err(self.problems),
        }
    }
}

/// Year, month and day in this order and nothing else; a browser without a date picker sends what was typed.
fn written_date(text: &str) -> Option<Date> {
    let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    plain.then(|| text.parse().ok()).flatten()
}

/// Digits with at most one decimal point or comma. No exponents and no words: `1e3` mg/kg is a slip.
fn plain_number(text: &str) -> Option<f64> {
    let text = text.replace(',', ".");
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') && digits.len() < 16;
    plain.then(|| text.parse().ok()).flatten().filter(|value: &f64| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields::from(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<Vec<_>>())
    }

    fn check_number(text: &str, expected: Option<f64>) {
        let form = fields(&[("dose", text)]);
        assert_eq!(Reader::new(&form).optional_number("dose", "The dose"), expected, "{text}");
    }

    #[test]
    fn a_number_is_digits_with_a_point_or_a_comma() {
        for (text, value) in [("0.5", 0.5), ("0,5", 0.5), (" 70 ", 70.0), ("-1", -1.0)] {
            check_number(text, Some(value));
        }
        for text in ["1e3", "inf", "NaN", "half", "1.2.3", "1,000.5", ".", "-", "99999999999999999999"] {
            check_number(text, None);
        }
    }

    #[test]
    fn a_date_is_year_month_day_and_must_exist() {
        let read = |text: &str| {
            let form = fields(&[("date", text)]);
            let mut reader = Reader::new(&form);
            (reader.date("date"), reader.finish().is_ok())
        };
        assert_eq!(read("2026-02-06"), (Some(jiff::civil::date(2026, 2, 6)), true));
        for text in ["2026-02-30", "06.02.2026", "tomorrow", "", "2026-02-06T10:00", "+002026-02-06"] {
            assert_eq!(read(text), (None, false), "{text}");
        }
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let form = fields(&[("date", "x")]);
        let mut reader = Reader::new(&form);
        let read = (reader.date("date"), reader.number("dose", "The dose"));
        let problems = reader.all(read.0.zip(read.1)).unwrap_err();
        let names: Vec<_> = problems.iter().map(|p| p.field.as_str()).collect();
        assert_eq!(names, ["date", "dose"]);
    }

    #[test]
    fn boxes_with_one_name_keep_every_value() {
        let form = fields(&[("weekday", "mon"), ("weekday", "thu")]);
        assert_eq!(form.all("weekday").collect::<Vec<_>>(), ["mon", "thu"]);
        assert!(form.has("weekday", "thu") && !form.has("weekday", "fri"));
    }
}
