package work

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"runtime"
	"strconv"
)

// Settings are what the runner decides, read once from the environment.
type Settings struct {
	address netip.AddrPort
	Workers int
}

// ReadSettings ends the process when a value does not parse.
func ReadSettings() Settings {
	host := "127.0.0.1"
	if text, set := os.LookupEnv("HOST"); set {
		host = text
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		refuse("HOST must be an IP address", host)
	}
	port := wholeSetting("PORT", 8080, 0, 65_535)
	workers := wholeSetting("WORKERS", runtime.NumCPU(), 1, 1024) // [1]
	return Settings{netip.AddrPortFrom(address, uint16(port)), workers}
}

// Listen opens the listening socket and says on stdout that connections may come.
func (s Settings) Listen() (net.Listener, error) {
	listener, err := net.ListenTCP("tcp", net.TCPAddrFromAddrPort(s.address)) // [2]
	if err != nil {
		return nil, err
	}
	port := listener.Addr().(*net.TCPAddr).Port
	fmt.Printf("{\"ready\":{\"port\":%d,\"workers\":%d}}\n", port, s.Workers)
	return listener, nil
}

func wholeSetting(name string, otherwise, least, most int) int {
	text, set := os.LookupEnv(name)
	if !set {
		return otherwise
	}
	value, err := strconv.Atoi(text)
	if err != nil || value < least || value > most {
		refuse(fmt.Sprintf("%s must be a whole number from %d to %d", name, least, most), text)
	}
	return value
}

func refuse(rule, text string) {
	fmt.Fprintf(os.Stderr, "%s, not %q\n", rule, text)
	os.Exit(1)
}

// [1] NumCPU counts the cores this process may use, not all the machine has.
// [2] Go asks for as many waiting connections as net.core.somaxconn allows, sets SO_REUSEADDR, and TCP_NODELAY on each
//     connection.
