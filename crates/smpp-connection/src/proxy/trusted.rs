//! Which proxies are believed.

use std::error;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

/// The proxies whose word is taken for who a peer is. None by default.
///
/// A list of addresses and of networks in CIDR notation, parted by commas or spaces. An IPv4
/// address is the same however the socket shows it (`::ffff:192.0.2.7`).
///
/// ```
/// use smpp_connection::TrustedProxies;
///
/// let proxies: TrustedProxies = "10.1.0.0/16, 2001:db8::/32, 192.0.2.7".parse()?;
/// assert!(proxies.contains("10.1.200.3".parse()?));
/// assert!(!proxies.contains("192.0.2.8".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Whether a connection from this address must begin with a
    /// [`ProxyHeader`](crate::ProxyHeader). From any other address there is none: what it sends
    /// first is SMPP, or TLS.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for TrustedProxies {
    type Err = TrustedProxiesError;

    /// # Errors
    ///
    /// The first entry that is neither an address nor a network.
    fn from_str(list: &str) -> Result<Self, Self::Err> {
        list.split([',', ' '])
            .filter(|entry| !entry.is_empty())
            .map(|entry| {
                let address = entry
                    .parse::<IpAddr>()
                    .map(|address| address.to_canonical());
                let network = address.map(IpNet::from).or_else(|_| entry.parse());
                network.map_err(|_| TrustedProxiesError(entry.into()))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

/// An entry of a list of proxies that is neither an address nor a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedProxiesError(String);

impl fmt::Display for TrustedProxiesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is neither an address nor a network: write 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32",
            self.0
        )
    }
}

impl error::Error for TrustedProxiesError {}

#[cfg(test)]
mod tests {
    use super::TrustedProxies;

    #[test]
    fn a_network_holds_its_own_addresses_and_no_others() {
        let proxies: TrustedProxies = "10.1.0.0/16,,2001:db8::/32 ::ffff:192.0.2.7"
            .parse()
            .unwrap();
        let trusted = |address: &str| proxies.contains(address.parse().unwrap());
        for address in [
            "10.1.0.0",
            "10.1.255.255",
            "::ffff:10.1.2.3",
            "2001:db8:ff::1",
            "192.0.2.7",
        ] {
            assert!(trusted(address), "{address}");
        }
        for address in [
            "10.2.0.0",
            "10.0.255.255",
            "2001:db9::",
            "192.0.2.6",
            "::10.1.2.3",
            "::",
        ] {
            assert!(!trusted(address), "{address}");
        }
    }

    #[test]
    fn nobody_is_trusted_by_default() {
        let none = TrustedProxies::default();
        assert!(none.is_empty());
        assert!(!none.contains("127.0.0.1".parse().unwrap()));
        assert_eq!("".parse(), Ok(none));
    }

    #[test]
    fn what_is_no_address_is_named() {
        for entry in ["proxy.example", "10.0.0.0/33", "10.0.0", "192.0.2.7:80"] {
            let error = format!("127.0.0.1, {entry}")
                .parse::<TrustedProxies>()
                .unwrap_err();
            assert!(error.to_string().contains(entry), "{error}");
        }
    }
}
