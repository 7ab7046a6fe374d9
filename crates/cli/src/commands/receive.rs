//! `receive`: hands over an address that a person copied, and waits until its attempt has ended. The desktop opens links with
//! `switchhook-desktop`, never with this command.

use std::ffi::OsStr;
use std::process::ExitCode;

use serde_json::json;
use switchhook_engine::core::{DeepLink, ErrorReport, PastedAddress};
use switchhook_engine::{Connector, LinkFrom, took_round_trip};

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
    if took_round_trip(connector.home(), &DeepLink::new(address.as_slice()), LinkFrom::Person) {
        return Ok(
            output.document(&json!({ "round_trip": true }), || "The link of the round trip came.".into())
        );
    }
    finish(connector.attempts().receive_pasted(PastedAddress::tidy(&address)), connector, output).await
}
