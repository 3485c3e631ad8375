//! The requests that have a method of their own.

/// Defines a method for each request: `submit_sm`, `query_sm` and so on, within an `impl` block.
///
/// For the handles of adapters. [`Connection`](crate::Connection) and [`Client`](crate::Client)
/// have these methods. An adapter that wraps them, to block for example, defines the same ones by
/// this macro.
///
/// # Contract
///
/// The type has a method `request_ok`, which sends a request and returns a response with status
/// `ESME_ROK`:
///
/// - with `operations!([async] [.await])`:
///   `async fn request_ok<'a>(&self, body: impl Into<Body<'a>>) -> Result<Frame, Error>`
/// - with `operations!([] [])`: the same without `async`.
///
/// `Body` and `Frame` are those of [`codec`](crate::codec), `Error` is [`Error`](crate::Error).
/// A later version may define further methods: this is a compatible change.
///
/// ```
/// use smpp_connection::codec::{frame::Frame, pdu::Body};
/// use smpp_connection::{Connection, Error};
///
/// /// A connection that counts its requests.
/// struct Counting(Connection, std::sync::atomic::AtomicU64);
///
/// impl Counting {
///     /// Sends a request, and counts it.
///     async fn request_ok<'a>(&self, body: impl Into<Body<'a>>) -> Result<Frame, Error> {
///         self.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
///         self.0.request_ok(body).await
///     }
///
///     smpp_connection::operations!([async] [.await]);
/// }
/// ```
#[macro_export]
macro_rules! operations {
    ([$($asynchronous:tt)?] [$($wait:tt)*]) => {
        /// Submits a message, and returns the message ID that the message centre assigned.
        ///
        /// # Errors
        /// As [`request_ok`](Self::request_ok).
        pub $($asynchronous)? fn submit_sm(
            &self,
            message: $crate::codec::pdu::SubmitSm<'_>,
        ) -> Result<$crate::MessageId, $crate::Error> {
            self.request_ok(message) $($wait)*.map($crate::MessageId::of)
        }

        /// Submits a message to several destinations. Returns the frame of a
        /// `SubmitMultiResp`, which lists those that failed.
        ///
        /// # Errors
        /// As [`request_ok`](Self::request_ok).
        pub $($asynchronous)? fn submit_multi(
            &self,
            message: $crate::codec::pdu::SubmitMulti<'_>,
        ) -> Result<$crate::codec::frame::Frame, $crate::Error> {
            self.request_ok(message) $($wait)*
        }

        /// Sends a message either way, and returns the message ID that the peer assigned; an ESME
        /// assigns none.
        ///
        /// # Errors
        /// As [`request_ok`](Self::request_ok).
        pub $($asynchronous)? fn data_sm(
            &self,
            message: $crate::codec::pdu::DataSm<'_>,
        ) -> Result<$crate::MessageId, $crate::Error> {
            self.request_ok(message) $($wait)*.map($crate::MessageId::of)
        }

        /// Delivers a message to an ESME.
        ///
        /// # Errors
        /// As [`request_ok`](Self::request_ok).
        pub $($asynchronous)? fn deliver_sm(
            &self,
            message: $crate::codec::pdu::DeliverSm<'_>,
        ) -> Result<(), $crate::Error> {
            self.request_ok(message) $($wait)*.map(drop)
        }

        /// Queries the state of a message. Returns the frame of a
        /// `QuerySmResp`.
        ///
        /// # Errors
        /// As [`request_ok`](Self::request_ok).
        pub $($asynchronous)? fn query_sm(
            &self,
            query: $crate::codec::pdu::QuerySm<'_>,
        ) -> Result<$crate::codec::frame::Frame, $crate::Error> {
            self.request_ok(query) $($wait)*
        }

        /// Cancels one message, or all of a kind.
        ///
        /// # Errors
        /// As [`request_ok`](Self::request_ok).
        pub $($asynchronous)? fn cancel_sm(
            &self,
            cancel: $crate::codec::pdu::CancelSm<'_>,
        ) -> Result<(), $crate::Error> {
            self.request_ok(cancel) $($wait)*.map(drop)
        }

        /// Replaces a message that has not been delivered.
        ///
        /// # Errors
        /// As [`request_ok`](Self::request_ok).
        pub $($asynchronous)? fn replace_sm(
            &self,
            replace: $crate::codec::pdu::ReplaceSm<'_>,
        ) -> Result<(), $crate::Error> {
            self.request_ok(replace) $($wait)*.map(drop)
        }

        /// Broadcasts a message to areas, and returns its message ID. SMPP 5.0.
        ///
        /// # Errors
        /// As [`request_ok`](Self::request_ok).
        pub $($asynchronous)? fn broadcast_sm(
            &self,
            message: $crate::codec::pdu::BroadcastSm<'_>,
        ) -> Result<$crate::MessageId, $crate::Error> {
            self.request_ok(message) $($wait)*.map($crate::MessageId::of)
        }

        /// Queries the state of a broadcast. Returns the frame of a
        /// `QueryBroadcastSmResp`. SMPP 5.0.
        ///
        /// # Errors
        /// As [`request_ok`](Self::request_ok).
        pub $($asynchronous)? fn query_broadcast_sm(
            &self,
            query: $crate::codec::pdu::QueryBroadcastSm<'_>,
        ) -> Result<$crate::codec::frame::Frame, $crate::Error> {
            self.request_ok(query) $($wait)*
        }

        /// Cancels a broadcast. SMPP 5.0.
        ///
        /// # Errors
        /// As [`request_ok`](Self::request_ok).
        pub $($asynchronous)? fn cancel_broadcast_sm(
            &self,
            cancel: $crate::codec::pdu::CancelBroadcastSm<'_>,
        ) -> Result<(), $crate::Error> {
            self.request_ok(cancel) $($wait)*.map(drop)
        }
    };
}
