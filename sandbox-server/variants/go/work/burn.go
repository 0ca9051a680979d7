// Package work holds the work behind the routes, written once for all Go variants. ../../node/work.js does the same, byte
// for byte. A function takes the query of its route and gives a string or what is to be serialised.
package work

import (
	"net/url"
	"time"
)

type steps struct {
	N        uint32 `json:"n"`
	Checksum uint32 `json:"checksum"`
}

type span struct {
	Ms         uint32 `json:"ms"`
	Iterations uint64 `json:"iterations"`
	Checksum   uint32 `json:"checksum"`
}

// Burned answers /burn?n=N or /burn?ms=N.
func Burned(query url.Values) (any, error) {
	if query.Has("ms") {
		ms, err := WholeNumber(query, "ms", 0, MostMs)
		if err != nil {
			return nil, err
		}
		return burnFor(ms), nil
	}
	n, err := WholeNumber(query, "n", 0, MostIterations)
	if err != nil {
		return nil, err
	}
	return steps{n, xorshift(start, n)}, nil
}

// #region burn
const start uint32 = 2463534242 // any start but 0 will do: 0 stays 0 for ever

// [1]
func xorshift(x, iterations uint32) uint32 {
	for range iterations {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
	}
	return x
}

func burnFor(ms uint32) span {
	end := time.Now().Add(time.Duration(ms) * time.Millisecond)
	burned := span{Ms: ms, Checksum: start}
	for time.Now().Before(end) {
		burned.Checksum = xorshift(burned.Checksum, 1000) // about two microseconds between two looks at the clock
		burned.Iterations += 1000
	}
	return burned
}

// #endregion burn

// [1] Every step needs the one before it, so neither a compiler nor a wider core can skip ahead or do two at once.
