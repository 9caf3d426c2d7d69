//! Writing SVG text: escaping, number formats and the few shapes that the charts use.

use std::fmt::Write as _;

/// Escapes text for element content and for double-quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Other control characters are not allowed in XML at all.
            c if c.is_control() && c != '\n' && c != '\t' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A coordinate: one decimal, no trailing zero, never `NaN` or `-0`.
pub(crate) fn coord(v: f64) -> String {
    if !v.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{v:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A number for people: whole, or with one decimal when it has one.
pub(crate) fn plain(v: f64) -> String {
    coord(v)
}

/// A whole number for people; ranges of a forecast do not deserve decimals.
pub(crate) fn whole(v: f64) -> String {
    coord(v.round())
}

/// Where a text is held.
#[derive(Clone, Copy)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// What the outer element says about itself.
pub(crate) struct Head<'a> {
    pub id: &'a str,
    pub class: &'a str,
    pub width: f64,
    pub height: f64,
    pub title: &'a str,
    pub desc: &'a str,
    /// Whether points can take focus. Children of `role="img"` are hidden from assistive technology,
    /// so a chart with focusable points is a named group instead.
    pub focusable: bool,
}

/// SVG text under construction.
pub(crate) struct Svg(String);

impl Svg {
    pub fn new(head: &Head<'_>) -> Self {
        let role = if head.focusable { "group" } else { "img" };
        let id = escape(head.id);
        let mut out = String::with_capacity(8 * 1024);
        let _ = writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart {}\" viewBox=\"0 0 {} {}\" role=\"{role}\" \
             aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\">\
             <title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>",
            head.class,
            coord(head.width),
            coord(head.height),
            escape(head.title),
            escape(head.desc),
        );
        Self(out)
    }

    pub fn finish(mut self) -> String {
        self.0.push_str("</svg>\n");
        self.0
    }

    pub fn open(&mut self, class: &str) {
        let _ = writeln!(self.0, "<g class=\"{class}\">");
    }

    pub fn close(&mut self) {
        self.0.push_str("</g>\n");
    }

    pub fn text(&mut self, class: &str, at: (f64, f64), anchor: Anchor, text: &str) {
        let _ = writeln!(
            self.0,
            "<text class=\"{class}\" x=\"{}\" y=\"{}\" text-anchor=\"{}\">{}</text>",
            coord(at.0),
            coord(at.1),
            anchor.name(),
            escape(text)
        );
    }

    pub fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let _ = writeln!(
            self.0,
            "<line class=\"{class}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
            coord(from.0),
            coord(from.1),
            coord(to.0),
            coord(to.1)
        );
    }

    pub fn rect(&mut self, class: &str, at: (f64, f64), size: (f64, f64)) {
        let _ = writeln!(
            self.0,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            coord(at.0),
            coord(at.1),
            coord(size.0.max(0.0)),
            coord(size.1.max(0.0))
        );
    }

    pub fn circle(&mut self, class: &str, at: (f64, f64), r: f64) {
        let _ = writeln!(
            self.0,
            "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
            coord(at.0),
            coord(at.1),
            coord(r)
        );
    }

    pub fn path(&mut self, class: &str, d: &str) {
        if !d.is_empty() {
            let _ = writeln!(self.0, "<path class=\"{class}\" d=\"{d}\"/>");
        }
    }

    /// Opens a focusable mark with its own name; `data` are `data-…` pairs for the pointer script.
    pub fn open_mark(&mut self, class: &str, title: &str, data: &[(&str, String)]) {
        let _ = write!(self.0, "<g class=\"ch-mark {class}\" role=\"img\" tabindex=\"0\"");
        for (key, value) in data {
            let _ = write!(self.0, " data-{key}=\"{}\"", escape(value));
        }
        let _ = write!(self.0, "><title>{}</title>", escape(title));
    }
}

/// The path of an open line through `points`.
pub(crate) fn polyline(points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut d = String::new();
    for (x, y) in points {
        let _ = write!(d, "{}{} {}", if d.is_empty() { "M" } else { "L" }, coord(x), coord(y));
    }
    d
}

/// The path of a closed band between an upper and a lower edge.
pub(crate) fn band(
    upper: impl Iterator<Item = (f64, f64)>,
    lower: impl DoubleEndedIterator<Item = (f64, f64)>,
) -> String {
    let d = polyline(upper.chain(lower.rev()));
    if d.is_empty() { d } else { format!("{d}Z") }
}
