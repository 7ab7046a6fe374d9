use alloc::string::ToString;
use alloc::vec;

use super::*;
use crate::Channel;

const PAGE: &str = BRIDGE_FILES[0].text;

fn root(path: &str) -> String {
    std::fs::read_to_string(format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"))).expect(path)
}

/// Judges an answer with the page's own headers, after a change of them.
fn judged(status: u16, body: &str, change: impl Fn(&mut Vec<(&str, &str)>)) -> SentPage {
    let mut headers: Vec<(&str, &str)> = wanted_headers().collect();
    headers.push(("Content-Type", "text/html; charset=utf-8"));
    change(&mut headers);
    SentPage::judge(status, body.as_bytes(), |name| {
        headers
            .iter()
            .filter(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
            .collect()
    })
}

fn without(name: &'static str) -> impl Fn(&mut Vec<(&str, &str)>) {
    move |headers| headers.retain(|(other, _)| *other != name)
}

#[test]
fn page_and_its_document_have_the_published_hash() {
    assert_eq!(judged(200, PAGE, |_| ()).version, Some("1"), "the page differs from its hash in PUBLISHED");
    assert!(root("docs/bridge.md").contains(BRIDGE_SHA256), "docs/bridge.md publishes the hash");
    assert!(PAGE.contains("Switchhook bridge, version 1."), "a person sees the version");
}

#[test]
fn only_the_whole_page_with_status_200_is_ours() {
    let whole = SentPage {
        version: Some("1"),
        missing_headers: vec![],
        sending_headers: vec![],
        has_other_policy: false,
        framing: Framing::Header,
    };
    assert_eq!(judged(200, PAGE, |_| ()), whole);
    for (status, body) in [
        (200, PAGE.replace("3000", "4000")),
        (200, PAGE.to_string() + "\n"),
        (200, String::new()),
        (404, PAGE.to_string()),
        (302, PAGE.to_string()),
    ] {
        assert_eq!(judged(status, &body, |_| ()).version, None, "{status}");
    }
}

#[test]
fn missing_and_weaker_headers_are_named() {
    let names: Vec<&str> = wanted_headers().map(|(name, _)| name).collect();
    assert_eq!(names.len(), 6, "{names:?}");
    for name in names {
        assert_eq!(judged(200, PAGE, without(name)).missing_headers, [name]);
    }
    let weak = judged(200, PAGE, |headers| {
        for header in headers {
            match header.0 {
                "Cache-Control" => header.1 = "public, max-age=0",
                POLICY => header.1 = "default-src 'self'",
                "Content-Type" => header.1 = "text/plain",
                _ => {}
            }
        }
    });
    assert_eq!(weak.missing_headers, ["Content-Type", POLICY, "Cache-Control"]);
    let more = judged(200, PAGE, |headers| {
        for header in headers.iter_mut().filter(|header| header.0 == "Cache-Control") {
            header.1 = "max-age=0, No-Store";
        }
        headers.push((POLICY, "upgrade-insecure-requests"));
    });
    assert_eq!(more.missing_headers, [""; 0], "more values do no harm");
}

#[test]
fn header_that_sends_the_address_away_is_named() {
    let report_only = "Content-Security-Policy-Report-Only";
    let endpoints = "Reporting-Endpoints";
    for (name, value, named) in [
        ("Refresh", "0; url=https://evil.example/", Some("Refresh")),
        ("Link", "<https://evil.example/x>; rel=preload; as=image", Some("Link")),
        (endpoints, "default=\"https://evil.example/\"", Some(endpoints)),
        (report_only, "default-src 'none'; report-uri https://evil.example/", Some(report_only)),
        (report_only, "default-src 'none'; Report-To x", Some(report_only)),
        (report_only, "default-src 'none'", None),
        (POLICY, "img-src data:, script-src 'none';report-uri /x", Some(POLICY)),
        (POLICY, "upgrade-insecure-requests", None),
        ("Server", "nginx", None),
    ] {
        let page = judged(200, PAGE, |headers| headers.push((name, value)));
        assert_eq!(page.sending_headers, Vec::from_iter(named), "{name}: {value}");
        assert_eq!(page.version, Some("1"), "{name}: the bytes stay the page's");
        assert_eq!(page.is_ours(), named.is_none(), "{name}: {value}");
        assert_eq!(page.has_other_policy, name == POLICY, "{name}: {value}");
    }
}

#[test]
fn shortcoming_of_either_answer_counts() {
    let good = judged(200, PAGE, |_| ());
    let bare = judged(200, PAGE, |headers| headers.clear());
    let foreign = judged(200, "another", |headers| headers.push(("Refresh", "1")));
    assert_eq!(good.clone().and(good.clone()), good);
    for both in [good.clone().and(bare.clone()), bare.clone().and(good.clone())] {
        assert_eq!((both.version, both.missing_headers.len(), both.framing), (Some("1"), 7, Framing::Script));
    }
    for both in [good.clone().and(foreign.clone()), foreign.and(good)] {
        assert_eq!((both.version, both.is_ours()), (None, false));
        assert_eq!(both.sending_headers, ["Refresh"]);
    }
}

#[test]
fn framing_is_forbidden_by_either_header() {
    for (removed, framing) in [
        (&["X-Frame-Options"][..], Framing::Header),
        (&[POLICY], Framing::Header),
        (&["X-Frame-Options", POLICY], Framing::Script),
    ] {
        let page = judged(200, PAGE, |headers| headers.retain(|(name, _)| !removed.contains(name)));
        assert_eq!(page.framing, framing, "{removed:?}");
    }
}

#[test]
fn hosts_send_the_page_policy_and_forbid_frames() {
    let start = PAGE.split_once("http-equiv=\"Content-Security-Policy\" content=\"").expect("a policy").1;
    let policy = start.split_once('"').expect("its end").0;
    let in_header = format!("{policy}; frame-ancestors 'none'");
    assert!(wanted_headers().any(|(name, value)| name == POLICY && value == in_header));
    for (name, value) in wanted_headers() {
        let line = format!("add_header {name} \"{value}\" always;");
        assert!(BRIDGE_FILES[3].text.contains(&line), "nginx.conf lacks {line}");
    }
}

#[test]
fn page_opens_the_schemes_of_both_channels() {
    for channel in [Channel::Release, Channel::Development] {
        let scheme = format!("{}: \"{}\"", channel.letter(), channel.identifier());
        assert!(PAGE.contains(&scheme), "{scheme}");
    }
}

#[test]
fn page_uses_the_colours_of_the_window() {
    let tokens = root("ui/style/tokens.css");
    for rest in PAGE.split('#').skip(1) {
        let digits: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
        assert!(digits.len() != 6 || tokens.contains(&format!("#{digits}")), "#{digits}");
    }
}
