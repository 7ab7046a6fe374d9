//! The desktop shell: one window over the connector. It decides nothing.
//!
//! Not here: rules (core), network, database and keyring (engine), the page's texts (ui).

mod bulk_check;
mod changes;
mod clipboard;
mod commands;
mod context;
mod events;
mod links;
mod logging;
mod message;
#[cfg(target_os = "linux")]
mod platform;
mod presence;
mod quit;
mod sandbox;
mod start;
mod state;
mod token_list;
mod watchdog;
mod window;

use std::process::ExitCode;

use switchhook_engine::core::{Channel, DeepLink};
use switchhook_engine::{Home, LinkFrom, sweep_round_trips, took_round_trip};
use tauri::{Builder, Runtime};

use bulk_check::BulkCheck;
use context::context;
use links::finish::{LinkEnd, finish};
use links::launch::{Launch, NotText};
use links::receive;
use message::Message;
use presence::tray::Icon;
use state::Desktop;
use token_list::TokenList;
use watchdog::Watchdog;

/// Runs the program until it ends, and returns its exit code.
pub fn run() -> ExitCode {
    #[cfg(target_os = "linux")]
    switchhook_engine::desktop::program::note_own_path();
    logging::start();
    switchhook_engine::keep_private();
    let launch = match Launch::from_args(std::env::args_os()) {
        Ok(launch) => launch,
        // The plugins read argv as UTF-8 and would panic on this argument.
        Err(NotText) => return ExitCode::from(11),
    };
    // This stands before the panic hook: a panic here would start another process like this one, and so on for ever.
    if matches!(launch, Launch::ShowMessage) {
        Message::show_from_stdin();
        return ExitCode::SUCCESS;
    }
    message::report_panics();
    #[cfg(target_os = "linux")]
    platform::painting::prepare();
    let home = match Home::locate().and_then(Home::writable) {
        Ok(home) => home,
        Err(problem) => return failed(&Message::from(&problem.into())),
    };
    let link = launch.link().cloned();
    if link.as_ref().is_some_and(|link| took_round_trip(&home, link, LinkFrom::System)) {
        if message::has_display() {
            // The desktop waits for a window, and none comes.
            message::has_started();
        }
        return ExitCode::SUCCESS;
    }
    sweep_round_trips(&home);
    if !message::has_display() {
        return run_without_display(link, home);
    }
    let is_hidden = matches!(launch, Launch::Hidden);
    let watchdog = match Watchdog::start(link.clone(), is_hidden, &home) {
        Ok(watchdog) => watchdog,
        Err(problem) => return failed(&Message::from(&problem.into())),
    };
    if watchdog.is_some() {
        // The other instance shows its window. This one shows none, so it must end the startup notification itself.
        message::has_started();
    }
    let turn = watchdog.as_ref().map(Watchdog::turn).unwrap_or_default();
    let (arrived, place, taken) = (link.clone(), home.clone(), turn.clone());
    let built = builder(Builder::default().plugin(turn.clone().plugin()), &home)
        // The state comes before any plugin: a second process may hand over its link while this one still starts.
        .manage(Desktop::new(home.clone()))
        .manage(BulkCheck::default())
        .manage(TokenList::default())
        .manage(Icon::default())
        .setup(move |app| {
            // The single-instance plugin found no other instance, or had no session bus to look for one.
            taken.take();
            if let Some(watchdog) = watchdog {
                drop(watchdog);
                watchdog::yield_to_other_instance(arrived, is_hidden, &place);
            }
            if let Err(error) = window::open(app.handle(), &place, !is_hidden) {
                exit_without_window(&error);
            }
            receive::listen(app.handle());
            quit::end_on_signals(app.handle());
            start::begin(app.handle(), launch);
            Ok(())
        })
        .build(context());
    match built {
        Ok(app) => {
            app.run(events::on_event);
            ExitCode::SUCCESS
        }
        // The running instance ended while it took the link, so this process finishes the link.
        Err(error) => {
            turn.take();
            start_failed(
                &error,
                link.map(|link| finish(link, home, |problem| Message::from(problem).tell_in_child())),
            )
        }
    }
}

/// Finishes a link without a window, where there is no display. Without a link, prints an error.
fn run_without_display(link: Option<DeepLink>, home: Home) -> ExitCode {
    let Some(link) = link else {
        return failed(&Message::new(
            "Switchhook can’t open a window: there is no display.",
            "Start Switchhook on a desktop, or use the command line: `switchhook --help`.",
        ));
    };
    let end = finish(link, home, |problem| Message::from(problem).print());
    if let Some(message) = end.message() {
        message.print();
    }
    ExitCode::from(end.exit_status())
}

/// Tells why the start failed and how its link ended, and returns the exit code.
fn start_failed(error: &tauri::Error, end: Option<LinkEnd>) -> ExitCode {
    match end {
        None => failed(&no_start(error)),
        Some(LinkEnd::Connected | LinkEnd::Delivered) => ExitCode::SUCCESS,
        Some(end) => {
            let Message { sentence, hint } = no_start(error);
            Message::new(sentence, format!("{} {hint}", end.sentence())).tell();
            ExitCode::from(end.exit_status())
        }
    }
}

/// Adds plugins and commands to the builder. Generic, so that the tests of capabilities need no window.
fn builder<R: Runtime>(builder: Builder<R>, home: &Home) -> Builder<R> {
    let identifier = Channel::current().identifier();
    let mut single_instance =
        tauri_plugin_single_instance::Builder::new().callback(receive::on_second_instance);
    if let Some(suffix) = home.name_suffix() {
        single_instance = single_instance.dbus_id(format!("{identifier}.{suffix}"));
    }
    let window_state = tauri_plugin_window_state::Builder::new()
        .with_filename(home.window_state().to_string_lossy())
        .with_state_flags(window::remembered())
        .build();
    builder
        // This plugin comes first: a second process must end before it does anything else.
        .plugin(single_instance.build())
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(window_state)
        .invoke_handler(commands::all())
}

fn no_start(error: &tauri::Error) -> Message {
    Message::new("Switchhook can’t start.", format!("The system reported: {error}"))
}

/// Tells that the window can't open, and ends the process. Tauri would turn an error of `setup` into a panic.
#[expect(clippy::exit, reason = "the event loop runs already, and `run` can't return")]
fn exit_without_window(error: &tauri::Error) -> ! {
    no_start(error).tell();
    std::process::exit(1)
}

fn failed(message: &Message) -> ExitCode {
    message.tell();
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests;
