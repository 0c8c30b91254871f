//! Lists as streams of pages and items.

use std::collections::HashSet;
use std::fmt;
use std::future::poll_fn;
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
    Next(Cursor<O>),
    Fetching(Cursor<O>, Uri, Fetch),
    Over,
}

type Fetch = BoxFuture<'static, Result<Response<Bytes>, Failure>>;

/// A page, and the place of the next one.
type DecodedPage<O> =
    Result<(<O as Operation>::Body, Option<Cursor<O>>), Error<<O as Operation>::Error>>;

type Page<O> = Result<<O as Operation>::Body, Error<<O as Operation>::Error>>;

type Item<O> = Result<<O as Paged>::Item, Error<<O as Operation>::Error>>;

/// A place in a list.
pub(super) struct Cursor<O> {
    call: O,
    link: Option<Link>,
}

/// A page that a page before leads to.
struct Link {
    from: Uri,
    reference: String,
    /// The pages that were read, so that none leads back to one of them.
    read: HashSet<Uri>,
}

impl<O: Paged> Cursor<O> {
    pub(super) fn first(call: O) -> Self {
        Self { call, link: None }
    }

    /// The call for this page, and its URL, which a link on the page is relative to.
    pub(super) fn prepare(
        &self,
        core: &Core,
        options: &Options,
    ) -> Result<(PreparedCall, Uri), Error<O::Error>> {
        let prepared = match &self.link {
            None => core.prepare(&self.call, options)?,
            Some(link) => self.prepare_link(link, core, options)?,
        };
        let uri = prepared.exchange.request().uri().clone();
        Ok((prepared, uri))
    }

    fn prepare_link(
        &self,
        link: &Link,
        core: &Core,
        options: &Options,
    ) -> Result<PreparedCall, Error<O::Error>> {
        let (mut request, class) = core.request(&self.call, options)?;
        *request.method_mut() = Method::GET;
        *request.body_mut() = Bytes::new();
        request.headers_mut().remove(header::CONTENT_TYPE);
        let send = move || -> Result<PreparedCall, TransportError> {
            let base = core.base_url(O::SERVERS)?;
            let uri = base.resolve_link(&link.from, &link.reference)?;
            if link.read.contains(&uri) {
                return Err(invalid_request(
                    "the link to the next page leads back to an earlier page",
                ));
            }
            *request.uri_mut() = uri;
            // The link is the whole reference.
            let options = Options {
                query: String::new(),
                ..options.clone()
            };
            core.send(request, CallMetadata::of_operation::<O>(), class, &options)
        };
        send().map_err(Error::Transport)
    }

    /// The page, and the place of the next one.
    pub(super) fn read(self, uri: Uri, reply: Response<Bytes>) -> DecodedPage<O> {
        let page = core::decode_envelope::<O>(reply)?.value;
        let next = self.call.next(&page).map(|next| match next {
            NextPage::Call(call) => Self::first(call),
            NextPage::Uri(reference) => {
                let mut read = self.link.map(|link| link.read).unwrap_or_default();
                read.insert(uri.clone());
                let link = Link {
                    from: uri,
                    reference,
                    read,
                };
                Self {
                    call: self.call,
                    link: Some(link),
                }
            }
        });
        Ok((page, next))
    }
}

impl<O: Paged> Pages<O> {
    pub(super) fn new(client: Client, call: O, options: Options) -> Self {
        Self {
            client,
            options,
            state: State::Next(Cursor::first(call)),
        }
    }

    /// Returns the next page, or `None` after the last one or after an error.
    pub async fn next(&mut self) -> Option<Result<O::Body, Error<O::Error>>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Page<O>>> {
        // Whatever goes wrong below leaves the stream over.
        let (cursor, uri, mut fetch) = match mem::replace(&mut self.state, State::Over) {
            State::Next(cursor) => match self.fetch(&cursor) {
                Ok((uri, fetch)) => (cursor, uri, fetch),
                Err(error) => return Poll::Ready(Some(Err(error))),
            },
            State::Fetching(cursor, uri, fetch) => (cursor, uri, fetch),
            State::Over => return Poll::Ready(None),
        };
        let Poll::Ready(reply) = fetch.as_mut().poll(context) else {
            self.state = State::Fetching(cursor, uri, fetch);
            return Poll::Pending;
        };
        let read = reply
            .map_err(Error::from)
            .and_then(|it| cursor.read(uri, it));
        Poll::Ready(Some(read.map(|(page, next)| {
            self.state = next.map_or(State::Over, State::Next);
            page
        })))
    }

    fn fetch(&self, cursor: &Cursor<O>) -> Result<(Uri, Fetch), Error<O::Error>> {
        let core = self.client.core().map_err(Error::Transport)?;
        let (prepared, uri) = cursor.prepare(core, &self.options)?;
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
