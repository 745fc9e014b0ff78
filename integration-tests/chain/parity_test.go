package chain

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cosmossdk.io/store/prefix"
	storetypes "cosmossdk.io/store/types"
	wasmtypes "github.com/CosmWasm/wasmd/x/wasm/types"
	wasmvmtypes "github.com/CosmWasm/wasmvm/v3/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/stretchr/testify/require"
)

// line is one of packages/testing/src/trace.rs: what was done to a chain of cw-multi-test, and what came of it.
type line struct {
	Step struct {
		Block *struct {
			Height int64 `json:"height"`
			Time   int64 `json:"time"`
		} `json:"block"`
		Store *struct {
			Code uint64 `json:"code_id"`
			Name string `json:"name"`
		} `json:"store"`
		Instantiate *struct {
			Code   uint64     `json:"code_id"`
			Sender string     `json:"sender"`
			Msg    []byte     `json:"msg"`
			Funds  []sdk.Coin `json:"funds"`
		} `json:"instantiate"`
		Execute *struct {
			Sender string                  `json:"sender"`
			Msgs   []wasmvmtypes.CosmosMsg `json:"msgs"`
		} `json:"execute"`
		Migrate *struct {
			Code     uint64 `json:"code_id"`
			Sender   string `json:"sender"`
			Contract string `json:"contract"`
			Msg      []byte `json:"msg"`
		} `json:"migrate"`
		Sudo *struct {
			Contract string `json:"contract"`
			Msg      []byte `json:"msg"`
		} `json:"sudo"`
		Mint *struct {
			To     string   `json:"to"`
			Amount sdk.Coin `json:"amount"`
		} `json:"mint"`
		State *struct {
			Contract string      `json:"contract"`
			Records  [][2][]byte `json:"records"`
		} `json:"state"`
	} `json:"step"`
	Refused []string              `json:"refused"`
	State   map[string]string     `json:"state"`
	Money   map[string][]sdk.Coin `json:"money"`
}

// play does what the line says.
func (b *branch) play(l *line) error {
	step := &l.Step
	switch {
	case step.Block != nil:
		b.ctx = b.ctx.WithBlockHeight(step.Block.Height).WithBlockTime(time.Unix(step.Block.Time, 0).UTC())
		return nil
	case step.Store != nil:
		return b.store(step.Store.Code, step.Store.Name)
	case step.Instantiate != nil:
		s := step.Instantiate
		return b.once(func(ctx sdk.Context) error {
			return b.deliver(ctx, &wasmtypes.MsgInstantiateContract{
				Sender: s.Sender, Admin: s.Sender, CodeID: s.Code, Label: "test", Msg: s.Msg, Funds: s.Funds,
			})
		})
	case step.Execute != nil:
		return b.once(func(ctx sdk.Context) error {
			for _, msg := range step.Execute.Msgs {
				if err := b.deliver(ctx, sent(step.Execute.Sender, msg)); err != nil {
					return err
				}
			}
			return nil
		})
	case step.Migrate != nil:
		return b.migrate(step.Migrate.Sender, step.Migrate.Contract, step.Migrate.Code, step.Migrate.Msg)
	case step.Sudo != nil:
		return b.sudo(step.Sudo.Contract, step.Sudo.Msg)
	case step.Mint != nil:
		return b.mint(step.Mint.To, step.Mint.Amount)
	case step.State != nil:
		b.tamper(step.State.Contract, step.State.Records)
		return nil
	}
	return fmt.Errorf("no such step")
}

// sent is a message of cw-multi-test as one of the chain's.
func sent(sender string, msg wasmvmtypes.CosmosMsg) sdk.Msg {
	coins := func(all wasmvmtypes.Array[wasmvmtypes.Coin]) (coins sdk.Coins) {
		for _, one := range all {
			amount, _ := sdk.ParseCoinNormalized(one.Amount + one.Denom)
			amount.Denom = one.Denom
			coins = append(coins, amount)
		}
		return coins
	}
	switch {
	case msg.Wasm != nil && msg.Wasm.Execute != nil:
		call := msg.Wasm.Execute
		return &wasmtypes.MsgExecuteContract{Sender: sender, Contract: call.ContractAddr, Msg: call.Msg, Funds: coins(call.Funds)}
	case msg.Bank != nil && msg.Bank.Send != nil:
		return &banktypes.MsgSend{FromAddress: sender, ToAddress: msg.Bank.Send.ToAddress, Amount: coins(msg.Bank.Send.Amount)}
	}
	panic(fmt.Sprintf("not sent in tests so far: %+v", msg))
}

func prefixed(store storetypes.KVStore, with []byte) storetypes.KVStore {
	return prefix.NewStore(store, with)
}

func (b *branch) tamper(contract string, records [][2][]byte) {
	store := b.records(contract)
	for _, key := range keys(store) {
		store.Delete(key)
	}
	for _, record := range records {
		store.Set(record[0], record[1])
	}
}

