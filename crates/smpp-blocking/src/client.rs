//! A client that stays connected, and the thread that connects it.

use std::future::{Future, poll_fn};
use std::io;
use std::net::ToSocketAddrs;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::task::{Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use smpp_connection::{ClientSettings, Clock, Connector, Error};

use crate::block_on::block_on;
use crate::blocking::{Blocking, Changes, ClientIncoming, Incoming};
use crate::connection::Connection;
use crate::esme::Esme;
use crate::timer::Alarm;

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
    let connecting = Connecting {
        connect: Arc::new(connect),
        _timer: Alarm::new(Waker::noop().clone())?,
    };
    let (client, incoming, driver) =
        smpp_connection::Client::new(connecting, settings, Clock::system());
    thread::Builder::new()
        .name("smpp-client".into())
        .spawn(move || block_on(driver.run()))?;
    Ok((Blocking(client), Blocking(incoming)))
}

/// How a client connects, and waits.
struct Connecting<C> {
    connect: Arc<C>,
    /// Keeps the timer's thread, so that no pause fails for want of one.
    _timer: Alarm,
}

type Connected = Result<(Connection, Incoming), Error>;

type Bound = (smpp_connection::Connection, smpp_connection::Incoming);

impl<C: Fn() -> Connected + Send + Sync + 'static> Connector for Connecting<C> {
    /// Connects in a thread of its own, so that requests whose time is over meanwhile fail in time.
    fn connect(&self) -> impl Future<Output = Result<Bound, Error>> + Send {
        let (sender, connected) = channel();
        let mut attempt = Some((Arc::clone(&self.connect), sender));
        poll_fn(move |cx| {
            if let Some((connect, sender)) = attempt.take() {
                let waker = cx.waker().clone();
                thread::Builder::new()
                    .name("smpp-connect".into())
                    .spawn(move || {
                        // If the client gave the attempt up, the connection is closed here.
                        let _ = sender.send(connect());
                        waker.wake();
                    })?;
            }
            let result: Option<Connected> = connected.try_recv().ok();
            result.map_or(Poll::Pending, |result| {
                Poll::Ready(result.map(|(connection, incoming)| (connection.0, incoming.0)))
            })
        })
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        let until = Instant::now().checked_add(duration);
        let mut alarm = None;
        poll_fn(move |cx| match until {
            Some(until) if until <= Instant::now() => Poll::Ready(()),
            _ => {
                let alarm = alarm.insert(Alarm::new(cx.waker().clone()));
                if let (Ok(alarm), Some(until)) = (alarm, until) {
                    alarm.set(until);
                }
                Poll::Pending
            }
        })
    }
}

/// An ESME that stays connected: sends requests over whichever connection is bound, and connects
/// again when there is none.
///
/// Cheap to clone, and to be used from many threads; all clones are the same client. It ends when
/// the last clone and its [`ClientIncoming`] have been dropped: [`stop`](Self::stop) it first to
/// unbind. One thread more than its connection has keeps it connected. What becomes of a request,
/// and what is sent again, is in [`smpp_connection::Client`].
pub type Client = Blocking<smpp_connection::Client>;

impl Client {
    /// Each change of state from here on, the present state first.
    #[must_use]
    pub fn changes(&self) -> Changes {
        Blocking(self.0.changes())
    }

    /// The connection that is bound at present, for bulk sending, notices and its metrics. It ends
    /// as any connection does; the next one is another.
    #[must_use]
    pub fn connection(&self) -> Option<Connection> {
        self.0.connection().map(Blocking)
    }

    /// Unbinds, and makes no more attempts. New requests fail from here on, and so do requests that
    /// wait for a connection. Returns when the client has stopped; requests that were sent have
    /// their response then, if the peer gave one in time.
    pub fn stop(&self) {
        block_on(self.0.stop());
    }
}
