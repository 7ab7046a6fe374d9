//! Reads and unpacks the body of an answer, up to a size limit. No other code makes a body of what a server
//! sends.

use std::io::{self, Write};

use flate2::write::MultiGzDecoder;
use reqwest::Response;
use reqwest::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap};
use switchhook_core::{Coding, Unreadable};
use zeroize::Zeroizing;

use super::failure::HttpError;

/// The bytes of a megabyte.
const MEGABYTE: usize = 1024 * 1024;

/// Reads the body and unpacks it, up to `megabytes` of unpacked data.
///
/// Removes `Content-Encoding` and `Content-Length` from an answer that was packed. The status alone counts
/// where it is not 2xx: an unreadable body becomes an empty one.
///
/// # Errors
/// [`HttpError`] where the body of a 2xx answer breaks off, is too large, or is packed in an unknown or
/// damaged way.
pub(crate) async fn read(response: &mut Response, megabytes: u32) -> Result<Zeroizing<Vec<u8>>, HttpError> {
    match unpacked(response, megabytes).await {
        Err(_) if !response.status().is_success() => {
            remove_packing_headers(response);
            Ok(Zeroizing::default())
        }
        read => read,
    }
}

/// Reads the body of an answer of any status and unpacks it, up to `megabytes`.
///
/// # Errors
/// [`HttpError`] where the connection fails, the body is too large, or the packing is unknown or damaged.
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
        remove_packing_headers(response);
    }
    // An empty body is not packed, even where the headers say so.
    if is_empty { Ok(Zeroizing::default()) } else { body.finish() }
}

/// Removes the headers that describe a packed body.
fn remove_packing_headers(response: &mut Response) {
    response.headers_mut().remove(CONTENT_ENCODING);
    response.headers_mut().remove(CONTENT_LENGTH);
}

/// Returns how the body is packed, by its headers.
fn coding(headers: &HeaderMap) -> Coding {
    Coding::read(headers.get_all(CONTENT_ENCODING).iter().map(reqwest::header::HeaderValue::as_bytes))
}

/// A body while its chunks arrive.
enum Unpacking {
    Plain(Capped),
    Gzip(Box<MultiGzDecoder<Capped>>),
}

impl Unpacking {
    /// Adds a chunk.
    ///
    /// # Errors
    /// [`HttpError::TooLarge`] where the body exceeds its limit, [`HttpError::Unreadable`] where packed data
    /// is damaged.
    fn take(&mut self, chunk: &[u8]) -> Result<(), HttpError> {
        match self {
            Self::Plain(body) => body.write_all(chunk).map_err(|_| body.overflow()),
            Self::Gzip(packed) => packed.write_all(chunk).map_err(|_| Self::failure(packed)),
        }
    }

    /// Returns the whole unpacked body, after the last chunk.
    ///
    /// # Errors
    /// [`HttpError::Unreadable`] where packed data ends early or is damaged, [`HttpError::TooLarge`] where
    /// the rest exceeds the limit.
    fn finish(self) -> Result<Zeroizing<Vec<u8>>, HttpError> {
        match self {
            Self::Plain(body) => Ok(body.bytes),
            Self::Gzip(mut packed) => match packed.try_finish() {
                Ok(()) => Ok(std::mem::take(&mut packed.get_mut().bytes)),
                Err(_) => Err(Self::failure(&packed)),
            },
        }
    }

    /// Returns why unpacking failed: the body is too large, or its packed data is damaged.
    fn failure(packed: &MultiGzDecoder<Capped>) -> HttpError {
        match packed.get_ref() {
            body if body.is_over => body.overflow(),
            _ => HttpError::Unreadable(Unreadable::Packed),
        }
    }
}

/// A buffer with a size limit.
struct Capped {
    bytes: Zeroizing<Vec<u8>>,
    megabytes: u32,
    /// Whether a write exceeded the limit.
    is_over: bool,
}

impl Capped {
    /// Returns an empty buffer for up to `megabytes`.
    fn of(megabytes: u32) -> Self {
        Self { bytes: Zeroizing::new(Vec::with_capacity(4096)), megabytes, is_over: false }
    }

    /// Returns the error of a body that exceeds the limit.
    const fn overflow(&self) -> HttpError {
        HttpError::TooLarge(self.megabytes)
    }
}

impl Write for Capped {
    /// Adds all of `part`.
    ///
    /// # Errors
    /// `FileTooLarge` where the buffer would exceed its limit. It stays as it was then.
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + part.len() > self.megabytes as usize * MEGABYTE {
            self.is_over = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(part);
        Ok(part.len())
    }

    /// Does nothing and never fails: the buffer holds all bytes already.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
