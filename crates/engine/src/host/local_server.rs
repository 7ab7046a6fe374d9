//! Answers the browsers of this computer over HTTP on loopback.
//!
//! Any program of this computer, and any page in a browser, can send requests. So connections, their time and their size are
//! limited.

use std::convert::Infallible;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, REFERRER_POLICY};
use http::header::{HeaderValue, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use http::{Response, StatusCode};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use switchhook_core::LoopbackHost;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;

/// The most connections of a listener at a time. Further ones wait.
const MOST_CONNECTIONS: usize = 64;
/// How long a connection lasts at most.
const CONNECTION_ENDS_IN: Duration = Duration::from_secs(10);
/// How long the head of a request takes at most. A browser sends it at once, and a silent connection must not keep its place.
const HEAD_IN: Duration = Duration::from_secs(2);
/// The most bytes of a head that is not complete. One more read may bring as many again.
const MAX_HEAD: usize = 32 * 1024;
/// The pause after the system refused a connection, for example without a free file.
const ACCEPT_AGAIN_IN: Duration = Duration::from_millis(100);

/// The head of a request.
pub(crate) struct Request {
    /// The method as it came.
    pub(crate) method: String,
    /// The field `Host`; empty where it is missing, repeated or no text.
    pub(crate) host: String,
    /// The target as it came, without a fragment.
    pub(crate) target: String,
}

/// A page for the browser.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) html: String,
    /// The page's Content Security Policy.
    pub(crate) policy: String,
}

/// Counts the requests that are being answered.
#[derive(Clone, Default)]
pub(crate) struct Answering(watch::Sender<usize>);

/// The mark that a request is being answered. Dropping it removes the mark.
struct Mark(Answering);

impl Answering {
    fn begin(&self) -> Mark {
        self.0.send_modify(|count| *count += 1);
        Mark(self.clone())
    }

    /// Waits until each request has its whole answer.
    pub(crate) async fn until_none(&self) {
        // This fails only without a sender, which `self` holds.
        let _ = self.0.subscribe().wait_for(|count| *count == 0).await;
    }
}

impl Drop for Mark {
    /// Removes the mark.
    fn drop(&mut self) {
        self.0.0.send_modify(|count| *count -= 1);
    }
}

/// Returns the addresses on which a host listens, each with whether the computer may lack it.
pub(crate) fn sockets(host: LoopbackHost, port: u16) -> Vec<(SocketAddr, bool)> {
    let at = |address: IpAddr, may_lack| (SocketAddr::new(address, port), may_lack);
    match host {
        LoopbackHost::Name => {
            vec![at(Ipv4Addr::LOCALHOST.into(), false), at(Ipv6Addr::LOCALHOST.into(), true)]
        }
        LoopbackHost::V4(address) => vec![at(address.into(), false)],
        LoopbackHost::V6(address) => vec![at(address.into(), false)],
    }
}

/// Listens on an address. `None` where the computer lacks the address, and `may_lack` allows that.
///
/// Fails with the system's error.
pub(crate) fn bind(address: SocketAddr, may_lack: bool) -> io::Result<Option<TcpListener>> {
    let bound = std::net::TcpListener::bind(address).and_then(|listener| {
        listener.set_nonblocking(true)?;
        TcpListener::from_std(listener)
    });
    match bound {
        Ok(listener) => Ok(Some(listener)),
        Err(error) if may_lack && is_no_such_address(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether an error means that this computer has no such address, for example without IPv6.
pub(crate) fn is_no_such_address(error: &io::Error) -> bool {
    #[cfg(unix)]
    let is_no_family = rustix::io::Errno::from_io_error(error) == Some(rustix::io::Errno::AFNOSUPPORT);
    // WSAEAFNOSUPPORT
    #[cfg(not(unix))]
    let is_no_family = error.raw_os_error() == Some(10_047);
    is_no_family || matches!(error.kind(), ErrorKind::AddrNotAvailable | ErrorKind::Unsupported)
}

/// Answers requests for as long as it is polled. Never returns. Answers that are under way go on without it.
pub(crate) async fn serve<Answered>(
    listener: TcpListener,
    answering: Answering,
    answer: impl Fn(Request) -> Answered + Clone + Send + Sync + 'static,
) where
    Answered: Future<Output = Page> + Send,
{
    let connections = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        // The system keeps further connections waiting.
        let permit = Arc::clone(&connections).acquire_owned().await;
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(ACCEPT_AGAIN_IN).await;
            continue;
        };
        let (answering, answer) = (answering.clone(), answer.clone());
        tokio::spawn(async move {
            // A browser that goes away needs no answer.
            let _ = timeout(CONNECTION_ENDS_IN, converse(stream, &answering, answer)).await;
            drop(permit);
        });
    }
}

/// Answers the one request of a connection. Fails with hyper's error.
async fn converse<Answered>(
    stream: TcpStream,
    answering: &Answering,
    answer: impl Fn(Request) -> Answered,
) -> hyper::Result<()>
where
    Answered: Future<Output = Page> + Send,
{
    // It lives as long as the connection, so until the answer is sent.
    let mark = OnceLock::new();
    let service = service_fn(|request: http::Request<Incoming>| {
        let _ = mark.set(answering.begin());
        let answered = answer(head(&request));
        async move { Ok::<_, Infallible>(response(answered.await)) }
    });
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(HEAD_IN).max_buf_size(MAX_HEAD).keep_alive(false);
    server.serve_connection(TokioIo::new(stream), service).await
}

fn head(request: &http::Request<Incoming>) -> Request {
    let mut hosts = request.headers().get_all(HOST).iter();
    let host = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().unwrap_or_default(),
        _ => "",
    };
    Request {
        method: request.method().as_str().to_owned(),
        host: host.to_owned(),
        target: request.uri().to_string(),
    }
}

fn response(page: Page) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(page.html)));
    *response.status_mut() = page.status;
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&page.policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}
