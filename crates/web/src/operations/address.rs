//! Whose address a request comes from.
//!
//! `X-Forwarded-For` is read from its end, for each proxy adds whom it heard: as long as the last one is a
//! proxy of ours, the one before it is believed. What the visitor wrote into it himself is never reached.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};

use crate::settings::Network;

/// The visitor's address, found as an extension of each request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// The address of whoever asks; of nobody for a request that came by no connection, as in tests.
#[must_use]
pub fn client(headers: &HeaderMap, extensions: &Extensions, proxies: &[Network]) -> ClientAddress {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |ConnectInfo(address)| address.ip());
    let mut client = peer.to_canonical();
    let trusted = |address: IpAddr| proxies.iter().any(|network| network.holds(address));
    let heard = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let heard: Vec<&str> = heard.flat_map(|value| value.split(',')).collect();
    for hop in heard.into_iter().rev() {
        if !trusted(client) {
            break;
        }
        let Ok(address) = hop.trim().parse::<IpAddr>() else { break };
        client = address.to_canonical();
    }
    ClientAddress(client)
}

impl ClientAddress {
    /// Who counts as one: an address of IPv4, the 64 bits of IPv6 that one household or phone is given.
    #[must_use]
    pub fn household(self) -> IpAddr {
        match self.0 {
            IpAddr::V4(_) => self.0,
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str]) -> String {
        let proxies: Vec<Network> = ["127.0.0.1", "10.0.0.0/8"].map(|n| n.parse().expect("right")).to_vec();
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().expect("right"));
        }
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().expect("right"), 9)));
        client(&headers, &extensions, &proxies).0.to_string()
    }

    #[test]
    fn only_our_proxies_are_believed_and_only_what_they_heard() {
        assert_eq!(seen("203.0.113.7", &["198.51.100.1"]), "203.0.113.7");
        assert_eq!(seen("127.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(seen("127.0.0.1", &["1.1.1.1, 198.51.100.1, 10.0.0.3"]), "198.51.100.1");
        assert_eq!(seen("127.0.0.1", &["1.1.1.1", "198.51.100.1"]), "198.51.100.1");
        assert_eq!(seen("127.0.0.1", &["nobody"]), "127.0.0.1");
        assert_eq!(seen("::ffff:127.0.0.1", &["2001:db8::1"]), "2001:db8::1");
        assert_eq!(seen("127.0.0.1", &[]), "127.0.0.1");
    }

    #[test]
    fn the_many_addresses_of_one_phone_count_as_one() {
        let household = |text: &str| ClientAddress(text.parse().expect("right")).household();
        assert_eq!(household("2001:db8:1:2:3::4"), household("2001:db8:1:2::9"));
        assert_ne!(household("2001:db8:1:2::9"), household("2001:db8:1:3::9"));
        assert_ne!(household("203.0.113.7"), household("203.0.113.8"));
    }
}
