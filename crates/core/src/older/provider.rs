//! Problems of the provider, as older versions told them.

use alloc::vec::Vec;

use super::told::Told;
use crate::{ApiRefusal, FigureError, Insecurity, ProviderProblem, TokenError, Unreadable};

/// The seconds that older versions gave an answer, and a round of figures.
const ANSWER_SECONDS: u64 = 20;
const ROUND_SECONDS: u64 = 30;

/// The problems of the provider that could have been told so.
pub(super) fn guesses(told: Told<'_>) -> Vec<ProviderProblem> {
    let mut all = Vec::from([
        ProviderProblem::Unidentified,
        ProviderProblem::SandboxForeign,
        ProviderProblem::SandboxStopped,
    ]);
    all.extend(no_answer(told));
    all.extend(insecurities().map(|why| ProviderProblem::Insecure { host: told.host(), why }));
    all.extend(bad_statuses(told));
    all.extend(refusals(told));
    all.extend(unreadables(told).into_iter().map(|why| ProviderProblem::Unreadable {
        host: told.host(),
        why,
        code: told.provider_code.cloned(),
    }));
    all
}

fn no_answer(told: Told<'_>) -> Vec<ProviderProblem> {
    let mut all = Vec::from([
        ProviderProblem::NotReached { host: told.host() },
        ProviderProblem::NoCertificates { host: told.host() },
        ProviderProblem::BrokeOff { host: told.host() },
        ProviderProblem::Late { host: told.host(), seconds: ANSWER_SECONDS },
        ProviderProblem::RoundLate { host: told.host(), seconds: ROUND_SECONDS },
        ProviderProblem::TooLarge { host: told.host(), megabytes: 1 },
    ]);
    all.extend(told.seconds().map(|seconds| ProviderProblem::HeldBack { host: told.host(), seconds }));
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

fn bad_statuses(told: Told<'_>) -> Vec<ProviderProblem> {
    let Some(status) = told.status() else {
        return Vec::new();
    };
    let (host, code) = (|| told.host(), || told.provider_code.cloned());
    let seconds = told.seconds();
    Vec::from([
        ProviderProblem::Redirected { host: host(), status, code: code() },
        ProviderProblem::RateLimited { host: host(), status, seconds, code: code() },
        ProviderProblem::Unavailable { host: host(), status, seconds, code: code() },
        ProviderProblem::NoTokenEndpoint { host: host(), status, code: code() },
    ])
}

/// What a refusal says of the token.
fn refusals(told: Told<'_>) -> Vec<ProviderProblem> {
    let refused =
        |refusal| ProviderProblem::Refused { host: told.host(), refusal, code: told.provider_code.cloned() };
    Vec::from([
        refused(ApiRefusal::Dead),
        refused(ApiRefusal::NotInPlan),
        ProviderProblem::MayNotIdentify { host: told.host() },
    ])
}

/// A missing object is told alike of a figure and of any other answer: the general one comes first.
fn unreadables(told: Told<'_>) -> Vec<Unreadable> {
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
    all.extend(told.status().map(Unreadable::Status));
    all
}
