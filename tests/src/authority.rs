//! An authority of this run alone, and the certificates that servers show: a good one, and those that prove nothing.

use std::sync::{Arc, LazyLock};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

static AUTHORITY: LazyLock<Authority> = LazyLock::new(Authority::new);

/// What a server shows to prove who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// Issued by the authority, for the address it is shown at.
    Good,
    /// Issued by the authority, for this host.
    For(&'static str),
    /// Issued by the authority, for another host.
    OfAnother,
    /// Issued by the authority, long ago.
    Expired,
    /// Issued by the authority, for days to come.
    NotYet,
    /// Issued by itself.
    SelfSigned,
}

struct Authority(CertifiedIssuer<'static, KeyPair>);

/// The authority's own certificate, as a file that `SSL_CERT_FILE` may name.
pub fn pem() -> String {
    AUTHORITY.0.pem()
}

/// What a server at this address needs to show that certificate.
pub(crate) fn server(address: &str, certificate: Certificate) -> Arc<ServerConfig> {
    let name = match certificate {
        Certificate::OfAnother => "elsewhere.example",
        Certificate::For(name) => name,
        _ => address,
    };
    let mut wanted = CertificateParams::new([name.to_owned()]).expect("a name makes a certificate");
    match certificate {
        Certificate::Expired => wanted.not_after = date_time_ymd(2020, 1, 1),
        Certificate::NotYet => wanted.not_before = date_time_ymd(3000, 1, 1),
        _ => {}
    }
    let key = KeyPair::generate().expect("a key can be made");
    let issued = match certificate {
        Certificate::SelfSigned => wanted.self_signed(&key),
        _ => wanted.signed_by(&key, &AUTHORITY.0),
    };
    let chain: Vec<CertificateDer<'static>> = vec![issued.expect("a certificate can be issued").into()];
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("its own key is one it can read");
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the usual versions are known")
        .with_no_client_auth()
        .with_single_cert(chain, key);
    Arc::new(config.expect("a server can show a certificate of its own key"))
}

impl Authority {
    fn new() -> Self {
        let mut wanted = CertificateParams::default();
        // or who issues itself would seem to be issued by it, and badly
        wanted.distinguished_name.push(DnType::CommonName, "Journey Authority");
        wanted.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key can be made");
        Self(CertifiedIssuer::self_signed(wanted, key).expect("an authority can be made"))
    }
}
