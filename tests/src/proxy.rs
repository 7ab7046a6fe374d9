//! A proxy that connects every request to one server, or fails in a chosen way. It records the requests.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rustls::{ServerConnection, StreamOwned};

use crate::authority::{self, Certificate};

/// How a proxy behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyBehavior {
    /// Connects to the server by CONNECT: for this user name and password, or for everyone.
    Tunnels(Option<(&'static str, &'static str)>),
    /// Connects to the server by SOCKS5: for this user name and password, or for everyone.
    Socks(Option<(&'static str, &'static str)>),
    /// Answers every CONNECT with this text.
    Says(&'static str),
    /// Answers every SOCKS5 request with this reply.
    Replies(u8),
    /// Closes the connection after the request.
    HangsUp,
    /// Never answers.
    Silent,
    /// Speaks TLS, and then connects to the server by CONNECT.
    Secure(Certificate),
}

/// A running proxy.
pub struct Proxy {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// Starts a proxy in front of the server at this address.
    pub fn start(behavior: ProxyBehavior, server: &str) -> Self {
        let server = server.to_owned();
        Self::listen(behavior, move |_| Some(server.clone()))
    }

    /// Starts a proxy that leads by CONNECT to a server for each of these hosts, and to no other host. A host may name its port.
    pub fn by_host(servers: &[(&str, &str)]) -> Self {
        let port = |host: &str| if host.contains(':') { "" } else { ":443" };
        let owned =
            |(host, server): &(&str, &str)| (format!("CONNECT {host}{} ", port(host)), (*server).to_owned());
        let servers: Vec<(String, String)> = servers.iter().map(owned).collect();
        Self::listen(ProxyBehavior::Tunnels(None), move |asked| {
            let (_, server) = servers.iter().find(|(host, _)| asked.starts_with(host))?;
            Some(server.clone())
        })
    }

