//! Retrieves a conference.

use bytes::Bytes;
use http::header::ACCEPT;
use http::{HeaderMap, Method, Request, StatusCode};

use super::create::Region;
use super::error::read;
use super::segment::segment;
use super::violation::{Violation, result};
use super::{Conference, Data, Error};

pub(crate) struct RetrieveConference {
    pub(crate) id: String,
    pub(crate) region: Option<Region>,
}

impl RetrieveConference {
    pub(crate) fn validate(&self) -> Result<(), Vec<Violation>> {
        let mut found = Vec::new();
        if let Some(Region::Other(text)) = &self.region {
            found.push(Violation::unlisted("region", text, Some("10032")));
        }
        result(found)
    }

    pub(crate) fn build(&self) -> Result<Request<Bytes>, Error> {
        let mut uri = format!("/conferences/{}", segment(&self.id)?);
        if let Some(region) = &self.region {
            uri.push_str("?region=");
            uri.extend(form_urlencoded::byte_serialize(region.as_str().as_bytes()));
        }
        let request = Request::builder()
            .method(Method::GET)
            .uri(uri)
            .header(ACCEPT, "application/json")
            .body(Bytes::new())?;
        Ok(request)
    }

    pub(crate) fn response(
        status: StatusCode,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<Conference, Error> {
        read(status, headers, body).map(|envelope: Data<Conference>| envelope.data)
    }
}
