// In the folder above: go build -o target/nethttp ./nethttp && target/nethttp
//
// Go's own server: a goroutine for each connection, and WORKERS of them run at a time. A goroutine is written like a
// thread, waits like a task, and loses its core when it computes for too long.
package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"sync/atomic"
	"time"

	"variants/work"
)

// #region server
func main() {
	settings := work.ReadSettings()
	runtime.GOMAXPROCS(settings.Workers) // [1]
	listener, err := settings.Listen()
	if err == nil {
		err = http.Serve(listener, counting(routes(settings.Workers))) // [2]
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// #endregion server

// #region routes
func routes(workers int) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/ping", get(func(url.Values) (any, error) { return "pong", nil }))
	mux.Handle("/json", get(func(url.Values) (any, error) { return work.Payload(), nil }))
	mux.Handle("/sleep", get(slept))
	mux.Handle("/burn", get(work.Burned))
	mux.Handle("/hash", get(work.Hashed))
	mux.Handle("/json/parse", get(work.Parsed))
	mux.Handle("/counter", get(work.Counted))
	mux.Handle("/stats", get(func(url.Values) (any, error) {
		return stats{os.Getpid(), "net/http", workers, requests.Load()}, nil // [3]
	}))
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		work.Text(w, http.StatusNotFound, "not found")
	})
	return mux
}

func slept(query url.Values) (any, error) {
	ms, err := work.WholeNumber(query, "ms", 0, work.MostMs)
	time.Sleep(time.Duration(ms) * time.Millisecond) // [4]
	return fmt.Sprintf("slept %d", ms), err
}

func get(answer func(url.Values) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			w.Header().Set("Allow", "GET")
			work.Text(w, http.StatusMethodNotAllowed, "only GET is answered here")
			return
		}
		value, err := answer(r.URL.Query())
		work.Reply(w, value, err)
	}
}

// #endregion routes

var requests atomic.Uint64

type stats struct {
	Pid      int    `json:"pid"`
	Worker   string `json:"worker"`
	Workers  int    `json:"workers"`
	Requests uint64 `json:"requests"`
}

func counting(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		handler.ServeHTTP(w, r)
	})
}

// [1] How many goroutines may run at the same time. Threads that wait in the kernel do not count.
// [2] One goroutine for each connection. Idle ones are never closed, since no timeout is set.
// [3] Goroutines have no names and move between threads: the worker is the whole process, and it counts for all.
// [4] The goroutine sleeps, its thread does not: it runs other goroutines meanwhile. One that computes has nothing to
//     wait for; after 10 ms the runtime stops it with a signal wherever it is, and lets the next one run.
