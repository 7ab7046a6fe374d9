//! The hub's markup.

use std::{fmt::Write, sync::LazyLock};

use axum::{http::StatusCode, response::Response};

use crate::{
    control::{
        choices::RedirectUris,
        setting::{Choice, Control},
        switches::{Switch, Switches},
    },
    oauth::{apps::App, permissions, token::Principal, token_list::HandedOutToken},
    records::workspaces::WORKSPACES,
    server::{
        intercom::Listener,
        journal::Entry,
        page::{Kind, LOGO, escape},
    },
};

/// The largest number of choices that the page shows as buttons. More choices become a list.
const BUTTONS: usize = 5;

/// The largest number of tokens and of requests on the page. `/_control` returns more.
const ROWS: usize = 50;

const NAVIGATION: &str = r##"<nav aria-label="On this page"><a href="#apps">Apps</a><a href="#switches">Switches</a><a href="#tokens">Tokens</a><a href="#requests">Requests</a></nav>"##;

// The policy "no-referrer" would make the `Origin` of the hub's forms "null".
static HUB: LazyLock<Kind> =
    LazyLock::new(|| Kind::new(include_str!("hub.css"), "; form-action 'self'", "same-origin"));

/// Returns the whole page, with the markup of `notice` at the top.
pub(crate) fn hub(at: &Listener, status: StatusCode, notice: Option<&str>) -> Response {
    let main = [
        format!("<header>{LOGO}<div><h1>Sandbox hub</h1><p class=\"label\">Apps and tokens as in the Developer Hub, and switches for the sandbox's behaviour</p></div>{NAVIGATION}</header>"),
        notice.unwrap_or_default().to_owned(),
        apps(at),
        switches(&at.intercom.switches(), &at.intercom.initial_switches()),
        tokens(at),
        requests(&at.intercom.requests(), at.intercom.now()),
    ]
    .concat();
    HUB.page(status, "Hub", &main)
}

