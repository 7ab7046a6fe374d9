//! The command line and its help texts. No argument holds a secret: the program reads secrets from a prompt or from
//! standard input.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand};
use clap_complete::Shell;
use switchhook_engine::View;
use switchhook_engine::core::PASTE_REDIRECT_URI;
use switchhook_sandbox::Moment;

use crate::output::Output;

/// Connect Intercom accounts, keep their tokens encrypted on this computer, and use them from scripts.
#[derive(Parser)]
#[command(name = "switchhook", version, max_term_width = 100)]
pub(crate) struct Args {
    /// Print answers and errors as JSON on standard output; messages go to standard error
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Connect an account in your browser, or with an access token of your own
    Connect(Connect),
    /// Finish connecting with the address or link that the browser came back with
    Receive {
        /// The address as copied, or the part after its `?`; line breaks, quotation marks and a missing scheme do no harm;
        /// `-` reads it from standard input
        #[arg(value_name = "URL", allow_hyphen_values = true)]
        address: OsString,
    },
    /// List the accounts on this computer
    List {
        /// List only accounts whose name, workspace, admin or tags contain this text
        #[arg(long, value_name = "Q")]
        search: Option<String>,
        /// List only accounts with this tag
        #[arg(long)]
        tag: Option<String>,
    },
    /// Show one account
    Show {
        /// Id of the account, or a name that only this account has
        account: String,
    },
    /// Print how an account's figures changed: the first count of each hour, or of each day once they are 90 days old
    History {
        /// Id of the account, or a name that only this account has
        account: String,
        /// Print this figure alone
        #[arg(long, value_name = "F", value_parser = figure())]
        figure: Option<&'static str>,
        /// Leave out counts before this time: `2026-11-22T10:42:00Z`, `2026-11-22`, `36h` or `7d`
        #[arg(long, value_name = "T")]
        since: Option<String>,
    },
    /// Print which accounts need you, and the board of all accounts: open conversations, longest wait, ratings and tickets
    Today {
        /// Read all accounts first
        #[arg(long)]
        read: bool,
        /// Name also the needs that are less urgent
        #[arg(long, conflicts_with = "csv")]
        all: bool,
        /// Print the board as CSV
        #[arg(long, conflicts_with = "json")]
        csv: bool,
    },
    /// Check that accounts still work: one account with all its figures, several accounts with their open conversations
    Check(Check),
    /// Send a request to an account's API, as `gh api` does; the account's token is never shown
    Api(Api),
    /// Stop using an account: Switchhook neither checks nor reads it, and keeps its encrypted token
    Disable {
        /// Id of the account, or a name that only this account has
        account: String,
    },
    /// Use a disabled account again
    Enable {
        /// Id of the account, or a name that only this account has
        account: String,
    },
    /// Rename an account
    Rename {
        /// Id of the account, or a name that only this account has
        account: String,
        /// The account's new name, at most 200 characters
        name: String,
    },
    /// Add tags to an account, or remove tags from it
    Tag {
        /// Id of the account, or a name that only this account has
        account: String,
        /// Add this tag, at most 50 characters; repeat the option for more tags
        #[arg(long, value_name = "T")]
        add: Vec<String>,
        /// Remove this tag; repeat the option for more tags
        #[arg(long, value_name = "T")]
        remove: Vec<String>,
    },
    /// Remove an account and its encrypted token from this computer; the token stays valid at Intercom
    Forget {
        /// Id of the account, or a name that only this account has
        account: String,
        /// Forget the account without asking
        #[arg(long)]
        yes: bool,
    },
    /// Ask Intercom to remove the app from an account's workspace: all the app's tokens there stop working, and the
    /// account stays on this computer
    Uninstall {
        /// Id of the account, or a name that only this account has
        account: String,
        /// Uninstall the app without asking
        #[arg(long)]
        yes: bool,
    },
    /// Manage registrations: the apps that you registered at Intercom
    #[command(subcommand)]
    Registration(Registration),
    /// Host a bridge page of your own, which brings Intercom's answer back by itself
    #[command(subcommand)]
    Bridge(Bridge),
    /// Manage attempts to connect: those under way, and those whose token waits for your decision
    #[command(subcommand)]
    Attempt(Attempt),
    /// Try Switchhook with sample data: runs a pretend Intercom, connects an account of it, and prints commands to start with
    Try,
    /// Run a pretend Intercom on this computer, until you press Ctrl-C
    Sandbox {
        /// Port of the US listener; the EU and AU listeners take the next two ports where they are free (default: any free
        /// port)
        #[arg(long, value_name = "N")]
        port: Option<u16>,
        /// Accept this redirect URI besides the sandbox's own ones; repeat the option for more
        #[arg(long, value_name = "URI")]
        redirect_uri: Vec<String>,
        /// Derive clients, owners' tokens and records from this text; equal texts give equal data on any computer (default:
        /// this computer's own seed)
        #[arg(long, value_name = "TEXT")]
        seed: Option<String>,
        /// Name of the app on the consent page (default: Switchhook)
        #[arg(long, value_name = "NAME")]
        app_name: Option<String>,
        /// Time from which the dates of records count back: RFC 3339 or Unix seconds; it stands until the switch `now` moves it
        /// (default: the time of the start)
        #[arg(long, value_name = "TIME")]
        now: Option<Moment>,
    },
    /// Look for what would fail: data folder, keyring, links, network
    Doctor(Doctor),
    /// Print a shell's completion script for this command line; packages include it
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write the manual pages into a folder, for packages
    #[command(hide = true)]
    Manual {
        /// An existing folder
        folder: PathBuf,
    },
}

