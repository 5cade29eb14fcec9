// Reads questions, one JSON object a line, and answers each on a line of its own: "ok" or Go's words for why not.
package main

import (
	"bufio"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"
)

type question struct {
	Served [][]byte
	Roots  [][]byte
	Host   string
	At     int64
	Client bool
}

func answer(asked question) error {
	roots, others := x509.NewCertPool(), x509.NewCertPool()
	for _, der := range asked.Roots {
		root, err := x509.ParseCertificate(der)
		if err != nil {
			return fmt.Errorf("root: %w", err)
		}
		roots.AddCert(root)
	}
	leaf, err := x509.ParseCertificate(asked.Served[0])
	if err != nil {
		return fmt.Errorf("leaf: %w", err)
	}
	for _, der := range asked.Served[1:] {
		other, err := x509.ParseCertificate(der)
		if err != nil {
			return fmt.Errorf("intermediate: %w", err) // crypto/tls refuses the handshake then
		}
		others.AddCert(other)
	}
	usage := x509.ExtKeyUsageServerAuth
	if asked.Client {
		usage = x509.ExtKeyUsageClientAuth
	}
	_, err = leaf.Verify(x509.VerifyOptions{
		DNSName: asked.Host, Roots: roots, Intermediates: others, CurrentTime: time.Unix(asked.At, 0),
		KeyUsages: []x509.ExtKeyUsage{usage},
	})
	return err
}

func main() {
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var asked question
		words := "ok"
		if err := json.Unmarshal(line, &asked); err != nil {
			words = "question: " + err.Error()
		} else if err := answer(asked); err != nil {
			words = err.Error()
		}
		fmt.Println(strings.ReplaceAll(words, "\n", " "))
	}
}
