package work

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
)

type hashed struct {
	N      uint32 `json:"n"`
	Digest string `json:"digest"`
}

// Hashed answers /hash?n=N.
func Hashed(query url.Values) (any, error) {
	n, err := WholeNumber(query, "n", 1, mostRounds)
	if err != nil {
		return nil, err
	}
	digest := chain(n)
	return hashed{n, hex.EncodeToString(digest[:])}, nil
}

// #region hash
func chain(rounds uint32) [32]byte {
	text := bytes.Repeat([]byte("a"), 1024)
	digest := sha256.Sum256(text)
	for range rounds - 1 {
		copy(text, digest[:])
		digest = sha256.Sum256(text)
	}
	return digest
}

// #endregion hash