func keys(store storetypes.KVStore) (all [][]byte) {
	iterator := store.Iterator(nil, nil)
	defer iterator.Close()
	for ; iterator.Valid(); iterator.Next() {
		all = append(all, iterator.Key())
	}
	return all
}

// state is the hash over a contract's records.
func (b *branch) state(contract string) string {
	hash := sha256.New()
	iterator := b.records(contract).Iterator(nil, nil)
	defer iterator.Close()
	for ; iterator.Valid(); iterator.Next() {
		for _, part := range [][]byte{iterator.Key(), iterator.Value()} {
			hash.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
			hash.Write(part)
		}
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// parity is what two chains have in common so far.
type parity struct {
	*branch
	t             *testing.T
	state         map[string]string
	money         map[string]sdk.Coins
	steps         int
	refused       int
	inOtherWords  map[string]int
	otherExamples map[string]string
}

// follow plays a line and compares.
func (p *parity) follow(where string, l *line) {
	p.t.Helper()
	err := p.play(l)
	what := encoded(p.t, l.Step)
	if l.Refused == nil {
		require.True(p.t, err == nil, "%s: only the real chain refuses, with %v, %.2000s", where, err, what)
	} else {
		require.Error(p.t, err, "%s: only the real chain accepts what cw-multi-test refuses with %q: %.2000s", where, l.Refused, what)
		p.refused++
		p.compareWords(where, l.Refused, err)
	}
	p.steps++
	maps.Copy(p.state, l.State)
	for account, coins := range l.Money {
		p.money[account] = coins
	}
	for contract, state := range p.state {
		require.Equal(p.t, state, p.branch.state(contract), "%s: records of %s after %.2000s", where, contract, what)
	}
	total := sdk.Coins{}
	for account, coins := range p.money {
		has := p.app.BankKeeper.GetAllBalances(p.ctx, sdk.MustAccAddressFromBech32(account))
		require.Equal(p.t, sdk.NewCoins(coins...).String(), has.String(), "%s: money of %s after %.2000s", where, account, what)
		total = total.Add(has...)
	}
	for _, coin := range total {
		supply := p.app.BankKeeper.GetSupply(p.ctx, coin.Denom)
		require.Equal(p.t, supply, coin, "%s: money went to an account that cw-multi-test does not know of, by %.2000s", where, what)
	}
}

// compareWords counts refusals that come in other words than in cw-multi-test.
func (p *parity) compareWords(where string, expected []string, err error) {
	for _, words := range expected {
		if strings.Contains(err.Error(), words) {
			return
		}
	}
	last := expected[len(expected)-1]
	p.inOtherWords[last]++
	p.otherExamples[last] = where + ": " + err.Error()
}

// traces are those that scripts/parity recorded.
func traces(t *testing.T) []string {
	t.Helper()
	folder := os.Getenv("PORTOLAN_TRACE")
	if folder == "" {
		t.Skip("record first, with scripts/parity")
	}
	var all []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".jsonl") {
			all = append(all, path)
		}
		return err
	})
	require.NoError(t, err)
	require.NotEmpty(t, all, "nothing was recorded in %s", folder)
	return all
}

func TestTheRealVirtualMachineDoesWhatCwMultiTestDid(t *testing.T) {
	all := traces(t)
	m := newMachine(t)
	began := time.Now()
	sum := parity{inOtherWords: map[string]int{}, otherExamples: map[string]string{}}
	chains := 0
	for _, path := range all {
		name := strings.TrimSuffix(filepath.Base(filepath.Dir(path))+"/"+filepath.Base(path), ".jsonl")
		t.Run(name, func(t *testing.T) {
			p := &parity{
				branch: m.branch(), t: t, state: map[string]string{}, money: map[string]sdk.Coins{},
				inOtherWords: sum.inOtherWords, otherExamples: sum.otherExamples,
			}
			file, err := os.Open(path)
			require.NoError(t, err)
			defer file.Close()
			lines := bufio.NewScanner(file)
			lines.Buffer(nil, 1<<26)
			for number := 1; lines.Scan(); number++ {
				var l line
				decodedJSON(t, lines.Bytes(), &l)
				p.follow(fmt.Sprintf("%s:%d", path, number), &l)
			}
			require.NoError(t, lines.Err())
			chains++
			sum.steps += p.steps
			sum.refused += p.refused
		})
	}
	t.Logf("%d chains, %d steps, %d of them refused, in %.1f s", chains, sum.steps, sum.refused, time.Since(began).Seconds())
	for _, words := range slices.Sorted(maps.Keys(sum.inOtherWords)) {
		t.Logf("%4d times in other words: %.120q, %.400s", sum.inOtherWords[words], words, sum.otherExamples[words])
	}
}
