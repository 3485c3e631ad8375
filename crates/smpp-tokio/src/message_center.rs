//! The message centre: listens, and decides who may bind.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use smpp_codec::pdu::Outbind;
#[cfg(feature = "tls")]
use smpp_connection::TlsServer;
#[cfg(feature = "proxy-protocol")]
use smpp_connection::TrustedProxies;
use smpp_connection::{
    Admission, AdmissionLimits, Error, Group, Link, Metrics, Permit, Settings, Side, Unbound,
};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream, ToSocketAddrs};
use tokio::sync::Mutex;
use tokio::task::JoinSet;

use crate::{open, stream};

/// A message centre that listens on TCP.
///
/// ```no_run
/// use smpp_codec::CommandStatus;
/// use smpp_tokio::{MessageCenter, same_password};
///
/// # async fn example() -> Result<(), smpp_tokio::Error> {
/// let center = MessageCenter::listen("localhost:2775").await?;
/// loop {
///     let (unbound, _peer) = center.accept().await?;
///     tokio::spawn(async move {
///         let binding = unbound.bind_request().await?;
///         if !same_password(binding.request().password, b"secret") {
///             return binding.refuse(CommandStatus::ESME_RBINDFAIL).await;
///         }
///         let (_connection, mut incoming) = binding.accept(b"mc")?;
///         while let Some(request) = incoming.next_request().await {
///             request.accept(b"42")?;
///         }
///         Ok(())
///     });
/// }
/// # }
/// ```
pub struct MessageCenter {
    listener: TcpListener,
    door: Arc<Door>,
    /// Connections that are not ready for SMPP yet: those that have TLS or a proxy before it.
    arriving: Mutex<JoinSet<Result<Arrived, Error>>>,
}

type Arrived = (Unbound, SocketAddr);

/// What every connection passes before it is one.
#[derive(Clone)]
struct Door {
    settings: Settings,
    group: Group,
    limits: AdmissionLimits,
    admission: Admission,
    #[cfg(feature = "tls")]
    tls: Option<TlsServer>,
    #[cfg(feature = "proxy-protocol")]
    proxies: TrustedProxies,
}

impl MessageCenter {
    /// Listens with default settings and limits. Port 0 takes a free one.
    ///
    /// # Errors
    /// The listener's.
    pub async fn listen(address: impl ToSocketAddrs) -> io::Result<Self> {
        let limits = AdmissionLimits::default();
        let group = Group::default();
        Ok(Self {
            listener: TcpListener::bind(address).await?,
            door: Arc::new(Door {
                settings: Settings {
                    group: Some(group.clone()),
                    ..Settings::default()
                },
                group,
                limits,
                admission: Admission::new(limits),
                #[cfg(feature = "tls")]
                tls: None,
                #[cfg(feature = "proxy-protocol")]
                proxies: TrustedProxies::default(),
            }),
            arriving: Mutex::default(),
        })
    }

    /// With other settings. Their group, if they have one, is that of all connections.
    #[must_use]
    pub fn settings(self, settings: Settings) -> Self {
        self.with(|door| {
            let group = settings.group.clone().unwrap_or_default();
            door.group = group.clone();
            door.settings = Settings {
                group: Some(group),
                ..settings
            };
        })
    }

    /// With other limits on connections and on binds that fail.
    ///
    /// Who is beyond them is told nothing: its connection is closed. A gateway that opens more
    /// than 100 connections from one address needs a greater
    /// [`per_address`](AdmissionLimits::per_address).
    #[must_use]
    pub fn limits(self, limits: AdmissionLimits) -> Self {
        self.with(|door| {
            door.limits = limits;
            door.admission = Admission::new(limits);
        })
    }

