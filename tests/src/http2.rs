//! A server that offers HTTP/2 and then wants something else. By HTTP/1.1 it leads to another server.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use h2::Reason;
use tokio::io::{self, AsyncRead, AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::authority::{self, Certificate};

/// Kinds of frames (RFC 9113 §6).
const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;

/// How a request by HTTP/2 is answered.
#[derive(Clone, Copy, Debug)]
pub enum Unwilling {
    /// Its stream is reset.
    Resets(Reason),
    /// The connection ends, and the request was not taken.
    GoesAway(Reason),
    /// The connection ends, and the request was taken: it may have been done.
    GoesAwayLate(Reason),
    /// Not by HTTP/2 at all.
    Raves,
}

/// A running server.
pub struct Http2 {
    address: SocketAddr,
    asked: Arc<AtomicUsize>,
}

impl Http2 {
    /// Starts one; behind it is the server at this address.
    pub fn start(unwilling: Unwilling, behind: &str) -> Self {
        let asked = Arc::<AtomicUsize>::default();
        let (counted, behind) = (Arc::clone(&asked), behind.to_owned());
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let address = listener.local_addr().expect("a listener knows where it listens");
        listener.set_nonblocking(true).expect("a socket can be told not to wait");
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
            runtime.expect("a runtime can be made").block_on(async {
                let listener = TcpListener::from_std(listener).expect("a socket is one");
                let mut config = (*authority::server("127.0.0.1", Certificate::Good)).clone();
                config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
                let acceptor = TlsAcceptor::from(Arc::new(config));
                while let Ok((stream, _)) = listener.accept().await {
                    // a client that goes away is no failure of the server
                    let _ = serve(stream, &acceptor, unwilling, &behind, &counted).await;
                }
            });
        });
        Self { address, asked }
    }

    /// Where it is, as a person writes it.
    pub fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// Host and port, as a person is told them.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// How often it was asked by HTTP/2 since the last call.
    pub fn asked(&self) -> usize {
        self.asked.swap(0, Ordering::SeqCst)
    }
}

/// Reads what a client says before its request, and the head of that.
async fn until_asked(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<()> {
    stream.read_exact(&mut [0; b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".len()]).await?;
    loop {
        let mut frame = [0; 9];
        stream.read_exact(&mut frame).await?;
        let [high, middle, low, kind, ..] = frame;
        let length = u32::from_be_bytes([0, high, middle, low]);
        io::copy(&mut stream.take(length.into()), &mut io::sink()).await?;
        if kind == HEADERS {
            return Ok(());
        }
    }
}

async fn serve(
    stream: TcpStream,
    acceptor: &TlsAcceptor,
    unwilling: Unwilling,
    behind: &str,
    asked: &AtomicUsize,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut stream = acceptor.accept(stream).await?;
    if stream.get_ref().1.alpn_protocol() != Some(b"h2") {
        let mut behind = TcpStream::connect(behind).await?;
        copy_bidirectional(&mut stream, &mut behind).await?;
        return Ok(());
    }
    // by hand, since no library says the like
    let by_hand = match unwilling {
        Unwilling::Raves => Some(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".to_vec()),
        Unwilling::GoesAway(reason) => {
            let no_stream_and = [[0; 4], u32::from(reason).to_be_bytes()].concat();
            Some([&[0, 0, 8, GOAWAY, 0, 0, 0, 0, 0][..], &no_stream_and].concat())
        }
        Unwilling::Resets(_) | Unwilling::GoesAwayLate(_) => None,
    };
    if let Some(answer) = by_hand {
        stream.write_all(&[0, 0, 0, SETTINGS, 0, 0, 0, 0, 0]).await?;
        until_asked(&mut stream).await?;
        asked.fetch_add(1, Ordering::SeqCst);
        stream.write_all(&answer).await?;
        return Ok(stream.shutdown().await?);
    }
    let mut connection = h2::server::handshake(stream).await?;
    while let Some(request) = connection.accept().await {
        let (_request, mut respond) = request?;
        asked.fetch_add(1, Ordering::SeqCst);
        match unwilling {
            Unwilling::Resets(reason) => respond.send_reset(reason),
            Unwilling::GoesAwayLate(reason) => connection.abrupt_shutdown(reason),
            Unwilling::GoesAway(_) | Unwilling::Raves => unreachable!("these are answered by hand"),
        }
    }
    Ok(())
}
