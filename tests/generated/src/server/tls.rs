//! A TLS server with a self-signed certificate.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore, ServerConfig, ServerConnection, StreamOwned};

const CERTIFICATE: &[u8] = include_bytes!("../../tls/certificate.der");
const KEY: &[u8] = include_bytes!("../../tls/key.der");

/// A server for `localhost`, 127.0.0.1 and `conference.example`. Its thread ends with the process.
pub(crate) struct Tls {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl Tls {
    /// Starts a server that reads a request on each connection, sends this response, and closes it.
    pub(crate) fn sends(reply: Vec<u8>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there are free ports");
        let address = listener.local_addr().expect("it has an address");
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        thread::spawn(move || {
            for stream in listener.incoming() {
                count.fetch_add(1, Ordering::SeqCst);
                // A client that does not trust the certificate ends the handshake.
                let _ = serve(stream.expect("a connection"), &reply);
            }
        });
        Self {
            address,
            connections,
        }
    }

    pub(crate) fn base_url(&self) -> String {
        format!("https://localhost:{}/v2", self.address.port())
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// Performs the handshake, reads a request without a body, and sends this response.
pub(crate) fn serve(stream: TcpStream, reply: &[u8]) -> std::io::Result<()> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("there are versions")
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from(CERTIFICATE)],
            PrivateKeyDer::try_from(KEY).expect("it is a key"),
        )
        .expect("key and certificate fit");
    let tls = ServerConnection::new(Arc::new(config)).expect("it is configured");
    let mut stream = BufReader::new(StreamOwned::new(tls, stream));
    let mut line = String::new();
    while stream.read_line(&mut line)? > 2 {
        line.clear();
    }
    let stream = stream.get_mut();
    stream.write_all(reply)?;
    stream.conn.send_close_notify();
    stream.flush()
}

/// TLS settings that trust that certificate.
pub(crate) fn trusting() -> ClientConfig {
    let mut roots = RootCertStore::empty();
    let added = roots.add(CertificateDer::from(CERTIFICATE));
    added.expect("it is a certificate");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("there are versions")
        .with_root_certificates(roots)
        .with_no_client_auth()
}
