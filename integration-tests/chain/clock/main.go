// Command clock signs for the only validator of a local chain, and tells the time by a file instead of the machine's
// clock. CometBFT dates a block by its validators' votes, and takes a vote as its signer returns it; so the chain's time
// is the one that stands here, and node and contracts are those of every other chain.
//
//	clock HOME CHAIN-ID ADDRESS FILE
//
// ADDRESS is the node's priv_validator_laddr. FILE holds a time, in seconds since 1970, which it was when the file was
// written; the clock runs on from there. Writing a later time moves it on; it never goes back.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/cometbft/cometbft/libs/log"
	cmtnet "github.com/cometbft/cometbft/libs/net"
	"github.com/cometbft/cometbft/privval"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/cometbft/cometbft/types"
	cmttime "github.com/cometbft/cometbft/types/time"
)

func main() {
	if len(os.Args) != 5 {
		fail("usage: clock HOME CHAIN-ID ADDRESS FILE")
	}
	home, chainID, address, file := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	if _, err := read(file); err != nil {
		fail(err)
	}
	key := filepath.Join(home, "config", "priv_validator_key.json")
	state := filepath.Join(home, "data", "priv_validator_state.json")
	validator := &validator{PrivValidator: privval.LoadFilePV(key, state), file: file}

	protocol, path := cmtnet.ProtocolAndAddress(address)
	if protocol != "unix" {
		fail("the node's priv_validator_laddr must be a unix:// socket, not ", address)
	}
	// The node is given half a minute to start.
	node := privval.NewSignerDialerEndpoint(log.NewNopLogger(), privval.DialUnixFn(path),
		privval.SignerDialerEndpointConnRetries(300), privval.SignerDialerEndpointRetryWaitInterval(100*time.Millisecond))
	server := privval.NewSignerServer(node, chainID, validator)
	if err := server.Start(); err != nil {
		fail(err)
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	<-stop
	if err := server.Stop(); err != nil {
		fail(err)
	}
}

// validator signs as any other, but for the time.
type validator struct {
	types.PrivValidator
	file string
	last time.Time
}

func (v *validator) SignVote(chainID string, vote *cmtproto.Vote) error {
	now, err := read(v.file)
	if err != nil {
		return err
	}
	// A block is later than the one before.
	if !now.After(v.last) {
		now = v.last.Add(time.Millisecond)
	}
	v.last, vote.Timestamp = now, now
	return v.PrivValidator.SignVote(chainID, vote)
}

// read tells the time.
func read(file string) (time.Time, error) {
	written, err := os.Stat(file)
	if err != nil {
		return time.Time{}, err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return time.Time{}, err
	}
	seconds, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s holds no time in seconds since 1970: %w", file, err)
	}
	return cmttime.Canonical(time.Unix(seconds, 0).Add(time.Since(written.ModTime()))), nil
}

func fail(reason ...any) {
	fmt.Fprintln(os.Stderr, append([]any{"clock:"}, reason...)...)
	os.Exit(1)
}
