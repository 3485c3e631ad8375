//! A client that stays connected: a task that keeps it so.

use std::future::Future;
use std::time::Duration;

use smpp_connection::{
    Client, ClientIncoming, ClientSettings, Connection, Connector, Error, Incoming,
};
use tokio::net::ToSocketAddrs;

use crate::{Esme, clock};

impl Esme {
    /// Connects over TCP, and connects again whenever there is no connection. The address is
    /// looked up each time.
    ///
    /// ```no_run
    /// use smpp_tokio::codec::pdu::SubmitSm;
    /// use smpp_tokio::codec::values::Address;
    /// use smpp_tokio::{ClientSettings, Esme};
    ///
    /// # async fn example() -> Result<(), smpp_tokio::Error> {
    /// let (client, _incoming) =
    ///     Esme::new("bank", "secret").stay_connected("localhost:2775", ClientSettings::default());
    /// let to = Address::international(b"447700900123");
    /// let message = SubmitSm::new(Address::alphanumeric(b"BANK"), to, b"hi");
    /// let message_id = client.submit_sm(message).await?;
    /// client.stop().await;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    #[must_use]
    pub fn stay_connected<A>(self, address: A, settings: ClientSettings) -> (Client, ClientIncoming)
    where
        A: ToSocketAddrs + Clone + Send + Sync + 'static,
    {
        stay_connected(settings, move || {
            let (esme, address) = (self.clone(), address.clone());
            async move { esme.connect(address).await }
        })
    }
}

/// A client that connects in a way of its own, and connects again whenever there is no connection:
/// in TLS, to several hosts in turn, over a Unix socket.
///
/// ```no_run
/// use smpp_tokio::{ClientSettings, Esme};
///
/// # #[cfg(feature = "tls")]
/// # fn example() -> Result<(), smpp_tokio::Error> {
/// let tls = smpp_tokio::TlsClient::new()?;
/// let esme = Esme::new("bank", "secret");
/// let (client, incoming) = smpp_tokio::stay_connected(ClientSettings::default(), move || {
///     let (esme, tls) = (esme.clone(), tls.clone());
///     async move { esme.connect_tls(&tls, "smpp.example.com:3550").await }
/// });
/// # Ok(())
/// # }
/// ```
///
/// # Panics
/// Outside of a tokio runtime.
pub fn stay_connected<F, C>(settings: ClientSettings, connect: C) -> (Client, ClientIncoming)
where
    C: Fn() -> F + Send + Sync + 'static,
    F: Future<Output = Result<(Connection, Incoming), Error>> + Send + 'static,
{
    let (client, incoming, driver) = Client::new(Connecting(connect), settings, clock());
    tokio::spawn(driver.run());
    (client, incoming)
}

/// How a client connects, and waits.
struct Connecting<C>(C);

impl<F, C> Connector for Connecting<C>
where
    C: Fn() -> F + Send + Sync,
    F: Future<Output = Result<(Connection, Incoming), Error>> + Send,
{
    fn connect(&self) -> impl Future<Output = Result<(Connection, Incoming), Error>> + Send {
        (self.0)()
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        tokio::time::sleep(duration)
    }
}
