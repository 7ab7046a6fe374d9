//! The faults, and the messages that a person reads for them.

use switchhook_journeys::authority::Certificate;
use switchhook_journeys::faulty_server::Fault;

/// The expected error. `{host}` stands for the server.
#[derive(Clone, Copy)]
pub(crate) struct Expected {
    pub(crate) exit: i32,
    pub(crate) code: &'static str,
    pub(crate) message: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) provider_code: Option<&'static str>,
}

/// A fault, and its outcome in each case.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) fault: Fault,
    pub(crate) secure: bool,
    /// The error when a code is exchanged.
    pub(crate) token: Expected,
    /// The number of connections for that. A request that may have arrived is never sent again.
    pub(crate) connections: usize,
    /// The error when a token is pasted. Without one, the account is kept as unverified.
    pub(crate) own: Option<Expected>,
    /// The status of a checked account.
    pub(crate) status: &'static str,
    /// Whether the case ends only at the deadline.
    pub(crate) slow: bool,
}

const NETWORK: &str = "Check the network and try again. Nothing that was stored is lost.";
const IN_A_MINUTE: &str = "Try again in a minute. Nothing that was stored is lost.";
const CLOCK: &str = "Check the address and this computer's clock. Nothing that was stored is lost.";
const ADDRESSES: &str = "Check the addresses that you gave. Something other than Intercom may have answered, such as a network that asks you to sign in.";
const ENDPOINT: &str = "Check the token endpoint of the registration, then connect again.";
const API_BASE: &str = "Check the API base, the region and the network. Something other than Intercom may have answered. Nothing was stored.";
const SECRET: &str = "Connect again, and finish within five minutes. If this happens again, copy the client secret from the Developer Hub again.";
const COPY: &str = "Copy the token again, or choose another region. Nothing was stored.";

const BROKE_OFF: Expected =
    unreachable("The connection to {host} broke before the answer was complete.", NETWORK);
const TOO_LATE: Expected = unreachable("{host} took longer than 20 seconds to answer.", NETWORK);
const UNREACHED: Expected = unreachable("Switchhook could not reach {host}.", NETWORK);

const NO_OBJECT: &str = "Switchhook can't read the answer of {host}: it is not a JSON object.";
const EMPTY: &str = "Switchhook can't read the answer of {host}: it is empty.";
const AGAIN: &str = "Try again. If the answer stays empty, check the addresses that you gave.";
const WEB_PAGE: &str = "Switchhook can't read the answer of {host}: it is a web page.";
const SIGN_IN: &str = "Open a page in your browser, since a network that asks you to sign in answers so. Otherwise, check the addresses that you gave.";
const NO_JSON: &str = "Switchhook can't read the answer of {host}: it is not JSON.";
const SOMETHING_ELSE: &str =
    "Check the addresses that you gave. Something other than Intercom may have answered.";
const NO_HTTP: &str = "Switchhook can't read the answer of {host}: it is not HTTP.";
const LONG_HEAD: &str = "Switchhook can't read the answer of {host}: its headers are too long.";
const BROTLI: &str =
    "Switchhook can't read the answer of {host}: it is compressed as br, and Switchhook accepts only gzip.";
const NOT_PACKED: &str = "Switchhook can't read the answer of {host}: it can't be decompressed.";
const NO_TOKEN: &str = "Switchhook can't read the answer of {host}: the answer holds no token.";
const TOO_LARGE: &str = "{host} sent an answer of more than one megabyte.";

