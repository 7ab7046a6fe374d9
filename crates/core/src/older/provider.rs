//! Problems of the provider, as older versions told them.

use alloc::vec::Vec;

use super::sentences::Sentences;
use crate::{ApiRefusal, FigureError, Insecurity, ProviderProblem, TokenError, Unreadable};

/// The seconds that older versions gave an answer, and a round of figures.
const ANSWER_SECONDS: u64 = 20;
const ROUND_SECONDS: u64 = 30;

/// The problems of the provider that could have been told so.
pub(super) fn guesses(sentence: Sentences<'_>) -> Vec<ProviderProblem> {
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

/// What a refusal says of the token.
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

/// One sentence stood for a figure and for any other answer that is no object: the general kind comes first.
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
