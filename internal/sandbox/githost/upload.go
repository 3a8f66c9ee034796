package githost

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	"github.com/go-git/go-git/v5/plumbing/format/pktline"
)

// fetch is one round of a fetch over stateless HTTP: git repeats in each round what it wants and what both sides are known
// to have, and adds some commits of its own (gitprotocol-pack, "Packfile Negotiation").
type fetch struct {
	wants, haves []plumbing.Hash
	shallow      []plumbing.Hash // commits whose parents the client does not have
	depth        int             // 0: the whole history
	capabilities []string
	asks         bool // the request goes on after what is wanted
	done         bool // the client waits for the pack
}

func (f *fetch) can(capability string) bool { return slices.Contains(f.capabilities, capability) }

// readFetch reads the lines of one round up to its end.
func readFetch(body io.Reader) (*fetch, error) {
	f := &fetch{}
	lines := pktline.NewScanner(body)
	for sections := 0; lines.Scan(); {
		line := strings.TrimSuffix(string(lines.Bytes()), "\n")
		if sections > 0 {
			f.asks = true
		}
		if line == "" {
			if sections++; sections == 2 {
				break
			}
			continue
		}
		if err := f.read(line); err != nil {
			return nil, err
		}
	}
	return f, lines.Err()
}

func (f *fetch) read(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	name, capabilities, first := strings.Cut(rest, " ")
	hash := plumbing.NewHash(name)
	switch word {
	case "want":
		f.wants = append(f.wants, hash)
		if first {
			f.capabilities = strings.Fields(capabilities)
		}
	case "have":
		f.haves = append(f.haves, hash)
	case "shallow":
		f.shallow = append(f.shallow, hash)
	case "deepen":
		depth, err := strconv.Atoi(rest)
		f.depth = depth
		return err
	case "done":
		f.done = true
	default:
		return fmt.Errorf("unexpected line %q", line)
	}
	return nil
}

// Upload answers one round of a fetch.
func (r *Repository) Upload(w http.ResponseWriter, request *http.Request) error {
	asked, err := readFetch(request.Body)
	if err != nil {
		return &RequestError{http.StatusBadRequest, err}
	}
	w.Header().Set("Content-Type", "application/x-git-upload-pack-result")
	var answer bytes.Buffer
	lines := pktline.NewEncoder(&answer)
	if err := r.negotiate(asked, lines, &answer); err != nil {
		return err
	}
	_, err = w.Write(answer.Bytes())
	return err
}

func (r *Repository) negotiate(asked *fetch, lines *pktline.Encoder, answer io.Writer) error {
	for _, wanted := range asked.wants {
		if r.Git.Storer.HasEncodedObject(wanted) != nil {
			return lines.Encodef("ERR upload-pack: not our ref %s", wanted)
		}
	}
	p := r.packFor(asked)
	if err := p.tellShallow(asked, lines); err != nil || !asked.asks {
		return err
	}
	ready, err := acknowledge(asked, p.common, lines)
	if err != nil || !ready {
		return err
	}
	hashes, err := p.objects()
	if err != nil {
		return err
	}
	_, err = packfile.NewEncoder(answer, r.Git.Storer, !asked.can("ofs-delta")).Encode(hashes, 10)
	return err
}

// acknowledge says which commits both sides have, and whether the pack follows. A round that is not the last ends with NAK,
// and the client goes on; with "no-done" the pack comes as soon as there is something in common.
func acknowledge(asked *fetch, common []plumbing.Hash, lines *pktline.Encoder) (pack bool, err error) {
	detailed := asked.can("multi_ack_detailed")
	if len(common) == 0 {
		return asked.done, lines.EncodeString("NAK\n")
	}
	if !detailed {
		return asked.done, lines.Encodef("ACK %s\n", common[0])
	}
	for _, each := range common {
		if err := lines.Encodef("ACK %s common\n", each); err != nil {
			return false, err
		}
	}
	last := common[len(common)-1]
	if !asked.done {
		if err := lines.EncodeString(fmt.Sprintf("ACK %s ready\n", last), "NAK\n"); err != nil || !asked.can("no-done") {
			return false, err
		}
	}
	return true, lines.Encodef("ACK %s\n", last)
}
