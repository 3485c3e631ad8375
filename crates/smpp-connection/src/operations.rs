//! The requests that have a method of their own.

/// Their methods, written once: for [`Connection`](crate::Connection) with `[async] [.await]`, and
/// for the blocking one with `[] []`. Both have `request_ok`.
#[doc(hidden)]
#[macro_export]
macro_rules! operations {
    ([$($asynchronous:tt)?] [$($wait:tt)*]) => {
        /// Submits a message, and answers what the message centre calls it.
        ///
        /// # Errors
        /// As [`request_ok`](Self::request_ok).
        pub $($asynchronous)? fn submit_sm(
            &self,
            message: ::smpp_codec::pdu::SubmitSm<'_>,
        ) -> Result<$crate::MessageId, $crate::Error> {
            self.request_ok(message) $($wait)*.map($crate::MessageId::of)
        }

        /// Submits a message to several destinations. The answer is a
        /// [`SubmitMultiResp`](smpp_codec::pdu::SubmitMultiResp), which lists those that failed.
        ///
        /// # Errors
        /// As [`request_ok`](Self::request_ok).
        pub $($asynchronous)? fn submit_multi(
            &self,
            message: ::smpp_codec::pdu::SubmitMulti<'_>,
        ) -> Result<::smpp_codec::frame::Frame, $crate::Error> {
            self.request_ok(message) $($wait)*
        }

        /// Sends a message either way, and answers what the peer calls it; ESMEs call it nothing.
        ///
        /// # Errors
        /// As [`request_ok`](Self::request_ok).
        pub $($asynchronous)? fn data_sm(
            &self,
            message: ::smpp_codec::pdu::DataSm<'_>,
        ) -> Result<$crate::MessageId, $crate::Error> {
            self.request_ok(message) $($wait)*.map($crate::MessageId::of)
        }

        /// Delivers a message to an ESME.
        ///
        /// # Errors
        /// As [`request_ok`](Self::request_ok).
        pub $($asynchronous)? fn deliver_sm(
            &self,
            message: ::smpp_codec::pdu::DeliverSm<'_>,
        ) -> Result<(), $crate::Error> {
            self.request_ok(message) $($wait)*.map(drop)
        }

        /// Asks what has become of a message. The answer is a
        /// [`QuerySmResp`](smpp_codec::pdu::QuerySmResp).
        ///
        /// # Errors
        /// As [`request_ok`](Self::request_ok).
        pub $($asynchronous)? fn query_sm(
            &self,
            query: ::smpp_codec::pdu::QuerySm<'_>,
        ) -> Result<::smpp_codec::frame::Frame, $crate::Error> {
            self.request_ok(query) $($wait)*
        }

        /// Cancels one message, or all of a kind.
        ///
        /// # Errors
        /// As [`request_ok`](Self::request_ok).
        pub $($asynchronous)? fn cancel_sm(
            &self,
            cancel: ::smpp_codec::pdu::CancelSm<'_>,
        ) -> Result<(), $crate::Error> {
            self.request_ok(cancel) $($wait)*.map(drop)
        }

        /// Replaces a message that has not been delivered.
        ///
        /// # Errors
        /// As [`request_ok`](Self::request_ok).
        pub $($asynchronous)? fn replace_sm(
            &self,
            replace: ::smpp_codec::pdu::ReplaceSm<'_>,
        ) -> Result<(), $crate::Error> {
            self.request_ok(replace) $($wait)*.map(drop)
        }

        /// Broadcasts a message to areas, and answers what the message centre calls it. SMPP 5.0.
        ///
        /// # Errors
        /// As [`request_ok`](Self::request_ok).
        pub $($asynchronous)? fn broadcast_sm(
            &self,
            message: ::smpp_codec::pdu::BroadcastSm<'_>,
        ) -> Result<$crate::MessageId, $crate::Error> {
            self.request_ok(message) $($wait)*.map($crate::MessageId::of)
        }

        /// Asks what has become of a broadcast. The answer is a
        /// [`QueryBroadcastSmResp`](smpp_codec::pdu::QueryBroadcastSmResp). SMPP 5.0.
        ///
        /// # Errors
        /// As [`request_ok`](Self::request_ok).
        pub $($asynchronous)? fn query_broadcast_sm(
            &self,
            query: ::smpp_codec::pdu::QueryBroadcastSm<'_>,
        ) -> Result<::smpp_codec::frame::Frame, $crate::Error> {
            self.request_ok(query) $($wait)*
        }

        /// Cancels a broadcast. SMPP 5.0.
        ///
        /// # Errors
        /// As [`request_ok`](Self::request_ok).
        pub $($asynchronous)? fn cancel_broadcast_sm(
            &self,
            cancel: ::smpp_codec::pdu::CancelBroadcastSm<'_>,
        ) -> Result<(), $crate::Error> {
            self.request_ok(cancel) $($wait)*.map(drop)
        }
    };
}
