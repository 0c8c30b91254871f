//! Updates a conference through TeXML.

use bytes::Bytes;
use form_urlencoded::Serializer;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{Method, Request};
use serde::Deserialize;

use super::Error;
use super::segment::segment;
use super::violation::{Violation, result};

pub(crate) struct UpdateConference {
    pub(crate) account_sid: String,
    pub(crate) conference_sid: String,
    pub(crate) body: UpdateConferenceBody,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateConferenceBody {
    announce_method: Option<HttpMethod>,
    announce_url: Option<String>,
    status: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum HttpMethod {
    Get,
    Post,
    #[serde(untagged)]
    Other(String),
}

impl HttpMethod {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Other(text) => text,
        }
    }
}

impl UpdateConference {
    pub(crate) fn validate(&self) -> Result<(), Vec<Violation>> {
        let mut found = Vec::new();
        if let Some(HttpMethod::Other(text)) = &self.body.announce_method {
            found.push(Violation::unlisted("/AnnounceMethod", text, None));
        }
        result(found)
    }

    pub(crate) fn build(&self) -> Result<Request<Bytes>, Error> {
        let uri = format!(
            "/texml/Accounts/{}/Conferences/{}",
            segment(&self.account_sid)?,
            segment(&self.conference_sid)?,
        );
        let request = Request::builder()
            .method(Method::POST)
            .uri(uri)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Bytes::from(self.body.form()))?;
        Ok(request)
    }
}

impl UpdateConferenceBody {
    fn form(&self) -> String {
        let mut pairs = Serializer::new(String::new());
        if let Some(method) = &self.announce_method {
            pairs.append_pair("AnnounceMethod", method.as_str());
        }
        if let Some(url) = &self.announce_url {
            pairs.append_pair("AnnounceUrl", url);
        }
        if let Some(status) = &self.status {
            pairs.append_pair("Status", status);
        }
        pairs.finish()
    }
}
