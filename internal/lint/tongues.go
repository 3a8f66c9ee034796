package lint

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// tongues are the languages other than English in which the numbers of a text are compared: those that it has a sign of. roles
// are what people on the roster are called.
func tongues(text string, roles []string) []tongue {
	role := ""
	for _, r := range roles {
		role += "|" + regexp.QuoteMeta(strings.ToLower(r)) + `\p{L}{0,2}`
	}
	var all []tongue
	for _, language := range []struct {
		signs string
		make  func(role string) tongue
	}{
		{"stunde tage tagen woche monat jahr drittel viertel fünftel hälfte mehrheit prozent stimmen mitglied personen", german},
		{"jour heure semaine mois année tiers quarts quart_de cinquième moitié majorité pour_cent voix suffrages membres d'entre", french},
		{"horas hora_ días día_ semanas meses mes_ año tercio tercera terceras cuarto cuarta quinto mitad mayoría por_ciento votos miembro personas firmas", spanish},
	} {
		signs := strings.Fields(language.signs)
		for i := range signs {
			signs[i] = strings.ReplaceAll(signs[i], "_", " ")
		}
		if hasSign(text, signs) {
			t := language.make(role)
			t.signs = signs
			all = append(all, t)
		}
	}
	return all
}

// hasSign looks for words that each number of a language stands with: the patterns cost much more.
func hasSign(text string, signs []string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(signs, func(sign string) bool { return strings.Contains(text, sign) })
}

// count gives numbers to the words of a list, from a number on; "-" is a number that the list leaves out.
func count(from int64, list string) map[string]int64 {
	numbers := map[string]int64{}
	for i, word := range strings.Split(list, " ") {
		if word != "-" {
			numbers[strings.ReplaceAll(word, "_", " ")] = from + int64(i)
		}
	}
	return numbers
}

// combine adds the numbers between the tens, in the words that a language has for both.
func combine(numbers, tens, ones map[string]int64, join func(ten, one string) string) map[string]int64 {
	for ten, n := range tens {
		numbers[ten] = n
		for one, k := range ones {
			numbers[join(ten, one)] = n + k
		}
	}
	return numbers
}

