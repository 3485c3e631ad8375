//! A session over a connection, from either side.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use smpp_codec::frame::Frame;
use smpp_codec::pdu::{Bind, Body, Outbind};
use smpp_codec::{CommandStatus, Version};
use smpp_connection::{Credentials, Error, Link, Metrics, Permit};
use smpp_session::{BindType, CloseReason, State};

use crate::bell::{wait, wait_fn};
use crate::bulk::{Answers, BulkSender};
use crate::line::Line;

/// A session over a connection: sends requests, and waits for their responses.
///
/// Cheap to clone, and to be used from many threads; all clones are the same session. The
/// connection is closed when the last clone and its [`Incoming`](crate::Incoming) have been
/// dropped: [`unbind`](Self::unbind) first to end it as SMPP does.
#[derive(Clone)]
pub struct Connection {
    inner: smpp_connection::Connection,
    line: Arc<Line>,
}

impl Connection {
    pub(crate) const fn new(inner: smpp_connection::Connection, line: Arc<Line>) -> Self {
        Self { inner, line }
    }

    pub(crate) fn into_parts(self) -> (smpp_connection::Connection, Arc<Line>) {
        (self.inner, self.line)
    }

    /// Waits for what sends something. Who is alone writes it in this thread, and is spared the
    /// change to another; where there are more, the writer sends for all of them at once.
    fn wait_writing<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        wait_fn(|cx| match self.inner.outstanding() {
            0 => self.line.writing(|| future.as_mut().poll(cx)),
            _ => future.as_mut().poll(cx),
        })
    }

    /// Holds a place among the connections of a listener until the connection has ended; counts
    /// as unbound until a bind is accepted.
    pub fn hold(&self, permit: Permit) {
        self.inner.hold(permit);
    }

    /// Which connection of this process it is, and between whom.
    #[must_use]
    pub fn link(&self) -> &Link {
        self.inner.link()
    }

    /// The state of the session.
    #[must_use]
    pub fn state(&self) -> State {
        self.inner.state()
    }

    /// The version that both sides speak; this side's own until it is bound.
    #[must_use]
    pub fn version(&self) -> Version {
        self.inner.version()
    }

    /// Why the session is closed, if it is.
    #[must_use]
    pub fn close_reason(&self) -> Option<CloseReason> {
        self.inner.close_reason()
    }

    /// How many requests of ours are unanswered.
    #[must_use]
    pub fn outstanding(&self) -> u32 {
        self.inner.outstanding()
    }

    /// What the session did until now. Takes microseconds.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        self.inner.metrics()
    }

    /// The same connection, whose requests take no longer than this: waiting for room and for the
    /// response together. A thread that is itself writing to a peer that does not read is held up
    /// longer, by at most the [`write_timeout`](crate::Settings::write_timeout).
    ///
    /// A request that has been sent by then fails with
    /// [`Error::Expired`], and keeps its place in the window until its response comes or
    /// `response_timeout` is over; one that has not fails with [`Error::Congested`], which says
    /// what it waited for.
    #[must_use]
    pub fn within(&self, limit: Duration) -> Self {
        Self {
            inner: self.inner.within(limit),
            line: Arc::clone(&self.line),
        }
    }

    /// Sends any request and waits for its response, whatever its status.
    ///
    /// Waits first while the window or the outgoing buffer is full, or the pacing says so.
    ///
    /// # Errors
    /// [`Error::Local`] if the PDU cannot be sent, [`Error::Closed`] if the session has ended,
    /// [`Error::Expired`] or [`Error::MalformedResponse`] if it has no response.
    pub fn request<'a>(&self, body: impl Into<Body<'a>>) -> Result<Frame, Error> {
        self.wait_writing(self.inner.request(body))
    }

    /// Sends any request and waits for a response with status `ESME_ROK`.
    ///
    /// # Errors
    /// As [`request`](Self::request), and [`Error::Refused`] with any other status.
    pub fn request_ok<'a>(&self, body: impl Into<Body<'a>>) -> Result<Frame, Error> {
        let response = self.request(body)?;
        match response.header().command_status {
            CommandStatus::ESME_ROK => Ok(response),
            status => Err(Error::Refused(status)),
        }
    }

    /// Sends a request that has come over another connection, and waits for its response: to the
    /// octet the same frame, but for the sequence number. What a routing entity does; the way back
    /// is [`Request::respond_with`](crate::Request::respond_with).
    ///
    /// What the frame's own connection tolerated is passed on. What this connection's version does
    /// not know is refused: see [`Session::forward`](smpp_session::Session::forward). Otherwise as
    /// [`request`](Self::request).
    ///
    /// # Errors
    /// As [`request`](Self::request); [`LocalError::Decode`] if the peer's version does not know
    /// what is in the frame, with the status to answer.
    pub fn forward(&self, frame: &Frame) -> Result<Frame, Error> {
        self.wait_writing(self.inner.forward(frame))
    }

    smpp_connection::operations!([] []);

    /// For many requests from one place: one half sends without waiting for answers, the other
    /// gives the answers, in another thread. As fast as it gets: many messages are one write.
    ///
    /// ```
    /// # use smpp_blocking::{Connection, Error};
    /// # use smpp_blocking::codec::pdu::SubmitSm;
    /// # fn example(connection: Connection, messages: Vec<SubmitSm<'_>>) -> Result<(), Error> {
    /// let (mut sender, answers) = connection.bulk();
    /// let printing = std::thread::spawn(move || {
    ///     for answer in answers {
    ///         println!("{}: {:?}", answer.tag, answer.result.map(|response| response.header().command_status));
    ///     }
    /// });
    /// for (tag, message) in (0..).zip(messages) {
    ///     sender.send(tag, message)?;
    /// }
    /// drop(sender); // no more: the answers end with the last one
    /// printing.join().expect("it does not panic");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn bulk(&self) -> (BulkSender, Answers) {
        let (sender, answers) = self.inner.bulk();
        (BulkSender::new(sender), Answers::new(answers))
    }

    /// Sends a PDU that has no response: `alert_notification`. It is on its way when this returns.
    ///
    /// # Errors
    /// [`Error::Local`] if it cannot be sent.
    pub fn notify<'a>(&self, body: impl Into<Body<'a>>) -> Result<(), Error> {
        self.inner.notify(body)
    }

    /// Binds, and gives the message centre's response.
    ///
    /// # Errors
    /// [`Error::Refused`] with the message centre's status; [`Error::Closed`] if it does not
    /// answer, ends the connection or does not speak SMPP; [`Error::Local`] if a field is too
    /// long, or if this is not an ESME that may bind now.
    pub fn bind(&self, bind_type: BindType, bind: Bind<'_>) -> Result<Frame, Error> {
        self.wait_writing(self.inner.bind(bind_type, bind))
    }

    /// Binds with credentials, and gives the message centre's response.
    ///
    /// # Errors
    /// [`Error::Local`] if [`Credentials::check`] refuses a field; then as [`bind`](Self::bind).
    pub fn bind_with(&self, credentials: &Credentials) -> Result<Frame, Error> {
        self.wait_writing(self.inner.bind_with(credentials))
    }

    /// Asks the ESME that has been connected to, to bind.
    ///
    /// # Errors
    /// [`Error::Local`] if this is not a message centre, or not before the bind.
    pub fn outbind(&self, outbind: Outbind<'_>) -> Result<(), Error> {
        self.inner.outbind(outbind)
    }

    /// Sends an `enquire_link`, waits for its answer, and returns the round-trip time.
    ///
    /// A peer that does not answer within `enquire_link_timeout` has its session closed.
    ///
    /// # Errors
    /// [`Error::Closed`] if the session ends before the answer; [`Error::Local`] if it is not
    /// bound.
    pub fn enquire_link(&self) -> Result<Duration, Error> {
        self.wait_writing(self.inner.enquire_link())
    }

    /// Unbinds and closes: what the peer has received is answered first. Answers how it ended.
    ///
    /// # Errors
    /// [`Error::Local`] if the session is not bound. The peer's not answering is no error: see the
    /// reason.
    pub fn unbind(&self) -> Result<CloseReason, Error> {
        self.wait_writing(self.inner.unbind())
    }

    /// Waits until the session is closed, and answers why.
    #[must_use]
    pub fn closed(&self) -> CloseReason {
        wait(self.inner.closed())
    }

    /// Closes the connection at once; what was written before is still sent, if the peer reads it.
    pub fn abort(&self) {
        self.inner.abort();
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.inner, f)
    }
}
