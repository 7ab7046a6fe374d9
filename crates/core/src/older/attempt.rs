//! Finds problems of attempts in sentences of older versions.

use alloc::string::ToString as _;
use alloc::vec::Vec;

use super::provider;
use super::sentences::Sentences;
use crate::{ApiRefusal, AttemptProblem, CodeRejection, ProviderProblem};

/// The text that an older version put before the reason why it could not identify a token.
const NOT_COMPARED: &str = "A token came, but not whose it is: nothing was changed. ";

/// Returns the problems of an attempt that the sentences may describe.
pub(super) fn candidates(sentence: Sentences<'_>) -> Vec<AttemptProblem> {
    let mut all = Vec::from([
        AttemptProblem::Expired,
        AttemptProblem::Cancelled,
        AttemptProblem::Interrupted,
        AttemptProblem::NotCompared { why: None, is_dead: false },
    ]);
    all.extend(refusals(sentence));
    all.extend(removed(sentence.message));
    if let Some(message) = sentence.message.strip_prefix(NOT_COMPARED) {
        all.extend(provider::candidates(Sentences { message, ..sentence }).into_iter().map(not_compared));
    }
    all
}

/// Returns the refusals of an authorization or of its code.
fn refusals(sentence: Sentences<'_>) -> Vec<AttemptProblem> {
    let rejections =
        [CodeRejection::Unclear, CodeRejection::EndMissing, CodeRejection::Client, CodeRejection::Spent];
    let rejected = |reason| AttemptProblem::CodeRejected { reason, code: sentence.provider_code.cloned() };
    let mut all: Vec<AttemptProblem> = rejections.into_iter().map(rejected).collect();
    if let Some(code) = sentence.provider_code {
        all.push(AttemptProblem::Denied { code: code.clone() });
        all.push(AttemptProblem::NotAuthorized { code: Some(code.clone()) });
    }
    all
}

fn removed(message: &str) -> Option<AttemptProblem> {
    let name =
        message.strip_prefix("The app “")?.strip_suffix("” was removed while its answer was awaited.")?;
    Some(AttemptProblem::RegistrationRemoved { registration: name.to_string() })
}

fn not_compared(why: ProviderProblem) -> AttemptProblem {
    let is_dead = matches!(why, ProviderProblem::Refused { refusal: ApiRefusal::Dead, .. });
    AttemptProblem::NotCompared { why: Some(why), is_dead }
}
