//! Keeping labels apart: estimated widths, wrapping, and spreading along one side.

/// Average advance of a letter in the system fonts, as a share of the font size; measured on mixed text.
const LETTER: f64 = 0.54;

/// Air between two labels in a margin.
const GAP: f64 = 4.0;

/// Estimated width of a text at a font size, both in chart units.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    let letters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    f64::from(letters) * LETTER * size
}

/// Cuts a text to a width, ending in "…"; the full text stays in the words and the table.
pub(crate) fn clip(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        if width(&out, size) + 2.0 * LETTER * size > room {
            break;
        }
        out.push(c);
    }
    format!("{}…", out.trim_end())
}

/// Breaks a text at spaces into at most three lines of `room`; what is left over is cut.
pub(crate) fn wrap(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(word, size) + LETTER * size <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.len() > 3 {
        let rest = lines.split_off(2).join(" ");
        lines.push(rest);
    }
    lines.iter().map(|l| clip(l, size, room)).collect()
}

/// A label that wants to stand at a height on the right edge.
#[derive(Debug, Clone)]
pub(crate) struct SideLabel {
    pub class: &'static str,
    pub lines: Vec<String>,
    /// Height of what it names.
    pub wanted: f64,
    /// Height of its centre after spreading.
    pub y: f64,
}

impl SideLabel {
    pub fn new(class: &'static str, lines: Vec<String>, wanted: f64) -> Self {
        Self { class, lines, wanted, y: wanted }
    }

    pub fn height(&self, line_height: f64) -> f64 {
        f64::from(u32::try_from(self.lines.len()).unwrap_or(1)) * line_height
    }
}

/// Moves labels apart so that none overlaps its neighbour, keeping their order and staying in `[top, bottom]`
/// as long as there is room.
pub(crate) fn spread(labels: &mut [SideLabel], line_height: f64, top: f64, bottom: f64) {
    labels.sort_by(|a, b| a.wanted.total_cmp(&b.wanted));
    let mut floor = top;
    for label in labels.iter_mut() {
        let half = label.height(line_height) / 2.0;
        label.y = label.wanted.max(floor + half);
        floor = label.y + half + GAP;
    }
    let mut ceiling = bottom;
    for label in labels.iter_mut().rev() {
        let half = label.height(line_height) / 2.0;
        label.y = label.y.min(ceiling - half);
        ceiling = label.y - half - GAP;
    }
}

/// Remembers which stretches of a row are taken.
#[derive(Debug, Default)]
pub(crate) struct Row(Vec<(f64, f64)>);

impl Row {
    /// Takes `[from, to]` if it is free.
    pub fn take(&mut self, from: f64, to: f64) -> bool {
        let free = self.0.iter().all(|(a, b)| to < *a || from > *b);
        if free {
            self.0.push((from, to));
        }
        free
    }
}

/// Remembers which rectangles are taken, for labels that may stand on any side of a point.
#[derive(Debug, Default)]
pub(crate) struct Boxes(Vec<[f64; 4]>);

impl Boxes {
    /// Marks a rectangle around `centre` as taken, whatever stands there already.
    pub fn fill(&mut self, centre: (f64, f64), half: (f64, f64)) {
        self.0.push([centre.0 - half.0, centre.1 - half.1, centre.0 + half.0, centre.1 + half.1]);
    }

    /// Takes the rectangle around `centre` if it is free.
    pub fn take(&mut self, centre: (f64, f64), half: (f64, f64)) -> bool {
        let free = self.0.iter().all(|[left, top, right, bottom]| {
            centre.0 + half.0 < *left
                || centre.0 - half.0 > *right
                || centre.1 + half.1 < *top
                || centre.1 - half.1 > *bottom
        });
        if free {
            self.fill(centre, half);
        }
        free
    }
}
