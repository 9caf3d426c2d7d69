//! Ways to go on, one below the other: days well in a year with their ranges, and what each way asks for.

use crate::figure::{Figure, Size, Table};
use crate::frame::{Plot, x_axis};
use crate::labels::wrap;
use crate::scale::Scale;
use crate::svg::{Anchor, Head, Svg, whole};

/// Input of [`ways`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ways {
    /// Unique on the page.
    pub id: String,
    /// Accessible name: "Days well in the next 12 months, by way".
    pub title: String,
    /// The ways, from top to bottom.
    pub rows: Vec<Way>,
    /// How much room there is.
    pub size: Size,
}

/// One way to go on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Way {
    /// "By the calendar".
    pub name: String,
    /// Sessions in the year: quantiles 10, 25, 50, 75 and 90 %.
    pub sessions: [f64; 5],
    /// Days well in the year: the same quantiles.
    pub days: [f64; 5],
    /// Chance of a relapse within 6 and within 12 months, in words: "42 %".
    pub relapse: [String; 2],
}

/// Height of a row: two or three lines of text above its bar.
const ROW: f64 = 74.0;
const LINE: f64 = 15.0;

/// Draws for each way the median of the days well, half and eight in ten on a common axis of 0 to 365 days.
pub fn ways(input: &Ways) -> Figure {
    let words = words(input);
    let width = if input.size == Size::Wide { 560.0 } else { 344.0 };
    let rows = f64::from(u32::try_from(input.rows.len()).unwrap_or(0));
    let (left, right, top) = (14.0, width - 18.0, 6.0);
    let bottom = top + rows * ROW;
    let x = Scale::new((0.0, 365.0), (left, right));
    let mut svg = Svg::new(&Head {
        id: &input.id,
        class: "ch-bars",
        width,
        height: bottom + 24.0,
        title: &input.title,
        desc: &words,
        focusable: true,
    });
    x_axis(&mut svg, &Plot { left, right, top, bottom }, &x, "d");
    let mut y = top;
    for each in &input.rows {
        row(&mut svg, each, &x, y, (left, right));
        y += ROW;
    }
    Figure { svg: svg.finish(), table: table(input), words }
}

fn row(svg: &mut Svg, way: &Way, x: &Scale, y: f64, (left, right): (f64, f64)) {
    let [low, low_half, median, high_half, high] = way.days;
    svg.open_mark("ch-choice", &sentence(way), &[("value", whole(median))]);
    svg.rect("ch-hit", (left, y), (right - left, ROW));
    let asks =
        format!("{} · {} sessions · relapse in 6 months: {}", way.name, range(&way.sessions), way.relapse[0]);
    for (line, text) in (1..).zip(wrap(&asks, 12.0, right - left).iter().take(2)) {
        svg.text("ch-label", (left, y + f64::from(line) * LINE), Anchor::Start, text);
    }
    let bar = y + ROW - 24.0;
    svg.rect("ch-fan80", (x.held(low), bar), (x.held(high) - x.held(low), 14.0));
    svg.rect("ch-fan50", (x.held(low_half), bar), (x.held(high_half) - x.held(low_half), 14.0));
    svg.line("ch-past-line", (x.held(median), bar - 3.0), (x.held(median), bar + 17.0));
    svg.close();
}

/// "15 (11 to 24)": the median and eight in ten.
fn range(values: &[f64; 5]) -> String {
    let [low, _, median, _, high] = values;
    if whole(*low) == whole(*high) {
        return whole(*median);
    }
    format!("{} ({} to {})", whole(*median), whole(*low), whole(*high))
}

/// "15 (half: 12 to 20; eight in ten: 11 to 24)".
fn ranges(values: &[f64; 5]) -> String {
    let [low, low_half, median, high_half, high] = values.map(whole);
    if low == high {
        return median;
    }
    format!("{median} (half: {low_half} to {high_half}; eight in ten: {low} to {high})")
}

fn sentence(way: &Way) -> String {
    let [six, twelve] = &way.relapse;
    format!(
        "{}: {} sessions in the next 12 months, {} days well; relapse within 6 months: {six}, within 12 months: {twelve}",
        way.name,
        ranges(&way.sessions),
        ranges(&way.days)
    )
}

fn words(input: &Ways) -> String {
    let rows: Vec<String> = input.rows.iter().map(sentence).collect();
    format!("{}. {}.", input.title, rows.join(". "))
}

fn table(input: &Ways) -> Table {
    let rows = input.rows.iter().map(|way| {
        let [six, twelve] = way.relapse.clone();
        vec![way.name.clone(), ranges(&way.sessions), ranges(&way.days), six, twelve]
    });
    let head = ["Way", "Sessions", "Days well", "Relapse in 6 months", "In 12 months"];
    Table { caption: input.title.clone(), head: head.map(str::to_owned).to_vec(), rows: rows.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input() -> Ways {
        let way = |name: &str, sessions, days| Way {
            name: name.into(),
            sessions,
            days,
            relapse: ["42 %".into(), "66 %".into()],
        };
        Ways {
            id: "ways".into(),
            title: "Days well, by way".into(),
            rows: vec![
                way("By the calendar", [11.0, 12.0, 15.0, 20.0, 24.0], [57.0, 152.0, 217.0, 279.0, 333.0]),
                way("No further session", [0.0; 5], [1.0, 5.0, 24.0, 80.0, 178.0]),
            ],
            size: Size::Wide,
        }
    }

    #[test]
    fn picture_words_and_table_say_the_same() {
        let figure = ways(&input());
        for text in
            ["15 (half: 12 to 20; eight in ten: 11 to 24)", "24 (half: 5 to 80; eight in ten: 1 to 178)"]
        {
            assert!(figure.words.contains(text), "{}", figure.words);
            assert!(figure.table.rows.iter().flatten().any(|cell| cell == text));
        }
        assert_eq!(figure.svg.matches("ch-fan80").count(), 2);
        assert!(figure.svg.contains("15 (11 to 24) sessions"), "{}", figure.svg);
    }

    #[test]
    fn a_number_without_a_spread_has_no_range() {
        assert!(ways(&input()).words.contains("No further session: 0 sessions"));
    }
}
