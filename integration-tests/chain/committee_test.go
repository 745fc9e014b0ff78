package chain

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/big"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	k256 "github.com/decred/dcrd/dcrec/secp256k1/v4/ecdsa"
)

// reporter is one of those who sign what they see.
type reporter struct {
	operator, class string
	scheme          string
	key             []byte
	// sign gives 64 bytes over a digest: r and s, or those of RFC 8032.
	sign func(digest []byte) []byte
}

var (
	classes = []string{"carrier", "terminal", "satellite"}
	schemes = []func(seed [32]byte) reporter{bySecp256k1, bySecp256r1, byEd25519}
)

// nine reporters of five operators and three source classes, three of each signature scheme, numbered from 1.
func nine() map[int]reporter {
	all := map[int]reporter{}
	for n := 1; n <= 9; n++ {
		r := schemes[n%3](sha256.Sum256(fmt.Appendf(nil, "reporter %d", n)))
		r.operator, r.class = operator(n%5), classes[n%3]
		all[n] = r
	}
	return all
}

func operator(n int) string { return fmt.Sprintf("operator %d", n) }

func bySecp256k1(seed [32]byte) reporter {
	key := secp256k1.PrivKeyFromBytes(seed[:])
	sign := func(digest []byte) []byte { return k256.SignCompact(key, digest, true)[1:] }
	return reporter{scheme: "secp256k1", key: key.PubKey().SerializeCompressed(), sign: sign}
}

func bySecp256r1(seed [32]byte) reporter {
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), seed[:])
	if err != nil {
		panic(err)
	}
	sign := func(digest []byte) []byte {
		r, s, err := ecdsa.Sign(rand.Reader, key, digest)
		if err != nil {
			panic(err)
		}
		order := elliptic.P256().Params().N
		if s.Cmp(new(big.Int).Rsh(order, 1)) > 0 {
			s.Sub(order, s)
		}
		return append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	}
	public := elliptic.MarshalCompressed(elliptic.P256(), key.X, key.Y)
	return reporter{scheme: "secp256r1", key: public, sign: sign}
}

func byEd25519(seed [32]byte) reporter {
	key := ed25519.NewKeyFromSeed(seed[:])
	sign := func(digest []byte) []byte { return ed25519.Sign(key, digest) }
	return reporter{scheme: "ed25519", key: key.Public().(ed25519.PublicKey), sign: sign}
}

// subject is what reports are about, as it stands in the message.
type subject struct {
	Collection string `json:"collection"`
	TokenID    string `json:"token_id"`
	Milestone  struct {
		Leg   uint8  `json:"leg"`
		Event string `json:"event"`
		Place string `json:"place"`
	} `json:"milestone"`
}

// outcome is what a reporter saw, as it stands in a message.
type outcome interface {
	// digested is what of it is signed before and after the time of signing.
	digested() (kind byte, at int64, value []byte)
}

// happened is the one outcome that a voyage without mishap knows.
type happened struct {
	Happened struct {
		At int64 `json:"at"`
	} `json:"happened"`
}

func happenedAt(at int64) (seen happened) {
	seen.Happened.At = at
	return seen
}

func (h happened) digested() (byte, int64, []byte) { return 'H', h.Happened.At, nil }

// reading is a number, in the smallest steps of its feed.
type reading struct {
	Measured struct {
		Value int64 `json:"value,string"`
		At    int64 `json:"at"`
	} `json:"measured"`
}

func readAt(at, value int64) (seen reading) {
	seen.Measured.At, seen.Measured.Value = at, value
	return seen
}

func (m reading) digested() (byte, int64, []byte) {
	return 'M', m.Measured.At, binary.BigEndian.AppendUint64(nil, uint64(m.Measured.Value))
}

// signedReport is one reporter's word.
type signedReport struct {
	Reporter  int     `json:"reporter"`
	Outcome   outcome `json:"outcome"`
	SignedAt  int64   `json:"signed_at"`
	Signature []byte  `json:"signature"`
}

// panel is who answers for a feed: its reporters, by their numbers at the oracle.
type panel struct {
	feed  uint32
	seats map[int]reporter
}

// signed is what this reporter says of a round.
func (of panel) signed(oracle string, about subject, round uint32, number int, seen outcome, now int64) signedReport {
	digest := reportDigest(subjectDigest(oracle, of.feed, about, round), seen, now)
	return signedReport{number, seen, now, of.seats[number].sign(digest)}
}

// subjectDigest is types::oracle::subject_digest: what all reporters of a round sign alike.
func subjectDigest(oracle string, feed uint32, about subject, round uint32) []byte {
	domain := sha256.Sum256([]byte("portolan/oracle/report/1"))
	return digestChain(domain[:], []byte(chainID), []byte(oracle), binary.BigEndian.AppendUint32(nil, feed),
		[]byte(about.Collection), []byte(about.TokenID), []byte{about.Milestone.Leg}, []byte(about.Milestone.Event),
		[]byte(about.Milestone.Place), binary.BigEndian.AppendUint32(nil, round))
}

// reportDigest is types::oracle::report_digest.
func reportDigest(subject []byte, seen outcome, signedAt int64) []byte {
	kind, at, value := seen.digested()
	parts := [][]byte{{kind}, binary.BigEndian.AppendUint64(nil, uint64(at)), binary.BigEndian.AppendUint64(nil, uint64(signedAt))}
	if value != nil {
		parts = append(parts, value)
	}
	return digestChain(subject, parts...)
}

// digestChain is types::digest::Digest::chain.
func digestChain(previous []byte, parts ...[]byte) []byte {
	hash := sha256.New()
	hash.Write(previous)
	for _, part := range parts {
		hash.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
		hash.Write(part)
	}
	return hash.Sum(nil)
}
