//! Lists as streams of pages and items.

use std::collections::HashSet;
use std::fmt;
use std::future::poll_fn;
use std::hash::{BuildHasher, RandomState};
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use bytes::Bytes;
use futures_core::Stream;
use http::{Method, Response, Uri, header};

use super::base_url::invalid_request;
use super::core::{self, CallMetadata, Core, PreparedCall};
use super::exchange::Failure;
use super::options::Options;
use super::{BoxFuture, Client};
use crate::runtime::{Error, NextPage, Operation, Paged, TransportError};

/// The pages of a list, as a stream.
///
/// Each page is fetched on demand, as a call with retries of its own. The stream ends after an
/// error.
#[must_use = "nothing is sent before a page is asked for"]
pub struct Pages<O: Paged> {
    client: Client,
    options: Options,
    state: State<O>,
}

/// The items of a list, as a stream.
///
/// Each page is fetched when its first item is requested, as a call with retries of its own. The
/// stream ends after an error.
#[must_use = "nothing is sent before an item is asked for"]
pub struct Items<O: Paged> {
    pages: Pages<O>,
    items: vec::IntoIter<O::Item>,
}

enum State<O> {
    Next(Position<O>),
    Fetching(Position<O>, Uri, Fetch),
    Over,
}

type Fetch = BoxFuture<'static, Result<Response<Bytes>, Failure>>;

/// A page, and the position of the next one.
type DecodedPage<O> =
    Result<(<O as Operation>::Body, Option<Position<O>>), Error<<O as Operation>::Error>>;

type Page<O> = Result<<O as Operation>::Body, Error<<O as Operation>::Error>>;

type Item<O> = Result<<O as Paged>::Item, Error<<O as Operation>::Error>>;

/// A position in a list: a page that has not been fetched.
pub(super) struct Position<O> {
    call: O,
    target: Target,
    /// The number of the page, counted from 1.
    number: u32,
    /// Hashes of the requests so far, so that no page leads back to an earlier one.
    requested: HashSet<u64>,
    /// The hash function, whose keys are random.
    hasher: RandomState,
}

/// The target of the request for a page.
enum Target {
    /// That of the call.
    Call,
    /// A URI reference on the page before, which came from this URL.
    Link { from: Uri, reference: String },
    /// None: the page before says that more pages follow, but not how to get them.
    Unknown,
}

impl<O: Paged> Position<O> {
    pub(super) fn first(call: O) -> Self {
        Self {
            call,
            target: Target::Call,
            number: 1,
            requested: HashSet::new(),
            hasher: RandomState::new(),
        }
    }

    /// Returns the call for this page, and its URL, which a link on the page is relative to.
    pub(super) fn prepare(
        &mut self,
        core: &Core,
        options: &Options,
    ) -> Result<(PreparedCall, Uri), Error<O::Error>> {
        let prepared = self.prepare_unnumbered(core, options);
        prepared.map_err(|error| error.with_page(self.number))
    }

    fn prepare_unnumbered(
        &mut self,
        core: &Core,
        options: &Options,
    ) -> Result<(PreparedCall, Uri), Error<O::Error>> {
        let (prepared, way) = match &self.target {
            Target::Call => (core.prepare(&self.call, options)?, "cursor of"),
            Target::Link { from, reference } => {
                let prepared = self.prepare_link(from, reference, core, options)?;
                (prepared, "link to")
            }
            Target::Unknown => {
                let why = "the page before has no cursor, although it says that more pages follow";
                return Err(Error::Transport(invalid_request(why)));
            }
        };
        let request = prepared.exchange.request();
        let uri = request.uri().clone();
        let hash = self.hasher.hash_one((&uri, request.body()));
        if !self.requested.insert(hash) {
            let why = format!("the {way} the next page leads back to an earlier page");
            return Err(Error::Transport(invalid_request(why)));
        }
        Ok((prepared, uri))
    }

    fn prepare_link(
        &self,
        from: &Uri,
        reference: &str,
        core: &Core,
        options: &Options,
    ) -> Result<PreparedCall, Error<O::Error>> {
        let (mut request, class) = core.request(&self.call, options)?;
        *request.method_mut() = Method::GET;
        *request.body_mut() = Bytes::new();
        request.headers_mut().remove(header::CONTENT_TYPE);
        let send = move || -> Result<PreparedCall, TransportError> {
            let base = core.base_url(O::SERVERS)?;
            *request.uri_mut() = base.resolve_link(from, reference)?;
            // The link is the whole reference.
            let options = Options {
                query: String::new(),
                ..options.clone()
            };
            core.send(request, CallMetadata::of_operation::<O>(), class, &options)
        };
        send().map_err(Error::Transport)
    }

