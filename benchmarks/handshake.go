// A Go client for handshake.py: full handshakes in a number of goroutines for some seconds.
package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

func main() {
	address := "127.0.0.1:" + os.Args[1]
	workers, _ := strconv.Atoi(os.Args[2])
	seconds, _ := strconv.ParseFloat(os.Args[3], 64)
	settings := &tls.Config{InsecureSkipVerify: true, ServerName: "localhost"}
	var group sync.WaitGroup
	var count int64
	begun := time.Now()
	end := begun.Add(time.Duration(seconds * float64(time.Second)))
	for worker := 0; worker < workers; worker++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for time.Now().Before(end) {
				connection, err := tls.Dial("tcp", address, settings)
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(1)
				}
				connection.CloseWrite()
				io.Copy(io.Discard, connection)
				connection.Close()
				atomic.AddInt64(&count, 1)
			}
		}()
	}
	group.Wait()
	lasted := time.Since(begun).Seconds()
	var used syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	spent := time.Duration(used.Utime.Nano() + used.Stime.Nano())
	fmt.Println(count, lasted, spent.Seconds())
}