    fn listen(
        behavior: ProxyBehavior,
        server: impl Fn(&str) -> Option<String> + Clone + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let address = listener.local_addr().expect("a listener knows where it listens");
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let written = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (written, server) = (Arc::clone(&written), server.clone());
                // a client that goes away is no failure of the proxy
                thread::spawn(move || serve(stream, behavior, &server, &written).ok());
            }
        });
        Self { address, asked }
    }

    /// Returns an address at which nothing listens.
    pub fn nowhere() -> String {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        free.local_addr().expect("a listener knows where it listens").to_string()
    }

    /// Returns host and port.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// Returns the requests since the last call: method, host and port.
    pub fn take_requests(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn serve(
    stream: TcpStream,
    behavior: ProxyBehavior,
    server: impl Fn(&str) -> Option<String>,
    asked: &Mutex<Vec<String>>,
) -> io::Result<()> {
    let write_down = |what: String| asked.lock().unwrap_or_else(PoisonError::into_inner).push(what);
    match behavior {
        ProxyBehavior::Secure(certificate) => {
            let config = authority::server("127.0.0.1", certificate);
            let mut stream =
                StreamOwned::new(ServerConnection::new(config).map_err(io::Error::other)?, stream);
            let head = head(&mut stream)?;
            write_down(head.lines().next().unwrap_or_default().to_owned());
            stream.write_all(b"HTTP/1.1 200 Well\r\n\r\n")?;
            relay(stream, &to(&server, &head)?)
        }
        ProxyBehavior::Socks(_) | ProxyBehavior::Replies(_) => {
            socks(stream, behavior, &to(&server, "")?, write_down)
        }
        ProxyBehavior::Tunnels(_)
        | ProxyBehavior::Says(_)
        | ProxyBehavior::HangsUp
        | ProxyBehavior::Silent => connect(stream, behavior, server, write_down),
    }
}

/// Returns the server for a request to the proxy.
fn to(server: impl Fn(&str) -> Option<String>, asked: &str) -> io::Result<String> {
    server(asked).ok_or_else(|| io::Error::other("it leads to no such host"))
}

fn connect(
    mut stream: TcpStream,
    behavior: ProxyBehavior,
    server: impl Fn(&str) -> Option<String>,
    write_down: impl Fn(String),
) -> io::Result<()> {
    let head = head(&mut stream)?;
    let first = head.lines().next().unwrap_or_default();
    write_down(first.trim_end_matches(" HTTP/1.1").to_owned());
    let is_known = |(user, password)| {
        let basic = BASE64_STANDARD.encode(format!("{user}:{password}"));
        head.lines().any(|line| line.eq_ignore_ascii_case(&format!("proxy-authorization: basic {basic}")))
    };
    match behavior {
        ProxyBehavior::Tunnels(asked) if asked.is_none_or(is_known) => {
            let server = to(server, first)?;
            stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
            tunnel(stream, TcpStream::connect(server)?)
        }
        ProxyBehavior::Tunnels(_) => stream.write_all(
            b"HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm=\"NobodyMayRepeatThis\"\r\ncontent-length: 0\r\n\r\n",
        ),
        ProxyBehavior::Silent => io::copy(&mut stream, &mut io::sink()).map(drop),
        ProxyBehavior::Says(words) => stream.write_all(words.as_bytes()),
        _ => Ok(()),
    }
}

/// SOCKS5 (RFC 1928), with user name and password (RFC 1929).
fn socks(
    mut stream: TcpStream,
    behavior: ProxyBehavior,
    server: &str,
    write_down: impl Fn(String),
) -> io::Result<()> {
    let [_version, methods] = bytes(&mut stream)?;
    let offered = some(&mut stream, methods)?;
    let wanted = if let ProxyBehavior::Socks(Some(_)) = behavior { 2 } else { 0 };
    if !offered.contains(&wanted) {
        write_down("SOCKS without a password".to_owned());
        return stream.write_all(&[5, 0xff]);
    }
    stream.write_all(&[5, wanted])?;
    if let ProxyBehavior::Socks(Some((user, password))) = behavior {
        let [_version, length] = bytes(&mut stream)?;
        let given_user = some(&mut stream, length)?;
        let [length] = bytes(&mut stream)?;
        let given_password = some(&mut stream, length)?;
        let is_known = given_user == user.as_bytes() && given_password == password.as_bytes();
        stream.write_all(&[1, u8::from(!is_known)])?;
        if !is_known {
            write_down("SOCKS with another password".to_owned());
            return Ok(());
        }
    }
    let [_version, _command, _reserved, kind] = bytes(&mut stream)?;
    let host = if kind == 1 {
        Ipv4Addr::from(bytes::<4>(&mut stream)?).to_string()
    } else {
        let [length] = bytes(&mut stream)?;
        String::from_utf8_lossy(&some(&mut stream, length)?).into_owned()
    };
    let port = u16::from_be_bytes(bytes(&mut stream)?);
    write_down(format!("SOCKS {host}:{port}"));
    let reply = if let ProxyBehavior::Replies(reply) = behavior { reply } else { 0 };
    stream.write_all(&[5, reply, 0, 1, 0, 0, 0, 0, 0, 0])?;
    if reply == 0 { tunnel(stream, TcpStream::connect(server)?) } else { Ok(()) }
}

fn bytes<const N: usize>(stream: &mut TcpStream) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn some(stream: &mut TcpStream, length: u8) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::from(length)];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn head(stream: &mut impl Read) -> io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

/// Copies bytes in both directions until both sides end.
fn tunnel(client: TcpStream, server: TcpStream) -> io::Result<()> {
    let (mut from_client, mut to_server) = (client.try_clone()?, server.try_clone()?);
    let there = thread::spawn(move || {
        let _ = io::copy(&mut from_client, &mut to_server);
        to_server.shutdown(Shutdown::Write)
    });
    let (mut from_server, mut to_client) = (server, client);
    let _ = io::copy(&mut from_server, &mut to_client);
    let _ = to_client.shutdown(Shutdown::Write);
    // the other side may have ended already
    let _ = there.join();
    Ok(())
}

/// Copies bytes in both directions, where TLS makes one value of both: it reads each side in turn.
fn relay(mut client: StreamOwned<ServerConnection, TcpStream>, server: &str) -> io::Result<()> {
    const TURN: Duration = Duration::from_millis(5);
    let mut server = TcpStream::connect(server)?;
    client.sock.set_read_timeout(Some(TURN))?;
    server.set_read_timeout(Some(TURN))?;
    loop {
        if pass(&mut client, &mut server)? || pass(&mut server, &mut client)? {
            client.conn.send_close_notify();
            return client.flush();
        }
    }
}

/// Copies what has arrived. Returns whether the reading side has ended.
fn pass(from: &mut impl Read, to: &mut impl Write) -> io::Result<bool> {
    let mut part = [0; 16 * 1024];
    match from.read(&mut part) {
        Ok(0) => Ok(true),
        Ok(read) => to.write_all(&part[..read]).and_then(|()| to.flush()).map(|()| false),
        Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}
