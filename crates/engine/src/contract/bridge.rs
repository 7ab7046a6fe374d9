//! The shapes of the bridge page that leave the process.

use std::path::PathBuf;

use serde::Serialize;

/// The page at an address, compared with the published bridge pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DeployedBridge {
    /// Whether the page is a published one, byte for byte, and none of its headers sends its address elsewhere.
    pub ours: bool,
    /// The version of the page; null for a foreign page.
    pub version: Option<&'static str>,
    /// The names of the headers that the host should send and does not.
    pub missing_headers: Vec<&'static str>,
    /// The names of the headers by which a browser may send the page's address elsewhere, and with it the code.
    pub sending_headers: Vec<&'static str>,
    /// Whether the host sends a policy of its own. It can stop the page's script.
    pub other_policy: bool,
    /// Where other pages are kept from framing this one: `header` or `script`.
    pub framing: &'static str,
    /// The status of the answer, for the words about it.
    #[serde(skip)]
    pub status: u16,
}

/// The folder with the bridge page, ready to deploy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BridgeFolder {
    /// The folder.
    pub folder: PathBuf,
    /// The version of the page.
    pub version: &'static str,
    /// The SHA-256 of the page, in hexadecimal digits.
    pub sha256: &'static str,
    /// The paths of all its files, from the folder.
    pub files: Vec<&'static str>,
}