/// Reads the name of a figure.
fn figure() -> impl TypedValueParser<Value = &'static str> {
    let named = |name: String| View::history_names().find(|figure| *figure == name).ok_or("no figure");
    PossibleValuesParser::new(View::history_names()).try_map(named)
}

/// The options of an examination.
#[derive(clap::Args)]
pub(crate) struct Doctor {
    /// Send nothing to the network
    #[arg(long)]
    pub(crate) offline: bool,
    /// Send a link through the system's opener and back, and open each bridge page in the browser
    #[arg(long)]
    pub(crate) round_trip: bool,
    /// Mend what is safe to mend, and look again
    #[arg(long)]
    pub(crate) fix: bool,
}

/// The accounts to check.
#[derive(clap::Args)]
pub(crate) struct Check {
    /// Ids of accounts, or names that only one account has
    pub(crate) account: Vec<String>,
    /// Check every account that is not disabled
    #[arg(long)]
    pub(crate) all: bool,
    /// Check every account with this tag that is not disabled
    #[arg(long, value_name = "T", conflicts_with = "all")]
    pub(crate) tag: Option<String>,
}

/// A connection in the browser, or with an access token.
#[derive(clap::Args)]
pub(crate) struct Connect {
    /// Name or id of the registration to connect with; not with an access token
    #[arg(required_unless_present_any = ["token_stdin", "tokens_stdin"])]
    pub(crate) registration: Option<String>,
    /// Print the address to open, and open no browser
    #[arg(long)]
    pub(crate) no_browser: bool,
    /// Name of a new account, at most 200 characters (default: its workspace's name)
    #[arg(long, value_name = "N")]
    pub(crate) name: Option<String>,
    /// Add this tag to the account, at most 50 characters; repeat the option for more tags
    #[arg(long, value_name = "T")]
    pub(crate) tag: Vec<String>,
    /// Seconds to wait for the answer (default and maximum: 1800)
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) timeout: Option<u32>,
    /// Id of the only workspace to connect; Switchhook refuses any other (default: the registration's workspace, if it
    /// has one)
    #[arg(long, value_name = "ID")]
    pub(crate) workspace: Option<String>,
    /// Read your own access token from standard input; at a terminal, Switchhook asks for the token and does not show it
    #[arg(long, group = "own_token", conflicts_with_all = ["registration", "no_browser", "timeout", "workspace"])]
    pub(crate) token_stdin: bool,
    /// Read several of your own access tokens from standard input: one a line, or CSV with token, name and tags
    #[arg(
        long,
        group = "own_token",
        conflicts_with_all = ["registration", "no_browser", "timeout", "workspace", "name", "tag"]
    )]
    pub(crate) tokens_stdin: bool,
    // clap ignores `requires` where the required option conflicts with an argument that is present. So each of these
    // options names its conflict with the registration, too.
    /// Region of each token's workspace, only with --token-stdin and --tokens-stdin: us, eu or au (default: Switchhook asks
    /// Intercom's hosts in turn)
    #[arg(long, value_name = "R", requires = "own_token", conflicts_with = "registration")]
    pub(crate) region: Option<String>,
    /// Address of the API, only with --token-stdin and --tokens-stdin (default: Intercom's own)
    #[arg(long, value_name = "URL", requires = "own_token", conflicts_with = "registration")]
    pub(crate) api_base: Option<String>,
}

