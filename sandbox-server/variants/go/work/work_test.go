package work

import (
	"encoding/json"
	"net/url"
	"testing"
)

// The values that every other language's variants give.
func TestAnswersAreThoseOfTheContract(t *testing.T) {
	answers := []struct {
		name, query string
		answer      func(url.Values) (any, error)
		text        string
	}{
		{"burn", "n=1", Burned, `{"n":1,"checksum":723471715}`},
		{"hash", "n=1", Hashed, `{"n":1,"digest":"2edc986847e209b4016e141a6dc8716d3207350f416969382d431539bf292e4a"}`},
		{"hash", "n=3", Hashed, `{"n":3,"digest":"0ca4b44e3c6fdf33b1a9fdab52cd150f072475b4682d616c64d5fbeec06c9663"}`},
		{"parse", "n=10", Parsed, `{"n":10,"sum":30840}`},
	}
	for _, each := range answers {
		query, _ := url.ParseQuery(each.query)
		value, err := each.answer(query)
		text, _ := json.Marshal(value)
		if err != nil || string(text) != each.text {
			t.Errorf("%s?%s: %s, %v; want %s", each.name, each.query, text, err, each.text)
		}
	}
}
