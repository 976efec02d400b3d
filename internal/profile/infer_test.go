package profile

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/onefold/onefold/normalize"
	"github.com/onefold/onefold/record"
)

// col makes a column of values separated by bars; "" is a blank.
func col(name, values string) ColumnData {
	c := record.NewCoder(16)
	if values != "" {
		for _, v := range strings.Split(values, "|") {
			c.Add([]byte(v))
		}
	}
	return ColumnData{Name: name, Codes: c.Codes()}
}

const (
	givenFR   = "Camille|Bastien|Solène|Thierry|Mireille|Yves|Anaïs|Hugues|Odile|Loïc"
	familyFR  = "Lefebvre|Garnier|Chevalier|Perrot|Mercier|Bonnet|Le Gall|Dufour|Masson|Rousseau"
	givenRO   = "Ruxandra|Bogdan|Mihnea|Ileana|Sorin|Lăcrămioara|Gheorghe|Oana|Dragoș|Viorica"
	familyRO  = "Dumitrescu|Ciobanu|Munteanu|Stănescu|Popovici|Vlad|Ungureanu|Lungu|Rotaru|Moldovan"
	givenEN   = "oliver|tamsin|hamish|jessica|kyle|erin|lachlan|emily|joshua|bethany"
	familyEN  = "whitehead|clarke|mccarthy|white|ryan|hughes|webb|cook|mason|green"
	wholeFR   = "Camille Lefebvre|Bastien Garnier|Solène Perrot|Thierry Masson|Mireille Dufour|Yves Bonnet|Anaïs Mercier"
	emails    = "c.lefebvre@orange.fr|bastien@garnier.eu|sp@laposte.net|masson.t@free.fr|odile@wanadoo.fr|info@dufour.fr"
	phonesFR  = "01 42 68 53 00|06 12 34 98 70|04.78.62.11.09|+33 5 56 01 02 03|0240121314|06-77-88-12-90"
	phonesRO  = "0744 123 987|0722.555.101|0264 598 741|+40 733 444 121|0040 21 315 22 11|0755123981"
	phonesUS  = "(312) 555-0142|312-555-0187|(773) 555-0121 x12|773.555.0199|312/555-0110|1-312-555-0123"
	companies = "Menuiserie Aubert SARL|Transports Vidal SAS|Boulangerie du Port|Cabinet Noël|Société Générale de Travaux|Lumen Conseil"
	firmsRO   = "SC Agrovest SRL|Delta Construct S.R.L.|Nordic Impex SA|Farmacia Salvia SRL|Asociația Dunărea|Carpat Trans SRL"
	orgsEN    = "Riverside Learning Center|St Brendan School|Lakeview Day Care|Hope Community Church|Blue Harbor Holdings LLC|Orchard Kindergarten"
	streetsFR = "12 rue des Lilas|4 bis avenue Foch|Place du Marché|88, boulevard Voltaire|3 impasse du Four|27 chemin des Vignes"
	streetsRO = "Str. Florilor nr. 12|Bd. Unirii 45|Calea Moșilor 220|Aleea Teilor nr. 3|Șos. Colentina 18|Strada Morii 7"
	streetsEN = "118 W Adams St|4400 Lake Shore Dr|77 Elm Avenue|9 Oak Ct|1500 Main Street|230 Grove Rd"
	wholeAddr = "12 rue des Lilas, 69003 Lyon|4 avenue Foch, 75016 Paris|88 boulevard Voltaire, 33000 Bordeaux|3 place Bellecour, 69002 Lyon|6 rue Thiers, 38000 Grenoble"
	citiesFR  = "Lyon|Grenoble|Saint-Étienne|Annecy|Paris|Lyon|Valence|Mâcon|Roanne|Lyon"
	citiesRO  = "Cluj-Napoca|București|Iași|Sibiu|Oradea|Brașov|București|Arad|Deva|Timișoara"
	isoDates  = "1968-04-12|1991-11-30|1979-02-28|1955-07-01|1984-10-19|1947-01-23|1999-05-05"
	stamps    = "2023-01-12T08:31:00Z|2022-11-02T17:05:44Z|2024-03-30T11:11:11Z|2024-05-01T09:00:00Z|2021-08-19T22:10:05Z"
	ibans     = "FR7630006000011234567890189|DE89370400440532013000|GB82WEST12345698765432|RO49AAAA1B31007593840000"
	uuids     = "3f1b7c9e-1111-4c7a-9b1e-0a1b2c3d4e5f|8a2d4c6e-2222-4d8b-8c2f-1b2c3d4e5f60|c4e6f801-3333-4e9c-9d30-2c3d4e5f6071|0f9e8d7c-4444-4fad-ae41-3d4e5f607182"
)

