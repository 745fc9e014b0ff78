package chain

import (
	"fmt"
	"maps"
	"slices"

	"github.com/stretchr/testify/require"
)

// cases are challenges that change no stake, and faults that need none.
func cases(r tour) {
	f := r.secure(2, r.of9("consumer"))
	about := f.hangs(1, "T-1", 10_000)
	r.must("anyone", "oracle", f.all(about))
	r.act("challenge", "challenger", f.challenge(about, nil), usd(f.bond(about)))
	r.act("rule, upheld", "adjudicator", ruled(about, upheld))

	about = f.hangs(2, "T-2", 10_000)
	r.must("anyone", "oracle", f.doubtful(about))
	r.must("challenger", "oracle", f.challenge(about, nil), usd(f.bond(about)))
	f.pass(adjudication)
	r.act("lapse_case", "anyone", object{"lapse_case": roundOf(about)})

	// Reporters 8 and 9 miss four rounds.
	for n := range 4 {
		about := f.asked(fmt.Sprintf("F-%d", n), milestone(0, "LOAD"))
		r.must("anyone", "oracle", f.closed(about, 7))
	}
	r.act("fine", "anyone", object{"fine": object{"feed": f.feed, "reporter": 9}})

	// Reporter 7, one of three by secp256r1, says two things.
	about = f.asked("T-3", milestone(0, "LOAD"))
	first, second := happenedAt(f.now()), happenedAt(f.now()-hour)
	words := []object{
		f.reports(about, 0, map[int]outcome{7: first}), f.reports(about, 0, map[int]outcome{7: second}),
	}
	signed := func(of object) any { return of["report"].(object)["reports"].([]signedReport)[0] }
	r.act("convict", "anyone", object{"convict": object{
		"round": roundOf(about), "first": signed(words[0]), "second": signed(words[1]),
	}})

	// Reporter 4 is a device, and signs two logs under one counter.
	logger := &sensor{reporter: f.seats[4], device: 1, channels: []channel{temperature, humidity}, until: r.now() - 2*hour}
	again, registry := *logger, r.address("echo")
	r.act("convict_device", "anyone", object{"convict_device": object{
		"feed": f.feed, "reporter": 4, "registry": registry, "device": 1, "epoch": 0, "channels": logger.channels,
		"first": logger.log(registry, hour), "second": again.log(registry, hour-minute),
	}})
}

// slashing is of all nine, who lied; whoever was harmed is repaid.
func slashing(r tour) {
	f := r.secure(2, r.of9("consumer"))
	about := f.hangs(1, "T-1", 10_000)
	f.bring(f.token, "consumer", "oracle", f.reserve(2, f.part(5_000, 0)), fee(5_000))
	f.must("consumer", "oracle", f.bind(2, "T-1", milestone(0, "LOAD")))
	said := f.now() - hour
	r.must("anyone", "oracle", f.reports(about, 0, f.say(9, happenedAt(said))))
	truth := happenedAt(said + 2*hour)
	f.pass(4 * hour)
	r.must("challenger", "oracle", f.challenge(about, truth), usd(f.bond(about)))
	r.act("rule, overturned, nine slashed", "adjudicator", ruled(about, falsified(truth)))
	compensate := object{"round": roundOf(about), "consumer": r.address("consumer"), "reference": 1, "part": 0}
	before := r.gained("buyer")
	r.act("compensate", "anyone", object{"compensate": compensate})
	require.EqualValues(r.t, 10_000, r.gained("buyer")-before, "repaid in full")
	r.waitUntil(r.now() + 22*day)
	supply := r.supply()
	r.act("burn", "anyone", object{"burn": roundOf(about)})
	require.EqualValues(r.t, 5_000, supply-r.supply(), "what the other reservation's beneficiary did not claim")
	nine := slices.Sorted(maps.Keys(f.seats))
	r.act("burn_kept, of nine", "anyone", object{"burn_kept": object{"feed": f.feed, "reporters": nine}})
	require.EqualValues(r.t, 9*stakeOf9*60/100-10_000, supply-r.supply(), "60 % of what nine lost, less what the buyer lost")
}

// supply is how much of the settlement coin there is.
func (p *portolan) supply() int64 {
	return p.GetWasmApp().BankKeeper.GetSupply(p.GetContext(), coin).Amount.Int64()
}

// rewards are what reporters earned by 31 facts.
func rewards(r tour) {
	f := r.secure(2, r.of9("consumer"))
	rounds := []object{}
	for n := range 31 {
		if n%4 == 3 {
			f.pass(3 * day) // what hangs on facts lapses, so that there is room again
		}
		about := f.hangs(n+1, fmt.Sprintf("T-%02d", n), 10_000)
		r.must("anyone", "oracle", f.all(about))
		rounds = append(rounds, roundOf(about))
	}
	r.waitUntil(r.now() + 22*day)
	claim := func(reporter int, rounds []object) object {
		return object{"claim_rewards": object{"reporter": reporter, "rounds": rounds}}
	}
	r.act("claim_rewards", "anyone", claim(1, rounds[:1]))
	r.act("claim_rewards, thirty rounds", "anyone", claim(1, rounds[1:]))
	r.act("claim_rewards, thirty rounds, others were paid", "anyone", claim(2, rounds[1:]))
}
