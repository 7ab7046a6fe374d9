//! Finds problems of the provider in sentences of older versions.

use alloc::vec::Vec;

use super::sentences::Sentences;
use crate::{ApiRefusal, FigureError, Insecurity, ProviderProblem, TokenError, Unreadable};

/// The seconds that older versions waited for an answer.
const ANSWER_SECONDS: u64 = 20;
/// The seconds that older versions waited for a round of figures.
const ROUND_SECONDS: u64 = 30;

/// Returns the problems of the provider that the sentences may describe.
pub(super) fn candidates(sentence: Sentences<'_>) -> Vec<ProviderProblem> {
    let mut all = Vec::from([
        ProviderProblem::Unidentified,
        ProviderProblem::SandboxForeign,
        ProviderProblem::SandboxStopped,
    ]);
    all.extend(no_answer(sentence));
    all.extend(insecurities().map(|why| ProviderProblem::Insecure { host: sentence.host(), why }));
    all.extend(bad_statuses(sentence));
    all.extend(refusals(sentence));
    all.extend(unreadables(sentence).into_iter().map(|why| ProviderProblem::Unreadable {
        host: sentence.host(),
        why,
        code: sentence.provider_code.cloned(),
    }));
    all
}

fn no_answer(sentence: Sentences<'_>) -> Vec<ProviderProblem> {
    let mut all = Vec::from([
        ProviderProblem::NotReached { host: sentence.host() },
        ProviderProblem::NoCertificates { host: sentence.host() },
        ProviderProblem::BrokeOff { host: sentence.host() },
        ProviderProblem::Late { host: sentence.host(), seconds: ANSWER_SECONDS, proxy: None },
        ProviderProblem::RoundLate { host: sentence.host(), seconds: ROUND_SECONDS },
        ProviderProblem::TooLarge { host: sentence.host(), megabytes: 1 },
    ]);
    all.extend(
        sentence.seconds().map(|seconds| ProviderProblem::HeldBack { host: sentence.host(), seconds }),
    );
    all
}

fn insecurities() -> impl Iterator<Item = Insecurity> {
    [
        Insecurity::Expired,
        Insecurity::NotYetValid,
        Insecurity::OtherName,
        Insecurity::UnknownIssuer,
        Insecurity::Unproven,
        Insecurity::NoTls,
    ]
    .into_iter()
}

fn bad_statuses(sentence: Sentences<'_>) -> Vec<ProviderProblem> {
    let Some(status) = sentence.status() else {
        return Vec::new();
    };
    let (host, code) = (|| sentence.host(), || sentence.provider_code.cloned());
    let seconds = sentence.seconds();
    Vec::from([
        ProviderProblem::Redirected { host: host(), status, code: code() },
        ProviderProblem::RateLimited { host: host(), status, seconds, code: code() },
        ProviderProblem::Unavailable { host: host(), status, seconds, code: code() },
        ProviderProblem::NoTokenEndpoint { host: host(), status, code: code() },
    ])
}

/// Returns the refusals of the token that the sentences may describe.
fn refusals(sentence: Sentences<'_>) -> Vec<ProviderProblem> {
    let refused = |refusal| ProviderProblem::Refused {
        host: sentence.host(),
        refusal,
        code: sentence.provider_code.cloned(),
    };
    Vec::from([
        refused(ApiRefusal::Dead),
        refused(ApiRefusal::NotInPlan),
        ProviderProblem::MayNotIdentify { host: sentence.host() },
    ])
}

/// Returns the reasons why an answer can't be read. `NoObject` comes before the figure's errors, since older versions used one
/// sentence for both.
fn unreadables(sentence: Sentences<'_>) -> Vec<Unreadable> {
    let mut all = Vec::from([
        Unreadable::NoObject,
        Unreadable::Figure(FigureError::NoCount),
        Unreadable::Figure(FigureError::NoList),
        Unreadable::Figure(FigureError::OnePage),
        Unreadable::Token(TokenError::Absent),
        Unreadable::Token(TokenError::Ambiguous),
        Unreadable::Token(TokenError::Type),
        Unreadable::Token(TokenError::Charset),
        Unreadable::NoTokenAnswer,
        Unreadable::Error,
        Unreadable::NoConfirmation,
        Unreadable::NoRequest,
    ]);
    all.extend(sentence.status().map(Unreadable::Status));
    all
}
