//! The ESME: connects to a message centre and binds.

use std::fmt;
use std::net::{TcpStream, ToSocketAddrs};

use smpp_codec::pdu::Bind;
use smpp_codec::values::{Npi, Ton};
use smpp_session::{BindType, Session};

use crate::connection::Connection;
use crate::error::Error;
use crate::incoming::Incoming;
use crate::settings::Settings;

/// An ESME: who it is, and how it binds.
///
/// ```no_run
/// use smpp_blocking::Esme;
/// use smpp_codec::pdu::SubmitSm;
/// use smpp_codec::values::Address;
///
/// # fn example() -> Result<(), smpp_blocking::Error> {
/// let (connection, _incoming) = Esme::new("bank", "secret").connect("localhost:2775")?;
/// let to = Address::international(b"447700900123");
/// let message_id = connection.submit_sm(SubmitSm::text(Address::alphanumeric(b"BANK"), to, b"hi"))?;
/// connection.unbind()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Esme {
    system_id: Vec<u8>,
    password: Vec<u8>,
    system_type: Vec<u8>,
    address_range: (Ton, Npi, Vec<u8>),
    bind_type: BindType,
    settings: Settings,
}

impl Esme {
    /// An ESME that binds as a transceiver, with default settings.
    #[must_use]
    pub fn new(system_id: impl Into<Vec<u8>>, password: impl Into<Vec<u8>>) -> Self {
        Self {
            system_id: system_id.into(),
            password: password.into(),
            system_type: Vec::new(),
            address_range: (Ton::UNKNOWN, Npi::UNKNOWN, Vec::new()),
            bind_type: BindType::Transceiver,
            settings: Settings::default(),
        }
    }

    /// Binds as something else.
    #[must_use]
    pub fn bind_as(self, bind_type: BindType) -> Self {
        Self { bind_type, ..self }
    }

    /// Says what kind of system it is; usually empty.
    #[must_use]
    pub fn system_type(self, system_type: impl Into<Vec<u8>>) -> Self {
        Self {
            system_type: system_type.into(),
            ..self
        }
    }

    /// Says which addresses it receives for: one address, or a regular expression.
    #[must_use]
    pub fn address_range(self, ton: Ton, npi: Npi, range: impl Into<Vec<u8>>) -> Self {
        Self {
            address_range: (ton, npi, range.into()),
            ..self
        }
    }

    /// With other settings.
    #[must_use]
    pub fn settings(self, settings: Settings) -> Self {
        Self { settings, ..self }
    }

    /// Connects over TCP, to the first address that answers, and binds.
    ///
    /// # Errors
    /// [`Error::Io`] if no address answers; then as [`bind`](Self::bind).
    pub fn connect(&self, address: impl ToSocketAddrs) -> Result<(Connection, Incoming), Error> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        self.bind(stream)
    }

    /// Binds over a connection that is open.
    ///
    /// # Errors
    /// [`Error::Refused`] with the message centre's status; [`Error::Closed`] if it does not
    /// answer, ends the connection or does not speak SMPP; [`Error::Local`] if a field is too
    /// long; [`Error::Io`] if no thread can be started.
    pub fn bind(&self, stream: TcpStream) -> Result<(Connection, Incoming), Error> {
        let config = self.settings.session;
        let settings = self.settings.clone();
        let (connection, incoming) = Connection::start(stream, settings, |slots, now| {
            Session::esme(config, slots, now)
        })?;
        connection.shared().act(|inner, now| {
            let out = &mut inner.out;
            inner.session.bind(now, self.bind_type, self.request(), out)
        })?;
        let mut inner = connection.shared().lock();
        loop {
            if let Some(bound) = inner.bound.take() {
                drop(inner);
                bound.map_err(Error::Refused)?;
                return Ok((connection, incoming));
            }
            if let Some(reason) = inner.closed {
                return Err(Error::Closed(reason));
            }
            inner = connection.shared().wait(inner, None);
        }
    }

    fn request(&self) -> Bind<'_> {
        let (addr_ton, addr_npi, address_range) = &self.address_range;
        Bind {
            system_id: &self.system_id,
            password: &self.password,
            system_type: &self.system_type,
            addr_ton: *addr_ton,
            addr_npi: *addr_npi,
            address_range,
            ..Bind::default()
        }
    }
}

impl fmt::Debug for Esme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Esme")
            .field("bind_type", &self.bind_type)
            .field("request", &self.request())
            .field("settings", &self.settings)
            .finish()
    }
}
