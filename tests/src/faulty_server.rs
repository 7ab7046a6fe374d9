//! A small server in front of the sandbox that fails in a chosen way. It forwards what it does not spoil, and records
//! the requests.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use flate2::{Compress, Compression, FlushCompress};
use rustls::{ServerConnection, StreamOwned};

use crate::authority::{self, Certificate};
use crate::wait;

/// A text in each body that is neither a token nor `/me`. Output that holds it has repeated an answer.
pub const MARK: &str = "NobodyMayRepeatThis";

/// The number of the next server. Each has a loopback address of its own, on which a port stays free after it is given up.
static STARTED: AtomicU8 = AtomicU8::new(1);

/// How long a connection may stay silent: longer than any journey waits.
const HELD: Duration = Duration::from_secs(60);

/// A way to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Forwards everything.
    Nothing,
    /// Does not listen.
    Refused,
    /// Closes the connection at once.
    HungUp,
    /// Accepts the connection and sends nothing, over HTTPS not even a TLS handshake.
    Silent,
    /// Answers with this status line and headers, and this body.
    Says(&'static str, &'static str),
    /// Answers with exactly these bytes.
    SaysRaw(&'static str),
    /// Sends a head at once, and then a byte a second.
    SlowBody,
    /// Sends a byte a second from the first.
    SlowHead,
    /// Sends half an answer and resets the connection.
    Reset,
    /// Redirects with this status to a server that answers well.
    Redirect(&'static str),
    /// Answers 429. The limit's window ends in five minutes.
    Limited,
    /// Answers 429 once, with a retry after a second.
    LimitedOnce,
    /// Answers well, but labels the answer as a web page.
    Mislabelled,
    /// Announces and sends a hundred megabytes.
    Huge,
    /// Sends a body without end.
    Endless,
    /// Sends a head without end.
    EndlessHead,
    /// Sends interim answers without end.
    Interim,
    /// Sends a hundred megabytes compressed to a hundred kilobytes.
    Bomb,
    /// Sends deeply nested JSON.
    Deep,
    /// Sends a megabyte of JSON that takes many megabytes when parsed.
    Wide,
    /// Shows an invalid certificate.
    Shows(Certificate),
}

/// A running server.
pub struct FaultyServer {
    address: SocketAddr,
    state: Arc<State>,
    listening: Mutex<Option<JoinHandle<()>>>,
    elsewhere: Option<Box<FaultyServer>>,
}

struct State {
    fault: Mutex<Fault>,
    secure: bool,
    sandbox: String,
    elsewhere: String,
    connections: AtomicUsize,
    requests: Mutex<Vec<String>>,
}

impl FaultyServer {
    /// Starts a server that speaks HTTP, in front of a sandbox's API.
    pub fn start(fault: Fault, sandbox_api: &str) -> Self {
        Self::new(fault, false, sandbox_api)
    }

    /// Starts a server that speaks HTTPS, in front of a sandbox's API.
    pub fn start_secure(fault: Fault, sandbox_api: &str) -> Self {
        Self::new(fault, true, sandbox_api)
    }

    fn new(fault: Fault, secure: bool, sandbox_api: &str) -> Self {
        let redirects = matches!(fault, Fault::Redirect(_));
        let elsewhere = redirects.then(|| Box::new(Self::new(Fault::Nothing, false, sandbox_api)));
        let number = STARTED.fetch_add(1, Ordering::SeqCst);
        let free = TcpListener::bind((Ipv4Addr::new(127, 77, number, 1), 0)).expect("a port is free");
        let address = free.local_addr().expect("a listener knows where it listens");
        drop(free);
        let state = State {
            fault: Mutex::new(fault),
            secure,
            sandbox: sandbox_api.trim_start_matches("http://").trim_end_matches('/').to_owned(),
            elsewhere: elsewhere.as_ref().map_or_else(String::new, |elsewhere| elsewhere.url()),
            connections: AtomicUsize::new(0),
            requests: Mutex::new(Vec::new()),
        };
        let server = Self { address, state: Arc::new(state), listening: Mutex::new(None), elsewhere };
        server.set_fault(fault);
        server
    }

    /// Returns the server's URL.
    pub fn url(&self) -> String {
        format!("{}://{}", if self.state.secure { "https" } else { "http" }, self.address)
    }

    /// Returns host and port, as messages show them.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// Fails in this way from now on.
    pub fn set_fault(&self, fault: Fault) {
        *self.state.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
        let mut listening = self.listening.lock().unwrap_or_else(PoisonError::into_inner);
        match (fault, listening.take()) {
            (Fault::Refused, Some(listens)) => {
                // the listener checks the fault when a connection comes
                let _ = TcpStream::connect(self.address);
                listens.join().expect("a listener ends well");
            }
            (Fault::Refused, None) => {}
            (_, Some(listens)) => *listening = Some(listens),
            (_, None) => {
                // a process between fork and exec still holds the old socket for a moment
                let listener =
                    wait::until("a port to be free again", || TcpListener::bind(self.address).ok());
                let state = Arc::clone(&self.state);
                *listening = Some(thread::spawn(move || state.listen(&listener)));
            }
        }
    }

    /// Returns the number of connections.
    pub fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }

    /// Returns the heads of the requests.
    pub fn requests(&self) -> Vec<String> {
        self.state.requests().clone()
    }

    /// Starts the counts anew.
    pub fn reset_counts(&self) {
        self.state.connections.store(0, Ordering::SeqCst);
        self.state.requests().clear();
    }

    /// Returns how often a client followed the redirect.
    pub fn redirects_followed(&self) -> usize {
        self.elsewhere.as_ref().map_or(0, |elsewhere| elsewhere.connections())
    }
}

