//! The command line's words for mistakes of copying.

use alloc::format;

use super::sentence::Words;
use crate::{PasteMistake, Pasted};

pub(super) fn words(pasted: Pasted, mistake: PasteMistake) -> Words {
    let (what, place) = (label(pasted), place(pasted));
    match mistake {
        PasteMistake::Empty => {
            Words::new(format!("The {what} is empty."), format!("Copy the {what} from {place}."))
        }
        PasteMistake::TooLong => Words::new(
            format!("The text given as the {what} is too long."),
            format!("Copy only the {what}, from {place}."),
        ),
        PasteMistake::Assignment => Words::new(
            format!("The text given as the {what} is a whole line: a name, an equals sign and a value."),
            "Take only the value after the equals sign, without quotation marks.",
        ),
        PasteMistake::AccessToken => Words::new(
            format!("The text given as the {what} is an access token."),
            format!(
                "Copy the {what} from {place}. An access token connects one workspace by itself, without an app."
            ),
        ),
        PasteMistake::Quoted => Words::new(
            format!("The {what} has quotation marks around it."),
            "Leave the quotation marks out. They belong to the file that you copied from.",
        ),
        PasteMistake::Blank => Words::new(
            format!("The {what} has a blank or a line break in it or around it."),
            "Copy it again, with nothing before it and nothing after it.",
        ),
        PasteMistake::Address => Words::new(
            format!("The text given as the {what} is an address."),
            format!("Copy the {what} from {place}."),
        ),
        PasteMistake::Id => Words::new(
            format!("The text given as the {what} is an id or a client secret."),
            format!("Copy the {what} from {place}."),
        ),
        PasteMistake::NoToken => Words::new(
            format!("The text given as the {what} is no access token."),
            format!(
                "Copy the {what} from {place}. Most tokens have about 60 characters and begin with dG9r."
            ),
        ),
        PasteMistake::Charset => Words::new(
            format!("The {what} holds a character that can't be part of it."),
            format!("Copy it again from {place}."),
        ),
        PasteMistake::Same => Words::new(
            "The client id and the client secret are the same.",
            "Copy both again. They stand below each other under Configure › Basic information of your app.",
        ),
        PasteMistake::Exchanged => Words::new(
            format!(
                "The text given as the {what} is the {} of an app that Switchhook already has.",
                other(pasted)
            ),
            "Swap the two. Configure › Basic information of your app shows which is which.",
        ),
    }
}

/// The label of the Developer Hub, for the middle of a sentence.
const fn label(pasted: Pasted) -> &'static str {
    match pasted {
        Pasted::ClientId => "client id",
        Pasted::ClientSecret => "client secret",
        Pasted::Workspace => "workspace's id",
        Pasted::AccessToken => "access token",
    }
}

/// The value that people swap with this one.
const fn other(pasted: Pasted) -> &'static str {
    match pasted {
        Pasted::ClientId => "client secret",
        Pasted::ClientSecret | Pasted::Workspace | Pasted::AccessToken => "client id",
    }
}

/// The place to copy this value from.
const fn place(pasted: Pasted) -> &'static str {
    match pasted {
        Pasted::ClientId | Pasted::ClientSecret => "Configure › Basic information of your app",
        Pasted::Workspace => "the address of its pages, after /apps/",
        Pasted::AccessToken => "Test & Publish › Your Workspaces of your app",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::string::String;

    use super::*;

    #[test]
    fn mistakes_have_different_messages() {
        let all = [
            PasteMistake::Empty,
            PasteMistake::TooLong,
            PasteMistake::Assignment,
            PasteMistake::AccessToken,
            PasteMistake::Quoted,
            PasteMistake::Blank,
            PasteMistake::Address,
            PasteMistake::Id,
            PasteMistake::NoToken,
            PasteMistake::Charset,
            PasteMistake::Same,
            PasteMistake::Exchanged,
        ];
        for pasted in [Pasted::ClientId, Pasted::ClientSecret, Pasted::Workspace, Pasted::AccessToken] {
            let messages: HashSet<String> = all.iter().map(|each| words(pasted, *each).message).collect();
            assert_eq!(messages.len(), all.len());
        }
        for mistake in all {
            let Words { message, hint } = words(Pasted::AccessToken, mistake);
            let is_named = message.contains("access token") || hint.contains("access token");
            assert!(is_named || mistake == PasteMistake::Same, "{message} {hint}");
        }
        assert!(words(Pasted::ClientSecret, PasteMistake::Blank).message.starts_with("The client secret"));
    }
}
