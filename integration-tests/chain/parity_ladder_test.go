package chain

import (
	"path/filepath"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"
)

// The biggest notice there is, of integration-tests/tests/gas_ladder.rs: six subscribers of a title, two agreements with
// more to pay than one notice does, all of it to contracts. Here all these contracts use up what they get. The escrow's own
// work must fit between: else its notice fails, and nobody is paid before a `Sync`.
func TestTheBiggestNoticeFitsThoughAllWhoAreToldUseUpTheirGas(t *testing.T) {
	found := 0
	for _, path := range traces(t) {
		if matches, _ := filepath.Match("the_biggest_notice_fits_on_every_rung-*.jsonl", filepath.Base(path)); !matches {
			continue
		}
		found++
		t.Run(filepath.Base(path), func(t *testing.T) {
			b := newMachine(t).branch()
			for l := range linesOf(t, path) {
				if execute := l.Step.Execute; execute != nil && variant(execute.Msgs[0].Wasm.Execute.Msg) == "report" {
					b.turn("fills_storage")
					failed, gas := b.failures(t, l)
					t.Logf("%d gas, failed: %v", gas, failed)
					// The escrow's own notice does not fail; of its four payments one is the buyer's refund.
					require.Equal(t, map[string]int{"shipment/notice_failed": 5, "escrow/payment_failed": 3}, failed)
					require.Greater(t, gas, uint64(5*noticeGas+3*paymentGas))
					require.Less(t, gas, uint64(1_000_000+factGas))
					return
				}
				_ = b.play(l)
			}
			t.Fatal("nothing was reported")
		})
	}
	require.Equal(t, 2, found, "in the native coin and in a token")
}

// turn makes saboteurs of all strangers.
func (b *branch) turn(how string) {
	for _, double := range b.contracts("double") {
		if store := b.records(double); string(store.Get([]byte("role"))) == `"stranger"` {
			store.Set([]byte("role"), []byte(`{"saboteur":"`+how+`"}`))
		}
	}
}

// failures are what contracts say that failed, in a step that succeeds, and its gas.
func (b *branch) failures(t *testing.T, l *line) (map[string]int, uint64) {
	t.Helper()
	failed := map[string]int{}
	err := b.once(func(ctx sdk.Context) error {
		for _, msg := range l.Step.Execute.Msgs {
			require.NoError(t, b.deliver(ctx, sent(l.Step.Execute.Sender, msg)))
		}
		for _, event := range ctx.EventManager().Events() {
			for _, kind := range []string{"shipment/notice_failed", "escrow/payment_failed", "oracle/notice_failed", "escrow/delivery_failed"} {
				if event.Type == "wasm-"+kind {
					failed[kind]++
				}
			}
		}
		return nil
	})
	require.NoError(t, err)
	return failed, b.used
}
