package work

import (
	"encoding/json"
	"fmt"
	"net/url"
)

// #region payload

// Record is one of the twelve of /json.
type Record struct {
	ID     uint32   `json:"id"`
	Name   string   `json:"name"`
	Score  uint32   `json:"score"`
	Active bool     `json:"active"`
	Tags   []string `json:"tags"`
}

// Payload builds the records anew.
func Payload() []Record {
	records := make([]Record, 0, 12)
	for id := uint32(1); id <= 12; id++ {
		name := fmt.Sprintf("record %d", id)
		records = append(records, Record{id, name, id * 7919 % 1000, id%2 == 1, []string{"core", "queue"}})
	}
	return records
}

// #endregion payload

type parsed struct {
	N   uint32 `json:"n"`
	Sum uint64 `json:"sum"`
}

// Parsed answers /json/parse?n=N.
func Parsed(query url.Values) (any, error) {
	n, err := WholeNumber(query, "n", 1, mostRounds)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(Payload())
	if err != nil {
		return nil, err
	}
	result := parsed{N: n}
	for range n {
		var records []Record
		if err := json.Unmarshal(text, &records); err != nil {
			return nil, err
		}
		for _, record := range records {
			if record.Active {
				result.Sum += uint64(record.Score)
			}
		}
	}
	return result, nil
}