    /// Decodes the reply from `uri` to the page and the position of the next one.
    pub(super) fn decode(
        self,
        uri: Uri,
        reply: Result<Response<Bytes>, Failure>,
    ) -> DecodedPage<O> {
        let reply = reply.map_err(Error::from);
        let page = reply.and_then(core::decode_envelope::<O>);
        let page = page.map_err(|error| error.with_page(self.number))?;
        let next = self.call.next(&page.value, &page.headers);
        let next = next.map(|next| self.after(uri, next));
        Ok((page.value, next))
    }

    /// Returns the position of the next page.
    fn after(mut self, uri: Uri, next: NextPage<O>) -> Self {
        self.target = match next {
            NextPage::Call(call) => {
                self.call = call;
                Target::Call
            }
            NextPage::Uri(reference) => Target::Link {
                from: uri,
                reference,
            },
            NextPage::Unknown => Target::Unknown,
        };
        self.number = self.number.saturating_add(1);
        self
    }
}

impl<O: Paged> Pages<O> {
    pub(super) fn new(client: Client, call: O, options: Options) -> Self {
        Self {
            client,
            options,
            state: State::Next(Position::first(call)),
        }
    }

    /// Returns the next page, or `None` after the last one or after an error.
    pub async fn next(&mut self) -> Option<Result<O::Body, Error<O::Error>>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Page<O>>> {
        // Whatever goes wrong below leaves the stream over.
        let (position, uri, mut fetch) = match mem::replace(&mut self.state, State::Over) {
            State::Next(mut position) => match self.fetch(&mut position) {
                Ok((uri, fetch)) => (position, uri, fetch),
                Err(error) => return Poll::Ready(Some(Err(error))),
            },
            State::Fetching(position, uri, fetch) => (position, uri, fetch),
            State::Over => return Poll::Ready(None),
        };
        let Poll::Ready(reply) = fetch.as_mut().poll(context) else {
            self.state = State::Fetching(position, uri, fetch);
            return Poll::Pending;
        };
        Poll::Ready(Some(position.decode(uri, reply).map(|(page, next)| {
            self.state = next.map_or(State::Over, State::Next);
            page
        })))
    }

    fn fetch(&self, position: &mut Position<O>) -> Result<(Uri, Fetch), Error<O::Error>> {
        let core = self.client.core().map_err(Error::Transport)?;
        let (prepared, uri) = position.prepare(core, &self.options)?;
        Ok((uri, self.client.clone().run(prepared)))
    }
}

impl<O: Paged> Items<O> {
    pub(super) fn new(pages: Pages<O>) -> Self {
        Self {
            pages,
            items: Vec::new().into_iter(),
        }
    }

    /// Collects the remaining items, at most `limit`. No further page is fetched once that many
    /// have arrived.
    ///
    /// # Errors
    ///
    /// The error of the first page that cannot be fetched.
    pub async fn into_vec(mut self, limit: usize) -> Result<Vec<O::Item>, Error<O::Error>> {
        let mut items = Vec::new();
        while items.len() < limit
            && let Some(item) = self.next().await
        {
            items.push(item?);
        }
        Ok(items)
    }

    /// Returns the next item, or `None` after the last one or after an error.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error<O::Error>>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Item<O>>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(mut page)) => self.items = O::items(&mut page).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

// Neither is ever pinned to what it holds.
impl<O: Paged> Unpin for Pages<O> {}
impl<O: Paged> Unpin for Items<O> {}

impl<O: Paged> Stream for Pages<O> {
    type Item = Result<O::Body, Error<O::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<O: Paged> Stream for Items<O> {
    type Item = Result<O::Item, Error<O::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<O: Paged> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Next(_) => "next",
            State::Fetching(..) => "fetching",
            State::Over => "over",
        };
        f.debug_struct("Pages")
            .field("state", &state)
            .finish_non_exhaustive()
    }
}

impl<O: Paged> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let left = self.items.len();
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("left", &left)
            .finish()
    }
}