func TestInferColumns(t *testing.T) {
	for _, tt := range []struct {
		header, values string
		want           record.Kind
	}{
		// French spreadsheets
		{"Prénom", givenFR, record.GivenName},
		{"PRENOMS", givenFR, record.GivenName},
		{"Nom de famille", familyFR, record.FamilyName},
		{"Nom d'usage", familyFR, record.FamilyName},
		{"Nom", familyFR, record.FamilyName},
		{"Nom", wholeFR, record.Person},
		{"Nom", companies, record.Company},
		{"Nom et prénom", wholeFR, record.Person},
		{"Civilité", "M.|Mme|Mme|M.|Mlle|Mme", record.NamePrefix},
		{"Raison sociale", companies, record.Company},
		{"Société", "Aubert|Vidal & fils|Lumen|Noëlia|Kerdoncuff|Ozenne", record.Company},
		{"Courriel", emails, record.Email},
		{"Tél.", phonesFR, record.Phone},
		{"Téléphone portable", phonesFR, record.Phone},
		{"Adresse", streetsFR, record.Street},
		{"Adresse", wholeAddr, record.Address},
		{"Adresse complète", wholeAddr, record.Address},
		{"Complément d'adresse", "Bât. C|Appt 12|Résidence Les Pins|Étage 3|Bât. A", record.AddressLine},
		{"CP", "69003|38000|42000|74000|75016", record.Postcode},
		{"Code postal", "01000|69003|38000|F-42000|75016", record.Postcode},
		{"Ville", citiesFR, record.City},
		{"Localité", citiesFR, record.City},
		{"Département", "Isère|Rhône|Ain|Savoie|Rhône|Loire", record.Region},
		{"Pays", "France|FR|Belgique|France|Suisse", record.Country},
		{"Date de naissance", "12/04/1968|30/11/1991|28/02/1979|01/07/1955", record.BirthDate},
		{"Créé le", "12/01/2023|02/11/2022|30/03/2024", record.Created},
		{"Modifié le", "12/01/2023 08:00|02/11/2022 19:12|30/03/2024 10:01", record.Modified},
		{"SIRET", "73282932000074|35600000000048|40483304800022", record.SIRET},
		{"N° SIREN", "732829320|356000000|404833048", record.SIREN},
		{"N° TVA intracommunautaire", "FR40303265045|FR23334175221|FR83404833048", record.VAT},
		{"Fonction", "Directrice commerciale|Comptable|Gérant|Assistante|Chef de projet", record.JobTitle},
		{"Consentement RGPD", "oui|non|oui|oui", record.Consent},
		{"Propriétaire", "Anne Roy|Luc Petit|Anne Roy|Luc Petit", record.Owner},
		{"Origine du contact", "Salon|Site web|Recommandation|Site web", record.Origin},
		{"Remarques", "Rappeler après les vacances de printemps, ne répond jamais le matin au téléphone fixe|Voir avec la direction des achats pour le renouvellement du contrat de maintenance", record.Text},
		// Romanian spreadsheets
		{"Prenume", givenRO, record.GivenName},
		{"Nume de familie", familyRO, record.FamilyName},
		{"Nume", familyRO, record.FamilyName},
		{"Nume și prenume", "Dumitrescu Bogdan|Ciobanu Ileana|Munteanu Oana|Stănescu Sorin", record.Person},
		{"Denumire firmă", firmsRO, record.Company},
		{"Nr. tel", phonesRO, record.Phone},
		{"Telefon mobil", phonesRO, record.Phone},
		{"Adresă", streetsRO, record.Street},
		{"Cod poștal", "400001|010101|700115|550201", record.Postcode},
		{"Județ", "Cluj|Iași|Sibiu|Timiș|Ilfov", record.Region},
		{"Localitate", citiesRO, record.City},
		{"Țara", "România|Romania|RO|Republica Moldova", record.Country},
		{"Data nașterii", "03.09.1972|17.02.1988|29.12.1990", record.BirthDate},
		{"Dată naștere", "03.09.1972|17.02.1988|29.12.1990", record.BirthDate},
		{"CUI", "RO14399840|6859662|RO 1590082", record.ROCUI},
		{"CNP", "1850412123456|2790230125781|1661015404121", record.Identifier},
		{"Cont IBAN", ibans, record.IBAN},
		{"Funcție", "director general|inginer|contabil|asistent manager", record.JobTitle},
		{"Observații", "De sunat luni|client vechi, plătește la timp|fără factură", record.Text},
		// English spreadsheets and exports of CRMs
		{"given_name", givenEN, record.GivenName},
		{"surname", familyEN, record.FamilyName},
		{"FIRSTNAME", givenEN, record.GivenName},
		{"full_name", "Tamsin Webb|Kyle Ryan|Erin Cook|Hamish Mason", record.Person},
		{"Site name", orgsEN, record.Company},
		{"name", orgsEN, record.Company},
		{"Account Name", orgsEN, record.Company},
		{"MailingStreet", streetsEN, record.Street},
		{"properties_mobilephone", phonesUS, record.Phone},
		{"MailingPostalCode", "60614|60601-1204|60657|60610", record.Postcode},
		{"Address 1 - City", citiesFR, record.City},
		{"address1_stateorprovince", "Oregon|Texas|Ohio|Maine", record.Region},
		{"address1_line2", "Suite 4|Apt 12|Floor 3|Suite 9", record.AddressLine},
		{"postcode", "SW1A 1AA|M1 1AE|cr2 6xh|DN55 1PT", record.Postcode},
		{"state", "nsw|vic|qld|wa|nsw", record.Region},
		{"BillingState", "IL|CA|NY|TX|WA", record.Region},
		{"dob", "19560409|19811017|19700301|19991231", record.BirthDate},
		{"soc_sec_id", "5304218|1804974|9695933|3939901", record.Identifier},
		{"street_number", "7|12|3|188|41", record.HouseNumber},
		{"suburb", "frankston|wallaroo|mosman|taree", record.City},
		{"Birthdate", isoDates, record.BirthDate},
		{"CreatedDate", stamps, record.Created},
		{"hs_lastmodifieddate", stamps, record.Modified},
		{"LeadSource", "Web|Referral|Trade show|Web", record.Origin},
		{"x_studio_linkedin_url", "https://www.linkedin.com/in/a1|https://linkedin.com/in/b2", record.URL},
		{"Website", "www.lumen.example|http://aubert.example/fr|vidal.example", record.URL},
		{"Contact Owner", "Ann Roe|Lou Kane|Ann Roe", record.Owner},
		{"IsDeleted", "false|false|true|false", record.Boolean},
		{"Email Opt Out", "0|1|0|0", record.Consent},
		{"Newsletter consent", "yes|oui|da||no|nu|non", record.Consent},
		{"Opt-in", "Yes|No|Yes|", record.Consent},
		{"Opt-in", "1|0|1", record.Consent},
		{"opt_in_sms", "true|false", record.Consent},
		{"Newsletter", "oui|non|oui", record.Consent},
		{"Consentement newsletter", "Oui|Non|Oui", record.Consent},
		{"Consentement", "accepté|refusé|en attente", record.Consent},
		{"Accepte les e-mails commerciaux", "Vrai|Faux", record.Consent},
		{"Accord pour la newsletter", "O|N|O", record.Consent},
		{"Désabonné newsletter", "oui|non", record.Consent},
		{"Ne pas contacter par téléphone", "oui|non", record.Consent},
		{"Acord marketing", "da|nu|da", record.Consent},
		{"Acord GDPR", "Da|Nu|Da", record.Consent},
		{"Consimțământ e-mail", "da|nu|da", record.Consent},
		{"Abonat la newsletter", "da|nu|da", record.Consent},
		{"HasOptedOutOfEmail", "false|true|false", record.Consent},
		{"HasOptedOutOfFax", "0|1|0", record.Consent},
		{"DoNotCall", "TRUE|FALSE|FALSE", record.Consent},
		{"Fax Opt Out", "FALSE|TRUE", record.Consent},
		{"GDPR", "x||x", record.Consent},
		{"RGPD", "OK|OK|non", record.Consent},
		{"email_opt_out__c", "y|n", record.Consent},
		{"Unsubscribed from all email", "Yes|No|", record.Consent},
		{"Opted out of email: Marketing Information", "true|false|", record.Consent},
		{"donotbulkemail", "Allow|Do Not Allow|Allow", record.Consent},
		{"Email Marketing Consent", "SUBSCRIBED|NOT_SUBSCRIBED|PENDING", record.Consent},
		{"Consent date", "2021-01-02|2022-03-04|2023-11-30", record.Date},
		{"Date de consentement", "12/01/2023|02/11/2022|30/03/2024", record.Date},
		{"Email verified", "true|false|true", record.Boolean},
		{"Has account", "yes|no|no", record.Boolean},
		{"Active", "1|0|1", record.Boolean},
		{"Permission", "S. Dupont|M. Ionescu|P. Harris", record.Person},
		{"gender", "male|female|female|male", record.Gender},
		{"Sexe", "M|F|F|M", record.Gender},
		{"Title", "Sales Manager|Accountant|CEO|Head of Marketing", record.JobTitle},
		{"Title", "Mr|Mrs|Dr|Ms", record.NamePrefix},
		{"AnnualRevenue", "120000|98000.50|1 250 000|4500", record.Number},
		{"Phone type", "mobile|work|mobile|home", record.Category},
		{"AccountId", "0015e00002AbCdE|0015e00002AbCdF|0015e00002AbCdE", record.Category},
		{"(Do Not Modify) Contact", uuids, record.RecordID},
		{"Record ID", "101|102|103|104", record.RecordID},
		// Spanish, German, Italian
		{"Apellidos", "García López|Martínez|Fernández Ruiz|Torres", record.FamilyName},
		{"Vorname", "Klaus|Ingrid|Werner|Petra", record.GivenName},
		{"Ragione sociale", "Rossi Costruzioni SpA|Bianchi e Figli|Verdi Trasporti Srl", record.Company},
		{"PLZ", "10115|80331|20095", record.Postcode},
		// a wrong header must not win over clear values
		{"phone", emails, record.Email},
		{"email", givenFR, record.GivenName},
		{"email", phonesFR, record.Phone},
		{"company", emails, record.Email},
		{"city", isoDates, record.BirthDate},
		{"date of birth", phonesRO, record.Phone},
		{"first name", streetsFR, record.Street},
		{"postcode", citiesFR, record.City},
		{"Website", "Yes|No|No|Yes", record.Boolean},
		// no header, or one that says nothing
		{"column_1", emails, record.Email},
		{"", phonesFR, record.Phone},
		{"F7", phonesUS, record.Phone},
		{"column_4", givenRO, record.GivenName},
		{"column_5", familyRO, record.FamilyName},
		{"column_6", wholeFR, record.Person},
		{"column_7", firmsRO, record.Company},
		{"column_8", streetsRO, record.Street},
		{"column_9", citiesRO, record.City},
		{"column_10", isoDates, record.BirthDate},
		{"column_11", stamps, record.Date},
		{"column_12", ibans, record.IBAN},
		{"column_13", "France|Belgique|România|Suisse|Italie", record.Country},
		{"column_14", uuids, record.RecordID},
		{"column_15", wholeAddr, record.Address},
		{"column_16", "SW1A 1AA|M1 1AE|CR2 6XH|DN55 1PT", record.Postcode},
		{"column_18", "6, rue de l'Église|12 rue de l'École|3 place de l'Église|14 rue du Marché|9 rue de la Clinique", record.Street},
		{"country_id/id", "base.fr|base.ro|base.uk", record.Category},
		{"Department", "Sales|Finance|Sales", record.Category},
		{"Service", "Ventes|Finance|Formation", record.Category},
		{"column_17", "Mme|M.|Mme|Dr", record.NamePrefix},
	} {
		c := col(tt.header, tt.values)
		// a twin record: real lists repeat values, and only ids do not
		if tt.want != record.RecordID {
			twice := record.NewCoder(0)
			for range 2 {
				for _, v := range strings.Split(tt.values, "|") {
					twice.Add([]byte(v))
				}
			}
			c.Codes = twice.Codes()
		}
		f := Infer([]ColumnData{c}, Options{}).Fields[0]
		if f.Kind != tt.want {
			t.Errorf("%q with %.40q: %s (%.2f, then %s: %s), want %s", tt.header, tt.values, f.Kind, f.Confidence, f.Second, f.Reason, tt.want)
		}
		if f.Reason == "" || f.Confidence <= 0 || f.Confidence > 1 {
			t.Errorf("%q: confidence %v, reason %q", tt.header, f.Confidence, f.Reason)
		}
	}
}

