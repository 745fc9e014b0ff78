package chain

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"cosmossdk.io/log"
	wasmapp "github.com/CosmWasm/wasmd/app"
	wasmkeeper "github.com/CosmWasm/wasmd/x/wasm/keeper"
	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cmttypes "github.com/cometbft/cometbft/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	ibctesting "github.com/cosmos/ibc-go/v10/testing"
	"github.com/stretchr/testify/require"

	wasmibctesting "github.com/CosmWasm/wasmd/tests/wasmibctesting"
)

// genesis begins a chain on which everybody named has money. ibctesting's own has validators, accounts and a clock that
// are different in each run; here nothing is, so that two chains can be compared by their state.
func (c *chain) genesis(coordinator *ibctesting.Coordinator, names []string, opts ...wasmkeeper.Option) *ibctesting.TestChain {
	c.t.Helper()
	factory := func(t *testing.T, validators *cmttypes.ValidatorSet, _ []authtypes.GenesisAccount, chainID string,
		opts []wasmkeeper.Option, _ ...banktypes.Balance,
	) wasmibctesting.WasmTestApp {
		accounts, balances := c.accounts(names)
		options := simtestutil.AppOptionsMap{flags.FlagHome: t.TempDir(), flags.FlagChainID: chainID}
		app := wasmapp.NewWasmApp(log.NewNopLogger(), dbm.NewMemDB(), nil, true, options, opts, baseapp.SetChainID(chainID))
		state, err := wasmapp.GenesisStateWithValSet(app.AppCodec(), app.DefaultGenesis(), validators, accounts, balances...)
		require.NoError(t, err)
		encoded, err := json.Marshal(state)
		require.NoError(t, err)
		consensus := *simtestutil.DefaultConsensusParams
		consensus.Block.MaxGas = 100 * simtestutil.DefaultGenTxGas
		_, err = app.InitChain(&abci.RequestInitChain{
			ChainId: chainID, Time: time.Unix(start, 0).UTC(), ConsensusParams: &consensus, InitialHeight: 1, AppStateBytes: encoded,
		})
		require.NoError(t, err)
		_, err = app.FinalizeBlock(&abci.RequestFinalizeBlock{
			Height: 1, Time: time.Unix(start, 0).UTC(), NextValidatorsHash: validators.Hash(),
		})
		require.NoError(t, err)
		return wasmibctesting.WasmTestApp{WasmApp: app}
	}
	validators, signers := fourValidators(c.t)
	return wasmibctesting.NewTestChainWithValSet(c.t, coordinator, factory, chainID, validators, signers, opts...)
}

func fourValidators(t *testing.T) (*cmttypes.ValidatorSet, map[string]cmttypes.PrivValidator) {
	t.Helper()
	all, signers := []*cmttypes.Validator{}, map[string]cmttypes.PrivValidator{}
	for n := range 4 {
		signer := cmttypes.NewMockPVWithParams(ed25519.GenPrivKeyFromSecret(fmt.Appendf(nil, "validator %d", n)), false, false)
		key, err := signer.GetPubKey()
		require.NoError(t, err)
		all = append(all, cmttypes.NewValidator(key, 1))
		signers[key.Address().String()] = signer
	}
	return cmttypes.NewValidatorSet(all), signers
}

// accounts makes everybody's account, with a key by name.
func (c *chain) accounts(names []string) (accounts []authtypes.GenesisAccount, balances []banktypes.Balance) {
	for _, name := range names {
		key := secp256k1.GenPrivKeyFromSecret([]byte("portolan test: " + name))
		account := sdk.AccAddress(key.PubKey().Address())
		c.people[name] = &person{key, account}
		accounts = append(accounts, authtypes.NewBaseAccount(account, key.PubKey(), uint64(len(accounts)), 0))
		balances = append(balances, banktypes.Balance{
			Address: account.String(),
			Coins:   sdk.NewCoins(sdk.NewInt64Coin(coin, funds), sdk.NewInt64Coin(sdk.DefaultBondDenom, 1_000*txFee)),
		})
	}
	return accounts, balances
}
