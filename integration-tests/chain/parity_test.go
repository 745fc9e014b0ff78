package chain

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"runtime"
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
		} `json:"block,omitempty"`
		Store *struct {
			Code uint64 `json:"code_id"`
			Name string `json:"name"`
		} `json:"store,omitempty"`
		Instantiate *struct {
			Code   uint64     `json:"code_id"`
			Sender string     `json:"sender"`
			Msg    []byte     `json:"msg"`
			Funds  []sdk.Coin `json:"funds"`
		} `json:"instantiate,omitempty"`
		Execute *struct {
			Sender string                  `json:"sender"`
			Msgs   []wasmvmtypes.CosmosMsg `json:"msgs"`
		} `json:"execute,omitempty"`
		Migrate *struct {
			Code     uint64 `json:"code_id"`
			Sender   string `json:"sender"`
			Contract string `json:"contract"`
			Msg      []byte `json:"msg"`
		} `json:"migrate,omitempty"`
		Sudo *struct {
			Contract string `json:"contract"`
			Msg      []byte `json:"msg"`
		} `json:"sudo,omitempty"`
		Mint *struct {
			To     string   `json:"to"`
			Amount sdk.Coin `json:"amount"`
		} `json:"mint,omitempty"`
		State *struct {
			Contract string      `json:"contract"`
			Records  [][2][]byte `json:"records"`
		} `json:"state,omitempty"`
		Query *struct {
			Contract string `json:"contract"`
			Msg      []byte `json:"msg"`
			Answer   []byte `json:"answer"`
		} `json:"query,omitempty"`
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
	case step.Query != nil:
		return b.ask(step.Query.Contract, step.Query.Msg, step.Query.Answer)
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

// ask wants the same answer.
func (b *branch) ask(contract string, msg, expected []byte) error {
	address, err := sdk.AccAddressFromBech32(contract)
	if err != nil {
		return err
	}
	answer, err := b.app.WasmKeeper.QuerySmart(b.ctx, address, msg)
	if err == nil && expected != nil && !bytes.Equal(answer, expected) {
		return fmt.Errorf("the answer is %s, not %s", answer, expected)
	}
	return err
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
	state map[string]string
	money map[string]sdk.Coins
	tally *tally
}

// tally is what traces come to.
type tally struct {
	chains, steps, refused, inOtherWords int
}

// What cw-multi-test says in words of its own: of an address that is none, of money that is not there or is nothing, of a
// contract that is not there. All other refusals come in the same words.
var ownWords = []string{
	"Generic error: Invalid input", "Cannot Sub with given operands", "Cannot transfer empty coins amount",
	"type: cw_multi_test::wasm::ContractData",
}

// follow plays a line and compares; an error says where the real chain differs.
func (p *parity) follow(l *line) error {
	refusal := p.play(l)
	switch {
	case l.Refused == nil && refusal != nil:
		return fmt.Errorf("only the real chain refuses: %w", refusal)
	case l.Refused != nil && refusal == nil:
		return fmt.Errorf("only cw-multi-test refuses, with %q", l.Refused)
	case l.Refused != nil:
		p.tally.refused++
		said := func(words string) bool { return strings.Contains(refusal.Error(), words) }
		own := func(words string) bool { return strings.HasPrefix(l.Refused[len(l.Refused)-1], words) }
		switch {
		case slices.ContainsFunc(l.Refused, said):
		case slices.ContainsFunc(ownWords, own):
			p.tally.inOtherWords++
		default:
			return fmt.Errorf("refused in other words: %w, not %q", refusal, l.Refused)
		}
	}
	p.tally.steps++
	if l.Step.Query != nil {
		return nil
	}
	maps.Copy(p.state, l.State)
	for contract, expected := range p.state {
		if p.branch.state(contract) != expected {
			return fmt.Errorf("%s has other records", contract)
		}
	}
	total := sdk.Coins{}
	for account, coins := range l.Money {
		p.money[account] = sdk.NewCoins(coins...)
	}
	for account, expected := range p.money {
		has := p.app.BankKeeper.GetAllBalances(p.ctx, sdk.MustAccAddressFromBech32(account))
		if !has.Equal(expected) {
			return fmt.Errorf("%s has %s, not %s", account, has, expected)
		}
		total = total.Add(has...)
	}
	for _, coin := range total {
		if supply := p.app.BankKeeper.GetSupply(p.ctx, coin.Denom); !supply.Equal(coin) {
			return fmt.Errorf("of %s, some went to accounts of which cw-multi-test does not know", supply)
		}
	}
	return nil
}

// follow plays a whole trace.
func (m *machine) follow(t *testing.T, path string, tally *tally) error {
	t.Helper()
	p := &parity{branch: m.branch(), state: map[string]string{}, money: map[string]sdk.Coins{}, tally: tally}
	number := 0
	for l := range linesOf(t, path) {
		number++
		if err := p.follow(l); err != nil {
			return fmt.Errorf("%s:%d: %w, by %.2000s", path, number, err, encoded(t, l.Step))
		}
	}
	tally.chains++
	return nil
}

// linesOf reads a trace.
func linesOf(t *testing.T, path string) iter.Seq[*line] {
	return func(yield func(*line) bool) {
		file, err := os.Open(path)
		require.NoError(t, err)
		defer file.Close()
		lines := bufio.NewScanner(file)
		lines.Buffer(nil, 1<<26)
		for lines.Scan() {
			var l line
			decodedJSON(t, lines.Bytes(), &l)
			if !yield(&l) {
				return
			}
		}
		require.NoError(t, lines.Err())
	}
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

// In these an owner of receivables does more about a payment than fits into the gas of one: on the real chain the payment
// becomes claimable instead. And a court rules at once when it is told of a case, which is more than taking note of it: on the
// real chain the case stays open, and it rules afterwards. Without gas limits they agree, and with them they do not.
var beyondLimits = []string{
	"resilience/once.an_owner_that_answers_its_payment_with_more_of_the_same_is_paid_once",
	"owners/a_contract_may_use_its_other_rights_while_it_is_paid",
	"owners/the_last_receivable_ends_its_agreement_inside_a_payment",
	"owners/the_title_moves_after_a_contract_was_paid_whatever_it_does",
	"disputes/a_court_may_rule_in_the_transaction_that_tells_it",
}

func TestTheRealVirtualMachineDoesWhatCwMultiTestDid(t *testing.T) {
	all := traces(t)
	parts := min(runtime.NumCPU(), 4)
	for part := range parts {
		t.Run(fmt.Sprintf("%d of %d", part+1, parts), func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			began, tally := time.Now(), &tally{}
			for i := part; i < len(all); i += parts {
				m.compare(t, all[i], tally)
			}
			t.Logf("%d chains, %d steps, %d of them refused (%d in other words), in %.1f s",
				tally.chains, tally.steps, tally.refused, tally.inOtherWords, time.Since(began).Seconds())
		})
	}
}

// compare plays a trace in a test of its own.
func (m *machine) compare(t *testing.T, path string, tally *tally) {
	t.Helper()
	name := filepath.Base(filepath.Dir(path)) + "/" + strings.TrimSuffix(filepath.Base(path), ".jsonl")
	beyond := slices.ContainsFunc(beyondLimits, func(test string) bool { return strings.HasPrefix(name, test) })
	t.Run(name, func(t *testing.T) {
		m.limitless = beyond
		require.NoError(t, m.follow(t, path, tally))
		if beyond {
			m.limitless = false
			require.Error(t, m.follow(t, path, tally), "it fits into the limits: take it off the list")
		}
	})
}