// A header alone is enough to see a consent, and values are not needed.
func TestInferConsentWithoutValues(t *testing.T) {
	for _, c := range []ColumnData{col("Newsletter consent", ""), col("HasOptedOutOfEmail", "||")} {
		if f := Infer([]ColumnData{c}, Options{}).Fields[0]; f.Kind != record.Consent {
			t.Errorf("%s: %s", c.Name, f.Kind)
		}
	}
}

// contacts is a table in which columns help each other.
func contacts() []ColumnData {
	return []ColumnData{
		col("ID", "c-1|c-2|c-3|c-4|c-5|c-6|c-7|c-8|c-9|c-10"),
		col("Nom", familyFR), col("Prénom", givenFR),
		col("E-mail", "a@b.fr|b@b.fr|c@b.fr|d@b.fr|e@b.fr|f@b.fr|g@b.fr|h@b.fr|i@b.fr|j@b.fr"),
		col("Tél. mobile", "06 12 34 98 70|06 12 34 98 71|06 12 34 98 72|06 12 34 98 73|06 12 34 98 74|07 12 34 98 75|06 12 34 98 76|06 12 34 98 77|06 12 34 98 78|06 12 34 98 79"),
		col("Adresse facturation", "1 rue A Briand|2 rue Carnot|3 rue Foch|4 rue Foch|5 rue Foch|6 rue Foch|7 rue Foch|8 rue Foch|9 rue Foch|10 rue Foch"),
		col("CP facturation", "69001|69002|69003|69004|69005|69006|69007|69008|69009|69001"),
		col("Ville facturation", citiesFR),
		col("Né le", "03/04/1971|13/04/1972|03/05/1973|23/04/1974|03/04/1975|03/04/1976|30/04/1977|03/04/1978|03/04/1979|03/04/1980"),
		col("Compte ID", "77|77|78|78|79|80|81|81|82|83"),
	}
}