/// Returns the page with status 400 and the text of `error` at the top.
pub(crate) fn refused(at: &Listener, error: &str) -> Response {
    let notice = format!(r#"<p class="notice wrong" role="alert">{}</p>"#, escape(error));
    hub(at, StatusCode::BAD_REQUEST, Some(&notice))
}

/// Returns the markup of a notice with an owner's token.
pub(crate) fn own_token(at: &Listener, principal: &Principal, token: &str) -> String {
    format!(
        r#"<div class="notice" role="status"><p><b>The access token</b> of {} for {}, as {}.</p><code class="token">{token}</code></div>"#,
        escape(&at.intercom.apps[principal.app].name),
        escape(principal.workspace.name),
        escape(principal.admin().name),
    )
}

fn apps(at: &Listener) -> String {
    let mut markup = String::from(r#"<section id="apps"><h2>Apps</h2><div class="cards">"#);
    let switches = at.intercom.switches();
    for app in &at.intercom.apps {
        let _ = write!(
            markup,
            r#"<div class="card"><h3>{}</h3><dl><dt>Client ID</dt><dd><code>{}</code></dd><dt>Client secret</dt><dd><code>{}</code></dd><dt>Redirect URLs</dt><dd>{}</dd><dt>Permissions</dt><dd>{}</dd></dl></div>"#,
            escape(&app.name),
            app.client_id,
            app.client_secret,
            redirect_uris(app, switches.redirect_uris),
            held(app, &switches),
        );
    }
    let regions = &at.description.regions;
    markup.push_str(r#"</div><div class="card wide" role="region" tabindex="0" aria-label="Addresses"><table><caption>Addresses of the sandbox</caption><thead><tr><th scope="col">Region</th><th scope="col">Consent</th><th scope="col">Token endpoint</th><th scope="col">API</th></tr></thead><tbody>"#);
    for (name, region) in [("US", &regions.us), ("EU", &regions.eu), ("AU", &regions.au)] {
        let _ = write!(
            markup,
            r#"<tr><th scope="row">{name}</th><td><code>{}</code></td><td><code>{}</code></td><td><code>{}</code></td></tr>"#,
            region.authorization_endpoint, region.token_endpoint, region.api_base,
        );
    }
    markup.push_str("</tbody></table></div></section>");
    markup
}

fn redirect_uris(app: &App, rule: RedirectUris) -> String {
    let taken = app.redirect_uris.iter().filter(|uri| app.redirect_uri(Some(uri), rule).is_some());
    let mut markup: String = taken.map(|uri| format!("<code>{}</code><br>", escape(uri))).collect();
    markup.push_str(match rule {
        RedirectUris::Lenient => "any loopback address",
        RedirectUris::HttpsOnly => "any loopback address with https",
    });
    markup
}

fn held(app: &App, switches: &Switches) -> String {
    let missing = app.missing_now(switches);
    let held = permissions::ALL.iter().filter(|each| !missing.has(**each));
    held.map(|each| each.label).collect::<Vec<_>>().join(", ")
}

fn switches(switches: &Switches, initial: &Switches) -> String {
    let (all, normal) = (switches.all(), initial.document());
    let changed = all.iter().filter(|switch| normal[switch.name] != switch.value).count();
    let mut markup = format!(
        r#"<section id="switches"><div class="head"><h2>Switches</h2><form method="post" action="/_hub/reset"><span class="label">{}</span><button{}>Reset all</button></form></div>"#,
        match changed {
            0 => "all at their defaults".to_owned(),
            1 => "1 changed".to_owned(),
            more => format!("{more} changed"),
        },
        if changed == 0 { " disabled" } else { "" },
    );
    let mut group = "";
    for switch in &all {
        if switch.group != group {
            markup.push_str(if group.is_empty() { "" } else { "</div>" });
            group = switch.group;
            let _ = write!(markup, r#"<div class="card group"><h3>{group}</h3>"#);
        }
        let changed = normal[switch.name] != switch.value;
        markup.push_str(&form(switch, changed));
    }
    markup.push_str("</div></section>");
    markup
}

fn form(switch: &Switch, changed: bool) -> String {
    let name = switch.name;
    let control = match &switch.control {
        Control::One(choices) if choices.len() <= BUTTONS => {
            let button = |choice: &Choice| {
                format!(
                    r#"<button name="{name}" value="{}" aria-pressed="{}">{}</button>"#,
                    choice.value,
                    choice.chosen,
                    escape(&choice.words)
                )
            };
            format!(r#"<span class="buttons">{}</span>"#, choices.iter().map(button).collect::<String>())
        }
        Control::One(choices) => {
            let option = |choice: &Choice| {
                let selected = if choice.chosen { " selected" } else { "" };
                format!(r#"<option value="{}"{selected}>{}</option>"#, choice.value, escape(&choice.words))
            };
            format!(
                r#"<span class="pick"><select name="{name}" aria-label="{}">{}</select><button aria-label="Set {name}">Set</button></span>"#,
                escape(switch.title),
                choices.iter().map(option).collect::<String>()
            )
        }
        Control::Many(choices) => {
            let tick = |choice: &Choice| {
                let checked = if choice.chosen { " checked" } else { "" };
                format!(
                    r#"<label><input type="checkbox" name="{name}" value="{}"{checked}> {}</label>"#,
                    choice.value,
                    escape(&choice.words)
                )
            };
            // With the empty value, a form without any tick still names the switch.
            format!(
                r#"<span class="ticks"><input type="hidden" name="{name}" value="">{}<button aria-label="Set {name}">Set</button></span>"#,
                choices.iter().map(tick).collect::<String>()
            )
        }
        Control::Number { min, max, now } => format!(
            r#"<span class="pick"><input type="number" name="{name}" min="{min}" max="{max}" value="{now}" required aria-label="{}"><button aria-label="Set {name}">Set</button></span>"#,
            escape(switch.title)
        ),
        Control::Text { now } => format!(
            r#"<span class="pick"><input name="{name}" value="{}" required aria-label="{}"><button aria-label="Set {name}">Set</button></span>"#,
            escape(now),
            escape(switch.title)
        ),
    };
    format!(
        r#"<form method="post" action="/_hub/switch" id="{name}"{}><fieldset><legend>{}{} <code>{name}</code></legend>{control}</fieldset></form>"#,
        if changed { r#" class="is-changed""# } else { "" },
        escape(switch.title),
        if changed { r#" <span class="changed">changed</span>"# } else { "" },
    )
}

fn tokens(at: &Listener) -> String {
    let apps: String = at
        .intercom
        .apps
        .iter()
        .map(|app| format!(r#"<option value="{}">{}</option>"#, app.client_id, escape(&app.name)))
        .collect();
    let workspaces: String = WORKSPACES
        .iter()
        .map(|each| format!(r#"<option value="{}">{}</option>"#, each.id_code, escape(each.name)))
        .collect();
    let mut markup = format!(
        r#"<section id="tokens"><h2>Tokens</h2><div class="card wide" role="region" tabindex="0" aria-label="Tokens"><form method="post" action="/_hub/tokens" class="make"><label>App <select name="app">{apps}</select></label><label>Workspace <select name="workspace">{workspaces}</select></label><label>Teammate <select name="teammate"><option value="first">first</option><option value="second">second</option></select></label><button class="primary">Show the access token</button><button formaction="/_hub/regenerate">Regenerate the token</button><button formaction="/_hub/uninstall">Uninstall the app</button></form>"#
    );
    let all = at.intercom.handed_out();
    if all.is_empty() {
        markup.push_str(r#"<p class="label">No tokens since the start of the sandbox. Tokens of an earlier run still work.</p>"#);
    } else {
        markup.push_str(r#"<table><caption>Tokens since the start of the sandbox</caption><thead><tr><th scope="col">Token</th><th scope="col">App</th><th scope="col">Workspace</th><th scope="col">Teammate</th><th scope="col">Source</th><th scope="col">When</th><th scope="col">State</th></tr></thead><tbody>"#);
        let now = at.intercom.now();
        markup.extend(all.iter().take(ROWS).map(|(token, alive)| token_row(at, token, *alive, now)));
        markup.push_str("</tbody></table>");
    }
    markup.push_str("</div></section>");
    markup
}

fn token_row(at: &Listener, token: &HandedOutToken, alive: bool, now: u64) -> String {
    let (principal, name) = (token.grant.principal, token.name());
    let state = if alive {
        format!(
            r#"alive <form method="post" action="/_hub/revoke"><input type="hidden" name="token" value="{name}"><button aria-label="Revoke {name}">Revoke</button></form>"#
        )
    } else {
        "dead".to_owned()
    };
    format!(
        r#"<tr><th scope="row"><code>{name}…</code></th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class="state">{state}</td></tr>"#,
        escape(&at.intercom.apps[principal.app].name),
        escape(principal.workspace.name),
        escape(principal.admin().name),
        if token.by_hub { "hub" } else { "consent" },
        ago(token.at, now),
    )
}

fn requests(requests: &[Entry], now: u64) -> String {
    let mut markup = String::from(
        r#"<section id="requests"><div class="head"><h2>Requests</h2><form method="get" action="/_hub#requests"><button>Refresh</button></form></div><div class="card wide" role="region" tabindex="0" aria-label="Requests">"#,
    );
    if requests.is_empty() {
        markup.push_str(r#"<p class="label">No requests yet.</p></div></section>"#);
        return markup;
    }
    markup.push_str(r#"<table><caption>The last requests, without query, headers and bodies</caption><thead><tr><th scope="col">Request</th><th scope="col">Answer</th><th scope="col">App and workspace</th><th scope="col">Region</th><th scope="col">When</th><th scope="col">Request ID</th></tr></thead><tbody>"#);
    for entry in requests.iter().take(ROWS) {
        let _ = write!(
            markup,
            r#"<tr><th scope="row"><code>{} {}</code></th><td title="{}">{} {}</td><td>{}</td><td>{}</td><td>{}</td><td><code>{}</code></td></tr>"#,
            escape(&entry.method),
            escape(&entry.path),
            escape(entry.message.as_deref().unwrap_or_default()),
            entry.status,
            entry.error.unwrap_or_default(),
            match (&entry.app, entry.workspace) {
                (Some(app), Some(workspace)) => format!("{}, {}", escape(app), escape(workspace)),
                _ => String::new(),
            },
            entry.region,
            ago(entry.at, now),
            entry.request_id,
        );
    }
    markup.push_str("</tbody></table></div></section>");
    markup
}

/// Returns the age of `then` at `now` (Unix seconds), in the largest unit that fits.
fn ago(then: u64, now: u64) -> String {
    match now.saturating_sub(then) {
        0..60 => "just now".to_owned(),
        seconds @ 60..3_600 => format!("{} min ago", seconds / 60),
        seconds @ 3_600..86_400 => format!("{} h ago", seconds / 3_600),
        seconds => format!("{} d ago", seconds / 86_400),
    }
}
