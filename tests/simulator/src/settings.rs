//! Settings of the service: what a test or a seed file fixes before the first request.

use serde::{Deserialize, Serialize};

/// What is fixed before the first request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The only API key that is accepted.
    pub api_key: String,
    /// The id of the account, in the paths of TeXML.
    pub account_sid: String,
    /// The applications of the account.
    pub connections: Vec<Connection>,
    /// The short name of the site that hosts all conferences.
    pub region: String,
    /// The seed of all identifiers.
    pub random_seed: u64,
    /// How many requests a second are accepted; unlimited if absent.
    pub rate_limit: Option<u64>,
    /// After how many milliseconds outbound calls are answered; never if absent.
    pub answer_after_ms: Option<i64>,
    /// Whether a machine answers outbound calls.
    pub answered_by_machine: bool,
    /// Whether `call.cost` follows `call.hangup`.
    pub reports_costs: bool,
    /// Whether TeXML takes JSON where it documents a form, as the official Python client sends it. Without it,
    /// such a request is refused with 10034.
    pub texml_takes_json: bool,
    /// URLs and names of audio files that do not exist.
    pub missing_media: Vec<String>,
}

/// An application of the account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Connection {
    /// The id: `connection_id` in Call Control, `ApplicationSid` in TeXML.
    pub id: String,
    /// The name.
    pub name: String,
    /// Where webhooks are sent; without it they are only logged.
    pub webhook_url: Option<String>,
    /// Where webhooks are sent that `webhook_url` does not accept.
    pub webhook_failover_url: Option<String>,
    /// Whether it is an application of TeXML.
    pub texml: bool,
}

/// The id of the Call Control application that exists by default.
pub const CONNECTION_ID: &str = "1494404757140276705";

/// The id of the TeXML application that exists by default.
pub const APPLICATION_SID: &str = "1846572522338780702";

impl Default for Settings {
    fn default() -> Self {
        let connection = |id: &str, name: &str, texml| Connection {
            id: id.to_owned(),
            name: name.to_owned(),
            texml,
            ..Connection::default()
        };
        Self {
            api_key: "KEY00000000000000000000000000000000_simulator".to_owned(),
            account_sid: "61bf923e-5e4d-4595-a110-56190ea18a1b".to_owned(),
            connections: vec![
                connection(CONNECTION_ID, "Call Control", false),
                connection(APPLICATION_SID, "TeXML", true),
            ],
            region: "sv1".to_owned(),
            random_seed: 1,
            rate_limit: None,
            answer_after_ms: None,
            answered_by_machine: false,
            texml_takes_json: true,
            reports_costs: false,
            missing_media: Vec::new(),
        }
    }
}

impl Default for Connection {
    fn default() -> Self {
        Self {
            id: CONNECTION_ID.to_owned(),
            name: String::new(),
            webhook_url: None,
            webhook_failover_url: None,
            texml: false,
        }
    }
}

impl Settings {
    /// Sends the webhooks of all connections to a URL.
    #[must_use]
    pub fn webhook_url(mut self, url: impl Into<String>) -> Self {
        let url = url.into();
        for connection in &mut self.connections {
            connection.webhook_url = Some(url.clone());
        }
        self
    }

    /// Checks the values: each could be read, but not all make a service.
    ///
    /// # Errors
    ///
    /// If the key is no part of a header, a limit or a time is out of range, two connections have one id, or a
    /// URL is not an absolute one of HTTP. The message begins with the member.
    pub fn check(&self) -> Result<(), String> {
        if self.api_key.is_empty() || !self.api_key.bytes().all(|it| it.is_ascii_graphic()) {
            return Err("api_key: must be ASCII without spaces".to_owned());
        }
        if self.rate_limit == Some(0) {
            return Err("rate_limit: must be at least 1".to_owned());
        }
        if self.answer_after_ms.is_some_and(|it| it < 0) {
            return Err("answer_after_ms: must not be negative".to_owned());
        }
        for (index, connection) in self.connections.iter().enumerate() {
            let place = format!("connections[{index}]");
            if self.connections[..index]
                .iter()
                .any(|it| it.id == connection.id)
            {
                return Err(format!("{place}.id: {:?} is used twice", connection.id));
            }
            let urls = [
                ("webhook_url", &connection.webhook_url),
                ("webhook_failover_url", &connection.webhook_failover_url),
            ];
            for (member, url) in urls {
                if let Some(url) = url {
                    check_url(url).map_err(|error| format!("{place}.{member}: {error}"))?;
                }
            }
        }
        Ok(())
    }

    pub(crate) fn connection(&self, id: &str) -> Option<&Connection> {
        self.connections.iter().find(|it| it.id == id)
    }

    pub(crate) fn is_missing(&self, media: Option<&str>) -> bool {
        media.is_some_and(|media| self.missing_media.iter().any(|it| it == media))
    }
}

/// Checks that something can be sent to a URL.
///
/// # Errors
///
/// If it is not an absolute URL of HTTP.
pub fn check_url(url: &str) -> Result<(), String> {
    let parsed = reqwest::Url::parse(url).ok();
    if parsed.is_some_and(|it| matches!(it.scheme(), "http" | "https")) {
        return Ok(());
    }
    Err(format!("{url:?} is not an absolute URL of HTTP"))
}
