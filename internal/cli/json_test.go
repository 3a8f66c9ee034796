package cli

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

func TestJSONStartsNoCommandOfARunner(t *testing.T) {
	const title = "a ##[set-env name=X]y and ###[b] # ##"
	var out bytes.Buffer
	if err := writeJSON(&out, map[string]string{"title": title}); err != nil {
		t.Fatal(err)
	}
	var back map[string]string
	if err := json.Unmarshal(out.Bytes(), &back); err != nil || back["title"] != title {
		t.Errorf("read back %q, %v", back, err)
	}
	if strings.Contains(out.String(), "##[") {
		t.Errorf("it says %s", out.String())
	}
}
