//! The sides of a connection.

use std::fmt;

/// The side of a connection that a program is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Side {
    /// The ESME, which binds.
    Esme,
    /// The ESME, to which a message centre has connected: it waits for an `outbind`, then binds.
    EsmeAwaitingOutbind,
    /// The message centre, which waits for a bind.
    MessageCenter,
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Esme => "ESME",
            Self::EsmeAwaitingOutbind => "ESME awaiting outbind",
            Self::MessageCenter => "message centre",
        })
    }
}
