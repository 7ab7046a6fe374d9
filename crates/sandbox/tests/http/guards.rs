//! The guards against web pages in the person's browser.

use serde_json::json;

use crate::trial::*;

#[tokio::test]
async fn every_route_of_every_listener_refuses_another_host() {
    let trial = Trial::start().await;
    let regions = &trial.about().regions;
    for base in [&regions.us.api_base, &regions.eu.api_base, &regions.au.api_base] {
        let port = base.rsplit(':').next().unwrap();
        for path in ["/oauth", "/me", "/auth/eagle/token", "/_sandbox", "/_control", "/_hub", "/nowhere"] {
            let ask = |host: String| trial.get(format!("{base}{path}")).header("host", host);
            for host in [
                format!("evil.example:{port}"),
                format!("127.0.0.1.evil.example:{port}"),
                "127.0.0.1:1".to_owned(),
                "127.0.0.1".to_owned(),
                format!("[::1]:{port}"),
            ] {
                let refused = answer(ask(host.clone())).await;
                assert_eq!((refused.error().0, refused.error().1), (403, "forbidden"), "{host}{path}");
            }
            let own = ask(format!("localhost:{port}")).send().await.unwrap();
            assert_ne!(own.status(), 403, "{path}");
        }
    }
}

#[tokio::test]
async fn description_and_switches_refuse_web_pages() {
    let trial = Trial::start().await;
    let url = &trial.about().url;
    for path in ["/_sandbox", "/_control", "/_control/apps", "/_control/tokens", "/_control/requests"] {
        let ask = || trial.get(format!("{url}{path}"));
        for (name, value) in [
            ("origin", url.as_str()),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", "same-origin"),
        ] {
            assert_eq!(answer(ask().header(name, value)).await.error().0, 403, "{name}: {value}");
        }
        assert_eq!(answer(ask()).await.status, 200);
        assert_eq!(answer(ask().header("sec-fetch-site", "none")).await.status, 200);
    }
    let flip = trial.post(format!("{url}/_control")).body(r#"{"chooser": true}"#);
    assert_eq!(answer(flip.header("origin", "https://evil.example")).await.status, 403);
    assert_eq!(answer(trial.get(format!("{url}/_control"))).await.body["chooser"], json!(false));
}

#[tokio::test]
async fn consent_page_accepts_its_own_form() {
    let trial = Trial::start().await;
    // The headers of a browser that hides its referrers, of Chromium, of Safari before 16.4, and of curl.
    let own = trial.about().regions.us.api_base.clone();
    let same = ("sec-fetch-site", "same-origin");
    for headers in
        [&[("origin", "null"), same][..], &[("origin", own.as_str()), same], &[("origin", &own)], &[]]
    {
        let post = trial.post(trial.authorization_url(&[])).form(&[("decision", "authorize")]);
        let post = headers.iter().fold(post, |post, (name, value)| post.header(*name, *value));
        assert_eq!(post.send().await.unwrap().status(), 303, "{headers:?}");
    }
}

#[tokio::test]
async fn another_sites_page_cannot_authorize_without_a_click() {
    let trial = Trial::start().await;
    for site in ["cross-site", "same-site", "none"] {
        let post = trial.post(trial.authorization_url(&[])).header("sec-fetch-site", site);
        let refused = post.form(&[("decision", "authorize"), ("workspace", LUMEN)]).send().await.unwrap();
        assert_eq!(refused.status(), 403, "{site}");
    }
    for origin in ["https://evil.example", "http://127.0.0.1:1", "null"] {
        let post = trial.post(trial.authorization_url(&[])).header("origin", origin);
        let refused = answer(post.form(&[("decision", "authorize"), ("workspace", LUMEN)])).await;
        assert_eq!((refused.error().0, refused.error().1), (403, "forbidden"), "{origin}");
    }
    let switches = answer(trial.get(format!("{}/_control", trial.about().url))).await.body;
    assert_eq!(switches["session"], json!(NORTHWIND), "the session stays in its workspace");
}
