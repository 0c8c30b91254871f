//! A TCP server that need not speak HTTP: each connection has a script.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use super::{listen, runtime};

/// The server of a test. It stops when it is dropped.
pub(crate) struct Raw {
    address: SocketAddr,
    log: Arc<Mutex<Log>>,
    task: JoinHandle<()>,
}

/// What happened on its connections.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log {
    /// Complete requests, as text.
    pub(crate) requests: Vec<String>,
    /// The number of connections.
    pub(crate) connections: usize,
    /// The number of connections that the client closed while the script waited for it.
    pub(crate) closed: usize,
}

/// A step of a script. After the last one, the connection is closed.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Reads a request with its body.
    Read,
    Write(Vec<u8>),
    Wait(Duration),
    /// Closes the sending direction, and keeps reading.
    HalfClose,
    /// Waits until the client closes the connection.
    UntilClosed,
    /// Resets the connection instead of closing it.
    Reset,
}

impl Raw {
    /// Starts a server with a script for each connection; the last one serves all further connections.
    pub(crate) fn new(scripts: impl IntoIterator<Item = Vec<Act>>) -> Self {
        let scripts: Vec<_> = scripts.into_iter().collect();
        let (listener, address) = listen();
        let log = Arc::new(Mutex::new(Log::default()));
        let shared = Arc::clone(&log);
        let task = runtime().spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("it listens");
            for connection in 0.. {
                let (stream, _) = listener.accept().await.expect("it accepts");
                let script = scripts.get(connection).or(scripts.last());
                let script = script.expect("there is a script").clone();
                shared.lock().expect("nobody panicked").connections += 1;
                tokio::spawn(run(stream, script, Arc::clone(&shared)));
            }
        });
        Self { address, log, task }
    }

    /// Starts a server that reads a request on each connection, sends this response, and closes it.
    pub(crate) fn sends(reply: impl Into<Vec<u8>>) -> Self {
        Self::new([vec![Act::Read, Act::Write(reply.into())]])
    }

    pub(crate) fn base_url(&self) -> String {
        format!("http://{}/v2", self.address)
    }

    pub(crate) fn log(&self) -> Log {
        self.log.lock().expect("nobody panicked").clone()
    }

    /// Waits up to two seconds for a condition.
    pub(crate) async fn until(&self, happened: impl Fn(&Log) -> bool) {
        for _ in 0..1000 {
            if happened(&self.log()) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        panic!("it never happened: {:?}", self.log());
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Runs a script; stops when the client is gone.
async fn run(mut stream: TcpStream, script: Vec<Act>, log: Arc<Mutex<Log>>) -> io::Result<()> {
    let mut buffer = Vec::new();
    for act in script {
        match act {
            Act::Read => {
                let request = read(&mut stream, &mut buffer).await?;
                log.lock().expect("nobody panicked").requests.push(request);
            }
            Act::Write(bytes) => stream.write_all(&bytes).await?,
            Act::Wait(time) => tokio::time::sleep(time).await,
            Act::HalfClose => stream.shutdown().await?,
            Act::UntilClosed => {
                let mut rest = Vec::new();
                // An error ends the connection too.
                let _ = stream.read_to_end(&mut rest).await;
                log.lock().expect("nobody panicked").closed += 1;
            }
            Act::Reset => stream.set_zero_linger()?,
        }
    }
    Ok(())
}

/// Reads a request with a body, which must have a `content-length`.
async fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<String> {
    loop {
        if let Some(length) = whole(buffer) {
            let request = buffer.drain(..length).collect();
            return String::from_utf8(request).map_err(io::Error::other);
        }
        if stream.read_buf(buffer).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}

/// The length of the request in the buffer, if it is complete.
fn whole(buffer: &[u8]) -> Option<usize> {
    let head = buffer.windows(4).position(|it| it == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&buffer[..head]).to_lowercase();
    let length = text
        .lines()
        .find_map(|it| it.strip_prefix("content-length:"));
    let body: usize = length.map_or(0, |it| it.trim().parse().expect("a length"));
    (buffer.len() >= head + body).then_some(head + body)
}

/// A response with status 200 and JSON.
pub(crate) fn ok(body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
        .into_bytes()
}