/// A request to an account's API.
#[derive(clap::Args)]
#[command(after_help = API_EXAMPLES)]
pub(crate) struct Api {
    /// The HTTP method; only GET is possible for now
    pub(crate) method: String,
    /// Path below the API's address, with its query; it begins with a slash
    pub(crate) path: String,
    /// Id of the account, or a name that only this account has
    #[arg(long, value_name = "A")]
    pub(crate) account: String,
    /// Request all following pages too; each page is one JSON document
    #[arg(long)]
    pub(crate) paginate: bool,
    /// Show the status and headers of each answer
    #[arg(short, long)]
    pub(crate) include: bool,
}

const API_EXAMPLES: &str = "\
Examples:
  switchhook api GET /me --account Northwind
  switchhook api GET '/contacts?per_page=150' --account Northwind --paginate | jq -r '.data[].email'
  switchhook api GET /tags/814 --account Northwind --include

A terminal shows the answer indented. Elsewhere, and with --json, each page is one line.";

/// The commands of `registration`.
#[derive(Subcommand)]
pub(crate) enum Registration {
    /// Add an app that you registered at Intercom
    Add(AddRegistration),
    /// List the registrations
    List,
    /// Change a registration; accounts connected with it stay on this computer
    Edit(EditRegistration),
    /// Replace a registration's client secret, after you replaced it in the Developer Hub
    Secret {
        /// Name or id of the registration
        name: String,
        /// Read the client secret from standard input (default: Switchhook asks for it)
        #[arg(long)]
        secret_stdin: bool,
    },
    /// Remove a registration; accounts connected with it stay on this computer
    Remove {
        /// Name or id of the registration
        name: String,
    },
}

