package charter

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// SchemaNames gives what Schema knows, in order: the base names of files, and "action" for the files of actions/.
func SchemaNames() []string {
	names := []string{path.Base(SettingsFile), path.Base(RosterFile), actionSchemaName}
	for _, file := range StateFiles() {
		if len(builtIn(file)) > 0 {
			names = append(names, path.Base(file))
		}
	}
	slices.Sort(names)
	return names
}

// Schema gives the JSON Schema (draft 2020-12) of a file by one of SchemaNames, such as roster.yaml. It says what the
// reader accepts, except what no schema can: that names are unique and exist, and the canonical forms.
func Schema(name string) ([]byte, error) {
	if !slices.Contains(SchemaNames(), name) {
		return nil, diag.WithHint(fmt.Errorf("no schema is called %q", name), "known: %s", strings.Join(SchemaNames(), ", "))
	}
	var root object
	switch name {
	case path.Base(SettingsFile):
		root = mapSchema(settingsFields())
	case path.Base(RosterFile):
		root = mapSchema(rosterFields())
	case actionSchemaName:
		root = actionSchema()
	default:
		root = stateSchema(path.Join(InstanceFolder, name))
	}
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = name
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(root); err != nil {
		return nil, fmt.Errorf("schema of %q: %w", name, err)
	}
	return out.Bytes(), nil
}

// object is a JSON object; its keys are written in order.
type object map[string]any

// builtIn gives the resources of a file that this version can enact.
func builtIn(file string) []skill.Resource {
	return slices.DeleteFunc(skill.Resources(), func(r skill.Resource) bool {
		return path.Join(Folder, r.File) != file || !r.Built()
	})
}

// stateSchema describes a file of desired state by the catalogue.
func stateSchema(file string) object {
	lists := object{}
	for _, r := range builtIn(file) {
		lists[r.Name] = resourceSchema(r)
	}
	if file == FederationFile {
		lists[SourcesKey] = described(mapSchema(sourcesFields()), "The block lists of others that are read; its subject is settings.")
		lists[LastReadKey] = object{"type": "array", "items": mapSchema(lastReadFields()), "description": "How long each list was at the last proposal; bylaw writes it."}
	}
	return object{"type": "object", "additionalProperties": false, "properties": lists}
}

// resourceSchema describes what is under a resource's key: a list of entries, or the one thing that a server has.
func resourceSchema(r skill.Resource) object {
	put, _ := skill.Find(r.Put)
	switch {
	case put.Single && len(put.Params) == 1:
		return described(paramSchema(put.Params[0]), put.Params[0].Doc)
	case put.Single:
		return paramsSchema(r.Entry(), object{"reason": reasonSchema(), plan.Renew: renewSchema()})
	}
	return object{"type": "array", "items": entrySchema(r)}
}

func entrySchema(r skill.Resource) object {
	properties := object{
		"reason":   reasonSchema(),
		"until":    described(momentSchema(), "When the measure ends; a date counts through 24:00 UTC."),
		plan.Renew: renewSchema(),
	}
	if hasProvenance(r) {
		properties[plan.Sources] = object{
			"type": "object", "minProperties": 1, "propertyNames": object{"pattern": sourceName.String()},
			"additionalProperties": object{"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
			"description":          "The lists that the entry comes from, and since when; without the key it is the community's own.",
		}
	}
	return paramsSchema(r.Entry(), properties)
}

// paramsSchema describes a map that has the parameters as its keys, apart from the given ones.
func paramsSchema(params []skill.Param, properties object) object {
	required := []string{}
	for _, p := range params {
		properties[p.Name] = described(paramSchema(p), p.Doc)
		if p.Required {
			required = append(required, p.Name)
		}
	}
	return object{"type": "object", "additionalProperties": false, "properties": properties, "required": required}
}

func renewSchema() object {
	return described(momentSchema(), "When a proposal decided the entry again as it is: the next apply puts back what was changed by hand.")
}

func reasonSchema() object { return described(object{"type": "string"}, "Why, for the ledger.") }

// paramSchema describes a value of the catalogue's types.
func paramSchema(p skill.Param) object {
	switch p.Type {
	case skill.Flag:
		return object{"type": "boolean"}
	case skill.Word:
		return object{"enum": p.Words}
	case skill.List:
		if len(p.Words) > 0 {
			return object{"type": "array", "uniqueItems": true, "items": object{"enum": p.Words}}
		}
		return object{"type": "array", "items": elementSchema(p)}
	case skill.Moment:
		return momentSchema()
	case skill.ID:
		return object{"type": []string{"string", "integer"}, "pattern": "^[0-9]+$"}
	case skill.EmailHash:
		return object{"type": "string", "pattern": "^[0-9a-fA-F]{64}$"}
	case skill.Text, skill.Hashtag, skill.Domain, skill.Network, skill.Account, skill.Secret, skill.Username:
	}
	text := object{"type": "string"}
	if p.Max > 0 && p.Links == 0 {
		text["maxLength"] = p.Max
	}
	return text
}

// elementSchema describes an element of a list.
func elementSchema(p skill.Param) object {
	text := object{"type": "string", "minLength": 1}
	if p.Each > 0 {
		text["maxLength"] = p.Each
	}
	if !p.Pairs {
		return text
	}
	return object{
		"type": "object", "additionalProperties": false, "required": []string{"name", "value"},
		"properties": object{"name": text, "value": text},
	}
}

// mapSchema describes a map by its table.
func mapSchema(fields []field) object {
	properties, required := object{}, []string{}
	for _, f := range fields {
		schema := f.schema()
		if f.list {
			schema = object{"type": "array", "items": schema}
		}
		properties[f.name] = described(schema, f.doc)
		if f.required {
			required = append(required, f.name)
		}
	}
	return object{"type": "object", "additionalProperties": false, "properties": properties, "required": required}
}

// schema describes one value of a field.
func (f field) schema() object {
	switch f.shape {
	case wholeShape:
		return object{"type": "integer", "minimum": f.lowest}
	case flagShape:
		return object{"type": "boolean"}
	case wordShape:
		return object{"enum": f.words}
	case choiceShape:
		return object{"oneOf": []object{{"enum": f.words}, {"type": "object", "additionalProperties": object{"enum": f.words}}}}
	case momentShape:
		return momentSchema()
	case mapShape:
		return mapSchema(f.fields)
	case holderShape:
		return object{"oneOf": []object{{"type": "string", "minLength": 1}, mapSchema(f.fields)}}
	case tableShape:
		return object{"type": "array", "minItems": 1, "items": mapSchema(f.fields)}
	case textShape, domainShape, accountShape:
	}
	text := object{"type": "string", "minLength": 1}
	if f.number {
		text = object{"type": []string{"string", "number"}}
	}
	if f.pattern != nil {
		text["pattern"] = f.pattern.String()
	}
	return text
}

// momentSchema describes a date or a time.
func momentSchema() object {
	return object{"type": "string", "pattern": `^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt][0-9:.]+([Zz]|[+-][0-9]{2}:[0-9]{2}))?$`}
}

func described(schema object, doc string) object {
	schema["description"] = doc
	return schema
}
