//! The parts of a story: title, paragraphs and the rows of its tables, each with its line.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A story as it is written.
#[derive(Debug, Default)]
pub(super) struct Story {
    pub(super) title: String,
    sections: Vec<Section>,
}

#[derive(Debug, Default)]
struct Section {
    heading: String,
    paragraphs: Vec<String>,
    rows: Vec<Row>,
}

/// One row of a table below its head.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// Line of the file, from 1.
    pub(super) line: usize,
    cells: Vec<String>,
}

impl Row {
    /// The text of a cell; empty where the row is shorter.
    pub(super) fn cell(&self, i: usize) -> &str {
        self.cells.get(i).map_or("", |cell| cell.trim())
    }
}

impl Story {
    /// Rows of all tables under a heading.
    pub(super) fn table(&self, heading: &str) -> Vec<Row> {
        let under = self.sections.iter().filter(|s| s.heading.eq_ignore_ascii_case(heading));
        under.flat_map(|s| s.rows.clone()).collect()
    }

    /// Ids after "Promises:".
    pub(super) fn promises(&self) -> Vec<String> {
        let ids = self.opening().find_map(|p| p.strip_prefix("Promises:"));
        let ids = ids.unwrap_or_default().split([',', ' ']).map(|id| id.trim_matches(['.', ' ']));
        ids.filter(|id| !id.is_empty()).map(str::to_owned).collect()
    }

    /// The sentences of the opening, without the line of promises.
    pub(super) fn tells(&self) -> Vec<String> {
        self.opening().filter(|p| !p.starts_with("Promises:")).map(str::to_owned).collect()
    }

    fn opening(&self) -> impl Iterator<Item = &str> {
        self.sections.first().into_iter().flat_map(|s| s.paragraphs.iter().map(String::as_str))
    }
}

/// Reads the parts of a story.
pub(super) fn read(text: &str) -> Story {
    let mut reader = Reader { text, story: Story::default(), words: String::new(), level: None };
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        reader.take(event, &range);
    }
    reader.story
}

struct Reader<'a> {
    text: &'a str,
    story: Story,
    words: String,
    level: Option<HeadingLevel>,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => self.level = Some(level),
            Event::End(TagEnd::Heading(_)) => self.heading(),
            Event::End(TagEnd::Paragraph) => {
                let words = std::mem::take(&mut self.words);
                if let Some(section) = self.story.sections.last_mut() {
                    section.paragraphs.push(words);
                }
            }
            Event::Start(Tag::TableRow) => {
                let line = self.text.get(..range.start).unwrap_or_default().matches('\n').count() + 1;
                if let Some(section) = self.story.sections.last_mut() {
                    section.rows.push(Row { line, cells: Vec::new() });
                }
            }
            Event::End(TagEnd::TableCell) => {
                let words = std::mem::take(&mut self.words);
                if let Some(row) = self.story.sections.last_mut().and_then(|s| s.rows.last_mut()) {
                    row.cells.push(words);
                }
            }
            // The head of a table only names its columns.
            Event::Start(Tag::TableHead) | Event::End(TagEnd::TableHead) => self.words.clear(),
            Event::Text(words) | Event::Code(words) => self.words.push_str(&words),
            Event::SoftBreak | Event::HardBreak => self.words.push(' '),
            _ => {}
        }
    }

    fn heading(&mut self) {
        let words = std::mem::take(&mut self.words);
        if self.level == Some(HeadingLevel::H1) {
            self.story.title.clone_from(&words);
        }
        self.story.sections.push(Section { heading: words, ..Section::default() });
    }
}
