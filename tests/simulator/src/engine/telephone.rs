//! What happens at telephones: they call, answer, hang up, press digits and talk.
//!
//! These are the commands of tests; programs that use the API have no part in them.

use generated::calls::HangupCause;
use generated::conferences::errors;
use serde::{Deserialize, Serialize};

use super::call::CallState;
use super::{CallCallbacks, Engine, NewCall, Refusal, Webhooks};
use crate::settings::CONNECTION_ID;

/// A call to a number of the account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct InboundCall {
    /// The number of the caller.
    pub from: String,
    /// The number that is called.
    pub to: String,
    /// The application in charge of that number.
    pub connection_id: String,
}

impl Default for InboundCall {
    fn default() -> Self {
        Self {
            from: "+35319605860".to_owned(),
            to: "+13129457420".to_owned(),
            connection_id: CONNECTION_ID.to_owned(),
        }
    }
}

/// How long a call lasts at most, in seconds.
pub(crate) const LONGEST_CALL_SECS: i64 = 14_400;

/// What a telephone can send: the keys, and four tones without a key.
const DIGITS: &str = "0123456789*#ABCD";

impl Engine {
    /// Calls a number of the account, and returns the `call_control_id`.
    ///
    /// # Errors
    ///
    /// If there is no such application.
    pub fn call_in(&mut self, call: InboundCall) -> Result<String, Refusal> {
        let Some(connection) = self.settings.connection(&call.connection_id) else {
            let why = format!("the settings have no connection {}", call.connection_id);
            return Err(Refusal::named(&errors::INVALID_CONNECTION_ID, why));
        };
        let texml = connection.texml.then(|| Box::new(CallCallbacks::default()));
        let new = NewCall {
            webhooks: Webhooks::new(Some(connection)),
            connection_id: call.connection_id,
            is_outbound: false,
            from: call.from,
            to: call.to,
            session_id: None,
            client_state: None,
            texml,
            timeout_secs: 30,
            time_limit_secs: LONGEST_CALL_SECS,
        };
        Ok(self.start_call(new))
    }

    /// Answers an outbound call at the telephone. A call of TeXML to the account is answered the same way,
    /// because the service has no instructions that would answer it.
    ///
    /// # Errors
    ///
    /// If there is no such call, or it has ended.
    pub fn pick_up(&mut self, call: &str) -> Result<(), Refusal> {
        let it = self.live_call(call)?;
        if it.is_outbound || it.texml.is_some() {
            self.answer_call(call);
            return Ok(());
        }
        let why = format!("call {call} is inbound: the program answers it");
        Err(Refusal::with_code(422, "10015", why))
    }

    /// Hangs up at the telephone; `cause` tells why a call is not answered.
    ///
    /// # Errors
    ///
    /// If there is no such call, it has ended, or the API has no such cause.
    pub fn hang_up_telephone(
        &mut self,
        call: &str,
        cause: Option<HangupCause>,
    ) -> Result<(), Refusal> {
        if let Some(HangupCause::Other(cause)) = &cause {
            let why = format!("no call ends with the cause {:?}", cause.as_str());
            return Err(Refusal::with_code(422, "10015", why));
        }
        let it = self.live_call(call)?;
        let usual = match (it.state, it.is_outbound) {
            (CallState::Ringing, true) => HangupCause::CallRejected,
            (CallState::Ringing, false) => HangupCause::OriginatorCancel,
            _ => HangupCause::NormalClearing,
        };
        let side = it.telephone_side();
        self.hang_up(call, cause.unwrap_or(usual), side);
        Ok(())
    }

    /// Presses digits at the telephone.
    ///
    /// # Errors
    ///
    /// If there is no such call, it has ended, or it has not been answered, or if there are no digits or
    /// one that no telephone has.
    pub fn press_digits(&mut self, call: &str, digits: &str) -> Result<(), Refusal> {
        if digits.is_empty() || digits.contains(|it| !DIGITS.contains(it)) {
            let why = format!("the digits {digits:?} are not one or more of {DIGITS}");
            return Err(Refusal::with_code(422, "10015", why));
        }
        self.answered_call(call)?;
        self.receive_digits(call, digits);
        Ok(())
    }

    /// Talks at the telephone, which takes the floor of the conference.
    ///
    /// # Errors
    ///
    /// If there is no such call, or it takes part in no conference.
    pub fn talk(&mut self, call: &str) -> Result<(), Refusal> {
        let Some(conference) = self.answered_call(call)?.conference.clone() else {
            let why = format!("call {call} takes part in no conference");
            return Err(Refusal::with_code(422, "10015", why));
        };
        self.tell_floor_changed(&conference, call);
        Ok(())
    }

    /// Puts the call on hold at the telephone, or takes it off hold.
    ///
    /// # Errors
    ///
    /// If there is no such call, it has ended, or it has not been answered.
    pub fn hold_at_telephone(&mut self, call: &str, on_hold: bool) -> Result<(), Refusal> {
        self.answered_call(call)?;
        self.tell_call_hold(call, on_hold);
        Ok(())
    }
}
