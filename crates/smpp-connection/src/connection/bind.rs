//! Binding a connection, and the `outbind` that asks an ESME to bind.

use std::future::poll_fn;
use std::task::Poll;

use smpp_codec::Tolerance;
use smpp_codec::frame::Frame;
use smpp_codec::pdu::{Bind, Outbind};
use smpp_session::BindType;

use super::Connection;
use crate::credentials::Credentials;
use crate::error::Error;

impl Connection {
    /// Binds, and gives the message centre's response.
    ///
    /// # Errors
    /// [`Error::Refused`] with the message centre's status; [`Error::Closed`] if it does not
    /// answer, ends the connection or does not speak SMPP; [`Error::Local`] if a field is too
    /// long, or if this is not an ESME that may bind now.
    pub async fn bind(&self, bind_type: BindType, bind: Bind<'_>) -> Result<Frame, Error> {
        self.bind_tolerating(bind_type, bind, Tolerance::STRICT)
            .await
    }

    /// Binds with credentials, and gives the message centre's response.
    ///
    /// # Errors
    /// [`Error::Local`] if [`Credentials::check`] refuses a field; then as [`bind`](Self::bind).
    pub async fn bind_with(&self, credentials: &Credentials) -> Result<Frame, Error> {
        credentials.check()?;
        let (bind_type, bind) = (credentials.bind_type(), credentials.request());
        self.bind_tolerating(bind_type, bind, credentials.tolerance())
            .await
    }

    async fn bind_tolerating(
        &self,
        bind_type: BindType,
        bind: Bind<'_>,
        tolerance: Tolerance,
    ) -> Result<Frame, Error> {
        self.shared().trace.system_id(bind.system_id);
        let asked = self.shared().act(|inner, now| {
            inner.bound = None;
            let (session, out) = (&mut inner.session, &mut inner.out);
            session.bind_with(now, bind_type, bind, tolerance, out)
        });
        // The peer can be faster: it does not speak SMPP, or has gone.
        asked.map_err(|error| self.local(error))?;
        poll_fn(|cx| {
            let mut inner = self.shared().lock();
            if let Some(bound) = inner.bound.take() {
                return Poll::Ready(bound.map_err(Error::Refused));
            }
            if let Some(reason) = inner.closed {
                return Poll::Ready(Err(Error::Closed { reason, sent: true }));
            }
            inner.bind_waker = Some(cx.waker().clone());
            Poll::Pending
        })
        .await
    }

    /// Asks the ESME that has been connected to, to bind.
    ///
    /// # Errors
    /// [`Error::Local`] if this is not a message centre, or not before the bind.
    pub fn outbind(&self, outbind: Outbind<'_>) -> Result<(), Error> {
        let sent = self
            .shared()
            .act(|inner, now| inner.session.outbind(now, outbind, &mut inner.out));
        sent.map_err(|error| self.local(error))
    }
}
