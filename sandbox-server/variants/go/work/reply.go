package work

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// Reply sends a string as text, any other value as JSON, and an error as what is wrong with the query.
func Reply(w http.ResponseWriter, value any, fault error) {
	if fault != nil {
		Text(w, http.StatusBadRequest, fault.Error())
		return
	}
	if text, isText := value.(string); isText {
		Text(w, http.StatusOK, text)
		return
	}
	body, err := json.Marshal(value)
	if err != nil {
		panic(err) // plain data serialises
	}
	send(w, http.StatusOK, "application/json", body)
}

// Text sends a sentence.
func Text(w http.ResponseWriter, status int, body string) {
	send(w, status, "text/plain; charset=utf-8", []byte(body))
}

// Without its length, net/http would send an answer of more than 2 KiB in chunks.
func send(w http.ResponseWriter, status int, contentType string, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write(body)
}
