//! `receive`: hands over a link, and stays until its attempt has ended.

use std::ffi::OsStr;
use std::process::ExitCode;

use switchhook_engine::Connector;
use switchhook_engine::core::{DeepLink, ErrorReport};

use crate::input;
use crate::misuse::Misuse;
use crate::outcome::{received, told};
use crate::output::Output;

pub(super) async fn run(
    link: &OsStr,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let link = match link.as_encoded_bytes() {
        // What is too long to be read is too long to be a link.
        b"-" => input::piped().map_err(|_| Misuse::LinkTooLong)?,
        link => link.to_vec(),
    };
    let received = received(DeepLink::new(link), connector, output).await?;
    told(received, connector, output).await
}
