package publicweb

import "net/netip"

// reserved are the networks of unicast addresses that are not on the public internet, or that lead to others: IANA's registries of
// special-purpose addresses for IPv4 and IPv6 (RFC 6890).
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("10.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), // shared by customers of one provider
	netip.MustParsePrefix("127.0.0.0/8"),
	netip.MustParsePrefix("169.254.0.0/16"), // link-local, and the metadata of clouds
	netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("192.88.99.0/24"),
	netip.MustParsePrefix("192.168.0.0/16"),
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("224.0.0.0/3"), // multicast and reserved, with broadcast
}

// global is where IPv6 assigns public addresses; within it are networks that lead elsewhere or nowhere.
var (
	global = netip.MustParsePrefix("2000::/3")
	within = []netip.Prefix{
		netip.MustParsePrefix("2001::/23"),     // Teredo and other protocols
		netip.MustParsePrefix("2001:db8::/32"), // documentation
		netip.MustParsePrefix("2002::/16"),     // 6to4, which holds an IPv4 address
		netip.MustParsePrefix("3fff::/20"),     // documentation
	}
)

// isPublic reports whether an address is one of the public internet. An IPv4 address that is written as IPv6 is judged as IPv4.
func isPublic(to netip.AddrPort) bool {
	addr := to.Addr().WithZone("").Unmap()
	if addr.Is4() {
		return !contains(reserved, addr)
	}
	return global.Contains(addr) && !contains(within, addr)
}

func contains(networks []netip.Prefix, addr netip.Addr) bool {
	for _, network := range networks {
		if network.Contains(addr) {
			return true
		}
	}
	return false
}
