//! `receive`: hands over a link, and stays until its attempt has ended.

use std::ffi::OsStr;
use std::process::ExitCode;

use switchhook_engine::core::{Code, DeepLink, ErrorReport};
use switchhook_engine::{Connector, Received};

use crate::input;
use crate::output::Output;

pub(super) async fn run(
    link: &OsStr,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let link = if link == "-" { input::piped()? } else { link.as_encoded_bytes().to_vec() };
    match connector.receive(DeepLink::new(link)).await? {
        Received::Ended(Ok(connected)) => Ok(output.connected(&connected)),
        Received::Ended(Err(report)) => Err(report),
        Received::Delivered => Ok(output.delivered()),
        Received::Undecided => Err(ErrorReport::new(Code::Denied)
            .saying("The consent did not prove the same workspace and teammate as the account to reconnect.")
            .hinting(
                "Decide in Switchhook's window what becomes of it; the account keeps its token until then.",
            )),
    }
}
