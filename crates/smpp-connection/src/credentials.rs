//! Who an ESME is, and how it binds.

use std::fmt;

use smpp_codec::pdu::Bind;
use smpp_codec::values::{Npi, Ton};
use smpp_codec::{Dialect, EncodeError, Pdu, Tolerance};
use smpp_session::BindType;

/// Who an ESME is, and how it binds: the fields of its bind request, owned.
///
/// ```
/// use smpp_connection::Credentials;
/// use smpp_session::BindType;
///
/// let credentials = Credentials::new("bank", "secret").with_bind_type(BindType::Receiver);
/// assert_eq!(credentials.request().system_id, b"bank");
/// assert!(!format!("{credentials:?}").contains("secret"));
/// ```
#[derive(Clone)]
pub struct Credentials {
    system_id: Vec<u8>,
    password: Vec<u8>,
    system_type: Vec<u8>,
    address_range: (Ton, Npi, Vec<u8>),
    bind_type: BindType,
    long_password: bool,
}

impl Credentials {
    /// The credentials of an ESME that binds as a transceiver: at most 15 octets for the system id
    /// and 8 for the password.
    ///
    /// [`check`](Self::check) refuses longer ones, before a connection is opened. Some providers
    /// issue longer passwords: see [`with_long_password`](Self::with_long_password).
    #[must_use]
    pub fn new(system_id: impl Into<Vec<u8>>, password: impl Into<Vec<u8>>) -> Self {
        Self {
            system_id: system_id.into(),
            password: password.into(),
            system_type: Vec::new(),
            address_range: (Ton::UNKNOWN, Npi::UNKNOWN, Vec::new()),
            bind_type: BindType::Transceiver,
            long_password: false,
        }
    }

    /// Uses a password that may have more than the 8 octets of the specification, as some
    /// providers issue.
    ///
    /// ```
    /// use smpp_connection::Credentials;
    ///
    /// let credentials = Credentials::new("bank", "twelve chars");
    /// let refused = credentials.check().unwrap_err();
    /// assert_eq!(refused.to_string(), "password: 12 octets, longer than the field may be");
    /// assert!(credentials.with_long_password("twelve chars").check().is_ok());
    /// ```
    #[must_use]
    pub fn with_long_password(self, password: impl Into<Vec<u8>>) -> Self {
        Self {
            password: password.into(),
            long_password: true,
            ..self
        }
    }

    /// Checks each field as encoding does: its length, and that it has no NUL.
    ///
    /// # Errors
    /// An [`EncodeError`] with the name of the field, and its length.
    pub fn check(&self) -> Result<(), EncodeError> {
        let encodes = |bind, tolerance| {
            let dialect = Dialect {
                tolerance,
                ..Dialect::STRICT
            };
            Pdu::new(1, self.bind_type.request(bind)).encoded_len(dialect)
        };
        let bind = self.request();
        if self.long_password {
            encodes(bind, self.tolerance())?;
            let password = b"";
            encodes(Bind { password, ..bind }, Tolerance::STRICT)?;
        } else {
            encodes(bind, Tolerance::STRICT)?;
        }
        Ok(())
    }

    /// The departures that the bind request may have.
    pub(crate) const fn tolerance(&self) -> Tolerance {
        if self.long_password {
            Tolerance::TOO_LONG
        } else {
            Tolerance::STRICT
        }
    }

    /// Binds as something else.
    #[must_use]
    pub fn with_bind_type(self, bind_type: BindType) -> Self {
        Self { bind_type, ..self }
    }

    /// Says what kind of system it is; usually empty. At most 12 octets.
    #[must_use]
    pub fn with_system_type(self, system_type: impl Into<Vec<u8>>) -> Self {
        Self {
            system_type: system_type.into(),
            ..self
        }
    }

    /// Says which addresses it receives for: one address, or a regular expression. At most 40
    /// octets.
    #[must_use]
    pub fn with_address_range(self, ton: Ton, npi: Npi, range: impl Into<Vec<u8>>) -> Self {
        Self {
            address_range: (ton, npi, range.into()),
            ..self
        }
    }

    /// What it binds as.
    #[must_use]
    pub const fn bind_type(&self) -> BindType {
        self.bind_type
    }

    /// The bind request, for [`Connection::bind`](crate::Connection::bind).
    #[must_use]
    pub fn request(&self) -> Bind<'_> {
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

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("bind_type", &self.bind_type)
            .field("request", &self.request())
            .finish()
    }
}