impl Drop for FaultyServer {
    fn drop(&mut self) {
        self.set_fault(Fault::Refused);
    }
}

trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

impl State {
    fn fault(&self) -> Fault {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn requests(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn listen(self: &Arc<Self>, listener: &TcpListener) {
        for stream in listener.incoming().map_while(Result::ok) {
            if self.fault() == Fault::Refused {
                return;
            }
            self.connections.fetch_add(1, Ordering::SeqCst);
            let state = Arc::clone(self);
            // a client that goes away is no failure of the server
            thread::spawn(move || state.serve(stream).ok());
        }
    }

    fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(HELD))?;
        stream.set_write_timeout(Some(HELD))?;
        match self.fault() {
            Fault::HungUp => return Ok(()),
            Fault::Silent if self.secure => return hold(&mut stream),
            Fault::SaysRaw(words) if self.secure => return stream.write_all(words.as_bytes()),
            _ => {}
        }
        if !self.secure {
            return self.answer(&mut stream);
        }
        let certificate = match self.fault() {
            Fault::Shows(certificate) => certificate,
            _ => Certificate::Good,
        };
        let here = stream.local_addr()?.ip().to_string();
        let connection = ServerConnection::new(authority::server(&here, certificate));
        let connection = connection.map_err(io::Error::other)?;
        let mut stream = StreamOwned::new(connection, stream);
        self.answer(&mut stream)?;
        stream.conn.send_close_notify();
        stream.flush()
    }

    fn answer(&self, stream: &mut impl Stream) -> io::Result<()> {
        let head = read_head(stream)?;
        self.requests().push(head.clone());
        if self.fault() == Fault::Reset {
            // the system resets a connection whose socket is closed with unread bytes
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 64\r\n\r\n{\"access_token\":\"")?;
            stream.write_all(MARK.as_bytes())?;
            thread::sleep(Duration::from_millis(100));
            return Ok(());
        }
        let body = read_body(stream, &head)?;
        match self.fault() {
            Fault::Nothing | Fault::Refused | Fault::HungUp | Fault::Reset | Fault::Shows(_) => {
                stream.write_all(&self.pass_on(&head, &body)?)
            }
            Fault::Mislabelled => {
                let answer = self.pass_on(&head, &body)?;
                let answer = String::from_utf8_lossy(&answer).replace("application/json", "text/html");
                stream.write_all(answer.as_bytes())
            }
            Fault::Silent => hold(stream),
            Fault::Says(head, body) => say(stream, head, body.as_bytes()),
            Fault::SaysRaw(words) => stream.write_all(words.as_bytes()),
            Fault::SlowBody => {
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")?;
                drip(stream, b"{\"access_token\":\"")
            }
            Fault::SlowHead => drip(stream, b"HTTP/1.1 200 OK\r\nx-slow: "),
            Fault::Redirect(status) => {
                let path = head.split(' ').nth(1).unwrap_or("/");
                say(stream, &format!("{status}\r\nlocation: {}{path}", self.elsewhere), b"")
            }
            Fault::Limited => {
                let reset = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs() + 290;
                say(stream, &format!("429 Too Many Requests\r\nx-ratelimit-reset: {reset}"), LIMIT.as_bytes())
            }
            Fault::LimitedOnce if self.requests().len() == 1 => {
                say(stream, "429 Too Many Requests\r\nretry-after: 1", LIMIT.as_bytes())
            }
            Fault::LimitedOnce => stream.write_all(&self.pass_on(&head, &body)?),
            Fault::Huge => {
                stream
                    .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 104857600\r\n\r\n{\"access_token\":\"")?;
                let part = MARK.repeat(4096);
                (0..).try_for_each(|_| stream.write_all(part.as_bytes()))
            }
            Fault::Endless => {
                stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n{\"access_token\":\"")?;
                let part = MARK.repeat(4096);
                (0..).try_for_each(|_| stream.write_all(part.as_bytes()))
            }
            Fault::EndlessHead => {
                stream.write_all(b"HTTP/1.1 200 OK\r\nx-long: ")?;
                let part = MARK.repeat(64);
                (0..).try_for_each(|_| stream.write_all(part.as_bytes()))
            }
            Fault::Interim => {
                let part = "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n".repeat(64);
                (0..).try_for_each(|_| stream.write_all(part.as_bytes()))
            }
            Fault::Bomb => say(stream, "200 OK\r\ncontent-encoding: gzip", &bomb()),
            Fault::Wide => {
                say(stream, "200 OK", format!("{{\"app\":[{}0]}}", "0,".repeat(520_000)).as_bytes())
            }
            Fault::Deep => say(stream, "200 OK", format!("{{\"app\":{}", "[".repeat(500_000)).as_bytes()),
        }
    }

