//! Addresses that no app reaches unless the operator opens them: those that are not of the public internet (IANA's special-purpose registries).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// Ranges of IPv4 and what they are.
const CLOSED_V4: [(&str, &str); 16] = [
    ("0.0.0.0/8", "this network"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "shared by carriers"),
    ("127.0.0.0/8", "loopback"),
    ("169.254.0.0/16", "link-local, where clouds keep their metadata"),
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "for protocols"),
    ("192.0.2.0/24", "for documentation"),
    ("192.88.99.0/24", "a relay's"),
    ("192.168.0.0/16", "private"),
    ("198.18.0.0/15", "for benchmarks"),
    ("198.51.100.0/24", "for documentation"),
    ("203.0.113.0/24", "for documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
    ("168.63.129.16/32", "a cloud's metadata"),
];

/// Ranges of IPv6 and what they are. Everything outside of 2000::/3 is closed as well.
const CLOSED_V6: [(&str, &str); 8] = [
    ("2001::/32", "a tunnel"),
    ("2002::/16", "a tunnel"),
    ("2001::/23", "for protocols"),
    ("2001:db8::/32", "for documentation"),
    ("3fff::/20", "for documentation"),
    ("fc00::/7", "private"),
    ("fe80::/10", "link-local"),
    ("ff00::/8", "multicast"),
];

/// The ranges that an operator opens.
#[derive(Clone, Debug, Default)]
pub struct OpenRanges(Vec<IpNet>);

impl OpenRanges {
    /// Opens these.
    #[must_use]
    pub fn new(ranges: Vec<IpNet>) -> Self {
        Self(ranges)
    }

    /// What a closed address is; `None` when it can be reached.
    #[must_use]
    pub(crate) fn closed(&self, address: IpAddr) -> Option<&'static str> {
        let forms = [Some(address), embedded(address).map(IpAddr::V4)];
        let is_open = forms
            .into_iter()
            .flatten()
            .any(|form| self.0.iter().any(|range| range.contains(&form)));
        if is_open { None } else { kind(address) }
    }
}

fn kind(address: IpAddr) -> Option<&'static str> {
    match (address, embedded(address)) {
        // However an IPv4 address is wrapped, it is what it is inside.
        (IpAddr::V4(v4), _) | (IpAddr::V6(_), Some(v4)) => kind_v4(v4),
        (IpAddr::V6(v6), None) => kind_v6(v6),
    }
}

fn kind_v4(address: Ipv4Addr) -> Option<&'static str> {
    listed(&CLOSED_V4, IpAddr::V4(address))
}

fn kind_v6(address: Ipv6Addr) -> Option<&'static str> {
    if address.is_loopback() {
        return Some("loopback");
    }
    if address.is_unspecified() {
        return Some("no address");
    }
    let is_public = address.segments()[0] & 0xe000 == 0x2000;
    listed(&CLOSED_V6, IpAddr::V6(address)).or((!is_public).then_some("not of the public internet"))
}

fn listed(ranges: &[(&str, &'static str)], address: IpAddr) -> Option<&'static str> {
    let contains = |range: &str| range.parse::<IpNet>().is_ok_and(|range| range.contains(&address));
    ranges.iter().find(|(range, _)| contains(range)).map(|(_, kind)| *kind)
}

/// The IPv4 address that an IPv6 address stands for: mapped (::ffff:0:0/96), or translated in the one way whose place for it is known
/// (64:ff9b::/96, RFC 6052). Other wrappings are closed whatever is inside: nobody serves there, and where a translation of its own
/// (64:ff9b:1::/48, RFC 8215) keeps the address, only its network knows.
fn embedded(address: IpAddr) -> Option<Ipv4Addr> {
    let IpAddr::V6(v6) = address else {
        return None;
    };
    let [.., g, h] = v6.segments();
    match v6.segments() {
        [0, 0, 0, 0, 0, 0xffff, _, _] | [0x64, 0xff9b, 0, 0, 0, 0, _, _] => {
            Some(Ipv4Addr::from_bits(u32::from(g) << 16 | u32::from(h)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::OpenRanges;

    /// One or more of every range, in every form in which an address can be written.
    const CLOSED: &str = "
        0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254
        169.254.169.254 169.254.0.1 172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1 192.168.0.1 198.18.0.1
        198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
        168.63.129.16 :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1
        ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::a00:1 2002:7f00:1::1
        2002:a9fe:a9fe::1 2002:101:101::1 ::1.1.1.1 64:ff9b:1:7f00:0:100:101:101 64:ff9b:2::101:101 2001:0:1::1 2001:db8::1 3fff::1 fc00::1 fd00:ec2::254 fdff::1 fe80::1 febf::1
        fec0::1 ff02::1 100::1 4000::1 5f00::1
    ";

    /// Their neighbours, and public addresses.
    const OPEN: &str = "
        1.1.1.1 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 126.255.255.255 128.0.0.1 169.253.255.255
        172.15.255.255 172.32.0.1 192.167.255.255 192.169.0.1 198.17.255.255 198.20.0.1 223.255.255.255
        2606:4700::1111 2a00:1450::1 ::ffff:1.1.1.1 64:ff9b::101:101
    ";

    /// What is not of the public internet is closed, and what is, is not.
    #[test]
    fn what_is_closed() {
        let closed = |address: &str| OpenRanges::default().closed(address.parse().expect(address));
        for address in CLOSED.split_whitespace() {
            assert!(closed(address).is_some(), "{address}");
        }
        for address in OPEN.split_whitespace() {
            assert_eq!(closed(address), None, "{address}");
        }
    }

    /// What the operator opens is open, in its other forms too, and nothing beside it.
    #[test]
    fn what_is_opened() {
        let open = OpenRanges::new(vec!["127.0.0.0/8".parse().expect("a range")]);
        for (address, is_open) in [
            ("127.0.0.1", true),
            ("::ffff:127.0.0.1", true),
            ("64:ff9b::7f00:1", true),
            ("2002:7f00:1::1", false),
            ("::1", false),
            ("10.0.0.1", false),
        ] {
            assert_eq!(
                open.closed(address.parse().expect(address)).is_none(),
                is_open,
                "{address}"
            );
        }
    }
}
