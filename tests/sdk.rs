//! Intercom's official Node SDK works with the sandbox: `peers/sdk.mjs`, which prints what it has verified.
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::json;
use switchhook_journeys::home::Home;
use switchhook_journeys::peers;
use switchhook_journeys::sandbox::Sandbox;

const NORTHWIND: &str = "nw7k2p0q";
const FIELDNOTE: &str = "fn2e6m0p";
const KESTREL: &str = "ka9h3u2g";

#[test]
fn intercom_sdk_reads_searches_paginates_and_parses_errors() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let given = json!({
        "api_base": sandbox.about("api_base"),
        "workspace": NORTHWIND,
        "some": sandbox.token_for(NORTHWIND),
        "empty": sandbox.token_for(FIELDNOTE),
        "huge": sandbox.token_for(KESTREL),
    });
    let mut node = Command::new("node")
        .arg("sdk.mjs")
        .current_dir(peers::folder())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("Node can be run");
    let mut input = node.stdin.take().expect("its input is a pipe");
    input.write_all(given.to_string().as_bytes()).expect("it reads its input");
    drop(input);
    let output = node.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stdout);
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the SDK is content: {said}{wrong}");
    let seen = said.lines().filter(|line| line.starts_with("ok ")).count();
    assert_eq!(seen, 16, "everything was looked at: {said}");
}
