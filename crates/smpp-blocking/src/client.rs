//! A client that stays connected: a thread that keeps it so.

use std::fmt;
use std::future::{Future, poll_fn};
use std::io;
use std::net::ToSocketAddrs;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use smpp_codec::CommandStatus;
use smpp_codec::frame::Frame;
use smpp_codec::pdu::Body;
use smpp_connection::{ClientSettings, ClientState, Connector, Error, Received, Request};

use crate::bell::{Alarm, wait, wait_alarmed, wait_fn};
use crate::connection::Connection;
use crate::esme::Esme;
use crate::incoming::Incoming;
use crate::line::Line;

impl Esme {
    /// Connects over TCP, and connects again whenever there is no connection. The address is
    /// looked up each time.
    ///
    /// ```no_run
    /// use smpp_blocking::{ClientSettings, Esme};
    /// use smpp_blocking::codec::pdu::SubmitSm;
    /// use smpp_blocking::codec::values::Address;
    ///
    /// # fn example() -> Result<(), smpp_blocking::Error> {
    /// let (client, _incoming) =
    ///     Esme::new("bank", "secret").stay_connected("localhost:2775", ClientSettings::default())?;
    /// let to = Address::international(b"447700900123");
    /// let message = SubmitSm::new(Address::alphanumeric(b"BANK"), to, b"hi");
    /// let message_id = client.submit_sm(message)?;
    /// client.stop();
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If no thread can be started.
    pub fn stay_connected(
        self,
        address: impl ToSocketAddrs + Send + Sync + 'static,
        settings: ClientSettings,
    ) -> io::Result<(Client, ClientIncoming)> {
        stay_connected(settings, move || self.connect(&address))
    }
}

/// A client that connects in a way of its own, and connects again whenever there is no connection:
/// in TLS, to several hosts in turn, over a Unix socket.
///
/// ```no_run
/// use smpp_blocking::{ClientSettings, Esme};
///
/// # #[cfg(feature = "tls")]
/// # fn example() -> Result<(), smpp_blocking::Error> {
/// let tls = smpp_blocking::TlsClient::new()?;
/// let esme = Esme::new("bank", "secret");
/// let (client, incoming) = smpp_blocking::stay_connected(ClientSettings::default(), move || {
///     esme.connect_tls(&tls, "smpp.example.com:3550")
/// })?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// If no thread can be started.
pub fn stay_connected(
    settings: ClientSettings,
    connect: impl Fn() -> Result<(Connection, Incoming), Error> + Send + Sync + 'static,
) -> io::Result<(Client, ClientIncoming)> {
    let alarm = Arc::new(Alarm::default());
    let current = Arc::<Mutex<_>>::default();
    let connector = Connecting {
        connect: Arc::new(connect),
        alarm: Arc::clone(&alarm),
        current: Arc::clone(&current),
    };
    let (inner, incoming, driver) =
        smpp_connection::Client::new(connector, settings, smpp_connection::Clock::system());
    thread::Builder::new()
        .name("smpp-client".into())
        .spawn(move || wait_alarmed(&alarm, driver.run()))?;
    Ok((Client { inner, current }, ClientIncoming(incoming)))
}

/// What the threads of the latest connection share, under the connection's number.
type Current = Arc<Mutex<Option<(u64, Arc<Line>)>>>;

/// How a client connects, and waits.
struct Connecting<C> {
    connect: Arc<C>,
    alarm: Arc<Alarm>,
    current: Current,
}

impl<C> Connector for Connecting<C>
where
    C: Fn() -> Connected + Send + Sync + 'static,
{
    /// In a thread of its own: whoever waits meanwhile is told in time that it was too long.
    fn connect(&self) -> impl Future<Output = Result<Bound, Error>> + Send {
        let attempt = Arc::<Attempt>::default();
        let connecting = {
            let (attempt, connect) = (Arc::clone(&attempt), Arc::clone(&self.connect));
            let thread = thread::Builder::new().name("smpp-connect".into());
            thread.spawn(move || attempt.end(connect()))
        };
        if let Err(error) = connecting {
            attempt.end(Err(error.into()));
        }
        poll_fn(move |cx| {
            attempt.poll(cx).map_ok(|(connection, incoming)| {
                let (connection, line) = connection.into_parts();
                let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
                *current = Some((connection.link().number, line));
                (connection, incoming.0)
            })
        })
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        let until = Instant::now().checked_add(duration);
        poll_fn(move |_| match until {
            Some(until) if until <= Instant::now() => Poll::Ready(()),
            until => {
                self.alarm.set(until);
                Poll::Pending
            }
        })
    }
}

type Bound = (smpp_connection::Connection, smpp_connection::Incoming);

