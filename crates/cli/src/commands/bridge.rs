//! `bridge write | check`.

use std::process::ExitCode;

use switchhook_engine::contract::{BridgeFolder, DeployedBridge};
use switchhook_engine::core::{Code, ErrorReport};
use switchhook_engine::{BridgeNotWritten, check_bridge, write_bridge};

use crate::args::Bridge;
use crate::exit;
use crate::misuse::Misuse;
use crate::output::Output;

pub(super) async fn run(command: Bridge, output: &Output) -> Result<ExitCode, ErrorReport> {
    match command {
        Bridge::Write { folder } => {
            let written = write_bridge(&folder).map_err(misuse)?;
            Ok(output.document(&written, || written_words(&written)))
        }
        Bridge::Check { address } => {
            let page = check_bridge(&address).await?;
            let printed = output.document(&page, || checked_words(&page));
            Ok(if page.ours { printed } else { exit::code(Code::Unhealthy) })
        }
    }
}

fn misuse(why: BridgeNotWritten) -> Misuse {
    match why {
        BridgeNotWritten::Foreign(files) => Misuse::BridgeForeign { files: files.join(", ") },
        BridgeNotWritten::Failed { path, why } => {
            Misuse::BridgeNotWritten { path: path.display().to_string(), why: why.to_string() }
        }
    }
}

fn written_words(BridgeFolder { folder, version, sha256, files }: &BridgeFolder) -> String {
    format!(
        "{} holds the bridge page, version {version}, and the files that hosts read:\n  {}\n\
         SHA-256 of the page: {sha256}\n\
         Deploy the folder to a host with https. Then run `switchhook bridge check URL`.",
        folder.display(),
        files.join("\n  "),
    )
}

fn checked_words(page: &DeployedBridge) -> String {
    let Some(version) = page.version else { return foreign_words(page.status) };
    let framing = match page.framing {
        "header" => "Its host forbids other pages to frame it.",
        _ => "Its host does not forbid other pages to frame it. The page itself does nothing in a frame.",
    };
    let headers = match page.missing_headers.join(", ") {
        none if none.is_empty() => "Its host sends all headers.".into(),
        missing => format!("Its host does not send these headers: {missing}."),
    };
    let policy = if page.other_policy {
        "\nIts host sends a policy of its own, which can stop the page's script. Try the page before you use it."
    } else {
        ""
    };
    let page = match page.sending_headers.join(", ") {
        none if none.is_empty() => {
            format!("This is Switchhook's bridge page, version {version}, byte for byte.")
        }
        sending => format!(
            "This is Switchhook's bridge page, version {version}, but its host makes it unsafe. Don't use it.\n\
             By these headers a browser may send the page's address, with the code, elsewhere: {sending}.\n\
             Remove them at the host, and check again."
        ),
    };
    format!("{page}\n{headers}\n{framing}{policy}")
}

fn foreign_words(status: u16) -> String {
    match status {
        200 => "This is not Switchhook's bridge page, or its host changed it. Don't use it.\n\
                It may send another page only when an answer comes.\n\
                Deploy the folder of `switchhook bridge write DIR` unchanged."
            .into(),
        300..=399 => format!(
            "The address leads elsewhere (status {status}), and Switchhook does not follow it.\n\
             Check the address that your browser ends at, and register that one."
        ),
        _ => format!(
            "There is no bridge page at this address (status {status}).\n\
             Check the address, and deploy the folder of `switchhook bridge write DIR`."
        ),
    }
}
