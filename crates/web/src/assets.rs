//! Style sheet, script and icons, carried in the binary. Their address holds a digest of their
//! content, so that a browser keeps them for ever and still sees a new version at once.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "assets/"]
struct Files;

static DIGESTS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    Files::iter()
        .filter_map(|name| Some((name.to_string(), short_digest(&Files::get(&name)?.metadata.sha256_hash()))))
        .collect()
});

fn short_digest(hash: &[u8; 32]) -> String {
    hash.iter().take(6).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The address of an asset, `/assets/1f0c…/app.css`. An unknown name gets a digest of `0`, so that a
/// page is drawn all the same.
pub(crate) fn url(name: &str) -> String {
    format!("/assets/{}/{name}", DIGESTS.get(name).map_or("0", String::as_str))
}

/// The address of an icon within the sprite.
pub(crate) fn icon(name: &str) -> String {
    format!("{}#{name}", url("icons.svg"))
}

/// Serves an asset: for ever under its own digest, only for now under any other.
pub(crate) async fn serve(Path((digest, name)): Path<(String, String)>) -> Response {
    let Some(file) = Files::get(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let known = DIGESTS.get(&name).is_some_and(|d| *d == digest);
    let keep = if known { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [(header::CONTENT_TYPE, content_type(&name)), (header::CACHE_CONTROL, keep)];
    (headers, file.data).into_response()
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asset_keeps_its_type_and_is_kept_for_ever_only_under_its_own_digest() {
        let answer = |address: &str| {
            let mut parts = address.trim_start_matches("/assets/").splitn(2, '/').map(str::to_owned);
            let path = Path((parts.next().unwrap(), parts.next().unwrap()));
            crate::testing::block_on(serve(path))
        };
        let kept = answer(&url("app.css"));
        assert_eq!(kept.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
        assert!(kept.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
        assert_eq!(answer("/assets/old/app.css").headers()[header::CACHE_CONTROL], "no-cache");
        assert_eq!(answer("/assets/old/none.css").status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn every_icon_that_a_template_names_is_in_the_sprite() {
        let sprite = Files::get("icons.svg").unwrap();
        let sprite = std::str::from_utf8(&sprite.data).unwrap();
        for (template, text) in crate::testing::templates() {
            for name in text.split("icon(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(sprite.contains(&format!("id=\"{name}\"")), "{template} names the icon {name}");
            }
        }
    }
}
