//! Lists conferences.

use bytes::Bytes;
use form_urlencoded::Serializer;
use http::header::ACCEPT;
use http::{HeaderMap, Method, Request, StatusCode};
use serde::Deserialize;

use super::conference::ConferenceStatus;
use super::create::Region;
use super::error::read;
use super::violation::{Violation, check_range, result};
use super::{ConferencePage, Error};

pub(crate) struct ListConferences {
    pub(crate) region: Option<Region>,
    pub(crate) filter: Option<Filter>,
    pub(crate) page: Option<Page>,
}

#[derive(Deserialize)]
pub(crate) struct Filter {
    application_name: Option<ApplicationName>,
    application_session_id: Option<String>,
    connection_id: Option<String>,
    failed: Option<bool>,
    from: Option<String>,
    leg_id: Option<String>,
    name: Option<String>,
    occurred_at: Option<OccurredAt>,
    #[serde(rename = "outbound.outbound_voice_profile_id")]
    outbound_voice_profile_id: Option<String>,
    product: Option<Product>,
    status: Option<ConferenceStatus>,
    to: Option<String>,
    r#type: Option<EventType>,
}

#[derive(Deserialize)]
struct ApplicationName {
    contains: Option<String>,
}

#[derive(Deserialize)]
struct OccurredAt {
    eq: Option<String>,
    gt: Option<String>,
    gte: Option<String>,
    lt: Option<String>,
    lte: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Product {
    CallControl,
    Fax,
    Texml,
    #[serde(untagged)]
    Other(String),
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum EventType {
    Command,
    Webhook,
    #[serde(untagged)]
    Other(String),
}

#[derive(Deserialize)]
pub(crate) struct Page {
    after: Option<String>,
    before: Option<String>,
    limit: Option<i64>,
    number: Option<i64>,
    size: Option<i64>,
}

impl ListConferences {
    pub(crate) fn validate(&self) -> Result<(), Vec<Violation>> {
        let mut found = Vec::new();
        if let Some(Region::Other(text)) = &self.region {
            found.push(Violation::unlisted("region", text, Some("10032")));
        }
        if let Some(filter) = &self.filter {
            filter.check(&mut found);
        }
        if let Some(page) = &self.page {
            page.check(&mut found);
        }
        result(found)
    }

    pub(crate) fn build(&self) -> Result<Request<Bytes>, Error> {
        let path = "/conferences";
        let mut uri = String::with_capacity(256);
        uri.push_str(path);
        uri.push('?');
        let mut pairs = Serializer::for_suffix(uri, path.len() + 1);
        if let Some(region) = &self.region {
            pairs.append_pair("region", region.as_str());
        }
        if let Some(filter) = &self.filter {
            filter.append(&mut pairs);
        }
        if let Some(page) = &self.page {
            page.append(&mut pairs);
        }
        let mut uri = pairs.finish();
        if uri.ends_with('?') {
            uri.pop();
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
    ) -> Result<ConferencePage, Error> {
        read(status, headers, body)
    }
}

impl Filter {
    fn check(&self, found: &mut Vec<Violation>) {
        if let Some(name) = &self.application_name
            && let Some(part) = &name.contains
        {
            let length = part.chars().count();
            if length < 3 {
                let message = format!("has {length} characters, at least 3 asked");
                found.push(Violation::new(
                    "filter/application_name/contains",
                    message,
                    None,
                ));
            }
        }
        if let Some(Product::Other(text)) = &self.product {
            found.push(Violation::unlisted("filter/product", text, Some("10032")));
        }
        if let Some(ConferenceStatus::Other(text)) = &self.status {
            found.push(Violation::unlisted("filter/status", text, Some("10032")));
        }
        if let Some(EventType::Other(text)) = &self.r#type {
            found.push(Violation::unlisted("filter/type", text, Some("10032")));
        }
    }

    fn append(&self, pairs: &mut Serializer<'_, String>) {
        if let Some(name) = &self.application_name
            && let Some(part) = &name.contains
        {
            pairs.append_pair("filter[application_name][contains]", part);
        }
        if let Some(id) = &self.application_session_id {
            pairs.append_pair("filter[application_session_id]", id);
        }
        if let Some(id) = &self.connection_id {
            pairs.append_pair("filter[connection_id]", id);
        }
        if let Some(failed) = self.failed {
            pairs.append_pair("filter[failed]", if failed { "true" } else { "false" });
        }
        if let Some(from) = &self.from {
            pairs.append_pair("filter[from]", from);
        }
        if let Some(id) = &self.leg_id {
            pairs.append_pair("filter[leg_id]", id);
        }
        if let Some(name) = &self.name {
            pairs.append_pair("filter[name]", name);
        }
        if let Some(at) = &self.occurred_at {
            at.append(pairs);
        }
        if let Some(id) = &self.outbound_voice_profile_id {
            pairs.append_pair("filter[outbound.outbound_voice_profile_id]", id);
        }
        if let Some(product) = &self.product {
            pairs.append_pair("filter[product]", product.as_str());
        }
        if let Some(status) = &self.status {
            pairs.append_pair("filter[status]", status.as_str());
        }
        if let Some(to) = &self.to {
            pairs.append_pair("filter[to]", to);
        }
        if let Some(r#type) = &self.r#type {
            pairs.append_pair("filter[type]", r#type.as_str());
        }
    }
}

impl OccurredAt {
    fn append(&self, pairs: &mut Serializer<'_, String>) {
        if let Some(time) = &self.eq {
            pairs.append_pair("filter[occurred_at][eq]", time);
        }
        if let Some(time) = &self.gt {
            pairs.append_pair("filter[occurred_at][gt]", time);
        }
        if let Some(time) = &self.gte {
            pairs.append_pair("filter[occurred_at][gte]", time);
        }
        if let Some(time) = &self.lt {
            pairs.append_pair("filter[occurred_at][lt]", time);
        }
        if let Some(time) = &self.lte {
            pairs.append_pair("filter[occurred_at][lte]", time);
        }
    }
}

impl Product {
    fn as_str(&self) -> &str {
        match self {
            Self::CallControl => "call_control",
            Self::Fax => "fax",
            Self::Texml => "texml",
            Self::Other(text) => text,
        }
    }
}

impl EventType {
    fn as_str(&self) -> &str {
        match self {
            Self::Command => "command",
            Self::Webhook => "webhook",
            Self::Other(text) => text,
        }
    }
}

impl Page {
    fn check(&self, found: &mut Vec<Violation>) {
        let code = Some("10033");
        if let Some(limit) = self.limit {
            check_range("page/limit", limit, (1, 250), code, found);
        }
        if let Some(number) = self.number {
            check_range("page/number", number, (1, i64::MAX), code, found);
        }
        if let Some(size) = self.size {
            check_range("page/size", size, (1, 250), code, found);
        }
    }

    fn append(&self, pairs: &mut Serializer<'_, String>) {
        if let Some(after) = &self.after {
            pairs.append_pair("page[after]", after);
        }
        if let Some(before) = &self.before {
            pairs.append_pair("page[before]", before);
        }
        if let Some(limit) = self.limit {
            pairs.append_pair("page[limit]", &limit.to_string());
        }
        if let Some(number) = self.number {
            pairs.append_pair("page[number]", &number.to_string());
        }
        if let Some(size) = self.size {
            pairs.append_pair("page[size]", &size.to_string());
        }
    }
}
