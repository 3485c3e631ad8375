//! [`Stream`] for the types that give one item after the other.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::bulk::{Answer, Answers};
use crate::client::{Changes, ClientIncoming, ClientState};
use crate::incoming::{Incoming, Received};

/// Implements [`Stream`] by the `poll_next` of the type.
macro_rules! stream {
    ($($type:ident => $item:ty),* $(,)?) => {$(
        /// The same items as those of `next`. With the feature `stream`.
        impl Stream for $type {
            type Item = $item;

            fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<$item>> {
                Self::poll_next(self.get_mut(), cx)
            }
        }
    )*};
}

stream! {
    Incoming => Received,
    ClientIncoming => Received,
    Answers => Answer,
    Changes => ClientState,
}