    /// Takes connections in TLS only. Keep a clone of it to
    /// [`reload`](TlsServer::reload) its certificate.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn tls(self, tls: TlsServer) -> Self {
        self.with(|door| door.tls = Some(tls))
    }

    /// Takes connections through these proxies, which begin each with a header of the PROXY
    /// protocol. Who else sends one does not speak SMPP.
    #[cfg(feature = "proxy-protocol")]
    #[must_use]
    pub fn trusted_proxies(self, proxies: TrustedProxies) -> Self {
        self.with(|door| door.proxies = proxies)
    }

    fn with(mut self, change: impl FnOnce(&mut Door)) -> Self {
        change(Arc::make_mut(&mut self.door));
        self
    }

    /// Where it listens.
    ///
    /// # Errors
    /// The listener's.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Waits for a connection that is ready for SMPP, and tells its peer's address. One beyond
    /// the limits is closed without a word, as is one whose TLS handshake fails or takes too long.
    ///
    /// Cancel safe: no connection is lost if the future is dropped. Connections are made ready
    /// only while somebody waits here.
    ///
    /// # Errors
    /// The listener's, which may pass: too many open files, for one.
    pub async fn accept(&self) -> io::Result<(Unbound, SocketAddr)> {
        let mut arriving = self.arriving.lock().await;
        loop {
            let has_room = arriving.len() < self.door.limits.unbound as usize;
            tokio::select! {
                Some(arrived) = arriving.join_next() => {
                    if let Ok(Ok(arrived)) = arrived {
                        return Ok(arrived);
                    }
                }
                accepted = self.listener.accept(), if has_room => {
                    let (stream, peer) = accepted?;
                    // A connection that is reset already is none.
                    if stream.set_nodelay(true).is_err() {
                        continue;
                    }
                    if self.door.is_plain(peer) {
                        if let Some(permit) = self.door.admit(peer) {
                            return Ok((self.door.unbound(stream.local_addr().ok(), peer, permit, stream), peer));
                        }
                    } else {
                        arriving.spawn(Arc::clone(&self.door).arrive(stream, peer));
                    }
                }
            }
        }
    }

    /// Connects to an ESME that listens, and asks it to bind; its bind is waited for as usual.
    ///
    /// # Errors
    /// [`Error::Io`] if it does not answer; [`Error::Local`] if a field is too long.
    pub async fn outbind(
        &self,
        address: impl ToSocketAddrs,
        outbind: Outbind<'_>,
    ) -> Result<Unbound, Error> {
        let settings = self.door.settings.clone();
        let stream = stream::within(settings.connect_timeout, stream::connect(address)).await?;
        let link = Link::new(stream.local_addr().ok(), stream.peer_addr().ok());
        let (connection, incoming) = open(stream, Side::MessageCenter, link, settings);
        connection.outbind(outbind)?;
        Ok(Unbound::new(connection, incoming))
    }

    /// The message centre's side of any stream of octets that is open.
    #[must_use]
    pub fn unbound<S>(stream: S, settings: Settings) -> Unbound
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let link = Link::new(None, None);
        let (connection, incoming) = open(stream, Side::MessageCenter, link, settings);
        Unbound::new(connection, incoming)
    }

    /// The connections that are there: what they did, and how to end them together.
    #[must_use]
    pub fn group(&self) -> &Group {
        &self.door.group
    }

    /// What all its connections have done until now.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        self.door.group.metrics()
    }

    /// Stops listening and unbinds every session: what the peers have asked is answered. Those
    /// that have not ended after `deadline` are closed. True if all ended by themselves.
    pub async fn shutdown(self, deadline: Duration) -> bool {
        let Self {
            listener,
            door,
            arriving,
        } = self;
        drop((listener, arriving));
        door.group.unbind();
        let all = tokio::time::timeout(deadline, door.group.left())
            .await
            .is_ok();
        if !all {
            door.group.abort();
        }
        all
    }
}

impl Door {
    /// Whether SMPP begins with the first octet.
    fn is_plain(&self, peer: SocketAddr) -> bool {
        !self.is_proxy(peer) && !self.is_encrypted()
    }

    #[cfg(feature = "proxy-protocol")]
    fn is_proxy(&self, peer: SocketAddr) -> bool {
        self.proxies.contains(peer.ip())
    }

    #[cfg(not(feature = "proxy-protocol"))]
    #[allow(clippy::unused_self, reason = "the same call, without the feature")]
    const fn is_proxy(&self, _: SocketAddr) -> bool {
        false
    }

    #[cfg(feature = "tls")]
    const fn is_encrypted(&self) -> bool {
        self.tls.is_some()
    }

    #[cfg(not(feature = "tls"))]
    #[allow(clippy::unused_self, reason = "the same call, without the feature")]
    const fn is_encrypted(&self) -> bool {
        false
    }

    fn admit(&self, peer: SocketAddr) -> Option<Permit> {
        let now = Admission::time(tokio::time::Instant::now().into_std());
        self.admission.admit(now, peer.ip()).ok()
    }

    fn unbound<S>(
        &self,
        local: Option<SocketAddr>,
        peer: SocketAddr,
        permit: Permit,
        stream: S,
    ) -> Unbound
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let link = Link::new(local, Some(peer));
        let settings = self.settings.clone();
        let (connection, incoming) = open(stream, Side::MessageCenter, link, settings);
        connection.hold(permit);
        Unbound::new(connection, incoming)
    }

    /// What stands before SMPP, within the time that connecting may take.
    async fn arrive(
        self: Arc<Self>,
        stream: TcpStream,
        peer: SocketAddr,
    ) -> Result<Arrived, Error> {
        stream::within(self.settings.connect_timeout, async {
            let local = stream.local_addr().ok();
            #[cfg(feature = "proxy-protocol")]
            let peer = match self.is_proxy(peer) {
                true => stream::proxied(&stream, peer).await?,
                false => peer,
            };
            let Some(permit) = self.admit(peer) else {
                return Err(Error::Io(io::ErrorKind::ConnectionRefused.into()));
            };
            #[cfg(feature = "tls")]
            if let Some(tls) = &self.tls {
                let stream = stream::accept(stream, tls).await?;
                return Ok((self.unbound(local, peer, permit, stream), peer));
            }
            Ok((self.unbound(local, peer, permit, stream), peer))
        })
        .await
    }
}

impl fmt::Debug for MessageCenter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MessageCenter")
            .field("local_addr", &self.local_addr().ok())
            .field("group", &self.door.group)
            .finish_non_exhaustive()
    }
}