/// An attempt to connect: what it ended with, and whom to wake. Whoever gives it up leaves it to
/// its thread, and a connection that comes of it is closed.
#[derive(Default)]
struct Attempt(Mutex<(Option<Connected>, Option<Waker>)>);

type Connected = Result<(Connection, Incoming), Error>;

impl Attempt {
    fn end(&self, result: Connected) {
        let waker = {
            let mut attempt = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            attempt.0 = Some(result);
            attempt.1.take()
        };
        waker.into_iter().for_each(Waker::wake);
    }

    fn poll(&self, cx: &Context<'_>) -> Poll<Connected> {
        let mut attempt = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match attempt.0.take() {
            Some(result) => Poll::Ready(result),
            None => {
                attempt.1 = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }
}

/// An ESME that stays connected: sends requests over whichever connection is bound, and connects
/// again when there is none.
///
/// Cheap to clone, and to be used from many threads; all clones are the same client. It ends when
/// the last clone and its [`ClientIncoming`] have been dropped: [`stop`](Self::stop) it first to
/// unbind. One thread more than its connection has keeps it connected. What becomes of a request,
/// and what is sent again, is in [`smpp_connection::Client`].
#[derive(Clone)]
pub struct Client {
    inner: smpp_connection::Client,
    current: Current,
}

impl Client {
    /// What it does at present.
    #[must_use]
    pub fn state(&self) -> ClientState {
        self.inner.state()
    }

    /// Each change of state from here on, the present state first.
    #[must_use]
    pub fn changes(&self) -> Changes {
        Changes(self.inner.changes())
    }

    /// The connection that is bound at present, for what is not here: bulk sending, notices, its
    /// metrics. It ends as any connection does; the next one is another.
    #[must_use]
    pub fn connection(&self) -> Option<Connection> {
        let connection = self.inner.connection()?;
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let (number, line) = current.as_ref()?;
        let is_current = *number == connection.link().number;
        is_current.then(|| Connection::new(connection, Arc::clone(line)))
    }

    /// The same client, whose requests take no longer than this: waiting for a connection, for
    /// room and for the response together. See [`Connection::within`].
    #[must_use]
    pub fn within(&self, limit: Duration) -> Self {
        Self {
            inner: self.inner.within(limit),
            current: Arc::clone(&self.current),
        }
    }

    /// Sends any request and waits for its response, whatever its status.
    ///
    /// Waits for a connection, as the [settings](ClientSettings) allow, then as
    /// [`Connection::request`].
    ///
    /// # Errors
    /// [`Error::NotConnected`] if nothing was sent for want of a connection; [`Error::Stopped`] if
    /// the client has stopped; then as [`Connection::request`](crate::Connection::request).
    /// [`Error::may_have_been_sent`] says whether the request was sent.
    pub fn request<'a>(&self, body: impl Into<Body<'a>>) -> Result<Frame, Error> {
        wait(self.inner.request(body))
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

    /// Sends a request that has come over another connection, as it is: see
    /// [`Connection::forward`].
    ///
    /// # Errors
    /// As [`request`](Self::request), and as [`Connection::forward`].
    pub fn forward(&self, frame: &Frame) -> Result<Frame, Error> {
        wait(self.inner.forward(frame))
    }

    smpp_connection::operations!([] []);

    /// Unbinds, and makes no more attempts: no new requests from here on, and those that wait for
    /// a connection fail. Returns when it is over; what was sent has its response then, if the peer
    /// gave one in time.
    pub fn stop(&self) {
        wait(self.inner.stop());
    }
}

/// The requests of the peer over all connections of a [`Client`], one connection after the other,
/// each in the order of the wire. An iterator that waits; it ends when the client has stopped.
///
/// As [`Incoming`], for each of them: bounded, and refused with a temporary error once this is
/// dropped. A request of a connection that has ended still comes out, and cannot be answered any
/// more; the peer sends it again over the next one.
#[derive(Debug)]
pub struct ClientIncoming(smpp_connection::ClientIncoming);

impl ClientIncoming {
    /// Waits for the next request; what needs no answer is passed over.
    pub fn next_request(&mut self) -> Option<Request> {
        loop {
            if let Received::Request(request) = self.next()? {
                return Some(request);
            }
        }
    }
}

impl Iterator for ClientIncoming {
    type Item = Received;

    fn next(&mut self) -> Option<Received> {
        wait_fn(|cx| self.0.poll_next(cx))
    }
}

/// The changes of a client's state, in their order. An iterator that waits; it ends when the client
/// has stopped.
///
/// Whoever is slow finds the latest 32 of them. Does not keep the client running.
#[derive(Debug)]
pub struct Changes(smpp_connection::Changes);

impl Iterator for Changes {
    type Item = ClientState;

    fn next(&mut self) -> Option<ClientState> {
        wait_fn(|cx| self.0.poll_next(cx))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.inner, f)
    }
}
