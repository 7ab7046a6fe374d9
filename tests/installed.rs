//! The app from its package on a clean Debian: links reach it, closed and running, by both kinds of openers. A person
//! connects an account by hand, an upgrade keeps it, and a removal leaves nothing behind.
//!
//! `cargo xtask test` makes that Debian, installs the earlier package there, and runs this test as a user who may call
//! apt-get. `cargo test` leaves it out, since it changes the system it runs in.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use fantoccini::Locator;
use switchhook_journeys::browser::Browser;
use switchhook_journeys::home::Home;
use switchhook_journeys::process::Running;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::window::Window;
use switchhook_journeys::{built, cli, consent, link_handler, person, process, screen, wait};

const SCHEME: &str = "app.switchhook";
const CALLBACK: &str = "app.switchhook:/callback";
const ENTRY: &str = "app.switchhook.desktop";
const WORKSPACE: &str = "Northwind Support";

/// The `XDG_CURRENT_DESKTOP` for GNOME's opener, and the one for the generic opener.
const DESKTOPS: [&str; 2] = ["GNOME", ""];

// Links reach the installed app. The upgrade keeps the account, and the removal leaves the person's files.
#[tokio::test(flavor = "multi_thread")]
async fn package_is_installed_upgraded_and_removed() {
    for desktop in DESKTOPS {
        assert_links_reach_the_app(desktop);
    }
    let home = Home::for_released_programs();
    let account = connect_by_window(&home).await;
    upgrade();
    assert_account_is_there(&home, &account).await;
    assert_removal_leaves_personal_files(&home);
}

fn assert_links_reach_the_app(desktop: &str) {
    let home = Home::for_released_programs();
    assert_eq!(
        handler(&home, desktop),
        ENTRY,
        "the package's own entry takes links, and nobody registered it"
    );
    let sandbox = Sandbox::start(&home);
    assert_eq!(
        sandbox.register(&home, "trial", CALLBACK).status,
        0,
        "the sandbox's client can be registered"
    );
    for (state, outcome) in [("closed", "connected"), ("running", "already_connected")] {
        let running = process::running(home.path(), &built::desktop());
        assert_eq!(running.is_empty(), state == "closed", "the app is {state}: {running:?}");
        let waiting = cli::start(&home, &["connect", "trial", "--no-browser"]);
        let begun = waiting.line();
        let link = consent::authorize(begun["authorization_url"].as_str().expect("an address to open"));
        let _opener = open(&home, desktop, &link);
        let told = waiting.line();
        assert_eq!(told["outcome"], outcome, "“{desktop}”, {state}: {told}");
        assert_eq!(waiting.end(), 0);
        assert!(screen::window_title().contains("Switchhook"), "“{desktop}”: the window is there");
        wait::until("one app to be left", || {
            (process::running(home.path(), &built::desktop()).len() == 1).then_some(())
        });
    }
    screen::close_window();
}

/// Opens a link as that desktop would. The generic opener runs as long as the program it started.
fn open(home: &Home, desktop: &str, link: &str) -> Running {
    let mut open = home.command("xdg-open");
    Running::start(open.env("XDG_CURRENT_DESKTOP", desktop).arg(link).stdout(home.log()).stderr(home.log()))
}

async fn connect_by_window(home: &Home) -> String {
    let browser = Browser::install(home);
    link_handler::choose(home, "postcards.desktop", "Postcards", "/bin/true");
    let window = Window::open(home).await;
    window.page.says("opens Switchhook’s links").await;
    window.page.press("Let Switchhook open them").await;
    window.page.says_no_more("opens Switchhook’s links").await;
    assert_eq!(link_handler::chosen(home), ENTRY, "the package's own entry is enough");
    person::connects_with_the_sandbox(&window, &browser, WORKSPACE).await;
    let account = window.account(WORKSPACE).await;
    window.page.press("Settings").await;
    let dark = window.page.element(Locator::XPath("//label[normalize-space(.)='Dark']")).await;
    dark.click().await.expect("a theme can be chosen");
    screen::photograph("installed-1-connected");
    // the window opens again where it was
    window.page.leave().await;
    window.page.reads("main h1", WORKSPACE).await;
    window.close(home);
    assert_eq!(cli::run(home, &["tag", &account, "--add", "client"]).status, 0);
    assert!(home.files().join("switchhook.db").is_file(), "files lie where the system keeps a person's data");
    account
}

fn upgrade() {
    let before = version();
    let newer = env::var("SWITCHHOOK_NEWER_PACKAGE").expect("the newer package is named");
    apt(&["install", &newer]);
    assert_ne!(version(), before, "another version is installed now");
}

async fn assert_account_is_there(home: &Home, account: &str) {
    let window = Window::open(home).await;
    assert_eq!(window.account(WORKSPACE).await, account);
    assert!(window.page.text().await.contains("client"), "its tag is still there");
    let theme = window.page.run("return document.documentElement.style.colorScheme", Vec::new()).await;
    assert_eq!(theme, "dark", "settings stay");
    screen::photograph("installed-2-upgraded");
    window.close(home);
    // the key that the older version put into the keyring opens the tokens that it sealed
    let sandbox = Sandbox::start(home);
    let checked = cli::run(home, &["check", account]);
    assert_eq!(checked.document()["status"], "connected", "{}", checked.all);
    drop(sandbox);
}

fn assert_removal_leaves_personal_files(home: &Home) {
    let files: Vec<String> = output_of(Command::new("dpkg").args(["-L", "switchhook"]))
        .lines()
        .filter(|path| Path::new(path).is_file())
        .map(str::to_owned)
        .collect();
    assert!(files.iter().any(|file| file.ends_with(ENTRY)), "{files:?}");
    apt(&["remove", "switchhook"]);
    let left: Vec<&String> = files.iter().filter(|file| Path::new(file).exists()).collect();
    assert!(left.is_empty(), "these stayed: {left:?}");
    // a person's own choice stays in that person's files
    let another = Home::for_released_programs();
    for desktop in DESKTOPS {
        assert_eq!(handler(&another, desktop), "", "no program takes the links any more");
    }
    let opened = home.command("xdg-open").env("XDG_CURRENT_DESKTOP", "GNOME").arg(CALLBACK).status();
    assert!(
        !opened.expect("xdg-open can be run").success(),
        "no program opens the link, even where a person had chosen the app"
    );
    let cache = fs::read_to_string("/usr/share/applications/mimeinfo.cache").unwrap_or_default();
    assert!(!cache.contains(SCHEME), "the desktop's cache has forgotten it");
    let purged = apt(&["purge", "switchhook"]);
    assert!(purged.contains("~/.local/share/app.switchhook"), "purge says what stays, and where: {purged}");
    assert!(home.files().join("switchhook.db").is_file(), "the person's files stay");
}

fn handler(home: &Home, desktop: &str) -> String {
    let mut ask = home.command("xdg-mime");
    ask.env("XDG_CURRENT_DESKTOP", desktop).args(["query", "default", &format!("x-scheme-handler/{SCHEME}")]);
    output_of(&mut ask)
}

fn version() -> String {
    output_of(Command::new("dpkg-query").args(["--show", "--showformat=${Version}", "switchhook"]))
}

fn apt(words: &[&str]) -> String {
    output_of(Command::new("sudo").args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-y"]).args(words))
}

/// Runs a program and returns its trimmed output.
fn output_of(command: &mut Command) -> String {
    let output = command.stdin(Stdio::null()).output().expect("a program of the system can be run");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
