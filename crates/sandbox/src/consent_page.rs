//! The pages a person sees: the consent, and why there is none.
//!
//! They work without script and load nothing. The one style sheet is inline and allowed by its
//! hash. The policy names no `form-action`: a browser would apply it to the redirect that answers
//! the form, and so block the app's own scheme.

use std::{fmt::Write, sync::LazyLock};

use axum::{
    http::{HeaderName, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};

use crate::workspaces::Workspace;

const STYLE: &str = include_str!("consent.css");
const LOGO: &str = r##"<svg viewBox="0 0 20 20" width="36" fill="none" aria-hidden="true"><rect x="1" y="1" width="18" height="18" rx="5" fill="#3355ff"/><path d="M6 12.5v-2a4 4 0 0 1 8 0v2M6 12.5h2M12 12.5h2" stroke="#fff" stroke-width="1.8" stroke-linecap="round"/></svg>"##;
const TICK: &str = r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="m3.5 8.5 3 3 6-7"/></svg>"#;
const CHEVRON: &str = r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="m4 6 4 4 4-4"/></svg>"#;

/// Labels of the Developer Hub's check boxes, for what Switchhook reads.
const PERMISSIONS: [&str; 4] =
    ["Read one admin", "Read admins", "Read and list users and companies", "Read conversations"];

static CONTENT_SECURITY_POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = BASE64_STANDARD.encode(Sha256::digest(STYLE));
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; frame-ancestors 'none'")
});

/// What the person is asked about.
pub(crate) struct Offer {
    /// The workspace offered at first.
    pub(crate) workspace: &'static Workspace,
    /// The workspaces to choose from; none means that one only.
    pub(crate) choice: Vec<&'static Workspace>,
}

/// The consent page. Its form has no action: it posts to the address it was got from.
pub(crate) fn consent(offer: &Offer) -> Response {
    let field = if offer.choice.is_empty() { fixed(offer.workspace) } else { select(offer) };
    let permissions = PERMISSIONS.map(|each| format!("<li>{TICK}{each}</li>")).concat();
    let card = format!(
        r#"<header>{LOGO}<div><h1>Switchhook wants access</h1><p class="label">to an Intercom workspace, as you</p></div></header>
<form method="post">
{field}
<h2 class="label">It will be able to</h2>
<ul>{permissions}</ul>
<div class="decision"><button name="decision" value="cancel">Cancel</button><button class="primary" name="decision" value="authorize">Authorize access</button></div>
</form>"#
    );
    page(StatusCode::OK, "Switchhook wants access", &card)
}

/// The page after "Cancel" where no redirect follows.
pub(crate) fn cancelled() -> Response {
    notice(StatusCode::OK, "Access was not given", "You cancelled. You can close this page.", "")
}

/// The page for a request that must not be redirected; `value` is what was sent.
pub(crate) fn refused(title: &str, text: &str, value: &str) -> Response {
    notice(StatusCode::BAD_REQUEST, title, text, value)
}

fn notice(status: StatusCode, title: &str, text: &str, value: &str) -> Response {
    let value =
        if value.is_empty() { String::new() } else { format!("<p><code>{}</code></p>", escape(value)) };
    page(status, title, &format!("<header>{LOGO}<h1>{title}</h1></header><p>{text}</p>{value}"))
}

fn fixed(workspace: &Workspace) -> String {
    format!(
        r#"<p class="label">Workspace</p>
<p class="workspace"><span><b>{}</b> {}</span><span>as {}</span></p>
<input type="hidden" name="workspace" value="{}">"#,
        escape(workspace.name),
        workspace.region.name(),
        escape(workspace.admin.name),
        escape(workspace.id_code),
    )
}

fn select(offer: &Offer) -> String {
    let mut options = String::new();
    for each in &offer.choice {
        let selected = if each.id_code == offer.workspace.id_code { " selected" } else { "" };
        // Writing to a String never fails.
        let _ = write!(
            options,
            r#"<option value="{}"{selected}>{} · {} · as {}</option>"#,
            escape(each.id_code),
            escape(each.name),
            each.region.name(),
            escape(each.admin.name),
        );
    }
    format!(
        r#"<label class="label" for="workspace">Workspace</label>
<div class="select"><select id="workspace" name="workspace">{options}</select>{CHEVRON}</div>"#
    )
}

fn page(status: StatusCode, title: &str, card: &str) -> Response {
    let html = format!(
        r#"<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>{title} · Sandbox</title><style>{STYLE}</style></head>
<body><p class="band" role="note">Sandbox: a pretend Intercom on this computer. Nothing leaves it.</p>
<main>{card}</main></body></html>
"#
    );
    let headers = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY.as_str()),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    (status, headers, Html(html)).into_response()
}

/// `text` safe in HTML content and quoted attributes.
fn escape(text: &str) -> String {
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
    fn nothing_from_outside_can_become_markup() {
        assert_eq!(escape(r#"<a b="c" d='e'>&amp;"#), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;");
    }

    #[test]
    fn the_style_sheet_cannot_end_its_element() {
        assert!(!STYLE.contains("</"));
    }
}
