//! The Doctor's order: what it looks at together, and when it looks again.
#![cfg(unix)]

use std::fs::{self, File, Permissions};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use switchhook_engine::core::Channel;
use switchhook_engine::core::{HealthCheck, HealthReport};
use switchhook_engine::{Doctor, Orders, SessionKeys, Surroundings, UncheckedHome, VaultMode};

use crate::scenario::Scenario;

const FIX: Orders = Orders { offline: true, fix: true, round_trip: false };
/// The name of the variable that names the file by which a host tells that it was asked.
const ASKED: &str = "TEST_ASKED";

async fn examined(scenario: &Scenario, orders: Orders) -> HealthReport {
    let around = Surroundings { has_display: true, app: Some("/nowhere/switchhook-desktop".into()) };
    let home = UncheckedHome::at(scenario.folder.path()).unwrap();
    Doctor::of(home, VaultMode::Session(SessionKeys::default()), around).examine(orders).await
}

fn check(report: &HealthReport, id: &str) -> HealthCheck {
    report.checks.iter().find(|check| check.id == id).unwrap_or_else(|| panic!("{id}: {report:?}")).clone()
}

/// Registers an app whose host calls `asked` at each request.
async fn register_host(scenario: &Scenario, asked: impl Fn() + Send + 'static) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    scenario.register_with_api("Behind", &format!("http://{}", listener.local_addr().unwrap())).await;
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            asked();
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 2048]);
            let _ = stream.write_all(b"HTTP/1.1 404 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        }
    });
}

#[tokio::test]
async fn repair_looks_again_only_where_it_mended() {
    let scenario = Scenario::new().await;
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    register_host(&scenario, move || {
        counter.fetch_add(1, Ordering::SeqCst);
    })
    .await;
    assert!(check(&examined(&scenario, FIX).await, "data_folder").fixed.is_none());
    assert_eq!(asked.load(Ordering::SeqCst), 1, "nothing was mended");
    fs::set_permissions(scenario.folder.path(), Permissions::from_mode(0o755)).unwrap();
    assert!(check(&examined(&scenario, FIX).await, "data_folder").fixed.is_some());
    assert_eq!(asked.load(Ordering::SeqCst), 3, "a second look shows what the repair did");
}

/// A system's tool answers only once a host was asked. This test starts itself again, with that tool alone.
#[tokio::test]
async fn tools_and_hosts_are_asked_at_once() {
    if let Some(asked) = std::env::var_os(ASKED) {
        let scenario = Scenario::new().await;
        scenario.register("Direct", Channel::current().callback()).await;
        register_host(&scenario, move || drop(File::create(&asked))).await;
        let report = examined(&scenario, Orders { fix: false, ..FIX }).await;
        let scheme = check(&report, "scheme");
        assert!(scheme.message.starts_with("No program opens"), "the tool answered: {scheme:?}");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let waits = "for i in 1 2 3 4 5 6 7 8; do [ -e \"$TEST_ASKED\" ] && exit 0; /bin/sleep 0.5; done";
    write_tool(&folder.path().join("xdg-mime"), &format!("{waits}\necho nobody asked\nexit 1"));
    let this_test = std::thread::current().name().unwrap().to_owned();
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", &this_test]).env("PATH", folder.path());
    let output = again.env(ASKED, folder.path().join("asked")).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

fn write_tool(path: &Path, script: &str) {
    fs::write(path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(path, Permissions::from_mode(0o700)).unwrap();
}
