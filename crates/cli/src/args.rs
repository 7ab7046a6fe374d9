//! The command line, read. Secrets have no place in it: they come by a prompt or by standard input.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use clap_complete::Shell;
use switchhook_engine::core::PASTE_REDIRECT_URI;

use crate::output::Output;

/// The home of your Intercom accounts: connect them in your browser, keep their tokens sealed.
#[derive(Parser)]
#[command(name = "switchhook", version, max_term_width = 100)]
pub(crate) struct Args {
    /// Print JSON only, errors too; words go to standard error
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What can be done.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Connect an account in your browser, or add an access token of your own
    Connect(Connect),
    /// Hand over the address or link that came back from the browser, as it was copied; `-` reads it from standard input
    Receive {
        /// The address, also with line breaks or quotation marks, without its scheme, or only the part behind its `?`
        #[arg(value_name = "URL", allow_hyphen_values = true)]
        address: OsString,
    },
    /// The accounts of this computer
    List {
        /// Only those whose name, workspace, admin or tags contain this
        #[arg(long, value_name = "Q")]
        search: Option<String>,
        /// Only those with this tag
        #[arg(long)]
        tag: Option<String>,
    },
    /// One account
    Show {
        /// Its id, or a name that only it has
        account: String,
    },
    /// Ask the provider whether accounts still answer: one and all that is shown of it, or many by one question each
    Check(Check),
    /// Ask an account's API, in the manner of `gh api`; its token is used and never shown
    Api(Api),
    /// Leave an account alone: it is neither checked nor read, and its token stays sealed
    Disable {
        /// Its id, or a name that only it has
        account: String,
    },
    /// Use a disabled account again
    Enable {
        /// Its id, or a name that only it has
        account: String,
    },
    /// Give an account another name
    Rename {
        /// Its id, or a name that only it has
        account: String,
        /// The new name
        name: String,
    },
    /// Add and remove tags of an account
    Tag {
        /// Its id, or a name that only it has
        account: String,
        /// A tag to add; may be repeated
        #[arg(long, value_name = "T")]
        add: Vec<String>,
        /// A tag to remove; may be repeated
        #[arg(long, value_name = "T")]
        remove: Vec<String>,
    },
    /// Remove an account and its sealed token from this computer; the token stays valid at Intercom
    Forget {
        /// Its id, or a name that only it has
        account: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Ask Intercom to remove the app from an account's workspace: every token of it dies; the account stays here
    Uninstall {
        /// Its id, or a name that only it has
        account: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// The apps you registered at Intercom
    #[command(subcommand)]
    Registration(Registration),
    /// Attempts to connect: those under way, and tokens that wait for your decision
    #[command(subcommand)]
    Attempt(Attempt),
    /// Run a pretend Intercom on this computer, until ended
    Sandbox {
        /// The port of its first listener; else any that is free
        #[arg(long, value_name = "N")]
        port: Option<u16>,
        /// A redirect URI that it takes besides its usual ones; may be repeated
        #[arg(long, value_name = "URI")]
        redirect_uri: Vec<String>,
        /// Grow clients, owners' tokens and records from this text instead of this computer's own seed; the same
        /// text gives the same on any computer
        #[arg(long, value_name = "TEXT")]
        seed: Option<String>,
        /// What the app is called on the consent page
        #[arg(long, value_name = "NAME")]
        app_name: Option<String>,
    },
    /// Print what completes this command line in a shell; packages bring it along
    Completions {
        /// Which shell
        shell: Shell,
    },
    /// Write the manual's pages into a folder, for packages
    #[command(hide = true)]
    Manual {
        /// A folder that is there
        folder: PathBuf,
    },
}

/// Which accounts to check.
#[derive(clap::Args)]
pub(crate) struct Check {
    /// Ids, or names that only one account has
    pub(crate) account: Vec<String>,
    /// Every account
    #[arg(long)]
    pub(crate) all: bool,
    /// Those with this tag
    #[arg(long, value_name = "T", conflicts_with = "all")]
    pub(crate) tag: Option<String>,
}

/// The two ways to connect.
#[derive(clap::Args)]
pub(crate) struct Connect {
    /// A registration, by name or id
    #[arg(required_unless_present = "token_stdin")]
    pub(crate) registration: Option<String>,
    /// Only print the page to open
    #[arg(long)]
    pub(crate) no_browser: bool,
    /// A name for the account; else its workspace's
    #[arg(long, value_name = "N")]
    pub(crate) name: Option<String>,
    /// A tag for the account; may be repeated
    #[arg(long, value_name = "T")]
    pub(crate) tag: Vec<String>,
    /// Seconds to wait for the answer; at most, and else, 1800
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) timeout: Option<u32>,
    /// The id of the only workspace to take; another one is refused
    #[arg(long, value_name = "ID")]
    pub(crate) workspace: Option<String>,
    /// Read an access token of your own from standard input; at a terminal it is asked for, and not shown
    #[arg(long, conflicts_with_all = ["registration", "no_browser", "timeout", "tag", "workspace"])]
    pub(crate) token_stdin: bool,
    // With a registration, a `requires` of what conflicts with it is silently dropped: the conflict is said itself.
    /// Where the token's workspace lives: us, eu or au
    #[arg(long, value_name = "R", requires = "token_stdin", conflicts_with = "registration")]
    pub(crate) region: Option<String>,
    /// Ask this address instead of Intercom's
    #[arg(long, value_name = "URL", requires = "token_stdin", conflicts_with = "registration")]
    pub(crate) api_base: Option<String>,
}

/// A question to an account's API.
#[derive(clap::Args)]
#[command(after_help = API_EXAMPLES)]
pub(crate) struct Api {
    /// GET: only reads are possible for now
    pub(crate) method: String,
    /// A path below the API's address, from its slash on, with its query
    pub(crate) path: String,
    /// The account, by its id or a name that only it has
    #[arg(long, value_name = "A")]
    pub(crate) account: String,
    /// Ask for the pages that follow, too; each is one JSON document
    #[arg(long)]
    pub(crate) paginate: bool,
    /// Show status and headers before each answer
    #[arg(short, long)]
    pub(crate) include: bool,
}

const API_EXAMPLES: &str = "\
Examples:
  switchhook api GET /me --account Northwind
  switchhook api GET '/contacts?per_page=150' --account Northwind --paginate | jq -r '.data[].email'
  switchhook api GET /tags/814 --account Northwind --include

In a terminal the answer is indented; elsewhere, and with --json, each page is one line.";

/// What can be done with registrations.
#[derive(Subcommand)]
pub(crate) enum Registration {
    /// Add an app of yours
    Add(AddRegistration),
    /// Every registration
    List,
    /// Change a registration; accounts connected with it stay
    Edit(EditRegistration),
    /// Give a registration another client secret, after it was replaced in the Developer Hub
    Secret {
        /// Its name or id
        name: String,
        /// Read the client secret from standard input; else it is asked for
        #[arg(long)]
        secret_stdin: bool,
    },
    /// Remove a registration; accounts connected with it stay
    Remove {
        /// Its name or id
        name: String,
    },
}

/// What can be done with attempts.
#[derive(Subcommand)]
pub(crate) enum Attempt {
    /// Those under way, those that keep a token, and those that have just ended
    List,
    /// Ask once more whose the token is that an attempt keeps
    Retry {
        /// Its id
        attempt: String,
    },
    /// Add what answered in place of the awaited workspace as an account of its own
    Add {
        /// Its id
        attempt: String,
    },
    /// Cancel an attempt that awaits its answer, drop the token that one keeps, or put an ended one away
    Discard {
        /// Its id
        attempt: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

/// An app as a person gives it.
#[derive(clap::Args)]
pub(crate) struct AddRegistration {
    /// A name of your choice
    pub(crate) name: String,
    /// The client id, from the Developer Hub
    #[arg(long, value_name = "ID", required_unless_present = "from_env")]
    pub(crate) client_id: Option<String>,
    /// Read the client secret from standard input; else it is asked for
    #[arg(long)]
    pub(crate) secret_stdin: bool,
    /// Take INTERCOM_CLIENT_ID, INTERCOM_CLIENT_SECRET and, as the only workspace, INTERCOM_APP_ID from the environment
    #[arg(long, conflicts_with_all = ["client_id", "secret_stdin"])]
    pub(crate) from_env: bool,
    /// The redirect URI, exactly as registered in the Developer Hub
    #[arg(long, value_name = "URI", default_value = PASTE_REDIRECT_URI)]
    pub(crate) redirect_uri: String,
    /// Where people consent: us, eu or au
    #[arg(long, value_name = "R")]
    pub(crate) region: Option<String>,
    /// Instead of Intercom's own
    #[arg(long, value_name = "URL")]
    pub(crate) authorization_endpoint: Option<String>,
    /// Instead of Intercom's own
    #[arg(long, value_name = "URL")]
    pub(crate) token_endpoint: Option<String>,
    /// Instead of Intercom's own; serves every later call, whatever region the account has
    #[arg(long, value_name = "URL")]
    pub(crate) api_base: Option<String>,
    /// The id of the only workspace that it may connect
    #[arg(long, value_name = "ID")]
    pub(crate) workspace: Option<String>,
}

/// What becomes of a registration; what is not given stays.
#[derive(clap::Args)]
#[group(required = true, multiple = true)]
pub(crate) struct RegistrationChanges {
    /// Another name; accounts of its client id show it too
    #[arg(long = "name", value_name = "N")]
    pub(crate) new_name: Option<String>,
    /// Another client id; its secret is asked for, and accounts of the old one can't be reconnected with this app
    #[arg(long, value_name = "ID")]
    pub(crate) client_id: Option<String>,
    /// Another redirect URI, exactly as registered in the Developer Hub
    #[arg(long, value_name = "URI")]
    pub(crate) redirect_uri: Option<String>,
    /// Where people consent: us, eu or au
    #[arg(long, value_name = "R")]
    pub(crate) region: Option<String>,
    /// Instead of the one it has; any other address takes the client secret once more
    #[arg(long, value_name = "URL")]
    pub(crate) authorization_endpoint: Option<String>,
    /// Instead of the one it has; any other address takes the client secret once more
    #[arg(long, value_name = "URL")]
    pub(crate) token_endpoint: Option<String>,
    /// Instead of the one it has; any other address takes the client secret once more
    #[arg(long, value_name = "URL")]
    pub(crate) api_base: Option<String>,
    /// Intercom's own addresses instead of all that were given
    #[arg(long, conflicts_with_all = ["authorization_endpoint", "token_endpoint", "api_base"])]
    pub(crate) intercom_addresses: bool,
    /// The id of the only workspace that it may connect
    #[arg(long, value_name = "ID")]
    pub(crate) workspace: Option<String>,
    /// Let it connect whichever workspace the browser is signed in to
    #[arg(long, conflicts_with = "workspace")]
    pub(crate) any_workspace: bool,
    /// Read the client secret from standard input; else it is asked for where it is needed
    #[arg(long)]
    pub(crate) secret_stdin: bool,
}

/// Which registration, and what becomes of it.
#[derive(clap::Args)]
pub(crate) struct EditRegistration {
    /// Its name or id
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) changes: RegistrationChanges,
}

impl Args {
    /// Reads argv; what can't be read is shown, as JSON where that was asked for.
    pub(crate) fn read() -> Result<(Self, Output), ExitCode> {
        match Self::try_parse() {
            Ok(args) => {
                let output = Output::new(args.json);
                Ok((args, output))
            }
            Err(error) => {
                let json =
                    std::env::args_os().skip(1).take_while(|arg| arg != "--").any(|arg| arg == "--json");
                Err(Output::new(json).misread(&error))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_contradicts_itself_nowhere() {
        Args::command().debug_assert();
    }

    #[test]
    fn what_is_an_own_tokens_is_refused_beside_a_registration_and_never_dropped() {
        for (words, is_taken) in [
            (&["--token-stdin", "--region", "eu"][..], true),
            (&["--token-stdin", "--api-base", "https://api.example"], true),
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
