//! `receive`: hands over an address that a person copied, and stays until its attempt has ended. No system hands its
//! links to the command line: `switchhook-desktop` is their handler.

use std::ffi::OsStr;
use std::process::ExitCode;

use switchhook_engine::Connector;
use switchhook_engine::core::{ErrorReport, PastedAddress};

use crate::input;
use crate::misuse::Misuse;
use crate::outcome::told;
use crate::output::Output;

pub(super) async fn run(
    address: &OsStr,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let address = match address.as_encoded_bytes() {
        // What is too long to be read is too long to be a link.
        b"-" => input::piped().map_err(|_| Misuse::LinkTooLong)?,
        address => address.to_vec(),
    };
    told(connector.attempts().receive_pasted(PastedAddress::tidy(&address)), connector, output).await
}