func TestInferTable(t *testing.T) {
	in := Infer(contacts(), Options{})
	if in.Key.Field != 0 || in.Key.Name != "ID" || in.Key.Reason == "" {
		t.Errorf("key %+v", in.Key)
	}
	if in.Region != "FR" || in.Language != "fr" {
		t.Errorf("region %q (%s), language %q", in.Region, in.RegionReason, in.Language)
	}
	want := []struct {
		kind        record.Kind
		group, role string
	}{
		{record.RecordID, "", ""},
		{record.FamilyName, "name", ""},
		{record.GivenName, "name", ""},
		{record.Email, "email", ""},
		{record.Phone, "phone", "mobile"},
		{record.Street, "address:billing", "billing"},
		{record.Postcode, "address:billing", "billing"},
		{record.City, "address:billing", "billing"},
		{record.BirthDate, "", ""},
		{record.Category, "", "reference"},
	}
	for i, w := range want {
		f := in.Fields[i]
		if f.Kind != w.kind || f.Group != w.group || f.Role != w.role {
			t.Errorf("%s: %s group %q role %q, want %s %q %q (%s)", f.Name, f.Kind, f.Group, f.Role, w.kind, w.group, w.role, f.Reason)
		}
	}
	if c := in.Fields[8].Context; c.DayFirst != normalize.DayMonth || in.Fields[8].Evidence == "" {
		t.Errorf("birth date: %+v %q", c, in.Fields[8].Evidence)
	}
	if c := in.Fields[4].Context; c.Region != "FR" {
		t.Errorf("phone region %q: %s", c.Region, in.Fields[4].Evidence)
	}
}

