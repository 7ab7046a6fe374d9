//! The one place where what a server sends becomes a body: unpacked, and never more of it than is wanted.

use std::io::{self, Write};

use flate2::write::MultiGzDecoder;
use reqwest::Response;
use reqwest::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap};
use switchhook_core::{Coding, Unreadable};
use zeroize::Zeroizing;

use super::failure::HttpError;

const MEGABYTE: usize = 1024 * 1024;

/// Reads the body of up to `megabytes`, measured when it is unpacked, and then takes away the headers that describe how it
/// was packed. Any status but success counts without a body, so an unreadable one of such an answer is empty.
pub(crate) async fn read(response: &mut Response, megabytes: u32) -> Result<Zeroizing<Vec<u8>>, HttpError> {
    match unpacked(response, megabytes).await {
        Err(_) if !response.status().is_success() => {
            no_longer_described(response);
            Ok(Zeroizing::default())
        }
        read => read,
    }
}

async fn unpacked(response: &mut Response, megabytes: u32) -> Result<Zeroizing<Vec<u8>>, HttpError> {
    let mut body = match coding(response.headers()) {
        Coding::Plain => Unpacking::Plain(Capped::of(megabytes)),
        Coding::Gzip => Unpacking::Gzip(Box::new(MultiGzDecoder::new(Capped::of(megabytes)))),
        Coding::Other(names) => return Err(HttpError::Unreadable(Unreadable::Coding(names))),
    };
    let mut is_empty = true;
    while let Some(chunk) = response.chunk().await.map_err(|error| HttpError::of(&error))? {
        is_empty &= chunk.is_empty();
        body.take(&chunk)?;
    }
    if let Unpacking::Gzip(_) = body {
        no_longer_described(response);
    }
    // Nothing packs a body that is not there, whatever the headers say.
    if is_empty { Ok(Zeroizing::default()) } else { body.whole() }
}

fn no_longer_described(response: &mut Response) {
    response.headers_mut().remove(CONTENT_ENCODING);
    response.headers_mut().remove(CONTENT_LENGTH);
}

fn coding(headers: &HeaderMap) -> Coding {
    Coding::read(headers.get_all(CONTENT_ENCODING).iter().map(reqwest::header::HeaderValue::as_bytes))
}

enum Unpacking {
    Plain(Capped),
    Gzip(Box<MultiGzDecoder<Capped>>),
}

impl Unpacking {
    fn take(&mut self, chunk: &[u8]) -> Result<(), HttpError> {
        match self {
            Self::Plain(body) => body.write_all(chunk).map_err(|_| body.overflow()),
            Self::Gzip(packed) => packed.write_all(chunk).map_err(|_| Self::why(packed)),
        }
    }

    fn whole(self) -> Result<Zeroizing<Vec<u8>>, HttpError> {
        match self {
            Self::Plain(body) => Ok(body.bytes),
            Self::Gzip(mut packed) => match packed.try_finish() {
                Ok(()) => Ok(std::mem::take(&mut packed.get_mut().bytes)),
                Err(_) => Err(Self::why(&packed)),
            },
        }
    }

    fn why(packed: &MultiGzDecoder<Capped>) -> HttpError {
        match packed.get_ref() {
            body if body.is_over => body.overflow(),
            _ => HttpError::Unreadable(Unreadable::Packed),
        }
    }
}

/// Bytes up to a limit.
struct Capped {
    bytes: Zeroizing<Vec<u8>>,
    megabytes: u32,
    is_over: bool,
}

impl Capped {
    fn of(megabytes: u32) -> Self {
        Self { bytes: Zeroizing::new(Vec::with_capacity(4096)), megabytes, is_over: false }
    }

    const fn overflow(&self) -> HttpError {
        HttpError::TooLarge(self.megabytes)
    }
}

impl Write for Capped {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + part.len() > self.megabytes as usize * MEGABYTE {
            self.is_over = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(part);
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
