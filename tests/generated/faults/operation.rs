//! An operation of each retry class.

use generated::runtime::{
    Api, Checker, DecodeError, Map, Operation, Reply, RequestWriter, Retry, Security,
    SecurityScheme, Server, Value,
};

const API: Api = Api {
    servers: &[Server::new("https://api.example.com/v2")],
    schemes: &[SecurityScheme::http("bearerAuth", "bearer")],
    security: Security::AnyOf(&[&["bearerAuth"]]),
    key_variable: None,
    base_url_variable: None,
};

/// A GET, and a POST that is idempotent, has an idempotency key, or is unsafe to retry.
#[derive(Clone, Debug, Default)]
pub(crate) struct Send<const CLASS: u8> {
    key: Option<String>,
}

impl<const CLASS: u8> Operation for Send<CLASS> {
    const NAME: &'static str = "Send";
    const METHOD: &'static str = if CLASS == 0 { "GET" } else { "POST" };
    const PATH: &'static str = "/calls";
    const RETRY: Retry = match CLASS {
        0 | 1 => Retry::Idempotent,
        2 => Retry::IdempotencyKey {
            field: "command_id",
            seconds: 60,
        },
        _ => Retry::Unsafe,
    };
    const API: &'static Api = &API;

    type Body = Map<Value>;
    type Output = Map<Value>;
    type Error = Map<Value>;

    fn check(&self, _: &mut Checker<'_>) {}

    fn write(&self, to: &mut RequestWriter) {
        to.accept("application/json");
        if CLASS != 0 {
            let key = self.key.clone().unwrap_or_default();
            let body = Map::from([("command_id".to_owned(), key)]);
            to.json("application/json", &body);
        }
    }

    fn body(reply: &Reply<'_>) -> Result<Self::Body, DecodeError> {
        reply.json()
    }

    fn output(body: Self::Body) -> Result<Self::Output, DecodeError> {
        Ok(body)
    }

    fn error(reply: &Reply<'_>) -> Result<Self::Error, DecodeError> {
        reply.json()
    }

    fn idempotency_key(&mut self) -> Option<&mut Option<String>> {
        (CLASS == 2).then_some(&mut self.key)
    }
}
