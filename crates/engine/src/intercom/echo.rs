//! Whether an answer repeats what it was sent.

use switchhook_core::SentSecrets;

use crate::intercom::http::Answer;

/// Whether an answer holds one of the secrets of its request, in its body or in a header.
pub(crate) fn repeats(answer: &Answer, sent: &SentSecrets) -> bool {
    let mut headers = answer.headers.iter();
    headers.any(|(name, value)| {
        sent.are_repeated_in(name.as_str().as_bytes()) || sent.are_repeated_in(value.as_bytes())
    }) || sent.are_repeated_in(&answer.body)
}

#[cfg(test)]
mod tests {
    use reqwest::Version;
    use reqwest::header::HeaderMap;
    use zeroize::Zeroizing;

    use super::*;

    #[test]
    fn a_secret_counts_in_the_body_and_in_a_header_and_in_its_name() {
        let sent = SentSecrets::of(["dG9r/Onlwcm=", "dG9r-Onlwcm="]);
        for (header, value, body, found) in [
            ("x-id", "1", r#"{"error":"Bad dG9r\/Onlwcm"}"#, true),
            ("x-id", "Bearer dG9r%2FOnlwcm", "{}", true),
            ("dg9r-onlwcm", "1", "{}", true),
            ("x-id", "1", "{}", false),
        ] {
            let headers =
                HeaderMap::from_iter([(header.parse().expect(header), value.parse().expect(value))]);
            let body = Zeroizing::new(body.as_bytes().to_vec());
            let (version, resets_in) = (Version::HTTP_11, None);
            let answer =
                Answer { status: 200, body, pause: None, headroom: None, resets_in, version, headers };
            assert_eq!(repeats(&answer, &sent), found, "{header}: {value}");
        }
    }
}
