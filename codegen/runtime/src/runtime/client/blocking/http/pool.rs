//! A pool of idle connections.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::connection::Connection;

/// Idle connections by origin.
#[derive(Default)]
pub(super) struct Pool {
    idle: Mutex<HashMap<String, Vec<Idle>>>,
}

struct Idle {
    connection: Connection,
    since: Instant,
}

/// How long a connection is kept.
const MAX_IDLE_TIME: Duration = Duration::from_secs(90);

/// How many connections are kept for an origin.
const MAX_IDLE_PER_ORIGIN: usize = 32;

impl Pool {
    /// Returns the most recently used connection to an origin.
    pub(super) fn take(&self, origin: &str) -> Option<Connection> {
        let mut idle = self.idle();
        let connections = idle.get_mut(origin)?;
        connections.retain(|it| it.since.elapsed() < MAX_IDLE_TIME);
        Some(connections.pop()?.connection)
    }

    pub(super) fn put(&self, origin: &str, connection: Connection) {
        let mut idle = self.idle();
        let connections = idle.entry(origin.to_owned()).or_default();
        if connections.len() < MAX_IDLE_PER_ORIGIN {
            let since = Instant::now();
            connections.push(Idle { connection, since });
        }
    }

    fn idle(&self) -> MutexGuard<'_, HashMap<String, Vec<Idle>>> {
        // Any list is valid, even after a panic.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
