//! A session over a connection, from either side, and its requests.

use std::time::Duration;

use smpp_codec::CommandStatus;
use smpp_codec::frame::Frame;
use smpp_codec::pdu::{Bind, Body};
use smpp_connection::{Credentials, Error};
use smpp_session::{BindType, CloseReason};

use crate::block_on::block_on;
use crate::blocking::{Answers, Blocking, BulkSender};

/// A session over a connection: sends requests, and waits for their responses.
///
/// Cheap to clone, and to be used from many threads; all clones are the same session. The
/// connection is closed when the last clone and its [`Incoming`](crate::Incoming) have been
/// dropped: [`unbind`](Self::unbind) first to end it as SMPP does.
///
/// Calls that do not wait are those of [`smpp_connection::Connection`].
pub type Connection = Blocking<smpp_connection::Connection>;

/// The requests of a connection, and of a client.
macro_rules! requests {
    ($handle:ty) => {
        impl Blocking<$handle> {
            /// The same handle, whose requests take no longer than this: waiting for a connection,
            /// for the window and for the response together.
            ///
            /// A request that was sent by then fails with [`Error::Expired`], and keeps its slot in
            /// the window until its response arrives or `response_timeout` has passed. A request
            /// that was not sent fails with [`Error::Congested`], which says what it waited for.
            ///
            /// A caller on an idle connection writes up to 4 KiB itself. If the stream cannot even
            /// buffer that, because the peer has not read earlier responses, the call takes up to
            /// [`write_timeout`](crate::Settings::write_timeout).
            #[must_use]
            pub fn within(&self, limit: Duration) -> Self {
                Self(self.0.within(limit))
            }

            /// Sends any request and waits for its response, whatever its status.
            ///
            /// Waits first while the window or the outgoing buffer is full, while pacing delays
            /// it, and for a client while no connection is bound.
            ///
            /// # Errors
            /// [`Error::Local`] if the PDU cannot be sent; [`Error::Closed`] if the session has
            /// ended; [`Error::Expired`] or [`Error::MalformedResponse`] if it has no response;
            /// [`Error::NotConnected`] or [`Error::Stopped`] if a client has no connection.
            /// [`Error::may_have_been_sent`] says whether the request was sent.
            pub fn request<'a>(&self, body: impl Into<Body<'a>>) -> Result<Frame, Error> {
                block_on(self.0.request(body))
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

            /// Sends a request that another connection has received, unchanged but for the sequence
            /// number, and waits for its response. A routing entity does this; the way back is
            /// [`Request::respond_with`](crate::Request::respond_with).
            ///
            /// Fields that the frame's own connection tolerated are passed on. Fields that this
            /// connection's version does not know are refused: see
            /// [`Session::forward`](smpp_session::Session::forward).
            ///
            /// # Errors
            /// As [`request`](Self::request);
            /// [`LocalError::Decode`](smpp_session::LocalError::Decode) if the peer's version does
            /// not know what is in the frame, with the status to answer.
            pub fn forward(&self, frame: &Frame) -> Result<Frame, Error> {
                block_on(self.0.forward(frame))
            }

            smpp_connection::operations!([] []);
        }
    };
}

requests!(smpp_connection::Connection);
requests!(smpp_connection::Client);

impl Connection {
    /// For many requests from one thread: one half sends without waiting for answers, the other
    /// gives the answers, in another thread. The fastest way: many messages are one write.
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
        let (sender, answers) = self.0.bulk();
        (Blocking(sender), Blocking(answers))
    }

    /// Binds, and returns the message centre's response.
    ///
    /// # Errors
    /// [`Error::Refused`] with the message centre's status; [`Error::Closed`] if it does not
    /// answer, ends the connection or does not speak SMPP; [`Error::Local`] if a field is too
    /// long, or if this is not an ESME that may bind now.
    pub fn bind(&self, bind_type: BindType, bind: Bind<'_>) -> Result<Frame, Error> {
        block_on(self.0.bind(bind_type, bind))
    }

    /// Binds with credentials, and returns the message centre's response.
    ///
    /// # Errors
    /// [`Error::Local`] if [`Credentials::check`] refuses a field; then as [`bind`](Self::bind).
    pub fn bind_with(&self, credentials: &Credentials) -> Result<Frame, Error> {
        block_on(self.0.bind_with(credentials))
    }

    /// Sends an `enquire_link`, waits for its answer, and returns the round-trip time.
    ///
    /// A peer that does not answer within `enquire_link_timeout` has its session closed.
    ///
    /// # Errors
    /// [`Error::Closed`] if the session ends before the answer; [`Error::Local`] if it is not
    /// bound.
    pub fn enquire_link(&self) -> Result<Duration, Error> {
        block_on(self.0.enquire_link())
    }

    /// Unbinds and closes: what the peer has received is answered first. Returns how it ended.
    ///
    /// # Errors
    /// [`Error::Local`] if the session is not bound. A peer that does not answer is not an error:
    /// see the reason.
    pub fn unbind(&self) -> Result<CloseReason, Error> {
        block_on(self.0.unbind())
    }

    /// Waits until the session is closed, and returns why.
    #[must_use]
    pub fn closed(&self) -> CloseReason {
        block_on(self.0.closed())
    }
}
