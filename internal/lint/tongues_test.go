package lint_test

import "testing"

// TestTextInOtherLanguagesMustStateTheSameNumbers compares with two thirds, a third for a quorum, three days and 30 days of membership.
func TestTextInOtherLanguagesMustStateTheSameNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"Zwei Drittel der Stimmen, ein Drittel der Mitglieder, innerhalb von drei Tagen.":                            "",
		"Eine Zweidrittelmehrheit nach zweiundsiebzig Stunden; stimmberechtigt ist, wer seit 30 Tagen Mitglied ist.": "",
		"Drei Viertel der Stimmen.":                                    `"Drei Viertel" where its provision says 2/3 (threshold) and 1/3 (quorum)`,
		"Eine Dreiviertelmehrheit mit einem Drittel der Mitglieder.":   `"Dreiviertel" where its provision says 2/3 (threshold)`,
		"Mehr als die Hälfte der Stimmen, ein Drittel der Mitglieder.": `"Hälfte" where its provision says 2/3 (threshold)`,
		"Die Abstimmung dauert fünf Tage.":                             `"fünf Tage" where its provision says 72h (min)`,
		"Binnen 48 Stunden.":                                           `"48 Stunden" where its provision says 72h (min)`,
		"75 Prozent der Stimmen, 1/3 der Mitglieder.":                  `"75 Prozent" where its provision says 2/3 (threshold)`,
		"Eine Viertelstunde und ein Viertel der Stunde sind kein Anteil. Wir treffen uns zwei Tage vor dem Fest.": "",
		"Les deux tiers des voix, un tiers des membres, dans un délai de trois jours.":                            "",
		"Les trois quarts des voix, un tiers des membres.":                                                        `"trois quarts" where its provision says 2/3 (threshold)`,
		"Plus de la moitié des suffrages, un tiers des membres.":                                                  `"moitié" where its provision says 2/3 (threshold)`,
		"Dans les cinq jours.": `"cinq jours" where its provision says 72h (min)`,
		"Le vote dure soixante-douze heures. Un tiers peut écouter un quart d’heure.":    "",
		"Membres depuis soixante jours, après 72 heures.":                                `"soixante jours" where its provision says 30d (min_membership)`,
		"Dos tercios de los votos, un tercio de los miembros, en el plazo de tres días.": "",
		"Tres cuartas partes de los votos, un tercio de los miembros.":                   `"Tres cuartas partes" where its provision says 2/3 (threshold)`,
		"La mitad de los votos, un tercio de los miembros.":                              `"mitad" where its provision says 2/3 (threshold)`,
		"La votación dura cuarenta y ocho horas.":                                        `"cuarenta y ocho horas" where its provision says 72h (min)`,
		"Setenta y cinco por ciento de los votos, un tercio de los miembros.":            `"Setenta y cinco por ciento" where its provision says 2/3 (threshold)`,
		"Within 5 days.": `"5 days" where its provision says 72h (min)`,
	} {
		t.Run(text, func(t *testing.T) {
			var expected []string
			if want != "" {
				expected = []string{"warning: article 2 says " + want}
			}
			expect(t, check(t, says(text)), expected...)
		})
	}
}

func TestHowManyPeopleIsComparedInOtherLanguages(t *testing.T) {
	for text, want := range map[string]string{
		"Zwei Mitglieder stimmen zu.": "", "Deux membres disent oui.": "", "Dos miembros dicen que sí.": "", "Mehr als ein Mitglied.": "",
		"Vier Mitglieder stimmen zu.": `"Vier"`, "Quatre membres disent oui.": `"Quatre"`, "Cuatro miembros dicen que sí.": `"Cuatro"`,
	} {
		t.Run(text, func(t *testing.T) {
			var expected []string
			if want != "" {
				expected = []string{"warning: article 2 says " + want + " where its provision says 2 (threshold)"}
			}
			expect(t, check(t, second(text, "threshold: [{count: yes, value: 2}]")), expected...)
		})
	}
}
