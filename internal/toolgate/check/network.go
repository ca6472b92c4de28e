package check

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"bartizan/internal/finding"
)

// host is the host name of an address, in lower case; "" when it has none.
func host(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err == nil {
		return strings.ToLower(u.Hostname())
	}
	_, rest, ok := strings.Cut(address, "://")
	if !ok {
		return ""
	}
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	rest = rest[strings.LastIndexByte(rest, '@')+1:]
	if i := strings.LastIndexByte(rest, ':'); i >= 0 && !strings.HasPrefix(rest, "[") && strings.Count(rest[:i], "{") == strings.Count(rest[:i], "}") {
		rest = rest[:i]
	}
	return strings.ToLower(strings.Trim(rest, "[]"))
}

// loopback reports a host that is this machine.
func loopback(h string) bool {
	h = strings.TrimSuffix(strings.ToLower(h), ".")
	if h == "localhost" || strings.HasSuffix(h, ".localhost") || h == "host.docker.internal" || h == "host.containers.internal" {
		return true
	}
	h, _, _ = strings.Cut(h, "%")
	addr, err := netip.ParseAddr(h)
	return err == nil && (addr.Unmap().IsLoopback() || addr.IsUnspecified())
}

// bridges are programs whose argument is the address of the server that they speak to for the client.
var bridges = []string{"mcp-remote", "supergateway", "mcp-proxy", "mcp-remote-client", "@modelcontextprotocol/inspector", "fastmcp", "mcp-server-proxy", "super-gateway", "@smithery/cli", "mcp-http-bridge", "mcp-client-cli"}

// addresses lists the addresses that an entry's client speaks MCP to: its own, or a bridge's argument.
func (e *entry) addresses() (out []carrier) {
	if e.URL != "" {
		out = append(out, carrier{"url", e.URL, e.URLPlace, "address"})
	}
	if !slices.ContainsFunc(bridges, e.runs) {
		return out
	}
	for _, words := range e.programs {
		for _, w := range words {
			if strings.Contains(w, "://") && !strings.HasPrefix(w, "-") {
				out = append(out, carrier{"url", w, e.at(w), "argument"})
			}
		}
	}
	return out
}

// runs reports an entry that starts the package or program of a name.
func (e *entry) runs(name string) bool {
	if e.Package != nil && (e.Package.Name == name || strings.HasSuffix(e.Package.Name, "/"+name)) {
		return true
	}
	return slices.ContainsFunc(e.programs, func(words []string) bool { return base(words[0]) == name })
}

// plaintextTransport finds remote servers that are spoken to without encryption.
func plaintextTransport(r *run) {
	for _, e := range r.entries {
		for _, a := range e.addresses() {
			scheme, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(a.value)), "://")
			h := host(a.value)
			if scheme != "http" && scheme != "ws" || h == "" || loopback(h) {
				continue
			}
			f := r.server(e, a.at, "transport "+h, "is spoken to over %s:// at %s: whoever is on the way reads and changes every message", scheme, h)
			if hole.MatchString(h) || strings.ContainsAny(h, "${}<>%") {
				f.Confidence = finding.Likely
			}
			r.fix(f, "use %ss://%s", scheme, h)
		}
	}
}

// ephemeralServerHost finds servers at addresses that anyone may own tomorrow.
func ephemeralServerHost(r *run) {
	for _, e := range r.entries {
		for _, a := range e.addresses() {
			h := host(a.value)
			addr, err := netip.ParseAddr(h)
			switch {
			case r.data.hostIn(h):
				f := r.server(e, a.at, "host "+h, "is reached at %s, a tunnel or catch-all host whose names pass from owner to owner", h)
				r.fix(f, "use a host name that the server's operator owns")
			case err == nil && !loopback(h) && !addr.IsPrivate() && !addr.IsLinkLocalUnicast() && addr.IsGlobalUnicast():
				f := r.server(e, a.at, "host "+h, "is reached at the bare address %s, which proves no owner", h)
				f.Severity = finding.Low
				r.fix(f, "use a host name with a certificate")
			}
		}
	}
}

// tlsVerificationOff finds servers that accept any certificate.
func tlsVerificationOff(r *run) {
	r.variables(func(e *entry, a assignment, v *variableData) *hit {
		h := r.server(e, a.at, a.name, "sets %s, which %s", a.name, v.says("switches off the check of certificates"))
		return r.fix(h, "remove %s; for an own authority name its certificate, such as with NODE_EXTRA_CA_CERTS or SSL_CERT_FILE", a.name)
	})
	r.flags(func(e *entry, words []string, use flagUse) *hit {
		h := r.server(e, e.at(words[use.index]), use.Flag, "is started with %s, which %s", use.Flag, use.says("switches off the check of certificates"))
		return r.fix(h, "remove %s and trust the authority's certificate instead", use.Flag)
	})
	r.clientSettings("switches off the check of certificates")
}

// openListener finds servers that every machine of the network can reach.
func openListener(r *run) {
	for _, e := range r.entries {
		contained := false
		for _, words := range e.programs {
			c := readContainer(words)
			if c == nil {
				continue
			}
			contained = !slices.ContainsFunc(c.options, func(o option) bool {
				return (o.name == "--network" || o.name == "--net") && o.value == "host"
			})
			for _, o := range c.options {
				switch {
				case (o.name == "-p" || o.name == "--publish") && publishesToAll(o.value):
					h := r.server(e, e.at(words[o.index]), "publish", "publishes port %s of its container on every network interface", o.value)
					r.fix(h, "publish it on this machine only: -p 127.0.0.1:%s", o.value)
				case o.name == "-P" || o.name == "--publish-all":
					h := r.server(e, e.at(words[o.index]), "publish", "publishes all ports of its container on every network interface")
					r.fix(h, "publish the one port that is needed, on 127.0.0.1")
				}
			}
		}
		if contained {
			continue // all interfaces of the container are not those of the machine
		}
		for _, a := range e.assignments {
			if v := r.data.variable(a); v != nil {
				h := r.server(e, a.at, a.name, "is told by %s to listen on every network interface", a.name)
				r.fix(h, "set %s to 127.0.0.1", a.name)
			}
		}
		for _, words := range e.programs {
			for _, use := range r.data.flagsIn(words) {
				h := r.server(e, e.at(words[use.index]), use.Flag, "is told by %s %s to listen on every network interface", use.Flag, use.value)
				r.fix(h, "give %s the address 127.0.0.1", use.Flag)
			}
		}
	}
}

// publishesToAll reads [IP:][HOST PORT:]PORT[/PROTOCOL].
func publishesToAll(v string) bool {
	v, _, _ = strings.Cut(v, "/")
	if strings.HasPrefix(v, "[") {
		ip, _, _ := strings.Cut(v[1:], "]")
		return !loopback(ip) || ip == "::"
	}
	parts := strings.Split(v, ":")
	if len(parts) < 3 {
		return v != ""
	}
	return parts[0] == "" || parts[0] == "0.0.0.0" || parts[0] == "*" || !isReference(parts[0]) && !loopback(parts[0])
}
