//! Finds secrets of a request in its answer.

use std::mem;
use std::sync::Arc;

use switchhook_core::SentSecrets;

use crate::intercom::http::Answer;

/// Bytes from which a body is searched on a thread of its own, since the search would hold up other tasks.
const LARGE: usize = 64 * 1024;

/// Whether an answer holds a secret of its request, in its body or in a header. Also `true` where the search
/// failed; the body is empty then.
pub(crate) async fn repeats(answer: &mut Answer, sent: &Arc<SentSecrets>) -> bool {
    let mut headers = answer.headers.iter();
    headers.any(|(name, value)| {
        sent.are_repeated_in(name.as_str().as_bytes()) || sent.are_repeated_in(value.as_bytes())
    }) || are_in_body(answer, sent).await
}

/// Whether the body holds a secret. Also `true` where the search failed; the body is empty then.
async fn are_in_body(answer: &mut Answer, sent: &Arc<SentSecrets>) -> bool {
    if answer.body.len() < LARGE {
        return sent.are_repeated_in(&answer.body);
    }
    let (body, sent) = (mem::take(&mut answer.body), Arc::clone(sent));
    let search = tokio::task::spawn_blocking(move || (sent.are_repeated_in(&body), body));
    // A failed search proves nothing, so Switchhook treats the answer as one that repeats a secret.
    let Ok((are_repeated, body)) = search.await else { return true };
    answer.body = body;
    are_repeated
}

#[cfg(test)]
mod tests {
    use reqwest::Version;
    use reqwest::header::HeaderMap;
    use zeroize::Zeroizing;

    use super::*;

    fn answer(headers: HeaderMap, body: &str) -> Answer {
        let body = Zeroizing::new(body.as_bytes().to_vec());
        let (version, resets_in) = (Version::HTTP_11, None);
        Answer { status: 200, body, pause: None, headroom: None, resets_in, version, headers }
    }

    fn sent() -> Arc<SentSecrets> {
        Arc::new(SentSecrets::of(["dG9r/Onlwcm=", "dG9r-Onlwcm="]))
    }

    #[tokio::test]
    async fn secret_is_found_in_body_header_value_and_header_name() {
        let sent = sent();
        for (header, value, body, found) in [
            ("x-id", "1", r#"{"error":"Bad dG9r\/Onlwcm"}"#, true),
            ("x-id", "Bearer dG9r%2FOnlwcm", "{}", true),
            ("dg9r-onlwcm", "1", "{}", true),
            ("x-id", "1", "{}", false),
        ] {
            let headers =
                HeaderMap::from_iter([(header.parse().expect(header), value.parse().expect(value))]);
            let mut answer = answer(headers, body);
            assert_eq!(repeats(&mut answer, &sent).await, found, "{header}: {value}");
            assert_eq!(&*answer.body, body.as_bytes());
        }
    }

    #[tokio::test]
    async fn large_body_is_searched_whole_and_kept() {
        for (end, found) in [("", false), ("dG9r/Onlwcm", true)] {
            let body = "a".repeat(LARGE) + end;
            let mut answer = answer(HeaderMap::new(), &body);
            assert_eq!(repeats(&mut answer, &sent()).await, found, "{end}");
            assert!(*answer.body == *body.as_bytes());
        }
    }

    #[tokio::test]
    async fn other_tasks_run_while_large_body_is_searched() {
        let (mut answer, sent) = (answer(HeaderMap::new(), &"a".repeat(LARGE)), sent());
        tokio::select! {
            biased;
            _ = repeats(&mut answer, &sent) => panic!("the search ended before other tasks had their turn"),
            () = std::future::ready(()) => {}
        }
    }
}
