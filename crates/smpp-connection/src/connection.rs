//! A session over a connection, from either side.

mod bind;
mod closed;
mod side;

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use smpp_codec::frame::Frame;
use smpp_codec::pdu::Body;
use smpp_codec::{CommandStatus, Version};
use smpp_session::{CloseReason, LocalError, Session, State};

use crate::admission::Permit;
use crate::bulk::{self, Answers, BulkSender};
use crate::clock::Clock;
use crate::driver::Driver;
use crate::error::Error;
use crate::handle::Handle;
use crate::incoming::Incoming;
use crate::metrics::Metrics;
use crate::outgoing_pdu::OutgoingPdu;
use crate::request_future::RequestFuture;
use crate::round_trip::RoundTrip;
use crate::settings::Settings;
use crate::shared::Shared;
use crate::tap::Link;

use closed::Closed;
pub use side::Side;

/// A session over a connection: sends requests, and awaits their responses.
///
/// Cheap to clone; all clones are the same session. The connection is closed when the last clone
/// and its [`Incoming`] have been dropped: [`unbind`](Self::unbind) first to end it as SMPP does.
///
/// Its futures are of no runtime: they wait until the connection's driver wakes them.
#[derive(Clone)]
pub struct Connection {
    handle: Arc<Handle>,
    limit: Option<Duration>,
}

impl Connection {
    /// Both ends of a connection that is open: the application's, and its driver's.
    ///
    /// `clock` is the clock of the runtime, in whose time [`Turn::deadline`](crate::Turn) is given.
    #[must_use]
    pub fn new(
        side: Side,
        link: Link,
        settings: Settings,
        clock: Clock,
    ) -> (Self, Incoming, Driver) {
        let config = settings.session;
        let shared = Shared::new(link, settings, clock, |slots, now| match side {
            Side::Esme => Session::esme(config, slots, now),
            Side::EsmeAwaitingOutbind => Session::esme_awaiting_outbind(config, slots, now),
            Side::MessageCenter => Session::message_center(config, slots, now),
        });
        let shared = Arc::new(shared);
        if let Some(group) = &shared.settings.group {
            group.join(shared.link.number, &shared.member());
        }
        let handle = Arc::new(Handle::new(Arc::clone(&shared)));
        let incoming = Incoming::new(Arc::clone(&handle));
        let connection = Self {
            handle,
            limit: None,
        };
        (connection, incoming, Driver::new(shared))
    }

    pub(crate) fn shared(&self) -> &Shared {
        self.handle.shared()
    }

    /// Holds a place among the connections of a listener until the connection has ended; counts
    /// as unbound until a bind is accepted.
    pub fn hold(&self, permit: Permit) {
        let previous = self.shared().permit().replace(permit);
        drop(previous);
    }

    /// Which connection of this process it is, and between whom.
    #[must_use]
    pub fn link(&self) -> &Link {
        &self.shared().link
    }

    /// The state of the session.
    #[must_use]
    pub fn state(&self) -> State {
        self.shared().lock().session.state()
    }

    /// The version that both sides speak; this side's own until it is bound.
    #[must_use]
    pub fn version(&self) -> Version {
        self.shared().lock().session.version()
    }

    /// Why the session is closed, if it is.
    #[must_use]
    pub fn close_reason(&self) -> Option<CloseReason> {
        self.shared().lock().session.close_reason()
    }

    /// How many requests of ours are unanswered.
    #[must_use]
    pub fn outstanding(&self) -> u32 {
        self.shared().lock().session.outstanding()
    }

