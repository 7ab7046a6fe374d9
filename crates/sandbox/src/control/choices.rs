//! What each switch can be set to. Where Intercom's behaviour is known the first value is it; where
//! it is not, the first is the likeliest and the others are what else is possible.

use super::setting::choice;

choice! {
    /// Which workspaces the consent page of a region's host finds; a teammate who signs in on the wrong host does not
    /// find theirs, as Intercom's help says.
    ConsentHost {
        Anywhere "anywhere" "The US page finds every workspace",
        OwnRegion "own_region" "Each page finds those of its region only",
    }
}

choice! {
    /// Which teammate the pretend browser session is signed in as.
    Signed {
        First "first" "The first teammate",
        Second "second" "The second teammate, where there is one",
    }
}

choice! {
    /// Whether that teammate may install apps.
    InstallPermission {
        Granted "granted" "May install apps",
        Missing "missing" "May not: can only ask somebody who may",
    }
}

choice! {
    /// What "Cancel" does; Intercom does not document it.
    Denial {
        AccessDenied "access_denied" "Returns with error=access_denied",
        Described "described" "Returns with an error and a description of it",
        Page "page" "Shows a page and never returns",
        Bare "bare" "Returns with neither code nor error",
    }
}

choice! {
    /// What becomes of `state`; how long a one Intercom keeps whole is not known.
    StateEcho {
        Whole "whole" "Returned as it came",
        Cut "cut" "Cut to 64 characters",
        Dropped "dropped" "Not returned",
    }
}

choice! {
    /// What is done with PKCE's `code_challenge` (RFC 7636); Intercom does not mention it.
    CodeChallenge {
        Ignored "ignored" "Ignored",
        Honoured "honoured" "The exchange must bring the verifier (S256)",
        Refused "refused" "Such a request is refused on a page",
    }
}

choice! {
    /// What is done with a `scope` that is not empty.
    Scope {
        Ignored "ignored" "Ignored",
        Refused "refused" "Such a request is refused on a page",
    }
}

choice! {
    /// Which redirect URLs an app could register.
    RedirectUris {
        Lenient "lenient" "Also our own schemes and loopback, so that nothing need be hosted",
        HttpsOnly "https_only" "https only, as Intercom documents it",
    }
}

choice! {
    /// How the token endpoint answers.
    TokenAnswer {
        Answer "answer" "As it should",
        Refuse "refuse" "Refuses good codes too",
        Error "error" "500 with HTML",
        Unavailable "unavailable" "503 with an error list",
        Unreadable "unreadable" "200 with HTML",
        NoBody "no_body" "200 with nothing",
        BrokenOff "broken_off" "The connection breaks off in the middle",
    }
}

choice! {
    /// In which shape the token endpoint refuses; only the message "Unauthorized Code" is documented.
    TokenRefusal {
        ErrorList "error_list" "401 with an error list",
        BadRequest "bad_request" "400 with an error list",
        Oauth "oauth" "400 in the form of RFC 6749",
    }
}

choice! {
    /// How often a code works.
    CodeUse {
        Once "once" "Once",
        Many "many" "As often as one likes",
    }
}

choice! {
    /// What a second consent of the same teammate gives.
    Reconsent {
        New "new" "A new token; the older ones stay valid",
        Replaces "replaces" "A new token; the older ones die",
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
    /// Which error a dead token gets: uninstalled, revoked, or of a deactivated teammate.
    DeadToken {
        Unauthorized "unauthorized" "unauthorized: Access Token Invalid",
        Revoked "token_revoked" "token_revoked: as after a revocation",
        NotFound "token_not_found" "token_not_found: as if it had never been",
        Suspended "token_suspended" "token_suspended: as after the app was deleted",
    }
}

choice! {
    /// What a region's host answers to a token of another region.
    ForeignRegion {
        Refused "refused" "401, as connectors expect",
        Routed "routed" "Serves it, as the US host does",
    }
}

choice! {
    /// What `POST /auth/uninstall` answers when it worked.
    UninstallAnswer {
        Empty "empty" "200 with nothing",
        Json "json" "200 with {\"success\":true}",
        NoContent "no_content" "204",
    }
}

choice! {
    /// Whose tokens of the app an uninstall kills in its workspace.
    UninstallKills {
        EveryTeammate "every_teammate" "Every teammate's",
        Own "own" "Only those of the teammate who asked",
    }
}

choice! {
    /// How a missing permission is answered.
    PermissionRefusal {
        Mixed "mixed" "401 for older resources, 403 for newer ones",
        Unauthorized "unauthorized" "Always 401 token_unauthorized",
        Forbidden "forbidden" "Always 403 forbidden",
    }
}

choice! {
    /// When an existing token gains a permission that the app was given since.
    NewPermissions {
        AtOnce "at_once" "At once",
        AfterConsent "after_consent" "Only a token of a new consent has it",
    }
}

choice! {
    /// What the workspace's plan includes.
    Plan {
        Full "full" "Everything",
        Restricted "restricted" "No conversations and no team metrics: 403 api_plan_restricted",
        NoApi "no_api" "No API at all: 403 api_plan_restricted",
    }
}

choice! {
    /// How `/me` answers.
    MeAnswer {
        Answer "answer" "As it should",
        Empty "empty" "An object without any field",
        Error "error" "500 with an error list",
        Html "html" "500 with HTML",
        Unavailable "unavailable" "503 with an error list",
        NoBody "no_body" "200 with nothing",
        BrokenOff "broken_off" "The connection breaks off in the middle",
    }
}

choice! {
    /// How lists, records and searches answer.
    ReadsAnswer {
        Answer "answer" "As they should",
        RepeatedCursor "repeated_cursor" "The next page is the same page again",
        Stale "stale" "What is listed is not there when it is asked for alone: 404",
        Error "error" "500 with an error list",
        Html "html" "500 with HTML",
        Unavailable "unavailable" "503 with an error list",
        NoBody "no_body" "200 with nothing",
        BrokenOff "broken_off" "The connection breaks off in the middle",
    }
}
