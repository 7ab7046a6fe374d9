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
mod api;
mod channel;
mod error;
mod moment;
mod oauth;
mod text;
mod time;

pub use account::address::{AddressError, Endpoint, RedirectUri};
pub use account::identity::{Admin, Compared, Identity, Me, MeError, Workspace};
pub use account::provider::{Addresses, Provider};
pub use account::region::{Region, UnknownRegion};
pub use account::registration::{NameError, PASTE_REDIRECT_URI, RegistrationKind, ReturnRoute, label, tag};
pub use account::status::{Status, status_after};
pub use api::api_path::{ApiPath, PathError};
pub use api::figure::{Figure, FigureError, Question};
pub use api::headroom::Headroom;
pub use api::next_page::{PageError, is_scroll, next_page};
pub use api::pause::{pause, resets_in, try_again};
pub use api::permission::{Permission, permission};
pub use api::provider_error::{ApiRefusal, ProviderError, says_done};
pub use channel::Channel;
pub use error::{Code, ErrorReport};
pub use moment::Moment;
pub use oauth::authorization::AuthorizationRequest;
pub use oauth::callback::Callback;
pub use oauth::deep_link::{Answer, DeepLink, Parsed, SealedAnswer, parse, parse_unsealed};
pub use oauth::flow::{Awaited, ConnectFlow, Effect, Ending, Input, Match, Purpose, Stage, Step, Unwritten};
pub use oauth::link_error::LinkError;
pub use oauth::provider_code::ProviderCode;
pub use oauth::secret::{AccessToken, AuthorizationCode, ClientSecret, SecretError};
pub use oauth::state::{CsrfToken, PUBLIC_KEY_LEN, RANDOM_LEN, STATE_LEN, StateHash};
pub use oauth::token::{TokenAnswer, TokenError};
pub use text::json_text::{JsonText, JsonTextError};
pub use text::paste::{
    PasteMistake, Pasted, check_access_token, check_client_id, check_client_secret, check_pair,
    check_workspace,
};
pub use text::plain::plain;
pub use time::Timestamp;