pub(crate) const ROWS: &[Row] = &[
    // no answer
    Row::both("refused", Fault::Refused, UNREACHED).connections(0),
    Row::both("hung up", Fault::HungUp, BROKE_OFF),
    Row::both("never answering", Fault::Silent, TOO_LATE).slow(),
    Row::both("a byte a second", Fault::SlowBody, TOO_LATE).slow(),
    Row::both("a head of a byte a second", Fault::SlowHead, TOO_LATE).slow(),
    Row::both("one interim answer after the other", Fault::Interim, TOO_LATE).slow(),
    Row::both("a reset amid the body", Fault::Reset, BROKE_OFF),
    Row::both(
        "a body cut short",
        Fault::SaysRaw("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"token\":\"No"),
        BROKE_OFF,
    ),
    // an answer that is not HTTP, or not readable
    Row::unreadable("no HTTP", Fault::SaysRaw("SSH-2.0-NobodyMayRepeatThis\r\n"), NO_HTTP, NO_HTTP),
    Row::unreadable(
        "a header with a NUL",
        Fault::SaysRaw("HTTP/1.1 200 OK\r\nx-more: NobodyMay\0RepeatThis\r\ncontent-length: 2\r\n\r\n{}"),
        NO_HTTP,
        NO_HTTP,
    ),
    Row::unreadable("a head without an end", Fault::EndlessHead, LONG_HEAD, LONG_HEAD),
    Row::status(
        "brotli, which nobody asked for",
        Fault::Says("200 OK\r\ncontent-encoding: br", "NobodyMayRepeatThis"),
        unreadable(
            BROTLI,
            "Check the server and any proxy before it. One of them compresses answers in a way that Switchhook does not accept.",
        ),
        Some(unreadable(BROTLI, API_BASE)),
        "unreachable",
    ),
    Row::unreadable(
        "gzip that is none",
        Fault::Says("200 OK\r\ncontent-encoding: gzip", "NobodyMayRepeatThis"),
        NOT_PACKED,
        NOT_PACKED,
    ),
    Row::no_object(
        "truncated JSON",
        Fault::Says("200 OK", "{\"access_token\":\"NobodyMayRepeatThis"),
        NO_JSON,
        SOMETHING_ELSE,
    ),
    Row::no_object(
        "HTML",
        Fault::Says("200 OK\r\ncontent-type: text/html", "<html>NobodyMayRepeatThis</html>"),
        WEB_PAGE,
        SIGN_IN,
    ),
    Row::no_object("empty", Fault::Says("200 OK", ""), EMPTY, AGAIN),
    Row::unreadable(
        "a list",
        Fault::Says("200 OK", "[\"NobodyMayRepeatThis\",null,null]"),
        NO_OBJECT,
        NO_OBJECT,
    ),
    Row::no_object("a list in a list in a list", Fault::Deep, NO_JSON, SOMETHING_ELSE),
    Row::unreadable("a hundred megabytes", Fault::Huge, TOO_LARGE, TOO_LARGE),
    Row::unreadable("a body without an end", Fault::Endless, TOO_LARGE, TOO_LARGE),
    Row::unreadable("a gzip bomb", Fault::Bomb, TOO_LARGE, TOO_LARGE),
    // redirects
    Row::redirect(
        "302 elsewhere",
        Fault::Redirect("302 Found"),
        "{host} answered with a redirect (302), which Switchhook never follows.",
    ),
    Row::redirect(
        "307 elsewhere",
        Fault::Redirect("307 Temporary Redirect"),
        "{host} answered with a redirect (307), which Switchhook never follows.",
    ),
    // refusals
    Row::status(
        "400",
        Fault::Says(
            "400 Bad Request",
            r#"{"error":"invalid_request","error_description":"NobodyMayRepeatThis"}"#,
        ),
        rejected().provider("invalid_request"),
        Some(
            unreadable("Switchhook can't read the answer of {host}: its status is 400.", API_BASE)
                .provider("invalid_request"),
        ),
        "unreachable",
    ),
    Row::status(
        "401",
        Fault::Says(
            "401 Unauthorized",
            r#"{"type":"error.list","errors":[{"code":"unauthorized","message":"NobodyMayRepeatThis"}]}"#,
        ),
        rejected().provider("unauthorized"),
        Some(Expected {
            message: "{host} does not accept this token.",
            hint: COPY,
            ..rejected().provider("unauthorized")
        }),
        "needs_reconnect",
    ),
    Row::status(
        "403",
        Fault::Says(
            "403 Forbidden",
            r#"{"type":"error.list","errors":[{"code":"forbidden","message":"NobodyMayRepeatThis"}]}"#,
        ),
        rejected().provider("forbidden"),
        None,
        "limited",
    ),
    Row::status(
        "404",
        Fault::Says(
            "404 Not Found",
            r#"{"type":"error.list","errors":[{"code":"not_found","message":"NobodyMayRepeatThis"}]}"#,
        ),
        unreadable("{host} has no token endpoint at this address (status 404).", ENDPOINT)
            .provider("not_found"),
        Some(
            unreadable("Switchhook can't read the answer of {host}: its status is 404.", API_BASE)
                .provider("not_found"),
        ),
        "unreachable",
    ),
    // temporary refusals
    Row::both(
        "429",
        Fault::Says(
            "429 Too Many Requests",
            r#"{"type":"error.list","errors":[{"code":"rate_limit_exceeded"}]}"#,
        ),
        limited(IN_A_MINUTE).provider("rate_limit_exceeded"),
    )
    .no_news(),
    Row::both(
        "429 with a reset",
        Fault::Limited,
        limited("Try again in 5 minutes. Nothing that was stored is lost.").provider("rate_limit_exceeded"),
    )
    .no_news(),
    Row::both(
        "429 with a pause",
        Fault::Says("429 Too Many Requests\r\nretry-after: 30", "NobodyMayRepeatThis"),
        limited("Try again in 30 seconds. Nothing that was stored is lost."),
    )
    .no_news(),
    Row::both(
        "500",
        Fault::Says(
            "500 Internal Server Error\r\ncontent-type: text/html",
            "<html>NobodyMayRepeatThis</html>",
        ),
        unreachable("{host} can't answer now (status 500).", IN_A_MINUTE),
    ),
    Row::both(
        "503",
        Fault::Says("503 Service Unavailable\r\nretry-after: 120", ""),
        unreachable(
            "{host} can't answer now (status 503).",
            "Try again in 2 minutes. Nothing that was stored is lost.",
        ),
    ),
    // doubtful tokens; at the API, answers without an account
    Row::token(
        "no token",
        Fault::Says("200 OK", r#"{"note":"NobodyMayRepeatThis"}"#),
        "Switchhook can't read the answer of {host}: the answer holds no token.",
    ),
    Row::token(
        "a megabyte of numbers",
        Fault::Wide,
        "Switchhook can't read the answer of {host}: the answer holds no token.",
    ),
    Row::token(
        "a number for a token",
        Fault::Says("200 OK", r#"{"access_token":7,"note":"NobodyMayRepeatThis"}"#),
        NO_TOKEN,
    ),
    Row::token(
        "a token with controls",
        Fault::Says("200 OK", r#"{"access_token":"NobodyMayRepeatThis\r\nx-more: \u001b[2J"}"#),
        "Switchhook can't read the answer of {host}: the token is empty, too long, or holds characters that no token has.",
    ),
    Row::token(
        "two different tokens",
        Fault::Says("200 OK", r#"{"token":"NobodyMayRepeatThis","access_token":"NobodyMayRepeatThat"}"#),
        "Switchhook can't read the answer of {host}: the answer holds two different tokens.",
    ),
    Row::token(
        "an unknown token type",
        Fault::Says("200 OK", r#"{"access_token":"NobodyMayRepeatThis","token_type":"mac"}"#),
        "Switchhook can't read the answer of {host}: the token is not a bearer token.",
    ),
    // untrusted servers
    Row::tls(
        "the certificate of another",
        Fault::Shows(Certificate::OfAnotherHost),
        insecure("Switchhook sent nothing to {host}: its certificate is for another name."),
    ),
    Row::tls(
        "an expired certificate",
        Fault::Shows(Certificate::Expired),
        insecure("Switchhook sent nothing to {host}: its certificate has expired."),
    ),
    Row::tls(
        "a certificate of tomorrow",
        Fault::Shows(Certificate::NotYetValid),
        insecure("Switchhook sent nothing to {host}: its certificate is not valid yet."),
    ),
    Row::tls(
        "a self-signed certificate",
        Fault::Shows(Certificate::SelfSigned),
        insecure(
            "Switchhook sent nothing to {host}: this computer does not trust the issuer of its certificate.",
        ),
    ),
    Row::tls(
        "HTTP where HTTPS should be",
        Fault::SaysRaw("HTTP/1.1 400 Bad Request\r\n\r\n"),
        insecure("Switchhook sent nothing to {host}: it supports no TLS version or cipher of this computer."),
    ),
    Row::tls("hung up before TLS", Fault::HungUp, UNREACHED).connections(4),
    Row::tls("never greeting", Fault::Silent, TOO_LATE).connections(2).slow(),
];

const fn expected(exit: i32, code: &'static str, message: &'static str, hint: &'static str) -> Expected {
    Expected { exit, code, message, hint, provider_code: None }
}

const fn unreachable(message: &'static str, hint: &'static str) -> Expected {
    expected(22, "provider_unreachable", message, hint)
}

const fn unreadable(message: &'static str, hint: &'static str) -> Expected {
    expected(23, "provider_unreadable", message, hint)
}

const fn rejected() -> Expected {
    expected(21, "code_rejected", "The sign-in worked, but the provider refused its code.", SECRET)
}

const fn limited(hint: &'static str) -> Expected {
    unreachable("{host} accepts no more requests for now (status 429).", hint)
}

const fn insecure(message: &'static str) -> Expected {
    unreachable(message, CLOCK)
}

impl Expected {
    const fn provider(self, code: &'static str) -> Self {
        Self { provider_code: Some(code), ..self }
    }
}

impl Row {
    const fn status(
        name: &'static str,
        fault: Fault,
        token: Expected,
        own: Option<Expected>,
        status: &'static str,
    ) -> Self {
        Self { name, fault, secure: false, token, connections: 1, own, status, slow: false }
    }

    /// A fault with the same error in every case.
    const fn both(name: &'static str, fault: Fault, expected: Expected) -> Self {
        Self::status(name, fault, expected, Some(expected), "unreachable")
    }

    const fn unreadable(name: &'static str, fault: Fault, token: &'static str, api: &'static str) -> Self {
        let own = Some(unreadable(api, API_BASE));
        Self::status(name, fault, unreadable(token, ADDRESSES), own, "unreachable")
    }

    const fn no_object(name: &'static str, fault: Fault, message: &'static str, hint: &'static str) -> Self {
        Self::status(
            name,
            fault,
            unreadable(message, hint),
            Some(unreadable(message, API_BASE)),
            "unreachable",
        )
    }

    const fn redirect(name: &'static str, fault: Fault, message: &'static str) -> Self {
        Self::unreadable(name, fault, message, message)
    }

    const fn token(name: &'static str, fault: Fault, message: &'static str) -> Self {
        Self::status(name, fault, unreadable(message, ADDRESSES), None, "connected")
    }

    const fn tls(name: &'static str, fault: Fault, expected: Expected) -> Self {
        Self { secure: true, ..Self::both(name, fault, expected) }
    }

    /// The fault says nothing about a checked account.
    const fn no_news(self) -> Self {
        Self { status: "connected", ..self }
    }

    const fn connections(self, connections: usize) -> Self {
        Self { connections, ..self }
    }

    const fn slow(self) -> Self {
        Self { slow: true, ..self }
    }
}
