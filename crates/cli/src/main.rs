//! `switchhook`: the accounts on this computer, used from a terminal or a script.

mod answer;
mod args;
mod clean;
mod commands;
mod environment;
mod exit;
mod input;
mod logging;
mod misuse;
mod opening;
mod outcome;
mod output;
mod table;

use std::process::ExitCode;

use args::Args;
use misuse::Misuse;

fn main() -> ExitCode {
    logging::start();
    switchhook_engine::keep_private();
    switchhook_engine::refuse_dumps();
    let (args, output) = match Args::read() {
        Ok(read) => read,
        Err(shown) => return shown,
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return output.failed(&Misuse::NoThreads { why: error.kind().to_string() }.into()),
    };
    let code = runtime.block_on(commands::run(args.command, &output));
    // A keyring call that hangs must not hold the end of the program.
    runtime.shutdown_background();
    code
}