func TestDeclared(t *testing.T) {
	in := Infer(contacts(), Options{ID: "E-mail", Region: "BE", Kinds: map[string]record.Kind{"Nom": record.Company}})
	if in.Key.Name != "E-mail" || in.Fields[3].Kind != record.RecordID || in.Key.Reason != "declared" {
		t.Errorf("key %+v, kind %s", in.Key, in.Fields[3].Kind)
	}
	if in.Fields[1].Kind != record.Company || !in.Fields[1].Declared || in.Fields[4].Context.Region != "BE" {
		t.Errorf("%+v", in.Fields[1])
	}
}

func TestKey(t *testing.T) {
	for _, tt := range []struct {
		name string
		cols []ColumnData
		want string
	}{
		{"e-mail is no id", []ColumnData{col("email", emails), col("Prénom", "a|b|c|d|e|f")}, ""},
		{"repeated id is none", []ColumnData{col("id", "1|2|2|3"), col("city", "Lyon|Paris|Nice|Lyon")}, ""},
		{"blank id is none", []ColumnData{col("id", "1|2||3"), col("city", "Lyon|Paris|Nice|Lyon")}, ""},
		{"own id before another's", []ColumnData{col("Account ID", "9|8|7|6"), col("Contact ID", "41|55|62|99")}, "Contact ID"},
		{"matricule", []ColumnData{col("Nom", familyFR), col("Matricule", "A10|A11|A12|A13|A14|A15|A16|A17|A18|A19")}, "Matricule"},
		{"unnamed sequence", []ColumnData{col("column_1", "1|2|3|4|5|6"), col("column_2", emails)}, "column_1"},
		{"phone is no id", []ColumnData{col("phone", phonesFR)}, ""},
		{"no rows", []ColumnData{col("Name", ""), col("Record ID", "")}, "Record ID"},
	} {
		if got := Infer(tt.cols, Options{}).Key; got.Name != tt.want || (got.Field < 0) != (tt.want == "") || got.Reason == "" {
			t.Errorf("%s: %+v, want %q", tt.name, got, tt.want)
		}
	}
}

