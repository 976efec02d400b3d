package mysql

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"os"

	"github.com/go-sql-driver/mysql"
)

// secure sets TLS up as libpq's modes have it: prefer takes what the server
// offers, require insists on encryption, verify-ca and verify-full on who the
// server is. With a root certificate, require checks it too.
func secure(c *mysql.Config, host string, s map[string]string) error {
	mode := s["sslmode"]
	switch mode {
	case "disable":
		return nil
	case "", "allow", "prefer":
		c.AllowFallbackToPlaintext = true
	case "require", "verify-ca", "verify-full":
	default:
		return errors.New("has sslmode= that is not understood")
	}
	t := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12, InsecureSkipVerify: mode != "verify-full"}
	if path := s["sslrootcert"]; path != "" {
		pem, err := os.ReadFile(path)
		if err != nil {
			return errors.New("has sslrootcert= that cannot be read")
		}
		t.RootCAs = x509.NewCertPool()
		if !t.RootCAs.AppendCertsFromPEM(pem) {
			return errors.New("has sslrootcert= without a certificate in it")
		}
		if mode == "require" {
			mode = "verify-ca"
		}
	}
	if mode == "verify-ca" {
		t.VerifyConnection = func(state tls.ConnectionState) error {
			between := x509.NewCertPool()
			for _, cert := range state.PeerCertificates[1:] {
				between.AddCert(cert)
			}
			_, err := state.PeerCertificates[0].Verify(x509.VerifyOptions{Roots: t.RootCAs, Intermediates: between})
			return err
		}
	}
	if cert, key := s["sslcert"], s["sslkey"]; cert != "" || key != "" {
		pair, err := tls.LoadX509KeyPair(cert, key)
		if err != nil {
			return errors.New("has sslcert= and sslkey= that cannot be read as a pair")
		}
		t.Certificates = []tls.Certificate{pair}
	}
	c.TLS = t
	return nil
}
