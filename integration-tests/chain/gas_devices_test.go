package chain

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
)

// sensor is a device that signs what it measured.
type sensor struct {
	reporter
	device, epoch uint32
	channels      []channel
	counter       uint32
	// The root of its last log, and until when it has logged.
	previous []byte
	until    int64
}

type channel struct {
	Quantity string `json:"quantity"`
	Unit     string `json:"unit"`
	Decimals uint8  `json:"decimals"`
}

type statistic struct {
	Min  int32 `json:"min"`
	Max  int32 `json:"max"`
	Mean int32 `json:"mean"`
}

var (
	temperature = channel{"temperature", "CEL", 1}
	humidity    = channel{"relative_humidity", "P1", 0}
)

// identity is types::key::StoredKey::identity.
func (s *sensor) identity() []byte {
	return append([]byte{map[string]byte{"secp256r1": 'r', "ed25519": 'e'}[s.scheme]}, s.key...)
}

// inRegistry is types::devices::Registry's digest.
func inRegistry(contract, what string, parts ...[]byte) []byte {
	domain := sha256.Sum256([]byte("portolan/devices/" + what + "/1"))
	return digestChain(domain[:], append([][]byte{[]byte(chainID), []byte(contract)}, parts...)...)
}

func u32(number uint32) []byte { return binary.BigEndian.AppendUint32(nil, number) }

// possession is what the key signs so that it is registered.
func (s *sensor) possession(contract, owner string) []byte {
	return s.sign(inRegistry(contract, "possession", []byte(owner), u32(s.device), u32(s.epoch), s.identity()))
}

// log is the sensor's next log, of a window of so many seconds, which it signs.
func (s *sensor) log(contract string, window int64) object {
	s.counter++
	values, measured := new(bytes.Buffer), []string{}
	statistics := []statistic{}
	for _, c := range s.channels {
		of := statistic{-181, -172, -176}
		if c == humidity {
			of = statistic{40, 55, 48}
		}
		statistics = append(statistics, of)
		_ = binary.Write(values, binary.BigEndian, []int32{of.Min, of.Max, of.Mean})
		measured = append(measured, fmt.Sprintf("%s:%s:%d", c.Quantity, c.Unit, c.Decimals))
	}
	root := sha256.Sum256(fmt.Appendf(nil, "root %d of %d", s.counter, s.device))
	from, to := s.until, s.until+window
	epoch := inRegistry(contract, "log", u32(s.device), u32(s.epoch), []byte(strings.Join(measured, ",")))
	digest := digestChain(epoch, u32(s.counter), binary.BigEndian.AppendUint64(nil, uint64(from)),
		binary.BigEndian.AppendUint64(nil, uint64(to)), []byte{0, 60}, values.Bytes(), root[:], s.previous)
	log := object{
		"counter": s.counter, "from": from, "to": to, "count": 60, "statistics": statistics,
		"root": hex.EncodeToString(root[:]), "previous": nil,
	}
	if s.previous != nil {
		log["previous"] = hex.EncodeToString(s.previous)
	}
	s.previous, s.until = root[:], to
	return object{"log": log, "signature": s.sign(digest)}
}

func (s *sensor) submit(contract string, window int64) object {
	return object{"submit": object{"device": s.device, "log": s.log(contract, window)}}
}

func (s *sensor) submitAll(contract string, count int) object {
	logs := []object{}
	for range count {
		logs = append(logs, s.log(contract, hour))
	}
	return object{"submit_logs": object{"device": s.device, "logs": logs}}
}

// registration registers the sensor for the carrier, under the number that it then has.
func (p *portolan) registration(s *sensor) object {
	return object{"register": object{
		"class": "reefer", "channels": s.channels, "key": object{s.scheme: s.key},
		"possession": s.possession(p.address("devices"), p.address("carrier")),
	}}
}

// addDevices adds the register of devices.
func (p *portolan) addDevices() {
	p.set("devices", object{"owner": p.address("owner"), "guardian": p.address("guardian")})
}

// devices is a device's whole life.
func devices(r tour) {
	r.addDevices()
	r.instance("devices", object{"owner": r.address("owner"), "guardian": r.address("guardian")})
	contract := r.address("devices")
	registered := func(row string, number uint32, key reporter, channels ...channel) *sensor {
		s := &sensor{reporter: key, channels: channels}
		r.action(row, "carrier", "devices", r.registration(s))
		s.device, s.until = number, r.now()
		return s
	}
	seed := func(name string) [32]byte { return sha256.Sum256([]byte(name)) }
	reefer := registered("devices.register", 1, bySecp256r1(seed("reefer")), temperature, humidity)
	logger := registered("devices.register, of Ed25519", 2, byEd25519(seed("logger")), temperature, humidity)
	eight := []channel{}
	for range 8 {
		eight = append(eight, temperature)
	}
	probes := registered("devices.register, eight channels", 3, bySecp256r1(seed("probes")), eight...)

	r.waitUntil(r.now() + 2*hour)
	r.action("devices.submit, a key's first", "carrier", "devices", reefer.submit(contract, hour))
	r.action("devices.submit", "anyone", "devices", reefer.submit(contract, hour))
	r.must("carrier", "devices", logger.submit(contract, hour))
	r.action("devices.submit, of Ed25519", "anyone", "devices", logger.submit(contract, hour))
	r.must("carrier", "devices", probes.submit(contract, hour))
	r.action("devices.submit, eight channels", "anyone", "devices", probes.submit(contract, hour))
	r.waitUntil(r.now() + 64*hour)
	r.action("devices.submit_logs, 24 of P-256", "anyone", "devices", reefer.submitAll(contract, 24))
	r.action("devices.submit_logs, 64 of Ed25519", "anyone", "devices", logger.submitAll(contract, 64))

	next := &sensor{reporter: byEd25519(seed("next")), device: 1, epoch: 1, channels: reefer.channels}
	succession := reefer.sign(inRegistry(contract, "succession", u32(1), u32(1), next.identity()))
	r.action("devices.rotate", "carrier", "devices", object{"rotate": object{
		"device": 1, "key": object{next.scheme: next.key}, "possession": next.possession(contract, r.address("carrier")),
		"succession": succession,
	}})
	r.action("devices.offer", "carrier", "devices", object{"offer": object{"device": 1, "to": r.address("buyer")}})
	r.action("devices.accept", "buyer", "devices", object{"accept": object{"device": 1, "epoch": 1}})
	r.action("devices.revoke", "buyer", "devices", object{"revoke": object{"device": 1}})

	before := *probes
	first := probes.log(contract, hour)
	second := before.log(contract, hour+1)
	r.action("devices.convict", "anyone", "devices",
		object{"convict": object{"device": 3, "epoch": 0, "first": first, "second": second}})
	r.ownerActions("devices")
}
