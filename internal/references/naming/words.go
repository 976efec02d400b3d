package naming

// Concept is what nouns of several languages stand for.
type Concept uint8

// Concepts that the names of references need. Those from Person to Supplier
// are parties: one table often holds several of them.
const (
	NoConcept Concept = iota
	Person
	Customer
	Company
	Supplier
	Party
	Lead
	User
	Deal
	Order
	Invoice
	Ticket
	Campaign
	Product
	Project
	Task
	Activity
	Category
)

// IsParty tells whether the concept is somebody that a CRM has records of.
func (c Concept) IsParty() bool { return c >= Person && c <= Lead }

var (
	concepts     = conceptWords.index()
	conceptWords = words[Concept]{
		Person: `contact person people persoana persoane personne persona kontakt kontaktperson ansprechpartner contacto contatto individu
		individual human member membru membre mitglied miembro patient pacient student elev donor socpeople`,
		Customer: `customer client cliente kunde klant acheteur buyer kaeufer debitor cumparator abonat subscriber abonne guest clienti kunden`,
		Company: `company account organization organisation organizatie societe societate firma firm entreprise empresa unternehmen companie
		azienda org organisme institution household`,
		Supplier: `supplier vendor fournisseur furnizor lieferant proveedor fornitore kreditor`,
		Party:    `party partner partener partenaire geschaeftspartner tiers tercero thirdparty parte counterparty correspondent addressbook`,
		Lead:     `lead prospect interessent suspect target prospecto`,
		User: `user utilizator utilisateur benutzer usuario utente employee angajat employe mitarbeiter empleado agent staff operator
		salesperson vendeur`,
		Deal:     `deal opportunity affaire oportunitate chance oportunidad potential opportunite affair`,
		Order:    `order commande comanda auftrag bestellung pedido ordine salesorder`,
		Invoice:  `invoice facture factura rechnung bill fattura`,
		Ticket:   `ticket case cazuri caz incident reclamation issue tichet`,
		Campaign: `campaign campagne campanie kampagne campana mailing`,
		Product:  `product produit produs produkt producto item articol article artikel prodotto`,
		Project:  `project projet proiect projekt proyecto progetto`,
		Task:     `task tache sarcina aufgabe tarea todo`,
		Activity: `activity activite activitate aktivitaet actividad event evenement eveniment call meeting appointment`,
		Category: `category categorie kategorie categoria tag label segment group groupe grup gruppe grupo`,
	}
)

// roles are words for somebody's part in something: a column named so may
// point at a person or company under any name.
var roles = words[uint8]{
	roleParty: `organizer organiser attendee participant invitee guest author auteur autor sender recipient destinataire destinatar
		beneficiary beneficiaire beneficiar referrer sponsor spouse conjoint sot partner tutor guardian parrain payer payeur platitor
		billing shipping delivery livraison livrare facturation contact principal address adresse adresa bill ship sold sell buy
		signer signatory subscriber requester requestor reporter caller caller1 holder titulaire titular garant rated publisher
		commercial correspondent assistant secretary reports supervisor recommended related linked counterpart who regarding`,
	roleUser: `owner assigned assignee creator created createdby modified updated modifier uid salesman responsible responsable
		responsabil creat modificat cree modifie validated approved approver manager handler changed deleted locked verantwortlich
		bearbeiter erstellt geaendert propietario sm`,
	roleSelf: `parent mother father superior reports head master main original duplicate duplicated merged replaced canonical survivor root
		ancestor child primary parinte mere pere padre vater eltern uebergeordnet superieur principal manager boss supervisor ultimate
		successor predecessor previous`,
}.index()

const (
	roleParty uint8 = 1 << iota
	roleUser
	roleSelf
)

// measures are words that end the name of a column that is no reference.
var measures = words[bool]{
	true: `status state type kind stage level rank ranking priority score rating probability progress percent percentage rate ratio ratios
		amount total subtotal sum price cost value qty quantity quantities count counter num number_of size length width height weight
		age year month day week hour minute second duration time date datetime at timestamp position sequence sort ordering index
		lft rgt depth version revision flag flags active enabled deleted visible hidden locked default color colour mode step
		latitude longitude lat lng lon zip postcode postal city town street country state region phone mobile fax email mail name
		title label description comment note text body subject content language lang locale currency gender sex birthday
		revenue turnover employees discount tax vat balance credit limit points quota capacity attempts retries port
		stare statut etat etape niveau rang priorite montant prix cantitate pret suma ordine varsta annee jahr anzahl menge
		preis betrag stufe rang alter plz ort strasse cantidad precio edad estado nivel nume nom prenom prenume oras ville adresse_mail
		tip typ tipo valeur valoare wert required is has bool checked read done public private opt color salutation
		password hash salt token secret format encoding mime extension checksum url uri path file filename image photo avatar icon`,
}.index()

// marks are words that only say: this is an id.
var marks = words[bool]{
	true: `id ids fk ref refs pk key uid uuid guid oid no nr nro num numero number numar code cod codigo kod nummer rel link idx
		identifier identifiant kennung ida idb c identificador identificatore sid lookup`,
}.index()

// strongMarks are those that are said of ids alone.
var strongMarks = map[string]bool{
	"id": true, "ids": true, "fk": true, "uuid": true, "guid": true, "ida": true, "idb": true, "uid": true, "oid": true, "lookup": true,
}

// foreigners are words for the other system, or the other thing, whose id it is.
var foreigners = words[bool]{
	true: `external extern legacy remote outlook google gsync facebook twitter linkedin stripe mailchimp hubspot salesforce message session
		device tracking transaction checkout visitor correlation trace import sync exchange ical caldav old foreign gateway
		messenger authenticate tax vat registration fiscal passport national google_calendar webhook push api oauth skype telegram
		xero quickbooks sap erp paypal provider app mailbox joomla wordpress magento drupal shopify mime cookie reveal`,
}.index()

// generic are ends of table names that add nothing to the noun.
var generic = words[bool]{
	true: `detail details base basis info information data main master entity table record records list header core all tbl new
		profile profiles`,
}.index()

// history are words for tables that keep what was.
var history = words[bool]{
	true: `audit audits history histories historique istoric historial historie verlauf hist aud archive archived archives version
		versions revision revisions changelog changes journal_entries tracking snapshot snapshots trail undo deleted_records
		logentry auditlog actionlog changeset storico jurnal`,
}.index()

// copies are words for tables that somebody set aside.
var copies = words[bool]{true: `bak backup old copy copie tmp temp sauvegarde save kopie`}.index()

// words are tables of words by what they mean, written as text.
type words[T comparable] map[T]string
