//! The words for mistakes of copying.

use alloc::format;

use super::sentence::Words;
use crate::{PasteMistake, Pasted};

pub(super) fn words(pasted: Pasted, mistake: PasteMistake) -> Words {
    let (what, place) = (label(pasted), place(pasted));
    match mistake {
        PasteMistake::Empty => {
            Words::new(format!("The {what} is empty."), format!("Copy the {what}: it stands {place}."))
        }
        PasteMistake::TooLong => Words::new(
            format!("What was given as the {what} is too long to be one."),
            format!("Copy the {what} alone: it stands {place}."),
        ),
        PasteMistake::Assignment => Words::new(
            format!("What was given as the {what} is a whole line: a name, an equals sign and a value."),
            "Take only what stands after the equals sign, without quotation marks.",
        ),
        PasteMistake::AccessToken => Words::new(
            format!("What was given as the {what} is an access token."),
            format!("A token connects one workspace by itself, without an app; the {what} stands {place}."),
        ),
        PasteMistake::Quoted => Words::new(
            format!("The {what} has quotation marks around it."),
            "They belong to the file that it was copied from: leave them out.",
        ),
        PasteMistake::Blank => Words::new(
            format!("The {what} has a blank or a line end in it or around it."),
            "Copy it once more, with nothing before it and nothing after it.",
        ),
        PasteMistake::Charset => Words::new(
            format!("The {what} holds a character that can't be part of it."),
            format!("Copy it once more: it stands {place}."),
        ),
        PasteMistake::Same => Words::new(
            "The client id and the client secret are the same.",
            "One of the two was pasted twice: they stand below each other under Configure › Basic information.",
        ),
        PasteMistake::Exchanged => Words::new(
            format!("What was given as the {what} is the {} of an app that is here.", other(pasted)),
            "The two were exchanged: see which is which under Configure › Basic information of your app.",
        ),
    }
}

/// The words of the Developer Hub, inside a sentence.
const fn label(pasted: Pasted) -> &'static str {
    match pasted {
        Pasted::ClientId => "client id",
        Pasted::ClientSecret => "client secret",
        Pasted::Workspace => "workspace's id",
        Pasted::AccessToken => "access token",
    }
}

/// What stands beside it.
const fn other(pasted: Pasted) -> &'static str {
    match pasted {
        Pasted::ClientId => "client secret",
        Pasted::ClientSecret | Pasted::Workspace | Pasted::AccessToken => "client id",
    }
}

/// Where it stands.
const fn place(pasted: Pasted) -> &'static str {
    match pasted {
        Pasted::ClientId | Pasted::ClientSecret => "under Configure › Basic information of your app",
        Pasted::Workspace => "in the address of its pages, after /apps/",
        Pasted::AccessToken => "under Test & Publish › Your Workspaces of your app",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::string::String;

    use super::*;

    #[test]
    fn every_mistake_has_a_sentence_of_its_own() {
        let all = [
            PasteMistake::Empty,
            PasteMistake::TooLong,
            PasteMistake::Assignment,
            PasteMistake::AccessToken,
            PasteMistake::Quoted,
            PasteMistake::Blank,
            PasteMistake::Charset,
            PasteMistake::Same,
            PasteMistake::Exchanged,
        ];
        for pasted in [Pasted::ClientId, Pasted::ClientSecret, Pasted::Workspace, Pasted::AccessToken] {
            let said: HashSet<String> = all.iter().map(|each| words(pasted, *each).message).collect();
            assert_eq!(said.len(), all.len());
        }
        for mistake in all {
            let Words { message, hint } = words(Pasted::AccessToken, mistake);
            let is_named = message.contains("access token") || hint.contains("access token");
            assert!(is_named || mistake == PasteMistake::Same, "{message} {hint}");
        }
        assert!(words(Pasted::ClientSecret, PasteMistake::Blank).message.starts_with("The client secret"));
    }
}
