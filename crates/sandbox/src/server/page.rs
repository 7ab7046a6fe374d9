//! The common parts of the sandbox's pages: the frame, the band at the top and the headers.
//!
//! The pages work without script and load nothing. The policy allows the one inline style sheet by its hash.

use axum::{
    http::{HeaderName, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};

/// Switchhook's mark; the fill is the accent colour of both themes.
pub(crate) const LOGO: &str = r##"<svg class="logo" viewBox="0 0 20 20" width="36" fill="none" aria-hidden="true"><rect x="1" y="1" width="18" height="18" rx="5" fill="#3355ff"/><path d="M6 12.5v-2a4 4 0 0 1 8 0v2M6 12.5h2M12 12.5h2" stroke="#fff" stroke-width="1.8" stroke-linecap="round"/></svg>"##;

/// The sentence at the top of a page.
pub(crate) const BAND: &str = "Sandbox: a pretend Intercom on this computer. Nothing leaves it.";

const SHARED: &str = include_str!("page.css");

/// A kind of page: a style sheet and the policies for it.
pub(crate) struct Kind {
    style: String,
    content_security_policy: String,
    referrer_policy: &'static str,
}

impl Kind {
    /// Returns a kind of page with `style` after the shared style sheet.
    ///
    /// `form_action` is appended to the content security policy; it may be empty.
    pub(crate) fn new(style: &str, form_action: &str, referrer_policy: &'static str) -> Self {
        let style = [SHARED, style].concat();
        let hash = BASE64_STANDARD.encode(Sha256::digest(&style));
        let content_security_policy = format!(
            "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; frame-ancestors 'none'{form_action}"
        );
        Self { style, content_security_policy, referrer_policy }
    }

    /// Returns a whole page. `title` and `main` are markup.
    pub(crate) fn page(&self, status: StatusCode, title: &str, main: &str) -> Response {
        self.page_under(BAND, status, title, main)
    }

    /// Returns a whole page with `band` as the sentence at the top.
    pub(crate) fn page_under(&self, band: &str, status: StatusCode, title: &str, main: &str) -> Response {
        let html = format!(
            r#"<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>{title} · Sandbox</title><style>{}</style></head>
<body><header class="band">{band}</header>
<main>{main}</main></body></html>
"#,
            self.style
        );
        let headers = [
            (header::CONTENT_SECURITY_POLICY, self.content_security_policy.as_str()),
            (header::REFERRER_POLICY, self.referrer_policy),
            (header::X_FRAME_OPTIONS, "DENY"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::CACHE_CONTROL, "no-store"),
            (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        ];
        (status, headers, Html(html)).into_response()
    }
}

/// Returns `text` escaped for HTML content and quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_text_contains_no_markup() {
        assert_eq!(escape(r#"<a b="c" d='e'>&amp;"#), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;");
    }

    #[test]
    fn style_sheets_contain_no_closing_tag() {
        for style in [SHARED, include_str!("../oauth/consent.css"), include_str!("../hub/hub.css")] {
            assert!(!style.contains("</"));
        }
    }
}
