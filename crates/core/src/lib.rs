//! The rules of Switchhook: what a link means, what an attempt does next, and what an answer means.
//!
//! This crate has no I/O, clock, randomness, async or logging. Time and random bytes are arguments, and effects are return
//! values. `no_std` enforces that.
#![forbid(unsafe_code)]
// The feature that writes TypeScript types needs std. No program enables it.
#![cfg_attr(not(feature = "typescript"), no_std)]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod account;
mod api;
mod channel;
mod health;
mod moment;
mod morning;
mod oauth;
mod older;
mod problem;
mod text;
mod time;
mod today;
mod words;

pub use account::address::{AddressError, Endpoint, RedirectUri};
pub use account::answered::{Answered, ids};
pub use account::identity::{Admin, Compared, Identity, Me, MeError, Workspace};
pub use account::ids::{AccountId, AttemptId, ClientId, RegistrationId, WorkspaceId};
pub use account::loopback::{LoopbackAddress, LoopbackHost};
pub use account::provider::{Addresses, Provider};
pub use account::region::{Region, UnknownRegion};
pub use account::registration::{
    LOOPBACK_PORTS, NameError, PASTE_REDIRECT_URI, RegistrationKind, ReturnRoute, label, tag,
};
pub use account::rhythm::{AccountThresholds, RhythmFault, WorkingHours};
pub use account::status::{Status, status_after};
pub use api::api_path::{ApiPath, PathError};
pub use api::coding::Coding;
pub use api::day_figure::DayFigure;
pub use api::figure::{Figure, Question};
pub use api::figure_error::FigureError;
pub use api::headroom::Headroom;
pub use api::listed::Listed;
pub use api::next_page::{PageError, is_first_page, is_scroll, next_page};
pub use api::pause::{pause, resets_in};
pub use api::permission::{IDENTITY_PERMISSION, Permission, permission};
pub use api::provider_error::{ApiRefusal, ProviderError, says_done};
pub use api::rating::{LowRating, LowRatings, low_ratings_since, ratings_since, read_low_ratings};
pub use api::search::{Search, total};
pub use api::team::{
    Load, LoadOfTeam, LoadOfTeammate, LongWait, OpenConversation, OpenPage, Team, Teammate, load,
    open_conversations, read_open_conversations, read_teammates, read_teams,
};
pub use api::waiting::{LongestWait, WaitingAnswer, WaitingQuestion, WaitingSearch, WaitingStep};
pub use channel::Channel;
pub use health::check::{HealthCheck, HealthReport, HealthStatus, Verdict};
pub use health::desktop::{
    DesktopNeed, InstanceFacts, PortFacts, SandboxFacts, SchemeFacts, browser_verdict, instance_verdict,
    port_verdict, sandbox_verdict, scheme_verdict,
};
pub use health::keyring::{KeyringFacts, keyring_verdict};
pub use health::network::{BridgeFacts, HostFacts, bridge_verdict, clock_verdict, host_verdict};
pub use health::round_trip::{RoundTrip, bridge_trip_verdict, scheme_trip_verdict};
pub use health::storage::{DatabaseFacts, FolderFacts, database_verdict, disk_verdict, folder_verdict};
pub use moment::Moment;
pub use morning::{LocalMinute, MorningReading};
pub use oauth::attempt_stage::{AttemptStage, Outcome};
pub use oauth::authorization::AuthorizationRequest;
pub use oauth::bridge_page::{
    BRIDGE_FILES, BRIDGE_SHA256, BRIDGE_VERSION, BridgeFile, Framing, MAINTAINERS_BRIDGE, SentPage,
};
pub use oauth::callback::Callback;
pub use oauth::deep_link::{Answer, DeepLink, Parsed, SealedAnswer, parse, parse_unsealed};
pub use oauth::flow::{
    ConnectFlow, Effect, Ending, ExchangeTries, Input, Match, Purpose, Stage, Step, Unwritten,
};
pub use oauth::link_error::LinkError;
pub use oauth::pasted_address::PastedAddress;
pub use oauth::provider_code::ProviderCode;
pub use oauth::round_trip_link::RoundTripLink;
pub use oauth::secret::{AccessToken, AuthorizationCode, ClientSecret, SecretError};
pub use oauth::state::{CsrfToken, PUBLIC_KEY_LEN, RANDOM_LEN, STATE_LEN, StateHash};
pub use oauth::token::{TokenAnswer, TokenError};
pub use older::OlderReport;
pub use problem::Problem;
pub use problem::account::{AccountProblem, Lack};
pub use problem::attempt::{AttemptProblem, CodeRejection};
pub use problem::code::Code;
pub use problem::desktop::DesktopProblem;
pub use problem::field::{Field, FieldFault};
pub use problem::provider::{Insecurity, ProviderProblem, ProxyFailure, ReadRefusal, SocksReply, Unreadable};
pub use problem::registration::RegistrationProblem;
pub use problem::store::{DiskLack, FileFault, StoreProblem};
pub use problem::vault::VaultProblem;
pub use text::json_reader::JsonTextError;
pub use text::json_text::JsonText;
pub use text::paste::{
    PasteMistake, Pasted, check_client_id, check_client_secret, check_pair, check_workspace,
};
pub use text::pasted_token::check_access_token;
pub use text::plain::{is_plain, plain, plain_lines};
pub use text::same_name::{is_same_name, same_name_key, search_key};
pub use text::sent_secrets::SentSecrets;
pub use time::Timestamp;
pub use today::need::{LongWaits, Need, NeedFacts, Needed, Ratings, by_urgency, most_urgent, needs};
pub use today::trend::{COURSE_DAYS, Change, Count, change, course};
pub use today::unusual::{DayCount, usual};
pub use words::report::ErrorReport;
