//! A proxy in front of the sandbox's API: it counts requests, answers some paths itself, and can be shut.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use switchhook_engine::OwnToken;
use switchhook_engine::contract::Account;
use switchhook_engine::core::{AccessToken, AccountId, Endpoint, Region, Status};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::scenario::Scenario;

pub(crate) struct Front {
    pub(crate) address: String,
    counts: Arc<Counts>,
    replies: Arc<Mutex<Vec<(String, Reply)>>>,
    last: Arc<Mutex<String>>,
    open: JoinHandle<()>,
}

/// The reply for a path.
#[derive(Clone)]
pub(crate) struct Reply {
    pub(crate) status: &'static str,
    /// Whole header lines.
    pub(crate) headers: String,
    pub(crate) body: Vec<u8>,
    /// The delay of the reply.
    pub(crate) after: Duration,
    /// How the reply spells the secrets of the request.
    pub(crate) spell: fn(&str) -> String,
}

impl Reply {
    /// Returns a reply without delay or headers.
    pub(crate) fn of(status: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: String::new(),
            body: body.into(),
            after: Duration::ZERO,
            spell: str::to_owned,
        }
    }

    pub(crate) fn after(self, after: Duration) -> Self {
        Self { after, ..self }
    }

    pub(crate) fn spelled(self, spell: fn(&str) -> String) -> Self {
        Self { spell, ..self }
    }

    pub(crate) fn with(self, header: &str) -> Self {
        Self { headers: format!("{}{header}\r\n", self.headers), ..self }
    }
}

#[derive(Default)]
struct Counts {
    all: AtomicUsize,
    now: AtomicUsize,
    most: AtomicUsize,
}

/// A path, a status line and a body. The body repeats the whole request at `{request}`, and its secrets at `{secrets}`.
pub(crate) type Instead = (&'static str, &'static str, &'static str);

/// A status line that stands for no head: the front sends the body alone.
pub(crate) const RAW: &str = "raw";

/// A status line that stands for a lost answer: the sandbox does what is asked, and the front closes the connection.
pub(crate) const LOST: &str = "lost";

impl Front {
    /// Adds accounts by tokens of their own, all behind this proxy. Returns their ids.
    pub(crate) async fn add_accounts(&self, scenario: &Scenario, many: usize) -> Vec<AccountId> {
        let mut ids = Vec::with_capacity(many);
        for count in 0..many {
            let own = OwnToken {
                region: Some(Region::Us),
                api_base: Some(self.address.clone()),
                ..OwnToken::new(AccessToken::new(format!("token-{count}")).unwrap())
            };
            ids.push(scenario.connector.own_tokens().add(own).await.unwrap().account.id);
        }
        ids
    }

    pub(crate) async fn start(scenario: &Scenario, instead: &'static [Instead]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let behind = scenario.sandbox.description().api_base.strip_prefix("http://").unwrap().to_string();
        let counts = Arc::<Counts>::default();
        let replies = Arc::<Mutex<Vec<(String, Reply)>>>::default();
        let last = Arc::<Mutex<String>>::default();
        let (counted, told, heard) = (Arc::clone(&counts), Arc::clone(&replies), Arc::clone(&last));
        let open = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (behind, counts, told) = (behind.clone(), Arc::clone(&counted), Arc::clone(&told));
                let heard = Arc::clone(&heard);
                tokio::spawn(async move { serve(stream, &behind, &told, &counts, &heard).await });
            }
        });
        let front = Self { address, counts, replies, last, open };
        front.only(instead);
        front
    }

    /// Starts a front that answers nothing itself, and connects an account behind it.
    pub(crate) async fn start_with_account(scenario: &Scenario) -> (Self, Account) {
        let front = Self::start(scenario, &[]).await;
        scenario.register_with_api("Behind", &front.address).await;
        let account = scenario.connect("Behind").await.unwrap().account;
        assert_eq!(account.status, Status::Connected);
        (front, account)
    }

    /// Answers these paths and no others from now on.
    pub(crate) fn only(&self, instead: &[Instead]) {
        self.forward_all();
        for (path, status, body) in instead {
            self.answer(path, Reply::of(status, *body));
        }
    }

    /// Answers this path from now on. `*` answers every path without a reply of its own.
    pub(crate) fn answer(&self, path: &str, reply: Reply) {
        let mut replies = self.replies.lock().unwrap();
        replies.retain(|(known, _)| known != path);
        replies.push((path.to_string(), reply));
        // the reply for everything comes last
        replies.sort_by_key(|(known, _)| known == "*");
    }

    /// Forwards every request to the sandbox again.
    pub(crate) fn forward_all(&self) {
        self.replies.lock().unwrap().clear();
    }

    /// Returns the front's host, as problems name it.
    pub(crate) fn host(&self) -> String {
        Endpoint::new(&self.address).unwrap().host()
    }

    /// Returns the requests since the last call, and the most at the same time.
    pub(crate) fn counted(&self) -> (usize, usize) {
        (self.counts.all.swap(0, Ordering::SeqCst), self.counts.most.swap(0, Ordering::SeqCst))
    }

    /// Returns the last request with its body.
    pub(crate) fn last(&self) -> String {
        self.last.lock().unwrap().clone()
    }

    /// Stops listening.
    pub(crate) async fn shut(self) {
        self.open.abort();
        let _ = self.open.await;
    }
}