    /// Forwards a request as a reverse proxy does. The sandbox answers only requests for its own host.
    fn pass_on(&self, head: &str, body: &[u8]) -> io::Result<Vec<u8>> {
        let mut sandbox = TcpStream::connect(&self.sandbox)?;
        let (first, headers) = head.split_once("\r\n").unwrap_or((head, ""));
        write!(sandbox, "{first}\r\nhost: {}\r\nconnection: close\r\n", self.sandbox)?;
        for header in headers.lines().filter(|header| !header.to_lowercase().starts_with("host:")) {
            write!(sandbox, "{header}\r\n")?;
        }
        sandbox.write_all(b"\r\n")?;
        sandbox.write_all(body)?;
        let mut answer = Vec::new();
        sandbox.read_to_end(&mut answer)?;
        Ok(answer)
    }
}

const LIMIT: &str =
    r#"{"type":"error.list","errors":[{"code":"rate_limit_exceeded","message":"NobodyMayRepeatThis"}]}"#;

/// Reads a head byte by byte to just before its last line feed, so that the body stays in the socket.
fn read_head(stream: &mut impl Stream) -> io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    Ok(String::from_utf8_lossy(&head).trim_end().to_owned())
}

fn read_body(stream: &mut impl Stream, head: &str) -> io::Result<Vec<u8>> {
    let length = head
        .lines()
        .find_map(|line| line.to_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
    let mut body = vec![0; 1 + length.unwrap_or(0)];
    stream.read_exact(&mut body)?;
    Ok(body.split_off(1))
}

fn say(stream: &mut impl Stream, head: &str, body: &[u8]) -> io::Result<()> {
    write!(stream, "HTTP/1.1 {head}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len())?;
    stream.write_all(body)?;
    stream.flush()
}

/// Sends nothing until the other end closes the connection.
fn hold(stream: &mut impl Stream) -> io::Result<()> {
    let mut byte = [0];
    while stream.read(&mut byte)? > 0 {}
    Ok(())
}

fn drip(stream: &mut impl Stream, start: &[u8]) -> io::Result<()> {
    for byte in start.iter().chain(MARK.as_bytes().iter().cycle()) {
        stream.write_all(&[*byte])?;
        stream.flush()?;
        thread::sleep(Duration::from_secs(1));
    }
    Ok(())
}

/// Returns one megabyte, compressed so that its copy can follow a hundred times.
fn bomb() -> Vec<u8> {
    let mut packed = Vec::with_capacity(64 * 1024);
    Compress::new(Compression::best(), false)
        .compress_vec(MARK.repeat(56_000).as_bytes(), &mut packed, FlushCompress::Full)
        .expect("a megabyte can be packed");
    let header = b"\x1f\x8b\x08\0\0\0\0\0\0\xff".to_vec();
    [header, packed.repeat(100)].concat()
}
