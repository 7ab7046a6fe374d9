use std::future::{pending, ready};
use std::sync::atomic::AtomicUsize;
use std::sync::mpsc;

use super::*;

fn hasty() -> Keyring {
    let moment = Duration::from_millis(50);
    Keyring { answer_in: moment, unlock_in: moment, turn: Arc::default() }
}

/// A test that waits for ever has failed as well.
async fn soon<T>(answer: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(10), answer).await.expect("given up in its time")
}

#[tokio::test]
async fn a_keyring_that_says_nothing_is_given_up_in_its_time() {
    let keyring = hasty();
    let asked = keyring.ready_by(pending(), pending(), &|| panic!("nobody knows that it is locked"));
    assert_eq!(soon(asked).await, Err(silent("in a test")));
}

#[tokio::test]
async fn nobody_is_told_to_wait_for_a_keyring_that_is_unlocked() {
    let asked = hasty().ready_by(ready(Ok(false)), pending(), &|| panic!("there is nothing to unlock")).await;
    assert_eq!(asked, Ok(()));
}

#[tokio::test]
async fn a_question_that_nobody_answers_is_given_up_in_its_own_time() {
    let told = AtomicBool::new(false);
    let patient = Keyring { answer_in: Duration::ZERO, ..hasty() };
    let began = Instant::now();
    let waiting = || told.store(true, Ordering::Relaxed);
    let asked = soon(patient.ready_by(ready(Ok(true)), pending(), &waiting)).await;
    assert_eq!(asked, Err(VaultProblem::NotUnlocked));
    assert!(told.into_inner(), "whoever looks at Switchhook is told that another window asks");
    assert!(began.elapsed() >= patient.unlock_in, "people are given more time than programs");
}

#[tokio::test]
async fn a_call_that_hangs_is_left_alone_and_no_second_one_is_begun_beside_it() {
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
    assert_eq!(BEGUN.load(Ordering::Relaxed), 1, "a try beside one that hangs begins nothing");
    drop(cure);
    assert_eq!(keyring.call(|| "well", &|| {}).await, Ok("well"), "a keyring that was cured works again");
}
