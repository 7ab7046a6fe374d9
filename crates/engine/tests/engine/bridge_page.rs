//! The bridge page itself: its seal, run by Node, and the check of a deployed page.

use std::process::Command;

use switchhook_engine::check_bridge;
use switchhook_engine::contract::DeployedBridge;
use switchhook_engine::core::{BRIDGE_FILES, Code, DeepLink, PastedAddress};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::scenario::{BRIDGE, Scenario, ended};

/// Seals an address by the script of the page.
fn sealed_by_the_page(address: &str) -> String {
    let page = BRIDGE_FILES[0].text;
    let script = page.split("<script>").nth(1).unwrap().split("</script>").next().unwrap();
    let call = "const address = process.argv[1]; const state = firstState(new URL(address).search);";
    let program = format!("{script}\n{call}\nsealedLink(address, state).then((link) => console.log(link));");
    let output = Command::new("node").args(["--eval", &program, "--", address]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[tokio::test]
async fn longest_answer_that_the_page_encrypts_connects() {
    let scenario = Scenario::new().await;
    scenario.register("Bridged", BRIDGE).await;
    let begun = scenario.begin("Bridged").await;
    let address = scenario.consent(&begun, "authorize", None).await + "&an_unknown_parameter=";
    let link = sealed_by_the_page(&format!("{address:x<1100}"));
    assert!(!link.contains("code=") && link.len() <= 2_000, "{} characters pass Windows", link.len());
    assert!(ended(scenario.connector.attempts().receive(DeepLink::new(link)).await.unwrap()).is_ok());
}

#[tokio::test]
async fn link_that_the_page_offers_to_copy_can_be_pasted() {
    let scenario = Scenario::new().await;
    scenario.register("Bridged", BRIDGE).await;
    let begun = scenario.begin("Bridged").await;
    let address = scenario.consent(&begun, "cancel", None).await;
    let pasted = format!("  {}\n", sealed_by_the_page(&address));
    let received =
        scenario.connector.attempts().receive_pasted(PastedAddress::tidy(pasted.as_bytes())).await.unwrap();
    assert_eq!(ended(received).unwrap_err().code(), Code::Denied, "a denial comes back, too");
}

/// Answers each request with these header lines and this body. Returns the address.
async fn host(status: &'static str, headers: String, body: String) -> String {
    host_of(move |_| (status, headers.clone(), body.clone())).await
}

/// Answers each request as its target demands: with a status, header lines and a body. Returns the address.
async fn host_of(answer: impl Fn(&str) -> (&'static str, String, String) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 4096];
            let length = stream.read(&mut request).await.unwrap();
            let request = String::from_utf8_lossy(&request[..length]).into_owned();
            let (status, headers, body) =
                answer(request.split(' ').nth(1).expect("a short request comes at once"));
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n"
            );
            stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).await.unwrap();
        }
    });
    address
}

fn sent_headers() -> String {
    let lines = BRIDGE_FILES[1].text.lines().filter_map(|line| line.strip_prefix("  "));
    lines.chain(["Content-Type: text/html"]).map(|line| format!("{line}\r\n")).collect()
}

#[tokio::test]
async fn deployed_page_is_told_from_foreign_ones() {
    let page = BRIDGE_FILES[0].text;
    let html = "Content-Type: text/html\r\n".to_owned();
    let whole = check_bridge(&host("200 OK", sent_headers(), page.into()).await).await.unwrap();
    let ours = DeployedBridge {
        ours: true,
        version: Some("1"),
        missing_headers: Vec::new(),
        sending_headers: Vec::new(),
        other_policy: false,
        framing: "header",
        status: 200,
    };
    assert_eq!(whole, ours);
    let json = serde_json::to_string(&whole).unwrap();
    let expected = r#"{"ours":true,"version":"1","missing_headers":[],"sending_headers":[],"other_policy":false,"framing":"header"}"#;
    assert_eq!(json, expected);
    let bare = check_bridge(&host("200 OK", html.clone(), page.into()).await).await.unwrap();
    assert!(bare.ours && bare.missing_headers.len() == 6, "{bare:?}");
    assert_eq!(bare.framing, "script", "GitHub Pages sends no headers of one's own");
    let changed = page.replace("</body>", "<script src=x></script></body>");
    assert!(!check_bridge(&host("200 OK", html.clone(), changed).await).await.unwrap().ours);
    let moved = format!("{html}Location: https://evil.example/\r\n");
    let moved = check_bridge(&host("302 Found", moved, page.into()).await).await.unwrap();
    assert_eq!((moved.ours, moved.status), (false, 302), "no redirect is followed");
}

#[tokio::test]
async fn page_that_an_answer_changes_is_foreign() {
    let html = |more: &str| format!("Content-Type: text/html\r\n{more}");
    let page = BRIDGE_FILES[0].text;
    let other = host_of(move |target| {
        let answered = target.contains("code=") && target.contains("&state=1");
        ("200 OK", html(""), if answered { page.replace("3000", "9000") } else { page.into() })
    });
    let found = check_bridge(&other.await).await.unwrap();
    assert_eq!((found.ours, found.version, found.status), (false, None, 200));
    let away = host_of(move |target| match target.contains("code=") {
        true => ("302 Found", "Location: https://evil.example/\r\n".into(), String::new()),
        false => ("200 OK", html(""), page.into()),
    });
    let found = check_bridge(&away.await).await.unwrap();
    assert_eq!((found.ours, found.status), (false, 302));
    let refreshed = host_of(move |target| {
        let refresh = format!("Refresh: 0; url=https://evil.example/{target}\r\n");
        ("200 OK", html(if target.contains("code=") { &refresh } else { "" }), page.into())
    });
    let found = check_bridge(&refreshed.await).await.unwrap();
    assert_eq!((found.ours, found.version, found.sending_headers), (false, Some("1"), vec!["Refresh"]));
}

#[tokio::test]
async fn check_of_a_bridge_refuses_plain_http_and_large_pages() {
    let refused = |address: String| async move { check_bridge(&address).await.unwrap_err().code() };
    for address in
        ["http://bridge.example/", "file:///etc/passwd", "bridge.example", "https://a:b@b.example/"]
    {
        assert_eq!(refused(address.into()).await, Code::Usage, "{address}");
    }
    let large = host("200 OK", String::new(), " ".repeat(2 * 1024 * 1024)).await;
    assert_eq!(refused(large).await, Code::ProviderUnreadable);
    assert_eq!(refused("http://127.0.0.1:1/".into()).await, Code::ProviderUnreachable);
}
