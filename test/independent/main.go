// Checks Claimdesk's log with code that is not Claimdesk's: the note and tlog packages of Go's checksum database.
//
//	check FILE KEY    verifies an exported file that withholds nothing; prints the size and the root
//	proofs            reads proofs from standard input (see type Proofs); prints how many hold
//	make COUNT        makes a key, a log and its checkpoints; prints them (see type Made)
//
// It ends with 1 and a sentence at the first thing that does not hold. It is run by test/independent.spec.ts.
package main

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Proofs of the log whose hashes are these, as RFC 6962 defines them.
type Proofs struct {
	Inclusion []struct {
		Size, Index int64
		Root, Leaf  tlog.Hash
		Path        tlog.RecordProof
	}
	Consistency []struct {
		Size, Earlier     int64
		Root, EarlierRoot tlog.Hash
		Path              tlog.TreeProof
	}
}

// Made is a log that Go made.
type Made struct {
	VerifierKey string   `json:"verifierKey"`
	Lines       []string `json:"lines"`
	// Checkpoints of the first 0, 1, 2, … lines.
	Checkpoints []string `json:"checkpoints"`
}

// tree keeps all hashes of a log in memory.
type tree struct {
	size   int64
	hashes []tlog.Hash
}

func (t *tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var found []tlog.Hash
	for _, index := range indexes {
		found = append(found, t.hashes[index])
	}
	return found, nil
}

func (t *tree) add(line []byte) {
	hashes, err := tlog.StoredHashes(t.size, line, t)
	must(err)
	t.hashes = append(t.hashes, hashes...)
	t.size++
}

func (t *tree) root(size int64) tlog.Hash {
	if size == 0 {
		return tlog.Hash{0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
			0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55} // SHA-256 of nothing
	}
	root, err := tlog.TreeHash(size, t)
	must(err)
	return root
}

func main() {
	switch {
	case len(os.Args) == 4 && os.Args[1] == "check":
		check(os.Args[2], os.Args[3])
	case len(os.Args) == 2 && os.Args[1] == "proofs":
		proofs()
	case len(os.Args) == 3 && os.Args[1] == "make":
		count, err := strconv.Atoi(os.Args[2])
		must(err)
		produce(count)
	default:
		fail("usage: check FILE KEY | proofs | make COUNT")
	}
}

func check(file, key string) {
	content, err := os.ReadFile(file)
	must(err)
	var t tree
	for _, line := range bytes.Split(bytes.TrimSuffix(content, []byte("\n")), []byte("\n")) {
		if !bytes.HasPrefix(line, []byte(`{"$`)) {
			t.add(line)
			continue
		}
		var control struct {
			Checkpoint string `json:"$checkpoint"`
		}
		must(json.Unmarshal(line, &control))
		if control.Checkpoint != "" {
			origin, size, root := open(control.Checkpoint, key)
			if size != t.size || root != t.root(t.size) {
				fail("the lines are not those that were signed")
			}
			fmt.Println(origin, size, root)
			return
		}
	}
	fail("there is no checkpoint")
}

// open verifies a checkpoint of C2SP tlog-checkpoint.
func open(text, key string) (origin string, size int64, root tlog.Hash) {
	verifier, err := note.NewVerifier(key)
	must(err)
	opened, err := note.Open([]byte(text), note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		fail("the note is no checkpoint of this log")
	}
	size, err = strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err = tlog.ParseHash(lines[2])
	must(err)
	return lines[0], size, root
}

func proofs() {
	var given Proofs
	must(json.NewDecoder(bufio.NewReader(os.Stdin)).Decode(&given))
	for _, p := range given.Inclusion {
		if err := tlog.CheckRecord(p.Path, p.Size, p.Root, p.Index, p.Leaf); err != nil {
			fail(fmt.Sprintf("leaf %d of %d: %v", p.Index, p.Size, err))
		}
	}
	for _, p := range given.Consistency {
		if err := tlog.CheckTree(p.Path, p.Size, p.Root, p.Earlier, p.EarlierRoot); err != nil {
			fail(fmt.Sprintf("%d leaves of %d: %v", p.Earlier, p.Size, err))
		}
	}
	fmt.Println(len(given.Inclusion), len(given.Consistency))
}

func produce(count int) {
	secret, key, err := note.GenerateKey(rand.Reader, "go.example/audit")
	must(err)
	signer, err := note.NewSigner(secret)
	must(err)
	made := Made{VerifierKey: key}
	var t tree
	for i := 0; i <= count; i++ {
		root := t.root(t.size)
		text := fmt.Sprintf("go.example/audit\n%d\n%s\n", t.size, base64.StdEncoding.EncodeToString(root[:]))
		signed, err := note.Sign(&note.Note{Text: text}, signer)
		must(err)
		made.Checkpoints = append(made.Checkpoints, string(signed))
		if i < count {
			line := fmt.Sprintf(`{"v": 1, "at": "2026-11-01T09:00:%02d.000000Z", "op": "INSERT", "row": {"text": "ü%d"}, "seq": %d, `+
				`"actor": "system:go", "table": "claim", "stream": "0196fd3e-0000-7000-8000-000000000001"}`, i%60, i, i+1)
			t.add([]byte(line))
			made.Lines = append(made.Lines, line)
		}
	}
	must(json.NewEncoder(os.Stdout).Encode(made))
}

func must(err error) {
	if err != nil {
		fail(err.Error())
	}
}

func fail(sentence string) {
	fmt.Fprintln(os.Stderr, sentence)
	os.Exit(1)
}
