package work

import (
	"net/url"
	"sync"
)

// #region counter
var counter struct {
	sync.Mutex
	value uint64
	last  uint32 // what the loop came to, so that it is not left out
}

type count struct {
	Value uint64 `json:"value"`
}

// Counted answers /counter?hold=N.
func Counted(query url.Values) (any, error) {
	var hold uint32
	if query.Has("hold") {
		var err error
		if hold, err = WholeNumber(query, "hold", 0, MostIterations); err != nil {
			return nil, err
		}
	}
	counter.Lock()
	defer counter.Unlock()
	counter.last = xorshift(start, hold)
	counter.value++
	return count{counter.value}, nil
}

// #endregion counter
