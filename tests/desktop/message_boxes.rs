//! Message boxes for errors without a window. A person who starts the app by its icon sees no printed error.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use switchhook_journeys::home::Home;
use switchhook_journeys::keyring::Bus;
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::window::Window;
use switchhook_journeys::{SCHEME, built, consent, disk, instance, process, screen, wait};

/// The title of the message box.
const BOX: &str = "^Message from Switchhook$";

/// Waits for the message box, photographs it, and dismisses it.
fn dismiss_box(name: &str) {
    wait::until("a box that says it", || screen::shows(BOX).then_some(()));
    screen::photograph(name);
    screen::dismiss(BOX);
}

#[test]
fn home_below_a_file_shows_a_message_box() {
    let home = Home::new();
    fs::write(home.path().join("file"), "not a folder").expect("a file can be written");
    let mut start = home.command(built::desktop());
    start.env("SWITCHHOOK_HOME", home.path().join("file/switchhook")).stderr(home.log());
    let started = process::Running::start(&mut start);
    dismiss_box("messages-1-no-home");
    assert_eq!(started.end(), 1);
    home.wait_for_log(": not a directory");
}

#[test]
fn message_box_appears_when_stderr_is_full() {
    let home = Home::new();
    fs::write(home.path().join("file"), "not a folder").expect("a file can be written");
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has /dev/full");
    let mut start = home.command(built::desktop());
    start
        .env("SWITCHHOOK_HOME", home.path().join("file/switchhook"))
        .env("SWITCHHOOK_LOG", "trace")
        .stderr(full);
    let started = process::Running::start(&mut start);
    wait::until("a box that says it", || screen::shows(BOX).then_some(()));
    screen::dismiss(BOX);
    assert_eq!(started.end(), 1);
}

#[test]
fn home_of_another_user_shows_a_message_box() {
    let home = Home::new();
    fs::create_dir(home.files()).expect("a folder can be made");
    // root may write everywhere, so the user "nobody" starts the app; only root can do that
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0");
    if !is_root {
        return;
    }
    let started = as_nobody(&home);
    dismiss_box("messages-2-not-ours");
    assert_eq!(started.end(), 1);
    home.wait_for_log(": permission denied");
}

/// Starts the app as the user "nobody", who may enter the home's folder and nothing in it.
fn as_nobody(home: &Home) -> process::Running {
    let program = home.path().join("switchhook-desktop");
    fs::copy(built::desktop(), &program).expect("the program can be copied");
    for path in [home.path(), &program] {
        make_readable(path);
    }
    let mut start = home.command("setpriv");
    start.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups"]).arg(&program);
    process::Running::start(start.env("SWITCHHOOK_HOME", home.files().join("of-root")).stderr(home.log()))
}

fn make_readable(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it is ours");
}

#[test]
fn write_protected_home_shows_a_message_box() {
    if disk::may_mount() {
        shows_box_for_disk("ro", "messages-3-write-protected", ": read-only filesystem");
    }
}

#[test]
fn full_disk_shows_a_message_box() {
    if disk::may_mount() {
        shows_box_for_disk("nr_inodes=2", "messages-5-no-room", "No space left on device");
    }
}

/// Starts the app in a home on a disk with this option, and waits for the message box and the words.
fn shows_box_for_disk(option: &str, picture: &str, words: &str) {
    let home = Home::new();
    fs::create_dir(home.files()).expect("a folder can be made");
    let mut mount = Command::new("mount");
    mount.args(["-t", "tmpfs", "-o", &format!("{option},mode=700"), "switchhook-test"]).arg(home.files());
    assert!(mount.status().expect("mount can be run").success());
    let started = process::Running::start(home.command(built::desktop()).stderr(home.log()));
    dismiss_box(picture);
    assert_eq!(started.end(), 1);
    home.wait_for_log(words);
    let mut unmount = Command::new("umount");
    assert!(unmount.arg(home.files()).status().expect("umount can be run").success());
}

#[tokio::test(flavor = "multi_thread")]
async fn second_start_shows_a_message_box_when_the_app_is_silent() {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let window = Window::open(&home).await;
    window.page.press("Try it with the sandbox").await;
    let link = consent::authorize(&notebook.opened(1));
    process::signal(home.path(), &built::desktop(), "STOP");

    assert_eq!(instance::start(&home, &[]).end(), 1, "the second start ends, and its message box stays");
    dismiss_box("messages-4-no-answer");
    let stray = link.replace("state=1", "state=2");
    assert_eq!(instance::open_link(&home, &stray), 13);
    let running = process::running(home.path(), &built::desktop());
    assert_eq!(running.len(), 1, "a stray link opens no message box");

    process::signal(home.path(), &built::desktop(), "CONT");
    window.close(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn second_start_without_a_bus_reports_the_open_window() {
    let bus = Bus::missing();
    let home = Home::new().on(&bus);
    let window = Window::open(&home).await;
    assert_eq!(instance::start(&home, &[]).end(), 1, "the second start ends, and its message box stays");
    dismiss_box("messages-6-no-bus");
    home.wait_for_log("Switchhook is open already.");
    let stray = format!("{SCHEME}:/callback?code=x&state=x");
    assert_eq!(instance::open_link(&home, &stray), 13);
    let running = process::running(home.path(), &built::desktop());
    assert_eq!((running.len(), screen::windows().len()), (1, 1), "a stray link opens no message box");

    // an app that is just ending still has its window for a moment
    screen::close_window();
    let next = instance::start(&home, &[]);
    wait::until("the next window", || screen::shows_window().then_some(()));
    drop(window);
    screen::close_window();
    assert_eq!(next.end(), 0);
}

#[test]
fn missing_display_is_reported_on_stderr() {
    for display in [None, Some(":4711")] {
        let home = Home::new();
        let mut start = home.command(built::desktop());
        start.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").stdin(Stdio::null());
        if let Some(display) = display {
            start.env("DISPLAY", display);
        }
        let ended = start.output().expect("the app can be started");
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(1), "{said}");
        assert!(said.contains("there is no display") && !said.contains("panicked"), "{said}");
    }
}
