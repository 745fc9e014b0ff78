package chain

import (
	"crypto/sha256"
	"path/filepath"
	"slices"
	"testing"

	wasmtypes "github.com/CosmWasm/wasmd/x/wasm/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/stretchr/testify/require"
)

// Messages that send others whose failure is no failure of theirs: payments, deliveries, notices.
var guarding = []string{"report", "close", "sync", "long_stop", "release", "resolve", "lapse_dispute", "relinquish", "change", "waive", "pay_in"}

// Too little gas must not make one of these submessages fail that would succeed with more: whatever a message is given, it
// does all that it does with ample gas, or nothing. Of every step of the recorded voyages.
func TestAMessageDoesAllOrNothingWhateverItsGas(t *testing.T) {
	m, messages, done, failed := newMachine(t), 0, 0, 0
	for _, path := range traces(t) {
		if filepath.Base(filepath.Dir(path)) != "voyage" {
			continue
		}
		b := m.branch()
		for l := range linesOf(t, path) {
			execute := l.Step.Execute
			if execute != nil && l.Refused == nil && slices.Contains(guarding, variant(execute.Msgs[0].Wasm.Execute.Msg)) {
				messages++
				ample := b.fork(blockGas)
				require.NoError(t, ample.play(l))
				after := ample.digest()
				for _, thousandths := range []uint64{400, 500, 600, 700, 750, 800, 850, 900, 930, 960, 980, 990, 995, 999} {
					scarce := b.fork(ample.used * thousandths / 1_000)
					if scarce.play(l) != nil {
						failed++
						continue
					}
					done++
					require.Equal(t, after, scarce.digest(), "%s: with %d of %d gas %s does a part",
						path, scarce.gas, ample.used, execute.Msgs[0].Wasm.Execute.Msg)
				}
			}
			_ = b.play(l)
		}
	}
	t.Logf("%d messages; with less gas than they use they fail %d times and are done %d times", messages, failed, done)
	require.NotZero(t, messages)
}

func (b *branch) fork(gas uint64) *branch {
	ctx, _ := b.ctx.CacheContext()
	return &branch{machine: b.machine, ctx: ctx, gas: gas, names: b.names}
}

// digest is over all contracts and balances.
func (b *branch) digest() [sha256.Size]byte {
	hash := sha256.New()
	for _, module := range []string{wasmtypes.StoreKey, banktypes.StoreKey} {
		iterator := b.ctx.KVStore(b.app.GetKey(module)).Iterator(nil, nil)
		for ; iterator.Valid(); iterator.Next() {
			hash.Write(iterator.Key())
			hash.Write(iterator.Value())
		}
		iterator.Close()
	}
	return [sha256.Size]byte(hash.Sum(nil))
}
