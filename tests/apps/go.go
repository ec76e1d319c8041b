// SPDX-License-Identifier: GPL-2.0-only

// tests/apps/go.go - Go: goroutines on all processors, channels, the garbage
// collector, timers, signals, files.
package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"sort"
	"sync"
	"syscall"
	"time"
)

type node struct {
	left, right *node
}

func tree(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{tree(depth - 1), tree(depth - 1)}
}

func (n *node) count() int {
	if n.left == nil {
		return 1
	}
	return 1 + n.left.count() + n.right.count()
}

func workers() {
	var group sync.WaitGroup
	in, out := make(chan int), make(chan int, 100)
	for i := 0; i < 8; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for n := range in {
				out <- tree(n % 12).count()
			}
		}()
	}
	go func() {
		for i := 0; i < 200; i++ {
			in <- i
		}
		close(in)
		group.Wait()
		close(out)
	}()
	var all []int
	for n := range out {
		all = append(all, n)
	}
	sort.Ints(all)
	fmt.Println("workers", len(all), all[0], all[len(all)-1])
}

func main() {
	workers()
	runtime.GC()
	start := time.Now()
	<-time.After(20 * time.Millisecond)
	fmt.Println("timer", time.Since(start) >= 20*time.Millisecond)
	hit := make(chan os.Signal, 1)
	signal.Notify(hit, syscall.SIGUSR1)
	syscall.Kill(os.Getpid(), syscall.SIGUSR1)
	fmt.Println("signal", <-hit)
	// A goroutine that never yields is interrupted by a signal.
	go func() {
		for i := 0; ; i++ {
		}
	}()
	runtime.GC()
	fmt.Println("collected")
	os.WriteFile("/tmp/go.txt", []byte("kitten\n"), 0600)
	data, err := os.ReadFile("/tmp/go.txt")
	fmt.Printf("%x %v\n", sha256.Sum256(data), err)
	os.Remove("/tmp/go.txt")
	_, err = os.ReadFile("/tmp/go.txt")
	fmt.Println(err)
	defer func() {
		fmt.Println("recovered:", recover())
		os.Exit(3)
	}()
	var none *node
	fmt.Println(none.left)
}
