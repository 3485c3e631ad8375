//! The PROXY protocol: who is really at the other end of a connection that a proxy forwards.

mod header;
mod trusted;

pub use header::{ProxyError, ProxyHeader};
pub use trusted::{TrustedProxies, TrustedProxiesError};
