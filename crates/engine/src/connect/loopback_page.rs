//! The page that a browser shows after it brought an answer to this program.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use sha2::{Digest as _, Sha256};
use switchhook_core::{Code, Problem, plain};

use super::outcome::Received;
use crate::contract::Outcome;
use crate::host::local_server::Page;

const STYLE: &str = ":root{color-scheme:light dark}\
body{font:16px/1.5 Inter,system-ui,sans-serif;color:light-dark(#5e606a,#a9abb5);background:light-dark(#fff,#17181b);\
max-width:448px;margin:0 auto;padding:max(32px,14vh) 24px 32px;overflow-wrap:anywhere}\
h1{font-size:20px;line-height:1.25;font-weight:600;color:light-dark(#1b1c20,#f2f2f4);margin:0 0 16px}p{margin:0}";

/// Takes the code out of the address bar.
const SCRIPT: &str = "history.replaceState(null,'',location.pathname)";

/// Returns the page for the result of an answer.
pub(super) fn of(received: &Result<Received, Problem>) -> Page {
    match received {
        Ok(Received::Ended(Ok(connected))) => {
            let became = match connected.outcome {
                Outcome::Connected => "is connected",
                Outcome::AlreadyConnected => "is connected again",
                Outcome::Unverified => "was saved",
            };
            page(
                StatusCode::OK,
                &format!("{} {became}", plain(&connected.account.name)),
                "You can close this tab and return to Switchhook.",
            )
        }
        Ok(Received::Delivered) => under_way(),
        Ok(
            Received::Ended(Err(problem))
            | Received::Unsaved { problem, .. }
            | Received::Undecided { problem, .. }
            | Received::Stuck(problem),
        ) => page(StatusCode::OK, "Switchhook needs you", &returning(problem)),
        // The browser asked again, perhaps while the first answer was under way.
        Err(problem) if problem.code() == Code::StateUsed => under_way(),
        Err(problem) => page(StatusCode::BAD_REQUEST, "This answer does not count", &returning(problem)),
    }
}

/// Returns the page for an answer that takes longer than the browser should wait.
pub(super) fn under_way() -> Page {
    page(StatusCode::OK, "Switchhook has the answer", "You can close this tab and return to Switchhook.")
}

/// Returns the empty answer to every other request. A foreign page learns nothing from it.
pub(super) fn missing() -> Page {
    Page { status: StatusCode::NOT_FOUND, html: String::new(), policy: "default-src 'none'".to_owned() }
}

fn returning(problem: &Problem) -> String {
    format!("{} Return to Switchhook.", plain(&problem.report().message))
}

fn page(status: StatusCode, title: &str, text: &str) -> Page {
    let (title, text) = (escaped(title), escaped(text));
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <link rel=\"icon\" href=\"data:,\"><style>{STYLE}</style></head>\
         <body><main><h1>{title}</h1><p>{text}</p></main><script>{SCRIPT}</script></body></html>"
    );
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; img-src data:; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'",
        hash(SCRIPT),
        hash(STYLE)
    );
    Page { status, html, policy }
}

/// Returns a text with the characters escaped that HTML gives a meaning to.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' | '<' | '>' | '"' | '\'' => {
                let _ = write!(escaped, "&#{};", u32::from(character));
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_of_a_workspace_makes_no_markup() {
        let name = "</title><script>alert(1)</script><img src=x onerror='alert(2)'> & \"R\u{26}D\"";
        let page = page(StatusCode::OK, &format!("{name} is connected"), name).html;
        assert!(page.contains("&#60;script&#62;alert(1)&#60;/script&#62;"), "{page}");
        assert_eq!(page.matches("<script>").count(), 1, "its own: {page}");
        assert!(!page.contains("<img") && !page.contains("onerror='"), "{page}");
    }
}
