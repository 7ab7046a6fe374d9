//! A scripted person for machines without a display: opens the app, connects an account, shows what came of it.
//!
//! `cargo xtask run` starts this in a private desktop.
#![expect(clippy::print_stdout, reason = "telling what the person sees is all this program is for")]

use switchhook_journeys::browser::Browser;
use switchhook_journeys::home::Home;
use switchhook_journeys::window::Window;
use switchhook_journeys::{cli, person, screen};

#[tokio::main]
async fn main() {
    let home = Home::new();
    let browser = Browser::install(&home);
    println!("  opens the app");
    let window = Window::open(&home).await;
    println!("  presses \"Connect account\", chooses the sandbox, and authorizes in Chromium");
    person::connects_with_the_sandbox(&window, &browser, "Northwind Support").await;
    let picture = screen::photograph("run");
    println!("  and sees the account:\n");
    for account in cli::run(&home, &["list"]).document().as_array().into_iter().flatten() {
        println!("{account:#}");
    }
    println!("\nscreenshot: {}", picture.display());
}
