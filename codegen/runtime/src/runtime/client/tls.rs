//! The TLS configuration, with ring, so that no process-wide default is needed.

use std::sync::Arc;

use super::BuildError;

use rustls::crypto::{CryptoProvider, SecureRandom};
use rustls_platform_verifier::Verifier;

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// Returns the random bytes of the operating system.
pub(super) fn randomness() -> &'static dyn SecureRandom {
    rustls::crypto::ring::default_provider().secure_random
}

/// Returns the verifier of the operating system; `None` if it has no certificates, as in a minimal
/// container.
fn system_verifier() -> Option<Verifier> {
    Verifier::new(provider()).ok()
}

/// Returns the configuration: certificates are verified by the operating system, or else against
/// Mozilla's root certificates.
pub(super) fn tls_config() -> Result<rustls::ClientConfig, BuildError> {
    let builder = rustls::ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|error| BuildError::Transport(Arc::new(error)))?;
    let builder = match system_verifier() {
        Some(verifier) => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier)),
        None => {
            let roots = webpki_roots::TLS_SERVER_ROOTS.to_vec();
            builder.with_root_certificates(Arc::new(rustls::RootCertStore { roots }))
        }
    };
    let mut settings = builder.with_no_client_auth();
    settings.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(settings)
}
