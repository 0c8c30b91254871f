//! What the service begins with, as a file.

use serde::{Deserialize, Serialize};

use crate::engine::InboundCall;
use crate::settings::Settings;

/// Settings, and calls that ring from the beginning.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Seed {
    /// The settings.
    pub settings: Settings,
    /// Calls to numbers of the account.
    pub calls: Vec<InboundCall>,
}
