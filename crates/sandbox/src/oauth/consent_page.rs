//! The pages that a person sees during authorization: the consent page and its notices.
//!
//! The policy names no `form-action`. A browser would apply that rule to the redirect that answers the form,
//! and would block the app's own scheme.

use std::{fmt::Write, sync::LazyLock};

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};

use super::{
    apps::is_loopback,
    permissions::{self, PermissionSet},
    token::Principal,
};
use crate::{
    control::choices::Signed,
    records::workspaces::Workspace,
    server::page::{BAND, Kind, LOGO, escape},
};

const TICK: &str = r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="m3.5 8.5 3 3 6-7"/></svg>"#;
const CHEVRON: &str = r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="m4 6 4 4 4-4"/></svg>"#;

// Safari before 16.4 sends no `Sec-Fetch-Site`, and sends the form's `Origin` only under this policy.
static CONSENT: LazyLock<Kind> = LazyLock::new(|| Kind::new(include_str!("consent.css"), "", "same-origin"));

/// The facts on the consent page.
pub(crate) struct Offer<'a> {
    /// The name of the app that asks for access.
    pub(crate) app: &'a str,
    /// The teammate of the session, and the offered workspace.
    pub(crate) principal: Principal,
    /// The workspaces to choose from. An empty list means only the principal's workspace.
    pub(crate) choice: Vec<&'static Workspace>,
    /// The teammate that the session uses in each workspace.
    pub(crate) signed: Signed,
    /// The permissions that the app does not ask for.
    pub(crate) missing: PermissionSet,
    /// Whether the teammate may install apps.
    pub(crate) may_install: bool,
    /// The redirect URI.
    pub(crate) returns_to: &'a str,
}

/// Returns the consent page. The form has no action, so the browser posts it to the page's own address.
pub(crate) fn consent(offer: &Offer) -> Response {
    let field = if offer.choice.is_empty() { fixed(&offer.principal) } else { select(offer) };
    let asked = permissions::ALL.iter().filter(|each| !offer.missing.has(**each));
    let asked: String = asked.map(|each| format!("<li>{TICK}{}</li>", each.label)).collect();
    let title = format!("{} wants access", escape(offer.app));
    let (why_not, button, returns) = if offer.may_install {
        (String::new(), "Authorize access", "Afterwards your browser returns to")
    } else {
        (cannot_install(&offer.principal), "Request installation", "If you cancel, your browser returns to")
    };
    let returns_to = escape(offer.returns_to.split('?').next().unwrap_or_default());
    let card = format!(
        r#"<header>{LOGO}<div><h1>{title}</h1><p class="label">to an Intercom workspace, as you</p></div><span class="chip">Sandbox</span></header>
<form method="post">
{field}
<h2 class="label">It will be able to</h2>
<ul>{asked}</ul>
{why_not}<div class="decision"><button name="decision" value="cancel">Cancel</button><button class="primary" name="decision" value="authorize">{button}</button></div>
<p class="label returns">{returns} <span>{returns_to}</span></p>
</form>"#
    );
    // "Nothing leaves it" would be false: the browser carries the code to another computer.
    let elsewhere = offer.returns_to.starts_with("https://") && !is_loopback(offer.returns_to);
    let band = if elsewhere { "Sandbox: a pretend Intercom on this computer." } else { BAND };
    CONSENT.page_under(band, StatusCode::OK, &title, &card)
}

/// Returns the page after a decision, which opens the app at once. It has no button that decides again.
///
/// It needs no script: the browser follows the header `Refresh`. The link is for a browser that does not.
pub(crate) fn answered(app: &str, granted: bool, location: &str) -> Response {
    let (name, link) = (escape(app), escape(location));
    let outcome =
        if granted { "It goes on there." } else { "You gave no access, so it can read nothing of yours." };
    let card = format!(
        r#"<header>{LOGO}<h1>You can close this tab</h1></header>
<p>Your browser passed the answer to {name}. {outcome}</p>
<p class="label again">Did {name} not open? <a href="{link}">Open {name}</a></p>"#
    );
    let mut response = CONSENT.page(StatusCode::OK, "You can close this tab", &card);
    // A registered URI and its encoded parameters are visible ASCII.
    if let Ok(refresh) = HeaderValue::from_str(&format!("0;url={location}")) {
        response.headers_mut().insert(header::REFRESH, refresh);
    }
    response
}

/// Returns the page after "Cancel" for the switch value that sends no redirect.
pub(crate) fn cancelled() -> Response {
    notice(StatusCode::OK, "You cancelled", "The app got no access. You can close this page.", "")
}

/// Returns the page after a teammate without the install permission requested the installation.
pub(crate) fn requested() -> Response {
    let text = "A teammate who may install apps must approve the app first. You can close this page.";
    notice(StatusCode::OK, "Installation requested", text, "")
}

/// Returns the page for a request that gets no redirect. `value` is the value that the page quotes.
pub(crate) fn refused(title: &str, text: &str, value: &str) -> Response {
    notice(StatusCode::BAD_REQUEST, title, text, value)
}

fn notice(status: StatusCode, title: &str, text: &str, value: &str) -> Response {
    let value =
        if value.is_empty() { String::new() } else { format!("<p><code>{}</code></p>", escape(value)) };
    CONSENT.page(status, title, &format!("<header>{LOGO}<h1>{title}</h1></header><p>{text}</p>{value}"))
}

fn cannot_install(principal: &Principal) -> String {
    format!(
        r#"<p class="why-not">{} may not install apps in {}. Ask a teammate with the permission “Can install, configure and delete apps”.</p>
"#,
        escape(principal.admin().name),
        escape(principal.workspace.name),
    )
}

fn fixed(principal: &Principal) -> String {
    format!(
        r#"<p class="label">Workspace</p>
<p class="workspace"><span><b>{}</b> {}</span><span>as {}</span></p>
<input type="hidden" name="workspace" value="{}">"#,
        escape(principal.workspace.name),
        principal.workspace.region.name(),
        escape(principal.admin().name),
        escape(principal.workspace.id_code),
    )
}

fn select(offer: &Offer) -> String {
    let mut options = String::new();
    for each in &offer.choice {
        let selected = if *each == offer.principal.workspace { " selected" } else { "" };
        // Writing to a String never fails.
        let _ = write!(
            options,
            r#"<option value="{}"{selected}>{} · {} · as {}</option>"#,
            escape(each.id_code),
            escape(each.name),
            each.region.name(),
            escape(each.signed_in(offer.signed).1.name),
        );
    }
    format!(
        r#"<label class="label" for="workspace">Workspace</label>
<div class="select"><select id="workspace" name="workspace">{options}</select>{CHEVRON}</div>"#
    )
}