/// The commands of `bridge`.
#[derive(Subcommand)]
pub(crate) enum Bridge {
    /// Write the folder to deploy: the page, and the files that hosts read beside it
    Write {
        /// The folder; Switchhook makes it if it is missing, and overwrites no other file
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Check that a deployed page is Switchhook's, byte for byte, and name the headers that its host does not send
    Check {
        /// Address of the page, as it is registered as redirect URI
        #[arg(value_name = "URL")]
        address: String,
    },
}

/// The commands of `attempt`.
#[derive(Subcommand)]
pub(crate) enum Attempt {
    /// List attempts that are under way, keep a token, or ended within the last day
    List,
    /// Retry identifying the token of an attempt
    Retry {
        /// Id of the attempt, as `switchhook attempt list` shows it
        attempt: String,
    },
    /// Keep the unexpected workspace of an attempt as a new account
    Add {
        /// Id of the attempt, as `switchhook attempt list` shows it
        attempt: String,
    },
    /// Discard an attempt: cancel it while it awaits its answer, delete the token that it keeps, or dismiss it once it has
    /// ended
    Discard {
        /// Id of the attempt, as `switchhook attempt list` shows it
        attempt: String,
        /// Discard the attempt without asking
        #[arg(long)]
        yes: bool,
    },
}

/// A new registration.
#[derive(clap::Args)]
pub(crate) struct AddRegistration {
    /// Name of the registration, of your choice, at most 200 characters
    pub(crate) name: String,
    /// Client id of the app, from the Developer Hub
    #[arg(long, value_name = "ID", required_unless_present = "from_env")]
    pub(crate) client_id: Option<String>,
    /// Read the client secret from standard input (default: Switchhook asks for it)
    #[arg(long)]
    pub(crate) secret_stdin: bool,
    /// Read INTERCOM_CLIENT_ID, INTERCOM_CLIENT_SECRET and, as the only workspace, INTERCOM_APP_ID from the environment
    #[arg(long, conflicts_with_all = ["client_id", "secret_stdin"])]
    pub(crate) from_env: bool,
    /// Redirect URI of the app, exactly as registered in the Developer Hub
    #[arg(long, value_name = "URI", default_value = PASTE_REDIRECT_URI)]
    pub(crate) redirect_uri: String,
    /// Region where people consent: us, eu or au (default: us)
    #[arg(long, value_name = "R")]
    pub(crate) region: Option<String>,
    /// Authorization endpoint (default: Intercom's own)
    #[arg(long, value_name = "URL")]
    pub(crate) authorization_endpoint: Option<String>,
    /// Token endpoint (default: Intercom's own)
    #[arg(long, value_name = "URL")]
    pub(crate) token_endpoint: Option<String>,
    /// Address of the API for accounts of any region (default: Intercom's own in the account's region)
    #[arg(long, value_name = "URL")]
    pub(crate) api_base: Option<String>,
    /// Id of the only workspace that the registration may connect (default: any workspace)
    #[arg(long, value_name = "ID")]
    pub(crate) workspace: Option<String>,
}

/// The changes to a registration. Values without an option stay.
#[derive(clap::Args)]
#[group(required = true, multiple = true)]
pub(crate) struct RegistrationChanges {
    /// New name; accounts of the registration's client id show it too
    #[arg(long = "name", value_name = "N")]
    pub(crate) new_name: Option<String>,
    /// New client id, with its client secret; this app can't reconnect accounts of the old client id
    #[arg(long, value_name = "ID")]
    pub(crate) client_id: Option<String>,
    /// New redirect URI, exactly as registered in the Developer Hub
    #[arg(long, value_name = "URI")]
    pub(crate) redirect_uri: Option<String>,
    /// New region where people consent: us, eu or au
    #[arg(long, value_name = "R")]
    pub(crate) region: Option<String>,
    /// New authorization endpoint; a change requires the client secret again
    #[arg(long, value_name = "URL")]
    pub(crate) authorization_endpoint: Option<String>,
    /// New token endpoint; a change requires the client secret again
    #[arg(long, value_name = "URL")]
    pub(crate) token_endpoint: Option<String>,
    /// New address of the API; a change requires the client secret again
    #[arg(long, value_name = "URL")]
    pub(crate) api_base: Option<String>,
    /// Use Intercom's own addresses; a change requires the client secret again
    #[arg(long, conflicts_with_all = ["authorization_endpoint", "token_endpoint", "api_base"])]
    pub(crate) intercom_addresses: bool,
    /// New id of the only workspace that the registration may connect
    #[arg(long, value_name = "ID")]
    pub(crate) workspace: Option<String>,
    /// Connect any workspace that the browser is signed in to
    #[arg(long, conflicts_with = "workspace")]
    pub(crate) any_workspace: bool,
    /// Read the client secret from standard input (default: Switchhook asks for it where a change requires it)
    #[arg(long)]
    pub(crate) secret_stdin: bool,
}

/// A registration and the changes to it.
#[derive(clap::Args)]
pub(crate) struct EditRegistration {
    /// Name or id of the registration
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) changes: RegistrationChanges,
}

impl Args {
    /// Reads argv. On a call that clap can't read, and on `--help` and `--version`, prints clap's text and returns the
    /// exit code. With `--json`, an error is printed as JSON.
    pub(crate) fn read() -> Result<(Self, Output), ExitCode> {
        match Self::try_parse() {
            Ok(args) => {
                let output = Output::new(args.json);
                Ok((args, output))
            }
            Err(error) => {
                let json =
                    std::env::args_os().skip(1).take_while(|arg| arg != "--").any(|arg| arg == "--json");
                Err(Output::new(json).clap_message(&error))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn command_line_has_no_contradictions() {
        Args::command().debug_assert();
    }

    #[test]
    fn own_token_options_conflict_with_a_registration() {
        for (words, is_taken) in [
            (&["--token-stdin", "--region", "eu"][..], true),
            (&["--token-stdin", "--api-base", "https://api.example"], true),
            (&["--token-stdin", "--tag", "eu"], true),
            (&["--tokens-stdin"], true),
            (&["--tokens-stdin", "--region", "eu"], true),
            (&["--tokens-stdin", "--token-stdin"], false),
            (&["--tokens-stdin", "--name", "Acme"], false),
            (&["--tokens-stdin", "--tag", "eu"], false),
            (&["Acme", "--tokens-stdin"], false),
            (&["Acme"], true),
            (&["Acme", "--region", "eu"], false),
            (&["Acme", "--api-base", "https://api.example"], false),
            (&["Acme", "--token-stdin"], false),
            (&["--region", "eu"], false),
        ] {
            let read = Args::try_parse_from([&["switchhook", "connect"], words].concat());
            assert_eq!(read.is_ok(), is_taken, "{words:?}");
        }
    }
}