func TestContext(t *testing.T) {
	for _, tt := range []struct {
		header, values, region string
		order                  normalize.Order
		names                  string
	}{
		{"phone", phonesRO, "RO", 0, ""},
		{"phone", phonesFR, "FR", 0, ""},
		{"phone", phonesUS, "US", 0, ""},
		{"mobil", "0744123987|0722555101|0733101202|0755101203", "RO", 0, ""},
		{"date of birth", "04/25/1970|12/31/1980|01/02/1990", "", normalize.MonthDay, ""},
		{"date of birth", "25.04.1970|31.12.1980|01.02.1990", "", normalize.DayMonth, ""},
		{"date of birth", "01/02/1990|03/04/1991", "", normalize.OrderUnknown, ""},
		{"data nașterii", "01/02/1990|03/04/1991", "RO", normalize.DayMonth, ""},
		{"full name", "Dupont, Jean|Martin, Marie|Petit, Paul|Roux, Anne", "", 0, CommaFirst},
		{"full name", "DUPONT Jean|MARTIN Marie|PETIT Paul|ROUX Anne", "", 0, FamilyFirst},
	} {
		f := Infer([]ColumnData{col(tt.header, tt.values)}, Options{}).Fields[0]
		if f.Context.Region != tt.region || f.Context.DayFirst != tt.order || f.NameOrder != tt.names {
			t.Errorf("%s %q: region %q, order %d, names %q; %s", tt.header, tt.values, f.Context.Region, f.Context.DayFirst, f.NameOrder, f.Evidence)
		}
	}
}

