//! The desktop shell: one window over the connector. It decides nothing.
//!
//! What is not here: rules (core), network, database, keyring (engine), words (ui).

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
mod watchdog;
mod window;

use std::process::ExitCode;

use switchhook_engine::Home;
use switchhook_engine::core::{Channel, DeepLink};
use tauri::{Builder, Runtime};

use bulk_check::BulkCheck;
use context::context;
use links::finish::{LinkEnd, finish};
use links::launch::{Launch, NotText};
use links::receive;
use message::Message;
use presence::tray::Icon;
use state::Desktop;
use watchdog::Watchdog;

/// Runs the program until its window is closed.
pub fn run() -> ExitCode {
    #[cfg(target_os = "linux")]
    platform::program::take_note();
    logging::start();
    switchhook_engine::keep_private();
    let launch = match Launch::from_args(std::env::args_os()) {
        Ok(launch) => launch,
        // The plugins read argv as text and would panic on this.
        Err(NotText) => return ExitCode::from(11),
    };
    // Before panics are told of: one that tells of one would go on for ever.
    if matches!(launch, Launch::Say) {
        Message::show_handed();
        return ExitCode::SUCCESS;
    }
    message::tell_of_panics();
    #[cfg(target_os = "linux")]
    platform::painting::prepare();
    let home = match Home::locate().and_then(Home::writable) {
        Ok(home) => home,
        Err(problem) => return failed(&Message::from(&problem.into())),
    };
    let link = launch.link().cloned();
    if !message::has_display() {
        return unseen(link, home);
    }
    let is_hidden = matches!(launch, Launch::Hidden);
    let watchdog = Watchdog::start(link.clone(), is_hidden, &home);
    if watchdog.is_some() {
        // The other one shows its window, and this one none whose coming up would say so.
        message::has_started();
    }
    let turn = watchdog.as_ref().map(Watchdog::turn).unwrap_or_default();
    let (arrived, place, taken) = (link.clone(), home.clone(), turn.clone());
    let built = builder(Builder::default().plugin(turn.clone().plugin()), &home)
        // Before any plugin: a second process may hand over its link while this one still starts.
        .manage(Desktop::new(home.clone()))
        .manage(BulkCheck::default())
        .manage(Icon::default())
        .setup(move |app| {
            // No other instance holds us up: this is the one, unless nobody could ask.
            taken.take();
            if let Some(watchdog) = watchdog {
                drop(watchdog);
                watchdog::leave_to_the_other(arrived, is_hidden, &place);
            }
            if let Err(error) = window::open(app.handle(), &place, !is_hidden) {
                end_unopened(&error);
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
        // The running instance ended while it was handed the link: finished here, as any process can.
        Err(error) => {
            turn.take();
            unstarted(
                &error,
                link.map(|link| finish(link, home, |problem| Message::from(problem).tell_apart())),
            )
        }
    }
}

/// Without a display there is no window; a link is finished all the same, as any process can.
fn unseen(link: Option<DeepLink>, home: Home) -> ExitCode {
    let Some(link) = link else {
        return failed(&Message::new(
            "Switchhook can’t open a window: there is no display.",
            "Start it on a desktop, or use the command line: `switchhook --help`.",
        ));
    };
    let end = finish(link, home, |problem| Message::from(problem).print());
    if let Some(message) = end.message() {
        message.print();
    }
    ExitCode::from(end.exit_status())
}

/// What is said of a start that failed, and of its link.
fn unstarted(error: &tauri::Error, end: Option<LinkEnd>) -> ExitCode {
    match end {
        None => failed(&no_start(error)),
        Some(LinkEnd::Connected | LinkEnd::Delivered) => ExitCode::SUCCESS,
        Some(end) => {
            let Message { sentence, hint } = no_start(error);
            Message::new(sentence, format!("{} {hint}", end.told())).tell();
            ExitCode::from(end.exit_status())
        }
    }
}

/// Plugins and commands; generic, so that the tests of capabilities run it without a window.
fn builder<R: Runtime>(builder: Builder<R>, home: &Home) -> Builder<R> {
    let identifier = Channel::current().identifier();
    let mut single_instance =
        tauri_plugin_single_instance::Builder::new().callback(receive::on_second_instance);
    if let Some(word) = home.word() {
        single_instance = single_instance.dbus_id(format!("{identifier}.{word}"));
    }
    let window_state = tauri_plugin_window_state::Builder::new()
        .with_filename(home.window_state().to_string_lossy())
        .with_state_flags(window::remembered())
        .build();
    builder
        // First of all plugins: a second process must end before it does anything else.
        .plugin(single_instance.build())
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(window_state)
        .invoke_handler(commands::all())
}

fn no_start(error: &tauri::Error) -> Message {
    Message::new("Switchhook can’t start.", format!("What the system said: {error}"))
}

/// An error of the set-up would end in a panic.
#[expect(clippy::exit, reason = "the event loop runs already, and there is nothing to end")]
fn end_unopened(error: &tauri::Error) -> ! {
    no_start(error).tell();
    std::process::exit(1)
}

fn failed(message: &Message) -> ExitCode {
    message.tell();
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests;
