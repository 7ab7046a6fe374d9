//! A certificate authority for one run, and server certificates: a valid one and invalid ones.

use std::sync::{Arc, LazyLock};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, PublicKeyData as _,
    date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest as _, Sha256};

static AUTHORITY: LazyLock<Authority> = LazyLock::new(Authority::new);

/// A certificate that a server shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// Issued by the authority, for the server's address.
    Good,
    /// Issued by the authority, for this host.
    For(&'static str),
    /// Issued by the authority, for another host.
    OfAnotherHost,
    /// Issued by the authority, expired.
    Expired,
    /// Issued by the authority, not valid yet.
    NotYetValid,
    /// Issued by itself.
    SelfSigned,
}

struct Authority(CertifiedIssuer<'static, KeyPair>);

/// Returns the authority's certificate, as a file that `SSL_CERT_FILE` may name.
pub fn pem() -> String {
    AUTHORITY.0.pem()
}

/// Returns the configuration of a server at this address that shows that certificate.
pub(crate) fn server(address: &str, certificate: Certificate) -> Arc<ServerConfig> {
    server_and_key(address, certificate).0
}

/// Returns the configuration of a server, and the SHA-256 of its public key in base64, by which Chromium trusts it.
pub(crate) fn server_and_key(address: &str, certificate: Certificate) -> (Arc<ServerConfig>, String) {
    let name = match certificate {
        Certificate::OfAnotherHost => "elsewhere.example",
        Certificate::For(name) => name,
        _ => address,
    };
    let mut wanted = CertificateParams::new([name.to_owned()]).expect("a name makes a certificate");
    match certificate {
        Certificate::Expired => wanted.not_after = date_time_ymd(2020, 1, 1),
        Certificate::NotYetValid => wanted.not_before = date_time_ymd(3000, 1, 1),
        _ => {}
    }
    let key = KeyPair::generate().expect("a key can be made");
    let issued = match certificate {
        Certificate::SelfSigned => wanted.self_signed(&key),
        _ => wanted.signed_by(&key, &AUTHORITY.0),
    };
    let chain: Vec<CertificateDer<'static>> = vec![issued.expect("a certificate can be issued").into()];
    let public = STANDARD.encode(Sha256::digest(key.subject_public_key_info()));
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("its own key is one it can read");
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the usual versions are known")
        .with_no_client_auth()
        .with_single_cert(chain, key);
    (Arc::new(config.expect("a server can show a certificate of its own key")), public)
}

impl Authority {
    fn new() -> Self {
        let mut wanted = CertificateParams::default();
        // without a name of its own, a self-signed certificate would seem to come from this authority
        wanted.distinguished_name.push(DnType::CommonName, "Journey Authority");
        wanted.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key can be made");
        Self(CertifiedIssuer::self_signed(wanted, key).expect("an authority can be made"))
    }
}
