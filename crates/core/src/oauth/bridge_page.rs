//! The bridge page: its file, the files that hosts read beside it, and the verdict on a deployed page.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use sha2::{Digest, Sha256};

/// The address of a bridge page that the maintainers host. Empty: there is none, and each person hosts their own.
pub const MAINTAINERS_BRIDGE: &str = "";

/// A file of the folder that a person deploys.
#[derive(Clone, Copy, Debug)]
pub struct BridgeFile {
    /// The path from the folder, with `/`.
    pub path: &'static str,
    /// The whole content.
    pub text: &'static str,
}

/// The files of the folder that a person deploys. The first one is the page.
pub const BRIDGE_FILES: [BridgeFile; 5] = [
    BridgeFile { path: "index.html", text: include_str!("../../../../bridge/index.html") },
    BridgeFile { path: "_headers", text: HEADERS },
    BridgeFile { path: "netlify.toml", text: include_str!("../../../../bridge/netlify.toml") },
    BridgeFile { path: "nginx.conf", text: include_str!("../../../../bridge/nginx.conf") },
    BridgeFile {
        path: ".github/workflows/pages.yml",
        text: include_str!("../../../../bridge/.github/workflows/pages.yml"),
    },
];

const HEADERS: &str = include_str!("../../../../bridge/_headers");

/// A published page.
struct Published {
    version: &'static str,
    sha256: &'static str,
}

/// Every published page, the newest first. A page that was published stays in this list: people have deployed it.
const PUBLISHED: [Published; 1] =
    [Published { version: "1", sha256: "bcd32b1da49ec7680299334667bf9f148f63657d502ce6faab5735cdb72caa72" }];

/// The version of the page in [`BRIDGE_FILES`].
pub const BRIDGE_VERSION: &str = PUBLISHED[0].version;
/// The SHA-256 of the page in [`BRIDGE_FILES`], in hexadecimal digits.
pub const BRIDGE_SHA256: &str = PUBLISHED[0].sha256;

/// Where other pages are kept from framing the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// The host forbids it in a header.
    Header,
    /// The page's script alone refuses to work in a frame.
    Script,
}

impl Framing {
    /// Returns the word for JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Script => "script",
        }
    }
}

/// The verdict on a page that a host sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentPage {
    /// The version of the published page that this is, byte for byte. `None` for every other page.
    pub version: Option<&'static str>,
    /// The names of the headers that the host should send and does not.
    pub missing_headers: Vec<&'static str>,
    /// The names of the headers by which a browser may send the page's address elsewhere, and with it the code.
    pub sending_headers: Vec<&'static str>,
    /// Whether the host sends a policy of its own. It can stop the page's script.
    pub has_other_policy: bool,
    /// Where other pages are kept from framing this one.
    pub framing: Framing,
}

impl SentPage {
    /// Judges the answer of a host by its status, its body, and the values of its headers. `values` returns each value of the
    /// header with this name.
    pub fn judge<'a>(status: u16, body: &[u8], values: impl Fn(&str) -> Vec<&'a str>) -> Self {
        let sha256: String = Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
        let published = PUBLISHED.iter().find(|page| status == 200 && page.sha256 == sha256);
        // A header may stand in several lines, or hold several values (RFC 9110 §5.3).
        let holds = |name: &str, value: &str| {
            let mut each = values(name).into_iter().flat_map(|line| line.split(','));
            each.any(|each| each.trim().eq_ignore_ascii_case(value))
        };
        let missing = wanted_headers().filter(|(name, value)| !holds(name, value)).map(|(name, _)| name);
        // A browser shows the text of the page, and runs no script, where the host names another type.
        let is_page = values("Content-Type").iter().any(|value| {
            value.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("text/html"))
        });
        let no_ancestors = policies(POLICY, &values)
            .flat_map(|policy| policy.split(';'))
            .any(|rule| rule.trim().eq_ignore_ascii_case("frame-ancestors 'none'"));
        Self {
            version: published.map(|page| page.version),
            missing_headers: (!is_page).then_some("Content-Type").into_iter().chain(missing).collect(),
            sending_headers: sending_headers(&values),
            has_other_policy: policies(POLICY, &values)
                .any(|policy| !wanted_headers().any(|(name, value)| name == POLICY && value == policy)),
            framing: match no_ancestors || holds("X-Frame-Options", "DENY") {
                true => Framing::Header,
                false => Framing::Script,
            },
        }
    }

    /// Joins the verdicts on two answers of one host: each shortcoming of either counts.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.version = self.version.filter(|_| self.version == other.version);
        for (all, more) in [
            (&mut self.missing_headers, other.missing_headers),
            (&mut self.sending_headers, other.sending_headers),
        ] {
            let new: Vec<_> = more.into_iter().filter(|name| !all.contains(name)).collect();
            all.extend(new);
        }
        self.has_other_policy |= other.has_other_policy;
        if other.framing == Framing::Script {
            self.framing = Framing::Script;
        }
        self
    }

    /// Whether a person can rely on the page: it is a published one, and no header sends its address elsewhere.
    pub fn is_ours(&self) -> bool {
        self.version.is_some() && self.sending_headers.is_empty()
    }
}

const POLICY: &str = "Content-Security-Policy";

/// Returns the names of the headers by which a browser leaves the page, loads something, or reports to another address. A report
/// names the page's whole address.
fn sending_headers<'a>(values: &impl Fn(&str) -> Vec<&'a str>) -> Vec<&'static str> {
    let is_sent = |name: &&str| !values(name).is_empty();
    let reports = |name: &&str| {
        let mut rules = policies(name, values).flat_map(|policy| policy.split(';'));
        rules.any(|rule| {
            let name = rule.split_whitespace().next().unwrap_or_default();
            name.eq_ignore_ascii_case("report-uri") || name.eq_ignore_ascii_case("report-to")
        })
    };
    let sent = ["Refresh", "Link", "Reporting-Endpoints"].into_iter().filter(is_sent);
    sent.chain([POLICY, "Content-Security-Policy-Report-Only"].into_iter().filter(reports)).collect()
}

/// Returns the policies of a header. It may stand in several lines, or hold several policies.
fn policies<'a>(name: &str, values: &impl Fn(&str) -> Vec<&'a str>) -> impl Iterator<Item = &'a str> {
    let each = values(name).into_iter().flat_map(|line| line.split(','));
    each.map(str::trim).filter(|policy| !policy.is_empty())
}

/// Returns the names and values of the headers that hosts should send, as `_headers` lists them.
fn wanted_headers() -> impl Iterator<Item = (&'static str, &'static str)> {
    HEADERS.lines().filter_map(|line| line.strip_prefix("  ")?.split_once(": "))
}

#[cfg(test)]
mod tests;
