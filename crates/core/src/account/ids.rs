//! Names of things, each of a type of its own. One is made where its text enters the program.

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        pub struct $name(String);

        impl $name {
            /// The id that this text is.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text, as it is printed and stored.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

id! {
    /// An account on this computer.
    AccountId;
    /// An attempt to connect an account.
    AttemptId;
    /// A registration on this computer.
    RegistrationId;
    /// A workspace, as its provider names it: Intercom's `id_code`.
    WorkspaceId;
    /// A client at its provider (RFC 6749 §2.2). It is public.
    ClientId;
}
