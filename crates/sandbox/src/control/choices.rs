//! The values of each switch.
//!
//! The first value is Intercom's documented behaviour. If Intercom documents none, the first value is the
//! likeliest, and the others are the other possibilities.

use super::setting::choice;

choice! {
    /// The workspaces that the consent page of a region's host finds.
    ///
    /// Intercom's help says that a teammate who signs in on the wrong host does not find the workspace.
    ConsentHost {
        Anywhere "anywhere" "The US page finds every workspace",
        OwnRegion "own_region" "Each page finds those of its region only",
    }
}

choice! {
    /// The teammate of the pretend browser session.
    Signed {
        First "first" "The first teammate",
        Second "second" "The second teammate, if the workspace has one",
    }
}

choice! {
    /// Whether the session's teammate may install apps.
    InstallPermission {
        Granted "granted" "Yes",
        Missing "missing" "No, may only request the installation",
    }
}

choice! {
    /// The effect of "Cancel", which Intercom does not document.
    Denial {
        AccessDenied "access_denied" "Returns with error=access_denied",
        Described "described" "Returns with error=access_denied and error_description",
        Page "page" "Shows a page and never returns",
        Bare "bare" "Returns with neither code nor error",
    }
}

choice! {
    /// The `state` in the answer. Intercom does not document a limit of its length.
    StateEcho {
        Whole "whole" "Returned unchanged",
        Cut "cut" "Cut to 64 characters",
        Dropped "dropped" "Not returned",
    }
}

choice! {
    /// The treatment of PKCE's `code_challenge` (RFC 7636), which Intercom does not mention.
    CodeChallenge {
        Ignored "ignored" "Ignored",
        Honoured "honoured" "The exchange needs the verifier (S256)",
        Refused "refused" "Refused with an error page",
    }
}

choice! {
    /// The treatment of a `scope` that is not empty.
    Scope {
        Ignored "ignored" "Ignored",
        Refused "refused" "Refused with an error page",
    }
}

choice! {
    /// The redirect URLs that an app can register.
    RedirectUris {
        Lenient "lenient" "Also Switchhook's schemes and loopback, so that you need not host anything",
        HttpsOnly "https_only" "Only https, as Intercom documents",
    }
}

choice! {
    /// The answers of the token endpoint.
    TokenAnswer {
        Answer "answer" "Normal answers",
        Refuse "refuse" "Refuses every code",
        Error "error" "500 with HTML",
        Unavailable "unavailable" "503 with an error list",
        Unreadable "unreadable" "200 with HTML",
        NoBody "no_body" "200 with an empty body",
        BrokenOff "broken_off" "The connection ends in the middle of the body",
    }
}

choice! {
    /// The shape of the token endpoint's refusals. Intercom documents only the message "Unauthorized Code".
    TokenRefusal {
        ErrorList "error_list" "401 with an error list",
        BadRequest "bad_request" "400 with an error list",
        Oauth "oauth" "400 in the form of RFC 6749",
    }
}

choice! {
    /// The number of exchanges of a code.
    CodeUse {
        Once "once" "One exchange",
        Many "many" "Any number of exchanges",
    }
}

choice! {
    /// The result of a second consent by one teammate.
    Reconsent {
        New "new" "A new token; older tokens stay valid",
        Replaces "replaces" "A new token; older tokens die",
        Same "same" "The same token again",
    }
}

choice! {
    /// Whether the EU and AU hosts have a token endpoint of their own.
    RegionalTokenEndpoint {
        Answers "answers" "Yes",
        Missing "missing" "No: 404",
    }
}

choice! {
    /// The error for a dead token: uninstalled, revoked, or of a deactivated teammate.
    DeadToken {
        Unauthorized "unauthorized" "unauthorized: Access Token Invalid",
        Revoked "token_revoked" "token_revoked: as after a revocation",
        NotFound "token_not_found" "token_not_found: as for an unknown token",
        Suspended "token_suspended" "token_suspended: as after the app was deleted",
    }
}

choice! {
    /// The answer of a region's host to a token of another region.
    ForeignRegion {
        Refused "refused" "401, as connectors expect",
        Routed "routed" "A normal answer, as from the US host",
    }
}

choice! {
    /// The answer of a successful `POST /auth/uninstall`.
    UninstallAnswer {
        Empty "empty" "200 with an empty body",
        Json "json" "200 with {\"success\":true}",
        NoContent "no_content" "204",
    }
}

choice! {
    /// The app's tokens that an uninstall kills in its workspace.
    UninstallKills {
        EveryTeammate "every_teammate" "Every teammate's tokens",
        Own "own" "Only tokens of the requesting teammate",
    }
}

choice! {
    /// The error for a missing permission.
    PermissionRefusal {
        Mixed "mixed" "401 for older resources, 403 for newer ones",
        Unauthorized "unauthorized" "Always 401 token_unauthorized",
        Forbidden "forbidden" "Always 403 forbidden",
    }
}

choice! {
    /// The moment at which an existing token gains a permission that you add to the app.
    NewPermissions {
        AtOnce "at_once" "At once",
        AfterConsent "after_consent" "Only with the token of a new consent",
    }
}

choice! {
    /// The features in the workspace's plan.
    Plan {
        Full "full" "Everything",
        Restricted "restricted" "No conversations and no team metrics: 403 api_plan_restricted",
        NoApi "no_api" "No API at all: 403 api_plan_restricted",
    }
}

choice! {
    /// The answers of `/me`.
    MeAnswer {
        Answer "answer" "Normal answers",
        Empty "empty" "An object without fields",
        Error "error" "500 with an error list",
        Html "html" "500 with HTML",
        Unavailable "unavailable" "503 with an error list",
        NoBody "no_body" "200 with an empty body",
        BrokenOff "broken_off" "The connection ends in the middle of the body",
    }
}

choice! {
    /// The treatment of `sort` in the searches of conversations and tickets, for which Intercom documents none.
    SearchSort {
        Ignored "ignored" "Ignored: the newest come first",
        Honoured "honoured" "Orders the results, as the search of contacts does",
    }
}

choice! {
    /// The AI agent's work on conversations.
    Fin {
        Usual "usual" "Fin resolves some and hands over others",
        HandsOver "hands_over" "Fin also handed over the other conversations of the last two days",
    }
}

choice! {
    /// The answers of lists, records and searches.
    ReadsAnswer {
        Answer "answer" "Normal answers",
        RepeatedCursor "repeated_cursor" "The next page repeats the page",
        Stale "stale" "Lists contain records that are 404 by their id",
        Error "error" "500 with an error list",
        Html "html" "500 with HTML",
        Unavailable "unavailable" "503 with an error list",
        NoBody "no_body" "200 with an empty body",
        BrokenOff "broken_off" "The connection ends in the middle of the body",
    }
}
