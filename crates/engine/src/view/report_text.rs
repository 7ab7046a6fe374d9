//! An error as text that a person can send to get help.

use switchhook_core::{AttemptProblem, ErrorReport, Problem, plain};

use crate::contract::Attempt;

/// The most characters of each part. Switchhook's own sentences are shorter; text from elsewhere is cut.
const LONGEST: usize = 1_000;

/// The four parts of a report, as the window shows them. The page has codes of its own, so the code may be
/// any word.
pub struct Details<'a> {
    /// The error's code.
    pub code: &'a str,
    /// The sentence that says what happened.
    pub message: &'a str,
    /// The sentence that says what to do.
    pub hint: &'a str,
    /// The provider's own code.
    pub provider_code: Option<&'a str>,
}

impl Details<'_> {
    /// Returns four lines: sentence, hint, codes, and this program's version. Each part is cleaned and cut, so
    /// the text is safe to paste anywhere.
    pub fn text(&self) -> String {
        let part = |text: &str| plain(text).chars().take(LONGEST).collect::<String>();
        let codes: Vec<String> =
            [Some(self.code), self.provider_code].into_iter().flatten().map(part).collect();
        format!(
            "{}\n{}\n{}\nSwitchhook {}\n",
            part(self.message),
            part(self.hint),
            codes.join(" · "),
            env!("CARGO_PKG_VERSION")
        )
    }
}

/// Returns the text of the problem that ended an attempt, or on which a person must decide.
///
/// # Errors
/// `not_found` where the attempt has no problem.
pub fn details_of(attempt: &Attempt) -> Result<String, Problem> {
    let failure = attempt.error.as_ref().ok_or(AttemptProblem::NoDetails)?;
    let ErrorReport { code, message, hint, provider_code } = failure.report();
    let details = Details {
        code: code.as_str(),
        message: &message,
        hint: &hint,
        provider_code: provider_code.as_deref(),
    };
    Ok(details.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_four_lines_for_any_input() {
        let version = env!("CARGO_PKG_VERSION");
        let plainly = Details {
            code: "code_rejected",
            message: "It was refused.",
            hint: "Try again.",
            provider_code: None,
        };
        let expected = format!("It was refused.\nTry again.\ncode_rejected\nSwitchhook {version}\n");
        assert_eq!(plainly.text(), expected);
        let long = "x".repeat(5_000);
        let odd =
            Details { message: "a\nb\u{202e}", hint: &long, provider_code: Some("invalid_grant"), ..plainly };
        let text = odd.text();
        assert_eq!(text.lines().count(), 4, "{text}");
        assert!(text.starts_with("a\u{fffd}b\u{fffd}\n"), "{text}");
        assert!(text.contains("code_rejected · invalid_grant"), "{text}");
        assert!(text.len() < 2_000, "what is too long is cut");
    }
}
