//! A TCP connection with a deadline.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::io_control::{IoControl, ReadMode, WriteMode};

/// A TCP connection with a deadline.
pub(super) struct Socket {
    stream: TcpStream,
    control: IoControl,
}

/// How long a write waits for room before the driver looks for a reply.
const WRITE_POLL_INTERVAL: Duration = Duration::from_millis(20);

impl Socket {
    /// Connects to the first address of a host that is reachable.
    pub(super) fn connect(host: &str, port: u16, control: &IoControl) -> io::Result<Self> {
        let addresses = resolve_host(host, port, control)?;
        let mut error = io::Error::new(ErrorKind::NotFound, "the host has no address");
        for (index, address) in addresses.iter().enumerate() {
            // The remaining addresses share the remaining time.
            let shares = u32::try_from(addresses.len() - index).unwrap_or(u32::MAX);
            match connect_to(address, control.time_left()?.map(|left| left / shares)) {
                Ok(stream) => {
                    stream.set_nodelay(true)?;
                    let control = control.clone();
                    return Ok(Self { stream, control });
                }
                Err(why) => error = why,
            }
        }
        Err(error)
    }

    fn read_available(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_nonblocking(true)?;
        let read = self.stream.read(buffer);
        self.stream.set_nonblocking(false)?;
        read
    }
}

fn connect_to(address: &SocketAddr, time: Option<Duration>) -> io::Result<TcpStream> {
    match time {
        Some(time) => TcpStream::connect_timeout(address, time.max(Duration::from_millis(1))),
        None => TcpStream::connect(address),
    }
}

/// Resolves a host. A lookup cannot be canceled, so it runs in a thread of its own.
fn resolve_host(host: &str, port: u16, control: &IoControl) -> io::Result<Vec<SocketAddr>> {
    if let Ok(address) = host.parse::<IpAddr>() {
        return Ok(vec![(address, port).into()]);
    }
    let Some(left) = control.time_left()? else {
        return Ok((host, port).to_socket_addrs()?.collect());
    };
    let (sender, found) = mpsc::sync_channel(1);
    let host = host.to_owned();
    let search = move || {
        let found = (host.as_str(), port).to_socket_addrs();
        // The receiver is gone after a timeout.
        let _ = sender.send(found.map(Vec::from_iter));
    };
    thread::Builder::new().spawn(search)?;
    match found.recv_timeout(left) {
        Ok(found) => found,
        Err(RecvTimeoutError::Timeout) => Err(ErrorKind::TimedOut.into()),
        Err(RecvTimeoutError::Disconnected) => Err(ErrorKind::NotFound.into()),
    }
}

/// Converts the error of an expired timeout, whose kind depends on the operating system.
fn as_timeout(error: io::Error) -> io::Error {
    match error.kind() {
        ErrorKind::WouldBlock => ErrorKind::TimedOut.into(),
        _ => error,
    }
}

impl Read for Socket {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.control.read_mode() == ReadMode::Poll {
            return self.read_available(buffer);
        }
        self.stream.set_read_timeout(self.control.time_left()?)?;
        self.stream.read(buffer).map_err(as_timeout)
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let left = self.control.time_left()?;
        if self.control.write_mode() == WriteMode::Block {
            self.stream.set_write_timeout(left)?;
            return self.stream.write(bytes).map_err(as_timeout);
        }
        let turn = left.map_or(WRITE_POLL_INTERVAL, |left| left.min(WRITE_POLL_INTERVAL));
        self.stream.set_write_timeout(Some(turn))?;
        self.stream
            .write(bytes)
            .map_err(|error| match as_timeout(error) {
                late if late.kind() == ErrorKind::TimedOut => ErrorKind::WouldBlock.into(),
                error => error,
            })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