impl Counts {
    fn begin(&self) {
        self.all.fetch_add(1, Ordering::SeqCst);
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
    }

    /// Counts a request as ended before its answer leaves: the client may send the next one at once.
    fn end(&self) {
        self.now.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Returns a request's token, or the form with its client secret and code.
fn secrets_in(request: &str) -> &str {
    let token = request.lines().find_map(|line| line.strip_prefix("authorization: Bearer "));
    token.or_else(|| request.split_once("\r\n\r\n").map(|(_, form)| form)).unwrap_or_default()
}

async fn serve(
    mut stream: TcpStream,
    behind: &str,
    replies: &Mutex<Vec<(String, Reply)>>,
    counts: &Counts,
    last: &Mutex<String>,
) {
    counts.begin();
    let mut request = vec![0; 16 * 1024];
    let read = stream.read(&mut request).await.unwrap();
    let text = String::from_utf8_lossy(&request[..read]);
    *last.lock().unwrap() = text.to_string();
    let path = text.split(' ').nth(1).unwrap_or_default();
    let is_for = |known: &String| known == path || known == "*";
    let told =
        replies.lock().unwrap().iter().find(|(known, _)| is_for(known)).map(|(_, reply)| reply.clone());
    let is_lost = told.as_ref().is_some_and(|reply| reply.status == LOST);
    if let Some(Reply { status, headers, body, after, spell }) = told.filter(|_| !is_lost) {
        tokio::time::sleep(after).await;
        let secrets = spell(secrets_in(&text));
        let [status, headers] = [status, &headers].map(|text| text.replace("{secrets}", &secrets));
        let body = match String::from_utf8(body) {
            Ok(body) => {
                let body = body.replace("{request}", &text.replace("\r\n", " "));
                body.replace("{secrets}", &secrets).into_bytes()
            }
            Err(bytes) => bytes.into_bytes(),
        };
        let length = body.len();
        let head =
            format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n");
        counts.end();
        if status != RAW {
            let _ = stream.write_all(head.as_bytes()).await;
        }
        let _ = stream.write_all(&body).await;
        let _ = stream.shutdown().await;
        return;
    }
    // the sandbox answers only requests for its own host
    let request = text.replace(&stream.local_addr().unwrap().to_string(), behind);
    let mut server = TcpStream::connect(behind).await.unwrap();
    server.write_all(request.as_bytes()).await.unwrap();
    if is_lost {
        server.readable().await.unwrap();
        counts.end();
        return;
    }
    let (mut from_server, mut to_server) = server.into_split();
    let (mut from_person, mut to_person) = stream.into_split();
    let there = async {
        let _ = copy(&mut from_person, &mut to_server).await;
        let _ = to_server.shutdown().await;
    };
    let back = async {
        let _ = from_server.readable().await;
        counts.end();
        let _ = copy(&mut from_server, &mut to_person).await;
        let _ = to_person.shutdown().await;
    };
    tokio::join!(there, back);
}
