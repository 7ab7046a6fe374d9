//! Reads an answer to the question for a figure: the figure, and the state of the token.

use switchhook_core::{ApiRefusal, Endpoint, Figure, ProviderProblem};

use crate::intercom::api::{ApiFailure, read_figure};
use crate::intercom::failure::HttpError;
use crate::intercom::http::Answer;
use crate::store::figures::FigureAnswer;

/// The meaning of an answer.
pub(super) enum FigureOutcome {
    /// The answer says how the question ended.
    Clear(FigureAnswer),
    /// The token is dead, beyond doubt.
    Dead(ProviderProblem),
    /// The token is dead or a permission is missing: Intercom answers both alike.
    DeadOrMissing,
}

/// Returns the meaning of an answer to the question for a figure.
pub(super) fn figure_outcome(
    answer: Result<Answer, HttpError>,
    api_base: &Endpoint,
    figure: Figure,
) -> FigureOutcome {
    match read_figure(answer, api_base, figure) {
        Ok(count) => FigureOutcome::Clear(FigureAnswer::Count(count)),
        Err(refused) => refused_outcome(refused),
    }
}

/// Returns the meaning of an answer without a figure.
pub(super) fn refused_outcome(refused: ApiFailure) -> FigureOutcome {
    match refused {
        ApiFailure { refusal: Some(ApiRefusal::Dead), problem, is_beyond_doubt: true } => {
            FigureOutcome::Dead(problem)
        }
        ApiFailure { refusal: Some(ApiRefusal::Dead), .. } => FigureOutcome::DeadOrMissing,
        ApiFailure { refusal: Some(ApiRefusal::NotAllowed), .. } => {
            FigureOutcome::Clear(FigureAnswer::Missing)
        }
        ApiFailure { problem, .. } => FigureOutcome::Clear(FigureAnswer::Trouble(problem.into())),
    }
}
