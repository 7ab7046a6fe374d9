//! Tests of the vault: its opening, and its test of the keyring.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

#[tokio::test]
async fn stopped_first_run_delays_the_next_for_limited_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("vault.lock");
    let moment = Duration::from_millis(50);
    let stopped = first_run_turn(path.clone(), moment).await.expect("nothing holds the lock");
    let next = tokio::time::timeout(Duration::from_secs(10), first_run_turn(path.clone(), moment));
    let refused = next.await.expect("the run gives up in time").expect_err("the stopped run holds the lock");
    assert_eq!(refused, VaultProblem::MadeElsewhere.into());
    drop(stopped);
    assert!(first_run_turn(path, moment).await.is_ok(), "the end of a run releases the lock");
}

fn vault(folder: &tempfile::TempDir, mode: VaultMode) -> Arc<Vault> {
    let home = Home::at(folder.path()).expect("a home");
    let changes = Changes::new();
    let store = Store::open(&home, changes.clone()).expect("a store");
    Arc::new(Vault::new(mode, home, store, changes))
}

#[tokio::test]
async fn failed_test_is_announced_and_does_not_shut_the_vault() {
    let folder = tempfile::tempdir().expect("a folder");
    let vault = vault(&folder, VaultMode::OsKeyring);
    let (state, mut changes) = (vault.state(), vault.changes.follow());
    changes.mark_unchanged();
    vault.set_tested(Ok(()));
    assert_eq!(*state.borrow(), VaultState::Well);
    assert!(!changes.has_changed().expect("followed"), "nothing changed");
    vault.set_tested(Err(VaultProblem::NoBus));
    assert_eq!(*state.borrow(), VaultState::Unreached(VaultProblem::NoBus.into()));
    assert!(!vault.is_shut(), "a use may still open it");
    assert!(changes.has_changed().expect("followed"), "the window reads the overview again");
    changes.mark_unchanged();
    vault.set_tested(Ok(()));
    assert_eq!(*state.borrow(), VaultState::Well);
    assert!(changes.has_changed().expect("followed"), "the window reads the overview again");
}

#[tokio::test]
async fn keyring_that_comes_later_ends_what_failed_for_its_lack_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let vault = vault(&folder, VaultMode::OsKeyring);
    let shut = |problem: VaultProblem| VaultState::Shut(problem.into());
    for (used, after) in [
        (shut(VaultProblem::Absent), VaultState::Well),
        (shut(VaultProblem::Silent), VaultState::Well),
        (shut(VaultProblem::NotUnlocked), shut(VaultProblem::NotUnlocked)),
        (shut(VaultProblem::OtherMode), shut(VaultProblem::OtherMode)),
        (
            VaultState::Waiting(VaultProblem::Waiting.into()),
            VaultState::Waiting(VaultProblem::Waiting.into()),
        ),
    ] {
        vault.set_state(used.clone());
        vault.set_tested(Ok(()));
        assert_eq!(*vault.state().borrow(), used, "no test has failed since that use");
        vault.set_tested(Err(VaultProblem::Absent));
        vault.set_tested(Ok(()));
        assert_eq!(*vault.state().borrow(), after);
    }
}

#[tokio::test]
async fn test_repeats_until_the_keyring_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let vault = vault(&folder, VaultMode::OsKeyring);
    let (tests, state) = (AtomicUsize::new(0), vault.state());
    let late = || {
        let before = tests.fetch_add(1, Ordering::Relaxed);
        assert_eq!(
            *state.borrow() == VaultState::Well,
            before == 0,
            "a failed test is known to the next one"
        );
        std::future::ready(if before < 3 { Err(VaultProblem::Absent) } else { Ok(()) })
    };
    vault.test_by(late, Duration::from_millis(1)).await;
    assert_eq!(tests.load(Ordering::Relaxed), 4);
    assert_eq!(*vault.state().borrow(), VaultState::Well);
}

#[tokio::test]
async fn failed_test_counts_for_nothing_once_the_vault_is_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let vault = vault(&folder, VaultMode::Session(SessionKeys::default()));
    vault.key().await.expect("made");
    vault.set_tested(Err(VaultProblem::Silent));
    assert_eq!(*vault.state().borrow(), VaultState::Well);
}

#[tokio::test]
async fn callers_at_once_share_one_opening_of_the_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let vault = vault(&folder, VaultMode::Session(SessionKeys::default()));
    let first = vault.key();
    let second = vault.key();
    let (first, second) = tokio::join!(first, second);
    let (first, second) = (first.expect("made"), second.expect("the same"));
    assert!(Arc::ptr_eq(&first, &second), "one opening serves both");
}

#[test]
fn entry_reads_back_as_its_key_under_its_own_id_only() {
    let key = fresh_key().expect("randomness");
    let value = write_entry(&key);
    assert!(value.is_ascii() && !value.contains('\n'), "one ASCII line");
    let read = read_entry(&value, &key.key_id).expect("its own entry");
    assert_eq!(read.as_slice(), key.expose().as_slice());
    assert!(read_entry(&value, &[0; KEY_ID_LEN]).is_none(), "another key's id");
    for damaged in ["", "swk1.", "swk2.a.b", &value[..value.len() - 4]] {
        assert!(read_entry(damaged, &key.key_id).is_none(), "damaged");
    }
}
