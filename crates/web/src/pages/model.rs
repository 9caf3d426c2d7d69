//! The model card: docs/MODEL.md as it stands, headed by what this installation computes with.

use std::sync::LazyLock;

use askama::Template;
use axum::extract::State;
use evenkeel_practice::view::reference::ModelCard;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::Answer;
use crate::app::App;
use crate::html;
use crate::shell::Shell;
use crate::visit::Visit;

/// The card in HTML, made once.
static CARD: LazyLock<String> = LazyLock::new(|| drawn(include_str!("../../../../docs/MODEL.md")));

#[derive(Template)]
#[template(path = "model.html")]
struct CardPage {
    shell: Shell,
    model: ModelCard,
    card: &'static str,
}

/// Shows the card.
pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Answer {
    let model = app.practice.model_card(visit.actor()?)?;
    html::page(&CardPage { shell: visit.shell("The forecast model").at("/rules"), model, card: &CARD })
}

/// Markdown as HTML below a page's own heading: headings one level down, tables that scroll by themselves, links only
/// where they lead somewhere from here, and no HTML of the text's own.
fn drawn(text: &str) -> String {
    let mut tables = 0;
    let mut inside = Vec::new();
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).flat_map(|event| match event {
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            vec![Event::Start(Tag::Heading { level: deeper(level), id, classes, attrs })]
        }
        Event::End(TagEnd::Heading(level)) => vec![Event::End(TagEnd::Heading(deeper(level)))],
        Event::Start(Tag::Table(columns)) => {
            // An aligned column would carry a style of its own, which the policy of the pages forbids.
            let plain = vec![pulldown_cmark::Alignment::None; columns.len()];
            tables += 1;
            let open = format!(
                "<div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"Table {tables}\">"
            );
            vec![Event::Html(open.into()), Event::Start(Tag::Table(plain))]
        }
        Event::End(TagEnd::Table) => vec![Event::End(TagEnd::Table), Event::Html("</div>".into())],
        Event::Start(Tag::Link { ref dest_url, .. }) => {
            let leads = dest_url.starts_with("https://");
            inside.push(leads);
            if leads { vec![event] } else { Vec::new() }
        }
        Event::End(TagEnd::Link) => {
            if inside.pop() == Some(true) {
                vec![event]
            } else {
                Vec::new()
            }
        }
        Event::Html(html) | Event::InlineHtml(html) => vec![Event::Text(html)],
        other => vec![other],
    });
    let mut out = String::with_capacity(text.len() * 2);
    pulldown_cmark::html::push_html(&mut out, events);
    out
}

fn deeper(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H2,
        HeadingLevel::H2 => HeadingLevel::H3,
        HeadingLevel::H3 => HeadingLevel::H4,
        _ => HeadingLevel::H5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn the_card_is_whole_and_harmless() {
        let model = ModelCard { version: "1.1".to_owned(), prior_sha256: "0f".to_owned() };
        let html =
            testing::check(&CardPage { shell: testing::clinician("The forecast model"), model, card: &CARD });
        for said in ["Card in short", "Not inputs", "<table>", "Model 2 on one page", "of this installation"]
        {
            assert!(html.contains(said), "{said}");
        }
    }

    #[test]
    fn nothing_in_a_text_becomes_a_tag_or_a_dead_link() {
        let html = drawn("# A\n\n<script>x</script>\n\n[here](other.md) [there](https://example.org)\n");
        assert!(html.contains("<h2>A</h2>") && !html.contains("<script>"), "{html}");
        assert!(!html.contains("other.md") && html.contains("href=\"https://example.org\""), "{html}");
    }
}
