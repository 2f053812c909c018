package prose

import "testing"

func TestLanguage(t *testing.T) {
	for text, want := range map[string]string{
		"The Government of Mali does not fully meet the minimum standards for the elimination of trafficking, and it was not making efforts to do so in the year.":                                                    "en",
		"El Gobierno de Honduras no cumple plenamente las normas mínimas para la eliminación de la trata; no obstante, está realizando esfuerzos con tal fin, y por lo tanto los jueces del país fueron capacitados.": "es",
		"Le gouvernement du Tchad ne respecte pas les normes minimales pour l’élimination de la traite des personnes, et les juges qui ont été formés dans la capitale sont peu nombreux.":                            "fr",
		"لا تستوفي حكومة الأردن المعايير الدنيا للقضاء على الاتجار بالبشر بشكل كامل":                                                                                                                                  "ar",
		"HONDURAS: Nivel 2": "",
		"":                  "",
	} {
		if got := Language(text); got != want {
			t.Errorf("Language(%.40q) = %q, want %q", text, got, want)
		}
	}
}
