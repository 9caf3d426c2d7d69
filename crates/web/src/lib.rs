//! The pages of Evenkeel: plain HTML first, then a partial, then a few lines of script.
//!
//! A page is one short file in `pages`: its input, its errors, its handler and its tests. What
//! it draws is a view struct of `evenkeel-practice`; what it may do is decided there too. This crate
//! holds no rules and no SQL. The way of a request, from the outside in:
//!
//! 1. `boundary`: headers that every answer carries, cross-site posts refused, size and time limits;
//! 2. `visit`: an id for the log, who is signed in, and the error page if anything below refuses;
//! 3. a page.

mod app;
mod assets;
mod boundary;
mod cookie;
mod done;
mod fields;
mod figures;
mod form_state;
mod format;
mod html;
mod metrics;
mod pages;
mod refused;
mod shell;
mod visit;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod testing;

pub use app::WebConfig;

use evenkeel_practice::Practice;

/// What stands behind the listeners.
pub struct Site {
    /// The pages.
    pub pages: axum::Router,
    /// `/metrics` and nothing else, for a listener that only the admin network reaches.
    pub metrics: axum::Router,
}

/// The whole site over one practice. Its pages need no more than a listener in front of them.
pub fn site(practice: Practice, config: WebConfig) -> Site {
    let app = app::App::new(practice, config);
    let pages = boundary::guard(pages::for_people(app.config()), app.config());
    let pages = metrics::counted(visit::accompany(pages, &app).merge(pages::for_machines()), &app);
    let pages = boundary::wrap(pages, app.config()).with_state(app.clone());
    Site { pages, metrics: pages::for_monitoring().with_state(app) }
}

/// The pages of the site.
pub fn router(practice: Practice, config: WebConfig) -> axum::Router {
    site(practice, config).pages
}
