//! Ids, each of a type of its own. Switchhook makes an id where its text enters the program.

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
            /// Makes an id from its text.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// Returns the text that Switchhook prints and stores.
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
    /// The id of an account on this computer.
    AccountId;
    /// The id of an attempt to connect an account.
    AttemptId;
    /// The id of a registration on this computer.
    RegistrationId;
    /// The provider's id of a workspace: Intercom's `id_code`.
    WorkspaceId;
    /// The client identifier at a provider (RFC 6749 §2.2), which is public.
    ClientId;
}
