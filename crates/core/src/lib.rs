//! The rules of Switchhook: what a link means, what an attempt does next, what an answer says.
//!
//! What is not here: I/O, a clock, randomness, async, logging. Time and random bytes come in as
//! arguments, effects go out as values; `no_std` keeps it so.
#![forbid(unsafe_code)]
#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod account;
mod address;
mod api_path;
mod authorization;
mod callback;
mod channel;
mod deep_link;
mod error;
mod figure;
mod flow;
mod headroom;
mod identity;
mod json_text;
mod moment;
mod next_page;
mod paste;
mod pause;
mod permission;
mod provider;
mod provider_error;
mod raw_answer;
mod region;
mod registration;
mod secret;
mod state;
mod text;
mod time;
mod token;

pub use account::{Status, status_after};
pub use address::{AddressError, Endpoint, RedirectUri};
pub use api_path::{ApiPath, PathError};
pub use authorization::AuthorizationRequest;
pub use callback::{Callback, ProviderCode};
pub use channel::Channel;
pub use deep_link::{Answer, DeepLink, LinkError, Parsed, SealedAnswer, parse, parse_unsealed};
pub use error::{Code, ErrorReport};
pub use figure::{Figure, FigureError, Question};
pub use flow::{Awaited, ConnectFlow, Effect, Ending, Input, Match, Purpose, Stage, Step, Unwritten};
pub use headroom::Headroom;
pub use identity::{Admin, Compared, Identity, Me, MeError, Workspace};
pub use json_text::{JsonText, JsonTextError};
pub use moment::Moment;
pub use next_page::{PageError, is_scroll, next_page};
pub use paste::{
    PasteMistake, Pasted, check_access_token, check_client_id, check_client_secret, check_pair,
    check_workspace,
};
pub use pause::{pause, resets_in, try_again};
pub use permission::{Permission, permission};
pub use provider::{Addresses, Provider};
pub use provider_error::{ApiRefusal, ProviderError, says_done};
pub use region::{Region, UnknownRegion};
pub use registration::{NameError, PASTE_REDIRECT_URI, RegistrationKind, ReturnRoute, label, tag};
pub use secret::{AccessToken, AuthorizationCode, ClientSecret, SecretError};
pub use state::{CsrfToken, PUBLIC_KEY_LEN, RANDOM_LEN, STATE_LEN, StateHash};
pub use text::plain;
pub use time::Timestamp;
pub use token::{TokenAnswer, TokenError};
