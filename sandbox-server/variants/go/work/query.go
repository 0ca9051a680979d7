package work

import (
	"fmt"
	"net/url"
	"strconv"
)

// Limits of what a query may ask.
const (
	MostMs         = 60_000
	MostIterations = 1_000_000_000
	mostRounds     = 1_000_000
)

// WholeNumber is the value of a name in a query; the error is the sentence for who asked.
func WholeNumber(query url.Values, name string, least, most uint32) (uint32, error) {
	text := query.Get(name)
	value, err := strconv.ParseUint(text, 10, 32)
	if err != nil || len(text) > 10 || uint32(value) < least || uint32(value) > most {
		return 0, fmt.Errorf("%s must be a whole number from %d to %d", name, least, most)
	}
	return uint32(value), nil
}