// TestOrderOfRows shuffles rows, with sampling at work: nothing may change.
func TestOrderOfRows(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	given, cities := strings.Split(givenFR+"|"+givenRO, "|"), strings.Split(citiesFR, "|")
	rows := make([][]string, 3000)
	for i := range rows {
		rows[i] = []string{
			fmt.Sprint(1000 + i), given[r.IntN(len(given))], fmt.Sprintf("m%d@x.fr", r.IntN(2500)),
			fmt.Sprintf("0%d %02d %02d %02d %02d", 1+r.IntN(7), r.IntN(100), r.IntN(100), r.IntN(100), r.IntN(100)),
			cities[r.IntN(len(cities))], fmt.Sprintf("%02d/%02d/%d", 1+r.IntN(28), 1+r.IntN(12), 1940+r.IntN(60)),
			given[r.IntN(len(given))] + " DUPONT",
		}
	}
	table := func() []ColumnData {
		var cols []ColumnData
		for i, n := range []string{"c1", "c2", "c3", "c4", "c5", "c6", "nom"} {
			c := record.NewCoder(len(rows))
			for _, row := range rows {
				c.Add([]byte(row[i]))
			}
			cols = append(cols, ColumnData{Name: n, Codes: c.Codes()})
		}
		return cols
	}
	o := Options{Sample: 500}
	d := DescribeOptions{Sample: 300, Registry: normalize.Standard()}
	cols := table()
	want := Infer(cols, o)
	described := Describe(cols, want, d)
	for range 3 {
		r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		cols := table()
		got := Infer(cols, o)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("other rows first:\n%+v\n%+v", got, want)
		}
		if again := Describe(cols, got, d); !reflect.DeepEqual(again, described) {
			t.Fatalf("other rows first:\n%+v\n%+v", again, described)
		}
	}
}

func FuzzInfer(f *testing.F) {
	f.Add("E-mail", emails)
	f.Add("(Do Not Modify) ", "\x00|\xff|é|1/2/3|")
	f.Add("ÎD_x__c", phonesFR)
	f.Fuzz(func(t *testing.T, header, values string) {
		cols := []ColumnData{col(header, values), col("Prénom", givenFR)}
		in := Infer(cols, Options{Sample: 3})
		if len(in.Fields) != 2 {
			t.Fatal("a field is lost")
		}
		for _, x := range in.Fields {
			if _, ok := record.ParseKind(string(x.Kind)); !ok || x.Confidence < 0 || x.Confidence > 1 {
				t.Fatalf("%+v", x)
			}
		}
		p := Describe(cols, in, DescribeOptions{})
		if x := p.Fields[0]; x.Present+x.Empty+x.Null != cols[0].Codes.Len() {
			t.Fatalf("rows are lost: %+v", x)
		}
	})
}
