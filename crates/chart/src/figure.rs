//! What every chart function returns.

use crate::svg::escape;
use std::fmt::Write as _;

/// A chart in its three equal forms: a picture, sentences, and a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// One `<svg>` element, ready to be put into a page unescaped.
    pub svg: String,
    /// The same content as plain sentences (not escaped: a template escapes it).
    pub words: String,
    /// The same content as rows.
    pub table: Table,
}

/// The numbers of a chart, one row each (texts are not escaped).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// What the table holds.
    pub caption: String,
    /// Column headings.
    pub head: Vec<String>,
    /// Rows, each as long as `head`.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// The table as HTML with the classes `data dense`, escaped; the first cell of a row is its heading.
    pub fn html(&self) -> String {
        let mut out =
            format!("<table class=\"data dense\"><caption>{}</caption><thead><tr>", escape(&self.caption));
        for cell in &self.head {
            let _ = write!(out, "<th scope=\"col\">{}</th>", escape(cell));
        }
        out.push_str("</tr></thead><tbody>");
        for row in &self.rows {
            out.push_str("<tr>");
            for (cell, index) in row.iter().zip(0..) {
                let cell = escape(cell);
                let _ = match index {
                    0 => write!(out, "<th scope=\"row\">{cell}</th>"),
                    _ => write!(out, "<td>{cell}</td>"),
                };
            }
            out.push_str("</tr>");
        }
        out.push_str("</tbody></table>");
        out
    }
}

/// How much room a chart has. A page usually holds both and shows one by container query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    /// For a column of about 600 px and more; labels stand in a margin on the right.
    #[default]
    Wide,
    /// For a phone of 360 px; fewer ticks, labels inside the plot.
    Compact,
}

/// Which part of the instrument's range the vertical axis shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum YRange {
    /// 0 to the instrument's maximum: changes keep their true proportion.
    #[default]
    Full,
    /// Only the part that holds data, for reading small changes.
    Zoom,
}
