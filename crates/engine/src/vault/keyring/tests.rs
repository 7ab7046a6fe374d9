use std::future::{pending, ready};
use std::sync::atomic::AtomicUsize;
use std::sync::mpsc;

use super::*;

/// Returns a keyring with short time limits.
fn hasty() -> Keyring {
    let moment = Duration::from_millis(50);
    Keyring { answer_in: moment, unlock_in: moment, turn: Arc::default() }
}

/// Fails a test that would wait for ever.
async fn soon<T>(answer: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(10), answer).await.expect("the keyring is given up in time")
}

#[tokio::test]
async fn silent_keyring_is_given_up_in_time() {
    let keyring = hasty();
    let asked = keyring.ready_by(pending(), pending(), &|| panic!("nothing says that the keyring is locked"));
    assert_eq!(soon(asked).await, Err(silent("in a test")));
}

#[tokio::test]
async fn unlocked_keyring_makes_nobody_wait() {
    let asked = hasty().ready_by(ready(Ok(false)), pending(), &|| panic!("there is nothing to unlock")).await;
    assert_eq!(asked, Ok(()));
}

#[tokio::test]
async fn unanswered_unlock_question_is_given_up_in_its_own_time() {
    let announced = AtomicBool::new(false);
    let patient = Keyring { answer_in: Duration::ZERO, ..hasty() };
    let began = Instant::now();
    let waiting = || announced.store(true, Ordering::Relaxed);
    let asked = soon(patient.ready_by(ready(Ok(true)), pending(), &waiting)).await;
    assert_eq!(asked, Err(VaultProblem::NotUnlocked));
    assert!(announced.into_inner(), "Switchhook shows that another window asks");
    assert!(began.elapsed() >= patient.unlock_in, "people are given more time than programs");
}

#[tokio::test]
async fn call_that_hangs_is_abandoned_and_no_second_begins() {
    static BEGUN: AtomicUsize = AtomicUsize::new(0);
    let keyring = hasty();
    let (cure, hangs) = mpsc::channel::<()>();
    let first = move || {
        BEGUN.fetch_add(1, Ordering::Relaxed);
        hangs.recv()
    };
    assert_eq!(keyring.call(first, &|| {}).await, Err(silent("in a test")));
    for _ in 0..5 {
        let another = || BEGUN.fetch_add(1, Ordering::Relaxed);
        assert_eq!(keyring.call(another, &|| {}).await, Err(silent("in a test")), "it still hangs");
    }
    assert_eq!(BEGUN.load(Ordering::Relaxed), 1, "no call begins beside one that hangs");
    drop(cure);
    assert_eq!(keyring.call(|| "well", &|| {}).await, Ok("well"), "the keyring works again");
}
