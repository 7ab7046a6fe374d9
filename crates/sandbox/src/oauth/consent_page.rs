//! The pages a person sees on the way: the consent, and why there is none.
//!
//! The policy names no `form-action`: a browser would apply it to the redirect that answers the form,
//! and so block the app's own scheme.

use std::{fmt::Write, sync::LazyLock};

use axum::{http::StatusCode, response::Response};

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

// A browser that tells no site (Safari before 16.4) says where its form comes from only with this policy.
static CONSENT: LazyLock<Kind> = LazyLock::new(|| Kind::new(include_str!("consent.css"), "", "same-origin"));

/// What the person is asked about.
pub(crate) struct Offer<'a> {
    /// The name of the app that asks.
    pub(crate) app: &'a str,
    /// Who is signed in, and to which workspace.
    pub(crate) principal: Principal,
    /// The workspaces to choose from; none means that one only.
    pub(crate) choice: Vec<&'static Workspace>,
    /// As whom the session would be signed in to another of them.
    pub(crate) signed: Signed,
    /// Permissions that the app does not ask for.
    pub(crate) missing: PermissionSet,
    /// Whether the teammate may install apps.
    pub(crate) may_install: bool,
    /// The redirect URI.
    pub(crate) returns_to: &'a str,
}

/// The consent page. Its form has no action: it posts to the address it was got from.
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
    // What somebody registered elsewhere is told the code.
    let elsewhere = offer.returns_to.starts_with("https://") && !is_loopback(offer.returns_to);
    let band = if elsewhere { "Sandbox: a pretend Intercom on this computer." } else { BAND };
    CONSENT.page_under(band, StatusCode::OK, &title, &card)
}

/// The page after "Cancel" where no redirect follows.
pub(crate) fn cancelled() -> Response {
    notice(StatusCode::OK, "Access was not given", "You cancelled. You can close this page.", "")
}

/// The page after a teammate without the install permission has asked for the installation.
pub(crate) fn requested() -> Response {
    let text =
        "Nothing is installed yet: somebody who may install apps has to approve it. You can close this page.";
    notice(StatusCode::OK, "Installation requested", text, "")
}

/// The page for a request that must not be redirected; `value` is what was sent.
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
        r#"<p class="why-not">{} may not install apps in {}. A teammate with the permission “Can install, configure and delete apps” has to.</p>
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
