//! The session cookie: out of reach of scripts, of other sites and, with TLS, of the plain network.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::app::WebConfig;

/// With TLS the name carries a prefix that browsers honour: only this host, only over TLS, whole path.
fn name(config: &WebConfig) -> &'static str {
    if config.is_https() { "__Host-evenkeel" } else { "evenkeel" }
}

/// The token that came with a request.
pub(crate) fn read(headers: &HeaderMap, config: &WebConfig) -> Option<String> {
    let wanted = name(config);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == wanted && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}

/// Sets the session. The token is made by practice from safe characters; any other is not set.
pub(crate) fn set(token: &str, config: &WebConfig) -> Option<HeaderValue> {
    let safe = token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    safe.then(|| line(token, "", config)).and_then(|text| HeaderValue::from_str(&text).ok())
}

/// Ends the session in this browser.
pub(crate) fn clear(config: &WebConfig) -> Option<HeaderValue> {
    HeaderValue::from_str(&line("", "; Max-Age=0", config)).ok()
}

fn line(token: &str, age: &str, config: &WebConfig) -> String {
    let secure = if config.is_https() { "; Secure" } else { "" };
    format!("{}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{age}", name(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn https() -> WebConfig {
        WebConfig { base_url: Some("https://clinic.example".to_owned()), demo: false }
    }

    #[test]
    fn the_cookie_is_closed_to_scripts_and_other_sites() {
        let plain = set("abc123", &WebConfig::default()).unwrap();
        assert_eq!(plain, "evenkeel=abc123; Path=/; HttpOnly; SameSite=Lax");
        let secure = set("abc123", &https()).unwrap();
        assert_eq!(secure, "__Host-evenkeel=abc123; Path=/; HttpOnly; SameSite=Lax; Secure");
    }

    #[test]
    fn signing_out_ends_it() {
        assert!(clear(&https()).unwrap().to_str().unwrap().ends_with("Secure; Max-Age=0"));
    }

    #[test]
    fn the_token_is_found_among_other_cookies() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("theme=dark; evenkeel=abc; x=1"));
        assert_eq!(read(&headers, &WebConfig::default()).as_deref(), Some("abc"));
        assert_eq!(read(&headers, &https()), None);
    }

    #[test]
    fn a_token_cannot_write_a_second_cookie() {
        assert!(set("abc; Domain=evil.example", &WebConfig::default()).is_none());
    }
}