func german(role string) tongue {
	n := count(1, "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn")
	ones := maps.Clone(n)
	maps.DeleteFunc(ones, func(_ string, v int64) bool { return v > 9 })
	tens := map[string]int64{"zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80, "neunzig": 90}
	n = combine(n, tens, ones, func(ten, one string) string { return one + "und" + ten })
	for _, form := range []string{"eine", "einem", "einer", "einen", "eines"} {
		n[form] = 1
	}
	any := alternatives(n)
	return tongue{
		numbers:  n,
		fraction: words(any + gap + `(drittel|viertel|fünftel|sechstel|zehntel)n?`),
		parts:    map[string]int64{"drittel": 3, "viertel": 4, "fünftel": 5, "sechstel": 6, "zehntel": 10},
		compound: map[string]string{"zweidrittel": "2/3", "dreiviertel": "3/4", "dreifünftel": "3/5", "vierfünftel": "4/5"},
		half:     words(`(hälfte)`), part: regexp.MustCompile(`(?i)^` + gap + `(?:der|des|aller|von|unserer|ihrer)`), hour: regexp.MustCompile(`(?i)^` + gap + `(?:der|des|einer|eines)` + gap + `(?:stunde|tages|woche|monats|jahres|zeit)`),
		majority: words(`(\p{L}*mehrheit)`), percent: words(any + gap + `?(?:prozent|v\. ?h\.)`),
		lasting: words(any + gap + `(?:(?:volle|ganze|weitere|aufeinanderfolgende)[nr]?` + gap + `)?(minuten?|stunden?|tage?n?|tages|kalendertagen?|werktagen?|wochen?|monate?n?|monats|jahre?n?|jahres)`),
		units:   map[string]string{"minute": "m", "stunde": "h", "tag": "d", "kalendertag": "d", "werktag": "d", "woche": "w", "monat": "mo", "jahr": "y"},
		timed:   words(`(?:innerhalb|binnen|innert|nach|während|für|über|dauert|dauer|läuft|frist|mindestens|höchstens|offen|abstimmung\p{L}*)`),
		member:  words(`(?:mitglied\p{L}*|angehör\p{L}*)`),
		bodies:  words(any + gap + `(?:mitglieder?n?|personen|stimmen|sitzen?|unterschriften|leuten?|von uns|von ihnen` + role + `)`), moreThan: words(`(?:mehr als|über)` + gap + `$`), fewerFor: words(`(?:weniger als)` + gap + `$`),
	}
}

func french(role string) tongue {
	n := count(1, "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf")
	ones, teens := maps.Clone(n), maps.Clone(n)
	maps.DeleteFunc(ones, func(_ string, v int64) bool { return v > 9 })
	dash := func(ten, one string) string { return ten + "-" + one }
	n = combine(n, map[string]int64{"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50}, ones, dash) //nolint:misspell // it is French
	n = combine(n, map[string]int64{"soixante": 60, "quatre-vingt": 80}, teens, dash)
	n["une"], n["quatre-vingts"] = 1, 80
	any := alternatives(n)
	return tongue{
		numbers:  n,
		fraction: words(any + gap + `(tiers|quarts?|cinquièmes?|sixièmes?|dixièmes?)`),
		parts:    map[string]int64{"tiers": 3, "quart": 4, "quarts": 4, "cinquième": 5, "cinquièmes": 5, "sixième": 6, "sixièmes": 6, "dixième": 10, "dixièmes": 10},
		half:     words(`(moitié)`), part: regexp.MustCompile(`(?i)^` + gap + `(?:des|de|du|d['’])`), hour: regexp.MustCompile(`(?i)^` + gap + `(?:de la|de l['’]|du|d['’])` + gap + `?(?:heure|journée|semaine|mois|année|an|temps)`),
		majority: words(`(majorité)`), percent: words(any + gap + `(?:pour` + gap + `cent|pourcents?)`),
		lasting: words(any + gap + `(minutes?|heures?|jours?|semaines?|mois|ans?|années?)`),
		units:   map[string]string{"minute": "m", "heure": "h", "jour": "d", "semaine": "w", "mois": "mo", "an": "y"},
		timed:   words(`(?:dans|sous|pendant|durant|après|dure|délai|durée|moins|plus|ouvert\p{L}*|vote|scrutin)`),
		member:  words(`(?:membres?|adhérent\p{L}*|adhésion|ancienneté)`),
		bodies:  words(any + gap + `(?:autres` + gap + `)?(?:membres?|personnes?|voix|votes?|sièges?|signatures?|d['’]entre` + gap + `(?:nous|eux)` + role + `)`), moreThan: words(`(?:plus de)` + gap + `$`), fewerFor: words(`(?:moins de)` + gap + `$`),
	}
}

func spanish(role string) tongue {
	n := count(1, "un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve")
	ones := maps.Clone(n)
	maps.DeleteFunc(ones, func(_ string, v int64) bool { return v > 9 })
	n = combine(n, map[string]int64{"treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90}, ones, func(ten, one string) string { return ten + " y " + one })
	n["uno"], n["una"] = 1, 1
	any := alternatives(n)
	return tongue{
		numbers:  n,
		fraction: words(any + gap + `(tercios?|cuartos?|quintos?|sextos?|décimos?|terceras` + gap + `partes|cuartas` + gap + `partes|quintas` + gap + `partes|tercera` + gap + `parte|cuarta` + gap + `parte)`),
		parts: map[string]int64{
			"tercio": 3, "tercios": 3, "cuarto": 4, "cuartos": 4, "quinto": 5, "quintos": 5, "sexto": 6, "sextos": 6, "décimo": 10, "décimos": 10,
			"terceras partes": 3, "cuartas partes": 4, "quintas partes": 5, "tercera parte": 3, "cuarta parte": 4,
		},
		half: words(`(mitad)`), part: regexp.MustCompile(`(?i)^` + gap + `(?:más` + gap + `un[oa]` + gap + `)?(?:de|del)`), hour: regexp.MustCompile(`(?i)^` + gap + `(?:de la|del?)` + gap + `(?:hora|día|semana|mes|año|tiempo)`),
		majority: words(`(mayoría)`), percent: words(any + gap + `(?:por` + gap + `ciento)`),
		lasting: words(any + gap + `(minutos?|horas?|días?|semanas?|mes(?:es)?|años?)`),
		units:   map[string]string{"minuto": "m", "hora": "h", "día": "d", "semana": "w", "mes": "mo", "año": "y"},
		timed:   words(`(?:en|dentro|durante|tras|después|plazo|dura|duración|menos|más|mínimo|máximo|abiert\p{L}*|votación)`),
		member:  words(`(?:miembros?|soci[oa]s?|antigüedad)`),
		bodies:  words(any + gap + `(?:miembros?|personas?|votos?|firmas?|escaños?|soci[oa]s?` + role + `)`), moreThan: words(`(?:más de)` + gap + `$`), fewerFor: words(`(?:menos de)` + gap + `$`),
	}
}