    /// What the session did until now. Takes microseconds.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        self.shared().lock().snapshot()
    }

    /// The same connection, whose requests take no longer than this: waiting for room and for the
    /// response together.
    ///
    /// A request that has been sent by then fails with
    /// [`Error::Expired`], and keeps its place in the
    /// window until its response comes or `response_timeout` is over; one that has not fails with
    /// [`Error::Congested`], which says what it waited for.
    #[must_use]
    pub fn within(&self, limit: Duration) -> Self {
        Self {
            handle: Arc::clone(&self.handle),
            limit: Some(limit),
        }
    }

    /// Sends any request and awaits its response, whatever its status.
    ///
    /// Nothing happens before the first poll. The request is encoded, straight into the outgoing
    /// buffer, by the poll that sends it: the first one, unless the window or the outgoing buffer
    /// is full, or the pacing says so. Until then the future borrows the body's octets.
    ///
    /// Cancel safe: if the future is dropped before the request is sent, nothing is sent. If it is
    /// dropped later, the response is ignored, and frees the request's place in the window.
    ///
    /// # Errors
    /// [`Error::Local`] if the PDU cannot be sent, [`Error::Closed`] if the session has ended,
    /// [`Error::Expired`] or [`Error::MalformedResponse`] if it has no response.
    pub fn request<'a>(
        &self,
        body: impl Into<Body<'a>>,
    ) -> impl Future<Output = Result<Frame, Error>> + Send {
        self.request_future(body.into().into())
    }

    /// Sends a request that has come over another connection, and awaits its response: to the
    /// octet the same frame, but for the sequence number. What a routing entity does; the way back
    /// is [`Request::respond_with`](crate::Request::respond_with).
    ///
    /// What the frame's own connection tolerated is passed on. What this connection's version does
    /// not know is refused: see [`Session::forward`]. Otherwise as [`request`](Self::request).
    ///
    /// ```
    /// # use smpp_connection::{Connection, Error, Incoming};
    /// # async fn example(mut esme: Incoming, center: Connection) -> Result<(), Error> {
    /// while let Some(request) = esme.next_request().await {
    ///     let response = center.forward(request.frame()).await?;
    ///     request.respond_with(&response)?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`request`](Self::request); [`LocalError::Decode`] if the peer's version does not know
    /// what is in the frame, with the status to answer.
    pub fn forward(&self, frame: &Frame) -> impl Future<Output = Result<Frame, Error>> + Send {
        self.request_future(OutgoingPdu::Frame(frame))
    }

    pub(crate) fn request_future<'c, 'a>(
        &'c self,
        outgoing: OutgoingPdu<'a>,
    ) -> RequestFuture<'c, 'a> {
        RequestFuture::new(self.shared(), outgoing, self.limit)
    }

    /// Sends any request and awaits a response with status `ESME_ROK`.
    ///
    /// # Errors
    /// As [`request`](Self::request), and [`Error::Refused`] with any other status.
    pub async fn request_ok<'a>(&self, body: impl Into<Body<'a>>) -> Result<Frame, Error> {
        let response = self.request_future(body.into().into()).await?;
        match response.header().command_status {
            CommandStatus::ESME_ROK => Ok(response),
            status => Err(Error::Refused(status)),
        }
    }

    crate::operations!([async] [.await]);

    /// For many requests from one place: one half sends without waiting for answers, the other
    /// gives the answers. No future and no allocation for each message.
    ///
    /// Answers that nobody has taken are kept: as many as twice the window, and 256 at least, so
    /// that all parts of a message can be sent before an answer is taken. At this limit the sender
    /// waits until answers are taken, for at most the session's `response_timeout`; then it fails
    /// with [`Congestion::Answers`](crate::Congestion::Answers), and nothing was sent.
    ///
    /// ```
    /// # use smpp_connection::{Connection, Error};
    /// # use smpp_codec::pdu::SubmitSm;
    /// # async fn example(connection: Connection, messages: Vec<SubmitSm<'_>>) -> Result<(), Error> {
    /// let (mut sender, mut answers) = connection.bulk();
    /// for (tag, message) in (0..).zip(messages) {
    ///     sender.send(tag, message).await?;
    ///     while let Some(answer) = answers.try_next() {
    ///         println!("{}: {}", answer.tag, answer.result?.header().command_status);
    ///     }
    /// }
    /// drop(sender);
    /// while let Some(answer) = answers.next().await {
    ///     println!("{}: {}", answer.tag, answer.result?.header().command_status);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn bulk(&self) -> (BulkSender, Answers) {
        bulk::open(&self.handle)
    }

    /// Sends a PDU that has no response: `alert_notification`. It is on its way when this returns.
    ///
    /// # Errors
    /// [`Error::Local`] if it cannot be sent.
    pub fn notify<'a>(&self, body: impl Into<Body<'a>>) -> Result<(), Error> {
        let sent = self
            .shared()
            .act(|inner, now| inner.session.notify(now, body, &mut inner.out));
        sent.map_err(|error| self.local(error))
    }

    /// Sends an `enquire_link` when called, and returns a future of the round-trip time.
    ///
    /// If one is unanswered already, the future waits for that answer. A peer that does not answer
    /// within `enquire_link_timeout` has its session closed, whether the future is kept or not.
    /// Cancel safe.
    ///
    /// # Errors
    /// [`Error::Closed`] if the session ends before the answer; [`Error::Local`] if it is not
    /// bound.
    pub fn enquire_link(&self) -> impl Future<Output = Result<Duration, Error>> + Send + use<> {
        RoundTrip::start(self.handle.shared())
    }

    /// Unbinds and closes: what the peer has received is answered first. Answers how it ended.
    ///
    /// # Errors
    /// [`Error::Local`] if the session is not bound. The peer's not answering is no error: see the
    /// reason.
    pub async fn unbind(&self) -> Result<CloseReason, Error> {
        let unbound = self.shared().act(|inner, now| {
            let unbound = inner.session.unbind(now, &mut inner.out);
            inner.wake_all_waiters();
            unbound
        });
        match unbound {
            Ok(()) | Err(LocalError::Closed | LocalError::Unbinding) => Ok(self.closed().await),
            Err(error) => Err(self.local(error)),
        }
    }

    fn local(&self, error: LocalError) -> Error {
        Error::local(error, self.close_reason())
    }

    /// Waits until the session is closed, and answers why.
    ///
    /// Cancel safe. Does not keep the connection open.
    pub fn closed(&self) -> impl Future<Output = CloseReason> + Send + use<> {
        Closed::new(Arc::clone(self.handle.shared()))
    }

    /// Closes the connection at once; what was written before is still sent, if the peer reads it.
    pub fn abort(&self) {
        self.shared().act(|inner, now| inner.session.abort(now));
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.shared().lock().session, f)
    }
}
