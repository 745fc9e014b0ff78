package chain

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// How many fresh chains play the same voyage.
const replays = 20

// TestTheSameVoyageLeavesTheSameStateOnEveryChain plays the README's voyage on fresh chains: after every transaction
// the hash over the whole state, the gas and the events are equal. Whatever depended on the machine, on the order of a
// map or on chance would show. The signatures are made once: those over P-256 are different each time they are made.
func TestTheSameVoyageLeavesTheSameStateOnEveryChain(t *testing.T) {
	signatures := &sync.Map{}
	expected := voyageOnAFreshChain(t, signatures)
	require.Greater(t, len(expected), 40, "transactions")
	for n := range replays - 1 {
		t.Run(fmt.Sprint(n+2), func(t *testing.T) {
			t.Parallel()
			require.Equal(t, expected, voyageOnAFreshChain(t, signatures))
		})
	}
}

// voyageOnAFreshChain is what each transaction left behind.
func voyageOnAFreshChain(t *testing.T, signatures *sync.Map) (traces []string) {
	c := newChain(t, people...)
	c.heard = func(c *chain) {
		traces = append(traces, fmt.Sprintf("%x %s", c.App.LastCommitID().Hash, c.latest.result))
	}
	p := newPortolanOn(c)
	for number, r := range p.committee {
		sign := r.sign
		r.sign = func(digest []byte) []byte {
			key := fmt.Sprintf("%d %x", number, digest)
			made, _ := signatures.LoadOrStore(key, sign(digest))
			return made.([]byte)
		}
		p.committee[number] = r
	}
	for _, block := range example(t) {
		p.play(block)
	}
	return traces
}
