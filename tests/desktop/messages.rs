//! What is said where there is no window: nobody reads what a program prints that was started by its icon.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use switchhook_journeys::home::Home;
use switchhook_journeys::keyring::Bus;
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::window::Window;
use switchhook_journeys::{SCHEME, built, consent, disk, instance, process, screen, wait};

/// The title of the box.
const BOX: &str = "^Message from Switchhook$";

/// Waits for the box, photographs it, and sends it away as a person would.
fn reads_the_box(name: &str) {
    wait::until("a box that says it", || screen::shows(BOX).then_some(()));
    screen::photograph(name);
    screen::dismisses(BOX);
}

#[test]
fn a_home_below_a_file_is_said_in_a_box() {
    let home = Home::new();
    fs::write(home.path().join("file"), "not a folder").expect("a file can be written");
    let mut start = home.command(built::desktop());
    start.env("SWITCHHOOK_HOME", home.path().join("file/switchhook")).stderr(home.log());
    let started = process::Running::start(&mut start);
    reads_the_box("messages-1-no-home");
    assert_eq!(started.end(), 1);
    home.until_said(": not a directory");
}

#[test]
fn what_cannot_be_printed_is_said_in_a_box_all_the_same() {
    let home = Home::new();
    fs::write(home.path().join("file"), "not a folder").expect("a file can be written");
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has a full disk at hand");
    let mut start = home.command(built::desktop());
    start
        .env("SWITCHHOOK_HOME", home.path().join("file/switchhook"))
        .env("SWITCHHOOK_LOG", "trace")
        .stderr(full);
    let started = process::Running::start(&mut start);
    wait::until("a box that says it", || screen::shows(BOX).then_some(()));
    screen::dismisses(BOX);
    assert_eq!(started.end(), 1);
}

#[test]
fn a_home_of_somebody_else_is_said_in_a_box() {
    let home = Home::new();
    fs::create_dir(home.files()).expect("a folder can be made");
    // root writes everywhere, so it is somebody else who starts it; what they start is seen by root alone
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0");
    if !is_root {
        return;
    }
    let started = as_nobody(&home);
    reads_the_box("messages-2-not-ours");
    assert_eq!(started.end(), 1);
    home.until_said(": permission denied");
}

/// The app as the user "nobody", who may enter the home's folder and nothing in it.
fn as_nobody(home: &Home) -> process::Running {
    let program = home.path().join("switchhook-desktop");
    fs::copy(built::desktop(), &program).expect("the program can be copied");
    for path in [home.path(), &program] {
        open(path);
    }
    let mut start = home.command("setpriv");
    start.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups"]).arg(&program);
    process::Running::start(start.env("SWITCHHOOK_HOME", home.files().join("of-root")).stderr(home.log()))
}

fn open(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it is ours");
}

#[test]
fn a_write_protected_home_is_said_in_a_box() {
    if disk::may_mount() {
        says_of_a_disk("ro", "messages-3-write-protected", ": read-only filesystem");
    }
}

#[test]
fn a_disk_without_room_for_a_window_is_said_in_a_box() {
    if disk::may_mount() {
        says_of_a_disk("nr_inodes=2", "messages-5-no-room", "No space left on device");
    }
}

/// Starts the app in a home on a disk with this option, and waits for the box and the words.
fn says_of_a_disk(option: &str, picture: &str, words: &str) {
    let home = Home::new();
    fs::create_dir(home.files()).expect("a folder can be made");
    let mut mount = Command::new("mount");
    mount.args(["-t", "tmpfs", "-o", &format!("{option},mode=700"), "switchhook-test"]).arg(home.files());
    assert!(mount.status().expect("mount can be run").success());
    let started = process::Running::start(home.command(built::desktop()).stderr(home.log()));
    reads_the_box(picture);
    assert_eq!(started.end(), 1);
    home.until_said(words);
    let mut unmount = Command::new("umount");
    assert!(unmount.arg(home.files()).status().expect("umount can be run").success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_that_gets_no_answer_says_so_in_a_box() {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let window = Window::open(&home).await;
    window.page.press("Try it with the sandbox").await;
    let link = consent::authorize(&notebook.opened(1));
    process::signal(home.path(), &built::desktop(), "STOP");

    assert_eq!(instance::start(&home, &[]).end(), 1, "it ends, and leaves the box behind");
    reads_the_box("messages-4-no-answer");
    let stray = link.replace("state=1", "state=2");
    assert_eq!(instance::open_link(&home, &stray), 13);
    let running = process::running(home.path(), &built::desktop());
    assert_eq!(running.len(), 1, "a link that is nobody's answer disturbs nobody");

    process::signal(home.path(), &built::desktop(), "CONT");
    window.close(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_session_bus_a_second_start_says_that_the_window_is_open_and_opens_none() {
    let bus = Bus::missing();
    let home = Home::new().on(&bus);
    let window = Window::open(&home).await;
    assert_eq!(instance::start(&home, &[]).end(), 1, "it ends, and leaves the box behind");
    reads_the_box("messages-6-no-bus");
    home.until_said("Switchhook is open already.");
    let stray = format!("{SCHEME}:/callback?code=x&state=x");
    assert_eq!(instance::open_link(&home, &stray), 13);
    let running = process::running(home.path(), &built::desktop());
    assert_eq!(
        (running.len(), screen::windows().len()),
        (1, 1),
        "a link that is nobody's answer disturbs nobody"
    );

    // One that is just ending has the window for a moment still.
    screen::close_window();
    let next = instance::start(&home, &[]);
    wait::until("the next window", || screen::shows_window().then_some(()));
    drop(window);
    screen::close_window();
    assert_eq!(next.end(), 0);
}

#[test]
fn without_a_display_it_is_said_where_that_is_read() {
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
