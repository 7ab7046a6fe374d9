//! Addresses as people paste them. The engine tidies pastes, and refuses the same addresses as links of the system.

use switchhook_engine::core::{AttemptStage, Channel, Code, DeepLink, PastedAddress};

use crate::scenario::{BRIDGE, PASTE, Scenario, ended, refused};

/// A change of an address before a person pastes it.
type Change = fn(&str) -> String;

const CHANGES: [(&str, Change); 8] = [
    ("a line break in it", |address| [&address[..40], "\r\n", &address[40..]].concat()),
    ("quotation marks", |address| format!("“{address}”\n")),
    ("angle brackets and a word", |address| format!("<URL:{address}>")),
    ("capitals", |address| {
        let (head, rest) = address.split_once('/').unwrap();
        format!("{}/{rest}", head.to_uppercase())
    }),
    ("an empty fragment and a blank", |address| format!(" {address}# ")),
    ("no scheme", |address| {
        let (_, rest) = address.split_once(':').unwrap();
        rest.trim_start_matches("//").to_owned()
    }),
    ("the query", |address| address.split_once('?').unwrap().1.to_owned()),
    ("the query with its mark", |address| format!("?{}", address.split_once('?').unwrap().1)),
];

// Each changed address fails as a link of the system, and connects as a paste.
#[tokio::test]
async fn paste_is_tidied_in_every_form_and_a_system_link_is_not() {
    let scenario = Scenario::new().await;
    let attempts = scenario.connector.attempts();
    for (name, redirect_uri) in
        [("Direct", Channel::current().callback()), ("Paste", PASTE), ("Bridge", BRIDGE)]
    {
        scenario.register(name, redirect_uri).await;
        for (change, changed) in CHANGES {
            let begun = scenario.begin(name).await;
            let pasted = changed(&scenario.consent(&begun, "authorize", None).await);
            let code = refused(attempts.receive(DeepLink::new(pasted.clone())).await);
            assert!(matches!(code, Code::Malformed | Code::Foreign), "{name}, {change}: {code:?}");
            assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::Awaiting, "{name}, {change}");
            let received = attempts.receive_pasted(PastedAddress::tidy(pasted.as_bytes())).await;
            ended(received.unwrap()).unwrap_or_else(|problem| panic!("{name}, {change}: {problem:?}"));
        }
    }
}

#[tokio::test]
async fn pasted_query_reaches_the_attempt_of_its_state_alone() {
    let scenario = Scenario::new().await;
    let attempts = scenario.connector.attempts();
    scenario.register("Bridge", BRIDGE).await;
    let (local, bridged) = (scenario.begin("Acme").await, scenario.begin("Bridge").await);
    let answer = scenario.consent(&bridged, "authorize", None).await;
    let query = answer.split_once('?').unwrap().1;
    let elsewhere = PastedAddress::tidy(format!("{PASTE}?{query}").as_bytes());
    assert_eq!(refused(attempts.receive_pasted(elsewhere).await), Code::Foreign);
    ended(attempts.receive_pasted(PastedAddress::tidy(query.as_bytes())).await.unwrap()).unwrap();
    assert_eq!(scenario.attempt(&local).await.stage, AttemptStage::Awaiting);
    for (pasted, code) in [(query.to_owned(), Code::StateUsed), ("code=a".to_owned(), Code::Malformed)] {
        let received = attempts.receive_pasted(PastedAddress::tidy(pasted.as_bytes())).await;
        assert_eq!(refused(received), code, "{pasted}");
    }
}
