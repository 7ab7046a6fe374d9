//! A process stays with the link it received until the attempt ends or the process must end.

use std::future::{pending, ready};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use switchhook_engine::contract::Outcome;
use switchhook_engine::core::{AttemptProblem, AttemptStage, Code, DeepLink, Problem};
use switchhook_engine::{Begun, Finished, Left, Received};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

use crate::scenario::{LUMEN, Scenario};

type Receiving = JoinHandle<Result<Received, Problem>>;

/// The terminal of a person: the signals to end, and the messages.
struct Person {
    wishes: Semaphore,
    told: Mutex<Vec<Problem>>,
}

impl Person {
    fn new() -> Self {
        Self { wishes: Semaphore::new(0), told: Mutex::default() }
    }

    fn asks_to_end(&self) {
        self.wishes.add_permits(1);
    }

    /// Finishes the received link for this person.
    async fn finishes(&self, scenario: &Scenario, receiving: Receiving) -> Result<Finished, Problem> {
        let asked = || async { self.wishes.acquire().await.unwrap().forget() };
        let say = |problem: &Problem| self.told.lock().unwrap().push(problem.clone());
        let received = async { receiving.await.unwrap() };
        scenario.connector.attempts().finish(received, asked, say).await
    }

    async fn wait_until_told(&self, problem: AttemptProblem) {
        let (problem, began) = (Problem::from(problem), Instant::now());
        while !self.told.lock().unwrap().contains(&problem) {
            assert!(began.elapsed() < Duration::from_secs(15), "{problem:?} was never reported");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// Receives a link in a task. Returns once the attempt has its sealed token and asks for its owner.
async fn receive_until_identifying(scenario: &Scenario, begun: &Begun, link: DeepLink) -> Receiving {
    scenario.switch("latency_ms", 300).await;
    let connector = scenario.connector.clone();
    let receiving = tokio::spawn(async move { connector.attempts().receive(link).await });
    scenario.wait_for_stage(begun, AttemptStage::Identifying).await;
    receiving
}

#[tokio::test]
async fn refused_token_is_offered_until_the_store_takes_it() {
    let scenario = Scenario::new().await;
    let begun = scenario.begin("Acme").await;
    let receiving = scenario.exchanging(&begun).await;
    let blocker = scenario.hold_database();
    let person = Person::new();
    let released = async {
        person.wait_until_told(AttemptProblem::Unsaved).await;
        blocker.execute_batch("ROLLBACK").unwrap();
    };
    let (finished, ()) = tokio::join!(person.finishes(&scenario, receiving), released);
    match finished.unwrap() {
        Finished::Ended(Ok(connected)) => assert_eq!(connected.outcome, Outcome::Connected),
        other => panic!("{other:?}"),
    }
    assert_eq!(scenario.accounts().await.len(), 1);
    assert_eq!(person.told.lock().unwrap().len(), 1, "the problem is reported once");
}

#[tokio::test]
async fn ending_program_offers_its_token_once_more() {
    let scenario = Scenario::new().await;
    let begun = scenario.begin("Acme").await;
    let receiving = scenario.exchanging(&begun).await;
    let blocker = scenario.hold_database();
    let person = Person::new();
    let released = async {
        person.wait_until_told(AttemptProblem::Unsaved).await;
        person.asks_to_end();
        blocker.execute_batch("ROLLBACK").unwrap();
    };
    let (finished, ()) = tokio::join!(person.finishes(&scenario, receiving), released);
    assert!(matches!(finished, Ok(Finished::Ended(Ok(_)))), "{finished:?}");
}

#[tokio::test]
async fn program_that_ends_with_its_token_reports_the_loss() {
    let scenario = Scenario::new().await;
    let begun = scenario.begin("Acme").await;
    let receiving = scenario.exchanging(&begun).await;
    let _blocker = scenario.hold_database();
    let person = Person::new();
    let asks = async {
        person.wait_until_told(AttemptProblem::Unsaved).await;
        person.asks_to_end();
        person.asks_to_end();
    };
    let (finished, ()) = tokio::join!(person.finishes(&scenario, receiving), asks);
    let Finished::Left(Left { problem, keeps_token: false }) = finished.unwrap() else { panic!("left") };
    assert_eq!(problem, AttemptProblem::TokenLost.into());
}

// The attempt has its sealed token, and the account is not stored yet.
#[tokio::test]
async fn program_ended_early_leaves_a_sealed_token_to_the_next_start() {
    let scenario = Scenario::new().await;
    let begun = scenario.begin("Acme").await;
    let link = scenario.authorized(&begun).await;
    let receiving = receive_until_identifying(&scenario, &begun, link).await;
    let blocker = scenario.hold_database();
    let person = Person::new();
    let asks = async {
        person.wait_until_told(AttemptProblem::Unsaved).await;
        person.asks_to_end();
        person.asks_to_end();
    };
    let (finished, ()) = tokio::join!(person.finishes(&scenario, receiving), asks);
    let Finished::Left(Left { problem, keeps_token: true }) = finished.unwrap() else { panic!("left") };
    assert_eq!(problem, AttemptProblem::Left.into());
    blocker.execute_batch("ROLLBACK").unwrap();
    let Scenario { connector, .. } = &scenario;
    let connected = connector.attempts().retry(&begun.attempt).await.unwrap();
    assert!(matches!(connected, Received::Ended(Ok(_))), "the row has the token: {connected:?}");
}

#[tokio::test]
async fn decision_is_asked_after_a_delayed_write() {
    let scenario = Scenario::new().await;
    let account = scenario.connect("Acme").await.unwrap().account;
    let begun = scenario.begin_reconnect(&account.id).await;
    let link = DeepLink::new(scenario.consent(&begun, "authorize", Some(LUMEN)).await);
    let receiving = receive_until_identifying(&scenario, &begun, link).await;
    let blocker = scenario.hold_database();
    let person = Person::new();
    let released = async {
        person.wait_until_told(AttemptProblem::Unsaved).await;
        blocker.execute_batch("ROLLBACK").unwrap();
    };
    let (finished, ()) = tokio::join!(person.finishes(&scenario, receiving), released);
    let Finished::Undecided { attempt, problem } = finished.unwrap() else { panic!("undecided") };
    assert_eq!((attempt, problem.code()), (begun.attempt.clone(), Code::WrongWorkspace));
    assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::Refused);
}

#[tokio::test]
async fn refused_code_is_reported_while_the_store_is_busy() {
    let scenario = Scenario::new().await;
    scenario.switch("token", "refuse").await;
    let begun = scenario.begin("Acme").await;
    let receiving = scenario.exchanging(&begun).await;
    // three tries of five seconds, and the pauses between them
    let _blocker = scenario.hold_database();
    let finished = Person::new().finishes(&scenario, receiving).await;
    let Finished::Ended(Err(problem)) = finished.unwrap() else { panic!("the provider's answer") };
    assert_eq!(problem.code(), Code::CodeRejected);
}

// The first wish to end waits for the provider's answer. The second interrupts the exchange.
#[tokio::test]
async fn first_wish_to_end_waits_and_the_second_ends() {
    for wishes in [1, 2] {
        let scenario = Scenario::new().await;
        let begun = scenario.begin("Acme").await;
        let receiving = scenario.exchanging(&begun).await;
        let person = Person::new();
        (0..wishes).for_each(|_| person.asks_to_end());
        let finished = person.finishes(&scenario, receiving).await;
        person.wait_until_told(AttemptProblem::Answering).await;
        match (wishes, finished.unwrap()) {
            (1, Finished::Ended(Ok(_))) => {}
            (2, Finished::Left(Left { problem, keeps_token: false })) => {
                assert_eq!(problem, AttemptProblem::Interrupted.into());
            }
            (wishes, other) => panic!("{wishes}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn wish_to_end_before_any_exchange_ends_at_once() {
    let scenario = Scenario::new().await;
    let asked = || ready(());
    let finished = scenario.connector.attempts().finish(pending(), asked, |_| ()).await;
    assert_eq!(finished.unwrap_err(), AttemptProblem::Cancelled.into());
}

// The same process holds a token that is not saved. A command that ended now would lose it.
#[tokio::test]
async fn waiting_command_outlives_an_unreadable_database() {
    let scenario = Scenario::new().await;
    let begun = scenario.begin("Acme").await;
    let receiving = scenario.exchanging(&begun).await;
    let waiting = tokio::spawn({
        let (connector, attempt) = (scenario.connector.clone(), begun.attempt.clone());
        async move { connector.attempts().wait(&attempt).await }
    });
    scenario.alter("ALTER TABLE attempt RENAME TO away");
    assert!(matches!(receiving.await.unwrap().unwrap(), Received::Unsaved { .. }));
    // the command looks twice a second
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    assert!(!waiting.is_finished(), "a command that ended now would lose the token");
    scenario.alter("ALTER TABLE away RENAME TO attempt");
    let saved = scenario.connector.attempts().retry(&begun.attempt).await.unwrap();
    assert!(matches!(saved, Received::Ended(Ok(_))), "{saved:?}");
    assert_eq!(waiting.await.unwrap().unwrap().outcome, Outcome::Connected);
}
