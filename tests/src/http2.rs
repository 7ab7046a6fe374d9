//! A server that accepts HTTP/2 and then refuses it. HTTP/1.1 requests it forwards to another server.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use h2::Reason;
use tokio::io::{self, AsyncRead, AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::authority::{self, Certificate};

// frame types (RFC 9113 §6)
const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;

/// How the server treats a request by HTTP/2.
#[derive(Clone, Copy, Debug)]
pub enum Http2Fault {
    /// Resets the stream.
    Resets(Reason),
    /// Ends the connection and says that it did not process the request.
    GoesAway(Reason),
    /// Ends the connection and says that it may have processed the request.
    GoesAwayAfterRequest(Reason),
    /// Answers in HTTP/1.1.
    AnswersInHttp1,
}

/// A running server.
pub struct Http2Server {
    address: SocketAddr,
    asked: Arc<AtomicUsize>,
}

impl Http2Server {
    /// Starts a server. HTTP/1.1 requests go to the server at the address `behind`.
    pub fn start(fault: Http2Fault, behind: &str) -> Self {
        let asked = Arc::<AtomicUsize>::default();
        let (counted, behind) = (Arc::clone(&asked), behind.to_owned());
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let address = listener.local_addr().expect("a listener knows where it listens");
        listener.set_nonblocking(true).expect("a socket can be made non-blocking");
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
            runtime.expect("a runtime can be made").block_on(async {
                let listener = TcpListener::from_std(listener).expect("a socket is one");
                let mut config = (*authority::server("127.0.0.1", Certificate::Good)).clone();
                config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
                let acceptor = TlsAcceptor::from(Arc::new(config));
                while let Ok((stream, _)) = listener.accept().await {
                    // a client that goes away is no failure of the server
                    let _ = serve(stream, &acceptor, fault, &behind, &counted).await;
                }
            });
        });
        Self { address, asked }
    }

    /// Returns the server's URL.
    pub fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// Returns host and port, as messages show them.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// Returns the number of HTTP/2 requests since the last call.
    pub fn take_count(&self) -> usize {
        self.asked.swap(0, Ordering::SeqCst)
    }
}

/// Reads a client's preface and its frames up to the head of its first request.
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
    fault: Http2Fault,
    behind: &str,
    asked: &AtomicUsize,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut stream = acceptor.accept(stream).await?;
    if stream.get_ref().1.alpn_protocol() != Some(b"h2") {
        let mut behind = TcpStream::connect(behind).await?;
        copy_bidirectional(&mut stream, &mut behind).await?;
        return Ok(());
    }
    // written by hand, since no library sends these answers
    let by_hand = match fault {
        Http2Fault::AnswersInHttp1 => Some(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".to_vec()),
        Http2Fault::GoesAway(reason) => {
            let no_stream_and = [[0; 4], u32::from(reason).to_be_bytes()].concat();
            Some([&[0, 0, 8, GOAWAY, 0, 0, 0, 0, 0][..], &no_stream_and].concat())
        }
        Http2Fault::Resets(_) | Http2Fault::GoesAwayAfterRequest(_) => None,
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
        match fault {
            Http2Fault::Resets(reason) => respond.send_reset(reason),
            Http2Fault::GoesAwayAfterRequest(reason) => connection.abrupt_shutdown(reason),
            Http2Fault::GoesAway(_) | Http2Fault::AnswersInHttp1 => {
                unreachable!("these are answered by hand")
            }
        }
    }
    Ok(())
}
