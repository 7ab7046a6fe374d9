//! Samples of the problems of attempts.

use std::vec::Vec;

use super::facts::{self, NAME, code, dead, down, northwind};
use crate::{AttemptProblem, CodeRejection, WorkspaceId};

pub(super) fn all() -> Vec<AttemptProblem> {
    use AttemptProblem::*;
    let registration = || NAME.into();
    samples!(AttemptProblem:
        NotFound: [NotFound],
        TooMany: [TooMany { most: 50 }],
        OtherApp: [OtherApp { registration: registration() }],
        OtherWorkspace: [OtherWorkspace {
            registration: registration(),
            only: WorkspaceId::new("nw7k2p0q"),
            asked: WorkspaceId::new("lm5v0r6y"),
        }],
        PortUnavailable: [true, false].map(|is_taken| PortUnavailable { port: 47_116, is_taken }),
        UrlForgotten: [UrlForgotten],
        Denied: [Denied { code: code("access_denied").expect("a code") }],
        NotAuthorized: [code("invalid_scope"), None].map(|code| NotAuthorized { code }),
        CodeRejected: rejections().into_iter().map(|reason| CodeRejected { reason, code: code("invalid_grant") }),
        Expired: [Expired],
        Cancelled: [Cancelled],
        RegistrationRemoved: [RegistrationRemoved { registration: registration() }],
        Interrupted: [Interrupted],
        Unsaved: [Unsaved],
        TokenLost: [TokenLost],
        Left: [Left],
        Answering: [Answering],
        Decided: [Decided],
        StillAwaiting: [StillAwaiting],
        WorkspaceUnknown: [WorkspaceUnknown],
        AnotherAgain: [AnotherAgain],
        Another: facts::vague().map(|came| Another { came, awaited: northwind() }),
        AccountForgotten: facts::vague().map(|came| AccountForgotten { came }),
        NotCompared: [
            NotCompared { why: None, is_dead: false },
            NotCompared { why: Some(down()), is_dead: false },
            NotCompared { why: Some(dead()), is_dead: true },
        ],
        SecretDamaged: [SecretDamaged],
        NoDetails: [NoDetails],
    )
}

fn rejections() -> Vec<CodeRejection> {
    use CodeRejection::*;
    samples!(CodeRejection:
        Unclear: [Unclear],
        Client: [Client],
        Spent: [Spent],
        EndMissing: [EndMissing],
    )
}
