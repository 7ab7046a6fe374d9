//! `receive`: hands over an address that a person copied, and waits until its attempt has ended. The desktop opens links with
//! `switchhook-desktop`, never with this command.

use std::ffi::OsStr;
use std::process::ExitCode;

use switchhook_engine::Connector;
use switchhook_engine::core::{ErrorReport, PastedAddress};

use crate::input;
use crate::misuse::Misuse;
use crate::outcome::finish;
use crate::output::Output;

pub(super) async fn run(
    address: &OsStr,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let address = match address.as_encoded_bytes() {
        // Input that is too long to read is too long to be a link.
        b"-" => input::piped().map_err(|_| Misuse::LinkTooLong)?,
        address => address.to_vec(),
    };
    finish(connector.attempts().receive_pasted(PastedAddress::tidy(&address)), connector, output).await
}
