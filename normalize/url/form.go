package url

import "strings"

// escapes brings percent-encoding to one form: capitals, and no encoding of
// unreserved characters (RFC 3986 sections 6.2.2.1 and 6.2.2.2). What can't
// stand in an address bare gets encoded.
func escapes(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] > 0x20 && s[i] < 0x7f && s[i] != '%' && strings.IndexByte("\"<>\\^`{|}", s[i]) < 0
	}
	if plain {
		return s
	}
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(s) + 8)
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			if h, l := nibble(s[i+1]), nibble(s[i+2]); h >= 0 && l >= 0 {
				i += 2
				c = byte(h<<4 | l)
				if unreserved(c) {
					b.WriteByte(c)
				} else {
					b.Write([]byte{'%', hex[h], hex[l]})
				}
				continue
			}
		}
		if c <= 0x20 || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}%", c) >= 0 {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func nibble(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

func unreserved(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c == '-' || c == '.' || c == '_' || c == '~'
}

// dots removes dot segments, RFC 3986 section 5.2.4.
func dots(path string) string {
	if !strings.Contains(path, "/.") {
		return path
	}
	segments := strings.Split(path, "/")
	out := segments[:0:0]
	for i, s := range segments {
		last := i == len(segments)-1
		switch s {
		case ".", "..":
			if s == ".." && len(out) > 1 {
				out = out[:len(out)-1]
			}
			if last {
				out = append(out, "")
			}
		default:
			out = append(out, s)
		}
	}
	return strings.Join(out, "/")
}

// withoutTracking removes the parameters that tell where a visitor came from.
// Compiled for Onefold.
func withoutTracking(query string) string {
	var kept []string
	for p := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(p, "=")
		name = strings.ToLower(name)
		switch name {
		case "", "gclid", "fbclid", "msclkid", "dclid", "gclsrc", "yclid", "igshid", "mc_cid", "mc_eid", "_hsenc", "_hsmi", "trk", "trackingid", "wbraid", "gbraid":
			continue
		}
		if strings.HasPrefix(name, "utm_") {
			continue
		}
		kept = append(kept, p)
	}
	return strings.Join(kept, "&")
}

// network returns the social network that a host belongs to, with whatever
// language or machine before it, or "". Compiled for Onefold.
func network(host string) string {
	for h := host; ; {
		switch h {
		case "linkedin.com":
			return "linkedin"
		case "facebook.com", "fb.com", "fb.me":
			return "facebook"
		case "twitter.com", "x.com":
			return "x"
		case "instagram.com":
			return "instagram"
		case "youtube.com", "youtu.be":
			return "youtube"
		case "tiktok.com":
			return "tiktok"
		case "github.com":
			return "github"
		case "xing.com":
			return "xing"
		case "viadeo.com", "viadeo.journaldunet.com":
			return "viadeo"
		case "pinterest.com", "pinterest.fr":
			return "pinterest"
		}
		_, rest, ok := strings.Cut(h, ".")
		if !ok {
			return ""
		}
		h = rest
	}
}

// profile returns the key of an address on a social network: one host for each
// network, the path in lower case without language, and the query only where
// it names the profile.
func profile(host, path, query string) string {
	name := network(host)
	path = strings.TrimRight(path, "/")
	if strings.HasSuffix(host, "youtu.be") {
		return "youtu.be" + path // video ids know capitals
	}
	path = strings.ToLower(path)
	switch name {
	case "x":
		host = "x.com"
	case "youtube":
		if query != "" && path == "/watch" {
			return "youtube.com/watch?" + query
		}
		host = "youtube.com"
	case "facebook":
		if path == "/profile.php" {
			return "facebook.com/profile.php?" + query
		}
		host = "facebook.com"
	case "linkedin":
		host = "linkedin.com"
		if parts := strings.Split(path, "/"); len(parts) == 4 && len(parts[3]) == 2 {
			path = strings.Join(parts[:3], "/") // /in/name/fr
		}
	case "instagram", "tiktok", "github":
		host = name + ".com"
	default:
		host = strings.TrimPrefix(host, "www.")
	}
	return host + path
}
