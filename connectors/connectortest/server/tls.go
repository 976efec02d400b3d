package server

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TLSName is the only name in the certificate of a server with Options.TLS. It
// is that of the loopback, but not its address.
const TLSName = "localhost"

// certificates writes an authority and a certificate that it signed for TLSName
// to dir: ca.pem, server.pem, server.key, the last for the server's user alone.
func certificates(dir string) error {
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	ca := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "tests"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, &caKey.PublicKey, caKey)
	if err != nil {
		return err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: TLSName}, DNSNames: []string{TLSName}, NotBefore: ca.NotBefore, NotAfter: ca.NotAfter,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, ca, &key.PublicKey, caKey)
	if err != nil {
		return err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	write := func(name, kind string, body []byte, mode os.FileMode) error {
		path := filepath.Join(dir, name)
		err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: body}), mode)
		if err == nil && os.Getuid() == 0 {
			err = os.Chown(path, nobody, nobody)
		}
		return err
	}
	return errors.Join(write("ca.pem", "CERTIFICATE", caDER, 0o644), write("server.pem", "CERTIFICATE", der, 0o644), write("server.key", "PRIVATE KEY", private, 0o600))
}

// OtherCA writes the certificate of an authority that signed nothing, and
// returns its path.
func OtherCA(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := certificates(dir); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "ca.pem")
}
